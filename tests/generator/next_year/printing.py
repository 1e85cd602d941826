"""A list printed as a whole notice: cover, headings, tasks or a task table, with the truth of what was printed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from random import Random

from ..document import Block, Cell, Document, Paragraph, Planted, Table
from ..numbering import marker
from ..stock import subjects
from ..truth import Entry, merge_deadlines, merge_units
from .indicators import Row, drawn
from .listing import Item, Listing

HEADINGS = {"lead": "牵头单位", "responsible": "责任单位", "supporting": "配合单位"}


@dataclass(frozen=True, slots=True)
class Look:
    """How one year's notice is printed."""

    task: str  # family of the tasks' markers under headings
    continuous: bool
    run_in: bool
    labelled: bool  # unit clauses with labels, or with verbs
    measure: str
    own_lines: bool  # enumerated measures on lines of their own
    kind: str
    serial: int


def choose_look(rng: Random) -> Look:
    return Look(
        rng.choice(["cn_paren", "ar_dot", "ar_dun"]),
        rng.random() < 0.5,
        rng.random() < 0.7,
        rng.random() < 0.5,
        rng.choice(["circled", "ar_paren"]),
        rng.random() < 0.5,
        rng.choice(["工作要点", "重点任务", "实施方案"]),
        rng.randint(1, 90),
    )


@dataclass(slots=True)
class _Page:
    blocks: list[Block] = field(default_factory=list)
    tasks: list[Entry] = field(default_factory=list)
    indicators: list[Entry] = field(default_factory=list)

    def say(self, text: str, role: str = "body", **more: object) -> None:
        self.blocks.append(Paragraph(text, role, **more))  # type: ignore[arg-type]


def title_of(listing: Listing, look: Look) -> str:
    years = f"{listing.first}年" if listing.first == listing.last else ""
    span = "" if years else f"（{listing.first}—{listing.last}年）"
    return f"{listing.place}{years}{subjects()[listing.subject]['name']}{look.kind}{span}"


def planted(listing: Listing, look: Look, name: str, *, cites: str | None = None, rows: Sequence[Row] = ()) -> Planted:
    """The notice and the truth of its tasks, in the order of the list's items.

    `cites`: the higher body's document that it carries out; `rows`: indicators for a table behind the list.
    """
    page = _Page()
    title = title_of(listing, look)
    page.say(f"{listing.issuer}关于印发《{title}》的通知", "title", level=1)
    page.say(f"{listing.place[:1] or '云'}政办发〔{listing.first}〕{look.serial}号", "doc_number")
    page.say("各有关单位：", "recipients")
    page.say(f"《{title}》已经研究同意，现印发给你们，请认真贯彻执行。")
    page.say(listing.issuer, "signature")
    page.say(f"{listing.first}年2月{look.serial % 27 + 1}日", "date")
    page.say(title, "title", level=1)
    if cites:
        page.say(f"为贯彻落实《{cites}》，结合{listing.place}实际，作如下安排。")
    if listing.table:
        page.say(
            f"为扎实做好{subjects()[listing.subject]['short']}工作，现将任务分解如下。",
        )
        _table(page, listing, look)
    else:
        _sections(page, listing, look)
    if rows:
        _indicators(page, listing, rows, name)
    return Planted(Document(name, tuple(page.blocks)), {"notice": name, "tasks": page.tasks, "indicators": page.indicators})


def _indicators(page: _Page, listing: Listing, rows: Sequence[Row], name: str) -> None:
    page.say("附件", "annex_mark", page_break_before=True)
    page.say(f"{listing.place}{subjects()[listing.subject]['short']}主要指标", "title", level=1)
    table, golds = drawn(Random(f"indicators-{name}"), rows, listing.first)
    page.blocks.append(table)
    page.indicators += golds


def _sections(page: _Page, listing: Listing, look: Look) -> None:
    number = run = 0
    for s, section in enumerate(listing.sections, 1):
        path = []
        if section.heading is not None:
            path = [marker("cn_dun", s) + section.heading]
            page.say(path[0], "heading", level=1, family="cn_dun", number=s, run=1)
        if not look.continuous:
            number, run = 0, run + 1
        for item in section.items:
            number += 1
            family = look.task if path or look.task != "cn_paren" else "cn_dun"
            _task(page, item, look, marker(family, number), family, number, run)
            page.tasks.append(_truth(item, look, "section", number, path))


