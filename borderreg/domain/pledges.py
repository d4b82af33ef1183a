"""Pledges (cam kết) of households: a year each, on the day of signing; what a typed list of heads means."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from borderreg.domain.errors import BadInput
from borderreg.domain.names import hidden_character, normalise_name, search_key

LONGEST_NAME = 80
MOST_HOUSEHOLDS = 500
LAST_MONTH = 12


class PledgeState(StrEnum):
    """Where a household stands in a year."""

    SIGNED = "signed"
    TO_RENEW = "to_renew"
    NEVER = "never"


def read_households(text: str) -> tuple[str, ...]:
    """Read heads of households, one a line (a number in front is dropped); each name once.

    BadInput `households` for a name without a letter, longer than 80 characters, or more than 500 lines.
    """
    lines = [line.strip().lstrip("0123456789.)-/ \t").strip() for line in text.splitlines()]
    names = [normalise_name(_visible(line)) for line in lines if line]
    wrong = [name for name in names if not search_key(name) or len(name) > LONGEST_NAME]
    if wrong or not names or len(names) > MOST_HOUSEHOLDS:
        raise BadInput("households", code="households")
    heads: dict[str, str] = {}
    for name in names:
        heads.setdefault(search_key(name), name)
    return tuple(heads.values())


def _visible(line: str) -> str:
    return "".join(character for character in line if hidden_character(character) is None)


def pledge_year(day: date) -> int:
    """Return the year that is pledged for now: from December on the coming one."""
    return day.year + (day.month == LAST_MONTH)


def check_signed_day(signed_on: date, *, year: int, today: date) -> None:
    """Refuse a day of signing that is ahead, or not in the year or the December before it."""
    if signed_on > today or not date(year - 1, LAST_MONTH, 1) <= signed_on <= date(year, LAST_MONTH, 31):
        raise BadInput("signed on", code="signed_on")


def state_in(years: Iterable[int], *, year: int) -> PledgeState:
    """Say where a household stands in a year by the years that it has pledged for."""
    signed = set(years)
    if year in signed:
        return PledgeState.SIGNED
    return PledgeState.TO_RENEW if any(one < year for one in signed) else PledgeState.NEVER
