"""Workbooks of the border guard's own control system: read, compared, and missing returns written."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from borderreg.domain.access import Actor, Permission
from borderreg.domain.audit import AuditAction
from borderreg.domain.control_rows import ControlRow, ControlSheet, Finding, find, read_control
from borderreg.domain.errors import BadInput, Conflict, NotFound
from borderreg.domain.journeys import JourneyFact
from borderreg.domain.lists import EntryStatus
from borderreg.domain.visits import VERIFIED
from borderreg.models import ControlImport, Entry, Gate, Worker, new_id
from borderreg.reports.recount import folds
from borderreg.services.audit import record
from borderreg.services.desk_events import Passage, record_passages
from borderreg.services.guard import require
from borderreg.services.private_fields import find_hash, seal, unseal
from borderreg.services.workbooks import ROW_LIMIT, read_workbook

Item = TypeVar("Item")
AT_ONCE = 400
PLACE = "control_imports.rows"


@dataclass(frozen=True, slots=True)
class Compared:
    """One row beside the register; `cti` of the entry that the document belongs to."""

    row: ControlRow
    finding: Finding
    cti: bytes = b""


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """An import as it stands: its rows compared now, or only its counts once it is settled."""

    id: UUID
    gate_code: str
    status: str
    uploaded_at: datetime
    counts: dict[str, int]
    rows: tuple[Compared, ...] = ()
    unreadable: tuple[int, ...] = ()


def read_control_file(*, actor: Actor, filename: str, data: bytes) -> tuple[ControlSheet, bytes]:
    """Read a workbook outside any transaction, in the sandbox of every workbook; return it with its SHA-256.

    FileRefused for a hostile or broken file, BadInput `control_columns` without the three columns.
    """
    require(actor, Permission.EVENT_IMPORT)
    sheet = read_workbook(data, filename=filename)
    found = read_control([(row.number, row.cells) for row in sheet.rows[: ROW_LIMIT + 1]])
    if found is None:
        raise BadInput("columns", code="control_columns")
    return found, hashlib.sha256(data).digest()


def keep_control(
    session: Session, *, actor: Actor, gate_code: str, sheet: ControlSheet, sha256: bytes, at: datetime
) -> UUID:
    """Keep the rows of a workbook, encrypted, until they are settled; return the import's id."""
    require(actor, Permission.EVENT_IMPORT)
    _own_gate(session, actor, gate_code)
    if actor.user_id is None:
        raise NotFound("gate")
    import_id = new_id()
    rows = [[row.number, row.document, row.at.isoformat(), row.direction] for row in sheet.rows]
    text = json.dumps({"rows": rows, "unreadable": list(sheet.unreadable)})
    session.add(
        ControlImport(
            id=import_id,
            gate_code=gate_code,
            sha256=sha256,
            status="preview",
            rows=seal(text, place=PLACE, row_id=import_id),
            counts={},
            uploaded_by=actor.user_id,
            uploaded_at=at,
        )
    )
    session.flush()
    facts = {"gate": gate_code, "rows": len(rows), "sha256": sha256.hex()}
    _log(session, actor, AuditAction.CONTROL_UPLOADED, import_id, facts, at)
    return import_id


def compare(session: Session, *, actor: Actor, import_id: UUID) -> Comparison:
    """Compare an import of the post's gates with the journeys as they are now; NotFound for another's."""
    kept = _own(session, actor, import_id)
    if kept.rows is None:
        return _comparison(kept, dict(kept.counts))
    stored = json.loads(unseal(kept.rows, place=PLACE, row_id=kept.id))
    rows = [
        ControlRow(number, document, datetime.fromisoformat(at), way)
        for number, document, at, way in stored["rows"]
    ]
    compared = tuple(_compare(session, rows))
    unreadable = tuple(stored["unreadable"])
    counts = Counter(one.finding.value for one in compared)
    counts[Finding.UNREADABLE.value] = len(unreadable)
    return _comparison(kept, counts, rows=compared, unreadable=unreadable)


def write_missed(session: Session, *, actor: Actor, import_id: UUID, at: datetime) -> int:
    """Write the missing returns as events of method `verified` and settle the import; return how many.

    They are compared once more in this transaction; the same workbook again finds them known.
    """
    kept = _own(session, actor, import_id, lock=True)
    if kept.status != "preview":
        raise Conflict("settled", code="control_settled")
    found = compare(session, actor=actor, import_id=import_id)
    passages = [
        Passage(cti=one.cti, direction="return", at=one.row.at)
        for one in found.rows
        if one.finding is Finding.MISSED
    ]
    answers = record_passages(
        session, actor=actor, gate_code=kept.gate_code, method=VERIFIED, passages=passages, at=at
    )
    written = sum(1 for answer in answers if answer["result"] == "stored")
    _settle(kept, "written", dict(found.counts), at)
    facts = {"gate": kept.gate_code, "written": written, "events": [answer["id"] for answer in answers]}
    _log(session, actor, AuditAction.CONTROL_WRITTEN, import_id, facts, at)
    return written


