"""Meta fields from front and back matter: what the notice says about itself, read out of the spans that structure found."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ..model.outline import Front, Outline, Part, Span
from ..recognise.bodies import PREFIXED, parse_body
from ..recognise.grammar import compile_fragment, load
from ..recognise.numerals import read_number
from ..recognise.regions import Region, find_region, named
from .names import compact, tidy, title_of

_YEAR_DIGITS = str.maketrans("〇○零ＯO一二三四五六七八九０１２３４５６７８９", "000001234567890123456789")
_DATE = re.compile(r"(.{4})年(.{1,3})月(?:(.{1,3})日)?")
_KINDS = compile_fragment("paragraphs", "(?:{kind}|令)$")
_SEPARATORS = re.compile(r"[，,；;]")


@dataclass(frozen=True, slots=True)
class MetaDraft:
    """Meta fields of one notice, as in the contract."""

    title: str | None
    kind: str | None
    doc_number: str | None
    issuers: tuple[str, ...]
    issued_on: str | None
    recipients: tuple[str, ...]
    disclosure: str | None
    attachments: tuple[str, ...]
    region: Region | None


def read_meta(outline: Outline, text: str, hints: dict[str, str]) -> tuple[MetaDraft, tuple[MetaDraft, ...]]:
    """Meta of the notice itself and of complete notices that it forwards.

    Args:
        outline: parts of the file.
        text: canonical text.
        hints: what a web page states about the document, by label; used only where the text prints nothing.
    """
    groups = complete_notices(outline.parts)
    main = _meta(groups[0], text, hints) if groups else _empty()
    return main, tuple(_meta(group, text, {}) for group in groups[1:])


def complete_notices(parts: Sequence[Part]) -> list[list[Part]]:
    """Each complete notice with the plans and annexes that belong to it."""
    groups: list[list[Part]] = []
    for part in parts:
        complete = part.front.recipients is not None or (part.front.doc_number is not None and part.kind != "main")
        if not groups or complete:
            groups.append([part])
        else:
            groups[-1].append(part)
    return groups


def _empty() -> MetaDraft:
    return MetaDraft(None, None, None, (), None, (), None, (), None)


def _meta(group: Sequence[Part], text: str, hints: dict[str, str]) -> MetaDraft:
    first = group[0].front
    title = title_of(first, text) or None
    issuers = _issuers(group, text, title)
    named = [*issuers, title or ""]
    recipients = tuple(split_recipients(text[slice(*first.recipients)])) if first.recipients else ()
    region = find_region([n for n in named if n]) or find_region(list(recipients))
    return MetaDraft(
        title=title,
        kind=_kind(title),
        doc_number=_number(first, text) or _hinted_number(hints),
        issuers=issuers,
        issued_on=_issued_on(group, text) or _hinted_date(hints),
        recipients=recipients,
        disclosure=_disclosure(group, text),
        attachments=_attachments(group, text),
        region=region,
    )


def _kind(title: str | None) -> str | None:
    if not title:
        return None
    bare = re.sub(r"[（(][^（()）]*[）)]$", "", title).rstrip('》”" ')
    hit = _KINDS.search(bare)
    return hit.group() if hit else None


def _number(front: Front, text: str) -> str | None:
    return compact(text[slice(*front.doc_number)]) if front.doc_number else None


def _issuers(group: Sequence[Part], text: str, title: str | None) -> tuple[str, ...]:
    """As signed, else the head of the document, else the body that heads the title, else the printing body."""
    front = group[0].front
    signed = [name for s in front.signatures for name in _signatories(text[slice(*s)])]
    if not signed:
        # a plan signed at its end, behind a cover letter that is not
        plans = [part.front for part in group[1:] if part.kind == "forwarded"]
        signed = [name for plan in plans for s in plan.signatures for name in _signatories(text[slice(*s)])]
    if signed:
        return tuple(dict.fromkeys(signed))
    heads = title_head("\n".join(text[slice(*s)] for s in front.title)) if title else ()
    if heads:
        return heads
    if front.head:
        return tuple(compact(text[slice(*s)]).removesuffix("文件") for s in front.head)
    printer = next((p.front.printer for p in group if p.front.printer), None)
    return (compact(text[slice(*printer)]),) if printer else ()


def _signatories(printed: str) -> list[str]:
    """Names on a line of signatures, parted by wide blanks."""
    names = [compact(n) for n in re.split(r"[ \u3000\t]{2,}|[、，]", printed.strip())]
    if any(len(n) < 4 for n in names):
        return [compact(printed)]  # letters of one name set apart
    return [part for name in names if name for part in _bodies_apart(name, printed)]


def _bodies_apart(name: str, printed: str) -> list[str]:
    """Two names that a single blank parts."""
    parts = next((p.split() for p in re.split(r"[ \u3000\t]{2,}|[、，]", printed) if compact(p) == name), [name])
    return parts if len(parts) > 1 and all(len(p) > 3 and _is_body(p) for p in parts) else [name]


def title_head(printed: str) -> tuple[str, ...]:
    """The bodies that head a title as printed: X人民政府办公室关于…; several stand apart or follow each other."""
    at = printed.find("关于")
    if at <= 2 or "《" in printed[:at]:
        return ()
    names = [n for n in re.split(r"[\s\u3000、]+", printed[:at]) if n]
    if len(names) > 1 and all(_is_body(n) for n in names):
        return tuple(names)
    whole = "".join(names)
    for cut in range(4, len(whole) - 3):
        if whole[cut - 1] in "委府会局厅办室" and _is_body(whole[:cut]) and _is_body(whole[cut:]) and not _is_body(whole):
            return whole[:cut], whole[cut:]
    return (whole,) if _is_body(whole) else ()


def _is_body(name: str) -> bool:
    body = parse_body(name, 0, len(name))
    return body is not None and body.strength >= PREFIXED


def _issued_on(group: Sequence[Part], text: str) -> str | None:
    spans = [p.front.date for p in group if p.front.date] + [p.front.printed for p in group if p.front.printed]
    return next((d for d in (read_date(text[slice(*s)]) for s in spans) if d), None)


def read_date(printed: str) -> str | None:
    """An ISO date, or year and month, from 2025年6月27日 or 二〇二五年六月二十七日."""
    hit = _DATE.match(compact(printed))
    if hit is None:
        return None
    year = hit.group(1).translate(_YEAR_DIGITS)
    month = _small(hit.group(2))
    day = _small(hit.group(3)) if hit.group(3) else None
    if not year.isdecimal() or month is None or not 1 <= month <= 12 or (day is not None and not 1 <= day <= 31):
        return None
    return f"{year}-{month:02d}" + (f"-{day:02d}" if day is not None else "")


def _small(printed: str) -> int | None:
    if printed == "元":
        return 1
    value = read_number(printed)
    return int(value) if value is not None else None


def _hinted_number(hints: dict[str, str]) -> str | None:
    printed = next((hints[label] for label in load("front").words("number_labels") if hints.get(label)), "")
    hit = _NUMBER.fullmatch(compact(printed))
    return hit.group() if hit is not None else None


def _hinted_date(hints: dict[str, str]) -> str | None:
    for label in load("front").words("date_labels"):
        printed = hints.get(label, "")
        hit = re.match(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})", printed.strip())
        if hit:
            return f"{hit.group(1)}-{int(hit.group(2)):02d}-{int(hit.group(3)):02d}"
    return None


def _disclosure(group: Sequence[Part], text: str) -> str | None:
    span = next((p.front.disclosure for p in group if p.front.disclosure), None)
    return compact(text[slice(*span)]) if span else None


def _attachments(group: Sequence[Part], text: str) -> tuple[str, ...]:
    """The annexes' own headings, else the list behind 附件：."""
    listed = [tidy(text[slice(*s)]).strip() for part in group for s in part.front.attachments]
    annexes = [p for p in group[1:] if p.kind == "annex"]
    own = ["".join(tidy(text[slice(*s)]) for s in _heading_lines(p, text)) for p in annexes]
    if listed and len(own) == len(listed):
        return tuple(o or name for o, name in zip(own, listed, strict=True))
    if listed:
        return tuple(name.rstrip("。；;") for name in listed)
    return tuple(o for o in own if o)


