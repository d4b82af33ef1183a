"""A sheet of paper keyed in: ticks with times that are inherited down the column, read into passages."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from borderreg.domain.periods import HANOI

OLDEST = timedelta(days=60)
AHEAD = timedelta(minutes=5)
_TIME = re.compile(r"([0-9]{1,2})\s*(?:[:hg.]\s*)?([0-9]{2})?", re.ASCII)
DIRECTIONS = ("departure", "return")


@dataclass(frozen=True, slots=True)
class Mark:
    """One box of a row: which way, ticked or not, and the time written beside it (empty: as above)."""

    row: str
    direction: str
    ticked: bool
    time: str


@dataclass(frozen=True, slots=True)
class KeyedPassage:
    """A ticked box with its instant."""

    row: str
    direction: str
    at: datetime


@dataclass(frozen=True, slots=True)
class SheetProblem:
    """What cannot be read: `time`, `time_missing`, `future` or `too_old`, at a row's box or for the sheet."""

    code: str
    row: str = ""
    direction: str = ""


def read_time_of_day(text: str) -> time | None:
    """Read 7:05, 07h05, 0705, 7h or 7; None for anything else."""
    bare = text.strip().lower()
    if re.fullmatch(r"[0-9]{3,4}", bare, re.ASCII):
        bare = f"{bare[:-2]}:{bare[-2:]}"
    if bare.endswith(("h", "g")):
        bare = bare[:-1]
    found = _TIME.fullmatch(bare)
    if found is None:
        return None
    hour, minute = int(found[1]), int(found[2] or 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


def read_sheet(
    marks: Sequence[Mark], *, day: date, first_times: dict[str, str], now: datetime
) -> tuple[tuple[KeyedPassage, ...], tuple[SheetProblem, ...]]:
    """Return the passages of a sheet and what cannot be read; a box without a time takes the one above it.

    `first_times` gives the time of a direction's column before any row names one.
    """
    above = {way: read_time_of_day(first_times.get(way, "")) for way in DIRECTIONS}
    passages: list[KeyedPassage] = []
    problems: list[SheetProblem] = []
    for mark in marks:
        written = read_time_of_day(mark.time) if mark.time.strip() else None
        if mark.time.strip() and written is None:
            problems.append(SheetProblem("time", mark.row, mark.direction))
            continue
        if not mark.ticked and written is None:
            continue
        above[mark.direction] = written or above[mark.direction]
        found = above[mark.direction]
        if found is None:
            problems.append(SheetProblem("time_missing", mark.row, mark.direction))
            continue
        at = datetime.combine(day, found, tzinfo=HANOI)
        if at > now + AHEAD:
            problems.append(SheetProblem("future", mark.row, mark.direction))
        passages.append(KeyedPassage(mark.row, mark.direction, at))
    if now - datetime.combine(day, time(23, 59), tzinfo=HANOI) > OLDEST:
        problems.append(SheetProblem("too_old"))
    return tuple(passages), tuple(problems)
