"""Suspend, lift, merge and ask: acts of the province on one of a register, each kept in its history."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.orm import Session

from borderreg.domain.access import Actor, Permission
from borderreg.domain.audit import AuditAction
from borderreg.domain.employers import Act, RegisterKind
from borderreg.domain.errors import BadInput, Conflict, NotFound
from borderreg.models import Entry, RegisterName
from borderreg.services.guard import require
from borderreg.services.list_core import checked_reason, visible
from borderreg.services.registers import (
    REGISTERS,
    Register,
    Registered,
    move_to,
    note,
    refresh_search,
    registered,
)

LONGEST_SOURCE = 200


def checked_source(source_document: str) -> str:
    """Return a source document's name fit to be kept; BadInput when it says nothing or is too long."""
    text = visible(source_document)
    if not 3 <= len(text) <= LONGEST_SOURCE:
        raise BadInput("Hãy ghi văn bản làm căn cứ, từ 3 đến 200 ký tự.", code="source_document")
    return text


def suspend(
    session: Session,
    *,
    actor: Actor,
    kind: RegisterKind,
    object_id: UUID,
    version: int,
    first: date,
    last: date | None,
    reason: str,
    source_document: str,
    at: datetime,
) -> None:
    """Suspend one of a register from a day, until a day or until lifted.

    BadInput without reason or source document or with the days reversed; Conflict for a stale version.
    """
    register, found = _take(session, actor, kind, object_id, version)
    if last is not None and last < first:
        raise BadInput("Ngày cuối trước ngày đầu.", code="reversed")
    why, source = checked_reason(reason), checked_source(source_document)
    move_to(found, Act.SUSPEND)
    found.suspended_from, found.suspended_to = first, last
    session.flush()
    note(
        session,
        actor=actor,
        kind=register.kind.value,
        object_id=object_id,
        act="suspended",
        action=AuditAction.REGISTER_SUSPENDED,
        at=at,
        reason=why,
        source_document=source,
        valid_from=first,
        valid_to=last,
    )


def lift(
    session: Session,
    *,
    actor: Actor,
    kind: RegisterKind,
    object_id: UUID,
    version: int,
    reason: str,
    source_document: str,
    at: datetime,
) -> None:
    """End a suspension now; its days stay in the history."""
    register, found = _take(session, actor, kind, object_id, version)
    why, source = checked_reason(reason), checked_source(source_document)
    move_to(found, Act.LIFT)
    found.suspended_from = found.suspended_to = None
    session.flush()
    note(
        session,
        actor=actor,
        kind=register.kind.value,
        object_id=object_id,
        act="lifted",
        action=AuditAction.REGISTER_LIFTED,
        at=at,
        reason=why,
        source_document=source,
    )


def merge(
    session: Session,
    *,
    actor: Actor,
    kind: RegisterKind,
    object_id: UUID,
    version: int,
    into: UUID,
    at: datetime,
) -> int:
    """Merge one of a register into another: its names and its entries lead there; return how many entries.

    What was certified keeps the name as written; figures and suspensions follow the one that is kept.
    """
    register, found = _take(session, actor, kind, object_id, version)
    kept = registered(session, register, into)
    if kept.id == found.id or kept.merged_into is not None:
        raise Conflict("Không gộp vào mục này được.", code="wrong_target")
    move_to(found, Act.MERGE)
    found.merged_into = kept.id
    found.question = ""
    session.flush()
    session.execute(
        update(register.model).where(register.model.merged_into == found.id).values(merged_into=kept.id)
    )
    session.execute(update(RegisterName).where(RegisterName.object_id == found.id).values(object_id=kept.id))
    moved = session.execute(
        update(Entry).where(register.link == found.id).values({register.link.key: kept.id})
    )
    refresh_search(session, kept)
    session.flush()
    count = int(moved.rowcount)  # type: ignore[attr-defined]  # an UPDATE's result has it
    for object_, act, other in ((found, "merged", kept), (kept, "received", found)):
        note(
            session,
            actor=actor,
            kind=register.kind.value,
            object_id=object_.id,
            act=act,
            action=AuditAction.REGISTER_MERGED,
            at=at,
            facts={"other": str(other.id), "other_name": getattr(other, register.name), "entries": count},
        )
    return count


def ask(
    session: Session,
    *,
    actor: Actor,
    kind: RegisterKind,
    object_id: UUID,
    version: int,
    question: str,
    at: datetime,
) -> None:
    """Send a question about a proposed one back to the commune that proposed it; it blocks nothing."""
    register, found = _take(session, actor, kind, object_id, version)
    text = checked_reason(question)
    if found.proposed_by is None:
        raise Conflict("Không có xã nào đề xuất mục này.", code="wrong_status")
    move_to(found, Act.ASK)
    found.question = text
    session.flush()
    note(
        session,
        actor=actor,
        kind=register.kind.value,
        object_id=object_id,
        act="asked",
        action=AuditAction.REGISTER_ASKED,
        at=at,
        reason=text,
    )


def answer(
    session: Session, *, actor: Actor, kind: RegisterKind, object_id: UUID, text: str, at: datetime
) -> None:
    """Answer the province's question about what the actor's commune proposed; NotFound for another's."""
    require(actor, Permission.LIST_EDIT)
    register = REGISTERS[kind]
    found = registered(session, register, object_id)
    if found.proposed_by != actor.organisation_id or not found.question or found.merged_into is not None:
        raise NotFound(kind.value)
    said = checked_reason(text)
    asked, found.question = found.question, ""
    session.flush()
    note(
        session,
        actor=actor,
        kind=register.kind.value,
        object_id=object_id,
        act="answered",
        action=AuditAction.REGISTER_ANSWERED,
        at=at,
        facts={"question": asked},
        reason=said,
    )


def _take(
    session: Session, actor: Actor, kind: RegisterKind, object_id: UUID, version: int
) -> tuple[Register, Registered]:
    require(actor, Permission.EMPLOYER_WRITE)
    register = REGISTERS[kind]
    return register, registered(session, register, object_id, version=version)
