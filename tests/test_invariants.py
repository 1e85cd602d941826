"""What holds of every record, whatever the notice: exact quotations, nothing lost, ids that stay, spans that nest, a valid schema."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import jsonschema
import pytest

from generator import STYLES, corpus, generate, render_docx, render_html, render_text
from generator.noise import wrap
from gongwen import Notice, convert
from gongwen.records import OutlineNode, Record, Span, json_schema, violations, walk

CORPUS = [f"{name}.{form.partition(':')[0]}" for name, forms in corpus.FORMATS.items() for form in forms]
PLANTED = [f"{style} {seed}" for style in STYLES for seed in range(5_000, 5_006)]
PRINTED = [f"{form} {seed}" for form in ("docx", "html") for seed in range(5_100, 5_104)]
REAL_SHARE = 0.99  # of the characters of a source that must have a place


@cache
def record(case: str) -> Notice:
    if case in CORPUS:
        return convert(corpus.FOLDER / case)
    form, seed = case.split()
    planted = generate(int(seed), form if form in STYLES else "clean")
    if form == "docx":
        return convert(render_docx(planted.document))
    if form == "html":
        return convert(render_html(planted.document))
    return convert(render_text(planted.document, form, truth=planted.truth).encode())


@cache
def validator() -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator(json_schema())


def check(notice: Notice) -> None:
    """All invariants of one record."""
    assert violations(notice) == []
    assert notice.audit.coverage >= REAL_SHARE
    check_outline(notice)
    check_containment(notice)
    check_valid(notice)


def check_outline(notice: Notice) -> None:
    """A node holds its children; neighbours do not overlap and stand in the order of the text."""

    def nested(nodes: tuple[OutlineNode, ...], start: int, end: int) -> None:
        at = start
        for node in nodes:
            assert at <= node.span.start <= node.span.end <= end, f"{node.marker} {node.heading} {node.span} lies outside {at}-{end}"
            nested(node.children, node.span.start, node.span.end)
            at = node.span.end

    nested(notice.outline, 0, len(notice.text or ""))


def check_containment(notice: Notice, *, measures: bool = True) -> None:
    """What is found in a task stands in it; of a table row only the measures must, since merged cells lie outside."""
    text = notice.text or ""
    for task in notice.tasks:
        assert task.text
        assert task.text in text
        within = [*task.measures] if measures else []
        if task.view == "section":
            within += [*task.deadlines, *task.targets, *task.citations]
        for found in within:
            inside = task.span.start <= found.span.start <= found.span.end <= task.span.end
            from_heading = getattr(found, "source", "text") == "heading"
            assert inside or from_heading, f"task {task.id}: {found} lies outside {task.span}"
        for unit in task.units:
            inside = task.span.start <= unit.span.start and unit.span.end <= task.span.end
            assert inside or unit.inherited or task.view == "table", f"task {task.id}: {unit} lies outside {task.span}"
        for one, two in zip(task.measures, task.measures[1:], strict=False):
            assert one.span.end <= two.span.start, f"task {task.id}: measures overlap: {one.text} / {two.text}"
        for measure in task.measures:
            assert measure.text in text[measure.span.start : measure.span.end]


def check_valid(notice: Notice) -> None:
    """The record as written is what the schema and the models say, and reads back as itself."""
    written = notice.to_json()
    validator().validate(json.loads(written))
    validator().validate(json.loads(notice.to_json(with_text=False)))
    assert Notice.from_json(written) == notice


@pytest.mark.parametrize("case", [*CORPUS, *PLANTED, *PRINTED])
def test_invariants(case: str) -> None:
    check(record(case))


def test_a_measure_ends_with_its_task() -> None:
    head = "安平县关于印发养老服务工作方案的通知\n一、重点任务\n1．强化养老人才队伍\n（1）规范服务行为。\n（2）做优队伍建设。\n"
    check_containment(convert(f"{head}2\t强化儿童福利机构建设。\t到2019年底，签约率达到99%。\t县民政局\n".encode()))


def test_invariants_of_real_notices(shared: Path) -> None:
    files = sorted(p for p in (shared / "notices").iterdir() if p.suffix in (".txt", ".pdf", ".docx", ".html"))
    assert files
    broken = []
    for path in files:
        try:
            check(convert(path))
        except AssertionError as error:
            broken.append(f"{path.name}: {str(error)[:300]}")
    assert not broken, "\n".join(broken)


def test_boxes_lie_on_their_page() -> None:
    for case in (c for c in CORPUS if c.endswith(".pdf")):
        notice = record(case)
        spans = [item for _, item in walk(notice) if isinstance(item, Span)]
        assert any(span.boxes for span in spans)
        for span in spans:
            assert span.page is not None
            assert 1 <= span.page <= (notice.source.pages or 0)
            for x0, top, x1, bottom in span.boxes:
                assert 0 <= x0 <= x1 <= 1200
                assert 0 <= top <= bottom <= 1200


def quoted(notice: Notice) -> Iterator[tuple[str, str]]:
    for _, item in walk(notice):
        rule = getattr(item, "rule", None)
        if isinstance(item, Record) and rule:
            yield rule, getattr(item, "raw", "")


def test_everything_found_names_its_rule() -> None:
    for case in CORPUS:
        found = list(quoted(record(case)))
        assert found
        for rule, raw in found:
            assert re.fullmatch(r"[a-z_]+\.[a-z0-9_.+-]+", rule), f"{case}: {raw!r} was found by {rule!r}"


@pytest.mark.parametrize("seed", range(5_200, 5_212))
def test_ids_do_not_change_when_lines_are_wrapped_anew(seed: int) -> None:
    planted = generate(seed)
    flowing = render_text(planted.document)
    width = random.Random(seed).randint(32, 42)
    wrapped = "\n".join(line for long in flowing.split("\n") for line in (wrap(long, width) if "\t" not in long else [long]) or [""])
    one, two = convert(flowing.encode()), convert(wrapped.encode())
    assert (two.id, [t.id for t in two.tasks], [i.id for i in two.indicators]) == (
        one.id,
        [t.id for t in one.tasks],
        [i.id for i in one.indicators],
    )


@pytest.mark.parametrize("seed", range(5_300, 5_306))
def test_ids_do_not_change_with_the_encoding_or_the_file_name(seed: int) -> None:
    text = render_text(generate(seed).document)
    one = convert(text.encode(), name="one.txt")
    for data in (text.encode("gb18030"), text.encode("utf-16"), b"\xef\xbb\xbf" + text.encode(), text.replace("\n", "\r\n").encode()):
        two = convert(data, name="two.txt")
        assert (two.id, two.text, two.tasks) == (one.id, one.text, one.tasks)


def test_the_text_left_out_changes_nothing_else() -> None:
    notice = record(CORPUS[0])
    whole, lean = json.loads(notice.to_json()), json.loads(notice.to_json(with_text=False))
    assert whole.pop("text") == notice.text
    assert lean == whole
