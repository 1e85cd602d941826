"""What stands inside a task: deadlines, targets, citations and measures, each in its place."""

from __future__ import annotations

from gongwen.assemble.calendar import Calendar
from gongwen.assemble.contents import Contents, MeasureDraft, by_sentence, enumerated, in_cell, read
from gongwen.recognise.calendar import Period
from gongwen.recognise.clauses import find_clauses
from layouts import outline

CALENDAR = Calendar(2024, "2024-03-08", Period("2024-01-01", "2024-12-31"))


def contents(text: str, *measures: MeasureDraft) -> Contents:
    return read(text, [(0, len(text))], find_clauses(text), measures, CALENDAR)


def times(found: Contents) -> list[tuple[str, str, str | None, str]]:
    return [(d.raw, d.kind, d.until, d.source) for d in found.deadlines]


def test_times_and_targets_of_the_running_text() -> None:
    found = contents("6月底前，新建村卫生室10个。全年培训村医80名。")
    assert times(found) == [("6月底前", "by", "2024-06-30", "text"), ("全年", "during", "2024-12-31", "text")]
    assert [(t.mention.value, t.mention.unit) for t in found.targets] == [("10", "个"), ("80", "名")]


def test_a_target_knows_the_deadline_that_governs_it() -> None:
    found = contents("2024年底前，床位达到600张，入住率达到60%。护理员持证率达到90%。")
    assert [t.by for t in found.targets] == ["2024-12-31", "2024-12-31", None]


def test_a_date_behind_the_figure_governs_none() -> None:
    found = contents("床位达到600张。2024年底前完成改造。")
    assert [t.by for t in found.targets] == [None]


def test_a_line_of_its_own_is_like_a_column() -> None:
    found = contents("新建村卫生室10个。\n完成时限：2024年11月")
    assert times(found) == [("2024年11月", "by", "2024-11-30", "column")]
    assert [t.by for t in found.targets] == ["2024-11-30"]


def test_a_deadline_inside_the_unit_clause() -> None:
    found = contents("新建村卫生室10个。（责任单位：县卫健局；完成时限：2024年11月底）")
    assert times(found) == [("2024年11月底", "by", "2024-11-30", "column")]


def test_nothing_is_looked_for_inside_a_unit_clause() -> None:
    found = contents("健全服务网络。（县卫健局牵头，12个成员单位配合）")
    assert found.targets == ()


def test_citations_keep_their_dates_to_themselves() -> None:
    found = contents("落实《清江市三年行动计划（2022—2024年）》（清政发〔2022〕5号），新建卫生室10个。")
    assert [(c.title, c.doc_number) for c in found.citations] == [("清江市三年行动计划（2022—2024年）", "清政发〔2022〕5号")]
    assert found.deadlines == ()


def test_the_same_time_counts_once() -> None:
    found = read("12月底前培训村医80名。\t2024年12月底前", [(0, 13)], [], (), CALENDAR, [((14, 24), "完成时间")])
    assert len(found.deadlines) == 1


def test_enumerated_measures() -> None:
    laid, text = outline("安平县方案\n1.健全网络。①新建卫生室；②配备设备。\n2.提升服务。一是培训村医；二是开展考核。")
    drafts = [enumerated(node.children) for node in laid.parts[0].nodes]
    assert [[(m.marker, text[slice(*m.text)]) for m in found] for found in drafts] == [
        [("①", "新建卫生室；"), ("②", "配备设备。")],
        [("一是", "培训村医；"), ("二是", "开展考核。")],
    ]


def test_one_measure_a_sentence_where_none_is_enumerated() -> None:
    text = "健全服务网络。新建村卫生室10个。培训村医80名；开展考核。（县卫健局）"
    found = by_sentence(text, [(0, len(text))], find_clauses(text), (0, 6))
    assert {m.marker for m in found} == {None}
    assert [text[slice(*m.text)] for m in found] == ["新建村卫生室10个。", "培训村医80名；", "开展考核。"]


def test_measures_of_a_cell() -> None:
    text = "1.建立台账。\n2.每月调度。"
    found, listed = in_cell(text, (0, len(text)))
    assert listed
    assert [(m.marker, text[slice(*m.text)]) for m in found] == [("1.", "建立台账。"), ("2.", "每月调度。")]
    plain = "建立台账。每月调度。"
    found, listed = in_cell(plain, (0, len(plain)))
    assert not listed
    assert [m.marker for m in found] == [None, None]


def test_a_target_knows_its_measure_and_its_metric_has_no_marker() -> None:
    text = "①完善预案；②组织演练2次。"
    measures, _ = in_cell(text, (0, len(text)))
    found = contents(text, *measures)
    assert [(t.measure, t.mention.value) for t in found.targets] == [("②", "2")]
    assert "②" not in found.targets[0].mention.metric


def test_figures_that_nothing_claims_are_kept_for_the_audit() -> None:
    text = "按1.5的系数执行，培训村医80名。"
    assert [text[q.start : q.end] for q in contents(text).open] == ["1.5"]


def test_a_month_right_behind_a_marker() -> None:
    text = "2.3月底前招录村医30名。"
    found = read(text, [(2, len(text))], [], (), CALENDAR)
    assert times(found) == [("3月底前", "by", "2024-03-31", "text")]


def test_a_line_that_names_people_or_a_time_is_no_measure() -> None:
    text = "新建村卫生室10个。\n责任领导：王某某\n完成时限：10月底前"
    assert [text[slice(*m.text)] for m in by_sentence(text, [(0, len(text))], (), None)] == ["新建村卫生室10个。"]