def _heading_lines(part: Part, text: str) -> list[Span]:
    """The title of an annex without lines of a form (填报单位：…)."""
    return [s for s in part.front.title if "：" not in text[slice(*s)] and ":" not in text[slice(*s)]]


def split_recipients(printed: str) -> list[str]:
    """主送机关, one entry each; an ending that only the last of several names carries belongs to each."""
    body = printed.strip().rstrip("：: ")
    out: list[str] = []
    for group in _SEPARATORS.split(body):
        out += _shared_ending(_split_top(tidy(group).strip()))
    return [name for name in out if name]


def _split_top(printed: str) -> list[str]:
    """Split at 、 outside brackets."""
    parts, depth, current = [], 0, ""
    for char in printed:
        depth += (char in "（(") - (char in "）)")
        if char == "、" and depth == 0:
            parts.append(current)
            current = ""
        else:
            current += char
    return [*parts, current]


def _shared_ending(names: list[str]) -> list[str]:
    """各镇人民政府、街道办事处 are two; 各县、开发区医改领导小组 share their ending; 各市、县（区）人民政府 is one."""
    names = _kinds_together(names)
    if len(names) < 2 or (all("各" in n for n in names) and not _DIVISION.fullmatch(names[0])):
        return names
    if all(_COMPLETE.search(n) for n in names) and not all(len(n) < 3 for n in names[1:]):
        lead = _shared_beginning(names)
        return [n if i == 0 or not lead or _OWN_START.match(n) or _own_place(n) else _led(lead, n) for i, n in enumerate(names)]
    divisions = 0
    while divisions < len(names) and _DIVISION.fullmatch(names[divisions]):
        divisions += 1
    if all(len(n) < 3 for n in names[1:]) or (divisions >= len(names) - 1 and _DIVISION.match(names[-1])):
        return ["、".join(names)]  # 各省、自治区、直辖市人民政府 names kinds of places, 各委、办、局 kinds of bodies
    tail = _tail(names[-1])
    if not tail:
        return ["、".join(names)]
    head = ["、".join(names[:divisions]) + tail] if divisions else []
    return head + [n if _COMPLETE.search(n) else n + tail for n in names[divisions:]]


