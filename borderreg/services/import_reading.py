"""Reading a kept sheet into its grid, piece by piece, so that 5,000 rows survive a restart and stop nobody.

A piece is prepared while nothing is locked and stored in a short transaction: `next_piece`, `store_piece`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.orm import Session

from borderreg.domain.access import Actor, Permission
from borderreg.domain.columns import Column
from borderreg.domain.grid_rows import RENAMED, GridRow, check_row
from borderreg.domain.list_facts import RowDraft
from borderreg.domain.list_likeness import check_rows
from borderreg.domain.problems import Problem, ProblemCode, problem
from borderreg.models import ImportGrid, ImportRow, new_id, table_of
from borderreg.services.guard import require
from borderreg.services.import_cells import HEADER, SHEET, decode_value, seal_row, unseal_json, unseal_row
from borderreg.services.import_grids import GridHead, head_of, own_grid
from borderreg.services.import_matching import drop_superseded, note_findings
from borderreg.services.list_reference import list_reference
from borderreg.services.registered_names import find_other_people
from borderreg.services.workbooks import ROW_LIMIT, SheetRow
from borderreg.services.workbooks.rows import PersonRow, find_people

ROWS = table_of(ImportRow)
PIECE = 250


@dataclass(frozen=True, slots=True)
class Piece:
    """Rows read from the sheet, from the place `first` of `people` on; `last` says that none is left."""

    first: int
    people: int
    rows: tuple[GridRow, ...]
    left_out: int | None

    @property
    def last(self) -> bool:
        """Tell whether this is the end of the sheet."""
        return self.first + len(self.rows) >= self.people


def next_piece(session: Session, *, actor: Actor, grid_id: UUID, at: datetime) -> Piece | None:
    """Read and check the next rows of a sheet without storing them; None when it is read."""
    require(actor, Permission.LIST_EDIT)
    grid = own_grid(session, actor=actor, grid_id=grid_id)
    if grid.status != "reading":
        return None
    people, left_out, fills = _people(grid)
    reference = list_reference(session, commune=actor.organisation_code, at=at)
    here = people[grid.done : grid.done + PIECE]
    rows = (GridRow(row=number, cells={**fills, **cells}) for number, cells in here)
    checked = tuple(check_row(row, reference=reference.rows, at=reference.day) for row in rows)
    return Piece(grid.done, len(people), checked, left_out)


def store_piece(session: Session, *, actor: Actor, grid_id: UUID, piece: Piece, at: datetime) -> GridHead:
    """Store rows that were prepared, once; after the last of them compare all rows and open the grid."""
    require(actor, Permission.LIST_EDIT)
    grid = own_grid(session, actor=actor, grid_id=grid_id, lock=True)
    if grid.status != "reading" or grid.done != piece.first:
        return head_of(session, grid)
    if piece.rows:
        session.execute(insert(ROWS), [row_values(grid, row, at) for row in piece.rows])
    grid.done, grid.total, grid.people = piece.first + len(piece.rows), piece.people, piece.people
    grid.updated_at = at
    if piece.last:
        grid.status, grid.sheet = "ready", None
        compare_rows(session, grid=grid, at=at)
        rows = [row for _, row in grid_rows(session, grid.id)]
        drop_superseded(session, grid=grid, rows=rows, at=at)
        note_findings(session, grid=grid, rows=rows, left_out=piece.left_out)
    return head_of(session, grid)


def compare_rows(session: Session, *, grid: ImportGrid, at: datetime) -> None:
    """Look again at what rows share with each other and with the register, and store what changed."""
    rows = grid_rows(session, grid.id)
    drafts = [(row.row, row.draft) for _, row in rows if row.draft is not None]
    found: dict[int, list[Problem]] = {}
    for item in check_rows(drafts):
        found.setdefault(item.row or 0, []).append(item)
    for item in _again(grid, drafts):
        found.setdefault(item.row or 0, []).append(item)
    others = find_other_people(session, organisation_id=grid.organisation_id, drafts=drafts)
    for number, item in others.items():
        found.setdefault(number, []).append(item)
    changed = []
    for row_id, row in rows:
        beside = tuple(item for item in found.get(row.row, ()) if not _decided(item, row))
        if beside != row.beside:
            changed.append((row_id, replace(row, beside=beside)))
    store_rows_again(session, rows=changed, at=at)


def grid_rows(session: Session, grid_id: UUID) -> list[tuple[UUID, GridRow]]:
    """Return all rows of a grid in the order of the sheet, opened."""
    query = select(ROWS.c.id, ROWS.c.row, ROWS.c.content, ROWS.c.version).where(ROWS.c.grid_id == grid_id)
    return [
        (item.id, unseal_row(item.content, row_id=item.id, row=item.row, version=item.version))
        for item in session.execute(query.order_by(ROWS.c.row))
    ]


def store_rows_again(
    session: Session, *, rows: Sequence[tuple[UUID, GridRow]], at: datetime, by: UUID | None = None
) -> None:
    """Write rows of a grid back; `by` is who typed into them, None when only their problems changed."""
    if not rows:
        return
    values = [
        {
            "b_id": row_id,
            "content": seal_row(row, row_id=row_id),
            "wrong": row.wrong,
            "version": row.version,
            "updated_at": at,
            **({"updated_by": by} if by else {}),
        }
        for row_id, row in rows
    ]
    session.execute(update(ROWS).where(ROWS.c.id == bindparam("b_id")), values)


def _again(grid: ImportGrid, drafts: Sequence[tuple[int, RowDraft]]) -> Iterator[Problem]:
    """Name rows whose number went into the list with another row of this file."""
    header = unseal_json(grid.header, place=HEADER, row_id=grid.id) or {}
    kept = {number: row for row, number in header.get("kept", ())}
    for row, draft in drafts:
        if kept.get(draft.personal_id, row) != row:
            other, column = kept[draft.personal_id], Column.PERSONAL_ID
            item = problem(ProblemCode.DUPLICATE_IN_FILE, column=column, other_row=other)
            yield replace(item, row=row)


def _decided(item: Problem, row: GridRow) -> bool:
    return item.code is ProblemCode.NUMBER_OF_OTHER and row.decision == RENAMED


def row_values(grid: ImportGrid, row: GridRow, at: datetime) -> dict[str, object]:
    """Return the columns of a new row of a grid."""
    row_id = new_id()
    return {
        "id": row_id,
        "grid_id": grid.id,
        "row": row.row,
        "content": seal_row(row, row_id=row_id),
        "wrong": row.wrong,
        "version": row.version,
        "updated_by": grid.created_by,
        "updated_at": at,
    }


def _people(grid: ImportGrid) -> tuple[list[PersonRow], int | None, dict[str, object]]:
    """Return the people of a kept sheet, the first row beyond the limit, and what fills absent columns."""
    header = unseal_json(grid.header, place=HEADER, row_id=grid.id)
    sheet = unseal_json(grid.sheet, place=SHEET, row_id=grid.id)
    columns = {index: Column(code) for index, code in enumerate(header["columns"]) if code}
    rows = (
        SheetRow(number=number, cells=tuple(decode_value(cell) for cell in cells), merged_across=across)
        for number, cells, across in sheet["rows"]
    )
    people = find_people(rows, columns=columns, is_text=sheet["is_text"])
    left_out = people[ROW_LIMIT][0] if len(people) > ROW_LIMIT else sheet["truncated_at"]
    return people[:ROW_LIMIT], left_out, dict(header["fills"])
