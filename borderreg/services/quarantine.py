"""Review what is held: let an event in, so that it counts at its place, or leave it out with a reason."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from borderreg.domain.access import Actor, Permission
from borderreg.domain.audit import AuditAction
from borderreg.domain.errors import BadInput, Conflict, NotFound, Refused
from borderreg.domain.journeys import fold
from borderreg.domain.reasons import Flag
from borderreg.models import Event, Gate, QuarantineReview, Worker, new_id
from borderreg.services.audit import record
from borderreg.services.guard import require
from borderreg.services.journeys import project, worker_facts
from borderreg.services.supersession import settle_entries

LONGEST_REASON = 200


def let_in(session: Session, *, actor: Actor, event_id: UUID, reason: str = "", at: datetime) -> None:
    """Count a held event from now on; the worker's journeys are folded again.

    NotFound for another post's event; Conflict when it was decided before; Refused for an annulment whose
    event has not come yet (`annuls_unknown_event`) or may not be taken back here.
    """
    event = _held(session, actor, event_id)
    worker_id = _weigh(session, event)
    before = fold(worker_facts(session, worker_id=worker_id)) if worker_id else None
    _decide(session, actor, event, accepted=True, reason=reason, at=at)
    if worker_id is not None and before is not None:
        after = fold(worker_facts(session, worker_id=worker_id))
        project(session, worker_id=worker_id, before=before, after=after, at=at)
    if worker_id is not None and event.kind in ("departure", "annulment"):
        own = actor.organisation_id
        settle_entries(session, worker_id=worker_id, actor=actor, organisation_id=own, at=at)


def leave_out(session: Session, *, actor: Actor, event_id: UUID, reason: str, at: datetime) -> None:
    """Leave a held event out for good; BadInput `reason_needed` without a reason, else as `let_in`."""
    event = _held(session, actor, event_id)
    if not reason.strip():
        raise BadInput("reason", code="reason_needed")
    _decide(session, actor, event, accepted=False, reason=reason, at=at)


def _held(session: Session, actor: Actor, event_id: UUID) -> Event:
    """Return a held event of the actor's post; its gate's row makes two commanders wait for each other."""
    require(actor, Permission.QUARANTINE_REVIEW)
    own = or_(Gate.organisation_id == actor.organisation_id, Gate.post_id == actor.organisation_id)
    event = session.scalars(
        select(Event).join(Gate, Gate.code == Event.gate_code).where(Event.id == event_id, own)
    ).first()
    if event is None or Flag.QUARANTINED.value not in event.flags:
        raise NotFound("event")
    session.execute(select(Gate.code).where(Gate.code == event.gate_code).with_for_update())
    if session.scalar(select(QuarantineReview.id).where(QuarantineReview.event_id == event_id)) is not None:
        raise Conflict("decided before", code="already_decided")
    return event


def _weigh(session: Session, event: Event) -> UUID | None:
    """Lock the worker whom an event is about, return the id; Refused for an annulment that may not count."""
    worker_id = event.worker_id
    if event.annuls_id is not None:
        target = session.get(Event, event.annuls_id)
        if target is None:
            raise Refused("its event has not come yet", code="annuls_unknown_event")
        if target.gate_code != event.gate_code:
            raise Refused("its event is of another gate", code="annuls_other_gate")
        if target.kind == "annulment" or Flag.WOULD_REFUSE.value in event.flags:
            raise Refused("it cannot take anything back", code="annuls_an_annulment")
        worker_id = target.worker_id
    if worker_id is not None:
        session.execute(select(Worker.id).where(Worker.id == worker_id).with_for_update())
    return worker_id


def _decide(
    session: Session, actor: Actor, event: Event, *, accepted: bool, reason: str, at: datetime
) -> None:
    session.add(
        QuarantineReview(
            id=new_id(),
            event_id=event.id,
            accepted=accepted,
            reason=reason.strip()[:LONGEST_REASON],
            reviewed_by=actor.user_id,
            reviewed_at=at,
        )
    )
    session.flush()
    record(
        session,
        actor=actor,
        action=AuditAction.QUARANTINE_REVIEWED,
        object_type="event",
        object_id=event.id,
        payload={"gate": event.gate_code, "kind": event.kind, "counts": accepted},
        at=at,
    )
