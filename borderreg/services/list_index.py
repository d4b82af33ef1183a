"""Find a commune's lists by status, year, number and words of the title, a page at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from borderreg.domain.access import Actor, Permission
from borderreg.domain.lists import ListStatus
from borderreg.domain.names import plain_text
from borderreg.domain.periods import local_day
from borderreg.models import Entry, WorkList
from borderreg.services.guard import require
from borderreg.services.list_reading import ListLine, list_lists, status_on


@dataclass(frozen=True, slots=True)
class ListFilter:
    """What lists are wanted: a status as the table shows it, a year, and words of number or title."""

    status: str = ""
    year: int | None = None
    text: str = ""

    @property
    def is_empty(self) -> bool:
        """Say whether every list is wanted."""
        return not (self.status or self.year or self.text.strip())


@dataclass(frozen=True, slots=True)
class ListIndex:
    """A page of lists, how many there are in all that fit, and the years to choose from."""

    lines: tuple[ListLine, ...]
    total: int
    years: tuple[int, ...]
    any: bool


def find_lists(
    session: Session, *, actor: Actor, wanted: ListFilter, at: datetime, page: int = 1, per_page: int = 25
) -> ListIndex:
    """Return a page of the lists of the actor's commune, last changed first.

    Only the heads are read for the filter (a commune has hundreds, not millions); rows are counted for the
    page shown. Words of a title need no accents and stand in any order; `5/2026` and `05/DS` are numbers.
    """
    require(actor, Permission.LIST_READ)
    day = local_day(at)
    heads = session.execute(_heads(actor.organisation_id)).all()
    periods = _periods(session, actor.organisation_id) if wanted.status in BY_DATE else {}
    fitting = [head.id for head in heads if _fits(head, wanted, periods, day)]
    shown = fitting[(page - 1) * per_page : page * per_page]
    lines = {line.id: line for line in list_lists(session, actor=actor, at=at, ids=shown)} if shown else {}
    years = sorted({_year(head) for head in heads}, reverse=True)
    return ListIndex(
        lines=tuple(lines[list_id] for list_id in shown),
        total=len(fitting),
        years=tuple(years),
        any=bool(heads),
    )


BY_DATE = frozenset({"in_force", "expired", ListStatus.CERTIFIED.value})


def _heads(organisation_id: UUID) -> Any:
    return (
        select(WorkList.id, WorkList.status, WorkList.title, WorkList.list_no, WorkList.year)
        .add_columns(WorkList.number, WorkList.created_at)
        .where(WorkList.organisation_id == organisation_id)
        .order_by(WorkList.updated_at.desc(), WorkList.id.desc())
    )


def _periods(session: Session, organisation_id: UUID) -> dict[UUID, Any]:
    query = (
        select(
            Entry.list_id, func.min(Entry.valid_from).label("first"), func.max(Entry.valid_to).label("last")
        )
        .join(WorkList, WorkList.id == Entry.list_id)
        .where(WorkList.organisation_id == organisation_id)
        .where(WorkList.status == ListStatus.CERTIFIED.value)
        .group_by(Entry.list_id)
    )
    return {row.list_id: row for row in session.execute(query)}


def _fits(head: Any, wanted: ListFilter, periods: dict[UUID, Any], day: date) -> bool:
    if wanted.year is not None and _year(head) != wanted.year:
        return False
    if wanted.status and _status(head, periods, day) != wanted.status:
        return False
    return _says(head, plain_text(wanted.text).split())


def _status(head: Any, periods: dict[UUID, Any], day: date) -> str:
    period = periods.get(head.id)
    first, last = (period.first, period.last) if period else (None, None)
    return status_on(head.status, first, last, day)


def _year(head: Any) -> int:
    """A list without a number yet belongs to the year in which it was begun."""
    return head.year or local_day(head.created_at).year


def _says(head: Any, words: Sequence[str]) -> bool:
    numbers = (f"{head.number}/{head.year}", f"{head.number:02d}/{head.year}") if head.number else ()
    text = plain_text(" ".join((head.list_no, *numbers, head.title)))
    return all(word in text for word in words)
