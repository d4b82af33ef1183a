"""A team that goes again: the people of a certified list, a new period, everything checked anew.

Employer, county, job and gates are taken over; the person's facts and papers come from the register of today.
Rows that cannot go wait in a grid beside the new draft.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from borderreg.domain.access import Actor, Permission
from borderreg.domain.audit import AuditAction
from borderreg.domain.columns import Column
from borderreg.domain.dates import BirthDate
from borderreg.domain.errors import Conflict, Refused
from borderreg.domain.grid_rows import GridRow, check_row
from borderreg.domain.lists import EntryStatus, ListKind, ListStatus
from borderreg.models import Entry, ImportGrid, TravelDocument, WorkerRecord, WorkList, new_id
from borderreg.services.guard import require
from borderreg.services.import_cells import HEADER, seal_json
from borderreg.services.import_grids import KEPT_FOR, upload_of
from borderreg.services.import_reading import ROWS, row_values
from borderreg.services.list_core import log, note_author, own_list, touch
from borderreg.services.list_reference import ListReference, list_reference
from borderreg.services.list_store import RowToStore, store_rows
from borderreg.services.lists import new_list
from borderreg.services.people_store import pages
from borderreg.services.presence import ABROAD, OVERDUE, presence_of
from borderreg.services.private_fields import unseal
from borderreg.services.review import cells_of

LISTED = (ListStatus.CERTIFIED, ListStatus.REVOKED)
AWAY = frozenset({ABROAD, OVERDUE})


@dataclass(frozen=True, slots=True)
class TeamMember:
    """One person of the team: the paper that would be used, where the person is, and whether to tick."""

    entry_id: UUID
    row: int
    name: str
    birth: str
    hamlet: str
    document_type: str
    document_expires: date
    renewed: bool
    state: str
    withdrawn: bool

    @property
    def usual(self) -> bool:
        """Tell whether the person is proposed: at home and not taken off the list."""
        return self.state not in AWAY and not self.withdrawn


@dataclass(frozen=True, slots=True)
class TeamPage:
    """The people of a certified list who may go again, and the period that is proposed."""

    list_id: UUID
    list_no: str
    title: str
    members: tuple[TeamMember, ...]
    valid_from: date
    valid_to: date


@dataclass(frozen=True, slots=True)
class TeamCopied:
    """The new draft, how many people are in it, and how many wait in a grid to be repaired."""

    list_id: UUID
    people: int
    left_out: int
    grid_id: UUID


def read_team(session: Session, *, actor: Actor, list_id: UUID, at: datetime) -> TeamPage:
    """Return the people of a certified list of the actor's commune as a team, numbers left out.

    The period proposed begins the day after the last one, today at the earliest, and is as long.
    """
    require(actor, Permission.LIST_EDIT)
    work_list, entries = _team(session, actor, list_id)
    reference = list_reference(session, commune=actor.organisation_code, at=at)
    papers = _papers(session, actor, [entry.worker_id for entry in entries])
    states = presence_of(session, worker_ids=[entry.worker_id for entry in entries], day=reference.day)
    members = []
    for entry in entries:
        paper = _paper_for(entry, papers.get(entry.worker_id, ()))
        members.append(
            TeamMember(
                entry_id=entry.id,
                row=entry.row,
                name=entry.name,
                birth=entry.birth,
                hamlet=entry.hamlet,
                document_type=paper.type if paper else entry.document_type,
                document_expires=paper.expires_on if paper else entry.document_expires,
                renewed=paper is not None,
                state=states[entry.worker_id],
                withdrawn=entry.status in (EntryStatus.WITHDRAWN.value, EntryStatus.REVOKED.value),
            )
        )
    first, last = _proposed(entries, reference)
    return TeamPage(list_id, work_list.list_no, work_list.title, tuple(members), first, last)


def copy_team(
    session: Session,
    *,
    actor: Actor,
    list_id: UUID,
    chosen: Sequence[UUID],
    valid_from: str,
    valid_to: str,
    title: str,
    key: UUID,
    at: datetime,
) -> TeamCopied:
    """Make a draft of the chosen people of a certified list with a new period; the same `key` makes one.

    Every row is read by today's rules; who cannot go waits in a grid. Refused when nobody is chosen.
    """
    require(actor, Permission.LIST_EDIT)
    known = upload_of(session, actor=actor, key=key)
    if known is not None and known.list_id is not None:
        return TeamCopied(known.list_id, known.kept, known.people - known.kept, known.id)
    source, entries = _team(session, actor, list_id)
    wanted = set(chosen)
    entries = [entry for entry in entries if entry.id in wanted]
    if not entries:
        raise Refused("Hãy chọn ít nhất một người.", code="nobody_chosen")
    reference = list_reference(session, commune=actor.organisation_code, at=at)
    period = {Column.VALID_FROM.value: valid_from, Column.VALID_TO.value: valid_to}
    rows = _rows(session, actor, entries, reference, period)
    work_list = new_list(actor=actor, kind=ListKind.ORIGINAL, parent_id=None, title=title, at=at)
    session.add(work_list)
    session.flush()
    good = [RowToStore(row.draft) for row in rows if row.draft is not None]
    if good:
        store_rows(session, actor=actor, work_list=work_list, rows=good, facts=reference.facts, at=at)
    payload: dict[str, object] = {"kind": work_list.kind, "copied_from": str(source.id), "rows": len(good)}
    log(session, actor, AuditAction.LIST_CREATED, work_list.id, payload, at)
    note_author(session, list_id=work_list.id, actor=actor, at=at)
    touch(session, work_list, at)
    grid_id = _keep_wrong(session, actor, work_list, rows, key, at)
    return TeamCopied(work_list.id, len(good), len(rows) - len(good), grid_id)


def _team(session: Session, actor: Actor, list_id: UUID) -> tuple[WorkList, list[Entry]]:
    work_list = own_list(session, actor=actor, list_id=list_id)
    if ListStatus(work_list.status) not in LISTED or work_list.kind == ListKind.WITHDRAWAL.value:
        raise Conflict("Chỉ lập đội đi lại từ danh sách đã xác nhận.", code="not_certified")
    query = select(Entry).where(
        Entry.list_id == list_id,
        Entry.status.not_in([EntryStatus.DRAFT.value, EntryStatus.REMOVED.value]),
    )
    return work_list, list(session.scalars(query.order_by(Entry.row)))


def _proposed(entries: Sequence[Entry], reference: ListReference) -> tuple[date, date]:
    first = min((entry.valid_from for entry in entries), default=reference.day)
    last = max((entry.valid_to for entry in entries), default=reference.day)
    start = max(last + timedelta(days=1), reference.day)
    end = start + (last - first)
    latest = reference.rows.latest_end
    return start, end if latest is None or start > latest else min(end, latest)


Papers = Mapping[UUID, Sequence[TravelDocument]]


def _records(session: Session, actor: Actor, workers: Sequence[UUID]) -> dict[UUID, WorkerRecord]:
    found: dict[UUID, WorkerRecord] = {}
    for page in pages(workers):
        query = select(WorkerRecord).where(
            WorkerRecord.organisation_id == actor.organisation_id, WorkerRecord.worker_id.in_(page)
        )
        found.update((record.worker_id, record) for record in session.scalars(query))
    return found


def _papers(session: Session, actor: Actor, workers: Sequence[UUID]) -> Papers:
    """Return each worker's papers that have not ended, the one that lasts longest first."""
    found: defaultdict[UUID, list[TravelDocument]] = defaultdict(list)
    for page in pages(workers):
        query = (
            select(WorkerRecord.worker_id, TravelDocument)
            .join(TravelDocument, TravelDocument.record_id == WorkerRecord.id)
            .where(
                WorkerRecord.organisation_id == actor.organisation_id,
                WorkerRecord.worker_id.in_(page),
                TravelDocument.ended_at.is_(None),
            )
            .order_by(TravelDocument.expires_on.desc())
        )
        for worker_id, paper in session.execute(query):
            found[worker_id].append(paper)
    return found


