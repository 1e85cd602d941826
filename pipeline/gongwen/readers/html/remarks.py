"""What a page holds back: text that is not in the file, or that nobody can read. It is told, never passed over."""

from __future__ import annotations

import re

from ...errors import Code, GongwenError
from ...model.source import Item, Layer, Line, Remark
from .. import legible
from ..links import Links
from . import site
from .tree import Element

SCRIPT_BUILT = 200  # characters of text below which a page with much script is taken for one that builds its text
SHORT = 100  # characters of text below which an attachment, pictures or a frame are taken for the document

_UNFILLED = re.compile(r"\{\{[^{}\n]{1,80}\}\}|\$\{[\w.]{1,60}\}|<%=[^%\n]{1,80}%>")  # places of a template that a script fills
_FRAMES = ("frame", "iframe")


def of_page(every: list[Element], division: site.Division, items: list[Item], links: Links) -> list[Remark]:
    """Where the text of the page is, if not in the file. Raises NO_TEXT_LAYER where there is nothing at all."""
    body = sum(len(_text(item)) for item in items if item.layer == Layer.BODY)
    visible = sum(len(_text(item)) for item in items if item.layer != Layer.HIDDEN)
    pictures = sum(e.tag == "img" for r in division.roots for e in r.descendants())
    if not items and not pictures:
        _raise_without_text(every)
    remarks: list[Remark] = []
    if items and visible == 0:
        remarks.append(Remark("all_text_hidden", "the page hides all text that it holds", severity="error"))
    if _is_built_by_script(every, division, items, body):
        remarks.append(Remark("script_built", "a script builds the text of the page; save it from a browser after it has loaded"))
    if body < SHORT and any(e.tag in _FRAMES and _leads_to_page(e) for e in every):
        remarks.append(Remark("text_in_frame", "the page has hardly any text and shows other pages in frames; save the framed page itself"))
    if pictures and body < SHORT:
        remarks.append(Remark("content_is_images", f"the text of the page is in {pictures} pictures, which are not read", severity="error"))
    if body < SHORT and any(link.attachment for link in links.all()):
        remarks.append(Remark("text_in_attachment", "the page has hardly any text; the document is in an attachment"))
    if division.outside > max(site.OUTSIDE_CHARS, site.OUTSIDE_SHARE * (division.outside + body)):
        message = f"about {int(division.outside)} characters of running text stand outside the element taken for the document"
        remarks.append(Remark("text_outside_container", message, severity="info"))
    return remarks


def of_elements(every: list[Element]) -> list[Remark]:
    """What the page marks as not, or no longer, its text."""
    remarks: list[Remark] = []
    deleted = sum(e.tag == "del" and e.visible > 0 for e in every)
    if deleted:
        remarks.append(Remark("changes_accepted", f"{deleted} deletions are left out", severity="info"))
    if any(e.tag == "rt" and e.visible for e in every):
        remarks.append(Remark("ruby_left_out", "the small text of phonetic guides is left out", severity="info"))
    return remarks


def of_text(items: list[Item], markup: str, encoding: str) -> list[Remark]:
    """What was wrong with the characters."""
    printed = "\n".join(_text(item) for item in items[:1000] if item.layer == Layer.BODY)
    return legible.remarks(markup, encoding, printed)


def _text(item: Item) -> str:
    return item.text if isinstance(item, Line) else "".join(cell.text for cell in item.cells)


def _is_built_by_script(every: list[Element], division: site.Division, items: list[Item], body: int) -> bool:
    script = sum(len(c) for e in every if e.tag == "script" for c in e.children if isinstance(c, str))
    sourced = any(e.tag == "script" and e.attrs.get("src") for e in every)
    if body < SCRIPT_BUILT and (script > 20 * max(body, 1) or (sourced and body < 20)):
        return True
    if not division.known and division.hollow and (script or sourced):
        return True
    return any(_UNFILLED.search(item.text) for item in items[:500] if isinstance(item, Line) and item.layer != Layer.HIDDEN)


def _leads_to_page(frame: Element) -> bool:
    address = frame.attrs.get("src", "").strip().lower()
    return bool(address) and not address.startswith(("about:", "javascript:"))


def _raise_without_text(elements: list[Element]) -> None:
    if any(e.tag in _FRAMES for e in elements):
        message = "the page shows its text in frames that are other files"
        raise GongwenError(Code.NO_TEXT_LAYER, message, hint="Save the framed page itself.")
    if any(e.tag == "noscript" or (e.tag in ("script", "template") and (e.children or e.attrs.get("src"))) for e in elements):
        raise GongwenError(
            Code.NO_TEXT_LAYER,
            "the page builds its text by script, so the file holds none of it",
            hint="Open it in a browser and save the page after it has loaded.",
        )
    raise GongwenError(Code.NO_TEXT_LAYER, "the page has no text")
