"""Where a sheet's header lies and what its columns probably are, for somebody to confirm."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from borderreg.domain.columns import Column
from borderreg.domain.list_cells import cell_text, is_blank
from borderreg.domain.list_columns import guess_columns, is_template
from borderreg.domain.list_headers import find_header
from borderreg.services.workbooks.rows import find_people
from borderreg.services.workbooks.sheets import Sheet, SheetRow

SAMPLES = 3
GUESSED_FROM = 20
_SEARCHED_ROWS = 60
_FEWEST_GUESSES = 2


@dataclass(frozen=True, slots=True)
class Layout:
    """Hold the headings from the first column on, what each is taken for, sample rows, and the rows below."""

    heading_row: int
    headings: tuple[str, ...]
    guessed: tuple[Column | None, ...]
    samples: tuple[tuple[object, ...], ...]
    rows: tuple[SheetRow, ...]
    is_template: bool


def lay_out(sheet: Sheet) -> Layout | None:
    """Find the header of a sheet, also one whose headings are only partly known; None when there is none."""
    header = find_header([row.cells for row in sheet.rows])
    first, last = (header.first, header.last) if header else _likely_header(sheet.rows)
    if last < 0:
        return None
    below = sheet.rows[last + 1 :]
    headings = _headings(sheet.rows[first : last + 1], width=_width(below))
    guessed = list(guess_columns(headings, [row.cells for row in below[:GUESSED_FROM]]))
    if header is not None:
        for index, column in header.columns.items():
            guessed = [None if known is column else known for known in guessed]
            guessed[index] = column
    columns = {index: column for index, column in enumerate(guessed) if column is not None}
    people = {number for number, _ in find_people(below[:200], columns=columns, is_text=sheet.is_text)}
    chosen = [row.cells for row in below if row.number in people] or [row.cells for row in below]
    return Layout(
        heading_row=sheet.rows[last].number,
        headings=headings,
        guessed=tuple(guessed),
        samples=tuple(chosen[:SAMPLES]),
        rows=below,
        is_template=is_template(headings),
    )


def _likely_header(rows: Sequence[SheetRow]) -> tuple[int, int]:
    """Return the place of the row whose texts sound most like headings, (0, -1) when none does."""
    scores = []
    for place, row in enumerate(rows[:_SEARCHED_ROWS]):
        texts = [cell_text(cell) if isinstance(cell, str) else "" for cell in row.cells]
        scores.append((sum(column is not None for column in guess_columns(texts, [])), -place))
    best, place = max(scores, default=(0, 0))
    return (-place, -place) if best >= _FEWEST_GUESSES else (0, -1)


def _width(rows: Sequence[SheetRow]) -> int:
    """Return how many columns from the first one hold anything."""
    return max((i + 1 for row in rows for i, cell in enumerate(row.cells) if not is_blank(cell)), default=0)


def _headings(rows: Sequence[SheetRow], *, width: int) -> tuple[str, ...]:
    """Return the lowest text of each column of the header: it is the most exact one."""
    width = max(width, *(len(row.cells) for row in rows))
    headings = [""] * width
    for row in rows:
        for index, cell in enumerate(row.cells):
            headings[index] = cell_text(cell) or headings[index]
    return tuple(headings)
