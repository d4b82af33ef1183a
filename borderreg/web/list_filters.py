"""What the address of the lists' page asks for: status, year, words of number or title; read strictly."""

from flask import request

from borderreg.domain.errors import BadInput
from borderreg.domain.lists import ListStatus
from borderreg.services.list_index import BY_DATE, ListFilter

LONGEST = 120
STATUSES = frozenset(status.value for status in ListStatus) | BY_DATE


def asked_lists() -> ListFilter:
    """Return which lists are wanted; BadInput for a status or year that does not exist."""
    status, year = request.args.get("status", ""), request.args.get("year", "")
    if status and status not in STATUSES:
        raise BadInput("status")
    if year and not (year.isascii() and year.isdigit() and len(year) == len("2026")):
        raise BadInput("year")
    text = request.args.get("text", "")[:LONGEST]
    return ListFilter(status=status, year=int(year) if year else None, text=text)
