"""Bytes to text: which encoding the bytes themselves prove, whatever a declaration says.

Candidates are tried in the order of how much they prove (byte order mark, UTF-8, UTF-16/32, GB18030, Big5, a declared
legacy encoding, Windows-1252) and weighed by the text they give: how many of its ideographs are common ones. "Common" needs
no word list: GB 2312 and Big5 both put the frequent ideographs of their script in their first level. Misread bytes give
rare ideographs, replacement characters and controls.
"""

from __future__ import annotations

import codecs
import functools
import re
from collections import Counter
from dataclasses import dataclass

from ..errors import Code, GongwenError
from . import mojibake

SAMPLE = 4_000  # characters outside ASCII that are weighed
NUL_WINDOW = 65_536  # bytes in which the NULs of UTF-16 and UTF-32 are looked for
ENOUGH = 64  # bytes; as many that are valid UTF-8 are no chance
CONTROL_WINDOW = 16_384  # characters in which controls are counted
TWICE = ", twice"  # after the name of an encoding: the text had been decoded wrongly and encoded again; that is undone
MAX_BAD = 0.10  # share of replaced characters and controls beyond which bytes are not text

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
_UNICODE = ("utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")
_GB = {"gb2312", "gbk", "cp936", "gb18030", "hz"}
_BIG5 = {"big5", "big5hkscs", "cp950"}
_LATIN = {"iso8859-1", "cp1252", "latin-1", "ascii", "iso8859-15"}

