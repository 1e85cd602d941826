"""The generator plants what it says: same seed, same notice; every quote of the truth stands in what is printed."""

from __future__ import annotations

import contextlib
import copy
import html
import importlib.util
import io
import json
import os
import re
import unicodedata
import zipfile
from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn

from generator import (
    STYLES,
    Paragraph,
    Planted,
    Table,
    compare,
    corpus,
    document_from_body,
    find_office,
    generate,
    render_docx,
    render_html,
    render_pdfs,
    render_text,
)
from generator.numbering import marker

SEEDS = range(60)
W = qn("w:p").removesuffix("p")
ROLES = {"lead", "responsible", "supporting"}
MODES = {"level", "count", "change", "trend", "reference"}
COMPARATORS = {"ge", "gt", "le", "lt", "approx", "range", "eq", "up", "down", "keep"}
FREQUENCIES = {"P1W", "P1M", "P3M", "P6M", "P1Y"}
LEVELS = ("自治区", "开发区", "省", "市", "县", "区", "旗", "州", "盟")
HEADS = ("管委会",)
PREFIXES = ("自治区党委", "党工委", *(f"{level}委" for level in LEVELS), *LEVELS)


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def everything(planted: Planted) -> list[dict[str, Any]]:
    return planted.truth["tasks"]  # type: ignore[no-any-return]


@pytest.mark.parametrize("style", STYLES)
def test_the_same_seed_gives_the_same_notice(style: str) -> None:
    for seed in range(5):
        one, two = generate(seed, style), generate(seed, style)
        assert one == two
        assert render_text(one.document, style, truth=one.truth) == render_text(two.document, style, truth=two.truth)


def test_an_unknown_style_is_refused() -> None:
    with pytest.raises(ValueError, match="sideways"):
        generate(1, "sideways")


@pytest.mark.parametrize("style", STYLES)
def test_every_quote_of_the_truth_is_printed(style: str) -> None:
    for seed in SEEDS:
        planted = generate(seed, style)
        text = squeezed(render_text(planted.document, style if style != "page_breaks" else "hard_wrap", truth=planted.truth))
        for task in everything(planted):
            where = f"{style} {seed} {task['number']}"
            for part in (task["title"] or "", *task["path"]):
                assert squeezed(part) in text, f"{where}: {part}"
            for found in (*task["deadlines"], *task["targets"]):
                assert squeezed(found["raw"]) in text, f"{where}: {found['raw']}"
            for measure in task["measures"]:
                assert squeezed(measure["marker"] + measure["starts"]) in text, f"{where}: {measure}"
            for body in task["units"]:
                assert printed(body["name"], text), f"{where}: {body['name']}"
        for indicator in planted.truth["indicators"]:
            assert squeezed(indicator["name"]) in text
        meta = planted.truth["meta"]
        for name in (meta["title"], *meta["issuers"], *meta["attachments"], meta["doc_number"] or ""):
            assert squeezed(name) in text


def printed(name: str, text: str) -> bool:
    """A body is printed in full or without the prefix that the list carries on."""
    if any(squeezed(name.removesuffix(head)) in text for head in HEADS):
        return True
    return squeezed(name) in text or any(name.startswith(p) and squeezed(name[len(p) :]) in text for p in PREFIXES)


def test_the_truth_has_the_form_of_a_gold_file() -> None:
    for seed in range(120):
        planted = generate(seed)
        assert set(planted.truth) >= {"notice", "meta", "tasks", "indicators", "duties"}
        assert set(planted.truth["meta"]) == {
            "title",
            "kind",
            "doc_number",
            "issuers",
            "issued_on",
            "recipients",
            "disclosure",
            "attachments",
        }
        assert everything(planted), f"seed {seed} has no task"
        for task in everything(planted):
            assert task["view"] in {"section", "table"}
            assert task["number"] is None or task["number"].isdigit()
            assert all(u["role"] in ROLES for u in task["units"])
            names = [u["name"] for u in task["units"]]
            assert len(names) == len(set(names)), f"seed {seed}: a body twice in {names}"
            for found in task["deadlines"]:
                check_deadline(found)
            for found in task["targets"]:
                check_target(found)