def _paper_for(entry: Entry, papers: Sequence[TravelDocument]) -> TravelDocument | None:
    """Return the paper to use in place of the entry's: one that lasts longer, or the only one left."""
    same = any(paper.number_hash == entry.document_number_hash for paper in papers)
    best = papers[0] if papers else None
    if best is None or best.number_hash == entry.document_number_hash:
        return None
    return best if not same or best.expires_on > entry.document_expires else None


def _rows(
    session: Session,
    actor: Actor,
    entries: Sequence[Entry],
    reference: ListReference,
    period: Mapping[str, object],
) -> list[GridRow]:
    workers = [entry.worker_id for entry in entries]
    records, papers = _records(session, actor, workers), _papers(session, actor, workers)
    rows = []
    for number, entry in enumerate(entries, start=1):
        cells = {str(column): value for column, value in cells_of(entry, reference=reference).items()}
        if (record := records.get(entry.worker_id)) is not None:
            cells |= _person(record)
        if (paper := _paper_for(entry, papers.get(entry.worker_id, ()))) is not None:
            cells |= _paper_cells(paper, reference)
        row = GridRow(row=number, cells={**cells, **period})
        rows.append(check_row(row, reference=reference.rows, at=reference.day))
    return rows


def _person(record: WorkerRecord) -> dict[str, object]:
    phone, contact = "worker_records.phone", "worker_records.contact_phone"
    return {
        Column.NAME.value: record.name,
        Column.BIRTH.value: BirthDate.from_text(record.birth).display(),
        Column.SEX.value: "Nam" if record.sex == "M" else "Nữ",
        Column.HAMLET.value: record.hamlet,
        Column.PHONE.value: unseal(record.phone, place=phone, row_id=record.id),
        Column.CONTACT_NAME.value: record.contact_name,
        Column.CONTACT_PHONE.value: unseal(record.contact_phone, place=contact, row_id=record.id),
    }


