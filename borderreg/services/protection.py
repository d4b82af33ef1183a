"""Protection cases: open, look, note, plan, stop at the gates, close; only within the compartment.

Every text is encrypted under the compartment's own key for its row and column; every act and every look is
appended to the compartment's own log, never to an organisation's audit chain.
"""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from borderreg.crypto import FieldCipher, KeyFileError, vault
from borderreg.domain.access import Actor, Permission
from borderreg.domain.errors import Conflict, NotFound, Refused
from borderreg.domain.periods import local_day
from borderreg.domain.protection import (
    CaseOutcome,
    CaseSource,
    LookReason,
    NoteKind,
    case_code,
    first_task_due,
)
from borderreg.models import (
    ProtectionCase,
    ProtectionNote,
    ProtectionPerson,
    ProtectionStop,
    ProtectionTask,
    StopMark,
    Worker,
    new_id,
)
from borderreg.services.guard import require
from borderreg.services.protection_log import locked_head, note_act

SHORTEST, LONGEST = 3, 4000


def open_case(
    session: Session,
    *,
    actor: Actor,
    source: CaseSource,
    summary: str,
    name: str,
    first_task: str,
    at: datetime,
    worker_id: UUID | None = None,
    case_id: UUID | None = None,
) -> UUID:
    """Open a case about one person, with a first task in two days; the same `case_id` again changes nothing.

    Refused `text` for an empty summary or name; NotFound for a worker whom nobody has registered.
    """
    require(actor, Permission.CASE_WRITE)
    locked_head(session)
    if case_id is not None and session.get(ProtectionCase, case_id) is not None:
        return case_id
    if worker_id is not None and session.get(Worker, worker_id) is None:
        raise NotFound("worker")
    case_id, day = case_id or new_id(), local_day(at)
    session.add(
        ProtectionCase(
            id=case_id,
            code=_next_code(session, day.year),
            source=source.value,
            summary=seal_text(_checked(summary), column="protection_cases.summary", row_id=case_id),
            opened_by=actor.user_id,
            opened_at=at,
        )
    )
    session.flush()
    note_act(session, actor=actor, case_id=case_id, act="opened", at=at, source=source.value)
    add_person(session, actor=actor, case_id=case_id, name=name, details="", worker_id=worker_id, at=at)
    add_task(session, actor=actor, case_id=case_id, text=first_task, due_on=first_task_due(day), at=at)
    return case_id


def add_person(
    session: Session,
    *,
    actor: Actor,
    case_id: UUID,
    name: str,
    details: str,
    at: datetime,
    worker_id: UUID | None = None,
) -> UUID:
    """Add a person to an open case."""
    case = open_case_of(session, actor=actor, case_id=case_id)
    row_id = new_id()
    session.add(
        ProtectionPerson(
            id=row_id,
            case_id=case.id,
            worker_id=worker_id,
            name=seal_text(_checked(name), column="protection_people.name", row_id=row_id),
            details=seal_text(details, column="protection_people.details", row_id=row_id)
            if details
            else None,
            added_by=actor.user_id,
            added_at=at,
        )
    )
    note_act(session, actor=actor, case_id=case.id, act="person_added", at=at, person=str(row_id))
    return row_id


def add_task(session: Session, *, actor: Actor, case_id: UUID, text: str, due_on: date, at: datetime) -> UUID:
    """Plan something for an open case by a day."""
    case = open_case_of(session, actor=actor, case_id=case_id)
    row_id = new_id()
    session.add(
        ProtectionTask(
            id=row_id,
            case_id=case.id,
            text=seal_text(_checked(text), column="protection_tasks.text", row_id=row_id),
            due_on=due_on,
            added_by=actor.user_id,
            added_at=at,
        )
    )
    note_act(session, actor=actor, case_id=case.id, act="task_added", at=at, due_on=due_on.isoformat())
    return row_id


def finish_task(session: Session, *, actor: Actor, case_id: UUID, task_id: UUID, at: datetime) -> None:
    """Mark a task as done; again changes nothing."""
    case = open_case_of(session, actor=actor, case_id=case_id)
    task = session.get(ProtectionTask, task_id, with_for_update=True)
    if task is None or task.case_id != case.id:
        raise NotFound("task")
    if task.done_at is None:
        task.done_at, task.done_by = at, actor.user_id
        note_act(session, actor=actor, case_id=case.id, act="task_done", at=at, task=str(task_id))


