"""The local day and the periods that figures are counted in (Asia/Ho_Chi_Minh; glossary: period)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")


def local_day(at: datetime) -> date:
    """Return the day in Vietnam on which an instant falls."""
    return at.astimezone(HANOI).date()


def start_of_day(day: date) -> datetime:
    """Return the first instant of a day in Vietnam, in UTC."""
    return datetime.combine(day, time.min, tzinfo=HANOI).astimezone(UTC)


def end_of_day(day: date) -> datetime:
    """Return the first instant after a day in Vietnam, in UTC (exclusive end)."""
    return start_of_day(day + timedelta(days=1))


@dataclass(frozen=True, slots=True)
class Period:
    """Days from `first` to `last`, both included."""

    slug: str
    first: date
    last: date

    def contains(self, day: date) -> bool:
        """Say whether a day falls into the period."""
        return self.first <= day <= self.last

    @property
    def days(self) -> int:
        """Return how many days the period has."""
        return (self.last - self.first).days + 1


LONGEST_FREE = 3660
"""A period between two chosen days has at most so many days: ten years."""


def _month_end(year: int, month: int) -> date:
    following = date(year + month // 12, month % 12 + 1, 1)
    return following - timedelta(days=1)


def parse_period(slug: str) -> Period:
    """Read `2026-11`, `2026-11/15` (ends on 14 November), `2026-Q4`, `2026-H2`, `2026`, one day, two days.

    A day is `2026-11-22`, two days are `2026-11-01..2026-11-22`; anything else is a ValueError.
    """
    if free := re.fullmatch(r"(\d{4}-\d\d-\d\d)(?:\.\.(\d{4}-\d\d-\d\d))?", slug, re.ASCII):
        return between(date.fromisoformat(free[1]), date.fromisoformat(free[2] or free[1]))
    match = re.fullmatch(r"(\d{4})(?:-(?:(0[1-9]|1[0-2])(/15)?|Q([1-4])|H([12])))?", slug, re.ASCII)
    if match is None:
        raise ValueError(slug)
    year = int(match[1])
    if match[2]:
        month = int(match[2])
        if match[3]:
            before = date(year, month, 1) - timedelta(days=1)
            return Period(slug, before.replace(day=15), date(year, month, 14))
        return Period(slug, date(year, month, 1), _month_end(year, month))
    months = 3 if match[4] else 6 if match[5] else 12
    part = int(match[4] or match[5] or 1)
    first_month = (part - 1) * months + 1
    return Period(slug, date(year, first_month, 1), _month_end(year, first_month + months - 1))


def current_period(day: date) -> Period:
    """Return the running window from the 15th to the 14th that contains the day."""
    if day.day >= 15:
        year, month = (day.year + 1, 1) if day.month == 12 else (day.year, day.month + 1)
    else:
        year, month = day.year, day.month
    return parse_period(f"{year:04d}-{month:02d}/15")


def between(first: date, last: date) -> Period:
    """Return the period of two chosen days, both included; ValueError when it ends first or is too long."""
    slug = first.isoformat() if first == last else f"{first.isoformat()}..{last.isoformat()}"
    period = Period(slug, first, last)
    if not 1 <= period.days <= LONGEST_FREE:
        raise ValueError(slug)
    return period


def _is_free(period: Period) -> bool:
    """Say whether a period is made of chosen days, not of a month, quarter or year."""
    return period.slug.count("-") >= len("--")


def previous(period: Period) -> Period:
    """Return the period of the same kind just before; for two chosen days as many days before them."""
    if _is_free(period):
        day = period.first - timedelta(days=1)
        return between(day - timedelta(days=period.days - 1), day)
    year = period.first.year
    if "/" in period.slug:
        return current_period(period.first - timedelta(days=1))
    if "-" not in period.slug:
        return parse_period(f"{year - 1:04d}")
    before = period.first - timedelta(days=1)
    if "Q" in period.slug:
        return parse_period(f"{before.year:04d}-Q{(before.month + 2) // 3}")
    if "H" in period.slug:
        return parse_period(f"{before.year:04d}-H{1 + (before.month > 6)}")
    return parse_period(f"{before:%Y-%m}")


def same_last_year(period: Period) -> Period:
    """Return the same period a year earlier (so với cùng kỳ); 29 February becomes the 28th."""
    if _is_free(period):
        return between(year_before(period.first), year_before(period.last))
    year, rest = period.slug[:4], period.slug[4:]
    return parse_period(f"{int(year) - 1:04d}{rest}")


def year_before(day: date) -> date:
    """Return the same day a year earlier; 29 February becomes the 28th."""
    if (day.month, day.day) == (2, 29):
        return day.replace(year=day.year - 1, day=28)
    return day.replace(year=day.year - 1)


def each_day(period: Period) -> Iterator[date]:
    """Yield the days of a period in order."""
    return (period.first + timedelta(days=number) for number in range(period.days))


@dataclass(frozen=True, slots=True)
class Cover:
    """Whole years and quarters that a period holds, by their first days, and the days that are left over."""

    years: tuple[date, ...]
    quarters: tuple[date, ...]
    days: tuple[tuple[date, date], ...]


def quarter_of(day: date) -> date:
    """Return the first day of the quarter that a day falls into."""
    return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)


def cover(first: date, last: date) -> Cover:
    """Cut the days from `first` to `last` into whole years, whole quarters and at most two runs of days."""
    years, quarters, days = [], [], []
    day = first
    while day <= last:
        quarter_end = _month_end(day.year, quarter_of(day).month + 2)
        if (day.month, day.day) == (1, 1) and date(day.year, 12, 31) <= last:
            years.append(day)
            day = date(day.year + 1, 1, 1)
        elif day == quarter_of(day) and quarter_end <= last:
            quarters.append(day)
            day = quarter_end + timedelta(days=1)
        else:
            end = min(last, quarter_end)
            days.append((day, end))
            day = end + timedelta(days=1)
    return Cover(tuple(years), tuple(quarters), _joined(days))


def _joined(runs: list[tuple[date, date]]) -> tuple[tuple[date, date], ...]:
    joined: list[tuple[date, date]] = []
    for first, last in runs:
        if joined and joined[-1][1] + timedelta(days=1) == first:
            joined[-1] = (joined[-1][0], last)
        else:
            joined.append((first, last))
    return tuple(joined)
