"""Workbooks kept as grids: uploaded once, owned by one organisation, forgotten after a month.

The file is not kept. Its rows wait encrypted until they are in a list, are discarded, or expire.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import PurePath
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, delete, func, select, update
from sqlalchemy.orm import Session

from borderreg.domain.access import Actor, Permission
from borderreg.domain.audit import AuditAction
from borderreg.domain.errors import Conflict, NotFound, Refused
from borderreg.domain.lists import EDITABLE, ListStatus
from borderreg.domain.problems import ProblemCode, at_row, problem
from borderreg.models import ColumnChoice, ImportGrid, ImportRow, new_id
from borderreg.services import audit
from borderreg.services.guard import require
from borderreg.services.import_cells import HEADER, SHEET, encode_value, seal_json
from borderreg.services.list_core import own_list, visible
from borderreg.services.lists import LONGEST_TITLE
from borderreg.services.workbooks import ROW_LIMIT, read_workbook
from borderreg.services.workbooks.layout import Layout, lay_out

KEPT_FOR = timedelta(days=30)
UNREAD_FOR = timedelta(days=1)
"""A file may hold columns that nobody may keep; until its columns are chosen it stays a day."""
OPEN = ("columns", "reading", "ready", "keeping")


@dataclass(frozen=True, slots=True)
class SheetRead:
    """A workbook read in its child process; nothing is stored yet."""

    title: str
    sha256: str
    layout: Layout
    is_text: bool
    truncated_at: int | None


@dataclass(frozen=True, slots=True)
class GridHead:
    """Where a grid is: `columns`, `reading`, `ready`, `keeping`, `finished`, `discarded`.

    `left` rows are still in it, `wrong` of them cannot go into a list; `done` of `total` say how far it is.
    """

    id: UUID
    status: str
    title: str
    list_id: UUID | None
    people: int
    done: int
    total: int
    kept: int
    left: int
    wrong: int
    created_at: datetime
    expires_at: datetime

    @property
    def good(self) -> int:
        """Return how many rows can go into a list now."""
        return self.left - self.wrong


def read_sheet(session: Session, *, actor: Actor, filename: str, data: bytes) -> SheetRead:
    """Read a workbook and find its header; FileRefused for a hostile or broken one, Refused without a header.

    Takes long and stores nothing: pages call this before they write.
    """
    require(actor, Permission.LIST_EDIT)
    session.rollback()  # nobody waits for this connection while the child reads
    sheet = read_workbook(data, filename=filename)
    layout = lay_out(sheet)
    if layout is None or not layout.rows:
        variant = "header" if layout is None else "empty"
        item = at_row([problem(ProblemCode.MISSING, variant=variant)], row=1)[0]
        raise Refused(item.message, problems=[item], code="no_people")
    sha256 = hashlib.sha256(data).hexdigest()
    return SheetRead(title_of(filename), sha256, layout, sheet.is_text, sheet.truncated_at)


def title_of(filename: str) -> str:
    """Return the working title that a file's name suggests."""
    stem = PurePath(filename.replace("\\", "/")).stem
    return visible(stem.replace("_", " "))[:LONGEST_TITLE]


def keep_grid(
    session: Session, *, actor: Actor, read: SheetRead, key: UUID, list_id: UUID | None, at: datetime
) -> GridHead:
    """Keep a workbook's rows as a grid for an open draft or for a new one; the same `key` keeps it once.

    A file that waits untouched is not kept twice. The columns are asked for unless they are this
    system's own or were confirmed before for the same header.
    """
    require(actor, Permission.LIST_EDIT)
    if list_id is not None:
        work_list = own_list(session, actor=actor, list_id=list_id)
        if ListStatus(work_list.status) not in EDITABLE:
            raise Conflict("Danh sách này không sửa được nữa.", code="not_editable")
    purge_grids(session, at=at)
    known = upload_of(session, actor=actor, key=key) or _same_file(session, actor, read.sha256, list_id)
    if known is not None:
        return head_of(session, known)
    columns = _remembered(session, actor, read.layout)
    grid_id = new_id()
    layout = read.layout
    header = {
        "heading_row": layout.heading_row,
        "headings": layout.headings,
        "samples": [[encode_value(cell) for cell in row] for row in layout.samples],
        "columns": columns or [column.value if column else "" for column in layout.guessed],
        "fills": {},
    }
    sheet = {
        "rows": [
            [row.number, [encode_value(cell) for cell in row.cells], row.merged_across] for row in layout.rows
        ],
        "is_text": read.is_text,
        "truncated_at": read.truncated_at,
    }
    ready = columns is not None or layout.is_template
    grid = ImportGrid(
        id=grid_id,
        organisation_id=actor.organisation_id,
        list_id=list_id,
        upload_key=key,
        status="reading" if ready else "columns",
        title=read.title,
        sha256=read.sha256,
        sheet=seal_json(sheet, place=SHEET, row_id=grid_id),
        header=seal_json(header, place=HEADER, row_id=grid_id),
        total=min(len(layout.rows), ROW_LIMIT),
        created_by=actor.user_id,
        created_at=at,
        updated_at=at,
        expires_at=at + (KEPT_FOR if ready else UNREAD_FOR),
    )
    session.add(grid)
    session.flush()
    log_grid(session, actor, AuditAction.IMPORT_UPLOADED, grid_id, {"sha256": read.sha256}, at)
    return head_of(session, grid)


def header_hash(headings: Sequence[str]) -> str:
    """Return what a header is recognised by: its headings, in order."""
    return hashlib.sha256("\x1f".join(visible(text).casefold() for text in headings).encode()).hexdigest()


