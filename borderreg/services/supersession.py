"""Nobody is locked out by another list: the older of two entries closes when the newer one is first used."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, bindparam, exists, insert, select, update
from sqlalchemy.orm import Session, aliased

from borderreg.domain.access import Actor
from borderreg.domain.audit import AuditAction
from borderreg.domain.lists import EntryStatus
from borderreg.domain.periods import local_day
from borderreg.models import Entry, EntryChange, IssuedCode, WorkList, new_id, table_of
from borderreg.services.audit import record
from borderreg.services.notices import SUPERSEDED, Telling, tell_communes

ENTRIES = table_of(Entry)
CHANGES = table_of(EntryChange)
CODES = table_of(IssuedCode)


def has_older(day: ColumnElement[Any] | None = None) -> ColumnElement[bool]:
    """Say of an entry whether a list that was certified before it authorises its worker for some of its days.

    Stands in the select list of the statement that finds a scanned entry, so that it costs no statement.
    """
    older, older_list = aliased(Entry), aliased(WorkList)
    return exists(
        select(older.id)
        .join(older_list, older_list.id == older.list_id)
        .where(*_older_than(older, older_list, Entry, WorkList, day if day is not None else bindparam("day")))
        .correlate(Entry, WorkList)
    )


def _older_than(older: Any, older_list: Any, newer: Any, newer_list: Any, day: Any) -> list[Any]:
    return [
        older.worker_id == newer.worker_id,
        older.id != newer.id,
        older.status == EntryStatus.CERTIFIED.value,
        older.valid_to >= day,
        older.valid_from <= newer.valid_to,
        older.valid_to >= newer.valid_from,
        older_list.certified_at < newer_list.certified_at,
    ]


def close_older(
    session: Session, *, entry_id: UUID, actor: Actor, organisation_id: UUID, at: datetime
) -> int:
    """Close the older entries of somebody who just left by a newer one, tell the communes; return how many.

    The codes of the older ones point to the newer code, so that a gate can say which slip to show.
    """
    newer = session.execute(
        select(Entry.cti, Entry.list_id, WorkList.list_no)
        .join(WorkList, WorkList.id == Entry.list_id)
        .where(Entry.id == entry_id)
    ).one()
    closed = _older_entries(session, entry_id, at)
    if not closed:
        return 0
    changes = [
        {
            "id": new_id(),
            "entry_id": older,
            "list_id": newer.list_id,
            "status": EntryStatus.SUPERSEDED.value,
            "reason": f"Đã xuất cảnh theo danh sách mới số {newer.list_no}",
            "changed_by": None,
            "changed_at": at,
        }
        for older in closed
    ]
    session.execute(insert(CHANGES), changes)
    ended = {"status": EntryStatus.SUPERSEDED.value, "updated_at": at}
    session.execute(update(ENTRIES).where(ENTRIES.c.id.in_(closed)).values(ended))
    session.execute(update(CODES).where(CODES.c.entry_id.in_(closed)).values(superseded_by=newer.cti))
    tell_communes(session, tellings=[Telling(SUPERSEDED, older, entry_id) for older in closed], at=at)
    record(
        session,
        actor=actor,
        action=AuditAction.ENTRY_SUPERSEDED,
        object_type="entry",
        object_id=entry_id,
        payload={"closed": [str(older) for older in closed]},
        at=at,
        organisation_id=organisation_id,
    )
    return len(closed)


def _older_entries(session: Session, entry_id: UUID, at: datetime) -> Sequence[UUID]:
    """Lock what is to be closed: a commune may be withdrawing it at this moment."""
    newer, newer_list, older_list = aliased(Entry), aliased(WorkList), aliased(WorkList)
    query = (
        select(Entry.id)
        .join(older_list, older_list.id == Entry.list_id)
        .join(newer, newer.worker_id == Entry.worker_id)
        .join(newer_list, newer_list.id == newer.list_id)
        .where(newer.id == entry_id, *_older_than(Entry, older_list, newer, newer_list, local_day(at)))
        .order_by(Entry.id)
    )
    return list(session.scalars(query.with_for_update(of=Entry)))
