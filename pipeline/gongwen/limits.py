"""Caps on what a hostile document may cost. Every limit is a named setting with a safe default."""

from __future__ import annotations

from dataclasses import dataclass

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """All sizes in bytes unless said otherwise. An error names the limit it met, so that the user can raise it."""

    max_bytes: int = 200 * MIB  # of the input file
    max_pages: int = 2_000
    max_chars: int = 5_000_000  # of text in one document
    max_entries: int = 10_000  # members of a zip container
    max_entry_bytes: int = 200 * MIB  # of one member, unpacked
    max_unpacked_bytes: int = 600 * MIB  # of all members together
    max_ratio: int = 200  # unpacked to packed, for members over 1 MiB
    max_xml_depth: int = 500
    max_table_cells: int = 200_000
    max_chars_per_page: int = 200_000
    max_office_seconds: int = 90  # for one start of LibreOffice
    max_pixels: int = 100_000_000  # of one picture, as stored


DEFAULT = Limits()
