"""Gate devices: invited once, enrolled with their own key, known by token and signature, revoked at once."""

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric import ec
from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from borderreg.crypto import new_token, token_hash
from borderreg.domain.access import Actor, Permission, Role
from borderreg.domain.audit import AuditAction
from borderreg.domain.errors import BadInput, NotFound
from borderreg.models import (
    Device,
    DeviceInvite,
    DeviceState,
    Event,
    Gate,
    Organisation,
    Shift,
    new_id,
)
from borderreg.services.audit import record
from borderreg.services.gate_pins import forget_pins
from borderreg.services.guard import require
from borderreg.services.known_devices import P256_BYTES

INVITE_LASTS = timedelta(minutes=15)
ANY_GATE = frozenset({Role.ADMIN, Role.OPERATOR})


@dataclass(frozen=True, slots=True)
class Invite:
    """A single-use invitation; the token is shown once and only its hash is kept."""

    token: str
    gate_code: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Enrolled:
    """A new device and the token that it will present."""

    device_id: UUID
    api_token: str
    gate_code: str
    gate_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceLine:
    """A device as the commander's page lists it."""

    id: UUID
    gate_code: str
    name: str
    app_version: str
    enrolled_at: datetime
    revoked_at: datetime | None
    last_contact: datetime | None
    clock_offset: int | None
    events: int
    pack_issued_at: datetime | None
    waiting: int
    rejected: int
    oldest_at: datetime | None
    missing: int = 0  # numbers of the device's sequence that never arrived
    ready: bool


def invite_device(session: Session, *, actor: Actor, gate_code: str, at: datetime) -> Invite:
    """Make an invitation for one device at a gate of the actor's post; 15 minutes, one use."""
    require(actor, Permission.DEVICE_INVITE)
    gate = _own_gate(session, actor=actor, gate_code=gate_code)
    token = new_token()
    invite = DeviceInvite(
        id=new_id(),
        token_hash=token_hash(token),
        gate_code=gate.code,
        created_by=actor.user_id,
        created_at=at,
        expires_at=at + INVITE_LASTS,
    )
    session.add(invite)
    session.flush()
    record(
        session,
        actor=actor,
        action=AuditAction.DEVICE_INVITED,
        object_type="gate",
        object_id=gate.code,
        payload={"invite": str(invite.id)},
        at=at,
    )
    return Invite(token, gate.code, invite.expires_at)


def enrol_device(
    session: Session,
    *,
    token: str,
    public_key: Mapping[str, object],
    name: str,
    app_version: str,
    exchange_key: Mapping[str, object] | None = None,
    at: datetime,
) -> Enrolled:
    """Turn an invitation into a device with the given P-256 key; a used or old invitation is BadInput.

    `exchange_key` is a second P-256 key, to which what only this device may read is sealed.
    """
    point = point_of(public_key)
    exchange = point_of(exchange_key) if exchange_key is not None else None
    invite = session.scalars(
        select(DeviceInvite).where(DeviceInvite.token_hash == token_hash(token)).with_for_update()
    ).first()
    if invite is None or invite.used_at is not None or invite.expires_at <= at:
        raise BadInput("the invitation is unknown, used or too old", code="invite_not_valid")
    invite.used_at = at
    api_token = new_token()
    device = Device(
        id=new_id(),
        gate_code=invite.gate_code,
        name=name,
        public_key=point,
        token_hash=token_hash(api_token),
        app_version=app_version,
        enrolled_at=at,
        exchange_key=exchange,
    )
    session.add(device)
    session.flush()
    post = session.scalars(
        select(Organisation).join(Gate, Gate.post_id == Organisation.id).where(Gate.code == device.gate_code)
    ).one()
    record(
        session,
        actor=Actor(invite.created_by, "", "", Role.OPERATOR, post.id, post.code, "api"),
        action=AuditAction.DEVICE_ENROLLED,
        object_type="device",
        object_id=device.id,
        payload={"gate": device.gate_code, "invite": str(invite.id)},
        at=at,
    )
    gate = session.get_one(Gate, device.gate_code)
    return Enrolled(device.id, api_token, gate.code, gate.name_vi)


