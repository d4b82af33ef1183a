"""The table of an ad-hoc report: its columns as the province names them, its cells as communes type them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from borderreg.domain.dates import parse_date
from borderreg.domain.errors import BadInput
from borderreg.domain.names import hidden_character, normalise_text
from borderreg.domain.reasons import Text

MOST_COLUMNS = 12
MOST_ROWS = 300
LONGEST_LABEL = 60
LONGEST_CELL = 300
LARGEST = 10**12


class CellKind(StrEnum):
    """What a column holds."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"


KIND_WORDS: dict[CellKind, Text] = {
    CellKind.TEXT: Text("Chữ", "Text", "文字"),
    CellKind.NUMBER: Text("Số", "Number", "数字"),
    CellKind.DATE: Text("Ngày", "Date", "日期"),
}
WRONG: dict[CellKind, Text] = {
    CellKind.TEXT: Text("dài quá 300 ký tự", "longer than 300 characters", "超过300个字符"),
    CellKind.NUMBER: Text("phải là số", "must be a number", "须为数字"),
    CellKind.DATE: Text(
        "phải là ngày dạng ngày/tháng/năm", "must be a day as dd/mm/yyyy", "须为日期（日/月/年）"
    ),
}


@dataclass(frozen=True, slots=True)
class AskedColumn:
    """A column: its heading and what it holds."""

    label: str
    kind: CellKind

    def stored(self) -> dict[str, str]:
        """Return the column as it is kept."""
        return {"label": self.label, "kind": self.kind.value}


@dataclass(frozen=True, slots=True)
class WrongCell:
    """A cell that cannot be read: row and column from 0, and its kind."""

    row: int
    column: int
    kind: CellKind


Cell = str | int | None
Rows = tuple[tuple[Cell, ...], ...]


def visible_text(text: str) -> str:
    """Return a text in one line without hidden characters."""
    return normalise_text("".join(one for one in text if hidden_character(one) is None))


def read_columns(columns: Sequence[tuple[str, str]]) -> tuple[AskedColumn, ...]:
    """Read (heading, kind) pairs, empty ones left out; BadInput `columns` for none, doubles or too many."""
    named = [(visible_text(label), kind) for label, kind in columns if label.strip()]
    labels = [label.casefold() for label, _ in named]
    fits = 0 < len(named) <= MOST_COLUMNS and len(set(labels)) == len(labels)
    if not fits or any(len(label) > LONGEST_LABEL or kind not in set(CellKind) for label, kind in named):
        raise BadInput("columns", code="columns")
    return tuple(AskedColumn(label, CellKind(kind)) for label, kind in named)


def stored_columns(stored: Sequence[Mapping[str, str]]) -> tuple[AskedColumn, ...]:
    """Return columns as they were kept."""
    return tuple(AskedColumn(column["label"], CellKind(column["kind"])) for column in stored)


def read_rows(
    columns: Sequence[AskedColumn], rows: Sequence[Sequence[str]]
) -> tuple[Rows, tuple[WrongCell, ...]]:
    """Read typed rows; empty rows are left out. Dates become ISO text, numbers whole numbers."""
    kept = [row for row in rows if any(cell.strip() for cell in row)]
    if len(kept) > MOST_ROWS:
        raise BadInput("rows", code="too_many_rows")
    read: list[tuple[Cell, ...]] = []
    wrong: list[WrongCell] = []
    for number, row in enumerate(kept):
        cells: list[Cell] = []
        for place, column in enumerate(columns):
            typed = row[place] if place < len(row) else ""
            ok, cell = _read(column.kind, typed)
            cells.append(cell)
            if not ok:
                wrong.append(WrongCell(number, place, column.kind))
        read.append(tuple(cells))
    return tuple(read), tuple(wrong)


def _read(kind: CellKind, typed: str) -> tuple[bool, Cell]:
    text = visible_text(typed)
    if not text:
        return True, None
    if kind is CellKind.TEXT:
        return len(text) <= LONGEST_CELL, text
    if kind is CellKind.NUMBER:
        digits = re.sub(r"[ .,](?=\d{3}(\D|$))", "", text)
        fits = re.fullmatch(r"-?\d{1,12}", digits, re.ASCII) is not None
        return fits, int(digits) if fits else text
    day = parse_date(text)
    return day is not None, day.isoformat() if day else text


def show_cell(column: AskedColumn, cell: Cell) -> str:
    """Write a cell as it is typed."""
    if cell is None:
        return ""
    if column.kind is CellKind.DATE and re.fullmatch(r"\d{4}-\d{2}-\d{2}", str(cell)):
        return f"{date.fromisoformat(str(cell)):%d/%m/%Y}"
    return str(cell)