def check_deadline(found: dict[str, Any]) -> None:
    start, end = (date.fromisoformat(found[k]) if found[k] else None for k in ("start", "end"))
    match found["kind"]:
        case "by":
            assert start is None
            assert end is not None
        case "during":
            assert start is not None
            assert end is not None
            assert start <= end
        case "recurring":
            assert found["freq"] in FREQUENCIES
        case "relative":
            assert found["offset"].startswith("P")
        case kind:
            assert kind == "open"


def check_target(found: dict[str, Any]) -> None:
    assert found["mode"] in MODES
    assert found["comparator"] in COMPARATORS
    if found["mode"] in ("trend", "reference"):
        assert found["value"] is None
        assert found["unit"] is None
    else:
        Decimal(found["value"])
        assert found["unit"]
    assert (found["upper"] is not None) == (found["comparator"] == "range")


def test_a_task_counts_each_deadline_once() -> None:
    for seed in range(120):
        for task in everything(generate(seed)):
            keys = [(d["kind"], d["start"], d["end"], d.get("freq"), d.get("offset")) for d in task["deadlines"]]
            assert len(keys) == len(set(keys))


def test_a_thousand_seeds_cover_the_house_styles() -> None:
    """Each choice is drawn now and then, and no seed fails."""
    seen: Counter[tuple[str, str]] = Counter()
    for seed in range(1000):
        planted = generate(seed)
        for key, value in planted.style.items():
            seen[key, str(value)] += 1
        for task in everything(planted):
            seen.update(("mode", t["mode"]) for t in task["targets"])
            seen.update(("deadline", d["kind"]) for d in task["deadlines"])
            seen.update(("role", u["role"]) for u in task["units"])
            seen.update(("inherited", "yes") for u in task["units"] if u.get("inherited"))
            seen.update(("part", "yes") for _ in [0] if task.get("part"))
    assert {v for k, v in seen if k == "noise"} == set(STYLES)
    assert {v for k, v in seen if k == "kind"} == {"plan", "direct", "alone", "table", "letter", "two_plans", "both_views"}
    assert {v for k, v in seen if k == "mode"} == MODES
    assert {v for k, v in seen if k == "deadline"} == {"by", "during", "recurring", "relative", "open"}
    assert {v for k, v in seen if k == "role"} == ROLES
    assert len({v for k, v in seen if k == "level"}) == 10
    assert len({v for k, v in seen if k == "subject"}) == 9
    assert seen["inherited", "yes"]
    assert seen["part", "yes"]
    assert seen["declared_lead", "True"]
    assert seen["everyone", "True"]


def test_hard_wrapped_lines_are_short() -> None:
    planted = generate(5, "hard_wrap")
    lines = [line for line in render_text(planted.document, "hard_wrap").splitlines() if "\t" not in line]
    assert max(map(len, lines)) <= 100
    assert sum(len(line) <= 50 for line in lines) > 0.95 * len(lines)


def test_one_line_is_one_line() -> None:
    for seed in SEEDS:
        planted = generate(seed, "one_line")
        assert not any(isinstance(b, Table) for b in planted.document.blocks)
        assert render_text(planted.document, "one_line").count("\n") == 1


def test_merged_cells_fill_the_grid() -> None:
    for seed in range(60):
        for block in generate(seed, "several").document.blocks:
            if isinstance(block, Table):
                widths = {len(row) for row in block.grid()}
                assert len(widths) == 1
                begins = sum(here for row in block.grid() for _, here in row)
                assert begins == sum(len(row) for row in block.rows)


