"""Workbooks (XLSX, XLS, ODS, XML of Excel 2003, CSV): the tables of their sheets as they are shown, with titles over and notes under them.

`read_xlsx(data, name)` and the others give a Source without pages: sheet after sheet in the order of the tabs.
"""

from __future__ import annotations

import hashlib

from ...errors import Code, GongwenError
from ...limits import DEFAULT, Limits
from ...model.source import Item, Remark, Source
from .blocks import read_sheet
from .model import Sheet

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
XLS = "application/vnd.ms-excel"
SPREADSHEETML = "application/xml"
CSV = "text/csv"
ODS = "application/vnd.oasis.opendocument.spreadsheet"


def read_xlsx(data: bytes, name: str, limits: Limits = DEFAULT) -> Source:
    """Read an Excel workbook.

    Errors (GongwenError): FILE_EMPTY, FILE_TOO_LARGE, FILE_ENCRYPTED, FILE_CORRUPT, UNSUPPORTED_FORMAT, TOO_MANY_ENTRIES,
    EXPANDS_TOO_FAR, TOO_MUCH_TEXT, TABLE_TOO_LARGE. Remarks: sheet_hidden, cells_hidden, formula_without_value, chart_sheet, chart,
    text_box, sheet_unreadable, part_unreadable.
    """
    from .xlsx import read_workbook

    remarks: list[Remark] = []
    sheets, meta = read_workbook(data, limits, remarks)
    return _source(data, name, XLSX, "xlsx", sheets, meta, limits, remarks)


def read_xls(data: bytes, name: str, limits: Limits = DEFAULT) -> Source:
    """Read a workbook in the binary format of Excel 97 and older (also Kingsoft ET). Errors and remarks as above."""
    from .xls import read_workbook

    if len(data) > limits.max_bytes:
        raise limits.exceeded("max_bytes", f"{len(data)} bytes")
    sheets, meta = read_workbook(data, limits)
    return _source(data, name, XLS, "xls", sheets, meta, limits, [])


def read_spreadsheetml(data: bytes, name: str, limits: Limits = DEFAULT) -> Source:
    """Read a workbook of Excel 2003 in one XML file. Errors and remarks as above."""
    from .spreadsheetml import read_workbook

    remarks: list[Remark] = []
    sheets, meta = read_workbook(data, limits, remarks)
    return _source(data, name, SPREADSHEETML, "spreadsheetml", sheets, meta, limits, remarks)


def read_ods(data: bytes, name: str, limits: Limits = DEFAULT) -> Source:
    """Read an OpenDocument workbook, in its container or as one XML file. Errors and remarks as above."""
    from .ods import read_workbook

    if len(data) > limits.max_bytes:
        raise limits.exceeded("max_bytes", f"{len(data)} bytes")
    sheets, meta = read_workbook(data, limits)
    return _source(data, name, ODS, "ods", sheets, meta, limits, [])


def read_csv(data: bytes, name: str, limits: Limits = DEFAULT) -> Source:
    """Read values parted by commas, tabs or semicolons; what is no table is read as plain text.

    Errors (GongwenError): ENCODING_UNKNOWN, FILE_EMPTY, TOO_MUCH_TEXT, TABLE_TOO_LARGE.
    """
    from .csv_rows import read_rows

    found = read_rows(data, limits)
    if found is None:
        from ..text import read_text

        return read_text(data, name, limits, markdown=False)
    sheet, encoding = found
    return _source(data, name, CSV, f"csv ({encoding})", [sheet], {}, limits, [])


def _source(
    data: bytes, name: str, media_type: str, reader: str, sheets: list[Sheet], meta: dict[str, str], limits: Limits, remarks: list[Remark]
) -> Source:
    items: list[Item] = []
    for number, sheet in enumerate(sheets):
        items += read_sheet(sheet, limits, first=number == 0)
        remarks += _remarks(sheet)
    if not items:
        if any(remark.severity == "error" for remark in remarks):
            raise GongwenError(Code.FILE_CORRUPT, "No sheet can be read.", hint="Open the workbook and save it anew.")
        raise GongwenError(Code.FILE_EMPTY, "No sheet has any text.")
    return Source(
        name=name,
        media_type=media_type,
        reader=reader,
        sha256=hashlib.sha256(data).hexdigest(),
        n_bytes=len(data),
        items=tuple(items),
        remarks=tuple(remarks),
        meta=meta,
    )


def _remarks(sheet: Sheet) -> list[Remark]:
    found = []
    if sheet.hidden and sheet.cells:
        found.append(Remark("sheet_hidden", f"The sheet {sheet.title} is hidden; it is not part of the text."))
    unseen = sum(1 for r, c in sheet.cells if r in sheet.hidden_rows or c in sheet.hidden_columns)
    if unseen and not sheet.hidden:
        found.append(Remark("cells_hidden", f"{unseen} cells of the sheet {sheet.title} are hidden; they are not part of the text."))
    if sheet.without_value:
        message = f"{sheet.without_value} formulas of the sheet {sheet.title} have no result in the file; save it in a spreadsheet program."
        found.append(Remark("formula_without_value", message))
    return found


__all__ = ["CSV", "ODS", "SPREADSHEETML", "XLS", "XLSX", "read_csv", "read_ods", "read_spreadsheetml", "read_xls", "read_xlsx"]
