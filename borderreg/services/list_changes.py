"""Changes to a certified list: supplements add, withdrawals and revocations end; nothing is rewritten."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from borderreg.domain.access import Actor, Permission
from borderreg.domain.audit import AuditAction
from borderreg.domain.errors import Conflict, NotFound, Refused
from borderreg.domain.lists import EntryStatus, ListKind, ListStatus
from borderreg.domain.periods import local_day
from borderreg.models import Entry, EntryChange, new_id, table_of
from borderreg.services import audit
from borderreg.services.certification import check_certifier, finish, number_list
from borderreg.services.frozen import withdrawn_facts
from borderreg.services.guard import require
from borderreg.services.list_core import checked_reason, log, move_to, own_list, touch
from borderreg.services.lists import new_list
from borderreg.services.presence import HOME, presence_of

ENTRIES = table_of(Entry)
CHANGES = table_of(EntryChange)


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """A person taken off a certified list, by a numbered list of its own."""

    entry_id: UUID
    cti: str
    status: str
    list_id: UUID
    list_no: str


@dataclass(frozen=True, slots=True)
class Effect:
    """Whom an act would touch: people whose entries end, and how many of them are away now."""

    people: int
    away: int
    away_rows: tuple[int, ...]


def create_supplement(session: Session, *, actor: Actor, list_id: UUID, at: datetime) -> UUID:
    """Open a draft that adds people to a certified list; it is certified under a number of its own."""
    require(actor, Permission.LIST_EDIT)
    parent = own_list(session, actor=actor, list_id=list_id)
    if parent.status != ListStatus.CERTIFIED.value or parent.kind != ListKind.ORIGINAL.value:
        raise Refused("Chỉ bổ sung được cho danh sách gốc đã xác nhận.", code="not_certified")
    title = parent.title
    draft = new_list(actor=actor, kind=ListKind.SUPPLEMENT, parent_id=list_id, title=title, at=at)
    session.add(draft)
    session.flush()
    payload: dict[str, object] = {"kind": draft.kind, "parent": str(list_id)}
    log(session, actor, AuditAction.LIST_CREATED, draft.id, payload, at)
    return draft.id


def withdraw_entry(
    session: Session,
    *,
    actor: Actor,
    cti: bytes | None = None,
    entry_id: UUID | None = None,
    reason: str,
    at: datetime,
) -> Withdrawn:
    """Take one person off a certified list at once, by the chief alone: it only ends an authorisation.

    The person is named by the code's `cti` or by the entry. NotFound for another commune's, Conflict when the
    entry is not certified any more.
    """
    require(actor, Permission.LIST_WITHDRAW)
    check_certifier(session, actor=actor, list_id=None)
    text = checked_reason(reason)
    entry = _own_entry(session, actor, cti, entry_id)
    parent = own_list(session, actor=actor, list_id=entry.list_id, lock=True)
    session.refresh(entry, with_for_update=True)
    if entry.status != EntryStatus.CERTIFIED.value:
        raise Conflict("Người này không còn hiệu lực trong danh sách.", code="wrong_status")
    paper = new_list(actor=actor, kind=ListKind.WITHDRAWAL, parent_id=parent.id, title=parent.title, at=at)
    facts = withdrawn_facts([entry], reason=text)
    number_list(session, actor=actor, work_list=paper, facts=facts, at=at)
    paper.status = ListStatus.CERTIFIED.value
    session.add(paper)
    session.flush()
    _end(session, actor, [entry.id], EntryStatus.WITHDRAWN, text, at, list_id=paper.id)
    code = (entry.cti or b"").hex()
    audit.record(
        session,
        actor=actor,
        action=AuditAction.ENTRY_WITHDRAWN,
        object_type="entry",
        object_id=entry.id,
        payload={"cti": code, "list": str(paper.id)},
        at=at,
    )
    finish(session, actor=actor, work_list=paper, entries=1, at=at)
    return Withdrawn(entry.id, code, EntryStatus.WITHDRAWN.value, paper.id, paper.list_no)


def revoke_list(
    session: Session,
    *,
    actor: Actor,
    list_id: UUID,
    reason: str,
    version: int | None = None,
    at: datetime,
) -> int:
    """Revoke a certified list and every entry of it that is still certified; return how many.

    Supplements have numbers of their own and stay in force until they are revoked themselves.
    """
    require(actor, Permission.LIST_REVOKE)
    check_certifier(session, actor=actor, list_id=None)
    text = checked_reason(reason)
    work_list = own_list(session, actor=actor, list_id=list_id, version=version, lock=True)
    if work_list.kind == ListKind.WITHDRAWAL.value:
        raise Refused("Không thu hồi được danh sách rút tên.", code="withdrawal_stays")
    move_to(work_list, "revoke")
    work_list.revoked_by, work_list.revoked_at = actor.user_id, at
    work_list.revoke_reason = text
    query = select(Entry.id).where(Entry.list_id == list_id, Entry.status == EntryStatus.CERTIFIED.value)
    ids = list(session.scalars(query.order_by(Entry.id).with_for_update()))
    _end(session, actor, ids, EntryStatus.REVOKED, text, at, list_id=list_id)
    log(session, actor, AuditAction.LIST_REVOKED, list_id, {"entries": len(ids)}, at)
    touch(session, work_list, at)
    return len(ids)


def effect_of(
    session: Session, *, actor: Actor, list_id: UUID, entry_id: UUID | None = None, at: datetime
) -> Effect:
    """Tell whom revoking a list, or withdrawing one entry of it, would touch: shown before the act."""
    require(actor, Permission.LIST_READ)
    own_list(session, actor=actor, list_id=list_id)
    query = select(Entry.row, Entry.worker_id).where(
        Entry.list_id == list_id, Entry.status == EntryStatus.CERTIFIED.value
    )
    if entry_id is not None:
        query = query.where(Entry.id == entry_id)
    rows = session.execute(query.order_by(Entry.row)).all()
    states = presence_of(session, worker_ids=[row.worker_id for row in rows], day=local_day(at))
    away = tuple(row.row for row in rows if states[row.worker_id] != HOME)
    return Effect(people=len(rows), away=len(away), away_rows=away)


def _own_entry(session: Session, actor: Actor, cti: bytes | None, entry_id: UUID | None) -> Entry:
    named = Entry.cti == cti if cti is not None else Entry.id == entry_id
    query = select(Entry).where(named, Entry.organisation_id == actor.organisation_id)
    entry = session.scalars(query.where(Entry.cti.is_not(None))).first()
    if entry is None:
        raise NotFound("entry")
    return entry


def _end(
    session: Session,
    actor: Actor,
    ids: Sequence[UUID],
    status: EntryStatus,
    reason: str,
    at: datetime,
    *,
    list_id: UUID | None,
) -> None:
    """Append the change to each entry and move its status."""
    if not ids:
        return
    changes = [
        {
            "id": new_id(),
            "entry_id": entry_id,
            "list_id": list_id,
            "status": status.value,
            "reason": reason,
            "changed_by": actor.user_id,
            "changed_at": at,
        }
        for entry_id in ids
    ]
    session.execute(insert(CHANGES), changes)
    statement = update(ENTRIES).where(ENTRIES.c.id.in_(ids))
    session.execute(statement.values(status=status.value, updated_at=at))
