"""A sheet as it was read: rows that say something, with the numbers they have in the file."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SheetRow:
    """Hold one row: its number in the sheet (from 1), its cells, and whether it is one cell merged across it.

    A cell is None, a text, a number, a bool, a date or datetime, or a `Formula`.
    """

    number: int
    cells: tuple[object, ...]
    merged_across: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """Hold the rows of the sheet with the list; `truncated_at` is the first row not read, else None."""

    name: str
    rows: tuple[SheetRow, ...]
    truncated_at: int | None = None
    is_text: bool = False
    """True for .csv, where no cell has a type."""


def column_letters(index: int) -> str:
    """Return the spreadsheet's letters of a column (0 is A)."""
    letters = ""
    number = index + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def cell_name(row: int, index: int) -> str:
    """Return a cell's name such as D7; row counts from 1, index from 0."""
    return f"{column_letters(index)}{row}"
