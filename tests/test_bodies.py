"""Bodies: what one name is, read from its end."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongwen.recognise.bodies import KNOWN, LIKELY, parse_body, parse_name
from gongwen.recognise.examples import check
from gongwen.recognise.grammar import load


def test_the_examples_of_the_grammar_hold() -> None:
    assert check(load("bodies")) == []


@pytest.mark.parametrize(
    ("name", "prefix", "head", "level", "category"),
    [
        ("市卫健委", "市", "卫健委", "市", "government"),
        ("省发展改革委", "省", "发展改革委", "省", "government"),
        ("县人力资源社会保障局", "县", "人力资源社会保障局", "县", "government"),
        ("市委编办", "市", "委编办", "市", "party"),
        ("省委组织部", "省", "委组织部", "省", "party"),
        ("市直机关工委", "市", "直机关工委", "市", "party"),
        ("市政府口岸物流办", "市", "政府口岸物流办", "市", "government"),
        ("市人大常委会办公室", "市", "人大常委会办公室", "市", "other"),
        ("市检察院", "市", "检察院", "市", "court_procuratorate"),
        ("县总工会", "县", "总工会", "县", "mass_organization"),
        ("团市委", None, "团市委", "市", "mass_organization"),
        ("市气象局", "市", "气象局", "市", "vertical"),
        ("财政部", None, "财政部", "国家", "government"),
        ("国家医保局", "国家", "医保局", "国家", "government"),
        ("市城投集团", "市", "城投集团", "市", "enterprise"),
    ],
)
def test_level_and_head(name: str, prefix: str | None, head: str, level: str, category: str) -> None:
    body = parse_name(name)
    assert body is not None
    assert (body.prefix, body.head, body.level, body.category) == (prefix, head, level, category)


@pytest.mark.parametrize(
    ("name", "place", "category"),
    [
        ("松河海关", "松河", "vertical"),
        ("清江银保监分局", "清江", "vertical"),
        ("清江市税务局", "清江市", "vertical"),
        ("清江市教育局", "清江市", "government"),
        ("临水区政府", "临水区", "government"),
        ("云岭新区管委会", "云岭新区", "government"),
        ("清江市临水生态环境局", "清江市临水", "government"),
        ("如皋市卫健委", "如皋市", "government"),  # 如, 都, 应 may be in the name of a place
        ("成都市教育局", "成都市", "government"),
        ("X县财政局", "X县", "government"),
    ],
)
def test_bodies_with_a_place_of_their_own(name: str, place: str, category: str) -> None:
    body = parse_name(name)
    assert body is not None
    assert (body.place, body.category) == (place, category)


@pytest.mark.parametrize(
    "name",
    [
        "各县（市、区）", "各市、县（区）人民政府", "各区县（自治县）政府", "各镇（街道、管委会）", "市直各有关部门", "各成员单位",
        "相关部门", "国务院相关部门和单位", "其他省直有关部门", "各医疗机构", "各市、县（区）医改领导小组", "市、县两级财政部门",
    ],
)
def test_collective_bodies(name: str) -> None:
    body = parse_name(name)
    assert body is not None
    assert body.collective


@pytest.mark.parametrize(
    ("name", "full"),
    [
        ("市卫健委", "卫生健康委员会"),
        ("市发改局", "发展和改革局"),
        ("市编办", "机构编制委员会办公室"),
        ("省人社厅", "人力资源和社会保障厅"),
        ("县医保局", "医疗保障局"),
        ("市教体局", "教体局"),  # a merged office has no longer name that is certain
    ],
)
def test_abbreviations_have_their_full_head(name: str, full: str) -> None:
    body = parse_name(name)
    assert body is not None
    assert body.full == full


@pytest.mark.parametrize(
    "name",
    [
        "市、区", "试行", "企业", "综合性", "街道", "单位", "党委书记、院长", "加强市教育局",
        "推进清江市中医院", "主要", "局", "做好市级重点项目所", "产业布局",
    ],
)
def test_what_is_no_body(name: str) -> None:
    assert parse_name(name) is None


def test_blanks_and_line_breaks_do_not_count() -> None:
    text = "（市\n卫 健委）"
    body = parse_body(text, 1, len(text) - 1)
    assert body is not None
    assert body.name == "市卫健委"


def test_a_last_word_without_prefix_is_only_likely() -> None:
    likely, known = parse_name("清投集团"), parse_name("市财政局")
    assert likely is not None
    assert known is not None
    assert (likely.strength, known.strength) == (LIKELY, KNOWN)


@given(st.text(alphabet="市县省区委局厅办各有关部门、（）卫健财政人民政府海关的a1 \n", max_size=30))
def test_any_text_is_read_or_refused(text: str) -> None:
    body = parse_body(text, 0, len(text))
    assert body is None or body.name == "".join(text.split())
