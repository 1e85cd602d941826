"""Tag and attribute names of WordprocessingML and its neighbours, in lxml's {namespace}name form."""

from __future__ import annotations

from typing import Final

W_NS: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R_NS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
A_NS: Final = "http://schemas.openxmlformats.org/drawingml/2006/main"
M_NS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/math"
MC_NS: Final = "http://schemas.openxmlformats.org/markup-compatibility/2006"
V_NS: Final = "urn:schemas-microsoft-com:vml"
O_NS: Final = "urn:schemas-microsoft-com:office:office"
C_NS: Final = "http://schemas.openxmlformats.org/drawingml/2006/chart"
DGM_NS: Final = "http://schemas.openxmlformats.org/drawingml/2006/diagram"


def w(name: str) -> str:
    return f"{{{W_NS}}}{name}"


def m(name: str) -> str:
    return f"{{{M_NS}}}{name}"


def all_of(namespace: str, words: str) -> frozenset[str]:
    """The tags of several names of one namespace, parted by blanks."""
    return frozenset(f"{{{namespace}}}{name}" for name in words.split())


VAL: Final = w("val")
R_ID: Final = f"{{{R_NS}}}id"
R_EMBED: Final = f"{{{R_NS}}}embed"
XML_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"

BODY, P, R, T, TAB, BR, CR = w("body"), w("p"), w("r"), w("t"), w("tab"), w("br"), w("cr")
PTAB, NO_BREAK_HYPHEN, SYM = w("ptab"), w("noBreakHyphen"), w("sym")
PPR, RPR, SECT_PR = w("pPr"), w("rPr"), w("sectPr")
TBL, TR, TC, TC_PR, TR_PR, TBL_GRID = w("tbl"), w("tr"), w("tc"), w("tcPr"), w("trPr"), w("tblGrid")
DEL, INS, MOVE_FROM = w("del"), w("ins"), w("moveFrom")
HYPERLINK, FLD_CHAR, FLD_SIMPLE, INSTR_TEXT = w("hyperlink"), w("fldChar"), w("fldSimple"), w("instrText")
RUBY, RUBY_BASE, RUBY_TEXT = w("ruby"), w("rubyBase"), w("rt")
TXBX_CONTENT, ALT_CHUNK, OBJECT, DRAWING, PICT = w("txbxContent"), w("altChunk"), w("object"), w("drawing"), w("pict")
SUB_DOC = w("subDoc")
VANISH = w("vanish")
ALTERNATE, CHOICE, FALLBACK = (f"{{{MC_NS}}}{n}" for n in ("AlternateContent", "Choice", "Fallback"))
OMATH, OMATH_PARA, M_T = m("oMath"), m("oMathPara"), m("t")
A_P, A_T, A_BLIP = f"{{{A_NS}}}p", f"{{{A_NS}}}t", f"{{{A_NS}}}blip"
TEXT_PATH = f"{{{V_NS}}}textpath"
IMAGE_DATA = f"{{{V_NS}}}imagedata"
DIAGRAM = f"{{{DGM_NS}}}relIds"
CHART = f"{{{C_NS}}}chart"