def add_note(
    session: Session, *, actor: Actor, case_id: UUID, kind: NoteKind, text: str, at: datetime
) -> UUID:
    """Append a contact made or a note to an open case."""
    case = open_case_of(session, actor=actor, case_id=case_id)
    row_id = new_id()
    session.add(
        ProtectionNote(
            id=row_id,
            case_id=case.id,
            kind=kind.value,
            text=seal_text(_checked(text), column="protection_notes.text", row_id=row_id),
            noted_by=actor.user_id,
            noted_at=at,
        )
    )
    note_act(session, actor=actor, case_id=case.id, act="noted", at=at, kind=kind.value)
    return row_id


def close_case(
    session: Session, *, actor: Actor, case_id: UUID, version: int, outcome: CaseOutcome, at: datetime
) -> None:
    """Close a case with its outcome; Conflict when a colleague changed it, Refused while a mark stands."""
    case = open_case_of(session, actor=actor, case_id=case_id)
    if case.version != version:
        raise Conflict(code="conflict")
    if session.scalars(live_stops(case_id, at)).first() is not None:
        raise Refused("Hãy gỡ lưu ý tại cửa khẩu trước khi khép hồ sơ.", code="stop_mark_stands")
    case.outcome, case.closed_by, case.closed_at = outcome.value, actor.user_id, at
    note_act(session, actor=actor, case_id=case.id, act="closed", at=at, outcome=outcome.value)


def reopen_case(session: Session, *, actor: Actor, case_id: UUID, at: datetime) -> None:
    """Open a closed case again; an open one stays as it is."""
    require(actor, Permission.CASE_WRITE)
    case = session.get(ProtectionCase, case_id, with_for_update=True)
    if case is None:
        raise NotFound("case")
    if case.closed_at is not None:
        case.outcome, case.closed_by, case.closed_at = "", None, None
        note_act(session, actor=actor, case_id=case.id, act="reopened", at=at)


def log_look(session: Session, *, actor: Actor, case_id: UUID, reason: LookReason, at: datetime) -> None:
    """Log that somebody of the compartment looks at a case, and why."""
    require(actor, Permission.CASE_READ)
    if session.get(ProtectionCase, case_id) is None:
        raise NotFound("case")
    note_act(session, actor=actor, case_id=case_id, act="looked", at=at, reason=reason.value)


def open_case_of(session: Session, *, actor: Actor, case_id: UUID) -> ProtectionCase:
    """Return a case that is still open, locked; NotFound, or Refused `closed`."""
    require(actor, Permission.CASE_WRITE)
    case = session.get(ProtectionCase, case_id, with_for_update=True)
    if case is None:
        raise NotFound("case")
    if case.closed_at is not None:
        raise Refused("Hồ sơ này đã khép. Mở lại trước khi ghi thêm.", code="closed")
    return case


def live_stops(case_id: UUID, at: datetime) -> Select[StopMark]:
    """Select the stop marks of a case that stand at an instant."""
    return (
        select(StopMark)
        .join(ProtectionStop, ProtectionStop.stop_id == StopMark.id)
        .where(ProtectionStop.case_id == case_id, StopMark.lifted_at.is_(None), StopMark.expires_at > at)
    )


def seal_text(text: str, *, column: str, row_id: UUID) -> bytes:
    """Encrypt a text of the compartment for one column of one row."""
    return _cipher().encrypt(text, bound_to=f"{column}:{row_id}")


def open_text(stored: bytes | None, *, column: str, row_id: UUID) -> str:
    """Return a text of the compartment; empty when nothing is stored."""
    return _cipher().decrypt(stored, bound_to=f"{column}:{row_id}") if stored else ""


def seal_bytes(content: bytes, *, column: str, row_id: UUID) -> bytes:
    """Encrypt bytes of the compartment, such as a picture, for one column of one row."""
    return _cipher().wrap(content, bound_to=f"{column}:{row_id}")


def open_bytes(stored: bytes, *, column: str, row_id: UUID) -> bytes:
    """Return bytes of the compartment."""
    return _cipher().unwrap(stored, bound_to=f"{column}:{row_id}")


def can_seal() -> bool:
    """Say whether the compartment has its key."""
    return vault().protection is not None


def _cipher() -> FieldCipher:
    cipher = vault().protection
    if cipher is None:
        raise KeyFileError("Chưa có khoá của hồ sơ bảo hộ: chạy “borderreg init”.", code="no_protection_key")
    return cipher


def _checked(text: str) -> str:
    text = text.strip()
    if not SHORTEST <= len(text) <= LONGEST:
        raise Refused("Hãy ghi từ 3 đến 4.000 ký tự.", code="text")
    return text


def _next_code(session: Session, year: int) -> str:
    count = select(func.count()).where(ProtectionCase.code.startswith(f"BH-{year}-"))
    return case_code(year=year, number=(session.scalar(count) or 0) + 1)
