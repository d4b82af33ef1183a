"""The columns of a kept workbook: what each heading means, confirmed once for each header."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from borderreg.domain.access import Actor, Permission
from borderreg.domain.audit import AuditAction
from borderreg.domain.columns import COLUMNS, Column
from borderreg.domain.errors import BadInput, Conflict, Refused
from borderreg.domain.grid_rows import LONGEST_CELL, shown
from borderreg.domain.list_columns import FILLABLE, NEEDED
from borderreg.domain.problems import Problem, ProblemCode, problem
from borderreg.models import ColumnChoice
from borderreg.services.guard import require
from borderreg.services.import_cells import HEADER, decode_value, seal_json, unseal_json
from borderreg.services.import_grids import (
    KEPT_FOR,
    GridHead,
    head_of,
    header_hash,
    log_grid,
    own_grid,
)
from borderreg.services.list_core import visible


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """One column of the file: its place, heading, a few values, and the column it is taken for, if any."""

    index: int
    heading: str
    samples: tuple[str, ...]
    column: Column | None


@dataclass(frozen=True, slots=True)
class ColumnsPage:
    """The columns of a file to confirm; `absent` are those of the list that nothing is taken for."""

    head: GridHead
    heading_row: int
    columns: tuple[SheetColumn, ...]
    fills: Mapping[str, str]

    @property
    def absent(self) -> tuple[Column, ...]:
        """Return the required columns that the file does not seem to have."""
        given = {item.column for item in self.columns}
        return tuple(column for column, info in COLUMNS.items() if info.required and column not in given)


def read_columns(session: Session, *, actor: Actor, grid_id: UUID, at: datetime) -> ColumnsPage:
    """Return what a file's columns are taken for, with a few values in clear, and log the read."""
    require(actor, Permission.LIST_EDIT)
    grid = own_grid(session, actor=actor, grid_id=grid_id)
    if grid.status != "columns":
        raise Conflict("columns", code="columns_chosen")
    header = unseal_json(grid.header, place=HEADER, row_id=grid.id)
    columns = []
    for index, heading in enumerate(header["headings"]):
        chosen = Column(header["columns"][index]) if header["columns"][index] else None
        samples = _samples(header["samples"], index, chosen)
        if heading or any(samples):
            columns.append(SheetColumn(index, visible(heading), samples, chosen))
    log_grid(session, actor, AuditAction.IMPORT_READ, grid_id, {"purpose": "columns"}, at)
    return ColumnsPage(head_of(session, grid), header["heading_row"], tuple(columns), header["fills"])


def choose_columns(
    session: Session,
    *,
    actor: Actor,
    grid_id: UUID,
    columns: Mapping[int, str],
    fills: Mapping[str, str],
    at: datetime,
) -> GridHead:
    """Confirm what the columns mean (place → column's code, absent or empty for none) and begin to read.

    `fills` gives columns that the file lacks one value for everybody. Refused with every problem when a
    column is chosen twice or one without which nobody is named is missing.
    """
    require(actor, Permission.LIST_EDIT)
    grid = own_grid(session, actor=actor, grid_id=grid_id, lock=True)
    if grid.status != "columns":
        return head_of(session, grid)
    header = unseal_json(grid.header, place=HEADER, row_id=grid.id)
    chosen = [_known(columns.get(index, "")) for index in range(len(header["headings"]))]
    wrong = check_columns(chosen)
    if wrong:
        raise Refused("Các cột chưa chọn đúng.", problems=wrong, code="columns")
    header["columns"] = chosen
    header["fills"] = {
        column.value: visible(fills.get(column.value, ""))[:LONGEST_CELL]
        for column in FILLABLE
        if column.value not in chosen and fills.get(column.value, "").strip()
    }
    header["samples"] = []
    grid.header = seal_json(header, place=HEADER, row_id=grid.id)
    grid.status, grid.updated_at, grid.expires_at = "reading", at, at + KEPT_FOR
    _remember(session, actor, header["headings"], chosen, at)
    return head_of(session, grid)


def check_columns(chosen: Sequence[str]) -> tuple[Problem, ...]:
    """Return what keeps columns from being read: one meant twice, one without which nobody is named."""
    counts = Counter(code for code in chosen if code)
    twice = [
        problem(ProblemCode.COLUMN_TWICE, column=column) for column in COLUMNS if counts[column.value] > 1
    ]
    absent = [
        problem(ProblemCode.MISSING, column=column, variant="column")
        for column in NEEDED
        if not counts[column.value]
    ]
    return tuple(replace(item, row=None) for item in (*twice, *absent))


def _known(code: str) -> str:
    if code and code not in COLUMNS:
        raise BadInput("column")
    return code


def _samples(rows: Sequence[Sequence[object]], index: int, column: Column | None) -> tuple[str, ...]:
    values = (decode_value(row[index]) if index < len(row) else None for row in rows)
    name = column.value if column else ""
    return tuple(shown(value, column=name)[:40] for value in values)


def _remember(
    session: Session, actor: Actor, headings: Sequence[str], chosen: Sequence[str], at: datetime
) -> None:
    key = (actor.organisation_id, header_hash(headings))
    choice = session.get(ColumnChoice, key)
    if choice is None:
        session.add(
            ColumnChoice(organisation_id=key[0], header_hash=key[1], columns=list(chosen), chosen_at=at)
        )
    else:
        choice.columns, choice.chosen_at = list(chosen), at
