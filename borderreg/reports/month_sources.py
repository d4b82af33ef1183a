"""Where the figures of a monthly report come from: one source of rows for each book of the commune.

Every source has the columns of `_row`, so that a figure and the rows behind it are always the same rows.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, String, cast, exists, func, literal, null, or_, select
from sqlalchemy.orm import Session

from borderreg.domain.known_abroad import NOT_RETURNS, Ending
from borderreg.domain.lists import EntryStatus, ListKind
from borderreg.domain.periods import end_of_day, local_day
from borderreg.models import (
    AssistanceRequest,
    Entry,
    FoundCase,
    Household,
    JobSeeker,
    Journey,
    KnownAbroad,
    Outreach,
    Pledge,
    Visit,
    VisitUndo,
    WorkList,
)
from borderreg.reports.away import deadline, open_on
from borderreg.reports.counted import ATTEMPT, DEPARTURE, RETURN, counted
from borderreg.reports.counted import Reach as EventReach

LATE_REACH = timedelta(days=200)
"""How far back something that arrives late is looked for."""
ISSUED = (EntryStatus.CERTIFIED, EntryStatus.WITHDRAWN, EntryStatus.REVOKED, EntryStatus.SUPERSEDED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """Whose rows are looked at, over which days, as of when; `since` adds what arrived late after it."""

    organisation_id: UUID
    first: date
    last: date
    at: datetime
    since: datetime | None = None

    @property
    def end(self) -> date:
        """Return the day whose end stocks are counted at: the last one, or today while the window runs."""
        return min(self.last, local_day(self.at))

    def events(self, *kinds: str) -> EventReach:
        """Return which events are counted, late arrivals included."""
        late = (self.first - LATE_REACH, self.since) if self.since else None
        return EventReach(
            first=self.first, last=self.last, kinds=kinds, organisation_id=self.organisation_id, late=late
        )


Rows = Callable[[Session, Reach], Select[Any]]


def _row(**facts: Any) -> Select[Any]:
    """Select the columns that every source has; what a book does not know is empty or 0."""
    empty: dict[str, Any] = {"kind": "", "times": 1, "listeners": 0, "leaflets": 0, "name": "", "detail": ""}
    filled = {**empty, "worker_id": null(), **facts}
    columns = (literal(v) if isinstance(v, str | int) else v for v in filled.values())
    return select(*(column.label(name) for name, column in zip(filled, columns, strict=True)))


def lists_certified(_session: Session, reach: Reach) -> Select[Any]:
    """Return certified lists; withdrawals are no lists of people who leave."""
    return _row(
        person=cast(WorkList.id, String),
        day=WorkList.certified_at,
        recorded_at=WorkList.certified_at,
        name=WorkList.list_no,
        detail=WorkList.title,
    ).where(WorkList.organisation_id == reach.organisation_id, *_certified())


def people_listed(_session: Session, reach: Reach) -> Select[Any]:
    """Return the entries of certified lists."""
    return (
        _row(
            person=cast(Entry.worker_id, String),
            day=WorkList.certified_at,
            recorded_at=WorkList.certified_at,
            name=Entry.name,
            detail=Entry.employer,
            worker_id=Entry.worker_id,
        )
        .join(WorkList, WorkList.id == Entry.list_id)
        .where(Entry.organisation_id == reach.organisation_id, *_certified())
        .where(Entry.status.in_([status.value for status in ISSUED]))
    )


def _certified() -> tuple[ColumnElement[bool], ...]:
    return (WorkList.certified_at.is_not(None), WorkList.kind != ListKind.WITHDRAWAL.value)


def crossings(session: Session, reach: Reach) -> Select[Any]:
    """Return departures, returns and learnt returns as the province's report counts them."""
    rows = counted(session, reach.events(DEPARTURE, RETURN)).subquery()
    return _row(
        kind=rows.c.kind,
        person=cast(rows.c.person, String),
        day=rows.c.day,
        recorded_at=rows.c.recorded_at,
        name=rows.c.name,
        detail=rows.c.employer,
        worker_id=rows.c.worker_id,
    )


def refusals(session: Session, reach: Reach) -> Select[Any]:
    """Return refused departures; they are recorded when they happen."""
    rows = counted(session, reach.events(ATTEMPT)).subquery()
    return _row(
        person=cast(rows.c.person, String),
        day=rows.c.day,
        recorded_at=rows.c.moment,
        name=rows.c.name,
        detail=rows.c.reason,
        worker_id=rows.c.worker_id,
    )


def abroad(session: Session, reach: Reach) -> Select[Any]:
    """Return who was abroad at the end of the last day, as it is known now."""
    return (
        _row(
            person=cast(Journey.worker_id, String),
            day=Journey.departed_at,
            recorded_at=Journey.departed_at,
            name=Entry.name,
            detail=Entry.employer,
            worker_id=Journey.worker_id,
        )
        .join(Entry, Entry.id == Journey.entry_id)
        .where(Entry.organisation_id == reach.organisation_id)
        .where(open_on(session, reach.end))
    )


def overdue(session: Session, reach: Reach) -> Select[Any]:
    """Return who of them was abroad after the last day of every authorisation."""
    ended = Entry.valid_to < reach.end
    return abroad(session, reach).where(ended, deadline(reach.end, joined=True) < reach.end)


