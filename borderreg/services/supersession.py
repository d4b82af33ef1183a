"""Nobody is locked out by another list: the older of two entries closes when the newer one is first used.

What is closed follows from the log alone (domain/supersession.py): an annulment, a late event or a held one
that is let in settles a worker's entries anew, so that the order of arrival does not matter.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, bindparam, exists, insert, select, update
from sqlalchemy.orm import Session, aliased

from borderreg.domain.access import Actor
from borderreg.domain.audit import AuditAction
from borderreg.domain.lists import EntryStatus, ListStatus
from borderreg.domain.periods import local_day
from borderreg.domain.supersession import Listed, closed_by, used_entries
from borderreg.models import Entry, EntryChange, IssuedCode, WorkList, new_id, table_of
from borderreg.services.audit import record
from borderreg.services.journeys import worker_facts
from borderreg.services.notices import SUPERSEDED, Telling, tell_again, tell_communes

ENTRIES = table_of(Entry)
CHANGES = table_of(EntryChange)
CODES = table_of(IssuedCode)
OPEN, CLOSED = EntryStatus.CERTIFIED.value, EntryStatus.SUPERSEDED.value


def has_older(day: ColumnElement[Any] | None = None) -> ColumnElement[bool]:
    """Say of an entry whether a list that was certified before it authorises its worker for some of its days.

    Stands in the select list of the statement that finds a scanned entry, so that it costs no statement.
    """
    older, older_list = aliased(Entry), aliased(WorkList)
    now = day if day is not None else bindparam("day")
    return exists(
        select(older.id)
        .join(older_list, older_list.id == older.list_id)
        .where(
            older.worker_id == Entry.worker_id,
            older.id != Entry.id,
            older.status == OPEN,
            older.valid_to >= now,
            older.valid_from <= Entry.valid_to,
            older.valid_to >= Entry.valid_from,
            older_list.certified_at < WorkList.certified_at,
        )
        .correlate(Entry, WorkList)
    )


@dataclass(frozen=True, slots=True)
class _Line:
    """An entry of the worker as it stands, locked."""

    listed: Listed
    status: str
    cti: bytes
    list_id: UUID
    list_no: str
    list_status: str


def close_older(
    session: Session, *, entry_id: UUID, actor: Actor, organisation_id: UUID, at: datetime
) -> int:
    """Settle the entries of somebody who just left by this one; return how many changed."""
    worker_id = session.scalars(select(Entry.worker_id).where(Entry.id == entry_id)).one()
    return settle_entries(session, worker_id=worker_id, actor=actor, organisation_id=organisation_id, at=at)


def settle_entries(
    session: Session, *, worker_id: UUID, actor: Actor, organisation_id: UUID, at: datetime
) -> int:
    """Close and open a worker's entries as the log says, tell the communes; return how many changed.

    The codes of closed ones point to the newer code, so that a gate can say which slip to show. One whose
    list was revoked meanwhile opens into that state; days that are over are left alone.
    """
    lines = _lines(session, worker_id)
    if len(lines) < 2:
        return 0
    used = used_entries(worker_facts(session, worker_id=worker_id))
    wanted = closed_by([line.listed for line in lines.values()], used=used)
    day = local_day(at)
    closing = [one for one in wanted if lines[one].status == OPEN and lines[one].listed.valid_to >= day]
    opening = [one for one, line in lines.items() if line.status == CLOSED and one not in wanted]
    _close(session, {one: lines[wanted[one]] for one in closing}, at)
    _open(session, [lines[one] for one in opening], at)
    _point(session, {one: lines[wanted[one]].cti for one in wanted if lines[one].status == CLOSED})
    if not closing and not opening:
        return 0
    tellings = [Telling(SUPERSEDED, one, wanted[one]) for one in closing]
    tell_again(session, entries=[*closing, *opening], at=at)
    tell_communes(session, tellings=tellings, at=at)
    record(
        session,
        actor=actor,
        action=AuditAction.ENTRY_SUPERSEDED,
        object_type="entry",
        object_id=(wanted[closing[0]] if closing else opening[0]),
        payload={"closed": [str(one) for one in closing], "opened": [str(one) for one in opening]},
        at=at,
        organisation_id=organisation_id,
    )
    return len(closing) + len(opening)


def _lines(session: Session, worker_id: UUID) -> dict[UUID, _Line]:
    """Lock what may be closed or opened: a commune may be withdrawing it at this moment."""
    query = (
        select(ENTRIES.c.id, ENTRIES.c.status, ENTRIES.c.cti, ENTRIES.c.valid_from, ENTRIES.c.valid_to)
        .add_columns(ENTRIES.c.list_id, WorkList.list_no, WorkList.certified_at)
        .add_columns(WorkList.status.label("list_status"))
        .join(WorkList, WorkList.id == ENTRIES.c.list_id)
        .where(
            ENTRIES.c.worker_id == worker_id, WorkList.certified_at.is_not(None), ENTRIES.c.cti.is_not(None)
        )
        .order_by(ENTRIES.c.id)
    )
    return {
        row.id: _Line(_listed(row), row.status, row.cti, row.list_id, row.list_no, row.list_status)
        for row in session.execute(query.with_for_update(of=ENTRIES))
    }


def _listed(row: Any) -> Listed:
    first: date = row.valid_from
    return Listed(row.id, row.certified_at, first, row.valid_to)


def _close(session: Session, closing: Mapping[UUID, _Line], at: datetime) -> None:
    changes = [
        _change(older, newer.list_id, CLOSED, f"Đã xuất cảnh theo danh sách mới số {newer.list_no}", at)
        for older, newer in closing.items()
    ]
    _write(session, changes, at)
    for older, newer in closing.items():
        session.execute(update(CODES).where(CODES.c.entry_id == older).values(superseded_by=newer.cti))


def _open(session: Session, opening: Sequence[_Line], at: datetime) -> None:
    """Give entries back the state that they would have without the departure that was annulled."""
    changes = [
        _change(
            line.listed.entry,
            line.list_id,
            EntryStatus.REVOKED.value if line.list_status == ListStatus.REVOKED.value else OPEN,
            "Lượt xuất cảnh theo danh sách mới đã bị huỷ",
            at,
        )
        for line in opening
    ]
    _write(session, changes, at)
    ids = [line.listed.entry for line in opening]
    if ids:
        session.execute(update(CODES).where(CODES.c.entry_id.in_(ids)).values(superseded_by=None))


def _point(session: Session, newest: Mapping[UUID, bytes]) -> None:
    """Let the codes of entries that stay closed name the newest paper."""
    for older, cti in newest.items():
        stale = update(CODES).where(CODES.c.entry_id == older, CODES.c.superseded_by != cti)
        session.execute(stale.values(superseded_by=cti))


def _change(entry_id: UUID, list_id: UUID, status: str, reason: str, at: datetime) -> dict[str, Any]:
    return {
        "id": new_id(),
        "entry_id": entry_id,
        "list_id": list_id,
        "status": status,
        "reason": reason,
        "changed_by": None,
        "changed_at": at,
    }


def _write(session: Session, changes: Sequence[Mapping[str, Any]], at: datetime) -> None:
    if not changes:
        return
    session.execute(insert(CHANGES), [dict(change) for change in changes])
    for status in {change["status"] for change in changes}:
        ids = [change["entry_id"] for change in changes if change["status"] == status]
        ended = {"status": status, "updated_at": at}
        session.execute(update(ENTRIES).where(ENTRIES.c.id.in_(ids)).values(ended))
