"""The local day and the periods that figures are counted in (Asia/Ho_Chi_Minh; glossary: period)."""

import re
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


def _month_end(year: int, month: int) -> date:
    following = date(year + month // 12, month % 12 + 1, 1)
    return following - timedelta(days=1)


def parse_period(slug: str) -> Period:
    """Read `2026-11`, `2026-11/15` (ends on 14 November), `2026-Q4`, `2026-H2`, `2026`; else ValueError."""
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
