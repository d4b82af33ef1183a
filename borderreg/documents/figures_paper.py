"""A table of figures as a PDF: as many pages as needed, a wide one in parts that repeat the first column."""

from __future__ import annotations

from borderreg.documents.letter import ITALIC, Letter, LetterColumn
from borderreg.documents.tables import Cell, Table

WIDE = 162.0
FIRST = 62.0
NUMBER = 25.0
PER_PART = int((WIDE - FIRST) // NUMBER)


def as_pdf(table: Table, *, author: str, under: str, notes: tuple[str, ...] = ()) -> bytes:
    """Return the table as a PDF; `under` says period and instant, `notes` how it was counted."""
    letter = Letter(title=table.title, author=author, foot=f"{author} · {under}")
    letter.title(table.title.upper(), under=under)
    letter.y += 4
    rows = [[_written(cell) for cell in row] for row in table.rows]
    numbers = range(1, len(table.columns))
    for start in range(0, max(len(numbers), 1), PER_PART):
        part = numbers[start : start + PER_PART]
        columns = [LetterColumn(table.columns[0].label, WIDE - NUMBER * len(part))]
        columns += [LetterColumn(table.columns[place].label, NUMBER, "right") for place in part]
        letter.table(columns, [[row[0], *(row[place] for place in part)] for row in rows])
    for note in notes:
        letter.paragraph(note, ITALIC)
    return letter.finish()


def _written(cell: Cell) -> str:
    if isinstance(cell, int):
        return f"{cell:,}".replace(",", ".")
    return "" if cell is None else str(cell)
