"""Decide whose a return is that names nobody: facts are appended, and each decision can be taken back."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from borderreg.domain.access import Actor, Permission, Role
from borderreg.domain.audit import AuditAction
from borderreg.domain.errors import BadInput, Conflict, NotFound
from borderreg.domain.journeys import fold
from borderreg.domain.return_matches import MatchOutcome, may_decide
from borderreg.models import Entry, Event, Gate, ReturnMatch, Worker, new_id
from borderreg.services.audit import record
from borderreg.services.guard import require
from borderreg.services.journeys import worker_facts
from borderreg.services.learnt_returns import annul_return, append_learnt, learnt_values
from borderreg.services.unnamed_returns import show_unnamed

LONGEST_REASON = 200


def match_return(
    session: Session, *, actor: Actor, event_id: UUID, entry_id: UUID, at: datetime, reason: str = ""
) -> UUID | None:
    """Say that a return is an entry's; return the event that closes its journey, None when none was open.

    NotFound for a return or an entry that the actor may not see; Conflict when it was decided before. The
    closing return stands at the time and gate of the unnamed one; it counts as learnt, not as a crossing.
    """
    event, step = _open_event(session, actor, event_id, MatchOutcome.MATCHED)
    entry = _entry_for(session, actor, entry_id)
    if entry is None or entry.cti is None:
        raise NotFound("entry")
    session.execute(select(Worker.id).where(Worker.id == entry.worker_id).with_for_update())
    closed = _close_journey(session, actor, event, entry.worker_id, at)
    _decide(
        session, actor, event, step, MatchOutcome.MATCHED, reason, at, entry=entry, return_event_id=closed
    )
    return closed


def set_aside(session: Session, *, actor: Actor, event_id: UUID, reason: str, at: datetime) -> None:
    """Say that a return is of nobody on a list; BadInput `reason_needed` without a reason."""
    if not reason.strip():
        raise BadInput("reason", code="reason_needed")
    event, step = _open_event(session, actor, event_id, MatchOutcome.NOT_ON_A_LIST)
    _decide(session, actor, event, step, MatchOutcome.NOT_ON_A_LIST, reason, at)


def take_back(session: Session, *, actor: Actor, event_id: UUID, reason: str, at: datetime) -> None:
    """Take the last decision back: the return waits again, and the journey that it closed is open again.

    NotFound for a commune when the entry is another commune's: its journey is not opened from outside.
    """
    if not reason.strip():
        raise BadInput("reason", code="reason_needed")
    event, step = _open_event(session, actor, event_id, MatchOutcome.TAKEN_BACK)
    last = session.scalars(
        select(ReturnMatch).where(ReturnMatch.event_id == event.id, ReturnMatch.step == step)
    ).one()
    if last.entry_id is not None and _entry_for(session, actor, last.entry_id) is None:
        raise NotFound("entry")
    if last.return_event_id is not None:
        annul_return(session, actor=actor, event_id=last.return_event_id, reason=reason.strip(), at=at)
    _decide(session, actor, event, step, MatchOutcome.TAKEN_BACK, reason, at)


def _entry_for(session: Session, actor: Actor, entry_id: UUID) -> Entry | None:
    """Return an entry that the actor may decide about: any for a commander, its own for a commune."""
    entry = session.get(Entry, entry_id)
    own = entry is not None and entry.organisation_id == actor.organisation_id
    return entry if own or actor.role is Role.GATE_COMMANDER else None


def _open_event(session: Session, actor: Actor, event_id: UUID, outcome: MatchOutcome) -> tuple[Event, int]:
    """Return the event and its last step; its gate's row makes two people who decide wait for each other."""
    require(actor, Permission.RETURN_MATCH)
    if show_unnamed(session, actor=actor, event_id=event_id) is None:
        raise NotFound("event")
    event = session.get_one(Event, event_id)
    session.execute(select(Gate.code).where(Gate.code == event.gate_code).with_for_update())
    steps = select(ReturnMatch).where(ReturnMatch.event_id == event_id).order_by(ReturnMatch.step.desc())
    last = session.scalars(steps.limit(1)).first()
    if not may_decide(MatchOutcome(last.outcome) if last else None, outcome):
        raise Conflict("decided before", code="already_decided")
    return event, last.step if last else 0


def _close_journey(
    session: Session, actor: Actor, event: Event, worker_id: UUID, at: datetime
) -> UUID | None:
    before = worker_facts(session, worker_id=worker_id)
    folded = fold(before)
    if folded.open is None or folded.open.departed.occurred_at > event.occurred_at:
        return None
    fact = replace(
        folded.open.departed,
        id=new_id(),
        kind="return",
        occurred_at=event.occurred_at,
        gate=event.gate_code,
        device=None,
        seq=None,
        live=False,
    )
    values = learnt_values(fact, actor, worker_id, at) | {"direction": "return", "cause": event.cause}
    append_learnt(session, values, folded, fold((*before, fact)), worker_id, at)
    return fact.id


def _decide(
    session: Session,
    actor: Actor,
    event: Event,
    step: int,
    outcome: MatchOutcome,
    reason: str,
    at: datetime,
    *,
    entry: Entry | None = None,
    return_event_id: UUID | None = None,
) -> None:
    session.add(
        ReturnMatch(
            id=new_id(),
            event_id=event.id,
            step=step + 1,
            outcome=outcome.value,
            entry_id=entry.id if entry else None,
            worker_id=entry.worker_id if entry else None,
            return_event_id=return_event_id,
            reason=reason.strip()[:LONGEST_REASON],
            organisation_id=actor.organisation_id,
            decided_by=actor.user_id,
            decided_at=at,
        )
    )
    session.flush()
    record(
        session,
        actor=actor,
        action=AuditAction.RETURN_MATCHED,
        object_type="event",
        object_id=event.id,
        payload={"outcome": outcome.value, "entry": str(entry.id) if entry else None},
        at=at,
    )
