"""Whose travel document ends soon while it is needed: by people on a list in force, and by people abroad.

The paper that counts is the longest-lasting one of the kind that the entry was certified with: a renewal
recorded meanwhile takes the person off these rows, a paper that was lost keeps the person on them.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session

from borderreg.domain.lists import EntryStatus
from borderreg.domain.names import sort_key
from borderreg.domain.periods import local_day
from borderreg.models import Entry, Journey, TravelDocument, WorkerRecord

SOON_DAYS = 60


@dataclass(frozen=True, slots=True)
class ExpiringDocument:
    """One person's document; `days_left` is below 0 once it has expired, `ended` when none is left."""

    worker_id: UUID
    name: str
    birth: str
    document_type: str
    expires_on: date
    days_left: int
    abroad: bool
    ended: bool
    valid_to: date


def expiring_documents(
    session: Session, *, organisation_id: UUID, at: datetime, within_days: int = SOON_DAYS
) -> tuple[ExpiringDocument, ...]:
    """Return a commune's people whose paper ends within some days, soonest first; one statement.

    They have a certified entry that has not ended yet, or left with one and are still abroad.
    """
    day = local_day(at)
    rows = session.execute(_query(organisation_id, day, day + timedelta(days=within_days)))
    soonest: dict[UUID, ExpiringDocument] = {}
    for row in rows:
        line = _line(row, day)
        known = soonest.get(line.worker_id)
        if known is None or _urgency(line) < _urgency(known):
            soonest[line.worker_id] = line
    return tuple(sorted(soonest.values(), key=_urgency))


def _query(organisation_id: UUID, day: date, last: date) -> Select[Any]:
    abroad = _abroad().label("abroad")
    longest = _papers(func.max(TravelDocument.expires_on), TravelDocument.ended_at.is_(None))
    recorded = _papers(func.count())
    expires = func.coalesce(longest, Entry.document_expires)
    ended = and_(longest.is_(None), recorded > 0)
    needed = or_(and_(Entry.status == EntryStatus.CERTIFIED.value, Entry.valid_to >= day), _abroad())
    return select(
        Entry.worker_id,
        Entry.name,
        Entry.birth,
        Entry.document_type,
        Entry.valid_to,
        expires.label("expires_on"),
        abroad,
        ended.label("ended"),
    ).where(Entry.organisation_id == organisation_id, needed, or_(expires <= last, ended))


def _abroad() -> ColumnElement[bool]:
    left = select(Journey.worker_id).where(Journey.entry_id == Entry.id, Journey.returned_event_id.is_(None))
    return left.correlate(Entry).exists()


def _papers(counted: ColumnElement[Any], *conditions: ColumnElement[bool]) -> Any:
    """Count over the register's papers of the entry's kind that belong to its person."""
    query = (
        select(counted)
        .select_from(TravelDocument)
        .join(WorkerRecord, WorkerRecord.id == TravelDocument.record_id)
        .where(
            WorkerRecord.worker_id == Entry.worker_id,
            WorkerRecord.organisation_id == Entry.organisation_id,
            TravelDocument.type == Entry.document_type,
            *conditions,
        )
    )
    return query.correlate(Entry).scalar_subquery()


def _line(row: Any, day: date) -> ExpiringDocument:
    return ExpiringDocument(
        worker_id=row.worker_id,
        name=row.name,
        birth=row.birth,
        document_type=row.document_type,
        expires_on=row.expires_on,
        days_left=(row.expires_on - day).days,
        abroad=bool(row.abroad),
        ended=bool(row.ended),
        valid_to=row.valid_to,
    )


def _urgency(line: ExpiringDocument) -> tuple[bool, date, str]:
    return not line.ended, line.expires_on, sort_key(line.name)
