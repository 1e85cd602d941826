"""Unit clauses in the forms of many offices, each with the bodies and roles that it states."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import NamedTuple

from .authority import Authority, Body, choose_bodies, print_bodies
from .truth import Entry, merge_units, unit

BRACKETS = {"round": ("（", "）"), "half": ("(", ")"), "tortoise": ("〔", "〕"), "black": ("【", "】")}

# forms that stand in brackets at the end of a text, and forms that have lines of their own
INLINE_FORMS = ("labelled", "labelled_roles", "lead_duty", "charge", "duty", "bare", "together", "lead_support", "lead_first", "and_others")
OWN_LINE_FORMS = ("own_line", "own_line_roles")
RESPONSIBLE_LABELS = ("责任单位", "责任部门", "落实部门", "责任主体")
LEAD_LABELS = ("牵头单位", "牵头部门")
SUPPORT_LABELS = ("配合单位", "配合部门", "参与单位", "协助单位")


@dataclass(frozen=True, slots=True)
class ClauseHouse:
    """How one notice writes its unit clauses."""

    forms: tuple[str, ...]
    bracket: str
    carry: bool
    label: str
    lead_label: str
    support_label: str
    before_stop: bool  # the bracket stands before the final 。
    declared_lead: bool  # the first clause says that the first named leads, 下同
    everyone: str | None  # a body that the first clause of the notice adds to all later tasks


class UnitClause(NamedTuple):
    """`inline`: bracketed text or ""; `lines`: own lines; `units` in the order of print."""

    inline: str
    lines: tuple[str, ...]
    units: list[Entry]


def choose_clause_house(rng: Random, authority: Authority, *, own_lines: bool) -> ClauseHouse:
    """One or two forms per notice; `own_lines` allows lines of their own."""
    pool = INLINE_FORMS + (OWN_LINE_FORMS * 2 if own_lines else ())
    form = rng.choice(pool)
    forms: tuple[str, ...] = (form,)
    if form in INLINE_FORMS and rng.random() < 0.3:
        forms = (form, rng.choice([f for f in INLINE_FORMS if f != "lead_first"]))
    declared = forms == ("lead_first",)
    if "lead_first" in forms and not declared:
        forms = ("lead_duty",)
    everyone = None
    if form in INLINE_FORMS and not declared and rng.random() < 0.1 and authority.level != "国":
        everyone = {"省": "各市（州）人民政府", "市": "各县（市、区）人民政府", "县": "各乡镇人民政府", "区": "各镇（街道）"}.get(
            authority.level
        )
    return ClauseHouse(
        forms,
        rng.choices(list(BRACKETS), [14, 3, 2, 2])[0],
        rng.random() < 0.45 and authority.prefix != "",
        rng.choices(RESPONSIBLE_LABELS, [8, 4, 1, 1])[0],
        rng.choice(LEAD_LABELS),
        rng.choice(SUPPORT_LABELS),
        rng.random() < 0.15,
        declared,
        everyone,
    )


def make_clause(rng: Random, house: ClauseHouse, authority: Authority, main: str, *, first: bool = False) -> UnitClause:
    """A clause for one task. `first`: the first clause of the notice, which declares what holds for the later ones."""
    form = rng.choice(house.forms)
    few = form in ("lead_duty", "together", "lead_support", "labelled_roles", "own_line_roles")
    chosen = choose_bodies(rng, authority, main, rng.randint(2, 5) if few else rng.choice([1, 2, 2, 3, 3, 4, 5]))
    if few and len(chosen) < 2:
        chosen = choose_bodies(rng, authority, main, 4, extras=False)
    text, units = _FORMS[form](rng, house, chosen)
    if form in OWN_LINE_FORMS:
        return UnitClause("", tuple(text.split("\n")), units)
    if form == "lead_first" and first:
        text += "，" + rng.choice(["排在第一位的为牵头单位，下同", "列第一位的为牵头单位，下同", "排第一位的为牵头单位，下同"])
    if first and house.everyone:
        text += rng.choice(["，以下均需{}负责，不再列出", "；以下任务均需{}负责，不再列出"]).format(house.everyone)
        units = merge_units(units, last=[unit(house.everyone)])
    opening, closing = BRACKETS[house.bracket]
    return UnitClause(opening + text + closing, (), units)


def _split(rng: Random, chosen: list[Body]) -> tuple[list[Body], list[Body]]:
    """Leads first: one, sometimes two, never a collective."""
    n = 2 if len(chosen) > 3 and rng.random() < 0.25 else 1
    ordered = [b for b in chosen if b.kind == "gov"] + [b for b in chosen if b.kind != "gov"]
    return ordered[:n], ordered[n:]


def _units(chosen: list[Body], role: str = "responsible") -> list[Entry]:
    return [unit(b.name, role) for b in chosen]


Made = tuple[str, list[Entry]]
Form = Callable[[Random, ClauseHouse, list[Body]], Made]


def _labelled(rng: Random, house: ClauseHouse, chosen: list[Body]) -> Made:
    return f"{house.label}：{print_bodies(rng, chosen, carry=house.carry)}", merge_units(_units(chosen))


def _roles(rng: Random, house: ClauseHouse, chosen: list[Body], stop: str) -> Made:
    leads, rest = _split(rng, chosen)
    second, role = (house.support_label, "supporting") if rng.random() < 0.65 else (house.label, "responsible")
    first, others = print_bodies(rng, leads, carry=house.carry), print_bodies(rng, rest, carry=house.carry)
    text = f"{house.lead_label}：{first}{stop}{second}：{others}"
    return text, merge_units(_units(leads, "lead") + _units(rest, role))


def _lead_duty(rng: Random, house: ClauseHouse, chosen: list[Body]) -> Made:
    leads, rest = _split(rng, chosen)
    others = print_bodies(rng, rest, carry=house.carry)
    duty = rng.choice(["按职责分工负责", "按职责分工负责", "等按职责分工负责", "按职责负责", "等部门按职责分工负责"])
    return f"{print_bodies(rng, leads, carry=house.carry)}牵头，{others}{duty}", merge_units(_units(leads, "lead") + _units(rest))


def _charge(rng: Random, house: ClauseHouse, chosen: list[Body]) -> Made:
    return print_bodies(rng, chosen, carry=house.carry) + "负责", merge_units(_units(chosen))


def _duty(rng: Random, house: ClauseHouse, chosen: list[Body]) -> Made:
    duty = rng.choice(["按职责分工负责", "等按职责分工负责", "按职责分工落实"])
    return print_bodies(rng, chosen, carry=house.carry) + duty, merge_units(_units(chosen))


def _bare(rng: Random, house: ClauseHouse, chosen: list[Body]) -> Made:
    return print_bodies(rng, chosen, carry=house.carry), merge_units(_units(chosen))


def _together(rng: Random, house: ClauseHouse, chosen: list[Body]) -> Made:
    one, rest = chosen[:1], chosen[1:]
    return f"{one[0].name}会同{print_bodies(rng, rest, carry=house.carry)}负责", merge_units(_units(one) + _units(rest))


def _lead_support(rng: Random, house: ClauseHouse, chosen: list[Body]) -> Made:
    leads, rest = _split(rng, chosen)
    verb = rng.choice(["配合", "参与", "协助", "等部门配合"])
    lead = rng.choice(["牵头", "牵头负责"])
    text = f"{print_bodies(rng, leads, carry=house.carry)}{lead}，{print_bodies(rng, rest, carry=house.carry)}{verb}"
    return text, merge_units(_units(leads, "lead") + _units(rest, "supporting"))


def _lead_first(rng: Random, house: ClauseHouse, chosen: list[Body]) -> Made:
    text, units = _labelled(rng, house, chosen)
    return text, [dict(u, role="lead") if i == 0 else u for i, u in enumerate(units)]


def _and_others(rng: Random, house: ClauseHouse, chosen: list[Body]) -> Made:
    if rng.random() < 0.5 or chosen[-1].kind == "collective":
        return f"{house.label}：{print_bodies(rng, chosen, carry=house.carry)}等部门", merge_units(_units(chosen))
    text = f"{house.label}：{print_bodies(rng, chosen, carry=house.carry)}等有关部门"
    return text, merge_units([*_units(chosen), unit("有关部门", optional=True)])


_FORMS: dict[str, Form] = {
    "labelled": _labelled,
    "labelled_roles": lambda rng, house, chosen: _roles(rng, house, chosen, "；"),
    "lead_duty": _lead_duty,
    "charge": _charge,
    "duty": _duty,
    "bare": _bare,
    "together": _together,
    "lead_support": _lead_support,
    "lead_first": _lead_first,
    "and_others": _and_others,
    "own_line": _labelled,
    "own_line_roles": lambda rng, house, chosen: _roles(rng, house, chosen, "\n"),
}
