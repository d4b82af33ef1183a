"""A device's file of unsent events, brought to a desk: the signed batches of POST /events, from a file."""

import json
from collections import Counter
from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field, ValidationError
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from borderreg.api.event_shapes import MAX_EVENTS, EventsRequest
from borderreg.api.events import read_event
from borderreg.api.problems import ApiProblem
from borderreg.api.schemas import ShiftReportRequest
from borderreg.api.shapes import Given, Line, Shape, Short
from borderreg.api.shift_calls import read_report
from borderreg.db import read_on, write_on
from borderreg.domain.access import Actor, Permission
from borderreg.domain.audit import AuditAction
from borderreg.domain.errors import BadInput, NotFound
from borderreg.domain.events import EventNotReadable, SentEvent, offset_seconds, read_time
from borderreg.services.audit import record
from borderreg.services.devices import gates_of
from borderreg.services.event_batches import receive_events
from borderreg.services.guard import require
from borderreg.services.known_devices import KnownDevice, find_enrolled, signature_holds
from borderreg.services.shift_reports import SaidReport, receive_report

Answer = dict[str, Any]


class SignedBatch(Shape):
    """One batch as it stands in the file: the signed text and its signature."""

    body: str
    signature: Line


class UnsentFile(Shape):
    """What the gate page writes under "save a file of what is unsent"."""

    format: Literal["borderreg/unsent/1"]
    device_id: UUID
    batches: list[SignedBatch]
    reports: tuple[SignedBatch, ...] = ()


class WrittenBatch(EventsRequest):
    """A batch with the time at which it was written: its clock is compared with that."""

    written_at: Annotated[Short, Given]
    live: Literal[False]
    events: Annotated[list[Any], Field(min_length=1, max_length=MAX_EVENTS)]


def import_unsent(engine: Engine, *, actor: Actor, text: bytes, at: datetime) -> list[Answer]:
    """Store every event of a file as POST /events would and return an answer for each; twice is harmless.

    Shift reports that wait in the file are kept as well. A commander brings files of the own post's devices
    only. BadInput `unsent_file` when it is no such file, `unsent_signature` when a batch is not the device's;
    NotFound for a device of another post or never enrolled here.
    """
    require(actor, Permission.EVENT_IMPORT)
    try:
        file = UnsentFile.model_validate_json(text)
        device = find_enrolled(engine, device_id=file.device_id, at=at)
        if device is None or not _may_bring(engine, actor, device):
            raise NotFound("Không có thiết bị này ở đây.", code="unknown_device")
        bodies = [(batch, WrittenBatch.model_validate_json(batch.body)) for batch in file.batches]
        reports = [_read_report(report.body) for report in file.reports]
    except (ValidationError, ApiProblem) as error:
        raise BadInput("Đây không phải tệp lượt chưa gửi của máy quét.", code="unsent_file") from error
    for batch in (*file.batches, *file.reports):
        if not signature_holds(
            public_key=device.public_key, signature=batch.signature, body=batch.body.encode()
        ):
            raise BadInput("Tệp không mang chữ ký của thiết bị này.", code="unsent_signature")
    answers = [
        answer
        for batch, written in bodies
        for answer in _store(engine, device, written, json.loads(batch.body)["events"], at)
    ]
    for report in reports:
        write_on(engine, receive_report, device=device, report=report, at=at)
    write_on(engine, _log, actor=actor, device=device, answers=answers, at=at)
    return answers


def _may_bring(engine: Engine, actor: Actor, device: KnownDevice) -> bool:
    with read_on(engine) as session:
        return device.gate.code in {gate.code for gate in gates_of(session, actor=actor)}


def _read_report(body: str) -> SaidReport:
    return read_report(ShiftReportRequest.model_validate_json(body), json.loads(body))


def _log(session: Session, *, actor: Actor, device: KnownDevice, answers: list[Answer], at: datetime) -> None:
    record(
        session,
        actor=actor,
        action=AuditAction.EVENTS_IMPORTED,
        object_type="device",
        object_id=device.id,
        payload={"gate": device.gate.code, "results": Counter(answer["result"] for answer in answers)},
        at=at,
        organisation_id=device.post_id,
    )


def _store(
    engine: Engine, device: KnownDevice, batch: WrittenBatch, as_sent: list[Any], at: datetime
) -> list[Answer]:
    try:
        offset = offset_seconds(
            device_time=read_time(batch.device_time), server_time=read_time(batch.written_at)
        )
    except EventNotReadable as error:
        raise BadInput("Tệp không mang giờ đọc được.", code="unsent_file") from error
    sent: list[SentEvent] = []
    unread: list[Answer] = []
    for raw in as_sent:
        try:
            event = EventsRequest.model_validate_json(
                json.dumps({"device_time": batch.device_time, "live": False, "events": [raw]})
            ).events[0]
            sent.append(read_event(event, raw, device=device, live=False))
        except (EventNotReadable, ValidationError):
            unread.append({"id": str(raw.get("id")) if isinstance(raw, dict) else "", "result": "invalid"})
    if not sent:
        return unread
    stored = write_on(engine, receive_events, device=device, live=False, events=sent, offset=offset, at=at)
    return [*stored, *unread]
