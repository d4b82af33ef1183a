"""GET /pack and POST /devices/state: what a device takes with it, and what it says of itself."""

from datetime import datetime
from typing import Any

from flask import Response, current_app, g, request

from borderreg.api.auth import calling_device
from borderreg.api.problems import ApiProblem
from borderreg.api.schemas import DeviceStateRequest
from borderreg.db import db, write
from borderreg.domain.events import EventNotReadable, offset_seconds, read_time
from borderreg.services.device_states import Report, note_state
from borderreg.services.packs import make_pack

LONGEST_CURSOR = 1024


def pack() -> Response:
    """Answer the signed pack of the device's gate, or what changed since its cursor."""
    device = calling_device()
    cursor = request.args.get("cursor", "")[:LONGEST_CURSOR]
    document = make_pack(db.session(), device=device, cursor=cursor, at=g.at)
    response = Response(current_app.json.dumps(document), mimetype="application/json")
    response.headers["Cache-Control"] = "no-store"
    return response


def device_state(body: DeviceStateRequest) -> dict[str, Any]:
    """Keep what a device says of itself, for its commander."""
    device = calling_device()
    said_at = _moment(body.device_time)
    report = Report(
        app_version=body.app_version,
        pack_serial=body.pack_serial,
        pack_issued_at=_moment(body.pack_issued_at) if body.pack_issued_at else None,
        clock_offset=offset_seconds(device_time=said_at, server_time=g.at),
        waiting=body.waiting,
        rejected=body.rejected,
        oldest_at=_moment(body.oldest_at) if body.oldest_at else None,
        ready=body.ready,
    )
    write(note_state, device=device, report=report, at=g.at)
    return {"server_time": g.at.isoformat()}


def _moment(text: str) -> datetime:
    try:
        return read_time(text)
    except EventNotReadable as error:
        raise ApiProblem(400, "bad_request", error.code) from error