def _kinds_together(names: list[str]) -> list[str]:
    """各州、市医疗保障局 is one name: kinds of places that share a department."""
    out: list[str] = []
    for name in names:
        kinds = _KINDS_OPEN.search(out[-1]) if out else None
        if kinds is not None and not name.startswith("各") and len(name) > 2 and _DIVISION.match(name) is not None:
            out[-1] += "、" + name
        else:
            out.append(name)
    return out


def _own_place(name: str) -> bool:
    """A zone with a name of its own: 济源示范区管委会."""
    hit = _ZONE_END.match(name)
    return hit is not None and hit.end() > 4


def _shared_beginning(names: list[str]) -> str:
    """What 各 stands for in the names behind the first: 各设区市卫生健康委、医保局 -> 各设区市."""
    if not names[0].startswith("各"):
        return ""
    hit = _DIVISIONS.match(names[0])
    return hit.group() if hit is not None else "各"


def _led(lead: str, name: str) -> str:
    """A name of a place or of its seat takes 各 alone, a department takes the places as well."""
    return "各" + name if _PLACE_START.match(name) else lead + name


_NUMBER = compile_fragment("front", "{doc_number}")
_DIVISION = compile_fragment("front", "{division}")
_DIVISIONS = compile_fragment("front", "{division}(?:、{area})*")
_KINDS_OPEN = compile_fragment("front", "各{area}(?:、{area})*$")
_OWN_START = compile_fragment("front", "{own_start}")
_PLACE_START = compile_fragment("front", "{place_start}")
_COMPLETE = compile_fragment("front", "{complete_name}$")
_TAILS = compile_fragment("front", "{shared_tail}$")
_ZONE_END = compile_fragment("front", "[\u4e00-\u9fff]{0,12}?{zone_end}")
_PLACE_END = compile_fragment("front", "{place_end}$")


def _tail(name: str) -> str:
    """The ending that the names before leave out: what follows the place in the last name."""
    zone = _ZONE_END.match(name)
    if zone is not None:
        return name[zone.end() :]
    listed = next((size for size in range(len(name) - 2, 1, -1) if named(name[:size]) is not None), None)
    size = listed or next((size for size in range(3, len(name) - 1) if _PLACE_END.search(name[:size])), None)
    if size is not None:
        return name[size:]
    hit = _TAILS.search(name)
    return hit.group() if hit else ""
