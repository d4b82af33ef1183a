"""Protection cases as their own page shows them; nothing here is part of any other report or count."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from borderreg.models import (
    ProtectionCase,
    ProtectionNote,
    ProtectionPerson,
    ProtectionRecord,
    ProtectionStop,
    ProtectionTask,
    StopMark,
    User,
)


@dataclass(frozen=True, slots=True)
class Sealed:
    """A text as stored, and where it belongs; services open it."""

    stored: bytes | None
    column: str
    row_id: UUID


@dataclass(frozen=True, slots=True)
class CaseLine:
    """One case among others, with its first person and its next task."""

    id: UUID
    code: str
    source: str
    outcome: str
    opened_at: datetime
    closed_at: datetime | None
    name: Sealed | None
    people: int
    next_due: date | None


@dataclass(frozen=True, slots=True)
class PersonLine:
    """A person of a case."""

    id: UUID
    worker_id: UUID | None
    name: Sealed
    details: Sealed


@dataclass(frozen=True, slots=True)
class TaskLine:
    """A task of a case."""

    id: UUID
    text: Sealed
    due_on: date
    done_at: datetime | None
    done_by: str


@dataclass(frozen=True, slots=True)
class NoteLine:
    """A contact or note of a case."""

    kind: str
    text: Sealed
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class StopLine:
    """A stop mark that the case has set."""

    id: UUID
    worker_id: UUID
    effect: str
    instruction: bytes
    created_at: datetime
    expires_at: datetime
    lifted_at: datetime | None


@dataclass(frozen=True, slots=True)
class LookLine:
    """A record of the compartment's log: who did what to the case."""

    seq: int
    at: datetime
    by: str
    act: str
    payload: str


@dataclass(frozen=True, slots=True)
class CaseFile:
    """A case with all that belongs to it."""

    line: CaseLine
    version: int
    summary: Sealed
    opened_by: str
    people: tuple[PersonLine, ...]
    tasks: tuple[TaskLine, ...]
    notes: tuple[NoteLine, ...]
    stops: tuple[StopLine, ...]
    log: tuple[LookLine, ...]


def case_lines(session: Session, *, closed: bool) -> tuple[CaseLine, ...]:
    """Return the open cases by their next task, or the closed ones newest first; three statements."""
    state = ProtectionCase.closed_at.is_not(None) if closed else ProtectionCase.closed_at.is_(None)
    due = (
        select(func.min(ProtectionTask.due_on))
        .where(ProtectionTask.case_id == ProtectionCase.id, ProtectionTask.done_at.is_(None))
        .scalar_subquery()
    )
    rows = session.execute(
        select(ProtectionCase, due.label("due")).where(state).order_by(ProtectionCase.opened_at.desc())
    ).all()
    people = _people(session, [row.ProtectionCase.id for row in rows])
    lines = [_line(row.ProtectionCase, row.due, people.get(row.ProtectionCase.id, ())) for row in rows]
    if closed:
        return tuple(lines)
    return tuple(sorted(lines, key=lambda line: (line.next_due is None, line.next_due or date.max)))


def case_file(session: Session, *, case_id: UUID) -> CaseFile | None:
    """Return a case with its people, tasks, notes, marks and log, or None; the caller logs the look."""
    case = session.get(ProtectionCase, case_id)
    if case is None:
        return None
    tasks = _tasks(session, case_id)
    people = _people(session, [case_id]).get(case_id, ())
    names = _names(session)
    due = min((task.due_on for task in tasks if task.done_at is None), default=None)
    return CaseFile(
        line=_line(case, due, people),
        version=case.version,
        summary=Sealed(case.summary, "protection_cases.summary", case.id),
        opened_by=names.get(case.opened_by, ""),
        people=people,
        tasks=tuple(_task(task, names) for task in tasks),
        notes=_notes(session, case_id, names),
        stops=_stops(session, case_id),
        log=_log(session, case_id, names),
    )


def last_look(session: Session, *, case_id: UUID, actor_id: UUID, since: datetime) -> str | None:
    """Return the reason for which the person looked at the case last since an instant, as logged."""
    query = (
        select(ProtectionRecord.payload)
        .where(ProtectionRecord.case_id == case_id, ProtectionRecord.actor_id == actor_id)
        .where(ProtectionRecord.act.in_(("looked", "opened")), ProtectionRecord.at >= since)
        .order_by(ProtectionRecord.seq.desc())
        .limit(1)
    )
    return session.scalar(query)


def _line(case: ProtectionCase, due: date | None, people: tuple[PersonLine, ...]) -> CaseLine:
    return CaseLine(
        id=case.id,
        code=case.code,
        source=case.source,
        outcome=case.outcome,
        opened_at=case.opened_at,
        closed_at=case.closed_at,
        name=people[0].name if people else None,
        people=len(people),
        next_due=due,
    )


def _people(session: Session, cases: list[UUID]) -> dict[UUID, tuple[PersonLine, ...]]:
    query = select(ProtectionPerson).where(ProtectionPerson.case_id.in_(cases))
    found: dict[UUID, tuple[PersonLine, ...]] = {}
    for row in session.scalars(query.order_by(ProtectionPerson.added_at, ProtectionPerson.id)):
        name = Sealed(row.name, "protection_people.name", row.id)
        details = Sealed(row.details, "protection_people.details", row.id)
        found[row.case_id] = (*found.get(row.case_id, ()), PersonLine(row.id, row.worker_id, name, details))
    return found


def _tasks(session: Session, case_id: UUID) -> list[ProtectionTask]:
    query = select(ProtectionTask).where(ProtectionTask.case_id == case_id)
    return list(session.scalars(query.order_by(ProtectionTask.done_at.is_not(None), ProtectionTask.due_on)))


def _task(task: ProtectionTask, names: dict[UUID, str]) -> TaskLine:
    text = Sealed(task.text, "protection_tasks.text", task.id)
    done_by = names.get(task.done_by, "") if task.done_by else ""
    return TaskLine(task.id, text, task.due_on, task.done_at, done_by)


def _notes(session: Session, case_id: UUID, names: dict[UUID, str]) -> tuple[NoteLine, ...]:
    query = select(ProtectionNote).where(ProtectionNote.case_id == case_id)
    return tuple(
        NoteLine(
            row.kind,
            Sealed(row.text, "protection_notes.text", row.id),
            row.noted_at,
            names.get(row.noted_by, ""),
        )
        for row in session.scalars(query.order_by(ProtectionNote.noted_at.desc(), ProtectionNote.id.desc()))
    )


def _stops(session: Session, case_id: UUID) -> tuple[StopLine, ...]:
    query = (
        select(StopMark)
        .join(ProtectionStop, ProtectionStop.stop_id == StopMark.id)
        .where(ProtectionStop.case_id == case_id)
        .order_by(StopMark.created_at.desc())
    )
    return tuple(
        StopLine(
            row.id, row.worker_id, row.effect, row.instruction, row.created_at, row.expires_at, row.lifted_at
        )
        for row in session.scalars(query)
    )


def _log(session: Session, case_id: UUID, names: dict[UUID, str]) -> tuple[LookLine, ...]:
    query = select(ProtectionRecord).where(ProtectionRecord.case_id == case_id)
    return tuple(
        LookLine(row.seq, row.at, names.get(row.actor_id, ""), row.act, row.payload)
        for row in session.scalars(query.order_by(ProtectionRecord.seq.desc()).limit(200))
    )


def _names(session: Session) -> dict[UUID, str]:
    """Return the names of the compartment's own people."""
    return {
        row.id: row.name
        for row in session.execute(select(User.id, User.name).where(User.role == "protection"))
    }
