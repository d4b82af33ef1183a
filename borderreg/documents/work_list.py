"""The printed list: official table, annex with a code a person, and slips to hand out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from borderreg.documents import annex, cards, list_head, list_table, slips, words
from borderreg.documents.list_table import LaidRow
from borderreg.documents.paper import ListPaper, PaperRow
from borderreg.documents.press import LANDSCAPE, Press

EXPORT_NAME = "danh-sach.json"
EXPORT_DESCRIPTION = "Bản kê tự kiểm chứng của danh sách"
MOST_ROWS = 20  # on one sheet: more would be hard to follow with a finger at a desk
KEPT_WITH_SIGNATURE = 2  # rows that go over to the page of the signature, so that it never stands alone


@dataclass(frozen=True, slots=True)
class Printed:
    """A PDF and the number of its pages."""

    pdf: bytes
    pages: int


def render_list(data: ListPaper, *, slips: bool = False, export: bytes | None = None) -> bytes:
    """Return the list as PDF; see `print_list`."""
    return print_list(data, with_slips=slips, export=export).pdf


@dataclass(frozen=True, slots=True)
class Parts:
    """What goes into the file: the official table with its annex of codes, slips, cards."""

    table: bool = True
    slips: bool = False
    cards: bool = False


def print_list(
    data: ListPaper,
    *,
    with_slips: bool = False,
    parts: Parts | None = None,
    handouts: Sequence[PaperRow] | None = None,
    export: bytes | None = None,
) -> Printed:
    """Print the list: A4, deterministic, text extractable in NFC, no personal data in the metadata.

    `parts` says what (else the table, `with_slips` with slips); `handouts` who gets a slip or card (else
    everybody). `export` is the list's own certified export (see `documents.export`), attached so that the
    file proves itself without server or database. Raises ValueError when a certified list lacks number,
    date, signatory or a code.
    """
    data.check()
    wanted = parts or Parts(slips=with_slips)
    press = Press(title=_title(data), author=data.header.issuing_body, subject=words.SUBJECT)
    pages = _draw_table(press, data) if wanted.table else 0
    if data.prints_codes:
        if wanted.table:
            annex.draw(press, data, first_page=pages + 1)
        given = data if handouts is None else replace(data, rows=tuple(handouts))
        if wanted.slips:
            slips.draw(press, given)
        if wanted.cards:
            cards.draw(press, given)
    if export is not None and not data.specimen:
        press.attach(EXPORT_NAME, export, mime="application/json", description=EXPORT_DESCRIPTION)
    return Printed(press.finish(), press.page_count)


def _title(data: ListPaper) -> str:
    title = words.TITLES[data.kind].capitalize()
    return f"{title} số {data.number}" if data.number else f"{title} ({words.SPECIMEN.lower()})"


def _draw_table(press: Press, data: ListPaper) -> int:
    """Draw the pages of the table and return how many they are."""
    table = list_table.columns(data)
    closing = words.summary(data, gates=list_table.shared_gates(data.rows) or ())
    _open_page(press, data)
    y = list_head.draw_head(press, data)
    heading = list_table.heading_height(table)
    sheets = _flow(
        [list_table.lay(row, table) for row in data.rows],
        first=list_head.BOTTOM - y - heading,
        other=list_head.BOTTOM - list_head.TOP - heading,
        closing=list_head.closing_height(data, closing),
    )
    pages = len(sheets) + (annex.page_count(len(data.rows)) if data.prints_codes else 0)
    for number, sheet in enumerate(sheets, 1):
        if number > 1:
            _open_page(press, data)
            y = list_head.TOP
        list_head.draw_page_marks(press, data, page=number, pages=pages)
        y = list_table.draw_table(press, table, sheet, y)
    list_head.draw_closing(press, data, closing, y)
    return len(sheets)


def _open_page(press: Press, data: ListPaper) -> None:
    press.new_page(LANDSCAPE)
    if data.specimen:
        press.watermark(words.SPECIMEN, LANDSCAPE)


def _flow(rows: Sequence[LaidRow], *, first: float, other: float, closing: float) -> list[list[LaidRow]]:
    """Put rows on sheets by their heights (mm); the last sheet keeps room for the closing."""
    sheets: list[list[LaidRow]] = [[]]
    room = first
    for row in rows:
        if row.high > room or len(sheets[-1]) == MOST_ROWS:
            sheets.append([])
            room = other
        sheets[-1].append(row)
        room -= row.high
    if closing > room:
        kept = min(KEPT_WITH_SIGNATURE, len(sheets[-1]) - 1)
        over = sheets[-1][len(sheets[-1]) - kept :] if kept else []
        del sheets[-1][len(sheets[-1]) - kept :]
        sheets.append(over)
    return sheets
