"""The pack of a gate device: keys, seals and the roster without names, signed, whole or only what changed."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from borderreg.crypto import vault
from borderreg.domain.gate import GateFacts
from borderreg.domain.keys import KeyUse
from borderreg.domain.packs import FRESH_FOR, GATE_PLACES, LASTS, serial_of
from borderreg.domain.periods import local_day
from borderreg.ls1.packs import sign_pack
from borderreg.ls1.wire import write_bytes, write_time
from borderreg.models import CrossingPoint, Gate, GateClosure
from borderreg.services.gate_pins import officers_box
from borderreg.services.key_use import issuing_key_for, published_key_list, seal_keys
from borderreg.services.known_devices import KnownDevice
from borderreg.services.pack_cursor import Cursor, changed_workers, cursor_now, is_usable
from borderreg.services.pack_marks import sealed_instructions
from borderreg.services.pack_rows import all_rows, changed_rows, read_scope

HASH_PURPOSES = {"document_number": "pack/document_number", "personal_id": "pack/personal_id"}


def make_pack(session: Session, *, device: KnownDevice, cursor: str, at: datetime) -> dict[str, Any]:
    """Return the signed pack for a device's gate: a delta from a usable cursor, else the whole.

    Of people it holds codes, states, times and keyed hashes, never a name. Refused `no_issuing_key` when no
    pack key may sign now. The cursor is asked before the rows: what is committed between comes again.
    """
    at = at.replace(microsecond=0)
    day, last_day = local_day(at), local_day(at + LASTS)
    now = cursor_now(session, horizon_day=last_day, at=at)
    gates = tuple(session.execute(select(Gate.code, Gate.bit, Gate.name_vi).order_by(Gate.bit)))
    places = {gate.code: place for place, gate in enumerate(gates[: GATE_PLACES - 1])}
    scope = read_scope(session, day=day, last_day=last_day, gates=places, at=at)
    since = Cursor.from_text(cursor) if cursor else None
    if since is not None and is_usable(session, since=since, now=now):
        changed = changed_workers(since)
        kind, base = "delta", cursor
        found = changed_rows(session, scope=scope, changed=changed, looked_until=since.horizon_day)
    else:
        kind, base, found = "full", "", all_rows(session, scope=scope)
    marked = [bytes.fromhex(code) for code, note in found.notes.items() if "stop" in note]
    for code, sealed in sealed_instructions(session, codes=marked, at=at).items():
        found.notes[code]["said"] = sealed
    issuing = issuing_key_for(session, commune="", at=at, use=KeyUse.PACK)
    facts: dict[str, Any] = {
        "kind": kind,
        "base": base,
        "cursor": now.to_text(),
        "serial": serial_of(at),
        "issued_at": write_time(at),
        "fresh_until": write_time(at + FRESH_FOR),
        "hard_until": write_time(at + LASTS),
        "gate": _gate(session, device.gate, at=at),
        "gates": [{"code": gate.code, "bit": gate.bit, "name": gate.name_vi} for gate in gates],
        "keys": published_key_list(session),
        "seals": {str(number): write_bytes(key) for number, key in seal_keys(session).items()},
        "hash_keys": {
            name: write_bytes(vault().index.device_key(purpose)) for name, purpose in HASH_PURPOSES.items()
        },
        "revoked": found.revoked,
        "rows": write_bytes(bytes(found.rows)),
        "hashes": write_bytes(bytes(found.hashes)),
        "details": write_bytes(bytes(found.details)),
        "notes": found.notes,
    }
    officers = _officers(session, device, at=at)
    if officers is not None:
        facts["officers"] = officers
    return sign_pack(facts, key=issuing.key, signer=issuing.signer)


def _officers(session: Session, device: KnownDevice, *, at: datetime) -> dict[str, str] | None:
    """Return who may begin a shift without a network, sealed to this device."""
    if device.id is None:
        return None
    return officers_box(
        session, gate_code=device.gate.code, device_id=device.id, exchange_key=device.exchange_key, at=at
    )


def _gate(session: Session, gate: GateFacts, *, at: datetime) -> dict[str, Any]:
    """Return the device's own gate: bit, class, hours and dated closures."""
    query = (
        select(GateClosure.starts_at, GateClosure.ends_at)
        .where(
            GateClosure.gate_code == gate.code,
            GateClosure.lifted_at.is_(None),
            GateClosure.starts_at < at + LASTS,
            or_(GateClosure.ends_at.is_(None), GateClosure.ends_at > at),
        )
        .order_by(GateClosure.starts_at)
    )
    return {
        "code": gate.code,
        "bit": gate.bit,
        "international": gate.international,
        "lanes": _lanes(session, gate.code, day=local_day(at)),
        "hours": [[f"{first:%H:%M:%S}", f"{last:%H:%M:%S}"] for first, last in gate.hours],
        "closures": [
            [write_time(starts), write_time(ends) if ends else None]
            for starts, ends in session.execute(query)
        ],
    }


def _lanes(session: Session, gate_code: str, *, day: date) -> list[str]:
    """Return the gate's lanes for people that are open on the day, by their codes."""
    query = (
        select(CrossingPoint.code)
        .where(
            CrossingPoint.gate_code == gate_code,
            CrossingPoint.traffic == "people",
            CrossingPoint.status == "open",
            CrossingPoint.valid_from <= day,
            or_(CrossingPoint.valid_to.is_(None), CrossingPoint.valid_to >= day),
        )
        .order_by(CrossingPoint.code)
    )
    return list(session.scalars(query))
