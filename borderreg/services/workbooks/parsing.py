"""Parsing one .xlsx into plain values, run only inside the child process."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from io import BytesIO
from typing import Any

import python_calamine as calamine

from borderreg.domain.list_headers import find_header
from borderreg.services.workbooks.archive import open_archive
from borderreg.services.workbooks.limits import MAX_OUTPUT, MAX_SHEETS, MAX_TEXT, ROW_LIMIT, SPARE_ROWS
from borderreg.services.workbooks.refusals import FileRefusal, FileRefused
from borderreg.services.workbooks.sheet_xml import SheetFacts, scan_sheet, visible_sheets


@dataclass(slots=True)
class _Rows:
    """Hold the rows read so far: number, encoded cells, whether the row is one cell merged across."""

    rows: list[tuple[int, list[Any], bool]] = field(default_factory=list)
    truncated_at: int | None = None
    size: int = 0


def parse_workbook(stream: BytesIO) -> dict[str, Any]:
    """Return the first visible sheet with a header (else the first with content) as JSON values."""
    archive = open_archive(stream.getvalue())
    parts = list(visible_sheets(archive).items())[:MAX_SHEETS]
    scanned = [(name, scan_sheet(archive, part)) for name, part in parts]
    fallback: dict[str, Any] | None = None
    with _open(stream) as workbook:
        for name, facts in scanned:
            read = _read_sheet(workbook, name=name, facts=facts)
            found = {"name": name, "rows": read.rows, "truncated_at": read.truncated_at}
            if find_header([cells for _, cells, _ in read.rows]) is not None:
                return found
            if read.rows and fallback is None:
                fallback = found
    if fallback is None:
        raise FileRefused(FileRefusal.NO_SHEET)
    return fallback


def _open(stream: BytesIO) -> calamine.CalamineWorkbook:
    try:
        return calamine.CalamineWorkbook.from_filelike(stream)
    except calamine.PasswordError as error:
        raise FileRefused(FileRefusal.PASSWORD) from error
    except (calamine.CalamineError, OSError, ValueError) as error:
        raise FileRefused(FileRefusal.DAMAGED) from error


def _read_sheet(workbook: calamine.CalamineWorkbook, *, name: str, facts: SheetFacts) -> _Rows:
    read = _Rows()
    for number, cells in _numbered_rows(workbook, name=name, facts=facts):
        if len(read.rows) >= ROW_LIMIT + SPARE_ROWS:
            read.truncated_at = number
            break
        read.size += sum(len(cell) for cell in cells if isinstance(cell, str)) + 8 * len(cells)
        if read.size > MAX_OUTPUT:
            raise FileRefused(FileRefusal.TOO_HEAVY)
        read.rows.append((number, cells, number in facts.merged_across))
    return read


def _numbered_rows(
    workbook: calamine.CalamineWorkbook, *, name: str, facts: SheetFacts
) -> Iterator[tuple[int, list[Any]]]:
    """Yield each row that says something: its number in the sheet, its cells from column A on.

    What is merged downwards stands in each of its rows, but makes no row of its own.
    """
    try:
        rows = workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
    except (calamine.CalamineError, ValueError) as error:
        raise FileRefused(FileRefusal.DAMAGED) from error
    held: dict[int, tuple[int, Any]] = {}
    for number, values in enumerate(rows, start=1):
        cells = [_encode(value, facts.is_formula(number, index)) for index, value in enumerate(values)]
        says_something = any(cell is not None for cell in cells)
        for index, (last_row, value) in held.items():
            if number <= last_row and index < len(cells) and cells[index] is None:
                cells[index] = value
        for index, last_row in facts.merged_down.get(number, {}).items():
            held[index] = (last_row, cells[index] if index < len(cells) else None)
        if says_something:
            yield number, cells


def _encode(value: object, formula: bool) -> Any:
    """Return a cell as a JSON value: text, number, bool or None as they are, others as [kind, text]."""
    if formula:
        return ["formula", str(value)[:MAX_TEXT]]
    if isinstance(value, str):
        return value[:MAX_TEXT] if value.strip() else None
    if isinstance(value, bool):
        return value
    if isinstance(value, int | float):
        return value if value == value and abs(value) != float("inf") else None
    if isinstance(value, datetime):
        return ["datetime", value.isoformat()]
    if isinstance(value, date):
        return ["date", value.isoformat()]
    return str(value)[:MAX_TEXT]
