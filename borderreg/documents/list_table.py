"""The official table of a printed list: columns, wrapped cells, and how rows flow over the pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from borderreg.documents import text, words
from borderreg.documents.paper import ListPaper, PaperRow
from borderreg.documents.press import MM, Press
from borderreg.documents.text import Face, Style
from borderreg.domain.lists import ListKind

HEAD = Style(Face.BOLD, 7.4, 8.0)
CELL = Style(Face.REGULAR, 7.8, 8.2)
NAME = Style(Face.BOLD, 7.8, 8.2)
PADDING = 0.4  # millimetres on every side of a cell
LEFT, RIGHT = 30.0, 282.0  # of the table on a landscape page: margins 30 and 15 mm (Decree 30/2020, annex I)


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column: heading, width in mm, the lines of a row before wrapping, and how they stand."""

    heading: str
    wide: float
    lines: Callable[[PaperRow], Sequence[str]]
    align: str = "left"
    style: Style = CELL


def columns(paper: ListPaper) -> tuple[TableColumn, ...]:
    """Return the columns of the domain's printed list; a withdrawal says why instead of what work."""
    common_gates = paper.kind is ListKind.WITHDRAWAL or shared_gates(paper.rows) is not None
    job = TableColumn("Công việc", 19, lambda row: [row.job])
    reason = TableColumn("Lý do rút tên", 19, lambda row: [row.reason])
    return (
        TableColumn("STT", 7.5, lambda row: [str(row.row)], "centre"),
        TableColumn("Họ, chữ đệm và tên", 29, lambda row: [row.name], style=NAME),
        TableColumn("Ngày, tháng, năm sinh", 16, lambda row: [words.short_date(row.birth)], "centre"),
        TableColumn("Giới tính", 7.5, lambda row: [words.SEXES[row.sex]], "centre"),
        TableColumn("Số định danh cá nhân", 19, lambda row: [row.personal_id], "centre"),
        TableColumn("Nơi thường trú", 25, lambda row: [row.residence]),
        TableColumn("Loại – số – hạn giấy tờ", 31, _document),
        TableColumn("Nơi làm việc (đơn vị, huyện/thị)", 33, _workplace),
        reason if paper.kind is ListKind.WITHDRAWAL else job,
        TableColumn(
            "Thời gian từ – đến", 16, lambda row: _period(row, with_gates=not common_gates), "centre"
        ),
        TableColumn("Điện thoại / người liên hệ", 29.5, _contact),
        TableColumn("Mã tra cứu", 19.5, _entry_code, "centre"),
    )


def shared_gates(rows: Sequence[PaperRow]) -> tuple[str, ...] | None:
    """Return the gates when they are the same for everybody, else None."""
    first = rows[0].gates
    return first if all(row.gates == first for row in rows) else None


@dataclass(frozen=True, slots=True)
class LaidRow:
    """A row with its wrapped cells and its height in mm."""

    cells: tuple[tuple[str, ...], ...]
    high: float


def lay(row: PaperRow, table: tuple[TableColumn, ...]) -> LaidRow:
    """Wrap the cells of a row; raises ValueError when a row would be taller than half a page."""
    cells = tuple(_wrap(column.lines(row), column.style, column.wide) for column in table)
    laid = LaidRow(cells, _height(max(map(len, cells)), CELL))
    if laid.high > 85:
        raise ValueError(f"row {row.row} does not fit the table")
    return laid


def _wrap(lines: Sequence[str], style: Style, wide: float) -> tuple[str, ...]:
    room = (wide - 2 * PADDING) * MM
    return tuple(piece for line in lines if line for piece in text.wrap(line, style, room))


def _height(lines: int, style: Style) -> float:
    return lines * style.leading / MM + 2 * PADDING


def heading_height(table: tuple[TableColumn, ...]) -> float:
    """Return the height of the table's head in mm."""
    return _height(max(len(_wrap([column.heading], HEAD, column.wide)) for column in table), HEAD)


def draw_table(press: Press, table: tuple[TableColumn, ...], rows: Sequence[LaidRow], y: float) -> float:
    """Draw the head, the rows and the rules of one page's table with its top at `y`; returns its bottom."""
    top, edges = y, [x for _, x in _places(table)]
    y = _draw_heading(press, table, y)
    for row in rows:
        _draw_row(press, table, row, y)
        y += row.high
        press.line(LEFT, y, RIGHT, y)
    for edge in (*edges, RIGHT):
        press.line(edge, top, edge, y)
    return y


def _draw_heading(press: Press, table: tuple[TableColumn, ...], y: float) -> float:
    high = heading_height(table)
    press.shade(LEFT, y, RIGHT - LEFT, high, 0.92)
    press.line(LEFT, y, RIGHT, y)
    press.line(LEFT, y + high, RIGHT, y + high)
    for column, x in _places(table):
        lines = _wrap([column.heading], HEAD, column.wide)
        first = y + (high - _height(len(lines), HEAD)) / 2 + PADDING + _rise(HEAD)
        press.write_lines(lines, x + column.wide / 2, first, HEAD, align="centre")
    return y + high


def _draw_row(press: Press, table: tuple[TableColumn, ...], row: LaidRow, y: float) -> None:
    for (column, x), lines in zip(_places(table), row.cells, strict=True):
        first = y + (row.high - _height(len(lines), column.style)) / 2 + PADDING + _rise(column.style)
        at = x + (column.wide / 2 if column.align == "centre" else PADDING)
        press.write_lines(lines, at, first, column.style, align=column.align)


def _rise(style: Style) -> float:
    """Return how far the first baseline lies below the top of its line, in mm."""
    return (style.leading + 0.52 * style.size) / 2 / MM + 0.1


def _places(table: tuple[TableColumn, ...]) -> Iterator[tuple[TableColumn, float]]:
    x = LEFT
    for column in table:
        yield column, x
        x += column.wide


def _document(row: PaperRow) -> Sequence[str]:
    return [
        row.document_type,
        " – ".join(filter(None, (row.document_number, words.short_date(row.document_expires)))),
    ]


def _contact(row: PaperRow) -> Sequence[str]:
    return ["; ".join(filter(None, (row.phone, row.contact)))]


def _workplace(row: PaperRow) -> Sequence[str]:
    return [", ".join(filter(None, (row.employer, row.county)))]


def _period(row: PaperRow, *, with_gates: bool) -> Sequence[str]:
    return [
        words.short_date(row.valid_from),
        words.short_date(row.valid_to),
        *(row.gates if with_gates else ()),
    ]


def _entry_code(row: PaperRow) -> Sequence[str]:
    """Print the code in two lines of two groups, as it is read aloud."""
    groups = (row.entry_code or "–").split("-")
    return ["-".join(groups[:2]) + ("-" if len(groups) > 2 else ""), "-".join(groups[2:])]
