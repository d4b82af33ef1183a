"""The device behind an API call: known by token, shift and signature, in one statement."""

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from functools import lru_cache
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from sqlalchemy import Engine, and_, bindparam, func, or_, select
from sqlalchemy.orm import Session

from borderreg.crypto import token_hash
from borderreg.db import ask
from borderreg.domain.access import Actor, Role
from borderreg.domain.gate import GateFacts
from borderreg.domain.periods import local_day
from borderreg.models import (
    CrossingPoint,
    Device,
    Gate,
    GateClosure,
    KeyListVersion,
    Organisation,
    Shift,
    User,
)
from borderreg.prepared import Prepared

P256_BYTES = 32
GATE_ROLES = frozenset({Role.GATE_OFFICER.value, Role.GATE_COMMANDER.value})


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficerOnShift:
    """Who holds the open shift that a call names."""

    shift_id: UUID
    user_id: UUID
    username: str
    name: str
    role: Role
    organisation_id: UUID
    organisation_code: str

    def actor(self) -> Actor:
        """Return the officer as the acting person of the API."""
        return Actor(
            self.user_id,
            self.username,
            self.name,
            self.role,
            self.organisation_id,
            self.organisation_code,
            "api",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownDevice:
    """The device behind a call, the gate it stands at, and the officer on shift, if any.

    A desk that keys passages in from paper is one without an id: it has no sequence and no key.
    """

    id: UUID | None
    name: str
    public_key: bytes
    revoked: bool
    gate: GateFacts
    gate_name: str
    country: str
    crossing_point: str
    post_id: UUID
    key_serial: int
    exchange_key: bytes | None = None
    officer: OfficerOnShift | None = None


KNOWN_DEVICE = Prepared(
    select(
        Device.id,
        Device.name,
        Device.public_key,
        Device.revoked_at,
        Device.exchange_key,
        Gate.code.label("gate_code"),
        Gate.bit,
        Gate.name_vi.label("gate_name"),
        Gate.country,
        Gate.post_id,
        CrossingPoint.code.label("crossing_point"),
        CrossingPoint.class_.label("class_"),
        CrossingPoint.open_from,
        CrossingPoint.open_to,
        select(GateClosure.id)
        .where(
            GateClosure.gate_code == Gate.code,
            GateClosure.starts_at <= bindparam("at"),
            or_(GateClosure.ends_at.is_(None), GateClosure.ends_at > bindparam("at")),
            GateClosure.lifted_at.is_(None),
        )
        .limit(1)
        .scalar_subquery()
        .label("closure_id"),
        select(func.max(KeyListVersion.serial)).scalar_subquery().label("key_serial"),
        Shift.id.label("shift_id"),
        User.id.label("user_id"),
        User.username,
        User.name.label("user_name"),
        User.role,
        User.organisation_id,
        Organisation.code.label("organisation_code"),
    )
    .select_from(Device)
    .join(Gate, Gate.code == Device.gate_code)
    .outerjoin(
        CrossingPoint,
        and_(
            CrossingPoint.gate_code == Gate.code,
            CrossingPoint.traffic == "people",
            CrossingPoint.status == "open",
            CrossingPoint.valid_from <= bindparam("day"),
            or_(CrossingPoint.valid_to.is_(None), CrossingPoint.valid_to >= bindparam("day")),
        ),
    )
    .outerjoin(
        Shift,
        and_(
            Shift.device_id == Device.id,
            Shift.token_hash == bindparam("shift_hash"),
            Shift.ended_at.is_(None),
            Shift.expires_at > bindparam("at"),
        ),
    )
    .outerjoin(User, and_(User.id == Shift.user_id, User.disabled_at.is_(None)))
    .outerjoin(Organisation, Organisation.id == User.organisation_id)
    .where(Device.token_hash == bindparam("token_hash"))
    .order_by(CrossingPoint.class_.desc(), CrossingPoint.code)
)


def find_device(engine: Engine, *, api_token: str, shift_token: str, at: datetime) -> KnownDevice | None:
    """Return the device behind a token with its gate today and its officer, in one statement; else None."""
    return _known(engine, token=token_hash(api_token), shift=token_hash(shift_token), at=at)


def find_enrolled(engine: Engine, *, device_id: UUID, at: datetime) -> KnownDevice | None:
    """Return the device of an id, without a shift: for what it signed and others brought."""
    with Session(engine) as session:
        token = session.scalar(select(Device.token_hash).where(Device.id == device_id))
    return None if token is None else _known(engine, token=token, shift=b"", at=at)


def _known(engine: Engine, *, token: bytes, shift: bytes, at: datetime) -> KnownDevice | None:
    named = {"token_hash": token, "shift_hash": shift}
    rows = ask(engine, KNOWN_DEVICE, {"at": at, "day": local_day(at), **named})
    if not rows:
        return None
    first = rows[0]
    return KnownDevice(
        id=first.id,
        name=first.name,
        public_key=first.public_key,
        revoked=first.revoked_at is not None,
        gate=_gate_facts(first, _hours(rows), any(row.class_ == "international" for row in rows)),
        gate_name=first.gate_name,
        country=first.country,
        crossing_point=first.crossing_point or "",
        post_id=first.post_id,
        key_serial=first.key_serial or 0,
        exchange_key=first.exchange_key,
        officer=_officer(first),
    )


def _hours(rows: Sequence[Any]) -> tuple[tuple[time, time], ...]:
    return tuple((row.open_from, row.open_to) for row in rows if row.open_from is not None)


def _gate_facts(row: Any, hours: tuple[tuple[time, time], ...], international: bool) -> GateFacts:
    return GateFacts(
        code=row.gate_code,
        bit=row.bit,
        international=international,
        closed=row.closure_id is not None,
        hours=hours,
    )


def _officer(row: Any) -> OfficerOnShift | None:
    if row.shift_id is None or row.user_id is None:
        return None
    return OfficerOnShift(
        shift_id=row.shift_id,
        user_id=row.user_id,
        username=row.username,
        name=row.user_name,
        role=Role(row.role),
        organisation_id=row.organisation_id,
        organisation_code=row.organisation_code,
    )


def signature_holds(*, public_key: bytes, signature: str, body: bytes) -> bool:
    """Check the ECDSA P-256/SHA-256 signature (r‖s, base64url) of a device over a raw body."""
    try:
        raw = base64.urlsafe_b64decode(signature + "=" * (-len(signature) % 4))
        if len(raw) != 2 * P256_BYTES:
            return False
        numbers = (int.from_bytes(raw[:P256_BYTES], "big"), int.from_bytes(raw[P256_BYTES:], "big"))
        _public_key(public_key).verify(encode_dss_signature(*numbers), body, ec.ECDSA(hashes.SHA256()))
    except (InvalidSignature, ValueError, binascii.Error):
        return False
    return True


@lru_cache(maxsize=256)
def _public_key(point: bytes) -> ec.EllipticCurvePublicKey:
    return ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)


def officer_fits_gate(session: Session, *, user_id: UUID, gate_code: str) -> bool:
    """Say whether a gate officer or commander belongs to the post that runs the gate."""
    query = (
        select(User.id)
        .join(Gate, or_(Gate.organisation_id == User.organisation_id, Gate.post_id == User.organisation_id))
        .where(
            User.id == user_id,
            Gate.code == gate_code,
            User.role.in_(GATE_ROLES),
        )
    )
    return session.execute(query).first() is not None
