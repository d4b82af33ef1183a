"""Close a gate by a dated notice and lift it again: closing is on paper somewhere, its source is kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from borderreg.domain.access import Actor, Permission, Role
from borderreg.domain.audit import AuditAction
from borderreg.domain.errors import BadInput, Conflict, NotFound
from borderreg.domain.lists import EntryStatus
from borderreg.domain.periods import local_day
from borderreg.domain.reason_codes import Text
from borderreg.models import Entry, Gate, GateClosure, Journey, new_id
from borderreg.services.audit import record
from borderreg.services.guard import require

LONGEST_SOURCE = 200
RECENT = timedelta(days=30)
SOON = timedelta(days=3)


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


@dataclass(frozen=True, slots=True)
class ClosureLine:
    """A closure notice: which gate, from when to when (None: until further notice), by which document."""

    id: UUID
    gate_code: str
    gate: Text
    starts_at: datetime
    ends_at: datetime | None
    source_document: str
    lifted_at: datetime | None

    def state(self, at: datetime) -> str:
        """Return later, now or past at an instant."""
        over = (self.lifted_at and self.lifted_at <= at) or (self.ends_at and self.ends_at <= at)
        return "past" if over else "later" if self.starts_at > at else "now"


@dataclass(frozen=True, slots=True)
class ClosureEffect:
    """Whom a closure touches: people in force who may leave by no other gate, and people due to come back."""

    only_here: int
    due: int


def list_closures(session: Session, *, actor: Actor, at: datetime) -> tuple[ClosureLine, ...]:
    """Return the notices of the last 30 days and to come, of the own post's gates for a commander."""
    require(actor, Permission.GATE_CLOSE)
    own = [gate.code for gate in own_gates(session, actor=actor)]
    recent = or_(GateClosure.ends_at.is_(None), GateClosure.ends_at >= at - RECENT)
    return _lines(session, GateClosure.gate_code.in_(own), recent)


def closure_notices(session: Session, *, at: datetime) -> tuple[ClosureLine, ...]:
    """Return what is closed now or within three days, for whoever works with gates; one statement."""
    lines = _lines(
        session,
        GateClosure.starts_at <= at + SOON,
        or_(GateClosure.ends_at.is_(None), GateClosure.ends_at > at),
        or_(GateClosure.lifted_at.is_(None), GateClosure.lifted_at > at),
    )
    return tuple(sorted(lines, key=lambda line: line.starts_at))


def own_gates(session: Session, *, actor: Actor) -> tuple[Gate, ...]:
    """Return the gates that an actor may close: the own post's for a commander, all for the office."""
    require(actor, Permission.GATE_CLOSE)
    query = select(Gate).order_by(Gate.bit)
    if actor.role is Role.GATE_COMMANDER:
        mine = or_(Gate.post_id == actor.organisation_id, Gate.organisation_id == actor.organisation_id)
        query = query.where(mine)
    return tuple(session.scalars(query))


def effect_of_closure(
    session: Session, *, actor: Actor, gate_code: str, starts_at: datetime, ends_at: datetime | None
) -> ClosureEffect:
    """Count whom a closure would touch, before it is saved; NotFound for another post's gate."""
    require(actor, Permission.GATE_CLOSE)
    gate = _own_gate(session, actor, gate_code)
    first = local_day(starts_at)
    last = local_day(ends_at) if ends_at else first + SOON
    only = (
        select(func.count())
        .select_from(Entry)
        .where(
            Entry.status == EntryStatus.CERTIFIED.value,
            Entry.gates == 1 << gate.bit,
            Entry.valid_from <= last,
            Entry.valid_to >= first,
        )
    )
    due = select(func.count()).select_from(Journey).join(Entry, Entry.id == Journey.entry_id)
    due = due.where(
        Journey.returned_event_id.is_(None),
        Journey.departed_gate == gate.code,
        Entry.valid_to.between(first, last),
    )
    return ClosureEffect(session.scalar(only) or 0, session.scalar(due) or 0)


def _lines(session: Session, *wanted: ColumnElement[bool]) -> tuple[ClosureLine, ...]:
    query = (
        select(GateClosure, Gate)
        .join(Gate, Gate.code == GateClosure.gate_code)
        .where(*wanted)
        .order_by(GateClosure.starts_at.desc(), GateClosure.id.desc())
    )
    return tuple(
        ClosureLine(
            id=closure.id,
            gate_code=gate.code,
            gate=Text(gate.name_vi, gate.name_en, gate.name_zh),
            starts_at=closure.starts_at,
            ends_at=closure.ends_at,
            source_document=closure.source_document,
            lifted_at=closure.lifted_at,
        )
        for closure, gate in session.execute(query)
    )


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