def own_grid(session: Session, *, actor: Actor, grid_id: UUID, lock: bool = False) -> ImportGrid:
    """Return a grid of the actor's organisation; NotFound for any other and for a discarded one."""
    query = select(ImportGrid).where(
        ImportGrid.id == grid_id,
        ImportGrid.organisation_id == actor.organisation_id,
        ImportGrid.status != "discarded",
    )
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    grid = session.scalars(query).first()
    if grid is None:
        raise NotFound("import")
    return grid


def grid_head(session: Session, *, actor: Actor, grid_id: UUID) -> GridHead:
    """Return where a grid is."""
    require(actor, Permission.LIST_EDIT)
    return head_of(session, own_grid(session, actor=actor, grid_id=grid_id))


def open_grids(session: Session, *, actor: Actor, list_id: UUID | None = None) -> tuple[GridHead, ...]:
    """Return the grids that wait in the actor's organisation, newest first; those of one list when named."""
    require(actor, Permission.LIST_READ)
    query = _heads().where(ImportGrid.organisation_id == actor.organisation_id, ImportGrid.status.in_(OPEN))
    if list_id is not None:
        query = query.where(ImportGrid.list_id == list_id)
    return tuple(_head(row) for row in session.execute(query.order_by(ImportGrid.created_at.desc())))


def left_out(session: Session, *, actor: Actor, list_id: UUID) -> tuple[GridHead, ...]:
    """Return the grids whose rows are not in a list yet although they were meant for it."""
    return tuple(head for head in open_grids(session, actor=actor, list_id=list_id) if head.left)


def discard_grid(session: Session, *, actor: Actor, grid_id: UUID, at: datetime) -> None:
    """Throw away what is left of a grid; rows that are in a list stay there."""
    require(actor, Permission.LIST_EDIT)
    grid = own_grid(session, actor=actor, grid_id=grid_id, lock=True)
    session.execute(delete(ImportRow).where(ImportRow.grid_id == grid_id))
    grid.status, grid.sheet, grid.header, grid.updated_at = "discarded", None, None, at
    log_grid(session, actor, AuditAction.IMPORT_DISCARDED, grid_id, {}, at)


def purge_grids(session: Session, *, at: datetime) -> int:
    """Delete the content of grids whose time is over, and return how many there were."""
    gone = list(session.scalars(select(ImportGrid.id).where(*over(at))))
    if gone:
        session.execute(delete(ImportRow).where(ImportRow.grid_id.in_(gone)))
        values: dict[str, Any] = {"status": "discarded", "sheet": None, "header": None, "updated_at": at}
        session.execute(update(ImportGrid).where(ImportGrid.id.in_(gone)).values(**values))
    return len(gone)


def over(at: datetime) -> list[ColumnElement[bool]]:
    """Say of a grid that it waits although its time is over."""
    return [ImportGrid.expires_at <= at, ImportGrid.status.in_(OPEN)]


def head_of(session: Session, grid: ImportGrid) -> GridHead:
    """Return where a grid is, after what was changed in this transaction."""
    session.flush()
    return _head(session.execute(_heads().where(ImportGrid.id == grid.id)).one())


def log_grid(
    session: Session,
    actor: Actor,
    action: AuditAction,
    grid_id: UUID,
    payload: dict[str, object],
    at: datetime,
) -> None:
    """Write one act on a grid into the audit log."""
    audit.record(
        session, actor=actor, action=action, object_type="import", object_id=grid_id, payload=payload, at=at
    )


def _heads() -> Any:
    rows = select(func.count()).where(ImportRow.grid_id == ImportGrid.id).correlate(ImportGrid)
    wrong = rows.where(ImportRow.wrong.is_(True))
    return select(ImportGrid, rows.scalar_subquery().label("left"), wrong.scalar_subquery().label("wrong"))


def _head(row: Any) -> GridHead:
    grid: ImportGrid = row.ImportGrid
    return GridHead(
        id=grid.id,
        status=grid.status,
        title=grid.title,
        list_id=grid.list_id,
        people=grid.people,
        done=grid.done,
        total=grid.total,
        kept=grid.kept,
        left=row.left,
        wrong=row.wrong,
        created_at=grid.created_at,
        expires_at=grid.expires_at,
    )


def upload_of(session: Session, *, actor: Actor, key: UUID) -> ImportGrid | None:
    """Return the grid that a form with this key made, if it was sent before."""
    query = select(ImportGrid).where(
        ImportGrid.organisation_id == actor.organisation_id, ImportGrid.upload_key == key
    )
    return session.scalars(query).first()


def _same_file(session: Session, actor: Actor, sha256: str, list_id: UUID | None) -> ImportGrid | None:
    """Return the grid of the same file that waits untouched."""
    query = select(ImportGrid).where(
        ImportGrid.organisation_id == actor.organisation_id,
        ImportGrid.sha256 == sha256,
        ImportGrid.status.in_(("columns", "reading", "ready")),
        ImportGrid.kept == 0,
        ImportGrid.list_id == list_id if list_id else ImportGrid.list_id.is_(None),
    )
    return session.scalars(query.order_by(ImportGrid.created_at.desc()).limit(1)).first()


def _remembered(session: Session, actor: Actor, layout: Layout) -> list[str] | None:
    """Return the columns that the organisation confirmed last for the same header, or None."""
    key = (actor.organisation_id, header_hash(layout.headings))
    choice = session.get(ColumnChoice, key)
    columns = choice.columns if choice is not None else None
    return list(columns) if isinstance(columns, list) and len(columns) == len(layout.headings) else None
