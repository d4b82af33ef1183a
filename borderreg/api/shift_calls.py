"""The calls of a shift besides its start and end: a PIN chosen on the device, the report at hand-over."""

import base64
import binascii
import json
from typing import Any

from flask import g, request

from borderreg.api.auth import calling_device, officer_on_shift, require_signature
from borderreg.api.canonical import canonical_form
from borderreg.api.problems import ApiProblem
from borderreg.api.schemas import PinRequest, ShiftReportRequest
from borderreg.db import write
from borderreg.domain.errors import BadInput
from borderreg.domain.events import EventNotReadable, hash_body, read_time
from borderreg.domain.gate_pins import PinVerifier
from borderreg.services.gate_pins import set_pin_on_shift
from borderreg.services.shift_reports import SaidReport, receive_report

Answer = dict[str, Any]


def choose_pin(body: PinRequest) -> Answer:
    """Keep the verifier of the PIN that the officer on shift chose, within ten minutes of the password."""
    officer = officer_on_shift(calling_device())
    kept = PinVerifier(_raw(body.salt), body.iterations, _raw(body.verifier))
    write(set_pin_on_shift, officer=officer, kept=kept, at=g.at)
    return {"server_time": g.at.isoformat()}


def report_shift(body: ShiftReportRequest) -> Answer:
    """Keep a shift's report, signed by the device; sending it again is harmless."""
    raw = request.get_data()
    device = calling_device()
    require_signature(device, raw)
    result = write(receive_report, device=device, report=read_report(body, json.loads(raw)), at=g.at)
    return {"server_time": g.at.isoformat(), "result": result}


def read_report(body: ShiftReportRequest, raw: dict[str, Any]) -> SaidReport:
    """Turn a report as sent into typed facts; BadInput `bad_request` for times that cannot be read."""
    try:
        started, ended = read_time(body.started_at), read_time(body.ended_at)
        digest = hash_body(canonical_form(raw))
    except (EventNotReadable, ValueError, RecursionError) as error:
        raise BadInput("times", code="bad_request") from error
    return SaidReport(
        id=body.id,
        officer=body.officer,
        started_at=started,
        ended_at=ended,
        offline=body.offline,
        first_seq=body.first_seq,
        last_seq=body.last_seq,
        said=body.model_dump(mode="json"),
        body_hash=digest,
    )


def _raw(text: str) -> bytes:
    try:
        return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (ValueError, binascii.Error) as error:
        raise ApiProblem(400, "bad_request", "base64url") from error
