"""What an address asks for: a day and a page, read strictly."""

from datetime import date

from flask import g, request

from borderreg.domain.errors import BadInput
from borderreg.domain.periods import local_day

LONGEST_PAGE = 6


def asked_day() -> date:
    """Return the day of `?day=2026-11-22`, today without it; BadInput for anything else."""
    text = request.args.get("day", "")
    try:
        return date.fromisoformat(text) if text else local_day(g.at)
    except ValueError as error:
        raise BadInput("day") from error


def asked_page() -> int:
    """Return the page of `?page=`, the first without it; BadInput for anything else."""
    text = request.args.get("page", "1")
    if not (text.isascii() and text.isdigit() and len(text) <= LONGEST_PAGE) or int(text) < 1:
        raise BadInput("page")
    return int(text)