def members(data: bytes) -> dict[str, bytes]:
    """What a zip container holds; libraries pack it in their own ways, and some write the time into it."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist() if name != "docProps/core.xml"}


def docx_text(data: bytes) -> str:
    return "\n".join(node.text or "" for node in docx.Document(io.BytesIO(data)).element.body.iter(W + "t"))


@pytest.mark.parametrize("seed", range(6))
def test_docx_holds_the_whole_text(seed: int) -> None:
    planted = generate(seed)
    assert squeezed(docx_text(render_docx(planted.document))) == squeezed(planted.document.text)


def test_word_counts_what_is_not_typed() -> None:
    """With automatic numbering the markers leave the text and come back from numbering.xml, every list from its own start."""
    planted = generate(3, "clean")
    opened = docx.Document(io.BytesIO(render_docx(planted.document, auto_numbering=True)))
    numbered = [p for p in opened.paragraphs if p._p.pPr is not None and p._p.pPr.numPr is not None]
    items = [b for b in planted.document.blocks if isinstance(b, Paragraph) and b.family]
    assert len(numbered) == len(items)
    starts: dict[str, int] = {}
    for number in opened.part.numbering_part.element.iter(W + "abstractNum"):
        level = number.find(W + "lvl")
        if level is not None:
            starts[number.get(W + "abstractNumId")] = int(level.find(W + "start").get(W + "val"))
    links = {n.get(W + "numId"): n.find(W + "abstractNumId").get(W + "val") for n in opened.part.numbering_part.element.iter(W + "num")}
    counts: Counter[str] = Counter()
    for paragraph, item in zip(numbered, items, strict=True):
        number = str(paragraph._p.pPr.numPr.numId.val)
        assert starts[links[number]] + counts[number] == item.number
        assert marker(item.family or "", item.number) + paragraph.text == item.text
        counts[number] += 1


@pytest.mark.parametrize("charset", ["utf-8", "gb18030"])
def test_html_holds_the_notice_among_the_furniture_of_a_site(charset: str) -> None:
    for seed in range(6):
        planted = generate(seed)
        page = render_html(planted.document, charset=charset).decode(charset)
        assert f"charset={charset}" in page
        text = squeezed(html.unescape(re.sub(r"<[^>]+>", "", page)))
        for block in planted.document.blocks:
            if isinstance(block, Paragraph):
                assert squeezed(block.text) in text
        assert page.count("<table border") == sum(isinstance(b, Table) for b in planted.document.blocks)


def test_a_document_can_be_made_from_plain_blocks() -> None:
    document = document_from_body(
        [("p", "安平县关于做好春耕生产的通知"), ("p", "各乡镇人民政府："), ("table", [[("任务", 2, 1), "甲"], ["乙"]])]
    )
    assert [b.role for b in document.blocks if isinstance(b, Paragraph)] == ["title", "body"]
    table = document.blocks[2]
    assert isinstance(table, Table)
    assert [[(c.text, here) for c, here in row] for row in table.grid()] == [
        [("任务", True), ("甲", True)],
        [("任务", False), ("乙", True)],
    ]
    with pytest.raises(ValueError, match="picture"):
        document_from_body([("picture", "")])


@pytest.mark.skipif(find_office() is None, reason="LibreOffice is not installed")
def test_pdf_pages_carry_numbers_and_all_the_text() -> None:
    pdfium = pytest.importorskip("pypdfium2")
    planted = [generate(3, "clean"), generate(2, "cell_lines")]
    for one, data in zip(planted, render_pdfs([p.document for p in planted]), strict=True):
        with contextlib.closing(pdfium.PdfDocument(data)) as pages:
            texts = [page.get_textpage().get_text_range() for page in pages]
        assert all(re.search(rf"— ?{i} ?—", text) for i, text in enumerate(texts, 1))
        printed_text = squeezed("".join(texts))
        missing = [
            b.text for b in one.document.blocks if isinstance(b, Paragraph) and len(b.text) < 12 and squeezed(b.text) not in printed_text
        ]
        assert not missing


def test_comparison_rewards_what_is_right_and_counts_what_is_wrong() -> None:
    planted = generate(3, "clean")
    assert all(tally.f1 == 1 for tally in compare(planted.truth, planted.truth).values())
    wrong = copy.deepcopy(planted.truth)
    dropped = next(t for t in wrong["tasks"] if len(t["units"]) > 1)
    body = dropped["units"].pop()
    wrong["tasks"][-1]["deadlines"].append({"kind": "by", "start": None, "end": "1999-12-31"})
    scores = compare(planted.truth, wrong)
    assert (scores["units"].missed, scores["units"].extra) == (1, 0), body
    assert (scores["deadlines"].missed, scores["deadlines"].extra) == (0, 1)
    assert not compare(planted.truth, {})["task"].hit


def test_comparison_agrees_with_the_contract_scorer() -> None:
    """The stand-alone comparison and the contract's score.py give the same counts."""
    scorer = Path(os.environ.get("GONGWEN_SHARED", Path(__file__).parents[1].parent / "shared")) / "contract" / "score.py"
    if not scorer.exists():
        pytest.skip("the shared contract is not at hand")
    spec = importlib.util.spec_from_file_location("contract_score", scorer)
    assert spec is not None
    assert spec.loader is not None
    contract = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(contract)
    for seed in range(30):
        truth, damaged = generate(seed).truth, copy.deepcopy(generate(seed).truth)
        for i, task in enumerate(damaged["tasks"]):
            if i % 3 == 0:
                task["units"], task["targets"] = task["units"][1:], task["targets"][:1]
        score = contract.Score()
        contract.score_notice(score, str(seed), truth, damaged)
        mine = compare(truth, damaged)
        for ours, theirs in (
            ("task", "task"),
            ("units", "units"),
            ("units+role", "units+role"),
            ("deadlines", "deadlines"),
            ("targets", "targets"),
            ("measures", "measures"),
            ("path", "task.path"),
            ("indicators", "indicators"),
            ("duties", "duties"),
        ):
            tally = score.t[theirs]
            assert (mine[ours].hit, mine[ours].extra, mine[ours].missed) == (tally.tp, tally.fp, tally.fn), (seed, ours)