def _task(page: _Page, item: Item, look: Look, mark: str, family: str, number: int, run: int) -> None:
    style = {"level": 2, "family": family, "number": number, "run": run}
    lines = _lines(item, look)
    bodies = clause(item.units, look)
    own = bool(item.due)
    if not own and bodies:
        lines[-1] += f"（{bodies}）"
    if item.title is None:
        page.say(mark + lines[0], "item", **style)
    elif look.run_in:
        head = f"{mark}{item.title}。"
        page.say(head + lines[0], "item", **style, lead=len(head))
    else:
        page.say(mark + item.title, "heading", **style)
        page.say(lines[0])
    for i, line in enumerate(lines[1:], 2):
        page.say(line, "item", level=3, family=look.measure, number=i, run=100_000 + item.key)
    if own:
        page.say(_labelled(item.units, "；") if item.units else "")
        page.say(f"完成时限：{_due(item)}")


def _lines(item: Item, look: Look) -> list[str]:
    """The text of a task: one paragraph, or one for each enumerated measure."""
    texts = [sentence.text for sentence in item.sentences]
    if not item.enumerated:
        return ["".join(text + "。" for text in texts)]
    marked = [marker(look.measure, i) + text for i, text in enumerate(texts, 1)]
    return [text + "。" for text in marked] if look.own_lines else ["；".join(marked) + "。"]


def _due(item: Item) -> str:
    return "取得阶段性成效并".join(time["raw"] for time in item.due)


def _with_role(units: tuple[Entry, ...], role: str) -> list[Entry]:
    """The bodies of a role, collective ones (各县（市、区）) last."""
    return sorted((u for u in units if u["role"] == role), key=lambda u: "各" in u["name"])


def _names(units: tuple[Entry, ...], role: str) -> str:
    return "、".join(u["name"] for u in _with_role(units, role))


def clause(units: tuple[Entry, ...], look: Look) -> str:
    """Who does what, as it stands in brackets."""
    if not units:
        return ""
    if look.labelled:
        return _labelled(units, "；")
    parts = {role: _names(units, role) for role in HEADINGS}
    said = [
        parts["lead"] + "牵头" if parts["lead"] else "",
        parts["responsible"] + "按职责分工负责" if parts["responsible"] else "",
        parts["supporting"] + "配合" if parts["supporting"] else "",
    ]
    return "，".join(part for part in said if part)


def _labelled(units: tuple[Entry, ...], stop: str) -> str:
    parts = [(label, _names(units, role)) for role, label in HEADINGS.items()]
    return stop.join(f"{label}：{names}" for label, names in parts if names)


def _truth(item: Item, look: Look, view: str, number: int, path: list[str]) -> Entry:
    ordered = [u for role in HEADINGS for u in _with_role(item.units, role)]
    return {
        "view": view,
        "number": str(number),
        "path": path,
        "title": item.title,
        "measures": [
            {"marker": marker(look.measure, i), "starts": s.text[:10]} for i, s in enumerate(item.sentences, 1) if item.enumerated
        ],
        "units": merge_units(ordered),
        "deadlines": merge_deadlines(list(item.due), [t for s in item.sentences for t in s.times]),
        "targets": item.targets,
    }


def _table(page: _Page, listing: Listing, look: Look) -> None:
    roles = [role for role in HEADINGS if any(u["role"] == role for item in listing.items for u in item.units)]
    grouped = any(section.heading for section in listing.sections)
    due = any(item.due for item in listing.items)
    head = ["序号", *(["重点领域"] if grouped else []), "工作任务", "具体措施", *(HEADINGS[r] for r in roles)]
    head += ["完成时限"] if due else []
    rows = [tuple(Cell(word) for word in head)]
    number = 0
    for section in listing.sections:
        for i, item in enumerate(section.items):
            number += 1
            cells = [Cell(str(number))]
            if grouped and i == 0:
                cells.append(Cell(section.heading or "", len(section.items)))
            text = "\n".join(_lines(item, replace(look, own_lines=True)))
            cells += [Cell(item.title or ""), Cell(text)]
            cells += [Cell(_names(item.units, role)) for role in roles]
            cells += [Cell(_due(item))] if due else []
            rows.append(tuple(cells))
            page.tasks.append(_truth(item, look, "table", number, [section.heading] if section.heading else []))
    page.blocks.append(Table(tuple(rows)))
