"""The figures as tables of Markdown, and their place in a page."""

from __future__ import annotations

import os
import platform
import re
from collections.abc import Callable, Mapping, Sequence

from generator import Scores

from . import value_bench
from .document_bench import Documents, Measured
from .documents import FORMATS
from .environments import Environment
from .probes import GROUPS, HEADINGS, LEVELS, Kept

NAMES = {"python_docx": "python-docx", "recognizers": "Recognizers-Text", "jionlp": "JioNLP"}
NONE = "—"


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table of Markdown; bars and line ends in cells are taken out of the way."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(re.sub(r"\s+", " ", cell).replace("|", "\\|") for cell in line) + " |" for line in lines)


def between(page: str, mark: str, text: str) -> str:
    """The page with what stands between `<!-- mark -->` and `<!-- /mark -->` replaced. Raises ValueError where they are not there."""
    first, last = f"<!-- {mark} -->", f"<!-- /{mark} -->"
    start, end = page.find(first), page.find(last)
    if not 0 <= start < end:
        raise ValueError(f"the page has no {first} … {last}")
    return f"{page[: start + len(first)]}\n{text}\n{page[end:]}"


def machine() -> str:
    """What it ran on; asked before, the load is that of others."""
    load = f", load {os.getloadavg()[0]:.1f} before it began" if hasattr(os, "getloadavg") else ""
    return f"Python {platform.python_version()}, {os.cpu_count()} cores, {platform.machine()}{load}."


def figure(value: float) -> str:
    """Three digits that count."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.0f} %" if whole else NONE


def name(tool: str) -> str:
    return NAMES.get(tool, tool)


def a_second(measured: Measured, counts: Mapping[str, int]) -> float | None:
    """Documents a second over all formats; None where a format is missing."""
    present = [form for form in FORMATS if counts.get(form)]
    if not all(form in measured.wall for form in present):
        return None
    return sum(counts[form] for form in present) / sum(measured.wall[form] * counts[form] for form in present)


def speed_table(found: Documents) -> str:
    """Documents a second, by format and in all, with what they cost."""
    present = [form for form in FORMATS if found.files.get(form)]
    head = ["", "version", "all files/s", *(f"{form.upper()}/s" for form in present), "CPU ms a file", "peak memory", "cold start, CPU"]
    rows = []
    for measured in found.tools:
        if measured.trouble:
            rows.append([name(measured.peer.tool), NONE, f"not installed: {measured.trouble}", *[""] * (len(head) - 3)])
            continue
        whole = a_second(measured, found.files)
        cells = [figure(1 / measured.wall[form]) if form in measured.wall else NONE for form in present]
        count = sum(found.files[form] for form in measured.cpu)
        cpu = sum(found.files[form] * seconds for form, seconds in measured.cpu.items()) / count if count else 0.0
        cold = f"{measured.cold[0]:.1f} s, {measured.cold[1]:.1f} s" if measured.cold else NONE
        rows.append(
            [
                name(measured.peer.tool),
                measured.version,
                figure(whole) if whole else NONE,
                *cells,
                figure(1_000 * cpu),
                f"{measured.peak / 1_000_000:.0f} MB",
                cold,
            ]
        )
    if found.batch:
        count, wall, cpu = found.batch
        cells = ["`gongwen batch`, all cores", found.tools[0].version, figure(count / wall), *[""] * len(present)]
        rows.append([*cells, figure(1_000 * cpu / count), "", "its start is in it"])
    return table(head, [*rows, ratios(found, present)])


def ratios(found: Documents, present: Sequence[str]) -> list[str]:
    """How many times as many documents a second gongwen gives as the fastest of the other tools that read all formats."""
    ours, *others = [measured for measured in found.tools if measured.peer.formats == FORMATS and measured.wall]
    cells = []
    for form in present:
        fastest = min((other.wall[form] for other in others if form in other.wall), default=None)
        cells.append(f"{fastest / ours.wall[form]:.2f}" if fastest and form in ours.wall else NONE)
    rates = [rate for rate in (a_second(other, found.files) for other in others) if rate]
    mine = a_second(ours, found.files)
    whole = f"{mine / max(rates):.2f}" if mine and rates else NONE
    return ["gongwen, times the fastest peer that reads them all", "", whole, *cells, "", "", ""]


def kept_table(found: Documents) -> str:
    """What the outputs keep of the probe, a column a tool."""
    tools = [measured for measured in found.tools if measured.probes]

    def row(label: str, form: str, show: Callable[[Kept], str]) -> list[str]:
        return [label, *(show(measured.probes[form]) if form in measured.probes else NONE for measured in tools)]

    forms = [form for form in ("docx", "docx, heading styles", "pdf", "html") if form in found.forms]
    grids = [form for form in ("docx", "pdf", "html", "xlsx") if form in found.forms]
    rows = [row(f"levels of headings told apart, of {LEVELS}: {_form(form)}", form, lambda k: str(k.levels)) for form in forms]
    rows += [row(f"other lines taken for headings: {_form(form)}", form, lambda k: str(k.false_headings)) for form in grids]
    counted = f"numbers of headings that Word counts, of {len(HEADINGS)}"
    rows.append(row(counted, "docx, Word counts", lambda k: str(k.markers)))
    merged = f"rows with the merged cell that covers them, of {sum(GROUPS.values())}"
    rows += [row(f"{merged}: {_form(form)}", form, lambda k: str(k.filled)) for form in grids]
    rows += [row(f"paragraphs and cells that come out whole: {_form(form)}", form, lambda k: f"{100 * k.text:.0f} %") for form in grids]
    page = f"strings of the web page around it left in the text, of {found.furniture}"
    rows.append([page, *(NONE if measured.furniture is None else str(measured.furniture) for measured in tools)])
    first = [next(iter(measured.probes.values())) for measured in tools]
    rows.append(["what its output tells apart", *(kinds(kept) for kept in first)])
    return table(["", *(name(measured.peer.tool) for measured in tools)], rows)


def _form(form: str) -> str:
    first, _, more = form.partition(",")
    return first.upper() + ("," + more if more else "")


def kinds(kept: Kept) -> str:
    return ", ".join(f"{kind} {count}" for kind, count in kept.kinds.items()) or "nothing"


def score_table(scores: Mapping[str, Scores]) -> str:
    """F1 of gongwen's records of the generated notices against what they were made from."""
    elements = ("task", "path", "measures", "units", "units+role", "deadlines", "targets")
    rows = [[form.upper(), *(f"{of_form[element].f1:.3f}" for element in elements)] for form, of_form in scores.items()]
    return table(["gongwen, F1", *elements], rows)


