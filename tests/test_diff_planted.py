"""The diff engine held against pairs whose right diff is known, at the bars that it must reach on lists nobody has seen.

python -m generator.next_year.check medium 0 500 --show-errors 20     # from tests/: all of it, with what went wrong
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from random import Random

import pytest

from bars import short_of, told
from generator import Planted, corpus, generate, render_docx, render_html, render_ofd, render_text
from generator.next_year import Pair, as_list, child_pair, corpus_lists, misread, pair, pair_of, read, unrelated_pair
from generator.next_year.score import DiffScores, score
from gongwen import convert
from gongwen.diff import NoticeDiff, compare
from gongwen.records import Notice

PAIRS = 40  # of each level
FIELDS = {"units": 0.97, "deadlines": 0.97, "stepped": 0.97, "targets": 0.97, "fields": 0.97, "direction": 0.95, "relation": 1.0}
BARS: Mapping[str, Mapping[str, float]] = {
    "light": {"alignment": 0.99, "split": 0.90, "merged": 0.90, "measures": 0.97, "indicators": 0.95, **FIELDS},
    "medium": {"alignment": 0.97, "split": 0.90, "merged": 0.90, "measures": 0.90, "indicators": 0.95, **FIELDS},
    "heavy": {"alignment": 0.92, **FIELDS},
}


def scored(pairs: Iterable[Pair], unread: float = 0.02) -> DiffScores:
    """The sum over the pairs whose records say what was printed; at most so large a share of them may not."""
    total, count, left_out = DiffScores(), 0, []
    for one in pairs:
        count += 1
        old, new = read(one.old), read(one.new)
        if any(tally.f1 < 1 for side, record in ((one.old, old), (one.new, new)) for tally in misread(side, record).values()):
            left_out.append(one.name)
            continue
        diff = compare(old, new)
        for record, side in ((old, [t for c in diff.tasks for t in c.old]), (new, [t for c in diff.tasks for t in c.new])):
            said = sorted(key for task in side for key in (task.id, *task.counterparts))
            assert said == sorted(task.id for task in record.tasks), f"{one.name}: every task stands in one change"
        total.add(score(one, old, new, diff))
    assert len(left_out) <= unread * count, left_out
    return total


@cache
def at(level: str) -> DiffScores:
    return scored(pair(seed, level) for seed in range(1_000, 1_000 + PAIRS))


def hold(total: DiffScores, bars: Mapping[str, float]) -> None:
    short = short_of(total.scores, bars)
    if short:
        pytest.fail("\n".join([*short, str(total)]))


@pytest.mark.parametrize("level", BARS)
def test_the_bars_are_held(level: str) -> None:
    total = at(level)
    assert total.scores["alignment"].hit > 8 * PAIRS
    hold(total, BARS[level])


def test_certain_means_right() -> None:
    """What the engine is sure of is right nearly always, and a high score is worth more than a low one."""
    for level in BARS:
        right, said = at(level).sure[True]
        assert right >= 0.985 * said
        share = {key: right / said for key, (right, said) in at(level).bins.items() if said >= 20}
        assert share[max(share)] == max(share.values()) or share[max(share)] >= 0.98


def test_hand_written_notices() -> None:
    made = [
        pair_of(Random(f"{name} {level}"), listing, level, f"{name} {level}") for name, listing in corpus_lists().items() for level in BARS
    ]
    hold(scored(made), {"alignment": 0.97, **FIELDS})


@pytest.mark.parametrize("level", BARS)
def test_real_notices(shared: Path, level: str) -> None:
    """Real wording: the lists of real notices, edited as the planted ones are. What the converter reads otherwise in print is left out."""
    lists = {path.name: as_list(convert(path.read_bytes(), name=path.name)) for path in sorted(shared.glob("notices/*.txt"))[:16]}
    made = [pair_of(Random(f"{name} {level}"), one, level, f"{name} {level}") for name, one in lists.items() if len(one.items) >= 5]
    total = scored(made, unread=0.6)
    assert total.scores["alignment"].hit > 50
    hold(total, BARS[level])


def test_a_lower_list_finds_what_it_took_over() -> None:
    """What the lower body added may be paired with what it left out where the two come near, but not with certainty."""
    total = scored(child_pair(seed) for seed in range(25))
    hold(total, {"alignment": 0.97, "left_out": 0.95, "own": 0.85, "relation": 0.95})
    right, said = total.sure[True]
    assert right >= 0.99 * said


def test_unrelated_lists_have_nothing_in_common() -> None:
    """Lists of other subjects by other issuers, in the same turns of phrase. The bars are what holds: raise them when they are passed."""
    total = scored(unrelated_pair(seed) for seed in range(60, 100))
    hold(total, {"relation": 0.85})
    tasks, paired = sum(total.kinds.values()), total.scores["alignment"].extra
    assert paired <= 0.05 * tasks, total.scores["alignment"].notes


# the same notice twice --------------------------------------------------------------------------------------------------


def changed(diff: NoticeDiff) -> list[str]:
    """Everything that a comparison of a notice with itself should not say."""
    said = [f"{task.kind} {task.new[0].title if task.new else task.old[0].title}" for task in diff.tasks if task.kind != "same"]
    for task in diff.tasks:
        inside = task.changes
        if inside is not None:
            said += [str(c) for c in (*inside.units, *inside.deadlines, *inside.targets)]
            said += [str(m) for m in inside.measures if m.kind != "same"]
    said += [str(c) for c in diff.goals] + [f"{i.kind} {i.new or i.old}" for i in diff.indicators if i.kind != "same"]
    return said


def forms(planted: Planted) -> dict[str, Notice]:
    """One notice as read from several formats."""
    printed = {
        "txt": render_text(planted.document).encode(),
        "docx": render_docx(planted.document, auto_numbering=True),
        "html": render_html(planted.document),
        "ofd": render_ofd(planted.document),
    }
    return {form: convert(data, name=f"{planted.document.name}.{form}") for form, data in printed.items()}


@pytest.mark.parametrize("seed", [3, 7, 11, 19, 23, 42])
def test_a_notice_in_another_format_has_not_changed(seed: int) -> None:
    made = forms(generate(seed, "clean"))
    first = made["txt"]
    for form, record in made.items():
        assert not changed(compare(first, record)), form
        assert not changed(compare(record, first)), form


@pytest.mark.parametrize("name", [name for name, forms in corpus.FORMATS.items() if len(forms) > 1])
def test_hand_written_notices_in_all_their_formats_have_not_changed(name: str) -> None:
    """PDF included, where lines and pages break."""
    files = [corpus.FOLDER / f"{name}.{form.partition(':')[0]}" for form in corpus.FORMATS[name]]
    records = [convert(path.read_bytes(), name=path.name) for path in files]
    for record in records:
        assert not changed(compare(records[0], record)), record.source.name


def test_the_order_of_the_two_lists_matters_and_the_run_does_not() -> None:
    one = pair(2, "medium")
    old, new = read(one.old), read(one.new)
    assert compare(old, new).to_json() == compare(old, new).to_json()
    there, back = compare(old, new), compare(new, old)
    aligned = {(o.id, n.id) for task in there.tasks for o in task.old for n in task.new}
    turned = {(n.id, o.id) for task in back.tasks for o in task.old for n in task.new}
    assert len(aligned & turned) >= 0.95 * len(aligned)


def test_a_failure_tells_what_was_missed_and_invented() -> None:
    total = at("heavy")
    notes = told("measures", total.scores["measures"], 1.0)
    assert notes.startswith("measures: F1")
