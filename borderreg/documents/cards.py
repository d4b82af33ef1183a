"""Cards of the size of an identity card, to cut out of A4 sheets and laminate: ten a sheet, with cut marks.

A card of 85.6 by 54 mm (ISO/IEC 7810, ID-1) has room for a code of 35 mm with its quiet zone, name, birth
year, dates and one telephone; as a slip it shows no identity number, paper or address.
"""

from __future__ import annotations

from borderreg.documents import qr, text, words
from borderreg.documents.paper import ListPaper, PaperRow
from borderreg.documents.press import MM, PORTRAIT, Press, quiet
from borderreg.documents.text import Face, Style

COLUMNS, ROWS = 2, 5
A_PAGE = COLUMNS * ROWS
WIDE, HIGH = 85.6, 54.0
LEFT, TOP = (PORTRAIT[0] - COLUMNS * WIDE) / 2, (PORTRAIT[1] - ROWS * HIGH) / 2
MARK = 5.0  # millimetres, outside the cards only: nothing is left on a card that is cut a little too large
EDGE = 3.0  # kept free inside a card
_SYMBOL_WIDE = 41.5  # with the quiet zone on both sides
_TITLE = Style(Face.BOLD, 7.5, 9)
_TITLE_ZH = Style(Face.CHINESE, 6.5, 8)
_NAME = Style(Face.BOLD, 10.5, 11.5)
_LONG_NAME = Style(Face.BOLD, 8.5, 9.5)
_FACT = Style(Face.REGULAR, 8, 9.4)
_SMALL = Style(Face.REGULAR, 6.5, 7.6)
_CODE = Style(Face.BOLD, 9.5, 11)


def page_count(people: int) -> int:
    """Return how many pages the cards take."""
    return -(-people // A_PAGE)


def draw(press: Press, paper: ListPaper) -> None:
    """Draw a card for everybody on the list, with marks to cut along."""
    for start in range(0, len(paper.rows), A_PAGE):
        press.new_page(PORTRAIT)
        _draw_cut_marks(press)
        for place, row in enumerate(paper.rows[start : start + A_PAGE]):
            down, across = divmod(place, COLUMNS)
            _draw_card(press, paper, row, LEFT + across * WIDE, TOP + down * HIGH)


def _draw_cut_marks(press: Press) -> None:
    right, bottom = LEFT + COLUMNS * WIDE, TOP + ROWS * HIGH
    for number in range(COLUMNS + 1):
        x = LEFT + number * WIDE
        press.line(x, TOP - 1 - MARK, x, TOP - 1, points=0.3)
        press.line(x, bottom + 1, x, bottom + 1 + MARK, points=0.3)
    for number in range(ROWS + 1):
        y = TOP + number * HIGH
        press.line(LEFT - 1 - MARK, y, LEFT - 1, y, points=0.3)
        press.line(right + 1, y, right + 1 + MARK, y, points=0.3)


def _draw_card(press: Press, paper: ListPaper, row: PaperRow, left: float, top: float) -> None:
    _draw_code(press, row, left + 0.6, top + 0.8)
    _draw_facts(press, paper, row, left + _SYMBOL_WIDE + 0.8, top + EDGE + 3)
    foot = top + HIGH - EDGE
    press.write(words.CARD_NOTE, left + EDGE, foot, _SMALL)
    mark = words.reprint(paper.prints.cards) if paper.prints.cards > 1 else ""
    press.write(mark, left + WIDE - EDGE, foot, _SMALL, align="right")


def _draw_code(press: Press, row: PaperRow, left: float, top: float) -> None:
    digits = row.digits or ""
    size = qr.modules_along(digits)
    free, side = quiet(size, qr.SLIP_SYMBOL_MM), qr.side_mm(size, qr.SLIP_SYMBOL_MM)
    press.symbol(digits, left + (_SYMBOL_WIDE - side) / 2, top + free, at_least=qr.SLIP_SYMBOL_MM)
    below = top + side + 2 * free + 2.6
    press.write(row.entry_code or "", left + _SYMBOL_WIDE / 2, below, _CODE, align="centre")


def _draw_facts(press: Press, paper: ListPaper, row: PaperRow, left: float, y: float) -> None:
    room = WIDE - _SYMBOL_WIDE - 0.8 - EDGE
    y = press.write_lines([words.CARD_TITLE_VI], left, y, _TITLE)
    y = press.write_lines([words.CARD_TITLE_ZH], left, y, _TITLE_ZH) + 1.6
    y = _write_name(press, row.name, left, y, room)
    facts = (
        f"Sinh năm {row.birth[:4]} · {words.SEXES[row.sex]}",
        f"Danh sách {paper.number} · STT {row.row}",
        f"Từ {words.short_date(row.valid_from)}",
        f"đến hết {words.short_date(row.valid_to)}",
    )
    for fact in facts:
        y = press.write_lines(text.wrap(fact, _FACT, room * MM), left, y, _FACT)
    gates = text.wrap(", ".join(row.gates), _SMALL, room * MM)[:2]
    y = press.write_lines(gates, left, y, _SMALL)
    if paper.contacts:
        press.write(f"Cần giúp đỡ: {paper.contacts[0].phone}", left, y + 0.6, _FACT)


def _write_name(press: Press, name: str, left: float, y: float, room: float) -> float:
    """Write a name in one or two lines, a long one smaller."""
    usual = text.wrap(name, _NAME, room * MM)
    if len(usual) <= 2:
        return press.write_lines(usual, left, y, _NAME)
    return press.write_lines(text.wrap(name, _LONG_NAME, room * MM), left, y, _LONG_NAME)
