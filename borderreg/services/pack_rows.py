"""The rows of a pack: every issued code that may still come to a gate, without names, as 13 + 16 bytes.

What the thirteen bytes cannot say stands in `notes`, only for the codes that need it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from borderreg.crypto import vault
from borderreg.domain.dates import BirthDate, is_adult
from borderreg.domain.journeys import WorkerState
from borderreg.domain.keys import KeyStatus
from borderreg.domain.lists import EntryStatus
from borderreg.domain.packs import STATUSES, PackRow, PackState, detail_of, pack_state
from borderreg.domain.reasons import VerdictClass, worst_class
from borderreg.models import (
    County,
    DocumentType,
    Employer,
    Entry,
    IssuedCode,
    Journey,
    Recruiter,
    SigningKey,
    StopMark,
    WorkList,
)
from borderreg.services.private_fields import unseal

KEPT_AFTER_END = timedelta(days=30)
ROWS_AT_ONCE = 2000

_Past = aliased(Journey)
_LAST_RETURN = (
    select(func.max(_Past.returned_at))
    .where(_Past.worker_id == Entry.worker_id)
    .correlate(Entry)
    .scalar_subquery()
)
_COLUMNS = (
    IssuedCode.cti,
    IssuedCode.kid,
    IssuedCode.superseded_by,
    Entry.id,
    Entry.worker_id,
    Entry.status,
    Entry.row,
    Entry.birth,
    Entry.valid_from,
    Entry.valid_to,
    Entry.gates,
    Entry.document_expires,
    Entry.personal_id,
    Entry.document_number,
    WorkList.list_no,
    WorkList.content_hash,
    County.on_border,
    DocumentType.border_zone_only,
    Employer.status.label("employer_status"),
    Employer.suspended_from,
    Employer.suspended_to,
    Recruiter.status.label("recruiter_status"),
    Recruiter.suspended_from.label("recruiter_from"),
    Recruiter.suspended_to.label("recruiter_to"),
    Journey.entry_id.label("away_by"),
    Journey.departed_at,
    Journey.departed_gate,
    Journey.contradicted,
    _LAST_RETURN.label("returned_at"),
)


@dataclass(slots=True)
class PackRows:
    """Rows, keyed hashes and details in one order, notes by `cti` in hex, and which codes were taken back."""

    rows: bytearray = field(default_factory=bytearray)
    hashes: bytearray = field(default_factory=bytearray)
    details: bytearray = field(default_factory=bytearray)
    notes: dict[str, dict[str, Any]] = field(default_factory=dict)
    revoked: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class PackScope:
    """What every row is read against: the day, the last day of the pack, gates by place, marks, bad keys."""

    day: date
    last_day: date
    gates: dict[str, int]
    stops: dict[UUID, str]
    revoked_kids: frozenset[bytes]


def read_scope(
    session: Session, *, day: date, last_day: date, gates: dict[str, int], at: datetime
) -> PackScope:
    """Put together what rows are read against; marks that ended or were lifted are left out."""
    marks: dict[UUID, VerdictClass] = {}
    live = select(StopMark.worker_id, StopMark.effect).where(
        StopMark.lifted_at.is_(None), StopMark.expires_at > at
    )
    for worker_id, effect in session.execute(live):
        marks[worker_id] = worst_class(VerdictClass(effect), marks.get(worker_id, VerdictClass.ACCEPT))
    kids = session.scalars(select(SigningKey.kid).where(SigningKey.status == KeyStatus.REVOKED.value))
    return PackScope(
        day=day,
        last_day=last_day,
        gates=gates,
        stops={worker: effect.value for worker, effect in marks.items()},
        revoked_kids=frozenset(kids),
    )


def all_rows(session: Session, *, scope: PackScope) -> PackRows:
    """Read every code of an entry that ended at most 30 days ago or whose worker is away."""
    recent = Entry.valid_to >= scope.day - KEPT_AFTER_END
    return _collect(session, _query(or_(recent, Journey.worker_id.is_not(None)), scope.day), scope)


def changed_rows(
    session: Session, *, scope: PackScope, changed: Select[*tuple[object, ...]], looked_until: date
) -> PackRows:
    """Read the codes of changed workers, and those whose dates came into view since `looked_until`."""
    condition = or_(
        Entry.worker_id.in_(changed),
        and_(Entry.valid_to >= looked_until, Entry.valid_to < scope.last_day),
        and_(Entry.document_expires >= looked_until, Entry.document_expires < scope.last_day),
    )
    return _collect(session, _query(condition, scope.day), scope)


def _query(condition: ColumnElement[bool], day: date) -> Select[*tuple[Any, ...]]:
    return (
        select(*_COLUMNS)
        .select_from(IssuedCode)
        .join(Entry, Entry.id == IssuedCode.entry_id)
        .join(WorkList, WorkList.id == Entry.list_id)
        .outerjoin(County, and_(County.code == Entry.county, _in_force(County, day)))
        .outerjoin(DocumentType, and_(DocumentType.code == Entry.document_type, _in_force(DocumentType, day)))
        .outerjoin(Employer, Employer.id == Entry.employer_id)
        .outerjoin(Recruiter, Recruiter.id == Entry.recruiter_id)
        .outerjoin(Journey, and_(Journey.worker_id == Entry.worker_id, Journey.returned_event_id.is_(None)))
        .where(Entry.status.in_([status.value for status in STATUSES]), condition)
    )


def _in_force(model: type[County] | type[DocumentType], day: date) -> ColumnElement[bool]:
    return and_(model.valid_from <= day, or_(model.valid_to.is_(None), model.valid_to >= day))


def _collect(session: Session, query: Select[*tuple[Any, ...]], scope: PackScope) -> PackRows:
    found = PackRows()
    streamed: Iterator[Any] = session.execute(query.execution_options(yield_per=ROWS_AT_ONCE))
    for row in streamed:
        status = _status(row)
        found.rows += _row(row, status, scope).to_bytes()
        found.hashes += _hashes(row)
        found.details += detail_of(
            content_hash=row.content_hash, row=row.row, document_expires=row.document_expires
        )
        note = note_of(row, scope)
        if note:
            found.notes[row.cti.hex()] = note
        if status in (EntryStatus.REVOKED, EntryStatus.WITHDRAWN):
            found.revoked.append(row.cti.hex())
    return found


def _status(row: Row[*tuple[Any, ...]]) -> EntryStatus:
    status = EntryStatus(row.status)
    replaced = row.superseded_by is not None and status is EntryStatus.CERTIFIED
    return EntryStatus.SUPERSEDED if replaced else status


def _row(row: Row[*tuple[Any, ...]], status: EntryStatus, scope: PackScope) -> PackRow:
    state, last = PackState.HOME, row.returned_at
    if row.departed_at is not None:
        worker = WorkerState.CONTRADICTORY if row.contradicted else WorkerState.ABROAD
        state, last = pack_state(worker, by_this_entry=row.away_by == row.id), row.departed_at
    if isinstance(last, str):  # an aggregate of SQLite loses the column's type
        last = datetime.fromisoformat(last).replace(tzinfo=UTC)
    place = scope.gates.get(row.departed_gate, 255)
    return PackRow(cti=row.cti, status=status, state=state, gate=place, last_event=last)


def _hashes(row: Row[*tuple[Any, ...]]) -> bytes:
    """Return 8 keyed bytes of the paper's number and 8 of the personal number."""
    index = vault().index
    paper = unseal(row.document_number, place="entries.document_number", row_id=row.id)
    person = unseal(row.personal_id, place="entries.personal_id", row_id=row.id)
    return index.short_hash("pack/document_number", paper) + index.short_hash("pack/personal_id", person)