def revoke_device(
    session: Session, *, actor: Actor, device_id: UUID, lost: bool = False, at: datetime
) -> None:
    """Revoke a device of the actor's post; its open shift ends. Revoking twice changes nothing.

    One that was `lost` may be guessed at: the PINs whose verifiers it carried are dropped with it.
    """
    require(actor, Permission.DEVICE_REVOKE)
    device = session.get(Device, device_id, with_for_update=True)
    if device is None:
        raise NotFound("device")
    _own_gate(session, actor=actor, gate_code=device.gate_code)
    if device.revoked_at is not None:
        return
    device.revoked_at = at
    for shift in session.scalars(select(Shift).where(Shift.device_id == device_id, Shift.ended_at.is_(None))):
        shift.ended_at = at
    record(
        session,
        actor=actor,
        action=AuditAction.DEVICE_REVOKED,
        object_type="device",
        object_id=device_id,
        payload={"gate": device.gate_code, "lost": lost},
        at=at,
    )
    if lost:
        forget_pins(session, actor=actor, gate_code=device.gate_code, at=at)


def list_devices(session: Session, *, actor: Actor) -> tuple[DeviceLine, ...]:
    """Return the devices at the gates of the actor's post, all of them for the administrator."""
    require(actor, Permission.DEVICE_READ)
    seen = (
        select(
            Event.device_id,
            func.max(Event.received_at).label("last_contact"),
            (func.max(Event.seq) - func.count(func.distinct(Event.seq))).label("missing"),
            func.count().label("events"),
        )
        .group_by(Event.device_id)
        .subquery()
    )
    query = (
        select(Device, DeviceState, seen.c.last_contact, seen.c.events, seen.c.missing)
        .outerjoin(seen, seen.c.device_id == Device.id)
        .outerjoin(DeviceState, DeviceState.device_id == Device.id)
        .join(Gate, Gate.code == Device.gate_code)
        .order_by(Device.gate_code, Device.enrolled_at.desc())
    )
    if actor.role not in ANY_GATE:
        query = query.where(_gate_of(actor))
    return tuple(
        _line(device, state, last_event, events or 0, missing or 0)
        for device, state, last_event, events, missing in session.execute(query)
    )


def _line(
    device: Device, state: DeviceState | None, last_event: datetime | None, events: int, missing: int
) -> DeviceLine:
    """Put a device's line together: heard of by an event or by its own report, whichever came later."""
    heard = [at for at in (last_event, state.reported_at if state else None) if at is not None]
    return DeviceLine(
        id=device.id,
        gate_code=device.gate_code,
        name=device.name,
        app_version=(state.app_version if state else "") or device.app_version,
        enrolled_at=device.enrolled_at,
        revoked_at=device.revoked_at,
        last_contact=max(heard, default=None),
        clock_offset=state.clock_offset if state else None,
        events=events,
        missing=max(missing, 0),
        pack_issued_at=state.pack_issued_at if state else None,
        waiting=state.waiting if state else 0,
        rejected=state.rejected if state else 0,
        oldest_at=state.oldest_at if state else None,
        ready=state.ready if state else False,
    )


def gates_of(session: Session, *, actor: Actor) -> tuple[Gate, ...]:
    """Return the gates that the actor's post runs, all of them for the administrator."""
    query = select(Gate).order_by(Gate.bit)
    if actor.role not in ANY_GATE:
        query = query.where(_gate_of(actor))
    return tuple(session.scalars(query))


def _gate_of(actor: Actor) -> ColumnElement[bool]:
    return or_(Gate.organisation_id == actor.organisation_id, Gate.post_id == actor.organisation_id)


def _own_gate(session: Session, *, actor: Actor, gate_code: str) -> Gate:
    for gate in gates_of(session, actor=actor):
        if gate.code == gate_code:
            return gate
    raise NotFound("gate")


def point_of(jwk: Mapping[str, object]) -> bytes:
    """Read a public JWK into the uncompressed point; BadInput `device_key_not_valid` unless on P-256."""
    if jwk.get("kty") != "EC" or jwk.get("crv") != "P-256" or "d" in jwk:
        raise BadInput("the device key must be a public P-256 key", code="device_key_not_valid")
    try:
        x, y = (_coordinate(jwk.get(name)) for name in ("x", "y"))
        point = b"\x04" + x + y
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
    except (ValueError, TypeError, binascii.Error) as error:
        raise BadInput("the device key is not a point of P-256", code="device_key_not_valid") from error
    return point


def _coordinate(value: object) -> bytes:
    if not isinstance(value, str):
        raise TypeError("coordinate")
    raw = base64.urlsafe_b64decode(value + "=" * (-len(value) % 4))
    if len(raw) != P256_BYTES:
        raise ValueError("coordinate")
    return raw
