"""Leaf through the register of people and show one of them, within the actor's scope, numbers masked."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import Session

from borderreg.domain.access import Actor, Permission
from borderreg.domain.errors import NotFound
from borderreg.domain.lists import EntryStatus
from borderreg.domain.periods import local_day
from borderreg.models import Entry, Organisation, OrganisationName, Worker, WorkerRecord, WorkList
from borderreg.services.guard import require
from borderreg.services.people import scope_of
from borderreg.services.presence import presence_of
from borderreg.services.private_fields import unseal


@dataclass(frozen=True, slots=True)
class WorkerFound:
    """One line of a search result; of the number only the last four digits."""

    worker_id: UUID
    name: str
    birth: str
    sex: str
    id_last4: str
    hamlet: str
    commune_code: str
    commune: str
    state: str


def list_workers(
    session: Session, *, actor: Actor, at: datetime, page: int = 1, per_page: int = 50
) -> tuple[WorkerFound, ...]:
    """Return a page of the commune's register, last changed first."""
    require(actor, Permission.WORKER_READ)
    query = scoped(actor, local_day(at)).order_by(WorkerRecord.updated_at.desc(), WorkerRecord.id)
    rows = session.execute(query.limit(per_page).offset((page - 1) * per_page)).all()
    return as_found(session, rows, local_day(at))


def count_workers(session: Session, *, actor: Actor) -> int:
    """Return how many people the actor's register holds."""
    require(actor, Permission.WORKER_READ)
    query = select(func.count()).select_from(WorkerRecord)
    scope = scope_of(actor)
    return session.scalar(query if scope is None else query.where(WorkerRecord.organisation_id == scope)) or 0


@dataclass(frozen=True, slots=True)
class WorkerEntry:
    """A list of the own commune that holds the person."""

    list_id: UUID
    list_no: str
    title: str
    row: int
    status: str
    employer: str
    valid_from: date
    valid_to: date


@dataclass(frozen=True, slots=True)
class WorkerPage:
    """A person masked, with the lists that hold the person, newest first."""

    worker: WorkerFound
    entries: tuple[WorkerEntry, ...]


def show_worker(session: Session, *, actor: Actor, worker_id: UUID, at: datetime) -> WorkerPage:
    """Return a person of the actor's commune masked; NotFound for any other."""
    require(actor, Permission.WORKER_READ)
    query = scoped(actor, local_day(at)).where(
        WorkerRecord.worker_id == worker_id, WorkerRecord.organisation_id == actor.organisation_id
    )
    rows = session.execute(query).all()
    if not rows:
        raise NotFound("worker")
    lists = (
        select(WorkList.id, WorkList.list_no, WorkList.title, Entry.row, Entry.status, Entry.employer)
        .add_columns(Entry.valid_from, Entry.valid_to)
        .join(Entry, Entry.list_id == WorkList.id)
        .where(
            Entry.worker_id == worker_id,
            WorkList.organisation_id == actor.organisation_id,
            Entry.status != EntryStatus.REMOVED.value,
        )
        .order_by(Entry.valid_from.desc(), WorkList.id.desc())
    )
    entries = tuple(WorkerEntry(*row) for row in session.execute(lists))
    return WorkerPage(worker=as_found(session, rows, local_day(at))[0], entries=entries)


def scoped(actor: Actor, day: date) -> Select[WorkerRecord, bytes, str, str]:
    """Return the records that the actor may see, with the person's number and the commune's name."""
    query = (
        select(WorkerRecord, Worker.personal_id, Organisation.code, OrganisationName.name)
        .join(Worker, Worker.id == WorkerRecord.worker_id)
        .join(Organisation, Organisation.id == WorkerRecord.organisation_id)
        .outerjoin(
            OrganisationName,
            and_(
                OrganisationName.organisation_id == Organisation.id,
                OrganisationName.valid_from <= day,
                or_(OrganisationName.valid_to.is_(None), OrganisationName.valid_to >= day),
            ),
        )
    )
    scope = scope_of(actor)
    return query if scope is None else query.where(WorkerRecord.organisation_id == scope)


def as_found(session: Session, rows: Any, day: date) -> tuple[WorkerFound, ...]:
    """Mask the rows of `scoped` and say where each person is."""
    states = presence_of(session, worker_ids=[row.WorkerRecord.worker_id for row in rows], day=day)
    return tuple(
        WorkerFound(
            worker_id=row.WorkerRecord.worker_id,
            name=row.WorkerRecord.name,
            birth=row.WorkerRecord.birth,
            sex=row.WorkerRecord.sex,
            id_last4=unseal(row.personal_id, place="workers.personal_id", row_id=row.WorkerRecord.worker_id)[
                -4:
            ],
            hamlet=row.WorkerRecord.hamlet,
            commune_code=row.code,
            commune=row.name or row.code,
            state=states[row.WorkerRecord.worker_id],
        )
        for row in rows
    )