_NON_ASCII = re.compile("[^\x00-\x7f]+")
_HIGH = re.compile(rb"[\x80-\xff]+")
# what speaks against text: controls, what could not be decoded, private characters, katakana of half width
_SUSPECT = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff\ufffe\ufffd\ue000-\uf8ff\uff61-\uff9f]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff\ufffe]")
_UNUSUAL = re.compile("[^\t\n\x0b\f\r -~\u00a0-\u00ff\u2010-\u266f\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
_BREAKS = re.compile("\r\n|[\r\x0b\x85\u2028\u2029]")
_C0 = bytes([*range(9), *range(0x0E, 0x20), 0x0B, 0x7F])
_C1 = re.compile(rb"\xc2[\x80-\x9f]")
_MARKS = tuple(c.encode() for c in "\u2028\u2029\ufeff\ufffe\ue5e5")
_DROPPED: dict[int, str | None] = {c: None for c in [*range(9), *range(0x0E, 0x20), *range(0x7F, 0xA0), 0xFEFF, 0xFFFE] if c != 0x85}
_DROPPED[0xE5E5] = "\u3000"  # GBK A3A0, which old typesetting systems write for a full-width blank


@dataclass(frozen=True, slots=True)
class _Fit:
    """How well bytes read as one encoding. `common` and `bad` are shares, 0-1."""

    encoding: str
    text: str
    ideographs: int
    common: float
    bad: float

    @property
    def score(self) -> float:
        return (self.common if self.ideographs else 0.5) - 4 * self.bad


def decode_text(data: bytes, declared: str | None = None) -> tuple[str, str]:
    """The text of `data` and the name of its encoding (utf-8, utf-16-le, gb18030, big5, cp1252 …).

    `declared` (a meta charset, a header) is a hint that the bytes may disprove. Line ends become \\n (\\v, NEL, LS and PS
    too; tabs and form feeds stay), NULs, other controls and byte order marks go, bytes that fit nowhere become U+FFFD.
    Raises ENCODING_UNKNOWN where no encoding gives text.
    """
    text, encoding = _choose(data, declared)
    if encoding == "utf-8" and _is_tidy(data):
        return text.replace("\r\n", "\n").replace("\r", "\n"), encoding
    return clean(text), encoding


def _is_tidy(data: bytes) -> bool:
    """UTF-8 without anything to clean but carriage returns; the bytes tell it ten times faster than the text."""
    return len(data.translate(None, _C0)) == len(data) and _C1.search(data) is None and all(m not in data for m in _MARKS)


def clean(text: str) -> str:
    """`text` with line ends as \\n and without controls, NULs and byte order marks."""
    if _CONTROL.search(text) or "\ue5e5" in text:
        text = text.translate(_DROPPED)
    return _BREAKS.sub("\n", text) if _BREAKS.search(text) else text


def _choose(data: bytes, declared: str | None) -> tuple[str, str]:
    marked = _by_mark(data)
    if marked is not None:
        return marked
    wide = _wide(data) if b"\x00" in data[:NUL_WINDOW] else None
    if wide is not None:
        return wide
    if data.isascii():
        return _plain(data)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return _weigh(data, declared, utf8=None)
    if len(data) > ENOUGH and _SUSPECT.search(text) is None and not mojibake.is_suspect(text):
        return text, "utf-8"  # so it is nearly always; to weigh the characters would only say the same
    fit = _fit("utf-8", text)
    if mojibake.is_suspect(text):
        earlier = mojibake.undone(text)
        again = _fit("utf-8", earlier)
        if again.ideographs >= 10 and again.common >= 0.85 and again.bad <= 0.02 and not mojibake.is_suspect(earlier):
            return earlier, "utf-8" + TWICE
    if fit.bad <= 0.02 and (fit.common >= 0.6 or len(data) > ENOUGH or not fit.ideographs):
        return text, "utf-8"
    return _weigh(data, declared, utf8=fit)


def _by_mark(data: bytes) -> tuple[str, str] | None:
    for mark, encoding in _BOMS:
        if not data.startswith(mark):
            continue
        text = data[len(mark) :].decode(encoding, "replace")
        fit = _fit(encoding, text)
        likely = fit.common >= 0.5 or fit.ideographs < 10
        if likely and fit.bad <= (0.05 if encoding == "utf-8" else 0.02):
            return text, encoding
        if not encoding.startswith("utf-32"):  # a mark that an editor put before the bytes of another encoding
            return _choose(data[len(mark) :], None)
    return None


def _wide(data: bytes) -> tuple[str, str] | None:
    """UTF-16 and UTF-32 without a mark; mostly, not always, a line end or a digit leaves a NUL on one side."""
    head = data[:NUL_WINDOW]
    if len(head) < 4:
        return None
    best: _Fit | None = None
    for encoding, unit in (("utf-32-le", 4), ("utf-32-be", 4), ("utf-16-le", 2), ("utf-16-be", 2)):
        window = head[: len(head) - len(head) % unit]
        fit = _fit(encoding, window.decode(encoding, "replace"))
        if fit.bad > 0.02 or (fit.ideographs and fit.common < 0.7) or not _readable(fit.text):
            continue
        if best is None or fit.score > best.score:
            best = fit
    if best is None:
        return None
    return data.decode(best.encoding, "replace"), best.encoding


def _readable(text: str) -> bool:
    """Most characters are ASCII, ideographs or the punctuation that goes with them, not the scripts that chance gives."""
    sample = text[:4000]
    return bool(sample) and len(_UNUSUAL.findall(sample)) <= 0.1 * len(sample)


def _plain(data: bytes) -> tuple[str, str]:
    text = data.decode("ascii")
    controls = len(_CONTROL.findall(text[:NUL_WINDOW]))
    nuls = text.count("\x00", 0, NUL_WINDOW)
    if controls - nuls > MAX_BAD * min(len(text), NUL_WINDOW) or nuls > 0.3 * min(len(text), NUL_WINDOW):
        raise _unknown()
    return text, "utf-8"


def _weigh(data: bytes, declared: str | None, utf8: _Fit | None) -> tuple[str, str]:
    named = _codec(declared)
    fits = [utf8 or _read(data, "utf-8"), _read(data, "gb18030")]
    gb = fits[1]
    if named in _BIG5 or gb.common < 0.85:
        fits.append(_read(data, "big5hkscs"))
    if named is not None and named not in _GB | _BIG5 | _LATIN and named not in _UNICODE:
        fits.append(_read(data, named))
    if _latin_like(data):
        fits.append(_read(data, "cp1252"))
    best = max(fits, key=lambda fit: _preference(fit, named))
    wide = _wide(data) if best.score < 0.6 else None
    if wide is not None:
        return wide
    if best.bad > MAX_BAD:
        raise _unknown()
    if best.encoding == "big5hkscs":
        return best.text, "big5"
    return best.text, best.encoding


def _preference(fit: _Fit, named: str | None) -> float:
    """The score with what each encoding has to prove: Big5 must beat GB18030 clearly, a declaration breaks ties."""
    bonus = 0.0
    if fit.encoding == "big5hkscs":
        bonus = 0.05 if named in _BIG5 else -0.1
        if fit.ideographs < 6 and named not in _BIG5:
            bonus = -1.0
    elif fit.encoding == "cp1252":
        bonus = 0.1
    elif fit.encoding in ("utf-8", named) or (fit.encoding == "gb18030" and named in _GB):
        bonus = 0.05
    return fit.score + bonus


def _latin_like(data: bytes) -> bool:
    """Single high bytes among Latin letters, as in Windows-1252; double-byte text has its high bytes in runs."""
    runs = _HIGH.findall(data[: NUL_WINDOW * 4])
    if not runs:
        return False
    single = sum(len(run) == 1 for run in runs)
    return single >= 0.8 * len(runs) and sum(map(len, runs)) < 0.2 * min(len(data), NUL_WINDOW * 4)


def _read(data: bytes, encoding: str) -> _Fit:
    try:
        return _fit(encoding, data.decode(encoding, "replace"))
    except (UnicodeError, ValueError):
        return _Fit(encoding, "", 0, 0.0, 1.0)


def _fit(encoding: str, text: str) -> _Fit:
    parts: list[str] = []
    seen = 0
    for hit in _NON_ASCII.finditer(text):
        parts.append(hit.group())
        seen += hit.end() - hit.start()
        if seen >= SAMPLE:
            break
    wide = "".join(parts)
    table = _common_traditional() if encoding == "big5hkscs" else _common_simplified()
    if encoding in _UNICODE:  # either script may stand in it
        table = _common_either()
    ideographs = common = odd = 0
    for char, times in Counter(wide).items():
        if "\u3400" <= char <= "\u9fff" or char >= "\U00020000":
            ideographs += times
            common += times * (char in table)
        elif "\ue000" <= char <= "\uf8ff" or "\uff61" <= char <= "\uff9f":
            odd += times
    head = text[:CONTROL_WINDOW]
    controls = len(_CONTROL.findall(head))
    replaced = text.count("\ufffd")
    wide_total = max(1, len(wide))
    bad = controls / max(1, len(head)) + min(1.0, replaced / max(wide_total, len(text) // 8)) + 0.25 * odd / wide_total
    return _Fit(encoding, text, ideographs, common / ideographs if ideographs else 0.0, min(1.0, bad))


@functools.cache
def _common_simplified() -> frozenset[str]:
    """The 3,755 ideographs of level 1 of GB 2312-80."""
    return frozenset(_level("gb2312", range(0xB0, 0xD8), [*range(0xA1, 0xFF)]))


@functools.cache
def _common_traditional() -> frozenset[str]:
    """The 5,401 ideographs of level 1 of Big5."""
    return frozenset(_level("big5", range(0xA4, 0xC7), [*range(0x40, 0x7F), *range(0xA1, 0xFF)]))


@functools.cache
def _common_either() -> frozenset[str]:
    return _common_simplified() | _common_traditional()


def _level(encoding: str, leads: range, trails: list[int]) -> str:
    return b"".join(bytes((lead, trail)) for lead in leads for trail in trails).decode(encoding, "ignore")


def _codec(name: str | None) -> str | None:
    """The codec's own name, or None where the declaration names nothing that decodes text."""
    if not name:
        return None
    label = name.strip().strip("\"'").lower()
    label = {"x-gbk": "gbk", "gb_2312-80": "gb2312", "x-x-big5": "big5", "windows-936": "gbk", "unicode": "utf-16"}.get(label, label)
    try:
        info = codecs.lookup(label)
    except (LookupError, ValueError, UnicodeError):
        return None
    return info.name if getattr(info, "_is_text_encoding", True) else None


def _unknown() -> GongwenError:
    return GongwenError(
        Code.ENCODING_UNKNOWN,
        "the bytes are not text in any known encoding",
        hint="Save the file as UTF-8, or give the format it really has.",
    )
