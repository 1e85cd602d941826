"""The planted pairs are what they say: deterministic, consistent, read back as printed, and fair to a careful reader."""

from __future__ import annotations

import re
import statistics
from collections import Counter
from functools import cache
from pathlib import Path
from random import Random

import pytest

from generator import render_text
from generator.next_year import STRENGTHS, Pair, child_pair, corpus_lists, misread, overlap, pair, pair_of, read, unanchored, unrelated_pair
from generator.next_year.dates import stepped
from generator.next_year.figures import Aim, printed, readable, tightened
from generator.next_year.lexicon import object_of, parted, reword_title, stock_clauses, swap, synonyms, wording
from generator.next_year.listing import Item, Listing
from generator.next_year.long import long_pair
from generator.next_year.score import score
from generator.times import last_day
from generator.truth import deadline, target
from gongwen import convert
from gongwen.diff import compare

SEEDS = range(100, 112)


@cache
def made(level: str) -> list[Pair]:
    return [pair(seed, level) for seed in SEEDS]


def items(listing: Listing) -> dict[int, Item]:
    return {item.key: item for item in listing.items}


def everything(level: str) -> list[Pair]:
    return made(level) + [child_pair(seed) for seed in range(3)] + [unrelated_pair(seed) for seed in range(3)]


# truth ------------------------------------------------------------------------------------------------------------------


def test_the_same_seed_gives_the_same_pair() -> None:
    for level in STRENGTHS:
        one, two = pair(3, level), pair(3, level)
        assert render_text(one.new.document) == render_text(two.new.document)
        assert one.edited == two.edited


def test_an_unknown_level_is_refused() -> None:
    with pytest.raises(ValueError, match="sideways"):
        pair(1, "sideways")


@pytest.mark.parametrize("level", STRENGTHS)
def test_every_task_is_in_one_tie_at_most_and_every_tie_leads_somewhere(level: str) -> None:
    for one in everything(level):
        old, new = items(one.edited.old), items(one.edited.new)
        assert len(old) == len(one.edited.old.items), "keys are unique"
        assert len(new) == len(one.edited.new.items)
        ends = Counter(("old", k) for t in one.edited.ties for k in t.old) + Counter(("new", k) for t in one.edited.ties for k in t.new)
        assert set(ends.values()) <= {1}
        assert {k for side, k in ends if side == "old"} <= set(old)
        assert {k for side, k in ends if side == "new"} <= set(new)
        for tie in one.edited.ties:
            shape = (len(tie.old) > 1, len(tie.new) > 1)
            assert shape == {"kept": (False, False), "split": (False, True), "merged": (True, False)}[tie.kind]


@pytest.mark.parametrize("level", STRENGTHS)
def test_fields_that_no_change_names_did_not_change(level: str) -> None:
    """The lists, compared field by field after the fact, differ by just the edits that were written down."""
    for one in made(level):
        old, new = items(one.edited.old), items(one.edited.new)
        for key, changes in one.edited.changes.items():
            told = Counter((c.field, c.kind) for c in changes)
            was, now = old[key], new[key]
            by_kind = {kind: {c.old: c.new for c in changes if c.kind == kind and c.field == "units"} for kind in ("renamed", "removed")}
            names = [by_kind["renamed"].get(u["name"], u["name"]) for u in was.units if u["name"] not in by_kind["removed"]]
            assert len(now.units) == len(names) + told["units", "added"]
            assert len(now.times) == len(was.times) + told["deadlines", "added"] - told["deadlines", "removed"]
            assert len(now.targets) == len(was.targets) + told["targets", "added"] - told["targets", "removed"]
            figures = [(t["comparator"], t["value"]) for t in was.targets]
            kept = Counter(figures) & Counter((t["comparator"], t["value"]) for t in now.targets)
            assert sum(kept.values()) >= len(figures) - told["targets", "changed"] - told["targets", "removed"]


