"""Enrolment and packs as files, for a phone on a closed network: a desk makes them, the phone loads them.

What is secret in them is sealed to the device's second key; what the phone says is signed by its first one.
"""

import base64
import json
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from borderreg.crypto import vault
from borderreg.crypto.exchange import seal_to_point
from borderreg.domain.access import Actor, Permission
from borderreg.domain.audit import AuditAction
from borderreg.domain.errors import BadInput, Conflict, NotFound
from borderreg.services.audit import record
from borderreg.services.devices import enrol_device, gates_of, invite_device, point_of
from borderreg.services.guard import require
from borderreg.services.known_devices import KnownDevice, find_enrolled, signature_holds
from borderreg.services.packs import make_pack

INVITE, REQUEST = "borderreg/invite/1", "borderreg/enrol/1"
ENROLLED, PACK = "borderreg/enrolled/1", "borderreg/pack-file/1"
LONGEST = 64


def invite_file(session: Session, *, actor: Actor, gate_code: str, at: datetime) -> dict[str, Any]:
    """Invite one device and return the file that its phone loads first; 15 minutes, one use."""
    made = invite_device(session, actor=actor, gate_code=gate_code, at=at)
    return {
        "format": INVITE,
        "token": made.token,
        "gate": made.gate_code,
        "expires_at": made.expires_at.isoformat(),
    }


def enrol_from_file(session: Session, *, actor: Actor, text: bytes, at: datetime) -> dict[str, Any]:
    """Enrol the device whose signed request a person brought; return the answer, sealed to that device.

    BadInput `enrol_file` for what is no such request or not signed by its own key, `invite_not_valid` when
    the invitation is used or over.
    """
    require(actor, Permission.DEVICE_INVITE)
    asked = _read_request(text)
    enrolled = enrol_device(
        session,
        token=str(asked["token"]),
        public_key=asked["public_key"],
        exchange_key=asked["exchange_key"],
        name=str(asked["name"]).strip()[:LONGEST] or "–",
        app_version=str(asked.get("app_version", ""))[:LONGEST],
        at=at,
    )
    if enrolled.gate_code not in {gate.code for gate in gates_of(session, actor=actor)}:
        raise NotFound("gate")
    answer = {
        "device_id": str(enrolled.device_id),
        "api_token": enrolled.api_token,
        "gate": enrolled.gate_code,
        "gate_name": enrolled.gate_name,
        "root_public_key": base64.urlsafe_b64encode(vault().root_public).rstrip(b"=").decode(),
        "server_time": at.isoformat(),
    }
    point = point_of(asked["exchange_key"])
    return {"format": ENROLLED, "box": _box(point, answer, bound_to=ENROLLED)}


def _read_request(text: bytes) -> dict[str, Any]:
    try:
        file = json.loads(text)
        body, signature = file["body"], file["signature"]
        asked = json.loads(body)
        point = point_of(asked["public_key"])
        good = file["format"] == REQUEST and isinstance(asked["token"], str) and bool(asked["exchange_key"])
        signed = signature_holds(public_key=point, signature=signature, body=body.encode())
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise BadInput("enrol file", code="enrol_file") from error
    if not (good and signed):
        raise BadInput("enrol file", code="enrol_file")
    return dict(asked)


def own_device(
    engine: Engine, session: Session, *, actor: Actor, device_id: UUID, at: datetime
) -> KnownDevice:
    """Return an enrolled device at a gate of the actor's post; NotFound for another's."""
    device = find_enrolled(engine, device_id=device_id, at=at)
    if device is None or device.gate.code not in {gate.code for gate in gates_of(session, actor=actor)}:
        raise NotFound("device")
    return device


def pack_file(session: Session, *, actor: Actor, device: KnownDevice, at: datetime) -> dict[str, Any]:
    """Return a whole pack sealed to one device, and log that it was taken.

    Conflict `device_revoked`, or `no_exchange_key` for a device enrolled before it had a second key.
    """
    require(actor, Permission.DEVICE_INVITE)
    if device.revoked:
        raise Conflict("revoked", code="device_revoked")
    if device.exchange_key is None:
        raise Conflict("no second key", code="no_exchange_key")
    document = make_pack(session, device=device, cursor="", at=at)
    record(
        session,
        actor=actor,
        action=AuditAction.DEVICE_PACK_TAKEN,
        object_type="device",
        object_id=device.id,
        payload={"gate": device.gate.code, "serial": document["serial"]},
        at=at,
    )
    return {
        "format": PACK,
        "device_id": str(device.id),
        "box": _box(device.exchange_key, document, bound_to=f"{PACK} {device.id}"),
    }


def _box(point: bytes, document: dict[str, Any], *, bound_to: str) -> dict[str, str]:
    return seal_to_point(point, json.dumps(document).encode(), bound_to=bound_to)