def visits(_session: Session, reach: Reach) -> Select[Any]:
    """Return visits and calls that stand, about people of lists and people known abroad."""
    name = select(Entry.name).where(
        Entry.worker_id == Visit.worker_id, Entry.organisation_id == Visit.organisation_id
    )
    newest = name.order_by(Entry.valid_to.desc(), Entry.id.desc()).limit(1).correlate(Visit)
    return (
        _row(
            kind=Visit.kind,
            person=_either(Visit.worker_id, Visit.known_abroad_id),
            day=Visit.visited_on,
            recorded_at=Visit.recorded_at,
            name=_either(newest.scalar_subquery(), KnownAbroad.name),
            detail=Visit.result,
            worker_id=Visit.worker_id,
        )
        .outerjoin(KnownAbroad, KnownAbroad.id == Visit.known_abroad_id)
        .where(Visit.organisation_id == reach.organisation_id, ~_undone(Visit.id))
    )


def help_asked(session: Session, reach: Reach) -> Select[Any]:
    """Return the calls for help among the visits."""
    asked = select(AssistanceRequest.visit_id)
    return visits(session, reach).where(Visit.id.in_(asked))


def known(_session: Session, reach: Reach) -> Select[Any]:
    """Return people known abroad outside the lists by the day of their record; mistakes left out."""
    return _known(reach, day=KnownAbroad.created_at, recorded_at=KnownAbroad.created_at).where(
        KnownAbroad.ending != Ending.MISTAKE.value
    )


def known_now(_session: Session, reach: Reach) -> Select[Any]:
    """Return people known abroad at the end of the last day."""
    still = or_(KnownAbroad.ended_on.is_(None), KnownAbroad.ended_on > reach.end)
    return _known(reach, day=KnownAbroad.created_at, recorded_at=KnownAbroad.created_at).where(
        KnownAbroad.ending != Ending.MISTAKE.value,
        KnownAbroad.created_at < end_of_day(reach.end),
        still,
    )


def known_back(_session: Session, reach: Reach) -> Select[Any]:
    """Return people known abroad who came home, by the day of it."""
    back = [one.value for one in Ending if one not in NOT_RETURNS]
    return _known(reach, day=KnownAbroad.ended_on, recorded_at=KnownAbroad.ended_recorded_at).where(
        KnownAbroad.ending.in_(back)
    )


def _known(reach: Reach, **when: Any) -> Select[Any]:
    return _row(
        kind=KnownAbroad.ending,
        person=cast(KnownAbroad.id, String),
        name=KnownAbroad.name,
        detail=KnownAbroad.hamlet,
        **when,
    ).where(KnownAbroad.organisation_id == reach.organisation_id)


def pledges(_session: Session, reach: Reach) -> Select[Any]:
    """Return pledges that stand, by the day of signing."""
    return (
        _row(
            person=cast(Pledge.household_id, String),
            day=Pledge.signed_on,
            recorded_at=Pledge.recorded_at,
            name=Household.head,
            detail=Household.hamlet,
        )
        .join(Household, Household.id == Pledge.household_id)
        .where(Pledge.organisation_id == reach.organisation_id, Pledge.taken_back_at.is_(None))
    )


def pledges_of_year(session: Session, reach: Reach) -> Select[Any]:
    """Return the pledges for the year of the last day."""
    return pledges(session, reach).where(
        Pledge.year == reach.last.year, Pledge.signed_on <= reach.end, Household.removed_at.is_(None)
    )


def households(_session: Session, reach: Reach) -> Select[Any]:
    """Return the households on the hamlets' lists."""
    return _row(
        person=cast(Household.id, String),
        day=Household.created_at,
        recorded_at=Household.created_at,
        name=Household.head,
        detail=Household.hamlet,
    ).where(
        Household.organisation_id == reach.organisation_id,
        Household.removed_at.is_(None),
        Household.created_at < end_of_day(reach.end),
    )


def outreach(_session: Session, reach: Reach) -> Select[Any]:
    """Return sessions, leaflets and loudspeaker items."""
    return _row(
        kind=Outreach.kind,
        person=cast(Outreach.id, String),
        day=Outreach.held_on,
        recorded_at=Outreach.recorded_at,
        times=Outreach.times,
        listeners=Outreach.listeners,
        leaflets=Outreach.leaflets,
        name=Outreach.note,
        detail=Outreach.hamlet,
    ).where(Outreach.organisation_id == reach.organisation_id, Outreach.removed_at.is_(None))


def cases(_session: Session, reach: Reach) -> Select[Any]:
    """Return cases found; `times` is the number of persons."""
    return _row(
        kind=FoundCase.kind,
        person=cast(FoundCase.id, String),
        day=FoundCase.held_on,
        recorded_at=FoundCase.recorded_at,
        times=FoundCase.persons,
        name=FoundCase.handed_to,
        detail=FoundCase.note,
    ).where(FoundCase.organisation_id == reach.organisation_id, FoundCase.removed_at.is_(None))


def seekers(_session: Session, reach: Reach) -> Select[Any]:
    """Return people who seek work by the day of their registration."""
    return _seekers(reach, day=JobSeeker.registered_on, recorded_at=JobSeeker.recorded_at)


def offers(_session: Session, reach: Reach) -> Select[Any]:
    """Return people who seek work by the day of what they were offered."""
    return _seekers(reach, day=JobSeeker.offered_on, recorded_at=JobSeeker.offer_recorded_at).where(
        JobSeeker.offer != ""
    )


def _seekers(reach: Reach, **when: Any) -> Select[Any]:
    return _row(
        kind=JobSeeker.offer,
        person=cast(JobSeeker.id, String),
        name=JobSeeker.name,
        detail=JobSeeker.wants,
        **when,
    ).where(JobSeeker.organisation_id == reach.organisation_id, JobSeeker.removed_at.is_(None))


def _undone(visit_id: Any) -> ColumnElement[bool]:
    return exists().where(VisitUndo.visit_id == visit_id)


def _either(one: Any, other: Any) -> Any:
    return func.coalesce(cast(one, String), cast(other, String))
