"""A workbook of the border guard's own control system (document, time, direction), compared with journeys.

Only a return that is missing here is ever written; everything else is shown and left to people.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from borderreg.domain.journeys import JourneyFact
from borderreg.domain.list_cells import Formula, cell_text, is_blank
from borderreg.domain.list_headers import heading_key
from borderreg.domain.names import plain_text
from borderreg.domain.periods import HANOI

SAME = timedelta(hours=1)
"""Two clocks and two desks apart: a crossing within an hour of the other system's time is the same one."""
SEARCHED_ROWS = 60
HEADINGS: dict[str, str] = {
    heading_key(text): column
    for column, texts in {
        "document": (
            "Số giấy tờ", "Số hộ chiếu", "Hộ chiếu", "Số giấy thông hành", "Giấy tờ", "Số HC",
            "Document", "Document number", "Passport", "Passport number", "证件号码",
        ),
        "moment": (
            "Thời gian", "Ngày giờ", "Thời điểm", "Thời gian qua", "Ngày giờ qua lại", "Time",
            "Date and time", "时间",
        ),
        "day": ("Ngày", "Ngày qua lại", "Date"),
        "hour": ("Giờ", "Giờ qua lại", "Hour"),
        "direction": ("Chiều", "Hướng", "Xuất nhập", "Xuất/nhập cảnh", "Loại", "Direction", "方向"),
    }.items()
    for text in texts
}  # fmt: skip
DIRECTIONS = {
    "departure": {"x", "xc", "xuat", "xuatcanh", "di", "ra", "departure", "exit", "out", "出境"},
    "return": {"n", "nc", "nhap", "nhapcanh", "ve", "vao", "return", "entry", "in", "入境"},
}
_DOCUMENT = re.compile(r"[A-Z0-9]{6,15}", re.ASCII)
_MOMENT = re.compile(
    r"(\d{1,2}[/.-]\d{1,2}[/.-]\d{4}|\d{4}-\d{2}-\d{2})[ T,]+(\d{1,2}:\d{2})(?::\d{2})?", re.ASCII
)
_TURNED = re.compile(r"(\d{1,2}:\d{2})(?::\d{2})?[ ,]+(\d{1,2}[/.-]\d{1,2}[/.-]\d{4})", re.ASCII)
_HOUR = re.compile(r"(\d{1,2}):(\d{2})(?::\d{2})?", re.ASCII)


class Finding(StrEnum):
    """What a row of the other system means here."""

    KNOWN = "known"
    MISSED = "missed"
    OTHER_TIME = "other_time"
    NO_DEPARTURE = "no_departure"
    UNSEEN_DEPARTURE = "unseen_departure"
    NOT_FOUND = "not_found"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class ControlRow:
    """One row: its number in the sheet, the document's number, the instant, the direction."""

    number: int
    document: str
    at: datetime
    direction: str


@dataclass(frozen=True, slots=True)
class ControlSheet:
    """What was read, and the numbers of the rows that could not be."""

    rows: tuple[ControlRow, ...]
    unreadable: tuple[int, ...]


def read_control(rows: Sequence[tuple[int, Sequence[object]]]) -> ControlSheet | None:
    """Read the rows of a sheet (number, cells); None when no row names document, time and direction."""
    for place, (_, cells) in enumerate(rows[:SEARCHED_ROWS]):
        columns = {HEADINGS[key]: index for index, key in _keys(cells) if key in HEADINGS}
        timed = "moment" in columns or {"day", "hour"} <= columns.keys()
        if timed and {"document", "direction"} <= columns.keys():
            return _read_below(rows[place + 1 :], columns)
    return None


def _keys(cells: Sequence[object]) -> list[tuple[int, str]]:
    return [(index, heading_key(cell)) for index, cell in enumerate(cells) if isinstance(cell, str)]


def _read_below(rows: Sequence[tuple[int, Sequence[object]]], columns: dict[str, int]) -> ControlSheet:
    read: list[ControlRow] = []
    unreadable: list[int] = []
    for number, cells in rows:
        named = {name: cells[index] if index < len(cells) else None for name, index in columns.items()}
        if all(is_blank(value) for value in named.values()):
            continue
        row = _read_row(number, named)
        if row is None:
            unreadable.append(number)
        else:
            read.append(row)
    return ControlSheet(tuple(read), tuple(unreadable))


def _read_row(number: int, named: dict[str, object]) -> ControlRow | None:
    if any(isinstance(value, Formula) for value in named.values()):
        return None
    document = "".join(cell_text(named["document"]).split()).upper()
    at = read_moment(named.get("moment")) or _joined(named.get("day"), named.get("hour"))
    direction = read_direction(cell_text(named["direction"]))
    if not _DOCUMENT.fullmatch(document) or at is None or direction is None:
        return None
    return ControlRow(number, document, at, direction)


def read_direction(text: str) -> str | None:
    """Read which way a person went; None for anything else."""
    key = "".join(character for character in plain_text(text) if character.isalnum())
    return next((way for way, words in DIRECTIONS.items() if key in words), None)


def read_moment(value: object) -> datetime | None:
    """Read a date with a time, in Vietnam's; None for a day alone and for anything else."""
    if isinstance(value, datetime):
        return value.replace(tzinfo=HANOI) if value.tzinfo is None else value
    text = value.strip() if isinstance(value, str) else ""
    found = _MOMENT.fullmatch(text)
    turned = None if found else _TURNED.fullmatch(text)
    if found:
        return _joined(found[1], found[2])
    return _joined(turned[2], turned[1]) if turned else None


def _joined(day: object, hour: object) -> datetime | None:
    read_day, read_hour = _day(day), _hour(hour)
    if read_day is None or read_hour is None:
        return None
    return datetime.combine(read_day, read_hour, tzinfo=HANOI)


def _day(value: object) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    parts = re.split(r"[/.-]", value.strip()) if isinstance(value, str) else []
    if len(parts) != 3 or not all(part.isascii() and part.isdigit() for part in parts):
        return None
    if len(parts[0]) < 4:
        parts.reverse()
    try:
        return date(*map(int, parts))
    except ValueError:
        return None


def _hour(value: object) -> time | None:
    if isinstance(value, datetime):
        return value.time()
    found = _HOUR.fullmatch(value.strip()) if isinstance(value, str) else None
    if found is None or int(found[1]) > 23 or int(found[2]) > 59:
        return None
    return time(int(found[1]), int(found[2]))


def find(row: ControlRow, journeys: Sequence[JourneyFact], *, closed: datetime | None) -> Finding:
    """Say what a row means beside a person's journeys; `closed`: when an earlier row closes the open one."""
    if row.direction == "departure":
        near = any(abs(one.departed.occurred_at - row.at) <= SAME for one in journeys)
        return Finding.KNOWN if near else Finding.UNSEEN_DEPARTURE
    returns = [one.returned.occurred_at for one in journeys if one.returned] + ([closed] if closed else [])
    if any(abs(at - row.at) <= SAME for at in returns):
        return Finding.KNOWN
    around = [one for one in journeys if one.departed.occurred_at < row.at]
    if not around:
        return Finding.NO_DEPARTURE
    last = around[-1]
    if last.returned is None:
        return Finding.MISSED if closed is None else Finding.NO_DEPARTURE
    return Finding.OTHER_TIME if last.returned.occurred_at > row.at else Finding.NO_DEPARTURE
