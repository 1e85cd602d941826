"""Which task continues which: by what they say, not by their numbers, and never more surely than the evidence allows."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from diff_lists import LISTS, RIVERS, SCHOOLS, Section, changed, notice, story
from gongwen import convert
from gongwen.diff import Mapped, compare
from gongwen.errors import GongwenError
from gongwen.records import Notice

ROOT = Path(__file__).parents[1]
DREDGE, SAND, WETLAND = RIVERS[1]
UNCHANGED = [("same", f"{h}.{n}", f"{h}.{n}") for h in (1, 2) for n in (1, 2, 3)]
SCHOOLS_STAY = UNCHANGED[3:]


def rivers(*items: str, heading: str = "治理河湖") -> tuple[Section, ...]:
    return ((heading, items), SCHOOLS)


# kinds ------------------------------------------------------------------------------------------------------------------


def test_a_list_and_itself_do_not_differ() -> None:
    diff = changed(LISTS, LISTS)
    assert story(diff) == UNCHANGED
    assert diff.summary.unchanged == 6
    assert all(change.score == 1 and change.certain for change in diff.tasks)
    assert not diff.findings


def test_another_number_is_no_other_task() -> None:
    diff = changed(LISTS, rivers(WETLAND, DREDGE, SAND))
    assert story(diff)[:3] == [("renumbered", "1.3", "1.1"), ("renumbered", "1.1", "1.2"), ("renumbered", "1.2", "1.3")]


def test_a_task_under_another_heading_has_moved() -> None:
    diff = changed(LISTS, (("治理河湖", (DREDGE, SAND)), ("办好学校", (*SCHOOLS[1], WETLAND))))
    assert story(diff)[-1] == ("moved", "1.3", "2.4")
    assert diff.tasks[-1].traits == ("renumbered", "moved")


def test_a_heading_in_other_words_moves_nothing() -> None:
    assert story(changed(LISTS, rivers(*RIVERS[1], heading="整治水环境"))) == UNCHANGED


def test_clauses_in_another_order_and_synonyms_are_found_again() -> None:
    turned = "疏浚城区河道。行洪断面得到恢复，淤泥、垃圾从水面上清走，2031年10月底前全部做完。（市水利局牵头，市财政局配合）"
    diff = changed(LISTS, rivers(SAND, WETLAND, turned))
    assert ("reworded", "1.1", "1.3") in story(diff)


def test_new_and_dropped_tasks_have_no_counterpart() -> None:
    lamps = "更换路灯光源。主干道路灯换装节能光源，亮灯率达到98%以上。（市城管局负责）"
    diff = changed(LISTS, rivers(DREDGE, lamps, WETLAND))
    assert story(diff) == [
        ("same", "1.1", "1.1"),
        ("removed", "1.2", ""),
        ("added", "", "1.2"),
        ("same", "1.3", "1.3"),
        *SCHOOLS_STAY,
    ], "a dropped task stands behind what it stood behind"


PARTS = (
    "疏浚城区河道。完成城区河道清淤疏浚，恢复行洪断面。2031年10月底前完成。（市水利局牵头，市财政局配合）",
    "清理水面垃圾。组织保洁船清理淤泥和水面垃圾。（市城管局负责）",
)


def test_a_task_may_be_split() -> None:
    diff = changed(LISTS, rivers(*PARTS, SAND, WETLAND))
    assert story(diff)[0] == ("split", "1.1", "1.1 1.2")
    changes = diff.tasks[0].changes
    assert changes is not None
    assert [(u.kind, u.new.name if u.new else "") for u in changes.units] == [("added", "市城管局")], "fields of all parts together"


def test_tasks_may_be_merged() -> None:
    assert story(changed(rivers(*PARTS, SAND, WETLAND), LISTS))[0] == ("merged", "1.1 1.2", "1.1")


def test_both_views_of_a_task_count_once() -> None:
    """The same task as an item of the text and as a row of the annex is one, and either is enough to find it again."""
    listed = notice(2031, (RIVERS,))
    rows = "序号\t重点任务\t责任单位\t完成时限\n1\t开展河道清淤\t市水利局\t2031年10月底前\n2\t规范砂石开采\t市水利局、市公安局\t长期\n"
    table = f"附件\n清江市2031年民生重点任务分工表\n{rows}3\t修复湿地生态\t市林业局\t2031年12月底前\n"
    both = convert(f"{listed.text}\n{table}".encode(), name="both.txt")
    assert len(both.tasks) == 6
    assert compare(both, both).new.tasks == 3
    for view in ("section", "table"):
        alone = both.model_copy(update={"tasks": tuple(t for t in both.tasks if t.view == view)})
        diff = compare(both, alone)
        assert [(c.kind, c.old[0].counterparts) for c in diff.tasks] == [("same", (f"t1-{n}",)) for n in (1, 2, 3)], view
        told = [(d.kind, d.old.raw if d.old else "") for c in diff.tasks if c.changes for d in c.changes.deadlines]
        assert told == ([("removed", "长期"), ("removed", "2031年12月底前")] if view == "section" else [])


# formats and runs ---------------------------------------------------------------------------------------------------------


def test_the_same_notice_in_another_format_does_not_differ(corpus_formats: list[Notice]) -> None:
    first = corpus_formats[0]
    for other in corpus_formats[1:]:
        diff = compare(first, other)
        assert diff.summary.unchanged == len(diff.tasks), other.source.name
        assert not diff.goals
        assert all(row.kind == "same" for row in diff.indicators)


@pytest.fixture(scope="module")
def corpus_formats() -> list[Notice]:
    return [convert(path) for path in sorted((ROOT / "corpus").glob("qingjiang-health-tasks.*")) if path.suffix != ".json"]


def test_two_runs_give_the_same_bytes() -> None:
    """Also where Python hashes strings otherwise."""
    code = (
        "import sys; from gongwen import convert; from gongwen.diff import compare; "
        "sys.stdout.write(compare(*map(convert, sys.argv[1:])).to_json())"
    )
    names = [str(ROOT / "corpus" / name) for name in ("songhe-jobs-2022.txt", "songhe-jobs-2023.html")]
    made = {
        subprocess.run(
            [sys.executable, "-c", code, *names], env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT / "pipeline")}, capture_output=True
        ).stdout
        for seed in ("0", "7")
    }
    assert len(made) == 1
    assert len(made.pop()) > 1000


def test_tasks_that_read_alike_are_paired_in_their_order() -> None:
    """A hundred rows of the same words, or of none, are still the same hundred rows."""
    first = notice().tasks[0]
    for changes in ({}, {"text": "", "title": None, "measures": (), "units": ()}):
        rows = tuple(first.model_copy(update={"id": f"t{i}", "number": str(i), **changes}) for i in range(100))
        alike = notice().model_copy(update={"tasks": rows})
        diff = compare(alike, alike)
        assert [(c.kind, c.old[0].id) for c in diff.tasks] == [("same", row.id) for row in rows]
        fewer = compare(alike, alike.model_copy(update={"tasks": rows[:60]}))
        assert (fewer.summary.same, fewer.summary.removed) == (60, 40)


# what is not certain ------------------------------------------------------------------------------------------------------


def test_a_weak_pair_is_said_to_be_one() -> None:
    vague = "保护滨水空间。芦苇荡分批种树。（市城管局负责）"
    diff = changed(LISTS, rivers(DREDGE, SAND, vague))
    (change,) = [c for c in diff.tasks if c.new and c.new[0].title == "保护滨水空间"]
    assert not change.certain
    assert [f.code for f in diff.findings] == ["uncertain_alignment"]


def test_an_unpaired_task_names_what_comes_near() -> None:
    kin = "复绿矿山边坡。在退化区域补种本土树种。（市自然资源局负责）"
    diff = changed(LISTS, rivers(DREDGE, SAND, WETLAND, kin))
    (change,) = [c for c in diff.tasks if c.kind == "added"]
    assert change.certain == (not change.rivals)


# relations ----------------------------------------------------------------------------------------------------------------


def test_unrelated_notices_are_not_forced_together() -> None:
    calls = ("招商引资", ("组建招商小分队。赴沿海城市拜访电子元件企业，签约项目20个以上。（市商务局负责）",))
    closing = ("保障措施", ("加强组织领导。各单位要高度重视。",))
    other = notice(2031, (calls, closing), "松河市", "招商攻坚行动方案")
    diff = compare(notice(), other)
    assert diff.relation.kind == "unrelated"
    assert {change.kind for change in diff.tasks} == {"added", "removed"}
    assert [f.code for f in diff.findings] == ["nothing_in_common"]


def test_one_years_list_and_the_next_are_successive() -> None:
    assert compare(notice(2031), notice(2032)).relation.kind == "successive"
    assert [f.code for f in compare(notice(2032), notice(2031)).findings] == ["older_second"]


def test_a_lower_bodys_list_says_what_it_took_over() -> None:
    county = tuple((heading, tuple(re.sub("(?<=[（、，])市", "县", item) for item in items[:2])) for heading, items in LISTS)
    diff = compare(notice(), notice(2031, county, "安平县"))
    assert diff.relation.kind == "parent_child"
    assert [c.uptake for c in diff.tasks] == ["taken_over", "taken_over", "left_out", "taken_over", "taken_over", "left_out"]
    units = [u for c in diff.tasks if c.changes for u in c.changes.units]
    assert {u.kind for u in units} == {"localised"}
    assert "higher_body_second" in [f.code for f in compare(notice(2031, county, "安平县"), notice()).findings]


def test_a_notice_without_tasks_is_told() -> None:
    empty = notice().model_copy(update={"tasks": ()})
    assert "no_tasks" in [f.code for f in compare(notice(), empty).findings]
    assert compare(empty, empty).tasks == ()


# maps -----------------------------------------------------------------------------------------------------------------------


def test_a_map_is_followed_against_all_evidence() -> None:
    mapped = Mapped(pairs=(("s1-1.1", "s1-2.1"),), gone=("s1-1.2",), come=("s1-2.2",))
    told = story(compare(notice(), notice(), mapped))
    assert ("moved", "1.1", "2.1") in told
    assert ("removed", "1.2", "") in told
    assert ("added", "", "2.2") in told
    assert ("same", "1.3", "1.3") in told, "the rest is aligned around it"
    (change,) = [c for c in compare(notice(), notice(), mapped).tasks if c.kind == "moved"]
    assert change.certain
    assert change.evidence[0].kind == "map"


def test_a_map_may_split_and_merge() -> None:
    split = compare(notice(), notice(), Mapped(pairs=(("s1-1.1", "s1-1.1"), ("s1-1.1", "s1-1.2"))))
    assert story(split)[0] == ("split", "1.1", "1.1 1.2")
    merged = compare(notice(), notice(), Mapped(pairs=(("s1-1.1", "s1-1.1"), ("s1-1.2", "s1-1.1"))))
    assert ("merged", "1.1 1.2", "1.1") in story(merged)


@pytest.mark.parametrize(
    ("mapped", "said"),
    [
        (Mapped(pairs=(("9", "s1-1.1"),)), "no task '9'"),
        (Mapped(pairs=(("1", "s1-1.1"),)), "several tasks of the old notice have the number '1'"),
        (Mapped(pairs=(("s1-1.1", "s1-1.1"),), gone=("s1-1.1",)), "has a counterpart and that it has none"),
        (Mapped(pairs=(("s1-1.1", "s1-1.1"), ("s1-1.1", "s1-1.2"), ("s1-1.2", "s1-1.1"))), "several old tasks with several new ones"),
    ],
)
def test_a_map_that_does_not_fit_is_refused(mapped: Mapped, said: str) -> None:
    with pytest.raises(GongwenError, match=said):
        compare(notice(), notice(), mapped)
