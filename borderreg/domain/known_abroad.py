"""People known to be abroad outside the lists: since when (as far as it is known), and how it ended."""

import re
from datetime import date
from enum import StrEnum

from borderreg.domain.dates import parse_date
from borderreg.domain.reasons import Text

EARLIEST_YEAR = 1950


class Ending(StrEnum):
    """How somebody's stay outside the lists ended for the commune."""

    HELPED = "helped"
    RETURNED = "returned"
    LISTED = "listed"
    DIED = "died"
    MISTAKE = "mistake"


ENDINGS: dict[Ending, Text] = {
    Ending.HELPED: Text("Được giúp đưa về", "Helped to return", "协助返回"),
    Ending.RETURNED: Text("Tự về", "Returned by themselves", "自行返回"),
    Ending.LISTED: Text("Đã đi theo danh sách", "Now goes by a list", "已按名单出境"),
    Ending.DIED: Text("Đã mất", "Died", "已故"),
    Ending.MISTAKE: Text("Ghi nhầm", "Recorded by mistake", "误登"),
}
NOT_RETURNS = frozenset({Ending.LISTED, Ending.DIED, Ending.MISTAKE})


def read_since(text: str, *, today: date) -> str | None:
    """Read a day, a month (03/2025) or a year as ISO text of that precision; None for anything else.

    Empty is empty: nobody knows. Nothing ahead of today.
    """
    tidy = re.sub(r"\s*([/.-])\s*", r"\1", " ".join(text.split()))
    if not tidy:
        return ""
    if re.fullmatch(r"\d{4}", tidy, re.ASCII):
        return tidy if EARLIEST_YEAR <= int(tidy) <= today.year else None
    month = re.fullmatch(r"(?:tháng )?(\d{1,2})[/.-](\d{4})", tidy, re.ASCII) or re.fullmatch(
        r"(?P<y>\d{4})-(?P<m>\d{1,2})", tidy, re.ASCII
    )
    if month:
        number, year = (month["m"], month["y"]) if "y" in month.groupdict() else (month[1], month[2])
        return _month(int(year), int(number), today)
    day = parse_date(tidy)
    return day.isoformat() if day and day.year >= EARLIEST_YEAR and day <= today else None


def _month(year: int, month: int, today: date) -> str | None:
    fits = 1 <= month <= 12 and year >= EARLIEST_YEAR and (year, month) <= (today.year, today.month)
    return f"{year:04d}-{month:02d}" if fits else None


def show_since(stored: str) -> str:
    """Write a stored beginning as it was known: 2025, 03/2025 or 05/03/2025."""
    return "/".join(reversed(stored.split("-")))


def read_birth_year(text: str, *, today: date) -> int | None:
    """Read a year of birth; None for anything else (ask for empty text first)."""
    tidy = text.strip()
    fits = re.fullmatch(r"\d{4}", tidy, re.ASCII) and today.year - 110 <= int(tidy) <= today.year
    return int(tidy) if fits else None
