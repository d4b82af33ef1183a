"""Half-years: the period in which an issuing key signs, and until when it verifies (format LS1, Keys)."""

from dataclasses import dataclass
from datetime import date, datetime

from borderreg.domain.periods import local_day, start_of_day

VERIFIES_FOR_YEARS = 1  # not_after is the half-year's end plus 12 months


@dataclass(frozen=True, slots=True, order=True)
class HalfYear:
    """January to June (half 1) or July to December (half 2) of a year in Vietnam."""

    year: int
    half: int

    @property
    def slug(self) -> str:
        """Return its short name, such as `2026-H2`."""
        return f"{self.year}-H{self.half}"

    @property
    def starts(self) -> datetime:
        """Return its first instant; a key of this half-year is valid from then on."""
        return start_of_day(date(self.year, 1 if self.half == 1 else 7, 1))

    @property
    def following(self) -> "HalfYear":
        """Return the next half-year."""
        return HalfYear(self.year, 2) if self.half == 1 else HalfYear(self.year + 1, 1)

    @property
    def ends(self) -> datetime:
        """Return the first instant after it (exclusive); a key signs until then."""
        return self.following.starts

    @property
    def not_after(self) -> datetime:
        """Return the first instant at which a key of this half-year no longer verifies."""
        after = self.following
        return HalfYear(after.year + VERIFIES_FOR_YEARS, after.half).starts


def half_year_of(at: datetime) -> HalfYear:
    """Return the half-year in Vietnam in which an instant falls."""
    day = local_day(at)
    return HalfYear(day.year, 1 if day.month <= 6 else 2)
