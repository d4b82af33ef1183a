"""Make, list and revoke the keys of an installation; each change publishes a new signed key list."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from borderreg import ls1
from borderreg.crypto import Signer, new_key, vault
from borderreg.domain.access import Actor, Permission
from borderreg.domain.audit import AuditAction
from borderreg.domain.errors import BadInput, NotFound, Refused
from borderreg.domain.half_years import HalfYear, half_year_of
from borderreg.domain.keys import ALG_ED25519, Key, KeyStatus, KeyUse, kid_of
from borderreg.models import KeyListVersion, Organisation, SealKey, SigningKey, new_id
from borderreg.services.audit import record
from borderreg.services.guard import require
from borderreg.services.key_use import (
    IssuingKey,
    Seal,
    current_key_list,
    current_seal,
    issuing_key_for,
    key_of,
    place_of_private,
    place_of_seal,
    published_key_list,
    seal_keys,
)

__all__ = [
    "IssuingKey",
    "KeyRecord",
    "KeysMade",
    "Seal",
    "count_missing_keys",
    "current_key_list",
    "current_seal",
    "init_keys",
    "issuing_key_for",
    "list_keys",
    "published_key_list",
    "revoke_key",
    "rotate_keys",
    "seal_keys",
]

COMMUNE_USES = (KeyUse.ENTRY, KeyUse.LIST)
PROVINCE_USES = (KeyUse.PACK, KeyUse.CHECKPOINT, KeyUse.REVOCATION, KeyUse.SPECIMEN)
PROVINCE = ""
LONGEST_REASON = 500


@dataclass(frozen=True, slots=True)
class KeysMade:
    """How many keys were made, and the serial of the key list that is published now."""

    made: int
    serial: int


@dataclass(frozen=True, slots=True)
class KeyRecord:
    """What may be told about a key: never its private half."""

    key: Key
    signs_until: datetime
    created_at: datetime
    revoked_at: datetime | None
    revoke_reason: str

    def facts(self) -> dict[str, Any]:
        """Return the record as JSON values, times with their zone."""
        return {
            "kid": self.key.kid.hex(),
            "use": self.key.use.value,
            "commune": self.key.commune,
            "status": self.key.status.value,
            "not_before": self.key.not_before.isoformat(),
            "signs_until": self.signs_until.isoformat(),
            "not_after": self.key.not_after.isoformat(),
            "revoked_at": self.revoked_at.isoformat() if self.revoked_at else None,
            "revoke_reason": self.revoke_reason,
        }


def init_keys(session: Session, *, actor: Actor, root_signer: Signer, at: datetime) -> KeysMade:
    """Make the seal key and all keys of this half-year and the next that are missing; publish the list.

    Running it again changes nothing. The root's own files are made before (`crypto.create_key_files`).
    """
    require(actor, Permission.KEYS_WRITE)
    if session.scalar(select(func.count()).select_from(SealKey)) == 0:
        key = vault().keys.wrap(new_key(), bound_to=place_of_seal(1))
        session.add(SealKey(number=1, key=key, created_at=at))
    return _complete(session, actor, root_signer, at)


def rotate_keys(session: Session, *, actor: Actor, root_signer: Signer, at: datetime) -> KeysMade:
    """Make the keys of the next half-year, also of communes that are new, and replace revoked ones."""
    require(actor, Permission.KEYS_WRITE)
    return _complete(session, actor, root_signer, at)


def list_keys(session: Session, *, actor: Actor) -> tuple[KeyRecord, ...]:
    """Return all key records: the province's first, then by commune, newest first."""
    require(actor, Permission.KEYS_READ)
    order = (SigningKey.commune, SigningKey.use, SigningKey.not_before.desc())
    rows = session.scalars(select(SigningKey).order_by(*order))
    return tuple(
        KeyRecord(key_of(row), row.signs_until, row.created_at, row.revoked_at, row.revoke_reason)
        for row in rows
    )


def count_missing_keys(session: Session, *, at: datetime) -> int:
    """Return how many keys of this and the next half-year are lacking; more than 0 asks for `keys rotate`."""
    return len(_missing(session, session.scalars(select(SigningKey)).all(), half_year_of(at)))


