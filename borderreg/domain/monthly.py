"""The commune's monthly report: its window, when it is due, what a frozen one holds, how two differ.

From the 15th to the 14th, to be sent before the 15th; both days are settings (domain notes, Reports).
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from borderreg.domain.audit import canonical
from borderreg.domain.dates import add_months

EARLIEST_DAYS = 5
"""A report may be sent this many days before it is due: what comes after is carried into the next one."""
LATEST_DAY = 28
LONGEST_REMARKS = 2000
LEAST_PUBLIC = 5


@dataclass(frozen=True, slots=True)
class Window:
    """Days from `first` to `last`, both included; named by the month in which they end; last day to send."""

    month: str
    first: date
    last: date
    due: date

    def contains(self, day: date) -> bool:
        """Say whether a day is counted in this window."""
        return self.first <= day <= self.last

    def may_be_sent(self, day: date) -> bool:
        """Say whether it is not too early."""
        return day >= self.due - timedelta(days=EARLIEST_DAYS)

    def is_late(self, day: date) -> bool:
        """Say whether the last day to send has passed."""
        return day > self.due

    def days_left(self, day: date) -> int:
        """Return the days until the last day to send: 0 on that day, negative after it."""
        return (self.due - day).days


@dataclass(frozen=True, slots=True)
class Calendar:
    """The two settings: on which day a window begins (1: a calendar month), before which day it is due."""

    first_day: int = 15
    due_day: int = 15

    def __post_init__(self) -> None:
        if not (1 <= self.first_day <= LATEST_DAY and 1 <= self.due_day <= LATEST_DAY):
            raise ValueError("days of a window lie between 1 and 28")

    def window(self, month: str) -> Window:
        """Return the window that ends in a month `2026-11`; ValueError for anything else."""
        begins = date.fromisoformat(f"{month}-01")
        if f"{begins:%Y-%m}" != month:
            raise ValueError(month)
        if self.first_day == 1:
            first, last = begins, add_months(begins, 1) - timedelta(days=1)
        else:
            last = begins.replace(day=self.first_day) - timedelta(days=1)
            first = add_months(begins, -1).replace(day=self.first_day)
        return Window(month, first, last, self._due(last))

    def _due(self, last: date) -> date:
        before = last.replace(day=self.due_day)
        exclusive = before if before > last else add_months(before, 1)
        return exclusive - timedelta(days=1)

    def of_day(self, day: date) -> Window:
        """Return the window that contains a day."""
        here = self.window(f"{day:%Y-%m}")
        return here if here.contains(day) else self.window(f"{add_months(day.replace(day=1), 1):%Y-%m}")

    def before(self, window: Window) -> Window:
        """Return the window before another."""
        return self.of_day(window.first - timedelta(days=1))

    def after(self, window: Window) -> Window:
        """Return the window after another."""
        return self.of_day(window.last + timedelta(days=1))


class ReportState(StrEnum):
    """Where the report of a window stands."""

    RUNNING = "running"
    OPEN = "open"
    LATE = "late"
    SENT = "sent"


def state_of(window: Window, *, day: date, sent: bool) -> ReportState:
    """Say where a report stands on a day."""
    if sent:
        return ReportState.SENT
    if window.is_late(day):
        return ReportState.LATE
    return ReportState.OPEN if window.may_be_sent(day) else ReportState.RUNNING


@dataclass(frozen=True, slots=True)
class Difference:
    """A figure that a later count gives otherwise."""

    code: str
    before: int
    after: int


def differences(before: Mapping[str, int], after: Mapping[str, int]) -> tuple[Difference, ...]:
    """Name the figures that differ, in the order of the later count; a missing figure counts as 0."""
    codes = dict.fromkeys((*after, *before))
    pairs = ((code, before.get(code, 0), after.get(code, 0)) for code in codes)
    return tuple(Difference(*pair) for pair in pairs if pair[1] != pair[2])


def content_hash(content: str) -> bytes:
    """Return the hash of a frozen report's canonical text."""
    return hashlib.sha256(content.encode()).digest()


def freeze(content: Mapping[str, object]) -> tuple[str, bytes]:
    """Return a report's canonical text and its hash."""
    text = canonical(content)
    return text, content_hash(text)


def for_public(count: int) -> int | None:
    """Return a count as it may be shown to a village: None below five, where it could point at somebody."""
    return count if count == 0 or count >= LEAST_PUBLIC else None
