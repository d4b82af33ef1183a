"""Close a gate by a dated notice and lift it again: closing is on paper somewhere, its source is kept."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from borderreg.domain.access import Actor, Permission, Role
from borderreg.domain.audit import AuditAction
from borderreg.domain.errors import BadInput, Conflict, NotFound
from borderreg.models import Gate, GateClosure, new_id
from borderreg.services.audit import record
from borderreg.services.guard import require

LONGEST_SOURCE = 200


def add_closure(
    session: Session,
    *,
    actor: Actor,
    gate_code: str,
    starts_at: datetime,
    ends_at: datetime | None,
    source_document: str,
    at: datetime,
) -> UUID:
    """Close a gate for a time or until lifted; the office any gate, a commander the own one.

    BadInput without a source or with the end before the beginning; NotFound for another post's gate.
    """
    require(actor, Permission.GATE_CLOSE)
    gate = _own_gate(session, actor, gate_code)
    source = source_document.strip()
    if not source or len(source) > LONGEST_SOURCE:
        raise BadInput("source_document", code="source_document")
    if ends_at is not None and ends_at <= starts_at:
        raise BadInput("ends_at", code="ends_at")
    closure = GateClosure(
        id=new_id(),
        gate_code=gate.code,
        starts_at=starts_at,
        ends_at=ends_at,
        source_document=source,
        created_by=actor.user_id,
        created_at=at,
        lifted_at=None,
    )
    session.add(closure)
    session.flush()
    payload = {
        "gate": gate.code,
        "starts_at": starts_at.isoformat(),
        "ends_at": ends_at.isoformat() if ends_at else None,
    }
    _record(session, actor, AuditAction.GATE_CLOSED, closure.id, payload, at)
    return closure.id


def lift_closure(session: Session, *, actor: Actor, closure_id: UUID, at: datetime) -> None:
    """End a closure now; Conflict when it was lifted before, NotFound for another post's gate."""
    require(actor, Permission.GATE_CLOSE)
    closure = session.get(GateClosure, closure_id, with_for_update=True)
    if closure is None:
        raise NotFound
    gate = _own_gate(session, actor, closure.gate_code)
    if closure.lifted_at is not None:
        raise Conflict
    closure.lifted_at = at
    session.flush()
    _record(session, actor, AuditAction.GATE_CLOSURE_LIFTED, closure.id, {"gate": gate.code}, at)


def closed_at(session: Session, *, gate_code: str, at: datetime) -> GateClosure | None:
    """Return the notice that closes a gate at an instant, or None."""
    query = (
        select(GateClosure)
        .where(GateClosure.gate_code == gate_code, GateClosure.starts_at <= at)
        .where(GateClosure.ends_at.is_(None) | (GateClosure.ends_at > at))
        .where(GateClosure.lifted_at.is_(None) | (GateClosure.lifted_at > at))
        .order_by(GateClosure.starts_at.desc())
    )
    return session.scalars(query.limit(1)).first()


def _own_gate(session: Session, actor: Actor, gate_code: str) -> Gate:
    gate = session.get(Gate, gate_code)
    if gate is None:
        raise NotFound
    own = actor.organisation_id in (gate.post_id, gate.organisation_id)
    if actor.role is Role.GATE_COMMANDER and not own:
        raise NotFound
    return gate


def _record(
    session: Session,
    actor: Actor,
    action: AuditAction,
    closure_id: UUID,
    payload: Mapping[str, object],
    at: datetime,
) -> None:
    record(
        session,
        actor=actor,
        action=action,
        object_type="gate_closure",
        object_id=closure_id,
        payload=payload,
        at=at,
    )