def discard(session: Session, *, actor: Actor, import_id: UUID, at: datetime) -> None:
    """Throw the rows of an import away; doing it twice changes nothing."""
    kept = _own(session, actor, import_id, lock=True)
    if kept.status == "preview":
        _settle(kept, "discarded", {}, at)
        _log(session, actor, AuditAction.CONTROL_DISCARDED, import_id, {"gate": kept.gate_code}, at)


def _settle(kept: ControlImport, status: str, counts: dict[str, int], at: datetime) -> None:
    kept.status, kept.rows, kept.counts, kept.settled_at = status, None, counts, at


def _comparison(
    kept: ControlImport,
    counts: dict[str, int],
    *,
    rows: tuple[Compared, ...] = (),
    unreadable: tuple[int, ...] = (),
) -> Comparison:
    return Comparison(
        id=kept.id,
        gate_code=kept.gate_code,
        status=kept.status,
        uploaded_at=kept.uploaded_at,
        counts=counts,
        rows=rows,
        unreadable=unreadable,
    )


def _compare(session: Session, rows: Sequence[ControlRow]) -> Iterable[Compared]:
    """Judge rows in the order of time; what an earlier row closes is closed for a later one."""
    people = _people(session, {row.document for row in rows})
    journeys = _journeys(session, {worker for worker, _ in people.values()})
    closed: dict[UUID, datetime] = {}
    for row in sorted(rows, key=lambda row: (row.at, row.number)):
        if row.document not in people:
            yield Compared(row, Finding.NOT_FOUND)
            continue
        worker, cti = people[row.document]
        finding = find(row, journeys.get(worker, ()), closed=closed.get(worker))
        if finding is Finding.MISSED:
            closed[worker] = row.at
        yield Compared(row, finding, cti)


def _people(session: Session, documents: set[str]) -> dict[str, tuple[UUID, bytes]]:
    """Return worker and code of each document that an entry names, the newest certified entry first."""
    by_hash = {find_hash("document_number", document): document for document in documents}
    found: dict[str, tuple[UUID, bytes]] = {}
    for chunk in _chunks(list(by_hash)):
        query = (
            select(Entry.document_number_hash, Entry.worker_id, Entry.cti)
            .where(Entry.document_number_hash.in_(chunk), Entry.cti.is_not(None))
            .order_by((Entry.status == EntryStatus.CERTIFIED.value).desc(), Entry.valid_from.desc(), Entry.id)
        )
        for row in session.execute(query):
            found.setdefault(by_hash[row.document_number_hash], (row.worker_id, row.cti))
    return found


def _journeys(session: Session, workers: set[UUID]) -> dict[UUID, tuple[JourneyFact, ...]]:
    found: dict[UUID, tuple[JourneyFact, ...]] = {}
    for chunk in _chunks(sorted(workers)):
        chosen = select(Worker.id).where(Worker.id.in_(chunk))
        found.update((worker, folded.journeys) for worker, folded in folds(session, workers=chosen))
    return found


def _chunks(items: list[Item]) -> Iterable[list[Item]]:
    return (items[start : start + AT_ONCE] for start in range(0, len(items), AT_ONCE))


def _own_gate(session: Session, actor: Actor, gate_code: str) -> None:
    own = or_(Gate.organisation_id == actor.organisation_id, Gate.post_id == actor.organisation_id)
    if session.scalar(select(Gate.code).where(Gate.code == gate_code, own)) is None:
        raise NotFound("gate")


def _own(session: Session, actor: Actor, import_id: UUID, *, lock: bool = False) -> ControlImport:
    require(actor, Permission.EVENT_IMPORT)
    kept = session.get(ControlImport, import_id, with_for_update=lock)
    if kept is None:
        raise NotFound("import")
    _own_gate(session, actor, kept.gate_code)
    return kept


def _log(
    session: Session,
    actor: Actor,
    action: AuditAction,
    import_id: UUID,
    payload: dict[str, object],
    at: datetime,
) -> None:
    record(
        session,
        actor=actor,
        action=action,
        object_type="control_import",
        object_id=import_id,
        payload=payload,
        at=at,
    )
