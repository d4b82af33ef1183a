"""The commune's people who are away: since when, with whom, due when, asked when; counts of every tab."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, func, select, true
from sqlalchemy.orm import Session

from borderreg.domain.access import Actor, Permission
from borderreg.domain.errors import NotPermitted
from borderreg.domain.names import sort_key
from borderreg.domain.periods import local_day
from borderreg.models import Entry, Journey, Setting, Visit, VisitUndo
from borderreg.reports.away import deadline
from borderreg.reports.columns import one_if

DUE_DAYS = 14
ASKED_DAYS = 30
"""An answer of the family counts as fresh for a month."""


class Tab(StrEnum):
    """What the page shows of those who are away."""

    OVERDUE = "overdue"
    DUE = "due"
    AWAY = "away"
    NOT_ASKED = "not_asked"


@dataclass(frozen=True, slots=True)
class AwayPerson:
    """Somebody of the commune who is abroad; no number in it."""

    worker_id: UUID
    name: str
    birth_year: str
    hamlet: str
    employer: str
    county: str
    since: datetime
    until: date
    contradicted: bool
    days_over: int
    asked_on: date | None = None
    asked_kind: str = ""
    result: str = ""


@dataclass(frozen=True, slots=True)
class MyPeople:
    """A page of people, with how many stand in each tab, and the hamlets to choose from."""

    tab: Tab
    due_days: int
    counts: dict[Tab, int]
    hamlets: tuple[str, ...]
    total: int
    people: tuple[AwayPerson, ...]


def my_people(
    session: Session,
    *,
    actor: Actor,
    at: datetime,
    tab: Tab | None = None,
    hamlet: str = "",
    page: int = 1,
    per_page: int = 50,
) -> MyPeople:
    """Return who of the actor's commune is away, longest overdue first; six statements at most.

    Without a tab the first that has anybody: overdue, due, all.
    """
    if not actor.may(Permission.PEOPLE_FOLLOW):
        raise NotPermitted(Permission.PEOPLE_FOLLOW.value)
    day = local_day(at)
    due_days = session.scalar(select(Setting.value).where(Setting.name == "people_due_days")) or DUE_DAYS
    rows = _away(actor.organisation_id, day).subquery()
    tabs = _tabs(rows, day, due_days)
    counted = session.execute(
        select(*(func.count(one_if(tabs[one])).label(one.value) for one in Tab)).select_from(rows)
    ).one()
    counts = dict(zip(Tab, counted, strict=True))
    tab = tab or next((one for one in (Tab.OVERDUE, Tab.DUE) if counts[one]), Tab.AWAY)
    here = and_(tabs[tab], rows.c.hamlet == hamlet) if hamlet else tabs[tab]
    total = counts[tab] if not hamlet else session.scalar(select(func.count()).select_from(rows).where(here))
    query = select(rows).where(here).order_by(rows.c.until, rows.c.search_key, rows.c.worker_id)
    found = session.execute(query.limit(per_page).offset((page - 1) * per_page)).all()
    asked = latest_visits(session, worker_ids=[row.worker_id for row in found])
    hamlets = session.scalars(select(rows.c.hamlet).distinct().where(rows.c.hamlet != "")).all()
    people = tuple(_person(row, asked.get(row.worker_id), day) for row in found)
    return MyPeople(tab, due_days, counts, tuple(sorted(hamlets, key=sort_key)), total or 0, people)


def _away(organisation_id: UUID, day: date) -> Select[Any]:
    return (
        select(
            Journey.worker_id,
            Entry.name,
            Entry.search_key,
            func.substr(Entry.birth, 1, 4).label("birth_year"),
            Entry.hamlet,
            Entry.employer,
            Entry.county,
            Journey.departed_at.label("since"),
            Journey.contradicted,
            deadline(day).label("until"),
        )
        .join(Entry, Entry.id == Journey.entry_id)
        .where(Journey.returned_event_id.is_(None), Entry.organisation_id == organisation_id)
    )


def _tabs(rows: Any, day: date, due_days: int) -> dict[Tab, ColumnElement[bool]]:
    asked = exists().where(
        Visit.worker_id == rows.c.worker_id,
        Visit.visited_on >= day - timedelta(days=ASKED_DAYS),
        ~_undone(),
    )
    return {
        Tab.OVERDUE: rows.c.until < day,
        Tab.DUE: rows.c.until.between(day, day + timedelta(days=due_days)),
        Tab.AWAY: true(),
        Tab.NOT_ASKED: and_(rows.c.until < day, ~asked),
    }


def _undone() -> ColumnElement[bool]:
    return exists().where(VisitUndo.visit_id == Visit.id)


def latest_visits(session: Session, *, worker_ids: Sequence[UUID]) -> dict[UUID, Visit]:
    """Return the last visit that stands for each of some workers."""
    query = select(Visit).where(Visit.worker_id.in_(worker_ids), ~_undone())
    rows = session.scalars(query.order_by(Visit.visited_on, Visit.recorded_at))
    return {visit.worker_id: visit for visit in rows if visit.worker_id is not None}


def _person(row: Any, visit: Visit | None, day: date) -> AwayPerson:
    return AwayPerson(
        worker_id=row.worker_id,
        name=row.name,
        birth_year=row.birth_year,
        hamlet=row.hamlet,
        employer=row.employer,
        county=row.county,
        since=row.since,
        until=row.until,
        contradicted=bool(row.contradicted),
        days_over=(day - row.until).days,
        asked_on=visit.visited_on if visit else None,
        asked_kind=visit.kind if visit else "",
        result=visit.result if visit else "",
    )


@dataclass(frozen=True, slots=True)
class VisitLine:
    """A visit as its page lists it; the note stays sealed."""

    id: UUID
    kind: str
    result: str
    visited_on: date
    returned_on: date | None
    precision: str
    recorded_at: datetime
    undone: bool
    has_note: bool


def visits_of(
    session: Session, *, actor: Actor, worker_id: UUID | None = None, known_abroad_id: UUID | None = None
) -> tuple[VisitLine, ...]:
    """Return the visits of the actor's commune about one person, newest first."""
    query = (
        select(Visit, VisitUndo.id)
        .outerjoin(VisitUndo, VisitUndo.visit_id == Visit.id)
        .where(Visit.organisation_id == actor.organisation_id)
        .where(Visit.worker_id == worker_id if worker_id else Visit.known_abroad_id == known_abroad_id)
        .order_by(Visit.visited_on.desc(), Visit.recorded_at.desc())
        .limit(50)
    )
    return tuple(
        VisitLine(
            id=visit.id,
            kind=visit.kind,
            result=visit.result,
            visited_on=visit.visited_on,
            returned_on=visit.returned_on,
            precision=visit.precision,
            recorded_at=visit.recorded_at,
            undone=undo is not None,
            has_note=visit.note is not None,
        )
        for visit, undo in session.execute(query)
    )


@dataclass(frozen=True, slots=True)
class OwnPerson:
    """A person of the commune's lists as the visit page heads it; `since` and `until` only while abroad."""

    worker_id: UUID
    name: str
    birth: str
    hamlet: str
    employer: str
    county: str
    since: datetime | None
    until: date | None


def own_person(session: Session, *, actor: Actor, worker_id: UUID, at: datetime) -> OwnPerson | None:
    """Return a person by the latest entry of the actor's commune, None for anybody else."""
    latest = (
        select(Entry)
        .where(Entry.worker_id == worker_id, Entry.organisation_id == actor.organisation_id)
        .where(Entry.cti.is_not(None))
        .order_by(Entry.valid_to.desc(), Entry.id.desc())
        .limit(1)
    )
    entry = session.scalars(latest).first()
    if entry is None:
        return None
    query = _away(actor.organisation_id, local_day(at)).where(Journey.worker_id == worker_id)
    away = session.execute(query).first()
    return OwnPerson(
        worker_id=worker_id,
        name=entry.name,
        birth=entry.birth,
        hamlet=entry.hamlet,
        employer=away.employer if away else entry.employer,
        county=away.county if away else entry.county,
        since=away.since if away else None,
        until=away.until if away else None,
    )