def _paper_cells(paper: TravelDocument, reference: ListReference) -> dict[str, object]:
    kind = next((kind for kind in reference.facts.document_types if kind.code == paper.type), None)
    return {
        Column.DOCUMENT_TYPE.value: kind.name_vi if kind else paper.type,
        Column.DOCUMENT_NUMBER.value: unseal(paper.number, place="travel_documents.number", row_id=paper.id),
        Column.DOCUMENT_EXPIRES.value: f"{paper.expires_on:%d/%m/%Y}",
    }


def _keep_wrong(
    session: Session, actor: Actor, work_list: WorkList, rows: Sequence[GridRow], key: UUID, at: datetime
) -> UUID:
    """Keep the rows that cannot go in a grid of the new draft; an empty one remembers the key."""
    wrong = [row for row in rows if row.wrong]
    grid = ImportGrid(
        id=new_id(),
        organisation_id=actor.organisation_id,
        list_id=work_list.id,
        upload_key=key,
        status="ready" if wrong else "finished",
        title=work_list.title,
        sha256="",
        people=len(rows),
        kept=len(rows) - len(wrong),
        created_by=actor.user_id,
        created_at=at,
        updated_at=at,
        expires_at=at + KEPT_FOR,
    )
    kept = [[row.row, row.draft.personal_id] for row in rows if row.draft is not None]
    grid.header = seal_json({"kept": kept}, place=HEADER, row_id=grid.id) if wrong else None
    session.add(grid)
    session.flush()
    if wrong:
        session.execute(insert(ROWS), [row_values(grid, row, at) for row in wrong])
    return grid.id
