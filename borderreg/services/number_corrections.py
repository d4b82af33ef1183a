"""A number that was corrected in a draft: the register's record goes along, so that nobody is in it twice."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from borderreg.domain.list_facts import RowDraft
from borderreg.models import Entry, WorkerRecord
from borderreg.services.people_store import RECORDS, worker_of_number
from borderreg.services.private_fields import unseal
from borderreg.services.registered_names import is_same_person


def carry_record(session: Session, *, entry: Entry, draft: RowDraft, at: datetime) -> None:
    """Let the register's record follow a row whose number was typed anew, if the name says one person."""
    before = unseal(entry.personal_id, place="entries.personal_id", row_id=entry.id)
    if before == draft.personal_id:
        return
    if is_same_person(session, organisation_id=entry.organisation_id, personal_id=before, draft=draft):
        follow_number(session, entry=entry, personal_id=draft.personal_id, at=at)


def follow_number(session: Session, *, entry: Entry, personal_id: str, at: datetime) -> None:
    """Attach the record behind a draft row to the worker of its corrected number.

    Only when that number has no record in the organisation yet and no other row says that the earlier
    number is somebody's own.
    """
    worker_id = worker_of_number(session, personal_id=personal_id, at=at)
    if worker_id == entry.worker_id or _has_record(session, entry.organisation_id, worker_id):
        return
    others = select(func.count()).where(
        Entry.worker_id == entry.worker_id,
        Entry.organisation_id == entry.organisation_id,
        Entry.id != entry.id,
    )
    if not session.scalar(others):
        moved = update(RECORDS).where(
            RECORDS.c.worker_id == entry.worker_id, RECORDS.c.organisation_id == entry.organisation_id
        )
        session.execute(moved.values(worker_id=worker_id))


def _has_record(session: Session, organisation_id: UUID, worker_id: UUID) -> bool:
    query = select(func.count()).where(
        WorkerRecord.worker_id == worker_id, WorkerRecord.organisation_id == organisation_id
    )
    return bool(session.scalar(query))
