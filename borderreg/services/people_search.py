"""Search people within the actor's scope: by name without accents, last four digits, number or phone."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select
from sqlalchemy.orm import Session

from borderreg.domain.access import Actor, Permission
from borderreg.domain.audit import AuditAction
from borderreg.domain.errors import NotFound
from borderreg.domain.lists import EntryStatus
from borderreg.domain.names import match_key, normalise_text, search_key, sort_key
from borderreg.domain.people import is_personal_id, normalise_phone
from borderreg.domain.periods import local_day
from borderreg.models import Entry, Organisation, OrganisationName, Worker, WorkerRecord, WorkList
from borderreg.services import audit
from borderreg.services.guard import require
from borderreg.services.people import scope_of
from borderreg.services.presence import presence_of
from borderreg.services.private_fields import find_hash, unseal

LOOKED_AT = 2000
SHOWN = 200
SHORTEST = 2


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


def search_workers(
    session: Session, *, actor: Actor, text: str, at: datetime, limit: int = SHOWN
) -> tuple[WorkerFound, ...]:
    """Find people, best first, and log that the actor looked.

    Words of a name stand in any order, with or without accents; a year narrows by birth; four digits are the
    last four of the number. Nothing is found by fewer than two characters.
    """
    require(actor, Permission.WORKER_READ)
    wanted = normalise_text(text)
    rows = _matching(session, actor, wanted, local_day(at)) if len(wanted) >= SHORTEST else []
    ranked = sorted(rows, key=lambda row: _rank(row.WorkerRecord, wanted))[:limit]
    found = _as_found(session, ranked, local_day(at))
    audit.record(
        session,
        actor=actor,
        action=AuditAction.WORKER_SEARCHED,
        object_type="register",
        object_id=actor.organisation_id,
        payload={"found": len(found), "kind": _kind(wanted)},
        at=at,
    )
    return found


def list_workers(
    session: Session, *, actor: Actor, at: datetime, page: int = 1, per_page: int = 50
) -> tuple[WorkerFound, ...]:
    """Return a page of the commune's register, last changed first."""
    require(actor, Permission.WORKER_READ)
    query = _scoped(actor, local_day(at)).order_by(WorkerRecord.updated_at.desc(), WorkerRecord.id)
    rows = session.execute(query.limit(per_page).offset((page - 1) * per_page)).all()
    return _as_found(session, rows, local_day(at))


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
    query = _scoped(actor, local_day(at)).where(
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
    return WorkerPage(worker=_as_found(session, rows, local_day(at))[0], entries=entries)


def _scoped(actor: Actor, day: date) -> Select[WorkerRecord, bytes, str, str]:
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


def _matching(session: Session, actor: Actor, wanted: str, day: date) -> list[Any]:
    query = _scoped(actor, day).where(_condition(wanted)).order_by(WorkerRecord.search_key)
    return list(session.execute(query.limit(LOOKED_AT)))


def _condition(wanted: str) -> ColumnElement[bool]:
    digits = re.sub(r"[\s.-]", "", wanted)
    if is_personal_id(digits):
        return Worker.personal_id_hash == find_hash("personal_id", digits)
    phone = normalise_phone(wanted)
    if phone is not None:
        return WorkerRecord.phone_hash == find_hash("phone", phone)
    if re.fullmatch(r"[0-9]{4}", digits):
        return WorkerRecord.id_last4_hash == find_hash("id_last4", digits)
    words = search_key(wanted).split()
    return and_(*(_word(word) for word in words)) if words else false()


def _word(word: str) -> ColumnElement[bool]:
    part = WorkerRecord.search_key.contains(word, autoescape=True)
    if not re.fullmatch(r"[0-9]{4}", word):
        return part
    birth = WorkerRecord.birth.startswith(word)
    return or_(part, birth, WorkerRecord.id_last4_hash == find_hash("id_last4", word))


def _kind(wanted: str) -> str:
    digits = re.sub(r"[\s.-]", "", wanted)
    if is_personal_id(digits):
        return "personal_id"
    return "phone" if normalise_phone(wanted) else "last4" if digits.isdigit() else "name"


def _rank(record: WorkerRecord, wanted: str) -> tuple[int, int, str]:
    """Order: the same name with accents, without, all words whole, words at the start, the rest."""
    key, words = search_key(wanted), search_key(wanted).split()
    own = record.search_key.split()
    if record.match_key == match_key(wanted):
        grade = 0
    elif record.search_key == key:
        grade = 1
    elif all(word in own for word in words):
        grade = 2
    else:
        grade = 3 if any(part.startswith(word) for part in own for word in words) else 4
    return grade, len(own), sort_key(record.name)


def _as_found(session: Session, rows: Any, day: date) -> tuple[WorkerFound, ...]:
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
