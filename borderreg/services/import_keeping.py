"""Keeping the good rows of a grid: into a new draft or an open one, piece by piece, nobody doubled.

Rows that are still wrong stay in the grid; the draft's page says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from borderreg.domain.access import Actor, Permission
from borderreg.domain.audit import AuditAction
from borderreg.domain.errors import Conflict, Refused
from borderreg.domain.grid_rows import GridRow, check_row
from borderreg.domain.list_facts import RowDraft
from borderreg.domain.lists import EDITABLE, EntryStatus, ListKind, ListStatus
from borderreg.models import Entry, ImportGrid, ImportRow, Worker, WorkList
from borderreg.services.guard import require
from borderreg.services.import_cells import HEADER, seal_json, unseal_json, unseal_row
from borderreg.services.import_grids import GridHead, head_of, own_grid
from borderreg.services.import_matching import corrected_entries, drop_superseded
from borderreg.services.import_reading import compare_rows, grid_rows, store_rows_again
from borderreg.services.list_core import log, note_author, own_list, touch
from borderreg.services.list_reference import ListReference, list_reference
from borderreg.services.list_store import RowToStore, rewrite_row, store_rows
from borderreg.services.lists import new_list
from borderreg.services.number_corrections import follow_number
from borderreg.services.people_store import pages
from borderreg.services.private_fields import find_hash

PIECE = 100
"""Rows stored in one transaction: scans wait for it on SQLite."""


def begin_keeping(
    session: Session, *, actor: Actor, grid_id: UUID, list_id: UUID | None, at: datetime
) -> GridHead:
    """Decide where the good rows go: the grid's own list, another open draft, or (None) a new one.

    Refused with code `nothing_good` when no row can go; Conflict when the list is not open any more.
    """
    require(actor, Permission.LIST_EDIT)
    grid = own_grid(session, actor=actor, grid_id=grid_id, lock=True)
    if grid.status != "ready":
        return head_of(session, grid)
    good = _count_good(session, grid)
    if not good:
        raise Refused("Chưa có dòng nào đúng để đưa vào danh sách.", code="nothing_good")
    grid.list_id = _target(session, actor, list_id, grid.title, at)
    grid.status, grid.done, grid.total, grid.updated_at = "keeping", 0, good, at
    rows = [row for _, row in grid_rows(session, grid.id)]
    drop_superseded(session, grid=grid, rows=rows, at=at)
    header = unseal_json(grid.header, place=HEADER, row_id=grid.id) or {}
    numbers = [row.draft.personal_id for row in rows if row.draft is not None]
    going = [[row.row, row.draft.personal_id] for row in rows if row.draft is not None and not row.wrong]
    grid.header = seal_json(
        {**header, "since": at.isoformat(), "numbers": numbers, "kept": [*header.get("kept", ()), *going]},
        place=HEADER,
        row_id=grid.id,
    )
    return head_of(session, grid)


def keep_piece(session: Session, *, actor: Actor, grid_id: UUID, at: datetime) -> GridHead:
    """Store the next good rows as entries of the grid's list and take them out of the grid.

    Each is read again by today's rules; what is not good any more stays behind.
    """
    require(actor, Permission.LIST_EDIT)
    grid = own_grid(session, actor=actor, grid_id=grid_id, lock=True)
    if grid.status != "keeping" or grid.list_id is None:
        return head_of(session, grid)
    work_list = own_list(session, actor=actor, list_id=grid.list_id, lock=True)
    if ListStatus(work_list.status) not in EDITABLE:
        grid.status, grid.done, grid.total = "ready", 0, 0
        return head_of(session, grid)
    reference = list_reference(session, commune=actor.organisation_code, at=at)
    rows = _next_good(session, grid, reference)
    good = [(row_id, row, row.draft) for row_id, row in rows if row.draft is not None and not row.wrong]
    store_rows_again(session, rows=[item for item in rows if item[1].wrong], at=at)
    _store(session, actor, grid, work_list, [(row.row, draft) for _, row, draft in good], reference, at)
    for page in pages([row_id for row_id, _, _ in good]):
        session.execute(delete(ImportRow).where(ImportRow.id.in_(page)))
    grid.kept += len(good)
    grid.done += len(rows)
    grid.updated_at = at
    if good:
        note_author(session, list_id=work_list.id, actor=actor, at=at)
        payload: dict[str, object] = {"sha256": grid.sha256, "rows": grid.people, "imported": len(good)}
        log(session, actor, AuditAction.LIST_IMPORTED, work_list.id, {**payload, "import": str(grid.id)}, at)
        touch(session, work_list, at)
    if not _count_good(session, grid):
        _finish(session, grid, at)
    return head_of(session, grid)


def _target(session: Session, actor: Actor, list_id: UUID | None, title: str, at: datetime) -> UUID:
    if list_id is not None:
        work_list = own_list(session, actor=actor, list_id=list_id, lock=True)
        if ListStatus(work_list.status) not in EDITABLE:
            raise Conflict("Danh sách này không sửa được nữa.", code="not_editable")
        return work_list.id
    work_list = new_list(actor=actor, kind=ListKind.ORIGINAL, parent_id=None, title=title, at=at)
    session.add(work_list)
    session.flush()
    return work_list.id


def _count_good(session: Session, grid: ImportGrid) -> int:
    session.flush()
    query = select(func.count()).where(ImportRow.grid_id == grid.id, ImportRow.wrong.is_(False))
    return session.scalar(query) or 0


def _next_good(session: Session, grid: ImportGrid, reference: ListReference) -> list[tuple[UUID, GridRow]]:
    query = select(ImportRow).where(ImportRow.grid_id == grid.id, ImportRow.wrong.is_(False))
    stored = session.scalars(query.order_by(ImportRow.row).limit(PIECE))
    opened = [
        (item.id, unseal_row(item.content, row_id=item.id, row=item.row, version=item.version))
        for item in stored
    ]
    return [(row_id, check_row(row, reference=reference.rows, at=reference.day)) for row_id, row in opened]


def _store(
    session: Session,
    actor: Actor,
    grid: ImportGrid,
    work_list: WorkList,
    rows: Sequence[tuple[int, RowDraft]],
    reference: ListReference,
    at: datetime,
) -> None:
    """Write rows: an entry of the same number is replaced, one with a corrected number rewritten."""
    if not rows:
        return
    header = unseal_json(grid.header, place=HEADER, row_id=grid.id)
    known = _numbers_in(session, work_list.id, [draft.personal_id for _, draft in rows])
    corrected = corrected_entries(
        session,
        list_id=work_list.id,
        drafts=[(row, draft) for row, draft in rows if draft.personal_id not in known],
        numbers=header.get("numbers", ()),
        before=datetime.fromisoformat(header["since"]),
    )
    for row, draft in rows:
        if (entry := corrected.get(row)) is not None:
            follow_number(session, entry=entry, personal_id=draft.personal_id, at=at)
            rewrite_row(session, actor=actor, entry=entry, draft=draft, facts=reference.facts, at=at)
    rest = [RowToStore(draft, source_row=row) for row, draft in rows if row not in corrected]
    if rest:
        store_rows(session, actor=actor, work_list=work_list, rows=rest, facts=reference.facts, at=at)


def _numbers_in(session: Session, list_id: UUID, numbers: Sequence[str]) -> set[str]:
    hashes = {find_hash("personal_id", number): number for number in numbers}
    query = (
        select(Worker.personal_id_hash)
        .join(Entry, Entry.worker_id == Worker.id)
        .where(
            Entry.list_id == list_id,
            Entry.status == EntryStatus.DRAFT.value,
            Worker.personal_id_hash.in_(list(hashes)),
        )
    )
    return {hashes[found] for found in session.scalars(query)}


def _finish(session: Session, grid: ImportGrid, at: datetime) -> None:
    """Open the grid again for what is left in it, or close it; nothing of it is kept then."""
    left = session.scalar(select(func.count()).where(ImportRow.grid_id == grid.id)) or 0
    grid.done = grid.total = 0
    header = unseal_json(grid.header, place=HEADER, row_id=grid.id) or {}
    header = {name: value for name, value in header.items() if name not in ("numbers", "since", "offers")}
    grid.header = seal_json(header, place=HEADER, row_id=grid.id) if left else None
    grid.status = "ready" if left else "finished"
    if left:
        compare_rows(session, grid=grid, at=at)
