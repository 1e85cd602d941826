"""Writes small OFD files for tests, object by object; all lengths in millimetres, as OFD has them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from xml.sax.saxutils import escape, quoteattr

from gongwen.limits import DEFAULT, Limits
from gongwen.model.source import Source
from gongwen.readers.ofd import read_ofd

NS = "http://www.ofdspec.org/2016"
FONTS = {
    "1": ("仿宋_GB2312", False),
    "2": ("黑体", False),
    "3": ("方正小标宋简体", False),
    "4": ("楷体_GB2312", False),
    "5": ("仿宋", True),
}


def deltas(steps: Sequence[float]) -> str:
    """DeltaX as makers of OFD write it: four equal steps or more as `g n step`."""
    out: list[str] = []
    for step, same in groupby(f"{s:.4f}".rstrip("0").rstrip(".") for s in steps):
        n = len(list(same))
        out += [f"g {n} {step}"] if n > 3 else [step] * n
    return " ".join(out)


def widths(string: str, size: float) -> list[float]:
    """Half an em for what is typed with one key, an em for the rest."""
    return [size / 2 if char < "\x80" else size for char in string]


def attributes(values: Mapping[str, object]) -> str:
    return "".join(f" {name}={quoteattr(str(value))}" for name, value in values.items())


def text(x: float, y: float, string: str, size: float = 5.0, *, steps: str | None = None, fill: str = "", **more: object) -> str:
    """A text object whose first character begins at x and stands on the base line y."""
    if steps is None:
        steps = deltas(widths(string, size)[:-1])
    delta = f' DeltaX="{steps}"' if steps else ""
    own = attributes({"Font": "1", **more})
    box = f"{x:.4f} {y - size:.4f} 150 {1.3 * size:.4f}"
    return (
        f'<ofd:TextObject ID="9" Boundary="{box}" Size="{size:.4f}"{own}>{fill}'
        f'<ofd:TextCode X="0" Y="{size:.4f}"{delta}>{escape(string)}</ofd:TextCode></ofd:TextObject>'
    )


def path(data: str, x: float = 0.0, y: float = 0.0, *, fill: str = "", **more: object) -> str:
    """A path object with its origin at (x, y)."""
    return (
        f'<ofd:PathObject ID="9" Boundary="{x:.4f} {y:.4f} 500 500" LineWidth="0.25"{attributes(more)}>{fill}'
        f"<ofd:AbbreviatedData>{data}</ofd:AbbreviatedData></ofd:PathObject>"
    )


def box(x0: float, y0: float, x1: float, y1: float, **more: object) -> str:
    """A stroked rectangle."""
    w, h = f"{x1 - x0:.4f}", f"{y1 - y0:.4f}"
    return path(f"M 0 0 L {w} 0 L {w} {h} L 0 {h} C", x0, y0, **more)


IMAGE = '<ofd:ImageObject ID="9" Boundary="0 0 210 297" CTM="210 0 0 297 0 0" ResourceID="50"/>'


@dataclass(frozen=True)
class Sheet:
    """A page: its objects, the body layer's type, its own size, the numbers of its templates."""

    objects: str = ""
    size: tuple[float, float] | None = None
    templates: tuple[str, ...] = ()
    more: str = ""  # beside the layer

    def xml(self) -> str:
        area = f"<ofd:Area><ofd:PhysicalBox>0 0 {self.size[0]} {self.size[1]}</ofd:PhysicalBox></ofd:Area>" if self.size else ""
        used = "".join(f'<ofd:Template TemplateID="{t}"/>' for t in self.templates)
        layer = f'<ofd:Layer Type="Body" ID="8">{self.objects}</ofd:Layer>'
        return f'<ofd:Page xmlns:ofd="{NS}">{area}{used}{self.more}<ofd:Content>{layer}</ofd:Content></ofd:Page>'


def document(sheets: Sequence[Sheet], folder: str, *, common: str = "", more: str = "") -> dict[str, str]:
    """The members of one document: Document.xml with its pages (100, 101 …) and fonts."""
    pages = "".join(f'<ofd:Page ID="{100 + i}" BaseLoc="Pages/Page_{i}/Content.xml"/>' for i in range(len(sheets)))
    fonts = "".join(f'<ofd:Font ID="{key}" FontName="{name}" Bold="{str(bold).lower()}"/>' for key, (name, bold) in FONTS.items())
    members = {
        f"{folder}/Document.xml": f'<ofd:Document xmlns:ofd="{NS}"><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 297'
        f"</ofd:PhysicalBox></ofd:PageArea><ofd:PublicRes>PublicRes.xml</ofd:PublicRes>{common}</ofd:CommonData>"
        f"<ofd:Pages>{pages}</ofd:Pages>{more}</ofd:Document>",
        f"{folder}/PublicRes.xml": f'<ofd:Res xmlns:ofd="{NS}" BaseLoc="Res"><ofd:Fonts>{fonts}</ofd:Fonts></ofd:Res>',
    }
    members.update({f"{folder}/Pages/Page_{i}/Content.xml": sheet.xml() for i, sheet in enumerate(sheets)})
    return members


def build(
    sheets: Sequence[Sheet],
    *,
    common: str = "",
    more: str = "",
    body: str = "",
    members: Mapping[str, str | bytes | None] | None = None,
    others: Sequence[Sequence[Sheet]] = (),
) -> bytes:
    """The OFD file. `common` goes into CommonData, `more` into Document, `body` into DocBody; `members` adds parts or (None) takes them
    away; `others` are further documents in the same file."""
    parts: dict[str, str | bytes | None] = {}
    bodies = ""
    for i, pages in enumerate([sheets, *others]):
        parts |= document(pages, f"Doc_{i}", common="" if i else common, more="" if i else more)
        bodies += f"<ofd:DocBody><ofd:DocInfo/><ofd:DocRoot>Doc_{i}/Document.xml</ofd:DocRoot>{'' if i else body}</ofd:DocBody>"
    parts["OFD.xml"] = f'<ofd:OFD xmlns:ofd="{NS}" Version="1.0" DocType="OFD">{bodies}</ofd:OFD>'
    parts |= members or {}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            if content is not None:
                archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def read(*objects: str, limits: Limits = DEFAULT, **rest: object) -> Source:
    """One page of these objects, written and read."""
    return read_ofd(build([Sheet("".join(objects))], **rest), "notice.ofd", limits)  # type: ignore[arg-type]
