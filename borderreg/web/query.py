"""What an address asks for: a day and a page, read strictly."""

import re
from datetime import date

from flask import g, request

from borderreg.domain.errors import BadInput
from borderreg.domain.periods import local_day

LONGEST_PAGE = 6
YEARS = range(1900, 3000)  # beyond them a day has no neighbours to compute with
WRITTEN_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", re.ASCII)


def asked_day() -> date:
    """Return the day of `?day=22/11/2026` or `2026-11-22`, today without it; BadInput for anything else."""
    text = request.args.get("day", "").strip()
    if not text:
        return local_day(g.at)
    try:
        day = read_day(text)
    except ValueError as error:
        raise BadInput("day") from error
    if day.year not in YEARS:
        raise BadInput("day")
    return day


def read_day(text: str) -> date:
    """Read a day as it is typed, `22/11/2026` or `2026-11-22`; ValueError for anything else."""
    written = WRITTEN_DAY.fullmatch(text)
    return date(*map(int, reversed(written.groups()))) if written else date.fromisoformat(text)


def asked_page() -> int:
    """Return the page of `?page=`, the first without it; BadInput for anything else."""
    text = request.args.get("page", "1")
    if not (text.isascii() and text.isdigit() and len(text) <= LONGEST_PAGE) or int(text) < 1:
        raise BadInput("page")
    return int(text)
