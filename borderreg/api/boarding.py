"""Group mode: everybody on one list at once, for ticking who is present; the reads are logged as one act."""

from typing import Annotated, Any, Literal

from flask import g, request
from pydantic import Field

from borderreg.api.auth import calling_device, officer_on_shift
from borderreg.api.problems import ApiProblem
from borderreg.api.schemas import Person, Texts
from borderreg.api.shapes import Cti, Journey, Shape
from borderreg.api.shown import shown_person, shown_verdict
from borderreg.db import db, write
from borderreg.domain.access import Permission
from borderreg.domain.audit import AuditAction
from borderreg.domain.passes import format_entry_code
from borderreg.services import roster
from borderreg.services.audit import record
from borderreg.services.boarding import Boarding, BoardingRow, open_boarding
from borderreg.services.event_log import journey_view
from borderreg.services.key_use import current_key_list

LARGEST_ROW = 100_000


class BoardingLine(Shape):
    """One person of the list: what `/verify` would answer to the entry code."""

    class_: Literal["accept", "check", "refuse", "unreadable"] = Field(alias="class")
    reasons: list[str]
    flags: list[str]
    cti: Cti
    entry_code: str
    person: Person
    journey: Journey
    text: Texts


class BoardingList(Shape):
    """A certified list as group mode opens it; `next` is the `after` of the following page, or null."""

    list: str
    commune: str
    status: Literal["certified", "revoked"]
    entries: Annotated[int, Field(ge=0)]
    rows: tuple[BoardingLine, ...]
    next: int | None


def boarding(code: str) -> dict[str, Any]:
    """Open the list of a head code, an entry code or a cti; 404 when it names no issued list."""
    device = calling_device()
    officer = officer_on_shift(device)
    if not officer.actor().may(Permission.EVENT_RECORD):
        raise ApiProblem(403, "not_permitted")
    session = db.session()
    found = open_boarding(
        session,
        code=code,
        gate=device.gate,
        keys=current_key_list(session, serial=device.key_serial or None),
        direction=_direction(),
        after=_after(),
        at=g.at,
    )
    if found is None:
        raise ApiProblem(404, "unknown_list")
    write(
        record,
        actor=officer.actor(),
        action=AuditAction.WORKER_SEARCHED,
        object_type="list",
        object_id=found.list_id,
        payload={
            "purpose": "boarding",
            "gate": device.gate.code,
            "workers": [str(row.line.worker_id) for row in found.rows],
        },
        at=g.at,
        organisation_id=device.post_id,
    )
    return _answer(found)


def _direction() -> str:
    direction = request.args.get("direction", "departure")
    if direction not in ("departure", "return"):
        raise ApiProblem(400, "bad_request", "direction: departure or return")
    return direction


def _after() -> int:
    text = request.args.get("after", "0")
    if not (text.isascii() and text.isdigit() and int(text[:9]) <= LARGEST_ROW):
        raise ApiProblem(400, "bad_request", "after: a row number")
    return int(text)


def _answer(found: Boarding) -> dict[str, Any]:
    first = found.rows[0].line if found.rows else None
    return {
        "list": first.list_year_number if first else "",
        "commune": first.commune if first else "",
        "status": found.status,
        "entries": found.entries,
        "rows": [_line(row) for row in found.rows],
        "next": found.more_after,
    }


def _line(row: BoardingRow) -> dict[str, Any]:
    return shown_verdict(row.verdict) | {
        "cti": row.line.cti.hex(),
        "entry_code": format_entry_code(row.line.cti),
        "person": shown_person(roster.reveal(row.line)),
        "journey": journey_view(row.past),
    }
