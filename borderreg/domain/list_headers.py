"""Finding the header row of a list: any order of columns, titles and merged cells above it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from borderreg.domain.columns import COLUMNS, Column
from borderreg.domain.names import plain_text

FEWEST_COLUMNS = 3
"""A row that names fewer columns is no header."""
_NEIGHBOURS = 2
"""How many rows above or below may belong to the header when cells are merged over rows."""
_SEARCHED_ROWS = 60
_LONGEST_HEADING = 120


@dataclass(frozen=True, slots=True)
class Header:
    """Say which column stands where (index → column), and at which places of the sequence the header lies."""

    columns: Mapping[int, Column]
    first: int
    last: int

    @property
    def absent(self) -> tuple[Column, ...]:
        """Return the required columns that the header does not name."""
        named = set(self.columns.values())
        return tuple(column for column, info in COLUMNS.items() if info.required and column not in named)


def heading_key(text: str) -> str:
    """Return a heading without case, accents, spaces and punctuation."""
    return "".join(character for character in plain_text(text) if character.isalnum())


HEADINGS: dict[str, Column] = {
    heading_key(heading): column
    for column, info in COLUMNS.items()
    for heading in (column.value, info.vi, info.en, info.zh, *info.other_headings)
}


def recognise_heading(cell: object) -> Column | None:
    """Return the column that a heading names by its text, without or within its brackets."""
    if not isinstance(cell, str) or len(cell) > _LONGEST_HEADING:
        return None
    outside = re.sub(r"[(（\[].*?[)）\]]", " ", cell, flags=re.DOTALL)
    inside = re.findall(r"[(（\[](.*?)[)）\]]", cell, flags=re.DOTALL)
    for text in (cell, outside, *outside.splitlines(), *inside):
        column = HEADINGS.get(heading_key(text))
        if column is not None:
            return column
    return None


def recognise_header(cells: Sequence[object]) -> dict[int, Column]:
    """Return which cells of a row name a column (index → column); the first of two equal headings counts."""
    found: dict[int, Column] = {}
    for index, cell in enumerate(cells):
        column = recognise_heading(cell)
        if column is not None and column not in found.values():
            found[index] = column
    return found


def find_header(rows: Sequence[Sequence[object]]) -> Header | None:
    """Return the first header among the rows, else None; merged headers may spread over neighbouring rows."""
    named = [recognise_header(cells) for cells in rows[:_SEARCHED_ROWS]]
    for place, columns in enumerate(named):
        if len(columns) >= FEWEST_COLUMNS:
            return _with_neighbours(named, place)
    return None


def _with_neighbours(named: Sequence[dict[int, Column]], place: int) -> Header:
    columns = dict(named[place])
    first = last = place
    for above in range(place - 1, max(place - 1 - _NEIGHBOURS, -1), -1):
        if not _add(columns, named[above], replace=False):
            break
        first = above
    for below in range(place + 1, min(place + 1 + _NEIGHBOURS, len(named))):
        if not _add(columns, named[below], replace=True):
            break
        last = below
    return Header(columns=columns, first=first, last=last)


def _add(columns: dict[int, Column], more: Mapping[int, Column], *, replace: bool) -> bool:
    """Add what a neighbouring row names and is not known yet; a lower row is the more exact one."""
    fresh = {index: column for index, column in more.items() if column not in columns.values()}
    if not replace:
        fresh = {index: column for index, column in fresh.items() if index not in columns}
    columns.update(fresh)
    return bool(fresh)
