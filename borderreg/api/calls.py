"""The other calls of the API: enrol, shifts, keys, verify, search; each parses, calls a service, answers."""

import base64
from datetime import datetime
from typing import Any

from flask import Response, current_app, g, jsonify, request

from borderreg.api.auth import calling_device, officer_on_shift
from borderreg.api.problems import ApiProblem
from borderreg.api.schemas import EnrolRequest, SearchRequest, ShiftRequest, VerifyRequest
from borderreg.api.shown import shown_person, shown_verdict
from borderreg.crypto import vault
from borderreg.db import db, write
from borderreg.domain.access import Permission
from borderreg.domain.audit import AuditAction
from borderreg.domain.events import EventNotReadable, read_time
from borderreg.domain.journeys import Folded
from borderreg.domain.passes import format_entry_code
from borderreg.domain.periods import local_day
from borderreg.services import accounts, gate, roster
from borderreg.services.audit import record
from borderreg.services.devices import enrol_device
from borderreg.services.event_log import journey_view
from borderreg.services.key_use import current_key_list, published_key_list
from borderreg.services.known_devices import KnownDevice
from borderreg.services.places import gate_name
from borderreg.services.shifts import end_shift, start_shift
from borderreg.services.stop_marks import instructions

Answer = dict[str, Any]
KEYS_SECONDS = 300


def enrol(body: EnrolRequest) -> Answer:
    """Enrol a device with a single-use invitation."""
    device = write(
        enrol_device,
        token=body.token,
        public_key=body.public_key.model_dump(exclude_none=True),
        name=body.name,
        app_version=body.app_version,
        exchange_key=body.exchange_key.model_dump(exclude_none=True) if body.exchange_key else None,
        at=g.at,
    )
    return {
        "device_id": str(device.device_id),
        "api_token": device.api_token,
        "gate": device.gate_code,
        "gate_name": device.gate_name,
        "root_public_key": base64.urlsafe_b64encode(vault().root_public).rstrip(b"=").decode(),
        "server_time": g.at.isoformat(),
    }


def begin_shift(body: ShiftRequest) -> Answer:
    """Open a shift for an officer of this gate."""
    device = calling_device()
    proof = accounts.authenticate(
        db.session(),
        username=body.username,
        password=body.password,
        address=request.remote_addr or "",
        at=g.at,
    )
    started = write(start_shift, device=device, proof=proof, at=g.at)
    if started is None and proof.wait > 0:
        raise ApiProblem(429, "too_many", retry_after=proof.wait)
    if started is None:
        raise ApiProblem(401, "login_failed")
    return {
        "shift_token": started.shift_token,
        "officer": {"id": str(started.officer.user_id), "name": started.officer.name},
        "expires_at": started.expires_at.isoformat(),
        "pin": started.has_pin,
    }


def finish_shift() -> Answer:
    """End the open shift of this device."""
    device = calling_device()
    officer = officer_on_shift(device)
    write(end_shift, actor=officer.actor(), shift_id=officer.shift_id, at=g.at)
    return {"server_time": g.at.isoformat()}


def keys() -> Response:
    """Publish the signed key list: public and cacheable."""
    response = jsonify(published_key_list(db.session()))
    response.cache_control.public = True
    response.cache_control.max_age = KEYS_SECONDS
    response.add_etag()
    response.make_conditional(request)
    return response


def verify(body: VerifyRequest) -> Answer:
    """Answer who this is and what the rules say; the read is logged before the person is shown."""
    device = calling_device()
    officer = officer_on_shift(device)
    session = db.session()
    answer = gate.verify_passage(
        session,
        naming=_naming(body),
        gate=device.gate,
        keys=current_key_list(session, serial=device.key_serial or None),
        direction=body.direction,
        at=_moment(body.at),
    )
    line = answer.identified.line
    shown = shown_verdict(answer.verdict)
    if answer.identified.cti is not None:
        shown |= {"cti": answer.identified.cti.hex(), "entry_code": format_entry_code(answer.identified.cti)}
    if line is not None:
        shown |= {"person": shown_person(roster.reveal(line)), "journey": _journey(answer.past, device)}
        if line.stop_ids:
            shown["instruction"] = "\n".join(instructions(session, stop_ids=line.stop_ids))
        write(
            record,
            actor=officer.actor(),
            action=AuditAction.WORKER_READ,
            object_type="worker",
            object_id=line.worker_id,
            payload={"purpose": "gate", "entry": str(line.entry_id), "verdict": shown["class"]},
            at=g.at,
            organisation_id=device.post_id,
        )
    return shown


def search(body: SearchRequest) -> Answer:
    """Find entries in force; what was asked is not logged, whom it showed is."""
    device = calling_device()
    officer = officer_on_shift(device)
    if not officer.actor().may(Permission.EVENT_RECORD):
        raise ApiProblem(403, "not_permitted")
    lines = roster.search(db.session(), text=body.q, at=g.at, day=local_day(g.at))
    write(
        record,
        actor=officer.actor(),
        action=AuditAction.WORKER_SEARCHED,
        object_type="roster",
        object_id=device.gate.code,
        payload={"workers": [str(line.worker_id) for line in lines]},
        at=g.at,
        organisation_id=device.post_id,
    )
    return {"results": [_found(line) for line in lines]}


def _naming(body: VerifyRequest) -> gate.Naming:
    given = [body.digits, body.entry_code, body.cti, body.document_number, body.card_text]
    if sum(value is not None for value in given) != 1:
        raise ApiProblem(
            400, "bad_request", "exactly one of digits, entry_code, cti, document_number, card_text"
        )
    return gate.Naming(
        digits=body.digits,
        cti=bytes.fromhex(body.cti) if body.cti else None,
        entry_code=body.entry_code,
        document_number=body.document_number,
        card_text=body.card_text,
    )


def _moment(text: str | None) -> datetime:
    if text is None:
        return g.at  # type: ignore[no-any-return]  # set as a datetime for every request
    try:
        return read_time(text)
    except EventNotReadable as error:
        raise ApiProblem(400, "bad_request", f"at: {error.code}") from error


def _journey(past: Folded, device: KnownDevice) -> Answer:
    """Return where the worker is; abroad also by which gate, in words."""
    view = journey_view(past)
    if past.open is None:
        return view
    code = past.open.departed.gate
    name = device.gate_name if code == device.gate.code else gate_name(db.session(), code=code)
    return view | {"gate_name": name}


def _found(line: roster.RosterLine) -> Answer:
    return {
        "entry_code": format_entry_code(line.cti),
        "cti": line.cti.hex(),
        "name": line.name,
        "birth": line.facts.birth,
        "sex": line.sex,
        "commune": line.commune,
        "list": line.list_year_number,
        "row": line.facts.row,
        "valid_from": line.facts.valid_from.isoformat(),
        "valid_to": line.facts.valid_to.isoformat(),
    }


def openapi() -> Answer:
    """Return the OpenAPI document of these calls."""
    return current_app.extensions["borderreg_openapi"]()  # type: ignore[no-any-return]  # set with the calls
