"""One worker's lists and crossings in the order of time: for the page of a record and for clearing up."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from borderreg.domain.access import Actor, Permission
from borderreg.domain.errors import NotFound
from borderreg.domain.periods import local_day
from borderreg.domain.reasons import Text
from borderreg.models import Entry, Event, OrganisationName, WorkerRecord, WorkList
from borderreg.reports.columns import not_annulled
from borderreg.reports.names import Names
from borderreg.reports.scope import Scope, scope_of
from borderreg.reports.whereabouts import Whereabouts, whereabouts


@dataclass(frozen=True, slots=True)
class ListedAs:
    """An entry of the worker on a certified list."""

    entry_id: UUID
    name: str
    birth: str
    sex: str
    commune: str
    list_no: str
    row: int
    status: str
    employer: str
    county: Text
    job: str
    valid_from: date
    valid_to: date


@dataclass(frozen=True, slots=True)
class Passed:
    """An event of the worker; annulled ones are shown as such."""

    id: UUID
    kind: str
    gate: Text
    at: datetime
    method: str
    live: bool
    flags: tuple[str, ...]
    reasons: tuple[str, ...]
    annulled: bool


@dataclass(frozen=True, slots=True)
class Registered:
    """How the newest record of the scope calls somebody who may stand on no list yet."""

    name: str
    birth: str
    sex: str


@dataclass(frozen=True, slots=True)
class History:
    """What the lists and the crossing log say about one worker, newest first; and where the worker is now."""

    worker_id: UUID
    entries: tuple[ListedAs, ...]
    events: tuple[Passed, ...]
    registered: Registered | None
    now: Whereabouts

    @property
    def person(self) -> ListedAs | Registered | None:
        """Return how the person is called: on the newest list, else in the register."""
        return self.entries[0] if self.entries else self.registered


def worker_history(session: Session, *, actor: Actor, worker_id: UUID, at: datetime) -> History:
    """Return a worker's entries and events within the actor's scope, without any number.

    NotFound when there is neither, nor a record: a commune sees what happened on its own lists only.
    """
    scope = scope_of(actor, permission=Permission.FIGURES_OPEN)
    names = Names(session, local_day(at))
    entries = tuple(_listed(row, names) for row in session.execute(_entries(scope, worker_id, local_day(at))))
    events = tuple(_passed(row, names) for row in session.execute(_events(scope, worker_id)))
    registered = _registered(session, scope, worker_id)
    if not entries and not events and registered is None:
        raise NotFound("worker")
    now = whereabouts(session, worker_id=worker_id, scope=scope, day=local_day(at), names=names)
    return History(worker_id, entries, events, registered, now)


def _registered(session: Session, scope: Scope, worker_id: UUID) -> Registered | None:
    query = select(WorkerRecord.name, WorkerRecord.birth, WorkerRecord.sex).where(
        WorkerRecord.worker_id == worker_id
    )
    if not scope.is_province:
        query = query.where(WorkerRecord.organisation_id == scope.organisation_id)
    row = session.execute(query.order_by(WorkerRecord.updated_at.desc()).limit(1)).first()
    return Registered(row.name, row.birth, row.sex) if row else None


def _entries(scope: Scope, worker_id: UUID, day: date) -> Select[Any]:
    query = (
        select(Entry, WorkList.list_no, OrganisationName.name.label("commune"))
        .join(WorkList, WorkList.id == Entry.list_id)
        .join(OrganisationName, OrganisationName.organisation_id == Entry.organisation_id)
        .where(Entry.worker_id == worker_id, WorkList.certified_at.is_not(None), Entry.cti.is_not(None))
        .where(OrganisationName.valid_from <= day)
        .where(or_(OrganisationName.valid_to.is_(None), OrganisationName.valid_to >= day))
        .order_by(Entry.valid_from.desc(), WorkList.certified_at.desc())
    )
    own = query if scope.is_province else query.where(Entry.organisation_id == scope.organisation_id)
    return cast("Select[Any]", own)


def _events(scope: Scope, worker_id: UUID) -> Select[Any]:
    query = (
        select(Event, not_annulled(Event).label("stands"))
        .outerjoin(Entry, Entry.id == Event.entry_id)
        .where(Event.worker_id == worker_id)
        .order_by(Event.occurred_at.desc(), Event.id.desc())
    )
    own = query if scope.is_province else query.where(Entry.organisation_id == scope.organisation_id)
    return cast("Select[Any]", own)


def _listed(row: Any, names: Names) -> ListedAs:
    entry: Entry = row.Entry
    return ListedAs(
        entry_id=entry.id,
        name=entry.name,
        birth=entry.birth,
        sex=entry.sex,
        commune=row.commune,
        list_no=row.list_no,
        row=entry.row,
        status=entry.status,
        employer=entry.employer,
        county=names.of("county", entry.county),
        job=entry.job,
        valid_from=entry.valid_from,
        valid_to=entry.valid_to,
    )


def _passed(row: Any, names: Names) -> Passed:
    event: Event = row.Event
    return Passed(
        id=event.id,
        kind=event.kind,
        gate=names.of("gate", event.gate_code),
        at=event.occurred_at,
        method=event.method,
        live=event.live,
        flags=tuple(event.flags),
        reasons=tuple(event.reasons or event.server_reasons),
        annulled=not row.stands,
    )
