"""Unit clauses: who is charged, in which role, in brackets, on labelled lines and in cells."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongwen.model.mentions import ClauseMention
from gongwen.recognise.clauses import declared_order, find_clauses, read_cell, with_lead
from gongwen.recognise.examples import check
from gongwen.recognise.grammar import load
from gongwen.recognise.regions import Region, named

MARK = {"lead": "!", "supporting": "+", "responsible": ""}


def units(clause: ClauseMention) -> str:
    """`市卫健委! 市财政局+ 有关部门?`: ! leads, + supports, ? may be left out."""
    return " ".join(f"{u.name}{MARK[u.role]}{'?' if u.optional else ''}" for u in clause.units)


def only(text: str) -> ClauseMention:
    found = find_clauses(text)
    assert len(found) == 1, [text[c.start : c.end] for c in found]
    return found[0]


def test_the_examples_of_the_grammar_hold() -> None:
    assert check(load("clauses")) == []


@pytest.mark.parametrize(
    ("bracket", "expected"),
    [
        ("（责任单位：市卫健委、教育局）", "市卫健委 市教育局"),
        ("【责任单位：区教委、人力社保局，各镇街】", "区教委 区人力社保局 各镇街"),
        ("〔责任单位：省委组织部，省卫健委、教育厅〕", "省委组织部 省卫健委 省教育厅"),
        ("（责任单位：市委组织部、编办，市教育局、科技局）", "市委组织部 市委编办 市教育局 市科技局"),
        ("(牵头部门:省工信厅,配合部门:省科技厅、财政厅)", "省工信厅! 省科技厅+ 省财政厅+"),
        ("（牵头单位：县委政法委 责任单位：县公安局 县司法局 各乡镇（街道））", "县委政法委! 县公安局 县司法局 各乡镇（街道）"),
        ("（市发展改革委牵头，市财政局、市税务局等部门配合）", "市发展改革委! 市财政局+ 市税务局+"),
        ("（市发展改革委、市财政局按职责分工负责）", "市发展改革委 市财政局"),
        ("（市公安局、市民政局等单位按职责分别牵头负责）", "市公安局! 市民政局!"),
        ("（由市民政局会同市财政局负责）", "市民政局 市财政局"),
        ("（市住建局负总责，各县区政府具体落实）", "市住建局 各县区政府"),
        ("（市医保局、市卫健委等有关部门负责）", "市医保局 市卫健委 有关部门?"),
        ("（国家发展改革委、卫生健康委、财政部按职责分工负责）", "国家发展改革委 国家卫生健康委 财政部"),
        ("（清江市教育局、财政局，松河海关负责）", "清江市教育局 清江市财政局 松河海关"),
        (
            "（市财政局，清江银保监分局、人民银行清江市中心支行，各县（市、区）负责）",
            "市财政局 清江银保监分局 人民银行清江市中心支行 各县（市、区）",
        ),
        ("（云岭示范区、松河新区管委会负责）", "云岭示范区管委会 松河新区管委会"),
        ("（市发改委（物价科）、市市场监管局负责）", "市发改委 物价科? 市市场监管局"),
        ("（市\n卫健委、市人力资源社会\n保障局负责）", "市卫健委 市人力资源社会保障局"),
        ("（负责部门：商务部；适用范围：所有试验区）", "商务部"),
        ("（市科技局、市教育局、市科技局负责）", "市科技局 市教育局"),
        ("（各县（市、区）、市财政局负责）", "各县（市、区） 市财政局"),
        ("（卫生健康部门牵头，教育、民政等部门配合）", "卫生健康部门! 教育部门+ 民政部门+"),
        ("（各地级以上市人民政府、省有关单位按职责分工负责）", "各地级以上市人民政府 省有关单位"),
        ("（市级：市发展改革委；县级：各县（市、区）人民政府）", "市发展改革委 各县（市、区）人民政府"),
        ("（县直各单位、驻县各单位、各乡镇负责）", "县直各单位 驻县各单位 各乡镇"),
        ("（市财政局负责，持续推进）", "市财政局"),
        ("（各县（市、区）党委和政府，市直有关部门负责）", "各县（市、区）党委 各县（市、区）政府 市直有关部门"),
        ("（市科技局、市税务局等部门及各县（市、区）人民政府负责）", "市科技局 市税务局 各县（市、区）人民政府"),
        ("（责任单位：市教育局；各县（市、区）政府抓好落实）", "市教育局 各县（市、区）政府"),
        ("（机关各处室、局属各单位负责）", "机关各处室 局属各单位"),
        ("（责任科室：医政科、公卫科）", "医政科 公卫科"),
        ("（责任领导：张某；牵头单位：县农业农村局）", "县农业农村局!"),
        ("（责任单位：市科技局、市教育局；牵头单位：市科技局）", "市科技局! 市教育局"),
        # the centre: 国家 is carried where the name needs it, and only there
        ("（国家发展改革委、教育部、市场监管总局按职责分工负责）", "国家发展改革委 教育部 市场监管总局"),
        ("（国家卫生健康委牵头，国家医保局、药监局、金融监管总局配合）", "国家卫生健康委! 国家医保局+ 国家药监局+ 金融监管总局+"),
        # party houses and zones hand on their prefix
        ("（自治区党委编办、组织部，自治区财政厅、审计厅）", "自治区党委编办 自治区党委组织部 自治区财政厅 自治区审计厅"),
        ("（兵团党委组织部、编办，兵团教育局、卫生健康委，各师市负责）", "兵团党委组织部 兵团党委编办 兵团教育局 兵团卫生健康委 各师市"),
        ("（地委宣传部、行署教育局，各县（市）人民政府）", "地委宣传部 行署教育局 各县（市）人民政府"),
        ("（党工委组织部、宣传部，管委会办公室、经发局）", "党工委组织部 党工委宣传部 管委会办公室 管委会经发局"),
        ("（市委办公室、政研室，市政府办公室、研究室）", "市委办公室 市委政研室 市政府办公室 市政府研究室"),
        ("（市委、市政府信访局，市公安局）", "市委信访局 市政府信访局 市公安局"),
        ("（经开区市场监管局、财政局牵头）", "经开区市场监管局! 经开区财政局!"),
        ("（市商务局、口岸办，经开区、综保区管委会）", "市商务局 市口岸办 经开区管委会 综保区管委会"),
        ("（各县（市、区）人民政府，开发区、高新区管委会）", "各县（市、区）人民政府 开发区管委会 高新区管委会"),
        # collectives
        ("（各盟（市）行政公署（人民政府），满都拉市人民政府负责）", "各盟（市）行政公署（人民政府） 满都拉市人民政府"),
        ("（各盟行政公署、市人民政府，自治区医保局负责）", "各盟行政公署 各市人民政府 自治区医保局"),
        ("（各苏木乡镇、旗直各部门）", "各苏木乡镇 旗直各部门"),
        ("（各乡镇人民政府、街道办事处，县直各部门）", "各乡镇人民政府 各街道办事处 县直各部门"),
        ("（各区政府，各开发区管委会，市有关部门负责）", "各区政府 各开发区管委会 市有关部门"),
        ("（各区县（市）党委和政府，各开发区党工委和管委会）", "各区县（市）党委 各区县（市）政府 各开发区党工委 各开发区管委会"),
        ("（市直各部门、中省直驻市各单位负责）", "市直各部门 中省直驻市各单位"),
        ("（市安委会各成员单位，各县（市、区））", "市安委会各成员单位 各县（市、区）"),
        ("（沿江各县（市、区）政府，市水利局）", "沿江各县（市、区）政府 市水利局"),
        ("（11个县（市、区）人民政府，市农业农村局）", "11个县（市、区）人民政府 市农业农村局"),
        ("（各派出所、交警大队、治安大队）", "各派出所 交警大队 治安大队"),
        # names of their own, beside bodies that are known
        ("（A市教育局、财政局负责）", "A市教育局 A市财政局"),
        ("（××县财政局、审计局负责）", "××县财政局 ××县审计局"),
        ("（云岭铁路集团、市交通运输局）", "云岭铁路集团 市交通运输局"),
        ("（市国资委、市城投集团、交投集团、水务集团）", "市国资委 市城投集团 市交投集团 市水务集团"),
        ("（清江学院、清江职业技术学院、市教育局）", "清江学院 清江职业技术学院 市教育局"),
        ("（县电信公司、移动公司、联通公司，县工信局）", "县电信公司 县移动公司 县联通公司 县工信局"),
        ("（省烟草专卖局（公司）、省市场监管局）", "省烟草专卖局（公司） 省市场监管局"),
        ("（市公安局交警支队、治安支队，市交通运输局）", "市公安局交警支队 市公安局治安支队 市交通运输局"),
        # rows that share their last words
        ("（清江、松河、临江市人民政府，省生态环境厅）", "清江市人民政府 松河市人民政府 临江市人民政府 省生态环境厅"),
        ("（安平县、石泉县教育局负责）", "安平县教育局 石泉县教育局"),
        ("（发展改革部门会同财政、税务部门负责）", "发展改革部门 财政部门 税务部门"),
        ("（县级发展改革、市场监管部门负责）", "县级发展改革部门 县级市场监管部门"),
        ("（市商务局、市交通委，临水、松山等区政府）", "市商务局 市交通委 临水区政府 松山区政府"),
        # what bodies do
        ("（由市农业农村局牵头，会同市财政局、市水利局于2025年6月底前完成）", "市农业农村局! 市财政局 市水利局"),
        ("（市住建局为牵头单位，市财政局、市自然资源局为配合单位）", "市住建局! 市财政局+ 市自然资源局+"),
        ("（市教育局牵头，市体育局、市卫健委参加）", "市教育局! 市体育局+ 市卫健委+"),
        ("（市医保局、市卫健委双牵头，各区政府落实属地责任）", "市医保局! 市卫健委! 各区政府"),
        ("（市教育局、各县区负责落实，市财政局做好经费保障）", "市教育局 各县区 市财政局"),
        ("（市应急局、市消防救援支队各负其责）", "市应急局 市消防救援支队"),
        ("（由市总工会牵头，团市委、市妇联等群团组织配合）", "市总工会! 团市委+ 市妇联+"),
        ("（市教育局会市委编办、市财政局负责）", "市教育局 市委编办 市财政局"),
        ("（责任单位：市人社局、市教育局。责任人：李某、王某）", "市人社局 市教育局"),
        ("（由市商务局会同市税务局、清江海关制定实施细则）", "市商务局 市税务局 清江海关"),
        ("（市税务局、市财政局负责；市工信局配合提供名单）", "市税务局 市财政局 市工信局+"),
        ("（牵头处室：社区处、养老服务处；责任单位：各区民政局）", "社区处! 养老服务处! 各区民政局"),
        ("（市数据局负责，2024年完成50%，2025年全部完成）", "市数据局"),
        ("（责任科室：公卫科、医政科；配合单位：市疾控中心）", "公卫科 医政科 市疾控中心+"),
    ],
)
def test_brackets(bracket: str, expected: str) -> None:
    text = f"推进有关工作。{bracket}\n下一项。"
    clause = only(text)
    assert units(clause) == expected
    assert text[clause.start : clause.end] == bracket


def test_a_bracket_without_label_or_role_needs_a_sentence_to_close() -> None:
    assert units(only("推进改革（市财政局、县卫健局）。")) == "市财政局 县卫健局"
    assert find_clauses("主管部门（市财政局、市卫健委）审核后办理。") == []


@pytest.mark.parametrize(
    "bracket",
    [
        "（以下简称市医改办）", "（试行）", "（含中医院、妇幼保健院）", "（市、区）", "（云政发〔2024〕6号）", "（如市卫健委、市财政局等）",
        "（清江市、松河州）", "（企业、高校、院所）", "（街道、社区）", "（企业自行负责）", "（市卫健委主任王某）", "（人社部门核定）",
        "（政府主导、部门协作）", "（由第三方机构评估后落实）", "（设在市卫健委）",
        "（原市卫生局）", "（全市二级以上公立医院）", "（主管部门同意后实施）", "（学校办公室、教务处、后勤处）", "（经费由市财政保障）",
        "（由省级医保部门另行制定）", "（办公室设在市卫健委（市爱卫办）。）",
    ],
)
def test_what_is_no_clause(bracket: str) -> None:
    assert find_clauses(f"推进有关工作{bracket}。") == []


def test_divisions_alone_are_charged_where_the_notice_does_so_throughout() -> None:
    alone = "一、参保扩面。（待遇保障处）\n二、基金监管。（基金监管处、办公室）\n三、招标采购。（医药价格处牵头，财务处配合）\n"
    assert [units(c) for c in find_clauses(alone)] == ["待遇保障处", "基金监管处 办公室", "医药价格处! 财务处+"]
    once = "一、参保扩面。（待遇保障处）\n二、基金监管。（市公安局）\n三、招标采购。（市财政局）\n"
    assert [units(c) for c in find_clauses(once)] == ["市公安局", "市财政局"]


def test_characters_that_a_scan_mistook_are_read_as_meant() -> None:
    text = "推进改革。\n责任主休：自治区入力资源社会保障厅、财政厅\n"
    clause = only(text)
    assert units(clause) == "自治区人力资源社会保障厅 自治区财政厅"
    assert text[clause.units[0].start : clause.units[0].end] == "自治区入力资源社会保障厅"


@pytest.mark.parametrize(
    ("text", "expected", "onward"),
    [
        ("（市医保局和各县（市、区）负责。以下各项均需各县（市、区）负责，不再列出）", "市医保局 各县（市、区）", ["各县（市、区）"]),
        (
            "〔责任单位：市直有关单位；各县（市、区）、松河开发区（以下均需各地负责，不再列出）〕",
            "市直有关单位 各县（市、区） 松河开发区",
            ["各县（市、区）", "松河开发区"],
        ),
        (
            "（市财政局牵头。各县（市、区）政府为以下各项任务责任单位，不再逐一列出）",
            "市财政局! 各县（市、区）政府",
            ["各县（市、区）政府"],
        ),
        (
            "（市教育局负责。以下各项责任单位均含各县（市、区）政府，不再单列）",
            "市教育局 各县（市、区）政府",
            ["各县（市、区）政府"],
        ),
        ("（市委编办，市财政局，各县（市、区）均为责任单位，下同）", "市委编办 市财政局 各县（市、区）", ["各县（市、区）"]),
        (
            "（市数据局牵头，市直有关单位配合。各县区人民政府均为责任单位，以下不再列出）",
            "市数据局! 市直有关单位+ 各县区人民政府",
            ["各县区人民政府"],
        ),
        (
            "（责任单位：省卫健委；各市、县（区）医改领导小组。以下均需各市、县（区）和云岭实验区医改领导小组落实，不再列出）",
            "省卫健委 各市、县（区）医改领导小组 云岭实验区医改领导小组",
            ["各市、县（区）医改领导小组", "云岭实验区医改领导小组"],
        ),
    ],
)
def test_onward_clauses(text: str, expected: str, onward: list[str]) -> None:
    clause = only(text)
    assert units(clause) == expected
    assert [u.name for u in clause.onward] == onward


def test_order_says_who_leads_only_where_declared() -> None:
    assert units(only("（市教育局、市财政局负责。排在第一位的为牵头部门，下同）")) == "市教育局! 市财政局"
    assert units(only("（责任单位：市教育局、市体育局，市财政局。逗号前为牵头单位，下同）")) == "市教育局! 市体育局! 市财政局"
    assert units(only("（市教育局、市财政局负责。首位为牵头单位，其余为配合单位）")) == "市教育局! 市财政局+"
    assert units(only("（市教育局、市财政局负责）")) == "市教育局 市财政局"


def test_a_declared_order_is_laid_on_later_clauses() -> None:
    text = "（市民政局、市财政局负责）"
    clause = only(text)
    assert units(with_lead(clause, text, "first")) == "市民政局! 市财政局"
    assert units(with_lead(clause, text, "comma")) == "市民政局 市财政局"  # no comma, not of the form
    assert declared_order("注：责任单位中排在第一位的为牵头单位。") == "first"
    assert declared_order("请认真落实。") is None


def test_times_in_the_bracket_are_read_as_times() -> None:
    text = "（责任单位：市教育局、市财政局；完成时限：2025年6月底前）"
    clause = only(text)
    assert units(clause) == "市教育局 市财政局"
    assert [text[t.start : t.end] for t in clause.times] == ["2025年6月底前"]
    assert clause.unread == ()
    assert units(only("（市教育局牵头，市财政局配合，2024年12月底前完成）")) == "市教育局! 市财政局+"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("推进建设。\n责任单位：市卫健委、市财政局、\n市医保局\n2. 下一项", ["市卫健委 市财政局 市医保局"]),
        ("牵头单位：市发展改革委\n配合单位：市财政局、教育局，各县（市、区）\n", ["市发展改革委!", "市财政局+ 市教育局+ 各县（市、区）+"]),
        ("推进建设。责任单位：市人社局、教育局。下一句。", ["市人社局 市教育局"]),
        ("责任单位：市人力资源和社会\n保障局、市教育局\n（二）下一项", ["市人力资源和社会保障局 市教育局"]),
        ("（责任单位：市卫健委、市财政局\n没有后半括号", ["市卫健委 市财政局"]),
        ("各责任单位：\n请认真落实。", []),
        ("责任单位：要明确分工，加强配合。", []),
        ("主管部门：强化监督管理。", []),
        ("项目业主：市城投集团。", []),
        ("【牵头单位】市卫健委【配合单位】市医保局、财政局\n", ["市卫健委! 市医保局+ 市财政局+"]),
        ("责任单位：县水务局（赵某）、县农业农村局（钱某）\n", ["县水务局 县农业农村局"]),
    ],
)
def test_labelled_lines(text: str, expected: list[str]) -> None:
    assert [units(c) for c in find_clauses(text)] == expected


@pytest.mark.parametrize(
    ("cell", "label", "expected"),
    [
        ("市人社局 医保中心", None, "市人社局 市医保中心"),
        ("市卫健委\n\n市人社局", "lead", "市卫健委! 市人社局!"),
        ("市发展\n改革委、市政务服务和\n大数据中心", None, "市发展改革委 市政务服务和大数据中心"),
        ("市委\n组织部", None, "市委组织部"),
        ("牵头：市发改委\n配合：市财政局、教育局", None, "市发改委! 市财政局+ 市教育局+"),
        ("市发改委（牵头）、市财政局、各县区", "responsible", "市发改委! 市财政局 各县区"),
        ("*市卫健委、市医保局", None, "市卫健委! 市医保局"),
        ("1.市教育局\n2.市财政局", "配合单位", "市教育局+ 市财政局+"),
        ("各镇（街道、管委会）", None, "各镇（街道、管委会）"),
        ("清投集团", None, "清投集团"),
        ("云岭画报编辑部", "牵头单位", "云岭画报编辑部!"),
        ("", None, ""),
        ("长期坚持", None, ""),
        ("同上", None, ""),
        ("安平县\n临水区\n青石市", None, "安平县 临水区 青石市"),
        ("市农业\n农村局\n市水\n利局", None, "市农业农村局 市水利局"),
        ("县教育局 李某某", "责任单位及责任人", "县教育局"),
        ("县教育局李某某", "责任单位及责任人", "县教育局"),
        ("县医保局局长王某、县财政局 赵某", "责任单位和责任人", "县医保局 县财政局"),
        ("县医保局王某各乡镇人民政府", "责任单位和责任人", "县医保局 各乡镇人民政府"),
        ("市公安局交警支队、各区分局", None, "市公安局交警支队 各区分局"),
        ("市发改、财政、人社等部门", "配合单位", "市发改部门+ 市财政部门+ 市人社部门+"),
    ],
)
def test_cells(cell: str, label: str | None, expected: str) -> None:
    clause = read_cell(cell, 0, len(cell), label)
    assert units(clause) == expected
    assert all(cell[u.start : u.end].strip() for u in clause.units)


def test_levels_depend_on_whose_notice_it_is() -> None:
    text = "（市财政局负责）"
    assert [u.level for u in find_clauses(text)[0].units] == ["市"]
    assert [u.level for u in find_clauses(text, home=named("重庆市"))[0].units] == ["省"]
    assert [u.level for u in find_clauses(text, home=Region("青石市", "县"))[0].units] == ["县"]


def test_offsets_point_at_what_is_printed() -> None:
    text = "推进改革。（责任单位：市\n卫健委、教育局）"
    printed = ["".join(text[u.start : u.end].split()) for u in only(text).units]
    assert printed == ["市卫健委", "教育局"]


PIECES = ["（", "）", "责任单位：", "牵头", "配合", "负责", "市卫健委", "、", "，", "；", "。", "\n", " "]
PIECES += ["各县（市、区）", "等", "以下均需", "不再列出", "和", "〔", "局"]


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_any_text_ends_in_clauses_that_lie_inside_it(text: str) -> None:
    last = 0
    for clause in find_clauses(text):
        assert last <= clause.start < clause.end <= len(text)
        last = clause.end
        for unit in clause.units:
            assert clause.start <= unit.start < unit.end <= clause.end
    cell = read_cell(text, 0, len(text))
    assert all(0 <= u.start < u.end <= len(text) for u in cell.units)