# the hand-written corpus ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(corpus.FORMATS))
def test_the_corpus_fits_its_sources(name: str) -> None:
    planted = corpus.notices()[name]
    record = json.loads((corpus.FOLDER / f"{name}.expected.json").read_text("utf-8"))
    assert record == corpus.expected(name, planted)
    for form in corpus.FORMATS[name]:
        kind = form.partition(":")[0]
        data = (corpus.FOLDER / f"{name}.{kind}").read_bytes()
        if kind in ("txt", "html"):
            assert data == corpus.printed(planted, form)
        elif kind == "docx":
            assert docx_text(data) == docx_text(corpus.printed(planted, form))
        elif kind in ("ofd", "xlsx"):
            assert members(data) == members(corpus.printed(planted, form))
        else:
            assert data.startswith(b"%PDF")


def test_forms_that_want_other_programs_are_there() -> None:
    heads = {"doc": b"\xd0\xcf\x11\xe0", "tiff": b"II*\0"}
    for name, forms in corpus.WANTING.items():
        for form in forms:
            assert (corpus.FOLDER / f"{name}.{form}").read_bytes().startswith(heads[form])


def test_the_truth_of_the_corpus_is_printed() -> None:
    made = corpus.notices()
    assert set(made) == set(corpus.FORMATS)
    for name, planted in made.items():
        text = squeezed(render_text(planted.document))
        meta = planted.truth["meta"]
        for quote in (meta["title"], meta["doc_number"] or "", *meta["issuers"], *meta["attachments"]):
            assert squeezed(quote) in text, f"{name}: {quote}"
        for task in planted.truth["tasks"]:
            where = f"{name} {task['number']}"
            for quote in (
                task["title"] or "",
                *task["path"],
                *(f["raw"] for f in (*task["deadlines"], *task["targets"])),
                *(m["marker"] + m["starts"] for m in task["measures"]),
            ):
                assert squeezed(quote) in text, f"{where}: {quote}"
            assert task["units"], f"{where} has no unit"
            for body in task["units"]:
                assert printed(body["name"], text), f"{where}: {body['name']}"
            for found in task["deadlines"]:
                check_deadline(found)
            for found in task["targets"]:
                check_target(found)
        for row in planted.truth["indicators"]:
            assert squeezed(row["name"]) in text
        for duty in planted.truth["duties"]:
            assert squeezed(duty["raw"]) in text
            assert all(squeezed(d["raw"]) in squeezed(duty["raw"]) for d in duty["deadlines"])
