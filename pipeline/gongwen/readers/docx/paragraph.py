"""One paragraph: its content gathered from the runs, whatever wraps them, and cut into lines at soft breaks."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ...model.source import Item
from ..raised import raised
from . import names as n
from .equations import equation_text
from .fields import OpenField, link_target, printed_instruction
from .styles import BARE, Indent, ListRef, RunFormat, StyleSheet, alignment, indents, list_reference, run_format
from .symbols import symbol
from .tree import SKIPPED, alternative, attr, is_on, whole_number

if TYPE_CHECKING:
    from lxml.etree import _Element

    from .story import Story

_BREAK = "\n"
_ODD_BREAKS = re.compile("[\n\r\t]+")
_LINE_SEPARATORS = re.compile("[\x85\u2028\u2029]")
_EDGE = frozenset(" \t\r\n")
_PPR_TAGS = tuple(n.w(x) for x in ("pStyle", "numPr", "jc", "ind", "outlineLvl", "rPr", "sectPr"))
_P_STYLE, _NUM_PR, _JC, _IND, _OUTLINE, _MARK, _SECTION = _PPR_TAGS
_FLD_TYPE, _SYM_FONT, _SYM_CHAR, _INSTR = n.w("fldCharType"), n.w("font"), n.w("char"), n.w("instr")
_FIXED = {n.TAB: "\t", n.PTAB: "\t", n.BR: _BREAK, n.CR: _BREAK, n.NO_BREAK_HYPHEN: "-"}
_UNREAD = {
    n.ALT_CHUNK: ("embedded_document", "a document embedded in this one is not read"),
    n.SUB_DOC: ("embedded_document", "a document embedded in this one is not read"),
    n.OBJECT: ("embedded_object", "an object of another program is not read"),
    n.CHART: ("chart", "a chart is not read"),
}


@dataclass(slots=True)
class Properties:
    """w:pPr as stated on the paragraph itself."""

    style: str | None = None
    list_ref: ListRef | None = None
    align: str | None = None
    indent: Indent = ()
    outline: int | None = None
    mark_deleted: bool = False
    mark_hidden: bool = False


PLAIN_PROPERTIES = Properties()


@dataclass(slots=True)
class Draft:
    """A paragraph before it becomes lines. `parts` are pieces of text with their run format; a lone line feed is a soft break."""

    properties: Properties
    sheet: StyleSheet
    parts: list[tuple[str, RunFormat]] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    anchored: list[Item] = field(default_factory=list)
    has_text: bool = False

    def lines(self) -> list[tuple[str, RunFormat]]:
        """Text and dominating run format of every line."""
        out: list[tuple[str, RunFormat]] = []
        texts: list[str] = []
        weights: dict[RunFormat, int] = {}
        if len(self.parts) == 1 and self.parts[0][0] != _BREAK:
            return self.parts
        for text, form in [*self.parts, (_BREAK, BARE)]:
            if text == _BREAK:
                out.append(("".join(texts), max(weights, key=weights.__getitem__) if weights else BARE))
                texts, weights = [], {}
                continue
            texts.append(text)
            weights[form] = weights.get(form, 0) + len(text.strip())
        return out

    def text_from(self, begin: int) -> str:
        """What was gathered since there were `begin` parts."""
        return "".join(text for text, _ in self.parts[begin:])

    def append(self, following: Draft) -> None:
        """Go on with the content of the next paragraph."""
        self.parts += following.parts
        self.hidden += following.hidden
        self.anchored += following.anchored
        self.has_text = self.has_text or following.has_text


class ParagraphReader:
    """Gathers the content of paragraphs for one story; the state of open fields goes on from paragraph to paragraph."""

    def __init__(self, story: Story) -> None:
        self._story = story
        self._document = story.document
        self.fields: list[OpenField] = []

    def read(self, element: _Element) -> Draft:
        found = element.find(n.PPR)
        properties = PLAIN_PROPERTIES if found is None else self._properties(found)
        draft = Draft(properties, self._document.styles.sheet(properties.style))
        for open_field in self.fields:
            open_field.mark = None
            open_field.in_result = True  # an instruction never runs over the end of a paragraph: such a field is broken
        self._gather(element, draft, BARE)
        return draft

    def read_loose(self, element: _Element) -> Draft:
        """A run or an equation that stands outside any paragraph."""
        draft = Draft(PLAIN_PROPERTIES, self._document.styles.sheet(None))
        self._dispatch(element, draft, BARE)
        return draft

    def _properties(self, element: _Element) -> Properties:
        out = Properties()
        for child in element.iterchildren(*_PPR_TAGS):
            tag = child.tag
            if tag == _P_STYLE:
                out.style = child.get(n.VAL)
            elif tag == _NUM_PR:
                out.list_ref = list_reference(child)
            elif tag == _JC:
                out.align = alignment(child)
            elif tag == _IND:
                out.indent = indents(child)
            elif tag == _OUTLINE:
                out.outline = whole_number(attr(child))
            elif tag == _SECTION:
                self._story.section(child)
            else:
                out.mark_deleted = next(child.iterchildren(n.DEL, n.MOVE_FROM), None) is not None
                out.mark_hidden = is_on(child.find(n.VANISH))
        return out

    def _gather(self, parent: _Element, draft: Draft, form: RunFormat) -> None:
        for element in parent:
            self._dispatch(element, draft, form)

    def _dispatch(self, element: _Element, draft: Draft, form: RunFormat) -> None:
        tag = element.tag
        if tag == n.R:
            self._run(element, draft)
        elif tag == n.T:
            self._text(element, draft, form)
        elif tag in _FIXED:
            self._add(_FIXED[tag], draft, form)
        elif tag == n.INSTR_TEXT:
            if self.fields and not self.fields[-1].in_result:
                self.fields[-1].instruction += (element.text or "")[:10_000]
        elif tag in SKIPPED:
            if tag in (n.DEL, n.MOVE_FROM):
                self._document.count_deletion()
        else:
            self._dispatch_rare(element, tag, draft, form)

    def _run(self, run: _Element, draft: Draft) -> None:
        form = BARE
        for element in run:
            tag = element.tag
            if tag == n.T:
                self._text(element, draft, form)
            elif tag == n.RPR:
                form = run_format(element)
            else:
                self._dispatch(element, draft, form)

    def _text(self, element: _Element, draft: Draft, form: RunFormat) -> None:
        text = element.text
        if text:
            if (text[0] in _EDGE or text[-1] in _EDGE) and element.get(n.XML_SPACE) != "preserve":
                text = text.strip(" \t\r\n")
            if form.raised:
                text = raised(text) or text
            self._add(text, draft, form)

    def _dispatch_rare(self, element: _Element, tag: str, draft: Draft, form: RunFormat) -> None:
        if tag == n.FLD_CHAR:
            self._field(element.get(_FLD_TYPE), draft, form)
        elif tag == n.ALTERNATE:
            branch = alternative(element)
            if branch is not None:
                self._gather(branch, draft, form)
        elif tag == n.HYPERLINK:
            begin = len(draft.parts)
            self._gather(element, draft, form)
            self._story.link(element.get(n.R_ID), draft.text_from(begin))
        elif tag == n.FLD_SIMPLE:
            begin = len(draft.parts)
            self._gather(element, draft, form)
            self._add_field_link(element.get(_INSTR, ""), draft.text_from(begin))
        elif tag == n.SYM:
            self._add(symbol(element.get(_SYM_FONT), element.get(_SYM_CHAR)), draft, form)
        elif tag == n.TXBX_CONTENT:
            draft.anchored += self._story.text_box(element)
        elif tag in (n.OMATH, n.OMATH_PARA):
            self._add(equation_text(element), draft, form)
        elif tag == n.RUBY_TEXT:
            self._document.remark_once("ruby_left_out", "the small text of phonetic guides is left out", "info")
        elif tag in (n.A_P, n.TEXT_PATH):
            drawn = element.get("string", "") if tag == n.TEXT_PATH else "".join(t.text or "" for t in element.iter(n.A_T))
            draft.anchored += self._story.drawn_text(drawn)
        else:
            if tag in _UNREAD:
                self._document.remark_once(*_UNREAD[tag])
                self._story.embedded(element)
            if tag in (n.A_BLIP, n.IMAGE_DATA):
                self._document.pictures += 1
            elif tag == n.DIAGRAM:
                draft.anchored += self._story.diagram(element)
            self._gather(element, draft, form)

    def _add(self, text: str, draft: Draft, form: RunFormat) -> None:
        if self._document.styles.is_hidden(form, draft.sheet):
            draft.hidden.append(" " if text == _BREAK else text)
            return
        if text != _BREAK:
            if "\n" in text or "\r" in text or "\t" in text[1:]:
                text = _ODD_BREAKS.sub(" ", text)
            pieces = _LINE_SEPARATORS.split(text)
            if len(pieces) > 1:
                for piece in pieces[:-1]:
                    draft.parts += [(piece, form), (_BREAK, form)]
                text = pieces[-1]
        draft.parts.append((text, form))
        draft.has_text = draft.has_text or not text.isspace()

    def _field(self, kind: str | None, draft: Draft, form: RunFormat) -> None:
        if kind == "begin":
            self.fields.append(OpenField(len(draft.parts)))
            return
        if not self.fields:
            return
        current = self.fields[-1]
        if kind == "separate":
            self._hide_instruction(current, draft)
            current.in_result = True
        elif kind == "end":
            self.fields.pop()
            self._add_field_link(current.instruction, draft.text_from(current.mark or 0))
            if not current.in_result:
                self._hide_instruction(current, draft)
                text = printed_instruction(current.instruction)
                if self.fields and not self.fields[-1].in_result:
                    self.fields[-1].instruction += text
                elif text:
                    self._add(text, draft, form)

    def _add_field_link(self, instruction: str, label: str) -> None:
        target = link_target(instruction)
        if target is not None:
            self._document.add_link(label, target)

    def _hide_instruction(self, current: OpenField, draft: Draft) -> None:
        """Results of fields nested in an instruction are not printed."""
        if current.mark is not None and not current.in_result:
            draft.hidden += [text for text, _ in draft.parts[current.mark :] if text != _BREAK]
            del draft.parts[current.mark :]
            draft.has_text = any(not text.isspace() for text, _ in draft.parts)
