"""Dates as people write them: five styles and real date cells; a birth date may be a year only."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime

ADULT_AGE = 18
EARLIEST_YEAR, LATEST_YEAR = 1900, 2199

_STYLES = (
    re.compile(r"(?P<d>\d{1,2})[/.-](?P<m>\d{1,2})[/.-](?P<y>\d{4})", re.ASCII),
    re.compile(
        r"(?P<y>\d{4})[/.-](?P<m>\d{1,2})[/.-](?P<d>\d{1,2})(?:[T ]00:00(?::00(?:\.0+)?)?)?", re.ASCII
    ),
    re.compile(r"(?P<d>\d{2})(?P<m>\d{2})(?P<y>\d{4})", re.ASCII),
    re.compile(r"(?:ngày )?(?P<d>\d{1,2}) tháng (?P<m>\d{1,2}) năm (?P<y>\d{4})", re.ASCII | re.IGNORECASE),
)
_SHORT = re.compile(r"(?P<d>\d{2})(?P<m>\d{2})(?P<y>\d{2})", re.ASCII)
_YEAR = re.compile(r"(?:năm )?(\d{4})", re.ASCII | re.IGNORECASE)
_AROUND_SEPARATOR = re.compile(r"\s*([/.-])\s*")


@dataclass(frozen=True, slots=True)
class BirthDate:
    """Hold a birth date with its precision: a day, or a year only (never an invented 1 January)."""

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        if (self.month is None) != (self.day is None):
            raise ValueError("month and day go together")
        if not EARLIEST_YEAR <= self.year <= LATEST_YEAR:
            raise ValueError(f"year {self.year}")
        self.latest  # noqa: B018 (an impossible date raises)

    @classmethod
    def of(cls, day: date) -> BirthDate:
        """Make one of a calendar day."""
        return cls(day.year, day.month, day.day)

    @property
    def precision(self) -> str:
        """Return `day` or `year`."""
        return "year" if self.month is None else "day"

    @property
    def latest(self) -> date:
        """Return the latest day it can be: 31 December for a year only."""
        return date(self.year, self.month or 12, self.day or 31)

    @property
    def earliest(self) -> date:
        """Return the earliest day it can be: 1 January for a year only."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def compact(self) -> str:
        """Return `YYYYMMDD` or `YYYY`, as the sealed part of a code holds it (format LS1)."""
        return str(self).replace("-", "")

    def __str__(self) -> str:
        """Return `YYYY-MM-DD` or `YYYY`, the stored form."""
        return f"{self.year:04d}" if self.month is None else self.latest.isoformat()

    def display(self) -> str:
        """Return `dd/mm/yyyy` or `yyyy`, as Vietnamese papers write it."""
        return f"{self.year:04d}" if self.month is None else f"{self.latest:%d/%m/%Y}"

    @classmethod
    def from_text(cls, text: str) -> BirthDate:
        """Read the stored form; ValueError for any other."""
        if not re.fullmatch(r"\d{4}(-\d{2}-\d{2})?", text, re.ASCII):
            raise ValueError("not a stored birth date")
        return cls(int(text)) if len(text) == 4 else cls.of(date.fromisoformat(text))


def age_on(birth: date, *, day: date) -> int:
    """Return full years of age on a day; a person of 29 February grows older on 1 March."""
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


def is_adult(birth: BirthDate, *, day: date) -> bool:
    """Tell whether the person is certainly 18 or over on the day.

    A year-only birth counts by 31 December, the latest day it can be: when in doubt a person is a minor and
    the commune finds the full date (full civil capacity: Civil Code 2015 art. 20, Law 69/2020/QH14 art. 44;
    moving someone under 18 for exploitation is trafficking even with consent: Law 53/2024/QH15).
    """
    return age_on(birth.latest, day=day) >= ADULT_AGE


def is_certainly_minor(birth: BirthDate, *, day: date) -> bool:
    """Tell whether the person is under 18 on the day however the year is read."""
    return age_on(birth.earliest, day=day) < ADULT_AGE


def _number_text(value: object) -> object:
    """Turn the number of a cell into digits: 5021990.0 is ddmmyyyy that lost its zero."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return value
    if value != value or value in (float("inf"), float("-inf")) or value != int(value):
        return None
    digits = str(int(value))
    return digits.zfill(8) if len(digits) == 7 else digits


def parse_date(value: object) -> date | None:
    """Read a day: dd/mm/yyyy, d-m-yyyy, d.m.yyyy, ddmmyyyy, ISO or a real date cell; else None."""
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        return value if EARLIEST_YEAR <= value.year <= LATEST_YEAR else None
    text = _number_text(value)
    if not isinstance(text, str) or len(text) > 40:
        return None
    tidy = _AROUND_SEPARATOR.sub(r"\1", " ".join(text.split()))
    for style in _STYLES:
        if match := style.fullmatch(tidy):
            return _day(int(match["y"]), int(match["m"]), int(match["d"]))
    return None


def full_day(text: str) -> str:
    """Return six digits typed at a form (ddmmyy, of this century) as dd/mm/yyyy; anything else as it is.

    Only for days to come or just past: of a birth, two digits would be two years.
    """
    match = _SHORT.fullmatch("".join(text.split()))
    day = _day(2000 + int(match["y"]), int(match["m"]), int(match["d"])) if match else None
    return f"{day:%d/%m/%Y}" if day else text


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if EARLIEST_YEAR <= year <= LATEST_YEAR else None
    except ValueError:
        return None


def parse_birth(value: object) -> BirthDate | None:
    """Read a birth date: as `parse_date`, or a year only (1990, also as a number); else None."""
    day = parse_date(value)
    if day is not None:
        return BirthDate.of(day)
    text = _number_text(value)
    match = _YEAR.fullmatch(" ".join(text.split())) if isinstance(text, str) and len(text) < 40 else None
    if match is None or not EARLIEST_YEAR <= int(match[1]) <= LATEST_YEAR:
        return None
    return BirthDate(int(match[1]))


def add_months(day: date, months: int) -> date:
    """Return the same day some months later, or the last day of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, min(day.day, last))
        except ValueError:
            continue
    raise ValueError("out of range")