def revoke_key(
    session: Session, *, actor: Actor, kid: bytes, reason: str, root_signer: Signer | None, at: datetime
) -> KeysMade:
    """Revoke a key at once and publish it; with the root at hand its replacement is made in the same act.

    Without the root the on-line revocation key signs, which may only revoke; `rotate_keys` replaces later.
    BadInput without a reason, NotFound for an unknown kid, Refused `already_revoked`.
    """
    require(actor, Permission.KEYS_WRITE)
    reason = reason.strip()
    if not reason or len(reason) > LONGEST_REASON:
        raise BadInput("Ghi lý do thu hồi khoá (không quá 500 ký tự).", code="reason")
    row = session.scalars(select(SigningKey).where(SigningKey.kid == kid).with_for_update()).first()
    if row is None:
        raise NotFound(kid.hex())
    if row.status == KeyStatus.REVOKED:
        raise Refused("Khoá này đã được thu hồi.", code="already_revoked")
    key = key_of(row)
    made = 0
    if root_signer is None:
        serial = _publish_revocation(session, key, at)
    row.status, row.revoked_at, row.revoke_reason = KeyStatus.REVOKED.value, at, reason
    session.flush()
    if root_signer is not None:
        made = _make_missing(session, at)
        serial = _publish(session, root_signer, at)
    payload = {
        "kid": kid.hex(),
        "use": key.use.value,
        "commune": key.commune,
        "reason": reason,
        "serial": serial,
    }
    record(
        session,
        actor=actor,
        action=AuditAction.KEY_REVOKED,
        object_type="key",
        object_id=kid.hex(),
        payload=payload,
        at=at,
    )
    return KeysMade(made, serial)


def _complete(session: Session, actor: Actor, root_signer: Signer, at: datetime) -> KeysMade:
    made = _make_missing(session, at)
    serial = _newest_serial(session)
    if not made and serial:
        return KeysMade(0, serial)
    serial = _publish(session, root_signer, at)
    record(
        session,
        actor=actor,
        action=AuditAction.KEYS_MADE,
        object_type="key_list",
        object_id=serial,
        payload={"made": made, "serial": serial},
        at=at,
    )
    return KeysMade(made, serial)


def _make_missing(session: Session, at: datetime) -> int:
    rows = session.scalars(select(SigningKey)).all()
    starts = {(row.commune, row.use, row.not_before) for row in rows}
    kids = {row.kid for row in rows}
    missing = _missing(session, rows, half_year_of(at))
    for commune, use, period in missing:
        not_before = _free_start(starts, commune, use, period, at)
        session.add(_new_row(commune, use, period, not_before, kids, at))
    session.flush()
    return len(missing)


def _missing(
    session: Session, rows: Sequence[SigningKey], half: HalfYear
) -> list[tuple[str, KeyUse, HalfYear]]:
    active = {(row.commune, row.use, row.signs_until) for row in rows if row.status == KeyStatus.ACTIVE}
    query = select(Organisation.code).where(Organisation.kind == "commune").order_by(Organisation.code)
    wanted = [(PROVINCE, use) for use in PROVINCE_USES]
    wanted += [(commune, use) for commune in session.scalars(query) for use in COMMUNE_USES]
    return [
        (commune, use, period)
        for commune, use in wanted
        for period in (half, half.following)
        if (commune, use.value, period.ends) not in active
    ]


def _free_start(
    starts: set[tuple[str, str, datetime]], commune: str, use: KeyUse, period: HalfYear, at: datetime
) -> datetime:
    """Return from when a new key is valid: the half-year's start, or now when it replaces one."""
    if (commune, use.value, period.starts) not in starts:
        return period.starts
    start = max(period.starts, at.replace(microsecond=0))
    while (commune, use.value, start) in starts:
        start += timedelta(seconds=1)
    return start


def _new_row(
    commune: str, use: KeyUse, period: HalfYear, not_before: datetime, kids: set[bytes], at: datetime
) -> SigningKey:
    row = SigningKey(
        id=new_id(),
        alg=ALG_ED25519,
        use=use.value,
        commune=commune,
        not_before=not_before,
        signs_until=period.ends,
        not_after=period.not_after,
        status=KeyStatus.ACTIVE.value,
        created_at=at,
        revoke_reason="",
    )
    row.public, row.private = vault().keys.new_signing_key(bound_to=place_of_private(row))
    row.kid = kid_of(row.public)
    if (
        row.kid in kids
    ):  # once in millions; the verifier would try both, a person revoking would not know which
        return _new_row(commune, use, period, not_before, kids, at)
    kids.add(row.kid)
    return row


def _newest_serial(session: Session) -> int:
    return session.scalar(select(func.max(KeyListVersion.serial))) or 0


def _publish(session: Session, root_signer: Signer, at: datetime) -> int:
    serial = _newest_serial(session) + 1
    keys = [key_of(row) for row in session.scalars(select(SigningKey))]
    document = ls1.sign_key_list(keys, serial=serial, root_signer=root_signer, issued_at=at)
    return _store(session, serial, document, at)


def _publish_revocation(session: Session, key: Key, at: datetime) -> int:
    by = issuing_key_for(session, commune=PROVINCE, at=at, use=KeyUse.REVOCATION)
    document = ls1.add_revocation(published_key_list(session), key=key, by=by.key, signer=by.signer, at=at)
    return _store(session, _newest_serial(session) + 1, document, at)


def _store(session: Session, serial: int, document: dict[str, Any], at: datetime) -> int:
    session.add(KeyListVersion(serial=serial, document=document, issued_at=at))
    session.flush()
    return serial