def documents_text(found: Documents, environments: Mapping[str, Environment], where: str) -> str:
    """The generated part of the page on documents."""
    files = ", ".join(f"{count} {form.upper()}" for form, count in found.files.items() if count)
    notes = []
    if "unstructured" in environments and "en-core-web-sm" not in (environments["unstructured"].versions or {}):
        notes.append(
            "unstructured wants an English model of spaCy from GitHub for every format and fails without it; it was not "
            "there, and spaCy's blank English pipeline, which does nothing but cut words and sentences, stood in for it."
        )
    if found.standard:
        notes.append(f"docling's standard pipeline, given a PDF without its models at hand: `{' '.join(found.standard.split())[:150]}…`")
    for measured in found.tools:
        notes += [f"{name(measured.peer.tool)}, {form.upper()}: `{said[:150]}`" for form, said in measured.failed.items()]
    told = "\n".join(f"- {note}" for note in notes)
    parts = [f"{where} Files: {files}.", speed_table(found), told, kept_table(found), score_table(found.scores)]
    return "\n\n".join(part for part in parts if part)


def values_text(found: Sequence[value_bench.Measured], where: str) -> str:
    """The generated part of the page on times and numbers."""
    return "\n\n".join([where, *(f"{kind.capitalize()}s: span / {word}.\n\n{values_table(found, kind)}" for kind, word in _READ.items())])


_READ = {"time": "resolved", "number": "value"}


def values_table(found: Sequence[value_bench.Measured], kind: str) -> str:
    """Accuracy by source, spurious hits, speed; a row a tool."""
    groups = list(dict.fromkeys(group for measured in found for group in measured.scores.get(kind, {})))
    labels = {"ALL": "all", "target_like": "like targets"}
    head = ["", "version", *(labels.get(group, group) for group in groups), "spurious", "broke on", "chars/s, cases", "chars/s, notices"]
    rows = []
    for measured in found:
        if kind in measured.trouble:
            rows.append([name(measured.tool), measured.version, f"not measured: {measured.trouble[kind]}", *[""] * (len(head) - 3)])
            continue
        scores = measured.scores[kind]
        cells = [f"{share(*scores[group].span)} / {share(*scores[group].resolved)}" if group in scores else NONE for group in groups]
        speed = measured.speed[kind]
        last = [str(scores["ALL"].spurious), str(measured.raised[kind]), figure(speed["cases"]), figure(speed["notices"])]
        rows.append([name(measured.tool), measured.version, *cells, *last])
    return table(head, rows)
