"""Tables as text: the encodings and separators that spreadsheets in Vietnam write."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterator
from io import StringIO
from itertools import islice

from borderreg.domain.list_headers import recognise_header
from borderreg.services.workbooks.limits import MAX_COLUMNS, MAX_TEXT, ROW_LIMIT, SPARE_ROWS
from borderreg.services.workbooks.refusals import FileRefusal, FileRefused
from borderreg.services.workbooks.sheets import Sheet, SheetRow

SEPARATORS = (",", ";", "\t")
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_LOOKED_AT = 60


def decode_text(data: bytes) -> str:
    """Return the text of a file: UTF-8, UTF-16 with or without mark, else Windows-1258; else FileRefused."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _decode(data, encoding)
    sample = data[:4000]
    if sample[1::2].count(0) > len(sample) // 5:
        return _decode(data, "utf-16-le")
    if sample[::2].count(0) > len(sample) // 5:
        return _decode(data, "utf-16-be")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _decode(data, "cp1258")


def _decode(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise FileRefused(FileRefusal.ENCODING) from error


def read_text_table(data: bytes) -> Sheet:
    """Return the rows of a .csv; row numbers are those that a spreadsheet would show."""
    text = decode_text(data)
    separator = find_separator(text)
    rows: list[SheetRow] = []
    truncated_at = None
    for number, cells in _records(text, separator):
        if not any(cell.strip() for cell in cells):
            continue
        if len(rows) >= ROW_LIMIT + SPARE_ROWS:
            truncated_at = number
            break
        kept = tuple(cell[:MAX_TEXT] if cell.strip() else None for cell in cells[:MAX_COLUMNS])
        rows.append(SheetRow(number=number, cells=kept))
    if not rows:
        raise FileRefused(FileRefusal.NO_SHEET)
    return Sheet(name="", rows=tuple(rows), truncated_at=truncated_at, is_text=True)


def find_separator(text: str) -> str:
    """Return the separator that makes most headings known, else the one that makes most cells."""

    def score(separator: str) -> tuple[int, int]:
        rows = [cells for _, cells in islice(_records(text[:200_000], separator), _LOOKED_AT)]
        named = max((len(recognise_header(cells)) for cells in rows), default=0)
        return named, sum(len(cells) for cells in rows)

    return max(SEPARATORS, key=score)


def _records(text: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    try:
        yield from enumerate(csv.reader(StringIO(text, newline=""), delimiter=separator), start=1)
    except csv.Error as error:
        raise FileRefused(FileRefusal.DAMAGED) from error
