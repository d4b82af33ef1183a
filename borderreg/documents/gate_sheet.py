"""The paper for a gate without power: a certified list with boxes for days and ways, times written by hand.

It carries no code to scan and no identity number; what it says is keyed in afterwards with the true times.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from borderreg.documents import text, words
from borderreg.documents.press import LANDSCAPE, MM, Press
from borderreg.documents.text import Face, Style
from borderreg.documents.work_list import Printed

LEFT, RIGHT, TOP, BOTTOM = 12.0, 285.0, 14.0, 196.0
HIGH = 8.6  # of a row: room for a time by hand
WIDTHS = (9.0, 54.0, 20.0, 14.0, 24.0, 30.0)
HEADINGS = ("STT", "Họ, chữ đệm và tên", "Sinh", "Số cuối", "Giấy tờ", "Mã tra cứu")
_TITLE = Style(Face.BOLD, 13, 16)
_LINE = Style(Face.REGULAR, 9, 11)
_HEAD = Style(Face.BOLD, 8, 9)
_CELL = Style(Face.REGULAR, 8.5, 9.5)
_NAME = Style(Face.BOLD, 8.5, 9.5)
_WAYS = ("đi", "về")


@dataclass(frozen=True, slots=True)
class GateSheetRow:
    """One person as the officer compares with the papers."""

    row: int
    name: str
    birth: str
    id_last4: str
    document: str
    entry_code: str


@dataclass(frozen=True, slots=True)
class GateSheet:
    """A list with its days."""

    list_no: str
    commune: str
    days: tuple[date, ...]
    rows: tuple[GateSheetRow, ...]


def print_gate_sheet(sheet: GateSheet) -> Printed:
    """Return the sheet as PDF: A4 across, about eighteen people a page."""
    press = Press(
        title=f"Danh sách {sheet.list_no}, ô theo ngày", author=sheet.commune, subject=words.SUBJECT
    )
    a_page = int((BOTTOM - TOP - 30) // HIGH)
    pages = max(1, -(-len(sheet.rows) // a_page))
    for page in range(pages):
        press.new_page(LANDSCAPE)
        _draw_head(press, sheet, page=page + 1, pages=pages)
        _draw_table(press, sheet, sheet.rows[page * a_page : (page + 1) * a_page])
    return Printed(press.finish(), press.page_count)


def _draw_head(press: Press, sheet: GateSheet, *, page: int, pages: int) -> None:
    press.write(f"Danh sách số {sheet.list_no} · {sheet.commune}", LEFT, TOP + 2, _TITLE)
    press.write(f"Trang {page}/{pages}", RIGHT, TOP + 2, _LINE, align="right")
    lines = (
        "Dùng khi mất điện, mất mạng. Ghi giờ thật (giờ Việt Nam) vào ô; người không đi để trống. "
        "Không ghi thêm thông tin nào khác.",
        "Cửa khẩu: ……………………   Luồng: …………   Người trực: ………………………………   Chữ ký: ……………………",
    )
    press.write_lines(lines, LEFT, TOP + 8, _LINE)


def _draw_table(press: Press, sheet: GateSheet, rows: tuple[GateSheetRow, ...]) -> None:
    top, y = TOP + 16.0, TOP + 16.0
    edges = _edges(len(sheet.days))
    _draw_headings(press, sheet, edges, y)
    y += 10
    press.line(LEFT, y, RIGHT, y)
    for row in rows:
        _draw_row(press, row, y)
        y += HIGH
        press.line(LEFT, y, RIGHT, y)
    press.line(LEFT, top, RIGHT, top)
    for number, edge in enumerate(edges):
        half = number > len(WIDTHS) and (number - len(WIDTHS)) % 2 == 1
        press.line(edge, top + (5 if half else 0), edge, y, points=0.3 if half else 0.5)


def _edges(days: int) -> list[float]:
    """Return the left edges of the columns, two for each day, and the right edge of the table."""
    edges, x = [], LEFT
    for wide in WIDTHS:
        edges.append(x)
        x += wide
    half = (RIGHT - x) / days / 2
    return [*edges, *(x + number * half for number in range(2 * days)), RIGHT]


def _draw_headings(press: Press, sheet: GateSheet, edges: list[float], y: float) -> None:
    press.shade(LEFT, y, RIGHT - LEFT, 10, 0.92)
    for heading, left, right in zip(HEADINGS, edges, edges[1:], strict=False):
        press.write(heading, (left + right) / 2, y + 6, _HEAD, align="centre")
    for number, day in enumerate(sheet.days):
        first = len(WIDTHS) + 2 * number
        middle = edges[first + 1]
        press.write(f"{day.day:02d}/{day.month:02d}", middle, y + 4, _HEAD, align="centre")
        for way, place in zip(_WAYS, (first, first + 1), strict=True):
            press.write(way, (edges[place] + edges[place + 1]) / 2, y + 8.6, _HEAD, align="centre")
    press.line(edges[len(WIDTHS)], y + 5, RIGHT, y + 5, points=0.3)


def _draw_row(press: Press, row: GateSheetRow, y: float) -> None:
    cells = (str(row.row), row.name, words.short_date(row.birth), row.id_last4, row.document, row.entry_code)
    x = LEFT
    for number, (cell, wide) in enumerate(zip(cells, WIDTHS, strict=True)):
        style = _NAME if number == 1 else _CELL
        lines = list(text.wrap(cell, style, (wide - 1.4) * MM))[:2]
        base = y + (5.4 if len(lines) == 1 else 3.8)
        press.write_lines(lines, x + 0.7, base, style)
        x += wide
