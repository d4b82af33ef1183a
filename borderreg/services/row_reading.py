"""Read one row of a draft for its form, and what a new row takes over from the one before."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from borderreg.domain.access import Actor, Permission
from borderreg.domain.audit import AuditAction
from borderreg.domain.columns import Column
from borderreg.domain.employers import RegisterKind
from borderreg.domain.errors import NotFound
from borderreg.domain.lists import EntryStatus
from borderreg.models import Entry
from borderreg.services import audit
from borderreg.services.guard import require
from borderreg.services.list_core import own_list
from borderreg.services.list_reference import list_reference
from borderreg.services.register_picks import known_names
from borderreg.services.review import cells_of

WORK_COLUMNS = (
    *(Column.EMPLOYER, Column.COUNTY, Column.JOB, Column.VALID_FROM, Column.VALID_TO, Column.GATES),
    Column.RECRUITER,
)
OFFERED = 200


def open_row(
    session: Session, *, actor: Actor, list_id: UUID, entry_id: UUID, at: datetime
) -> dict[str, object]:
    """Return a row as the cells of its form, numbers in clear, and log the read."""
    require(actor, Permission.LIST_EDIT)
    own_list(session, actor=actor, list_id=list_id)
    entry = session.scalars(select(Entry).where(Entry.id == entry_id, Entry.list_id == list_id)).first()
    if entry is None:
        raise NotFound("row")
    reference = list_reference(session, commune=actor.organisation_code, at=at)
    payload: dict[str, object] = {"purpose": "edit_row", "entry": str(entry_id)}
    audit.record(
        session,
        actor=actor,
        action=AuditAction.WORKER_READ,
        object_type="worker",
        object_id=entry.worker_id,
        payload=payload,
        at=at,
    )
    return cells_of(entry, reference=reference)


def last_work(session: Session, *, actor: Actor, list_id: UUID, at: datetime) -> dict[str, object]:
    """Return work, period and gates of the row written last: nothing about a person."""
    require(actor, Permission.LIST_EDIT)
    own_list(session, actor=actor, list_id=list_id)
    query = select(Entry).where(Entry.list_id == list_id, Entry.status == EntryStatus.DRAFT.value)
    entry = session.scalars(query.order_by(Entry.updated_at.desc(), Entry.row.desc()).limit(1)).first()
    if entry is None:
        return {}
    cells = cells_of(entry, reference=list_reference(session, commune=actor.organisation_code, at=at))
    return {column: cells[column] for column in WORK_COLUMNS}


def known_employers(session: Session, *, actor: Actor) -> tuple[str, ...]:
    """Return the names of employers to offer where no script runs."""
    return known_names(session, actor=actor, kind=RegisterKind.EMPLOYER, most=OFFERED)
