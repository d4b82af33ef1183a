"""The commune's register of people: register, correct, open one record."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from borderreg.domain.access import ORGANISATION_KIND, Actor, Permission
from borderreg.domain.audit import AuditAction
from borderreg.domain.errors import Conflict, NotFound, Refused
from borderreg.domain.person_rows import PersonDraft
from borderreg.models import TravelDocument, Worker, WorkerRecord
from borderreg.services import audit
from borderreg.services.guard import require
from borderreg.services.people_store import RECORDS, store_people, worker_of_number
from borderreg.services.private_fields import find_hash, unseal

PROVINCE_KINDS = frozenset({"office", "protection"})


@dataclass(frozen=True, slots=True)
class DocumentFile:
    """A travel document of a person, number in clear."""

    type: str
    number: str
    expires: date

    def holds_on(self, day: date) -> bool:
        """Tell whether the document is valid on a day."""
        return day <= self.expires


@dataclass(frozen=True, slots=True)
class WorkerFile:
    """A person's record with its numbers in clear: only for a page whose reading is logged."""

    worker_id: UUID
    record_id: UUID
    version: int
    name: str
    birth: str
    sex: str
    personal_id: str
    hamlet: str
    phone: str
    contact_name: str
    contact_phone: str
    documents: tuple[DocumentFile, ...]
    updated_at: datetime


def scope_of(actor: Actor) -> UUID | None:
    """Return the organisation whose people the actor may see, None for those of the whole province."""
    return None if ORGANISATION_KIND.get(actor.role) in PROVINCE_KINDS else actor.organisation_id


def register_worker(session: Session, *, actor: Actor, person: PersonDraft, at: datetime) -> UUID:
    """Put a person into the commune's register and return the worker's id.

    Refused with code `already_registered` when the commune has a record of that number.
    """
    require(actor, Permission.WORKER_WRITE)
    if registered_worker(session, actor=actor, personal_id=person.personal_id) is not None:
        raise Refused("Số CCCD này đã có trong sổ của đơn vị.", code="already_registered")
    organisation = actor.organisation_id
    stored = store_people(session, actor=actor, organisation_id=organisation, people=[person], at=at)[0]
    log_worker(session, actor, AuditAction.WORKER_REGISTERED, stored.worker_id, {}, at)
    return stored.worker_id


def update_worker(
    session: Session, *, actor: Actor, worker_id: UUID, version: int, person: PersonDraft, at: datetime
) -> UUID:
    """Correct a person's record; return the worker's id, another one when the number was corrected.

    Certified entries keep what was certified. Conflict when somebody changed the record after `version`.
    """
    require(actor, Permission.WORKER_WRITE)
    record = own_record(session, actor, worker_id)
    if record.version != version:
        raise Conflict("Hồ sơ này vừa được người khác sửa.")
    target = _worker_of(session, person.personal_id)
    if target != worker_id:
        if target is not None and _has_record(session, actor.organisation_id, target):
            raise Refused("Số CCCD này đã có trong sổ của đơn vị.", code="already_registered")
        target = _move(session, actor, record, person, at)
    else:
        store_people(session, actor=actor, organisation_id=actor.organisation_id, people=[person], at=at)
    log_worker(session, actor, AuditAction.WORKER_UPDATED, target, {"before": str(worker_id)}, at)
    return target


def _move(session: Session, actor: Actor, record: WorkerRecord, person: PersonDraft, at: datetime) -> UUID:
    """Attach a record with its papers to the worker of its corrected number."""
    worker_id = worker_of_number(session, personal_id=person.personal_id, at=at)
    session.execute(update(RECORDS).where(RECORDS.c.id == record.id).values(worker_id=worker_id))
    store_people(session, actor=actor, organisation_id=actor.organisation_id, people=[person], at=at)
    return worker_id


def registered_worker(session: Session, *, actor: Actor, personal_id: str) -> UUID | None:
    """Return the worker of a number if the actor's commune has a record of it."""
    worker_id = _worker_of(session, personal_id)
    if worker_id is None or not _has_record(session, actor.organisation_id, worker_id):
        return None
    return worker_id


def read_worker(session: Session, *, actor: Actor, worker_id: UUID, purpose: str, at: datetime) -> WorkerFile:
    """Open a person's full record within the actor's scope and log who read it and why."""
    require(actor, Permission.WORKER_READ)
    record = own_record(session, actor, worker_id)
    file = _file(session, record)
    log_worker(session, actor, AuditAction.WORKER_READ, worker_id, {"purpose": purpose}, at)
    return file


def recognise(session: Session, *, actor: Actor, personal_id: str, at: datetime) -> WorkerFile | None:
    """Open the record of the person whose card was scanned, if the commune has one; a read that is logged."""
    require(actor, Permission.WORKER_READ)
    worker_id = registered_worker(session, actor=actor, personal_id=personal_id)
    if worker_id is None:
        return None
    return read_worker(session, actor=actor, worker_id=worker_id, purpose="card_scanned", at=at)


def _file(session: Session, record: WorkerRecord) -> WorkerFile:
    worker = session.get_one(Worker, record.worker_id)
    papers = select(TravelDocument).where(
        TravelDocument.record_id == record.id, TravelDocument.ended_at.is_(None)
    )
    return WorkerFile(
        worker_id=worker.id,
        record_id=record.id,
        version=record.version,
        name=record.name,
        birth=record.birth,
        sex=record.sex,
        personal_id=unseal(worker.personal_id, place="workers.personal_id", row_id=worker.id),
        hamlet=record.hamlet,
        phone=unseal(record.phone, place="worker_records.phone", row_id=record.id),
        contact_name=record.contact_name,
        contact_phone=unseal(record.contact_phone, place="worker_records.contact_phone", row_id=record.id),
        documents=tuple(
            DocumentFile(
                type=paper.type,
                number=unseal(paper.number, place="travel_documents.number", row_id=paper.id),
                expires=paper.expires_on,
            )
            for paper in session.scalars(papers.order_by(TravelDocument.expires_on.desc()))
        ),
        updated_at=record.updated_at,
    )


def own_record(session: Session, actor: Actor, worker_id: UUID) -> WorkerRecord:
    """Return the newest record of a worker within the actor's scope; NotFound when there is none."""
    query = select(WorkerRecord).where(WorkerRecord.worker_id == worker_id)
    scope = scope_of(actor)
    if scope is not None:
        query = query.where(WorkerRecord.organisation_id == scope)
    record = session.scalars(query.order_by(WorkerRecord.updated_at.desc()).limit(1)).first()
    if record is None:
        raise NotFound("worker")
    return record


def _worker_of(session: Session, personal_id: str) -> UUID | None:
    found = find_hash("personal_id", personal_id)
    return session.scalar(select(Worker.id).where(Worker.personal_id_hash == found))


def _has_record(session: Session, organisation_id: UUID, worker_id: UUID) -> bool:
    query = select(WorkerRecord.id).where(
        WorkerRecord.worker_id == worker_id, WorkerRecord.organisation_id == organisation_id
    )
    return session.scalar(query) is not None


def log_worker(
    session: Session,
    actor: Actor,
    action: AuditAction,
    worker_id: UUID,
    payload: dict[str, object],
    at: datetime,
) -> None:
    """Write one act on a worker into the audit log."""
    audit.record(
        session,
        actor=actor,
        action=action,
        object_type="worker",
        object_id=worker_id,
        payload=payload,
        at=at,
    )
