"""The rows of a team that goes again: work of last time, person and papers of today, checked anew."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from borderreg.domain.access import Actor
from borderreg.domain.columns import Column
from borderreg.domain.dates import BirthDate
from borderreg.domain.grid_rows import GridRow, check_row
from borderreg.models import Entry, ImportGrid, TravelDocument, WorkerRecord, WorkList, new_id
from borderreg.services.import_cells import HEADER, seal_json
from borderreg.services.import_grids import KEPT_FOR
from borderreg.services.import_reading import ROWS, row_values
from borderreg.services.list_reference import ListReference
from borderreg.services.people_store import pages
from borderreg.services.private_fields import unseal
from borderreg.services.review import cells_of

Papers = Mapping[UUID, Sequence[TravelDocument]]


def _records(session: Session, actor: Actor, workers: Sequence[UUID]) -> dict[UUID, WorkerRecord]:
    found: dict[UUID, WorkerRecord] = {}
    for page in pages(workers):
        query = select(WorkerRecord).where(
            WorkerRecord.organisation_id == actor.organisation_id, WorkerRecord.worker_id.in_(page)
        )
        found.update((record.worker_id, record) for record in session.scalars(query))
    return found


def papers_of(session: Session, actor: Actor, workers: Sequence[UUID]) -> Papers:
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


def paper_for(entry: Entry, papers: Sequence[TravelDocument]) -> TravelDocument | None:
    """Return the paper to use in place of the entry's: one that lasts longer, or the only one left."""
    same = any(paper.number_hash == entry.document_number_hash for paper in papers)
    best = papers[0] if papers else None
    if best is None or best.number_hash == entry.document_number_hash:
        return None
    return best if not same or best.expires_on > entry.document_expires else None


def rows_of(
    session: Session,
    actor: Actor,
    entries: Sequence[Entry],
    reference: ListReference,
    period: Mapping[str, object],
) -> list[GridRow]:
    """Return the entries as rows of a new period, each read by today's rules."""
    workers = [entry.worker_id for entry in entries]
    records, papers = _records(session, actor, workers), papers_of(session, actor, workers)
    rows = []
    for number, entry in enumerate(entries, start=1):
        cells = {str(column): value for column, value in cells_of(entry, reference=reference).items()}
        if (record := records.get(entry.worker_id)) is not None:
            cells |= _person(record)
        if (paper := paper_for(entry, papers.get(entry.worker_id, ()))) is not None:
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


def keep_wrong(
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
