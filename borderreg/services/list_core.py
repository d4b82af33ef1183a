"""What every change of a list shares: the scope, the version, the authors, the reason and the log."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from borderreg.db import insert_or_ignore
from borderreg.domain.access import Actor
from borderreg.domain.audit import AuditAction
from borderreg.domain.errors import BadInput, Conflict, NotFound
from borderreg.domain.lists import ListStatus, next_status
from borderreg.domain.names import hidden_character, normalise_text
from borderreg.models import ListAuthor, WorkList, table_of
from borderreg.services import audit

SHORTEST_REASON = 5
LONGEST_REASON = 500


def own_list(
    session: Session, *, actor: Actor, list_id: UUID, version: int | None = None, lock: bool = False
) -> WorkList:
    """Return a list of the actor's commune; NotFound for any other, Conflict when `version` is stale."""
    query = select(WorkList).where(WorkList.id == list_id, WorkList.organisation_id == actor.organisation_id)
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    work_list = session.scalars(query).first()
    if work_list is None:
        raise NotFound("list")
    if version is not None and work_list.version != version:
        raise Conflict("Danh sách này vừa được người khác sửa.")
    return work_list


def move_to(work_list: WorkList, act: str) -> None:
    """Move a list along its life; Conflict when the act does not fit where it is now."""
    status = next_status(ListStatus(work_list.status), act)
    if status is None:
        raise Conflict("Việc này không còn phù hợp với trạng thái của danh sách.", code="wrong_status")
    work_list.status = status.value


def touch(session: Session, work_list: WorkList, at: datetime) -> int:
    """Count one more version of a list, whatever changed beneath it, and return it."""
    work_list.updated_at = at
    flag_modified(work_list, "updated_at")
    session.flush()
    return work_list.version


def note_author(session: Session, *, list_id: UUID, actor: Actor, at: datetime) -> None:
    """Remember that the actor wrote a part of the list or submitted it."""
    if actor.user_id is not None:
        statement = insert_or_ignore(session, table_of(ListAuthor))
        session.execute(statement.values(list_id=list_id, user_id=actor.user_id, first_at=at))


def visible(text: str) -> str:
    """Return a text in one line without control, bidi and other hidden characters."""
    kept = (character for character in text if hidden_character(character) is None)
    return normalise_text("".join(kept))


def checked_reason(reason: str) -> str:
    """Return a reason fit to be kept; BadInput when it says nothing or is too long."""
    text = visible(reason)
    if not SHORTEST_REASON <= len(text) <= LONGEST_REASON:
        raise BadInput("Hãy ghi lý do, từ 5 đến 500 ký tự.", code="reason")
    return text


def log(
    session: Session,
    actor: Actor,
    action: AuditAction,
    list_id: UUID,
    payload: dict[str, object],
    at: datetime,
) -> None:
    """Write one act on a list into the audit log."""
    audit.record(
        session, actor=actor, action=action, object_type="list", object_id=list_id, payload=payload, at=at
    )
