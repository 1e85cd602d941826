"""The house style of one notice: numbering, titles, unit clauses, parts. Drawn once, kept throughout."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from .authority import Authority
from .clauses import ClauseHouse, choose_clause_house

# headings from the top, then the families a task and a measure may have
SCHEMES: tuple[tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...], int], ...] = (
    (("cn_dun",), ("cn_paren", "cn_paren", "cn_paren_half"), ("circled", "ar_dot", "ar_paren", "shi", "di"), 30),
    (
        ("cn_dun", "cn_paren"),
        ("ar_dot", "ar_dot_full", "ar_dun", "ar_wide", "ar_dot_blank"),
        ("ar_paren", "circled", "shi", "ar_paren_half"),
        24,
    ),
    (("cn_dun",), ("ar_dot", "ar_dot_full", "ar_dun", "ar_wide", "ar_dot_blank"), ("ar_paren", "circled", "shi", "di"), 22),
    ((), ("cn_paren",), ("circled", "shi", "ar_dot"), 5),
    ((), ("ar_dot", "ar_dun", "ar_dot_full"), ("ar_paren", "circled", "shi"), 5),
    ((), ("cn_dun",), ("circled", "shi", "ar_paren"), 5),
    (("chapter", "section"), ("cn_dun",), ("circled", "ar_dot"), 4),
    (("chapter",), ("cn_dun", "cn_paren"), ("circled", "ar_dot"), 3),
    (("cn_paren",), ("ar_dot", "ar_dot_full"), ("ar_paren", "circled", "shi"), 3),
)


@dataclass(frozen=True, slots=True)
class House:
    """What stays the same in one notice."""

    kind: str
    headings: tuple[str, ...]
    task: str
    measure: str
    continuous: bool
    title: str  # run_in, own_line, none
    stop: str  # after a run-in title
    clause: ClauseHouse | None
    clause_at: str  # end, title (own-line titles), own_paragraph
    heading_clause: str  # "", inline, line: the label on a heading holds for the tasks below
    measures_share: float
    measures_own_line: bool
    deadline_line: bool
    preamble: bool
    closing: bool
    indicators: bool
    toc: bool
    annex_word: str


def choose_house(rng: Random, authority: Authority, style: str) -> House:
    """A house style that can be printed in `style` without losing what the truth says."""
    single_line = style == "one_line"
    headings, tasks, measures, _ = rng.choices(SCHEMES, [s[3] for s in SCHEMES])[0]
    kind = rng.choices(["plan", "direct", "alone", "table", "letter", "two_plans", "both_views"], [36, 18, 14, 12, 7, 5, 8])[0]
    if style == "several":
        kind = rng.choice(["letter", "two_plans", "both_views"])
    if style == "cell_lines":
        kind = rng.choice(["table", "both_views"])
    if single_line:
        kind = rng.choice(["plan", "direct", "alone"])
    titles = rng.choices(["run_in", "own_line", "none"], [55, 22, 23])[0]
    if single_line and titles == "own_line":
        titles = "run_in"
    clause = None if rng.random() < 0.05 else choose_clause_house(rng, authority, own_lines=not single_line)
    own = clause is not None and clause.forms[0].startswith("own_line")
    inline = clause is not None and not own
    clause_at = "end"
    if inline and not single_line:
        clause_at = rng.choices(["end", "title", "own_paragraph"], [80, 8, 12] if titles == "own_line" else [88, 0, 12])[0]
    heading_clause = ""
    if inline and headings and not clause.declared_lead and not clause.everyone and clause.forms != ("together",) and rng.random() < 0.08:  # type: ignore[union-attr]
        heading_clause = "inline" if single_line else rng.choice(["inline", "line"])
    own_measures = not single_line and rng.random() < 0.55
    # 1. on a line of its own could be a task itself, unless the unit clause plainly stands for the whole item
    whole = clause is not None and (own or clause_at == "own_paragraph")
    listable = [m for m in measures if whole or not m.startswith("ar_dot")]
    measure = rng.choice([m for m in listable if m not in ("shi", "di")] if own_measures else listable)
    flat = not headings
    return House(
        kind,
        headings,
        rng.choice(tasks),
        measure,
        rng.random() < (0.5 if headings in ((), ("cn_dun",)) else 0.15),
        titles,
        rng.choices(["。", "："], [96, 4])[0],
        clause,
        clause_at,
        heading_clause,
        rng.choice([0.0, 0.2, 0.5]),
        own_measures,
        own and rng.random() < 0.6,
        not flat and rng.random() < 0.6,
        not flat and rng.random() < 0.6,
        not single_line and style not in ("ocr",) and rng.random() < 0.22,
        kind == "alone" and not single_line and rng.random() < 0.35,
        rng.choice(["附件", "附件：", "附件1", "附："]),
    )
