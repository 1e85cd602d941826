"""Notices written by hand with their truth beside the text: a line form that gives both the document and the expected record.

Every line starts with a keyword. Text lines print; truth lines say what a careful reader finds in the line above.

    META key: value           title kind number issuers issued recipients disclosure attachments (lists with ;), ANNEXMETA likewise
    ISSUER NO TITLE TO P SIGN DATE DISC ATT ANNEX CC CAPTION TOC text     (\\ in a text is a line break; a leading ! is a page break)
    H1 H2 text                headings; they make the path of the tasks below
    T text                    a task; #title# marks its title, which prints without the marks; a text without one has none
    + text                    a further paragraph of the task;   M text  an own-line measure (marker first, then a blank)
    m marker text             a measure that stands in the printed text
    U names                   units with ; between, L: lead, S: supporting, I: inherited, O: optional before a name
    D raw | kind | end        or start..end, a freq, or offset @ anchor, after the kind
    X raw | metric | mode comparator value unit [upper=] [group=] [optional]
    DUTY text                 a paragraph that asks something of the addressees; D lines below belong to it
    ROOT text                 a plan's title that stands first in the paths below (empty: none)
    TABLE / R a ¦ b ¦ c       a table and its rows; ^ goes on from above, < from the left, \\ parts paragraphs in a cell
    K number | title | path   the row is a task (part=2 in front of a continuation row)
    I number | name | domain | unit | nature, V period role printed-mode comparator value unit     the row is an indicator
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from .document import Block, Cell, Document, Paragraph, Planted, Table
from .numbering import CIRCLED, DIGITS
from .truth import Entry, deadline, target, unit

PRINTED = {
    "ISSUER": "issuer_head",
    "NO": "doc_number",
    "TITLE": "title",
    "TO": "recipients",
    "P": "body",
    "SIGN": "signature",
    "DATE": "date",
    "DISC": "disclosure",
    "ATT": "attachments",
    "ANNEX": "annex_mark",
    "CC": "colophon",
    "CAPTION": "caption",
    "TOC": "toc",
}
LISTS = ("issuers", "recipients", "attachments")
FAMILY = (
    ("cn_dun", r"([一二三四五六七八九十]+)、"),
    ("cn_paren", r"（([一二三四五六七八九十]+)）"),
    ("ar_dot_full", r"(\d+)．"),
    ("ar_dot", r"(\d+)\."),
    ("ar_dun", r"(\d+)、"),
    ("ar_paren", r"（(\d+)）"),
    ("circled", f"([{CIRCLED}])"),
    ("chapter", r"第([一二三四五六七八九十]+)章　"),
)


def number_of(text: str) -> int:
    """Chinese, Arabic or circled numeral up to 99."""
    if text.isdigit() and text.isascii():
        return int(text)
    if text in CIRCLED:
        return CIRCLED.index(text) + 1
    tens, _, ones = text.rpartition("十") if "十" in text else ("0", "", text)
    return (10 * (DIGITS.index(tens) if tens and tens != "0" else int(tens != "0"))) + (DIGITS.index(ones) if ones else 0)


@dataclass(slots=True)
class _State:
    blocks: list[Block] = field(default_factory=list)
    metas: list[dict[str, Any]] = field(default_factory=list)
    tasks: list[Entry] = field(default_factory=list)
    indicators: list[Entry] = field(default_factory=list)
    duties: list[Entry] = field(default_factory=list)
    root: list[str] = field(default_factory=list)
    path: list[str] = field(default_factory=list)
    rows: list[list[str]] | None = None
    here: Entry | None = None
    last: dict[str, tuple[int, int]] = field(default_factory=dict)  # family -> number, run


def parse(name: str, source: str) -> Planted:
    """The document and the truth of one annotated notice. Raises ValueError naming the line that is not understood."""
    state = _State()
    for i, line in enumerate(source.splitlines(), 1):
        if not line.strip() or line.startswith("//"):
            continue
        word, _, rest = line.strip().partition(" ")
        try:
            _line(state, word, rest.strip())
        except (ValueError, KeyError, IndexError) as error:
            raise ValueError(f"{name} line {i}: {line!r}: {error}") from error
    _close(state)
    truth: dict[str, Any] = {"notice": f"{name}.txt", "meta": state.metas[0]}
    if state.metas[1:]:
        truth["annex_meta"] = state.metas[1:]
    truth |= {"tasks": state.tasks, "indicators": state.indicators, "duties": state.duties}
    return Planted(Document(name, tuple(state.blocks)), truth)


def _line(state: _State, word: str, rest: str) -> None:
    if word not in ("R", "K", "I", "V", "U", "D", "X", "m"):
        _close(state)
    if word in ("META", "ANNEXMETA"):
        _meta(state, word, rest)
    elif word in PRINTED or word in ("H1", "H2", "T", "+", "M", "DUTY"):
        _printed(state, word, rest)
    elif word == "ROOT":
        state.root, state.path = [rest] if rest else [], []
    elif word == "TABLE":
        state.rows = []
    elif word == "R" and state.rows is not None:
        state.rows.append([cell.strip() for cell in rest.split("¦")])
        if len(state.rows[-1]) != len(state.rows[0]):
            raise ValueError(f"{len(state.rows[-1])} cells, the table has {len(state.rows[0])} columns")
    else:
        _truth(state, word, rest)


def _meta(state: _State, word: str, rest: str) -> None:
    if (word == "META" and not state.metas) or (word == "ANNEXMETA" and rest.startswith("title:")):
        state.metas.append(
            {
                "title": None,
                "kind": None,
                "doc_number": None,
                "issuers": [],
                "issued_on": None,
                "recipients": [],
                "disclosure": None,
                "attachments": [],
            }
        )
    key, _, value = rest.partition(":")
    key = {"number": "doc_number", "issued": "issued_on"}.get(key, key)
    if key not in state.metas[-1]:
        raise ValueError(f"no such field {key!r}")
    value = value.strip()
    state.metas[-1][key] = [v.strip() for v in value.split(";")] if key in LISTS else value


def _printed(state: _State, word: str, rest: str) -> None:
    turn = rest.startswith("!")
    text = rest.removeprefix("!").replace("\\", "\n")
    if word in PRINTED:
        state.blocks.append(Paragraph(text, PRINTED[word], 1 if word == "TITLE" else 0, page_break_before=turn))
        return
    if word == "DUTY":
        state.blocks.append(Paragraph(text))
        state.here = {"raw": text, "deadlines": []}
        state.duties.append(state.here)
        return
    if word == "+":
        state.blocks.append(Paragraph(text))
        return
    if word == "M":
        marker, _, words = text.partition(" ")
        text = marker + words
        _task(state)["measures"].append({"marker": marker, "starts": words[:10]})
    match = re.match(r"([^#]*)#([^#]+)#(.*)", text, re.S)
    title = match[2] if match else None
    plain = text.replace("#", "")
    family, number = _family(plain)
    run = _run(state, family, number)
    level = {"H1": 1, "H2": 2}.get(word, 3)
    heading = word.startswith("H") or bool(match and not match[3])
    lead = len(match[1]) + len(match[2]) + 1 if match and match[3] and word == "T" else 0
    state.blocks.append(Paragraph(plain, "heading" if heading else "item", level, family, number, run, lead, turn))
    if word.startswith("H"):
        del state.path[level - 1 :]
        state.path.append(title or plain)
        if match:  # #…# in a heading leaves its unit clause out of the path
            state.path[-1] = match[1] + match[2]
    elif word == "T":
        state.here = {
            "view": "section",
            "number": str(number) if family else None,
            "path": [*state.root, *state.path],
            "title": title,
            "measures": [],
            "units": [],
            "deadlines": [],
            "targets": [],
        }
        state.tasks.append(state.here)


def _family(text: str) -> tuple[str | None, int]:
    for family, pattern in FAMILY:
        match = re.match(pattern, text)
        if match:
            return family, number_of(match[1])
    return None, 0


def _run(state: _State, family: str | None, number: int) -> int:
    """Lists are told apart: a number that does not follow the last of its family starts a new one."""
    if family is None:
        return 0
    last, run = state.last.get(family, (0, 0))
    if number != last + 1 or number == 1:
        run += 1
    state.last[family] = (number, run)
    return run


def _task(state: _State) -> Entry:
    if state.here is None:
        raise ValueError("no task above")
    return state.here


def _truth(state: _State, word: str, rest: str) -> None:
    parts = [part.strip() for part in rest.split("|")]
    if word == "K":
        part = re.match(r"part=(\d+)\s*", parts[0])
        state.here = {
            "view": "table",
            "number": parts[0][part.end() if part else 0 :] or None,
            "path": parts[2:],
            "title": parts[1] or None,
            "measures": [],
            "units": [],
            "deadlines": [],
            "targets": [],
        }
        if part:
            state.here["part"] = int(part[1])
        state.tasks.append(state.here)
    elif word == "I":
        number, name, domain, counter, nature = ([*parts, "", "", "", "", ""])[:5]
        state.here = {
            "number": number or None,
            "name": name,
            "domain": domain or None,
            "unit": counter or None,
            "nature": nature or None,
            "values": [],
            "units": [],
        }
        state.indicators.append(state.here)
    elif word == "V":
        period, role, mode, comparator, value, counter = rest.split() if len(rest.split()) == 6 else [*rest.split(), "", ""][:6]
        _task(state)["values"].append(
            {
                "period": period,
                "role": role,
                "mode": mode,
                "comparator": comparator,
                "value": value or None,
                "upper": None,
                "unit": counter or None,
            }
        )
    elif word == "U":
        _task(state)["units"] += [_unit(name.strip()) for name in rest.split(";")]
    elif word == "D":
        _task(state)["deadlines"].append(_deadline(*parts))
    elif word == "X":
        _task(state)["targets"].append(_target(*parts))
    elif word == "m":
        marker, _, words = rest.partition(" ")
        _task(state)["measures"].append({"marker": marker, "starts": words[:10]})
    else:
        raise ValueError(f"unknown keyword {word!r}")


def _unit(text: str) -> Entry:
    flags, name = re.match(r"((?:[LSIO]:)*)(.*)", text).groups()  # type: ignore[union-attr]
    role = "lead" if "L:" in flags else "supporting" if "S:" in flags else "responsible"
    return unit(name, role, inherited="I:" in flags, optional="O:" in flags)


def _deadline(raw: str, kind: str, when: str = "") -> Entry:
    if kind == "by":
        return deadline(raw, kind, None, when)
    if kind == "during":
        start, _, end = when.partition("..")
        return deadline(raw, kind, start, end)
    if kind == "recurring":
        return deadline(raw, kind, freq=when)
    if kind == "relative":
        offset, _, anchor = when.partition("@")
        return deadline(raw, kind, offset=offset.strip(), anchor=anchor.strip() or None)
    if kind == "open":
        return deadline(raw, kind)
    raise ValueError(f"unknown kind {kind!r}")


def _target(raw: str, metric: str, what: str) -> Entry:
    words = [w for w in what.split() if "=" not in w and w != "optional"]
    more = dict(w.split("=", 1) for w in what.split() if "=" in w)
    mode, comparator, value, counter = (*words, None, None)[:4]
    if not mode or not comparator:
        raise ValueError("a target needs a mode and a comparator")
    return target(
        raw, metric, mode, comparator, value, counter, upper=more.get("upper"), group=more.get("group"), optional="optional" in what.split()
    )


def _close(state: _State) -> None:
    """Draw the table whose rows have come to an end."""
    if state.rows is None:
        return
    rows, drawn = state.rows, []
    for r, row in enumerate(rows):
        cells = []
        for c, text in enumerate(row):
            if text in ("^", "<"):
                continue
            down = next((n for n in range(1, len(rows) - r) if rows[r + n][c] != "^"), len(rows) - r)
            across = next((n for n in range(1, len(row) - c) if row[c + n] != "<"), len(row) - c)
            cells.append(Cell(text.replace("\\", "\n"), down, across))
        drawn.append(tuple(cells))
    state.blocks.append(Table(tuple(drawn)))
    state.rows = None
