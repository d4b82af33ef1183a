"""Slips for the workers: a code of 35 mm, what it is for, where to call from abroad; six on a sheet.

A slip shows name, birth year and dates but no identity number, paper or address: a lost one exposes little.
"""

from __future__ import annotations

from borderreg.documents import qr, text, words
from borderreg.documents.paper import ContactPoint, ListPaper, PaperRow
from borderreg.documents.press import MM, PORTRAIT, SAFE_MM, Press, quiet
from borderreg.documents.text import Face, Style

COLUMNS, ROWS = 2, 3
A_PAGE = COLUMNS * ROWS
MOST_CONTACTS = 3  # more would be too small to read
WIDE, HIGH = PORTRAIT[0] / COLUMNS, PORTRAIT[1] / ROWS
EDGE = 6.0  # millimetres kept free inside a slip
_TITLE = Style(Face.BOLD, 10, 12)
_TITLE_ZH = Style(Face.CHINESE, 8.5, 11)
_NAME = Style(Face.BOLD, 12.5, 14)
_LONG_NAME = Style(Face.BOLD, 10, 11.5)
_FACT = Style(Face.REGULAR, 9.5, 11.5)
_CODE = Style(Face.BOLD, 10.5, 13)
_SMALL = Style(Face.REGULAR, 7.5, 9)
_ADVICE = Style(Face.REGULAR, 8.5, 9.8)
_ADVICE_ZH = Style(Face.CHINESE, 7.5, 9.6)
_PHONE = Style(Face.BOLD, 8.5, 10)
_LINK_HIGH = 7.0  # millimetres that the short address takes beside the code; left out where facts need them
_SYMBOL_WIDE = 41.5  # with the quiet zone on both sides


def page_count(people: int) -> int:
    """Return how many pages the slips take."""
    return -(-people // A_PAGE)


def draw(press: Press, paper: ListPaper) -> None:
    """Draw the slips of everybody on the list, with lines to cut along."""
    for start in range(0, len(paper.rows), A_PAGE):
        press.new_page(PORTRAIT)
        _draw_cut_lines(press)
        for place, row in enumerate(paper.rows[start : start + A_PAGE]):
            down, across = divmod(place, COLUMNS)
            _draw_slip(press, paper, row, across * WIDE, down * HIGH)


def _draw_cut_lines(press: Press) -> None:
    for number in range(1, COLUMNS):
        press.line(number * WIDE, SAFE_MM, number * WIDE, PORTRAIT[1] - SAFE_MM, points=0.3, dashed=True)
    for number in range(1, ROWS):
        press.line(SAFE_MM, number * HIGH, PORTRAIT[0] - SAFE_MM, number * HIGH, points=0.3, dashed=True)


def _draw_slip(press: Press, paper: ListPaper, row: PaperRow, left: float, top: float) -> None:
    y = top + EDGE + 2.6
    press.write(words.SLIP_TITLE_VI, left + EDGE, y, _TITLE)
    press.write(words.SLIP_TITLE_ZH, left + EDGE, y + 4.4, _TITLE_ZH)
    press.write(paper.header.issuing_body, left + WIDE - EDGE, y + 4.4, _SMALL, align="right")
    if paper.prints.slips > 1:
        press.write(words.reprint(paper.prints.slips), left + WIDE - EDGE, y, _SMALL, align="right")
    below = _draw_code(press, row, left + EDGE, y + 8.2)
    beside = left + EDGE + _SYMBOL_WIDE + 1
    end = _draw_facts(press, paper, row, beside, y + 12)
    if paper.short_link and end < below - _LINK_HIGH:
        press.write(words.SLIP_LINK, beside, below - 6, _SMALL)
        press.write(paper.short_link, beside, below - 2.4, _FACT)
    press.line(left + EDGE, below, left + WIDE - EDGE, below, points=0.4)
    below = _draw_advice(press, left + EDGE, below + 3.4)
    _draw_contacts(press, paper.contacts, left + EDGE, below + 0.8)


def _draw_code(press: Press, row: PaperRow, left: float, top: float) -> float:
    digits = row.digits or ""
    size = qr.modules_along(digits)
    free = quiet(size, qr.SLIP_SYMBOL_MM)
    side = qr.side_mm(size, qr.SLIP_SYMBOL_MM)
    press.symbol(digits, left + (_SYMBOL_WIDE - side) / 2, top, at_least=qr.SLIP_SYMBOL_MM)
    y = top + side + free + 2.4
    press.write(row.entry_code or "", left + _SYMBOL_WIDE / 2, y, _CODE, align="centre")
    return y + 2.2


def _draw_facts(press: Press, paper: ListPaper, row: PaperRow, left: float, y: float) -> float:
    room = (WIDE - 2 * EDGE - _SYMBOL_WIDE - 1) * MM
    y = _write_wrapped(press, row.name, left, y, room, (_NAME, _LONG_NAME))
    facts = (
        f"Sinh năm {row.birth[:4]} · {words.SEXES[row.sex]}",
        f"Danh sách {paper.number} · STT {row.row}",
        f"Từ {words.short_date(row.valid_from)}",
        f"đến hết {words.short_date(row.valid_to)}",
    )
    for fact in facts:
        y = press.write_lines(text.wrap(fact, _FACT, room), left, y + 0.4, _FACT)
    if row.gates:
        gates = f"Cửa khẩu: {', '.join(row.gates)}"
        y = _write_wrapped(press, gates, left, y + 0.4, room, (_FACT, _SMALL))
    return y


def _write_wrapped(
    press: Press, line: str, left: float, y: float, room: float, styles: tuple[Style, Style]
) -> float:
    """Write a line wrapped in the usual style, or in the smaller one when that would take three lines."""
    usual, small = styles
    lines = text.wrap(line, usual, room)
    if len(lines) < 3:
        return press.write_lines(lines, left, y, usual)
    return press.write_lines(text.wrap(line, small, room), left, y, small)


def _draw_advice(press: Press, left: float, y: float) -> float:
    room = (WIDE - 2 * EDGE) * MM
    for sentence in words.SLIP_ADVICE_VI:
        y = press.write_lines(text.wrap(sentence, _ADVICE, room), left, y, _ADVICE)
    for sentence in words.SLIP_ADVICE_ZH:
        y = press.write_lines(text.wrap(sentence, _ADVICE_ZH, room), left, y, _ADVICE_ZH)
    return y


def _draw_contacts(press: Press, contacts: tuple[ContactPoint, ...], left: float, y: float) -> None:
    """Write the first three contact points; a long pair of labels is set smaller, down to 6 points."""
    for contact in contacts[:MOST_CONTACTS]:
        phone = press.write(contact.phone, left + WIDE - 2 * EDGE, y, _PHONE, align="right")
        room = (WIDE - 2 * EDGE - phone - 2) * MM
        label, chinese = _fitting(contact, room)
        wide = press.write(contact.label_vi, left, y, label)
        press.write(contact.label_zh, left + wide + 1.2, y, chinese)
        y += _PHONE.leading / MM


def _fitting(contact: ContactPoint, room: float) -> tuple[Style, Style]:
    needed = text.width(contact.label_vi, _ADVICE) + text.width(contact.label_zh, _ADVICE_ZH) + 1.2 * MM
    scale = max(min(1.0, room / needed), 0.75)
    label, chinese = (Style(style.face, style.size * scale, style.leading) for style in (_ADVICE, _ADVICE_ZH))
    return label, chinese
