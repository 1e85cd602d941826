"""Where the documents in one file begin and end, and which of their paragraphs are head, text and tail.

Seams are told by what GB/T 9704 puts at them: a signature with its date, the note on disclosure, 附件, and titles that
the notice has named before.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cache

import regex

from ..model.outline import Span
from ..recognise.grammar import compile_fragment
from ..recognise.numbering import marker_at
from .front import Classed, addressed_here, is_signature, is_title_line, letter_title

_HEAD_KINDS = ("issuer_head", "head_word", "doc_number", "disclosure", "date", "month_date")
_TAIL_KINDS = ("disclosure", "contact", "copies", "printed", "date", "signed_and_dated")
_MAX_TITLE_LINES = 5


@dataclass(slots=True)
class PartDraft:
    """A part while its paragraphs are sorted into head, text and tail."""

    kind: str
    at: int  # index of its first block
    label: Span | None = None
    title: list[Classed] = field(default_factory=list)
    head: list[Classed] = field(default_factory=list)
    recipients: Span | None = None
    text: list[Classed] = field(default_factory=list)
    tail: list[Classed] = field(default_factory=list)
    attachments: list[Span] = field(default_factory=list)
    given_title: Span | None = None  # title printed behind 附件1：
    signed: bool = False
    dated_at: int | None = None  # how many paragraphs of text stood before the closing date


@cache
def _quoted() -> regex.Pattern[str]:
    return regex.compile(r"《((?:[^《》]|《[^《》]*》)*)》")


@cache
def _variant() -> regex.Pattern[str]:
    """A bracketed line under a title: （征求意见稿）（试行）（2023—2025年）."""
    return compile_fragment("front", r"{s}{variant}{s}")


class Splitter:
    """Walks over the blocks once and opens a part at every seam."""

    def __init__(self, classed: list[Classed], text: str) -> None:
        self.classed = classed
        self.text = text
        self.named: set[str] = set()

    def split(self) -> list[PartDraft]:
        drafts: list[PartDraft] = []
        i = 0
        if self.classed:
            draft = PartDraft("main", 0)
            i = self._read_head(draft, 0)
            drafts.append(draft)
        while i < len(self.classed):
            draft = drafts[-1]
            seam = self._seam(draft, i)
            if seam is not None:
                drafts.append(seam)
                i = self._read_head(seam, seam.at)
                continue
            i = self._take(draft, i)
        return drafts

    # --- heads -------------------------------------------------------------------------------------------------

    def _read_head(self, draft: PartDraft, i: int) -> int:
        """Title, number, recipients; returns the index of the first block of the text."""
        start = i
        while i < len(self.classed) and i - start < 14:
            here = self.classed[i]
            if here.kind in _HEAD_KINDS and not draft.recipients:
                if here.kind in ("doc_number", "head_word") and draft.title and all(is_signature(c, self.text) for c in draft.title):
                    draft.head += [replace(c, kind="issuer_head") for c in draft.title]  # the sheet's head, not a title
                    draft.title = []
                draft.head.append(here)
            elif here.kind == "recipients" and draft.recipients is None and draft.kind != "table":
                draft.recipients = (here.block.start, here.block.end)
            elif self._title_goes_on(draft, i):
                draft.title.append(here)
            else:
                break
            i += 1
        self._settle_title(draft)
        self._remember(draft)
        return self._run_in_recipients(draft, i)

    def _title_goes_on(self, draft: PartDraft, i: int) -> bool:
        here = self.classed[i]
        if draft.recipients is not None or len(draft.title) >= _MAX_TITLE_LINES:
            return False
        line = self.text[here.block.start : here.block.end]
        if draft.title and draft.title[-1].title_end:
            if draft.kind == "main" and self._begins_title(draft, here, line):
                # what stood above was a site's heading, the document's own title comes now
                draft.head += [replace(c, kind="site") for c in draft.title]
                draft.title = []
                return True
            cut = here.title_end and line.lstrip().startswith(("（", "(", "的", "》"))  # 方案 + （2025—2027年）的通知
            return cut or _variant().fullmatch(line) is not None or line.lstrip().startswith(("——", "—"))
        if is_title_line(here, self.text):
            return True
        # a collection numbers its documents: 4. 某市人民政府办公室关于…
        return not draft.title and i == 0 and here.kind == "item" and self._numbered_title(i)

    def _begins_title(self, draft: PartDraft, here: Classed, line: str) -> bool:
        """A title that says what it is about, below something that ends like one but does not."""
        begun = any("关于" in self._text_of(c) for c in draft.title)
        if "，" in line.partition("》")[2]:
            return False
        return line.lstrip().startswith(("关于", "《")) and is_title_line(here, self.text) and (here.title_end or not begun)

    def _numbered_title(self, i: int) -> bool:
        marker = marker_at(self.text, self.classed[i].block.start)
        following = self.classed[i : i + 4]
        return marker is not None and marker.family == "arabic" and any(c.title_end for c in following) and "。" not in self._line(i)

    def _line(self, i: int) -> str:
        return self.text[self.classed[i].block.start : self.classed[i].block.end]

    def _settle_title(self, draft: PartDraft) -> None:
        """A title ends with the last line that ends like one; in a main part lines behind it are text."""
        ends = [k for k, c in enumerate(draft.title) if c.title_end]
        if ends and draft.kind == "main":
            last = ends[-1]
            while last + 1 < len(draft.title) and _variant().fullmatch(self._text_of(draft.title[last + 1])):
                last += 1
            draft.text += draft.title[last + 1 :]
            draft.title = draft.title[: last + 1]
        if len(draft.title) > 1 and self._letterhead(draft):
            draft.head.insert(0, replace(draft.title[0], kind="issuer_head"))
            draft.title = draft.title[1:]

    def _letterhead(self, draft: PartDraft) -> bool:
        """信函格式: the issuer's name heads the letter and is no part of its title."""
        first, rest = draft.title[0], "".join(self._text_of(c) for c in draft.title[1:])
        if is_signature(first, self.text) and rest.lstrip().startswith(self._text_of(first).strip()):
            return True  # the name heads the sheet and the title begins with it again
        return is_signature(first, self.text) and letter_title().fullmatch(rest) is not None

    def _text_of(self, classed: Classed) -> str:
        return self.text[classed.block.start : classed.block.end]

    def _remember(self, draft: PartDraft) -> None:
        title = "".join(self._text_of(c) for c in draft.title)
        self.named.update(_bare(m.group(1)) for m in _quoted().finditer(title))

    def _run_in_recipients(self, draft: PartDraft, i: int) -> int:
        """Recipients run into the text of a notice that lost its line breaks: 各县人民政府，市级各部门：为…"""
        if draft.recipients is not None or i >= len(self.classed) or draft.kind != "main":
            return i
        here = self.classed[i]
        if here.kind != "text" or here.block.start >= here.block.end:
            return i
        head = self.text[here.block.start : here.block.start + 200]
        colon = min((p for p in (head.find("："), head.find(":")) if p > 0), default=-1)
        if colon <= 0 or any(c in head[:colon] for c in "。；《") or addressed_here().match(head.lstrip()) is None:
            return i
        draft.recipients = (here.block.start, here.block.start + colon + 1)
        return i

    # --- seams -------------------------------------------------------------------------------------------------

    def _seam(self, draft: PartDraft, i: int) -> PartDraft | None:
        here = self.classed[i]
        if here.kind == "annex_head" and not self._heads_list(i):
            return PartDraft("annex", i + 1, label=(here.block.start, here.block.end))
        if here.kind == "annex_entry" and (draft.signed or draft.kind != "main") and self._heads_annex(i):
            seam = PartDraft("annex", i + 1, label=(here.block.start, here.block.end))
            seam.given_title = here.value
            return seam
        if is_title_line(here, self.text) and self._begins_plan(draft, i):
            return PartDraft("annex" if self._after_annex_notice(draft) else "forwarded", i)
        return None

    def _after_annex_notice(self, draft: PartDraft) -> bool:
        return draft.kind == "annex" and draft.recipients is not None

    def _begins_plan(self, draft: PartDraft, i: int) -> bool:
        """A title after the signature, or one that the notice has named."""
        if self._names_plan(i):
            return True
        if not draft.signed or is_signature(self.classed[i], self.text):
            return False
        run = self._title_run(i)
        after = run[-1] + 1 if run else i + 1
        return after < len(self.classed) and (any(self.classed[k].title_end for k in run) or draft.kind == "main" or self._is_table(after))

    def _names_plan(self, i: int) -> bool:
        """A title that the notice has named in its own: 关于印发《…》的通知."""
        line = _bare("".join(self._line(k) for k in self._title_run(i)))
        return bool(line) and any(line == name or (len(line) > 8 and line.startswith(name)) for name in self.named)

    def _is_table(self, i: int) -> bool:
        return self.classed[i].kind == "table"

    def _title_run(self, i: int) -> list[int]:
        run: list[int] = []
        while i < len(self.classed) and len(run) < _MAX_TITLE_LINES and is_title_line(self.classed[i], self.text):
            run.append(i)
            if self.classed[i].title_end:
                break
            i += 1
        return run

    def _heads_list(self, i: int) -> bool:
        """附件： on its own line above a list of titles, before the signature."""
        k = i + 1
        n = 0
        while k < len(self.classed) and self._is_entry(k):
            n += 1
            k += 1
        return n > 0 and k < len(self.classed) and (is_signature(self.classed[k], self.text) or self.classed[k].kind in _TAIL_KINDS)

    def _is_entry(self, i: int) -> bool:
        line = self._line(i)
        return self.classed[i].kind == "item" and len(line) < 80 and not any(c in line for c in "。；")

    def _heads_annex(self, i: int) -> bool:
        """附件1：某某表 that is followed by its content, not by the next entry, a signature or the end."""
        if i + 1 >= len(self.classed):
            return False
        after = self.classed[i + 1]
        return not (after.kind in ("annex_entry", "annex_head", *_TAIL_KINDS) or is_signature(after, self.text) or self._is_entry(i + 1))

    # --- text and tail -----------------------------------------------------------------------------------------

    def _take(self, draft: PartDraft, i: int) -> int:
        here = self.classed[i]
        if here.kind in ("annex_head", "annex_entry"):
            return self._take_list(draft, i)
        dated = here.kind in ("date", "signed_and_dated") or (here.kind == "month_date" and bool(draft.text))
        if dated and self._closes(draft, i):
            draft.tail.append(here)
            draft.signed = True
            draft.dated_at = len(draft.text)
        elif here.kind in ("disclosure", "copies", "printed", "contact", "formula", "seal", "person"):
            if here.kind == "printed" and here.extra is None:
                self._signatures_before(draft, "printer")
            draft.tail.append(here)
            draft.signed = draft.signed or here.kind == "disclosure"
        elif here.kind == "doc_number" and not draft.text:
            draft.head.append(here)
        else:
            draft.text.append(here)
        return i + 1

    def _closes(self, draft: PartDraft, i: int) -> bool:
        """A date closes a document where a name stands above it, or where nothing but tail matter follows."""
        if self.classed[i].kind == "signed_and_dated":
            return bool(draft.text)
        if self._signatures_before(draft, "signature"):
            return True
        if self.classed[i - 1].kind == "person":
            return True
        if draft.text and self._names_plan(i + 1):
            return True
        return i + 1 >= len(self.classed) or self.classed[i + 1].kind in ("disclosure", "copies", "annex_head", "contact")

    def _signatures_before(self, draft: PartDraft, kind: str) -> bool:
        names: list[Classed] = []
        while draft.text and len(names) < 12 and is_signature(draft.text[-1], self.text):
            names.append(replace(draft.text.pop(), kind=kind))
        draft.tail += reversed(names)
        return bool(names)

    def _take_list(self, draft: PartDraft, i: int) -> int:
        """The list of annexes: 附件：1.… / 2.…"""
        here = self.classed[i]
        if here.value is not None:
            draft.attachments.append(self._entry(here.value))
        i += 1
        while i < len(self.classed) and (self._is_entry(i) or (self.classed[i].kind == "annex_entry" and not self._heads_annex(i))):
            entry = self.classed[i]
            draft.attachments.append(self._entry(entry.value or (entry.block.start, entry.block.end)))
            i += 1
        return i

    def _entry(self, span: Span) -> Span:
        marker = marker_at(self.text, span[0], span[1])
        return (marker.end, span[1]) if marker is not None else span


def _bare(text: str) -> str:
    return "".join(c for c in text if c.isalnum())