def test_every_kind_of_edit_occurs() -> None:
    seen: Counter[str] = Counter()
    for level in STRENGTHS:
        for one in made(level):
            seen.update(tie.kind for tie in one.edited.ties)
            seen.update(f"{c.field} {c.kind}" for changes in one.edited.changes.values() for c in changes)
            seen.update(f"indicators {kind}" for kind, _, _ in one.edited.tables.changes)
            seen["moved"] += len(one.edited.moved)
            seen["added"] += len(items(one.edited.new).keys() - {k for t in one.edited.ties for k in t.new})
            seen["gone"] += len(items(one.edited.old).keys() - {k for t in one.edited.ties for k in t.old})
    units = {"units added", "units removed", "units role_changed", "units renamed"}
    deadlines = {f"deadlines {kind}" for kind in ("added", "removed", "moved", "stepped", "recurrence_changed", "kind_changed")}
    targets = {"targets added", "targets removed", "targets changed"}
    indicators = {f"indicators {kind}" for kind in ("same", "changed", "added", "removed")}
    tasks = {"kept", "split", "merged", "moved", "added", "gone"}
    assert {kind for kind, n in seen.items() if n} == {*tasks, *units, *deadlines, *targets, *indicators}


# the way from print to record -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("level", STRENGTHS)
def test_what_is_printed_is_read_back(level: str) -> None:
    misses = []
    for one in everything(level):
        for side in (one.old, one.new):
            scores = misread(side, read(side))
            misses += [note for tally in scores.values() if tally.f1 < 1 for note in tally.notes]
    assert not misses


def test_hand_written_notices_go_on_to_the_next_year() -> None:
    lists = corpus_lists()
    assert len(lists) >= 5
    for name, listing in lists.items():
        one = pair_of(Random(name), listing, "medium", name)
        assert [t for t in one.edited.ties if t.kind == "kept"]
        assert f"{listing.first + (listing.last - listing.first + 1)}" in render_text(one.new.document)
        assert len(read(one.old).tasks) == len(listing.items)


# fairness ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("level", STRENGTHS)
def test_a_careful_reader_can_tell_every_pair(level: str) -> None:
    assert [unanchored(one.edited) for one in made(level)] == [[]] * len(SEEDS)


def test_the_levels_are_as_far_apart_as_the_documentation_says() -> None:
    medians = {}
    for level in STRENGTHS:
        near = []
        for one in made(level):
            old, new = items(one.edited.old), items(one.edited.new)
            near += [overlap(old[t.old[0]], new[t.new[0]]) for t in one.edited.ties if t.kind == "kept"]
        medians[level] = statistics.median(near)
    assert medians["light"] > 0.85
    assert 0.6 < medians["medium"] < 0.8
    assert medians["heavy"] < 0.55


def test_the_lexicon_is_large_and_says_nothing_that_is_planted() -> None:
    sets = [one for kind in synonyms().values() for one in kind]
    assert len(sets) >= 150
    assert all(len(one) == len(set(one)) > 1 for one in sets)
    spoken = [word for one in sets for word in one] + list(stock_clauses()) + [a["text"] for a in wording()["aspects"]]
    assert not [word for word in spoken if re.search(r"\d|牵头|责任单位|以上|以下|不低于|超过|年底|每[年月]|《", word)]


def test_the_product_does_not_know_the_wording(root: Path) -> None:
    """Else the engine could learn the answers."""
    grammars = "".join(path.read_text("utf-8") for path in sorted((root / "grammars").glob("*.yaml")))
    phrases = [word for one in (*synonyms()["phrases"], *synonyms()["aspects"]) for word in one] + list(wording()["boilerplate"])
    assert not [phrase for phrase in phrases if len(phrase) > 5 and phrase in grammars]


def test_lower_lists_are_taken_over_adapted_left_out_and_added_to() -> None:
    seen: Counter[str] = Counter()
    for seed in range(8):
        one = child_pair(seed)
        seen.update(one.edited.uptake.values())
        assert set(one.edited.uptake) == items(one.edited.old).keys() | items(one.edited.new).keys()
        assert one.edited.old.place != one.edited.new.place
        higher = {u["name"] for item in one.edited.old.items for u in item.units if "各" not in u["name"]}
        assert not higher & {u["name"] for item in one.edited.new.items for u in item.units}
    assert set(seen) == {"taken_over", "localised", "left_out", "own"}


def test_unrelated_lists_have_no_ties() -> None:
    for seed in range(4):
        one = unrelated_pair(seed)
        assert not one.edited.ties
        assert one.edited.old.subject != one.edited.new.subject


def test_long_lists_have_as_many_tasks_as_asked_for() -> None:
    for text in long_pair(60):
        assert len(convert(text.encode()).tasks) == 60


# scores -----------------------------------------------------------------------------------------------------------------


