"""Characters that fonts of PDF and OFD files map wrongly, put back to the ones printed.

Subset fonts name a glyph once; where a radical and an ideograph share the glyph, files name the radical (U+2E80-2FD5) or the
compatibility ideograph (U+F900-FAFF). Source: Unicode EquivalentUnifiedIdeograph.txt.
"""

from __future__ import annotations

import re
import unicodedata

# CJK Radicals Supplement (no decomposition in Unicode): the simplified forms that are also everyday characters.
_SUPPLEMENT = {
    0x2E81: "厂", 0x2E84: "乙", 0x2E85: "亻", 0x2E86: "冂", 0x2E89: "刂", 0x2E8B: "㔾", 0x2E8C: "小", 0x2E8D: "小", 0x2E8E: "尢",
    0x2E8F: "尣", 0x2E92: "巳", 0x2E93: "幺", 0x2E96: "忄", 0x2E97: "心", 0x2E98: "扌", 0x2E99: "攵", 0x2E9B: "旡", 0x2E9C: "日",
    0x2E9D: "月", 0x2E9F: "母", 0x2EA0: "民", 0x2EA1: "氵", 0x2EA2: "氺", 0x2EA3: "灬", 0x2EA6: "丬", 0x2EA7: "牛", 0x2EA8: "犭",
    0x2EAA: "疋", 0x2EAB: "目", 0x2EAC: "示", 0x2EAD: "礻", 0x2EAF: "糹", 0x2EB0: "纟", 0x2EB3: "罓", 0x2EB6: "羊", 0x2EB7: "羊",
    0x2EB9: "耂", 0x2EBB: "聿", 0x2EBC: "月", 0x2EBE: "艹", 0x2EBF: "艹", 0x2EC0: "艹", 0x2EC1: "虎", 0x2EC2: "衤", 0x2EC3: "覀",
    0x2EC4: "西", 0x2EC5: "见", 0x2EC6: "角", 0x2EC8: "讠", 0x2EC9: "贝", 0x2ECA: "足", 0x2ECB: "车", 0x2ECC: "辶", 0x2ECD: "辶",
    0x2ECE: "辶", 0x2ECF: "邑", 0x2ED0: "钅", 0x2ED1: "長", 0x2ED2: "镸", 0x2ED3: "长", 0x2ED4: "门", 0x2ED6: "阝", 0x2ED7: "雨",
    0x2ED8: "青", 0x2ED9: "韦", 0x2EDA: "页", 0x2EDB: "风", 0x2EDC: "飞", 0x2EDD: "食", 0x2EDF: "飠", 0x2EE0: "饣", 0x2EE2: "马",
    0x2EE3: "骨", 0x2EE4: "鬼", 0x2EE5: "鱼", 0x2EE6: "鸟", 0x2EE7: "卤", 0x2EE8: "麦", 0x2EE9: "黄", 0x2EEA: "黾", 0x2EEB: "斉",
    0x2EEC: "齐", 0x2EED: "歯", 0x2EEE: "齿", 0x2EEF: "竜", 0x2EF0: "龙", 0x2EF1: "龜", 0x2EF2: "亀", 0x2EF3: "龟",
}  # fmt: skip
_HYPHENS = {0xAD: "-", 0xFFFE: "-", 0x2: "-"}  # soft hyphens that stand at the end of a line, as pdfium and files write them
_NUL = {0: "\ufffd"}


def _single(codepoint: int) -> str | None:
    folded = unicodedata.normalize("NFKC", chr(codepoint))
    return folded if len(folded) == 1 and folded != chr(codepoint) else None


TABLE: dict[int, str] = {
    **{c: f for c in (*range(0x2F00, 0x2FD6), *range(0xF900, 0xFAFF), *range(0x2F800, 0x2FA1E)) if (f := _single(c))},
    **_SUPPLEMENT,
    **_HYPHENS,
    **_NUL,
}
LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}


needs_care = re.compile("[\0\x02\xad\u2e80-\u2fd5\uf900-\ufb06\ufffe\U0002f800-\U0002fa1d]").search


def normalise(text: str) -> str:
    """The text with the same number of characters, each the one printed; ligatures stay."""
    return text.translate(TABLE) if needs_care(text) else text
