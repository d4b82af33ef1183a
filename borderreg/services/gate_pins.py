"""Officers' gate PINs: set after a password, carried in packs of their gates, dropped with a lost phone."""

import base64
import json
import secrets
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from borderreg.crypto.exchange import seal_to_point
from borderreg.domain.access import Actor, Permission
from borderreg.domain.audit import AuditAction
from borderreg.domain.errors import BadInput, NotPermitted, Refused
from borderreg.domain.gate_pins import SALT_BYTES, PinVerifier, derive, pin_problem
from borderreg.models import Gate, GatePin, Shift, User
from borderreg.services.audit import record
from borderreg.services.guard import require
from borderreg.services.holders import holds_post
from borderreg.services.known_devices import GATE_ROLES, OfficerOnShift

AFTER_PASSWORD = timedelta(minutes=10)
BOX = "borderreg/officers/1"


def prepare_pin(pin: str) -> PinVerifier:
    """Check a PIN typed at a desk and return its verifier; Refused `pin_form` or `pin_weak`.

    Takes a tenth of a second of processor: made before the transaction.
    """
    problem = pin_problem(pin)
    if problem is not None:
        raise Refused(code=problem)
    return derive(pin, salt=secrets.token_bytes(SALT_BYTES))


def set_pin(session: Session, *, actor: Actor, kept: PinVerifier, at: datetime) -> None:
    """Keep an officer's new PIN in the place of the old one; the caller has seen the password just before."""
    require(actor, Permission.EVENT_RECORD)
    if actor.user_id is None:
        raise NotPermitted(Permission.EVENT_RECORD.value)
    if not kept.is_sound():
        raise BadInput("verifier", code="pin_verifier")
    row = session.get(GatePin, actor.user_id, with_for_update=True)
    if row is None:
        row = GatePin(user_id=actor.user_id)
        session.add(row)
    row.salt, row.iterations, row.verifier, row.set_at = kept.salt, kept.iterations, kept.verifier, at
    record(
        session,
        actor=actor,
        action=AuditAction.GATE_PIN_SET,
        object_type="user",
        object_id=actor.user_id,
        payload={},
        at=at,
    )


def set_pin_on_shift(session: Session, *, officer: OfficerOnShift, kept: PinVerifier, at: datetime) -> None:
    """Keep the PIN chosen on a phone; Refused `pin_too_late` when the shift's password is ten minutes old."""
    started = session.scalars(select(Shift.started_at).where(Shift.id == officer.shift_id)).one()
    if at - started > AFTER_PASSWORD:
        raise Refused(code="pin_too_late")
    set_pin(session, actor=officer.actor(), kept=kept, at=at)


def has_pin(session: Session, *, user_id: UUID) -> bool:
    """Say whether somebody has set a gate PIN."""
    return session.scalar(select(GatePin.user_id).where(GatePin.user_id == user_id)) is not None


def forget_pins(session: Session, *, actor: Actor, gate_code: str, at: datetime) -> int:
    """Drop the PINs of everybody whose verifier a lost device of a gate carried; return how many."""
    officers = [
        user_id for (user_id,) in session.execute(_officers(gate_code, at).with_only_columns(User.id))
    ]
    gone = session.execute(delete(GatePin).where(GatePin.user_id.in_(officers)).returning(GatePin.user_id))
    dropped = len(gone.all())
    record(
        session,
        actor=actor,
        action=AuditAction.GATE_PINS_FORGOTTEN,
        object_type="gate",
        object_id=gate_code,
        payload={"officers": dropped},
        at=at,
    )
    return dropped


def officers_box(
    session: Session, *, gate_code: str, device_id: UUID, exchange_key: bytes | None, at: datetime
) -> dict[str, str] | None:
    """Return the officers of a gate with their verifiers, sealed to one device; None when it has no key."""
    if exchange_key is None:
        return None
    officers = [_shown(user, pin) for user, pin in session.execute(_officers(gate_code, at))]
    plain = json.dumps(officers, ensure_ascii=False, separators=(",", ":")).encode()
    return seal_to_point(exchange_key, plain, bound_to=f"{BOX} {device_id}")


def _officers(gate_code: str, at: datetime) -> Any:
    return (
        select(User, GatePin)
        .join(GatePin, GatePin.user_id == User.id)
        .join(Gate, or_(Gate.organisation_id == User.organisation_id, Gate.post_id == User.organisation_id))
        .where(Gate.code == gate_code, User.role.in_(GATE_ROLES), holds_post(at))
        .order_by(User.username)
    )


def _shown(user: User, pin: GatePin) -> dict[str, Any]:
    return {
        "id": str(user.id),
        "username": user.username,
        "name": user.name,
        "commander": user.role == "gate_commander",
        "salt": _text(pin.salt),
        "iterations": pin.iterations,
        "verifier": _text(pin.verifier),
    }


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
