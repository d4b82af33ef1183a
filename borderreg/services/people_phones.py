"""Phones and notes about somebody whom the commune follows: shown on demand, each look in the log."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from borderreg.domain.access import Actor, Permission
from borderreg.domain.audit import AuditAction
from borderreg.domain.errors import NotFound
from borderreg.models import Entry, Visit
from borderreg.services import audit
from borderreg.services.guard import require
from borderreg.services.private_fields import unseal


@dataclass(frozen=True, slots=True)
class Phones:
    """How to reach a person and the family, and what was noted at visits, by visit."""

    phone: str
    contact_name: str
    contact_phone: str
    notes: dict[UUID, str]


def read_phones(session: Session, *, actor: Actor, worker_id: UUID, at: datetime) -> Phones:
    """Open the phones of the latest entry of the actor's commune and the notes of its visits; logged."""
    require(actor, Permission.PEOPLE_FOLLOW)
    own = select(Entry).where(Entry.worker_id == worker_id, Entry.organisation_id == actor.organisation_id)
    entry = session.scalars(own.order_by(Entry.valid_to.desc(), Entry.id.desc()).limit(1)).first()
    if entry is None:
        raise NotFound("worker")
    visits = select(Visit).where(
        Visit.worker_id == worker_id, Visit.organisation_id == actor.organisation_id, Visit.note.is_not(None)
    )
    notes = {
        visit.id: unseal(visit.note, place="visits.note", row_id=visit.id)
        for visit in session.scalars(visits)
    }
    audit.record(
        session,
        actor=actor,
        action=AuditAction.PHONES_READ,
        object_type="worker",
        object_id=worker_id,
        payload={"purpose": "visit"},
        at=at,
    )
    return Phones(
        phone=unseal(entry.phone, place="entries.phone", row_id=entry.id),
        contact_name=entry.contact_name,
        contact_phone=unseal(entry.contact_phone, place="entries.contact_phone", row_id=entry.id),
        notes=notes,
    )
