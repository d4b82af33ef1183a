"""What waits for a commune: the sources behind the duties of its first page (web/duties.py has the table)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from borderreg.domain.access import Actor, Permission
from borderreg.domain.lists import EntryStatus, ListStatus
from borderreg.domain.periods import current_period, local_day, start_of_day
from borderreg.models import CommuneNotice, Entry, WorkList
from borderreg.reports.away import OVERDUE
from borderreg.reports.expiring_documents import expiring_documents
from borderreg.reports.questions import Asked
from borderreg.reports.scope import Scope, within
from borderreg.services.guard import require
from borderreg.services.list_reading import EXPIRES_SOON_DAYS

OPEN = (ListStatus.DRAFT, ListStatus.RETURNED, ListStatus.SUBMITTED)
_BEGAN = {ListStatus.SUBMITTED: "submitted_at", ListStatus.RETURNED: "returned_at"}


@dataclass(frozen=True, slots=True)
class WaitingList:
    """One list that waits: since when (open lists), or until which day it is good (lists in force)."""

    id: UUID
    title: str
    list_no: str
    people: int
    since: datetime | None = None
    until: date | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Waiting:
    """How much of one duty waits: since when the oldest, until when the first; `lists` when it is lists."""

    count: int
    since: datetime | date | None = None
    until: date | None = None
    lists: tuple[WaitingList, ...] = ()


@dataclass(frozen=True, slots=True)
class CommuneWork:
    """The open and soon ending lists of a commune, and how many of its lists are in force."""

    open: dict[ListStatus, Waiting]
    ending: Waiting
    in_force: int


def new_notices(session: Session, *, actor: Actor) -> Waiting:
    """Return how many notices of other communes nobody has taken note of, and since when."""
    require(actor, Permission.LIST_READ)
    query = select(func.count(), func.min(CommuneNotice.created_at)).where(
        CommuneNotice.organisation_id == actor.organisation_id, CommuneNotice.seen_at.is_(None)
    )
    count, since = session.execute(query).one()
    return Waiting(count, since=since)


def papers_to_renew(session: Session, *, actor: Actor, at: datetime) -> Waiting:
    """Return how many people need a new paper soon, and until when the first one holds."""
    require(actor, Permission.LIST_READ)
    people = expiring_documents(session, organisation_id=actor.organisation_id, at=at)
    return Waiting(len(people), until=people[0].expires_on if people else None)


def commune_work(session: Session, *, actor: Actor, at: datetime) -> CommuneWork:
    """Return what waits in the actor's commune in two statements, whatever the number of its lists."""
    require(actor, Permission.LIST_READ)
    day = local_day(at)
    soon = day + timedelta(days=EXPIRES_SOON_DAYS - 1)
    rows = session.execute(_lists(actor.organisation_id, day=day, soon=soon)).all()
    found = [(ListStatus(row.WorkList.status), _waiting_list(row)) for row in rows]
    return CommuneWork(
        open={status: _waiting(line for state, line in found if state is status) for status in OPEN},
        ending=_waiting(line for state, line in found if state is ListStatus.CERTIFIED),
        in_force=session.scalar(_in_force(actor.organisation_id, day)) or 0,
    )


def overdue_people(session: Session, *, actor: Actor, at: datetime) -> Waiting:
    """Return how many people of the actor's commune are overdue and since when the first; one statement.

    Overdue means the same as in the figures: reports/away.py.
    """
    require(actor, Permission.FIGURES_READ)
    day = local_day(at)
    asked = Asked(scope=Scope(actor.organisation_id), at=start_of_day(day), period=current_period(day))
    rows = OVERDUE.source(session, asked).subquery()
    counted = select(func.count(rows.c.person.distinct()), func.min(rows.c.valid_to))
    people, last_day = session.execute(counted.where(within(asked.scope, rows))).one()
    return Waiting(people, since=last_day + timedelta(days=1) if last_day else None)


def _lists(organisation_id: UUID, *, day: date, soon: date) -> Select[WorkList, int, date]:
    last_day = func.max(Entry.valid_to)
    return (
        select(WorkList, func.count(Entry.id).label("people"), last_day.label("until"))
        .outerjoin(Entry, (Entry.list_id == WorkList.id) & (Entry.status != EntryStatus.REMOVED.value))
        .where(WorkList.organisation_id == organisation_id)
        .where(WorkList.status.in_([*(status.value for status in OPEN), ListStatus.CERTIFIED.value]))
        .group_by(WorkList.id)
        .having(or_(WorkList.status != ListStatus.CERTIFIED.value, last_day.between(day, soon)))
        .order_by(WorkList.updated_at, WorkList.id)
    )


def _in_force(organisation_id: UUID, day: date) -> Select[Any]:
    certified = (
        select(Entry.list_id)
        .join(WorkList, WorkList.id == Entry.list_id)
        .where(WorkList.organisation_id == organisation_id, WorkList.status == ListStatus.CERTIFIED.value)
        .group_by(Entry.list_id)
        .having(func.min(Entry.valid_from) <= day, func.max(Entry.valid_to) >= day)
    )
    return select(func.count()).select_from(certified.subquery())


def _waiting_list(row: Any) -> WaitingList:
    work_list: WorkList = row.WorkList
    status = ListStatus(work_list.status)
    certified = status is ListStatus.CERTIFIED
    return WaitingList(
        id=work_list.id,
        title=work_list.title,
        list_no=work_list.list_no,
        people=row.people,
        since=None if certified else getattr(work_list, _BEGAN.get(status, "updated_at")),
        until=row.until if certified else None,
        reason=work_list.return_reason if status is ListStatus.RETURNED else "",
    )


def _waiting(lines: Iterable[WaitingList]) -> Waiting:
    lists = tuple(lines)
    return Waiting(
        len(lists),
        since=min((line.since for line in lists if line.since), default=None),
        until=min((line.until for line in lists if line.until), default=None),
        lists=lists,
    )
