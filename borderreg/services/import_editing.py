"""The grid on a page: rows with their problems in place, typed into, decided, taken out, checked again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from borderreg.domain.access import Actor, Permission
from borderreg.domain.audit import AuditAction
from borderreg.domain.columns import Column
from borderreg.domain.errors import BadInput, Conflict
from borderreg.domain.grid_rows import DECISIONS, REGISTERED, Clash, GridRow, check_row, type_into
from borderreg.domain.lists import EDITABLE
from borderreg.domain.problems import ProblemCode
from borderreg.models import ImportGrid, ImportRow, WorkList
from borderreg.services.guard import require
from borderreg.services.import_cells import unseal_row
from borderreg.services.import_grids import GridHead, head_of, log_grid, own_grid
from borderreg.services.import_matching import Offer, left_out_row, offers_for
from borderreg.services.import_reading import compare_rows, store_rows_again
from borderreg.services.list_reference import list_reference

PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class GridPage:
    """One page of a grid: its rows in the sheet's order, where it is, and where its good rows may go.

    `target` is the draft the rows are meant for as long as it is open; `left_out` the first row of the file
    that was too many.
    """

    head: GridHead
    rows: tuple[GridRow, ...]
    page: int
    total: int
    target: Offer | None
    offers: tuple[Offer, ...]
    left_out: int | None


@dataclass(frozen=True, slots=True)
class Typed:
    """What a form says of one row: the version it showed, cells by column, a decision, or that it goes."""

    version: int
    cells: Mapping[str, str] = field(default_factory=dict)
    decision: str = ""
    drop: bool = False


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of a page that was sent: rows changed and dropped, and cells that two people changed."""

    head: GridHead
    changed: int
    dropped: int
    clashes: tuple[Clash, ...]


def read_grid(
    session: Session,
    *,
    actor: Actor,
    grid_id: UUID,
    only_wrong: bool,
    page: int,
    rows: Sequence[int] = (),
    at: datetime,
) -> GridPage:
    """Return a page of a grid, or the named rows of it, numbers in clear, and log the read.

    A page beyond the end is the last one.
    """
    require(actor, Permission.LIST_EDIT)
    grid = own_grid(session, actor=actor, grid_id=grid_id)
    if grid.status in ("columns", "reading"):
        raise Conflict("not read yet", code="not_read")
    wanted = [ImportRow.grid_id == grid_id]
    if rows:
        wanted.append(ImportRow.row.in_(rows))
    elif only_wrong:
        wanted.append(ImportRow.wrong.is_(True))
    total = session.scalar(select(func.count()).where(*wanted)) or 0
    page = max(1, min(page, -(-total // PER_PAGE)))
    query = select(ImportRow).where(*wanted).order_by(ImportRow.row)
    stored = session.scalars(query.limit(PER_PAGE).offset((page - 1) * PER_PAGE)).all()
    payload: dict[str, object] = {"purpose": "repair", "rows": len(stored), "page": page}
    log_grid(session, actor, AuditAction.IMPORT_READ, grid_id, payload, at)
    return GridPage(
        head=head_of(session, grid),
        rows=tuple(_opened(item) for item in stored),
        page=page,
        total=total,
        target=_target(session, grid),
        offers=offers_for(session, grid=grid),
        left_out=left_out_row(grid),
    )


def save_grid(
    session: Session, *, actor: Actor, grid_id: UUID, typed: Mapping[int, Typed], at: datetime
) -> Saved:
    """Take over what was typed (sheet row → what the form says) and check again by the import's rules.

    Rows that are not in the grid any more are left alone; a cell that somebody else changed is a clash.
    """
    require(actor, Permission.LIST_EDIT)
    grid = own_grid(session, actor=actor, grid_id=grid_id, lock=True)
    if grid.status != "ready":
        raise Conflict("not ready", code="not_ready")
    query = select(ImportRow).where(ImportRow.grid_id == grid_id, ImportRow.row.in_(list(typed)))
    stored = session.scalars(query.order_by(ImportRow.row)).all()
    gone = [item.id for item in stored if typed[item.row].drop]
    session.execute(delete(ImportRow).where(ImportRow.id.in_(gone)))
    changed, clashes = _typed_into(session, actor, [i for i in stored if i.id not in gone], typed, at)
    store_rows_again(session, rows=changed, at=at, by=actor.user_id)
    if changed or gone:
        grid.updated_at = at
        compare_rows(session, grid=grid, at=at)
        payload: dict[str, object] = {"rows": [row.row for _, row in changed], "dropped": len(gone)}
        log_grid(session, actor, AuditAction.IMPORT_EDITED, grid_id, payload, at)
    _close_if_empty(session, grid)
    return Saved(head_of(session, grid), len(changed), len(gone), clashes)


def _typed_into(
    session: Session,
    actor: Actor,
    stored: Sequence[ImportRow],
    typed: Mapping[int, Typed],
    at: datetime,
) -> tuple[list[tuple[UUID, GridRow]], tuple[Clash, ...]]:
    reference = list_reference(session, commune=actor.organisation_code, at=at)
    changed: list[tuple[UUID, GridRow]] = []
    clashes: list[Clash] = []
    for item in stored:
        before, said = _opened(item), typed[item.row]
        row, found = type_into(before, said.cells, version=said.version, by=actor.name)
        clashes += found
        row = _decide(row, said.decision)
        if row.decision and row.decision != before.decision:
            payload: dict[str, object] = {"row": row.row, "decision": row.decision}
            log_grid(session, actor, AuditAction.IMPORT_DECIDED, item.grid_id, payload, at)
        if row != before:
            changed.append((item.id, check_row(row, reference=reference.rows, at=reference.day)))
    return changed, tuple(clashes)


def _decide(row: GridRow, decision: str) -> GridRow:
    """Answer that the register knows the number under another name: the new name, or the registered one."""
    if decision and decision not in DECISIONS:
        raise BadInput("decision")
    asked = next((item for item in row.beside if item.code is ProblemCode.NUMBER_OF_OTHER), None)
    if not decision or asked is None:
        return row
    if decision == REGISTERED:
        cells = {**row.cells, Column.NAME.value: asked.params.get("name", "")}
        return replace(row, cells=cells, decision=decision, version=row.version + 1)
    return replace(row, decision=decision, version=row.version + 1)


def _close_if_empty(session: Session, grid: ImportGrid) -> None:
    session.flush()
    if not session.scalar(select(func.count()).where(ImportRow.grid_id == grid.id)):
        grid.status, grid.header = "finished", None


def _opened(item: ImportRow) -> GridRow:
    return unseal_row(item.content, row_id=item.id, row=item.row, version=item.version)


def _target(session: Session, grid: ImportGrid) -> Offer | None:
    if grid.list_id is None:
        return None
    query = select(WorkList.id, WorkList.title).where(
        WorkList.id == grid.list_id, WorkList.status.in_([status.value for status in EDITABLE])
    )
    row = session.execute(query).first()
    return Offer(row.id, row.title, 0) if row else None
