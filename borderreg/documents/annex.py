"""The annex of a printed list: a grid with one code a person, far enough apart for a camera's reticle.

Twenty a page: a cell is 41 by 48 mm for symbols of 30 to 35 mm, so that a reticle up to twice as wide as the
symbol never holds two whole ones, wherever it points. Twenty-four would leave no room for the quiet zone and
a long name.
"""

from __future__ import annotations

from collections.abc import Sequence

from borderreg.documents import qr, text, words
from borderreg.documents.paper import ListPaper, PaperRow
from borderreg.documents.press import MM, PORTRAIT, Press
from borderreg.documents.text import Face, Style

COLUMNS, ROWS = 4, 5
A_PAGE = COLUMNS * ROWS
LEFT, RIGHT = 27.5, 192.5  # binding 27.5 mm: symbols stay inside 30 mm, only their quiet zone reaches further
TOP = 34.0  # of the first symbols
CELL_WIDE, CELL_HIGH = (RIGHT - LEFT) / COLUMNS, 48.6
_TITLE = Style(Face.BOLD, 12, 14)
_RELATION = Style(Face.ITALIC, 10.5, 13)
_PAGE = Style(Face.REGULAR, 12, 14)
_NAME = Style(Face.BOLD, 9, 10)
_LONG_NAME = Style(Face.BOLD, 7.5, 8.5)
_CODE = Style(Face.REGULAR, 9, 10)


def page_count(people: int) -> int:
    """Return how many pages the annex takes."""
    return -(-people // A_PAGE)


def draw(press: Press, paper: ListPaper, *, first_page: int) -> None:
    """Draw all pages of the annex; page numbers go on from `first_page`."""
    for number in range(page_count(len(paper.rows))):
        press.new_page(PORTRAIT)
        _draw_head(press, paper, page=first_page + number)
        for place, row in enumerate(paper.rows[number * A_PAGE : (number + 1) * A_PAGE]):
            _draw_person(press, row, place)


def _draw_head(press: Press, paper: ListPaper, *, page: int) -> None:
    centre = (LEFT + RIGHT) / 2
    press.write(str(page), PORTRAIT[0] / 2, 14, _PAGE, align="centre")
    press.write(words.ANNEX, centre, 23, _TITLE, align="centre")
    line = words.annex_relation(paper)
    press.write_lines(_one_line(line, RIGHT - LEFT), centre, 28.5, _RELATION, align="centre")


def _one_line(line: str, wide: float) -> Sequence[str]:
    return text.wrap(line, _RELATION, wide * MM)


def _draw_person(press: Press, row: PaperRow, place: int) -> None:
    down, across = divmod(place, COLUMNS)
    digits = row.digits or ""
    side = qr.side_mm(qr.modules_along(digits))
    centre = LEFT + (across + 0.5) * CELL_WIDE
    top = TOP + down * CELL_HIGH
    press.symbol(digits, centre - side / 2, top, at_least=qr.SYMBOL_MM)
    lines, style = _name_lines(f"{row.row}. {row.name}")
    y = press.write_lines(lines, centre, top + side + 5.2, style, align="centre")
    y += (_CODE.leading - style.leading) / MM
    press.write(row.entry_code or "", centre, y, _CODE, align="centre")


def _name_lines(label: str) -> tuple[Sequence[str], Style]:
    """Set a long name smaller, so that it takes no third line."""
    room = (CELL_WIDE - 5) * MM
    lines = text.wrap(label, _NAME, room)
    return (lines, _NAME) if len(lines) < 3 else (text.wrap(label, _LONG_NAME, room), _LONG_NAME)
