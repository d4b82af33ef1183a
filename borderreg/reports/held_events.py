"""Events held for review: recorded, but counted nowhere until a person of the gate has let them in."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, exists, func, literal_column, or_, select
from sqlalchemy.orm import Session, aliased

from borderreg.domain.access import Actor, Permission
from borderreg.domain.entry_codes import format_entry_code
from borderreg.domain.errors import NotPermitted
from borderreg.models import HELD, Device, Event, Gate, QuarantineReview, User

AT_MOST = 100


@dataclass(frozen=True, slots=True)
class HeldEvent:
    """One held event as the commander sees it; an annulment also says what it would take back."""

    id: UUID
    at: datetime
    received_at: datetime
    gate: str
    kind: str
    entry_code: str
    device: str
    officer: str
    flags: tuple[str, ...]
    reason: str
    annuls_kind: str
    annuls_at: datetime | None
    annuls_known: bool


def count_held(session: Session, *, actor: Actor) -> int:
    """Return how many events wait at the gates of the actor's post."""
    _check(actor)
    return session.scalar(_waiting(actor, func.count())) or 0


def held_events(session: Session, *, actor: Actor) -> tuple[HeldEvent, ...]:
    """Return the events that wait at the gates of the actor's post, the oldest first, at most a hundred."""
    _check(actor)
    target = aliased(Event)
    query = (
        _waiting(actor, Event, Gate.name_vi, Device.name, User.name, target)
        .outerjoin(Device, Device.id == Event.device_id)
        .outerjoin(User, User.id == Event.officer_id)
        .outerjoin(target, target.id == Event.annuls_id)
        .order_by(Event.received_at, Event.id)
        .limit(AT_MOST)
    )
    return tuple(_line(*row) for row in session.execute(query))


def _check(actor: Actor) -> None:
    if not actor.may(Permission.QUARANTINE_REVIEW):
        raise NotPermitted(Permission.QUARANTINE_REVIEW)


def _waiting(actor: Actor, *columns: Any) -> Select[*tuple[Any, ...]]:
    own = actor.organisation_id
    return (
        select(*columns)
        .select_from(Event)
        .join(Gate, Gate.code == Event.gate_code)
        .where(
            literal_column(HELD),
            or_(Gate.organisation_id == own, Gate.post_id == own),
            ~exists().where(and_(QuarantineReview.event_id == Event.id)),
        )
    )


def _line(
    event: Event, gate: str, device: str | None, officer: str | None, target: Event | None
) -> HeldEvent:
    return HeldEvent(
        id=event.id,
        at=event.occurred_at,
        received_at=event.received_at,
        gate=gate,
        kind=event.kind,
        entry_code=format_entry_code(event.cti) if event.cti else "",
        device=device or "",
        officer=officer or "",
        flags=tuple(event.flags),
        reason=event.override_reason,
        annuls_kind=target.kind if target else "",
        annuls_at=target.occurred_at if target else None,
        annuls_known=target is not None,
    )