def note_of(row: Row[*tuple[Any, ...]], scope: PackScope) -> dict[str, Any]:
    """Return what a device must also know of a code: dates within the pack's days, papers, marks."""
    note: dict[str, Any] = {}
    if row.valid_from > scope.day:
        note["valid_from"] = row.valid_from.isoformat()
    if row.valid_to < scope.last_day:
        note["valid_to"] = row.valid_to.isoformat()
    if row.document_expires < scope.last_day:
        note["document_expires"] = row.document_expires.isoformat()
    if row.border_zone_only and row.on_border is False:
        note["outside_border_zone"] = True
    if not is_adult(BirthDate.from_text(row.birth), day=scope.day):
        note["birth"] = row.birth
    suspended = _suspended_from(row, scope.day)
    if suspended is not None:
        note["employer_suspended_from"] = suspended.isoformat()
    if row.worker_id in scope.stops:
        note["stop"] = scope.stops[row.worker_id]
    if row.kid in scope.revoked_kids:
        note["content"] = [
            row.list_no,
            row.row,
            row.gates,
            row.valid_from.isoformat(),
            row.valid_to.isoformat(),
        ]
    return note


def _suspended_from(row: Any, day: date) -> date | None:
    """Return from when the employer or the recruiter is suspended, unless that is over on the day."""
    standings = (
        (row.employer_status, row.suspended_from, row.suspended_to),
        (row.recruiter_status, row.recruiter_from, row.recruiter_to),
    )
    first_days = [
        first or date.min
        for status, first, last in standings
        if status == "suspended" and (last is None or day <= last)
    ]
    return min(first_days, default=None)
