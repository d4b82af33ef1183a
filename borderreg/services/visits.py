"""Visits and calls to families: recorded in two taps, a return learnt closes the journey, undone by rule."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from borderreg.domain.access import Actor, Permission
from borderreg.domain.audit import AuditAction
from borderreg.domain.errors import BadInput, Conflict, NotFound, Refused
from borderreg.domain.periods import local_day
from borderreg.domain.visits import (
    LONGEST_NOTE,
    RESULTS,
    VisitKind,
    VisitResult,
    check_visit_day,
    may_undo,
)
from borderreg.models import AssistanceRequest, Entry, KnownAbroad, Visit, VisitUndo, WorkerRecord, new_id
from borderreg.services import audit
from borderreg.services.guard import require
from borderreg.services.known_abroad import end_by_visit, reopen_by_undo
from borderreg.services.learnt_returns import annul_return, record_return
from borderreg.services.list_core import checked_reason, visible
from borderreg.services.private_fields import seal_optional


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitDraft:
    """What a person learnt: `id` comes with the form; exactly one of worker and known_abroad."""

    id: UUID
    kind: VisitKind
    result: VisitResult
    visited_on: date
    worker_id: UUID | None = None
    known_abroad_id: UUID | None = None
    note: str = ""
    returned_on: date | None = None
    exact: bool = False

    @property
    def precision(self) -> str:
        """Return how well the day of return is known; empty when nobody returned."""
        if not RESULTS[self.result].ends_stay:
            return ""
        return "day" if self.exact else "about"


def record_visit(session: Session, *, actor: Actor, draft: VisitDraft, at: datetime) -> UUID:
    """Keep a visit, close the journey when the person is home, hand a call for help on; safe to send twice.

    Refused `not_away` when the person's return is recorded already, `return_day` for an impossible day;
    Conflict when the same id was sent with other facts.
    """
    require(actor, Permission.PEOPLE_FOLLOW)
    known = session.get(Visit, draft.id)
    if known is not None:
        return _same(known, actor, draft)
    check_visit_day(draft.visited_on, today=local_day(at))
    note = _note(draft.note)
    _own_person(session, actor, draft)
    event_id = _close(session, actor, draft, at)
    if draft.known_abroad_id is not None and RESULTS[draft.result].ends_stay:
        end_by_visit(session, actor=actor, known_id=draft.known_abroad_id, day=_returned_on(draft), at=at)
    visit = Visit(
        id=draft.id,
        organisation_id=actor.organisation_id,
        worker_id=draft.worker_id,
        known_abroad_id=draft.known_abroad_id,
        kind=draft.kind.value,
        result=draft.result.value,
        visited_on=draft.visited_on,
        note=seal_optional(note, place="visits.note", row_id=draft.id),
        returned_on=_returned_on(draft),
        precision=draft.precision,
        event_id=event_id,
        recorded_by=actor.user_id,
        recorded_at=at,
    )
    session.add(visit)
    session.flush()
    if RESULTS[draft.result].asks_help:
        _ask_for_help(session, actor, visit, at)
    _log(session, actor, AuditAction.VISIT_RECORDED, visit, {"result": draft.result.value}, at)
    return draft.id


def undo_visit(session: Session, *, actor: Actor, visit_id: UUID, reason: str, at: datetime) -> None:
    """Take a visit back with a reason: within 15 minutes, later by the chief; twice is once.

    The return it recorded is annulled, a call for help that the office has not handled is closed.
    """
    require(actor, Permission.PEOPLE_FOLLOW)
    visit = session.get(Visit, visit_id)
    if visit is None or visit.organisation_id != actor.organisation_id:
        raise NotFound("visit")
    if session.scalar(select(VisitUndo.id).where(VisitUndo.visit_id == visit_id)) is not None:
        return
    undoes_any = actor.may(Permission.VISIT_UNDO_ANY)
    if not may_undo(recorded_at=visit.recorded_at, at=at, undoes_any=undoes_any):
        raise Refused("too late", code="undo_too_late")
    text = checked_reason(reason)
    annulment = None
    if visit.event_id is not None:
        annulment = annul_return(session, actor=actor, event_id=visit.event_id, reason=text, at=at)
    if visit.known_abroad_id is not None and visit.returned_on is not None:
        reopen_by_undo(session, actor=actor, known_id=visit.known_abroad_id, at=at)
    session.add(
        VisitUndo(
            id=new_id(),
            visit_id=visit_id,
            annulment_id=annulment,
            reason=text,
            undone_by=actor.user_id,
            undone_at=at,
        )
    )
    _log(session, actor, AuditAction.VISIT_UNDONE, visit, {"event": str(visit.event_id or "")}, at)


def _same(known: Visit, actor: Actor, draft: VisitDraft) -> UUID:
    told = (draft.worker_id, draft.known_abroad_id, draft.kind.value, draft.result.value, draft.visited_on)
    kept = (known.worker_id, known.known_abroad_id, known.kind, known.result, known.visited_on)
    if known.organisation_id != actor.organisation_id or told != kept:
        raise Conflict("visit")
    return known.id


def _note(text: str) -> str:
    note = visible(text)
    if len(note) > LONGEST_NOTE:
        raise BadInput("note", code="note")
    return note


def _own_person(session: Session, actor: Actor, draft: VisitDraft) -> None:
    """Let only people of the actor's commune pass: on its lists, in its register, or known abroad to it."""
    own = actor.organisation_id
    if draft.known_abroad_id is not None:
        known = select(KnownAbroad.id).where(
            KnownAbroad.id == draft.known_abroad_id, KnownAbroad.organisation_id == own
        )
        if session.scalar(known) is None:
            raise NotFound("known_abroad")
        return
    record = select(WorkerRecord.id).where(
        WorkerRecord.worker_id == draft.worker_id, WorkerRecord.organisation_id == own
    )
    entry = select(Entry.id).where(Entry.worker_id == draft.worker_id, Entry.organisation_id == own)
    if session.scalar(record.limit(1)) is None and session.scalar(entry.limit(1)) is None:
        raise NotFound("worker")


def _returned_on(draft: VisitDraft) -> date | None:
    return (draft.returned_on or draft.visited_on) if RESULTS[draft.result].ends_stay else None


def _close(session: Session, actor: Actor, draft: VisitDraft, at: datetime) -> UUID | None:
    day = _returned_on(draft)
    if day is None or draft.worker_id is None:
        return None
    return record_return(session, actor=actor, worker_id=draft.worker_id, day=day, at=at)


def _ask_for_help(session: Session, actor: Actor, visit: Visit, at: datetime) -> None:
    request = AssistanceRequest(
        id=new_id(), organisation_id=actor.organisation_id, visit_id=visit.id, asked_at=at
    )
    session.add(request)
    session.flush()


def _log(
    session: Session,
    actor: Actor,
    action: AuditAction,
    visit: Visit,
    payload: dict[str, object],
    at: datetime,
) -> None:
    worker = {"worker": str(visit.worker_id or visit.known_abroad_id)}
    audit.record(
        session,
        actor=actor,
        action=action,
        object_type="visit",
        object_id=visit.id,
        payload={**worker, **payload},
        at=at,
    )