def test_scores_count_what_is_missed_and_what_is_invented() -> None:
    """From a diff with a pair taken out and another put in: the tallies move by that much, the kinds and the calibration with them."""
    one = made("light")[0]
    old, new = read(one.old), read(one.new)
    diff = compare(old, new)
    whole = score(one, old, new, diff)
    kept = [t for t in diff.tasks if len(t.old) == len(t.new) == 1]
    without = diff.model_copy(update={"tasks": tuple(t for t in diff.tasks if t is not kept[0])})
    less = score(one, old, new, without)
    assert less.scores["alignment"].missed == whole.scores["alignment"].missed + 1
    assert sum(less.kinds.values()) == sum(whole.kinds.values())
    crossed = kept[0].model_copy(update={"new": kept[1].new}), kept[1].model_copy(update={"new": kept[0].new})
    wrong = score(one, old, new, without.model_copy(update={"tasks": (*[t for t in without.tasks if t is not kept[1]], *crossed)}))
    assert wrong.scores["alignment"].extra == whole.scores["alignment"].extra + 2
    assert sum(told for _, told in wrong.bins.values()) == sum(told for _, told in whole.bins.values())
    assert wrong.sure[True][0] == whole.sure[True][0] - 2


def test_scores_of_fields_count_each_change() -> None:
    one = next(p for p in made("light") if any(c.field == "units" for changes in p.edited.changes.values() for c in changes))
    old, new = read(one.old), read(one.new)
    diff = compare(old, new)
    whole = score(one, old, new, diff)
    silent = [t.model_copy(update={"changes": t.changes.model_copy(update={"units": ()}) if t.changes else None}) for t in diff.tasks]
    less = score(one, old, new, diff.model_copy(update={"tasks": tuple(silent)}))
    assert less.scores["units"].hit == 0
    assert less.scores["units"].missed == whole.scores["units"].hit + whole.scores["units"].missed
    assert less.scores["fields"].f1 < whole.scores["fields"].f1
    assert "units" in str(less)


def test_a_record_with_other_tasks_than_printed_is_not_scored() -> None:
    one = made("light")[0]
    old, new = read(one.old), read(one.new)
    with pytest.raises(ValueError, match="tasks read"):
        score(one, old.model_copy(update={"tasks": old.tasks[1:]}), new, compare(old, new))


# parts ------------------------------------------------------------------------------------------------------------------


def test_clauses_are_parted_into_adverb_verb_and_object() -> None:
    assert parted("着力健全分级诊疗制度") == ("着力", "健全", "分级诊疗制度")
    assert parted("建立健全分级诊疗制度") == ("", "建立健全", "分级诊疗制度")
    assert parted("分级诊疗制度") == ("", "", "分级诊疗制度")
    assert object_of("坚持系统观念、分类施策，扎实推进社区养老改革。") == "社区养老改革"


def test_rewording_leaves_quotations_and_figures_alone() -> None:
    text = "推动“工作机制”和《工作机制管理办法》落地见效"
    for seed in range(20):
        other = swap(Random(seed), text, 1.0, "nouns", "phrases")
        assert "“工作机制”" in other
        assert "《工作机制管理办法》" in other
        assert "落地见效" not in other


def test_a_heavily_reworded_title_keeps_its_object() -> None:
    for seed in range(40):
        assert "养老助餐" in reword_title(Random(seed), "大力推进养老助餐服务", STRENGTHS["heavy"])


def test_deadlines_go_on_with_the_years() -> None:
    assert stepped(deadline("2024年2月底前", "by", None, "2024-02-29"), 1)["end"] == "2025-02-28"
    assert stepped(deadline("二〇二九年底前", "by", None, "2029-12-31"), 1)["raw"] == "二〇三〇年底前"
    assert stepped(deadline("9月底前", "by", None, "2025-09-30"), 1) == deadline("9月底前", "by", None, "2026-09-30")
    recurring = deadline("每季度", "recurring", freq="P3M")
    assert stepped(recurring, 1) is recurring
    assert last_day(2024, 2) == "2024-02-29"


def test_targets_are_tightened_the_right_way() -> None:
    rate = readable(target("电子证照共享率达到90%以上", "电子证照共享率", "level", "ge", "90", "%"))
    cap = readable(target("平均候车时间不超过8分钟", "平均候车时间", "level", "le", "8", "分钟"))
    assert isinstance(rate, Aim)
    assert isinstance(cap, Aim)
    for seed in range(20):
        more, less = tightened(Random(seed), rate), tightened(Random(seed), cap)
        assert more is not None
        assert less is not None
        assert more.value > 90
        assert less.value < 8
        assert printed(Random(seed), more)["value"] == str(more.value)
