"""Shifts: an officer of the gate's post on one device, at most 16 hours; a new shift ends the one before."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from borderreg.crypto import new_token, token_hash
from borderreg.domain.access import Actor, Permission
from borderreg.domain.audit import AuditAction
from borderreg.domain.errors import NotPermitted
from borderreg.models import Shift, User, new_id
from borderreg.services.accounts import Proof, settle
from borderreg.services.audit import record
from borderreg.services.gate_pins import has_pin
from borderreg.services.known_devices import KnownDevice, officer_fits_gate

SHIFT_LASTS = timedelta(hours=16)


@dataclass(frozen=True, slots=True)
class Started:
    """A new shift and the token that the device presents with the officer's calls."""

    shift_token: str
    officer: Actor
    expires_at: datetime
    has_pin: bool = True


def start_shift(session: Session, *, device: KnownDevice, proof: Proof, at: datetime) -> Started | None:
    """Open a shift for a correct password; None, counted and logged, for a wrong one.

    NotPermitted `not_this_gate` when the officer is not of the gate's post, `password_change_required` when
    the first password was never changed.
    """
    actor = settle(session, proof=proof, at=at, via="api", act=AuditAction.SHIFT_STARTED)
    if actor is None or actor.user_id is None:
        return None
    if not actor.may(Permission.EVENT_RECORD) or not officer_fits_gate(
        session, user_id=actor.user_id, gate_code=device.gate.code
    ):
        raise NotPermitted("the officer does not belong to this gate", code="not_this_gate")
    if session.scalars(select(User.must_change_password).where(User.id == actor.user_id)).one():
        raise NotPermitted("the first password must be changed first", code="password_change_required")
    session.execute(
        update(Shift).where(Shift.device_id == device.id, Shift.ended_at.is_(None)).values(ended_at=at)
    )
    token = new_token()
    expires_at = at + SHIFT_LASTS
    session.add(
        Shift(
            id=new_id(),
            device_id=device.id,
            user_id=actor.user_id,
            gate_code=device.gate.code,
            token_hash=token_hash(token),
            started_at=at,
            expires_at=expires_at,
        )
    )
    return Started(token, actor, expires_at, has_pin(session, user_id=actor.user_id))


def end_shift(session: Session, *, actor: Actor, shift_id: UUID, at: datetime) -> None:
    """End a shift; ending it twice changes nothing."""
    shift = session.get(Shift, shift_id, with_for_update=True)
    if shift is not None and shift.ended_at is None:
        shift.ended_at = at
        record(
            session,
            actor=actor,
            action=AuditAction.SHIFT_ENDED,
            object_type="shift",
            object_id=shift_id,
            payload={},
            at=at,
        )
