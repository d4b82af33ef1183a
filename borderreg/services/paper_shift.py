"""The paper fall-back of a gate: a certified list opened at a desk, printed with boxes, keyed in later."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from borderreg.documents.gate_sheet import GateSheet, GateSheetRow
from borderreg.domain.access import Actor, Permission
from borderreg.domain.audit import AuditAction
from borderreg.domain.entry_codes import format_entry_code
from borderreg.domain.errors import BadInput, NotFound
from borderreg.domain.lists import ListStatus
from borderreg.domain.paper_sheets import KeyedPassage
from borderreg.domain.passes import parse_entry_code
from borderreg.domain.periods import local_day
from borderreg.models import Entry, Event, IssuedCode, Organisation, OrganisationName, WorkList
from borderreg.services.audit import record
from borderreg.services.desk_events import Passage, annul_passage, record_passages
from borderreg.services.guard import require
from borderreg.services.roster import find_by_list, reveal

FOUND_AT_MOST = 20
ROWS_AT_MOST = 500
PAPER = "paper"
ISSUED = (ListStatus.CERTIFIED.value, ListStatus.REVOKED.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundList:
    """A certified list as a desk finds it."""

    id: UUID
    list_no: str
    commune: str
    people: int
    certified_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetRow:
    """One person of a list as the desk compares; `seen` are the day's passages (kind, time, on paper)."""

    id: str
    row: int
    name: str
    birth: str
    id_last4: str
    document: str
    entry_code: str
    cti: bytes
    status: str
    seen: tuple[tuple[str, datetime, bool], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A list opened to be keyed in or printed."""

    list: FoundList
    rows: tuple[SheetRow, ...]


def find_lists(session: Session, *, actor: Actor, text: str) -> tuple[FoundList, ...]:
    """Return the certified lists of a number (05/2026) or the one of an entry code; the newest first."""
    require(actor, Permission.EVENT_RECORD)
    bare = "".join(text.split()).upper()
    cti = parse_entry_code(bare)
    if cti is not None:
        by_code = select(Entry.list_id).join(IssuedCode, IssuedCode.entry_id == Entry.id)
        return _found(session, WorkList.id.in_(by_code.where(IssuedCode.cti == cti)))
    number, _, year = bare.partition("/")
    if not (number.isdecimal() and number.isascii()):
        return ()
    named = WorkList.number == int(number[:6])
    if year.isdecimal() and year.isascii():
        named = named & (WorkList.year == int(year[:4]))
    return _found(session, named)


def _found(session: Session, condition: ColumnElement[bool]) -> tuple[FoundList, ...]:
    people = select(func.count(Entry.id)).where(Entry.list_id == WorkList.id).correlate(WorkList)
    name = (
        select(OrganisationName.name)
        .where(OrganisationName.organisation_id == Organisation.id)
        .order_by(OrganisationName.valid_from.desc())
        .limit(1)
        .correlate(Organisation)
    )
    query = (
        select(WorkList, Organisation.code, name.scalar_subquery(), people.scalar_subquery())
        .join(Organisation, Organisation.id == WorkList.organisation_id)
        .where(WorkList.status.in_(ISSUED), condition)
        .order_by(WorkList.certified_at.desc(), WorkList.id)
        .limit(FOUND_AT_MOST)
    )
    return tuple(
        FoundList(
            id=found.id,
            list_no=found.list_no,
            commune=commune or code,
            people=count or 0,
            certified_on=local_day(found.certified_at) if found.certified_at else None,
        )
        for found, code, commune, count in session.execute(query)
    )


def open_sheet(
    session: Session, *, actor: Actor, list_id: UUID, gate_codes: Sequence[str], day: date, at: datetime
) -> Sheet:
    """Open a certified list with the day's passages at these gates; it is logged. NotFound for a draft."""
    sheet = _read(session, actor, list_id, at)
    seen = _seen(session, [UUID(row.id) for row in sheet.rows], gate_codes, day)
    _log(session, actor, AuditAction.PAPER_OPENED, list_id, {"people": len(sheet.rows)}, at)
    rows = tuple(replace(row, seen=tuple(seen.get(UUID(row.id), ()))) for row in sheet.rows)
    return Sheet(list=sheet.list, rows=rows)


def print_sheet(
    session: Session, *, actor: Actor, list_id: UUID, first_day: date, days: int, at: datetime
) -> GateSheet:
    """Return what the paper with day boxes shows, and log the print."""
    if not 1 <= days <= 7:
        raise BadInput("days", code="days")
    sheet = _read(session, actor, list_id, at)
    _log(session, actor, AuditAction.PAPER_PRINTED, list_id, {"people": len(sheet.rows), "days": days}, at)
    return GateSheet(
        list_no=sheet.list.list_no,
        commune=sheet.list.commune,
        days=tuple(first_day + timedelta(days=number) for number in range(days)),
        rows=tuple(
            GateSheetRow(row.row, row.name, row.birth, row.id_last4, row.document, row.entry_code)
            for row in sheet.rows
            if row.status == "certified"
        ),
    )


def key_sheet(
    session: Session,
    *,
    actor: Actor,
    list_id: UUID,
    gate_code: str,
    passages: Sequence[KeyedPassage],
    at: datetime,
) -> list[dict[str, Any]]:
    """Record what was ticked as events of method `paper` and return an answer for each, in order."""
    sheet = _read(session, actor, list_id, at)
    codes = {row.id: row.cti for row in sheet.rows}
    if any(passage.row not in codes for passage in passages):
        raise BadInput("row", code="row")
    told = [
        Passage(cti=codes[passage.row], direction=passage.direction, at=passage.at)
        for passage in sorted(passages, key=lambda passage: passage.at)
    ]
    answers = record_passages(session, actor=actor, gate_code=gate_code, method=PAPER, passages=told, at=at)
    facts = {"gate": gate_code, "events": [[answer["id"], answer["result"]] for answer in answers]}
    _log(session, actor, AuditAction.PAPER_KEYED, list_id, facts, at)
    return answers


def take_back(session: Session, *, actor: Actor, event_id: UUID, at: datetime) -> dict[str, Any]:
    """Take back a passage that was keyed in from paper at a gate of the actor's post."""
    require(actor, Permission.EVENT_RECORD)
    event = session.get(Event, event_id)
    if event is None or event.method != PAPER or event.kind == "annulment":
        raise NotFound("event")
    return annul_passage(session, actor=actor, gate_code=event.gate_code, event_id=event_id, at=at)


def _read(session: Session, actor: Actor, list_id: UUID, at: datetime) -> Sheet:
    require(actor, Permission.EVENT_RECORD)
    found = _found(session, WorkList.id == list_id)
    if not found:
        raise NotFound("list")
    lines = find_by_list(session, list_id=list_id, after=0, at_most=ROWS_AT_MOST, at=at, day=local_day(at))
    rows = []
    for line in lines:
        person = reveal(line)
        rows.append(
            SheetRow(
                id=str(line.entry_id),
                row=line.facts.row,
                name=person.name,
                birth=person.birth,
                id_last4=person.id_last4,
                document=person.document_number,
                entry_code=format_entry_code(line.cti) if line.cti else "",
                cti=line.cti,
                status=line.facts.status.value,
            )
        )
    return Sheet(list=found[0], rows=tuple(rows))


def _seen(
    session: Session, entries: list[UUID], gate_codes: Sequence[str], day: date
) -> dict[UUID, list[tuple[str, datetime, bool]]]:
    taken_back = select(Event.annuls_id).where(Event.annuls_id.is_not(None))
    query = (
        select(Event.entry_id, Event.kind, Event.occurred_at, Event.method)
        .where(
            Event.entry_id.in_(entries),
            Event.gate_code.in_(gate_codes),
            Event.local_day == day,
            Event.kind.in_(("departure", "return")),
            Event.id.not_in(taken_back),
        )
        .order_by(Event.occurred_at)
    )
    found: dict[UUID, list[tuple[str, datetime, bool]]] = {}
    for row in session.execute(query):
        if row.entry_id is not None:
            found.setdefault(row.entry_id, []).append((row.kind, row.occurred_at, row.method == PAPER))
    return found


def _log(
    session: Session, actor: Actor, action: AuditAction, list_id: UUID, payload: dict[str, Any], at: datetime
) -> None:
    record(session, actor=actor, action=action, object_type="list", object_id=list_id, payload=payload, at=at)
