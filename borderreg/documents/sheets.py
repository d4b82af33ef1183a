"""Tables as CSV and XLSX that a spreadsheet opens without running anything and without losing zeros."""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Any

from borderreg.documents.tables import Cell, Column, ColumnKind, Table
from borderreg.domain.periods import HANOI

BOM = "\ufeff"  # without it Excel reads UTF-8 as the local code page
# What starts a formula in Excel or LibreOffice (OWASP, CSV injection), full-width forms of a Chinese locale
# included, and the control characters that spreadsheets strip before they look.
DANGEROUS = frozenset("=+-@\t\r\n＝＋－＠")
XLSX_ROWS = 1_048_575  # below the header
XLSX_TEXT = 32_767
_FORMATS = {
    ColumnKind.TEXT: "@",
    ColumnKind.INTEGER: "#,##0",
    ColumnKind.DECIMAL: "#,##0.00",
    ColumnKind.PERCENT: "0.0%",
    ColumnKind.DATE: "dd/mm/yyyy",
    ColumnKind.DATETIME: "dd/mm/yyyy hh:mm",
}
_WIDTHS = {ColumnKind.TEXT: 24, ColumnKind.DATETIME: 17}


def safe_text(text: str) -> str:
    """Return text that no spreadsheet takes for a formula: a dangerous first character gets an apostrophe."""
    return f"'{text}" if text[:1] in DANGEROUS else text


def as_csv(table: Table) -> bytes:
    """Return the table as CSV (RFC 4180): UTF-8 with a mark, CRLF, header of labels.

    Text that would be a formula is neutralised; numbers stay as they are. Dates are ISO, instants local time.
    """
    out = StringIO(newline="")
    out.write(BOM)
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([safe_text(column.label) for column in table.columns])
    for row in _checked(table):
        writer.writerow([_csv_cell(cell) for cell in row])
    return out.getvalue().encode("utf-8")


def _csv_cell(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return _local(cell).strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, str):
        return safe_text(unicodedata.normalize("NFC", cell))
    return str(cell)


def as_xlsx(table: Table) -> bytes:
    """Return the table as a workbook: real types, frozen bold header, text never a formula or a link.

    Rows are streamed to a temporary file, so memory stays flat. Raises ValueError for more rows than a sheet
    holds and for text longer than a cell holds.
    """
    return as_workbook([table], title=table.title)


def as_workbook(tables: Sequence[Table], *, title: str) -> bytes:
    """Return several tables as the sheets of one workbook, as `as_xlsx` writes one; titles may repeat."""
    from xlsxwriter import Workbook  # noqa: PLC0415 (heavy, and needed by exports only)

    out = BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(out, {**options, "strings_to_numbers": False}) as workbook:  # removes its temporary files
        workbook.set_properties({"title": title, "created": datetime(2000, 1, 1)})  # noqa: DTZ001 (fixed)
        styles = {kind: workbook.add_format({"num_format": pattern}) for kind, pattern in _FORMATS.items()}
        bold = workbook.add_format({"bold": True, "bottom": 1, "text_wrap": True})
        for number, table in enumerate(tables, 1):
            name = table.title if len(tables) == 1 else f"{number}. {table.title}"
            sheet = workbook.add_worksheet(sheet_name(name))
            _write_header(sheet, table.columns, bold, styles)
            _write_rows(sheet, table, styles)
    return out.getvalue()


def _write_rows(sheet: Any, table: Table, styles: dict[ColumnKind, Any]) -> None:
    for number, row in enumerate(_checked(table), 1):
        if number > XLSX_ROWS:
            raise ValueError(f"more than {XLSX_ROWS} rows do not fit a sheet")
        for place, (column, cell) in enumerate(zip(table.columns, row, strict=True)):
            _write_cell(sheet, number, place, cell, styles[column.kind])


def _write_header(sheet: Any, columns: tuple[Column, ...], bold: Any, styles: dict[ColumnKind, Any]) -> None:
    sheet.freeze_panes(1, 0)
    for place, column in enumerate(columns):
        width = max(_WIDTHS.get(column.kind, 12), min(len(column.label) + 2, 40))
        sheet.set_column(place, place, width, styles[column.kind])
        sheet.write_string(0, place, column.label, bold)


def _write_cell(sheet: Any, row: int, place: int, cell: Cell, style: Any) -> None:
    if cell is None:
        return
    if isinstance(cell, str):
        if len(cell) > XLSX_TEXT:
            raise ValueError("text longer than a cell holds")
        sheet.write_string(row, place, unicodedata.normalize("NFC", cell), style)
    elif isinstance(cell, datetime):
        sheet.write_datetime(row, place, _local(cell).replace(tzinfo=None), style)
    elif isinstance(cell, date):
        sheet.write_datetime(row, place, cell, style)
    else:
        sheet.write_number(row, place, cell, style)


def sheet_name(title: str) -> str:
    """Return a title as a sheet may be called: at most 31 characters, none of those that Excel forbids."""
    name = "".join(" " if character in "[]:*?/\\" else character for character in title).strip(" '")
    return unicodedata.normalize("NFC", name)[:31].rstrip(" '") or "Bảng"


def _checked(table: Table) -> Iterator[tuple[Cell, ...]]:
    for row in table.rows:
        if len(row) != len(table.columns):
            raise ValueError(f"a row of {len(row)} cells in a table of {len(table.columns)} columns")
        if any(isinstance(cell, bool) or not isinstance(cell, _CELLS) for cell in row):
            raise TypeError("a cell is text, a number, a date, an instant or nothing")
        yield row


_CELLS = (str, int, float, Decimal, date, type(None))


def _local(instant: datetime) -> datetime:
    if instant.tzinfo is None:
        raise ValueError("an instant has a time zone")
    return instant.astimezone(HANOI)
