"""POST /events: a signed batch, read, stored and answered event by event."""

import json
from typing import Any

from flask import g, request

from borderreg.api.auth import calling_device, officer_on_shift, require_signature
from borderreg.api.canonical import canonical_form
from borderreg.api.event_shapes import MAX_EVENTS, EventIn, EventsRequest
from borderreg.api.extras import check_extras, read_extras
from borderreg.api.problems import ApiProblem
from borderreg.db import write
from borderreg.domain.errors import BorderregError
from borderreg.domain.events import EventNotReadable, SentEvent, hash_body, offset_seconds, read_time
from borderreg.domain.passes import parse_entry_code
from borderreg.services.event_batches import receive_events
from borderreg.services.known_devices import KnownDevice

Answer = dict[str, Any]


def record_events(body: EventsRequest) -> Answer:
    """Store a batch; a live one needs a shift, a revoked device is heard into quarantine and told to wipe."""
    raw = request.get_data()
    device = calling_device(revoked_too=True)
    require_signature(device, raw)
    if len(body.events) > MAX_EVENTS:
        raise ApiProblem(413, "too_many_events")
    try:
        offset = offset_seconds(device_time=read_time(body.device_time), server_time=g.at)
    except EventNotReadable as error:
        raise ApiProblem(400, "bad_request", f"device_time: {error.code}") from error
    if body.live and not device.revoked:
        officer_on_shift(device)
    results = _record(device, body, json.loads(raw)["events"], offset)
    if device.revoked:
        raise ApiProblem(410, "device_revoked")
    return {"server_time": g.at.isoformat(), "results": results}


def _record(device: KnownDevice, body: EventsRequest, as_sent: list[Any], offset: int) -> list[Answer]:
    sent: list[SentEvent] = []
    answers: dict[int, Answer] = {}
    positions: list[int] = []
    for position, (event, raw) in enumerate(zip(body.events, as_sent, strict=True)):
        try:
            sent.append(read_event(event, raw, device=device, live=body.live))
            positions.append(position)
        except EventNotReadable as error:
            answers[position] = {"id": str(event.id), "result": "invalid", "code": error.code}
    if sent:
        stored = write(
            receive_events,
            device=device,
            live=body.live and not device.revoked,
            events=sent,
            offset=offset,
            at=g.at,
        )
        answers.update(zip(positions, stored, strict=True))
    return [answers[position] for position in range(len(body.events))]


def read_event(event: EventIn, raw: dict[str, Any], *, device: KnownDevice, live: bool) -> SentEvent:
    """Turn one event of the batch into typed facts; EventNotReadable says what is wrong with it."""
    _check_naming(event)
    if live:
        _check_tokens(event, device)
    try:
        canonical = canonical_form(raw)
    except (ValueError, RecursionError) as error:
        raise EventNotReadable("not_canonical") from error
    return SentEvent(
        id=event.id,
        direction=event.direction,
        said_at=read_time(event.occurred_at),
        body_hash=hash_body(canonical),
        seq=event.seq,
        prev_hash=event.prev_hash,
        method=event.method,
        pack_serial=event.pack_serial,
        digits=event.digits,
        cti=bytes.fromhex(event.cti) if event.cti else None,
        entry_code=event.entry_code,
        declared=event.declared.model_dump() if event.declared else None,
        verdict=event.verdict,
        reasons=tuple(event.reasons),
        override_reason=event.override.reason if event.override else event.reason,
        cause=event.cause,
        document_changed=event.document_changed,
        document=_other_document(event),
        annuls=event.annuls,
        officer=event.officer,
        gate=event.gate,
        crossing_point=event.crossing_point,
        **read_extras(event),
    )


def _other_document(event: EventIn) -> dict[str, Any] | None:
    """Return the other or new paper that the officer keyed in; it is kept encrypted with the event."""
    document = event.override.document if event.override else None
    return document.model_dump() if document else None


def _check_naming(event: EventIn) -> None:
    named = [name for name in (event.digits, event.cti, event.entry_code) if name is not None]
    if event.direction == "annulment":
        if event.annuls is None or not event.reason:
            raise EventNotReadable("annulment_incomplete")
        return
    if event.annuls is not None:
        raise EventNotReadable("annuls_without_annulment")
    if event.declared is not None and (event.direction != "return" or named):
        raise EventNotReadable("declared_departure")
    check_extras(event, named=named)
    if not named and event.declared is None and event.paper_list is None:
        raise EventNotReadable("nobody_named")
    if event.digits is None and event.entry_code is not None and parse_entry_code(event.entry_code) is None:
        raise EventNotReadable("entry_code_not_valid")


def _check_tokens(event: EventIn, device: KnownDevice) -> None:
    if event.gate is not None and event.gate != device.gate.code:
        raise EventNotReadable("gate_mismatch")
    officer = device.officer
    if event.officer is not None and (
        officer is None or event.officer not in (str(officer.user_id), officer.username)
    ):
        raise EventNotReadable("officer_mismatch")


__all__ = ["BorderregError", "read_event", "record_events"]
