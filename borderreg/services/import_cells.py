"""How rows of a kept workbook lie in the database: as encrypted JSON, bound to their row."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime
from typing import Any
from uuid import UUID

from borderreg.domain.dates import BirthDate
from borderreg.domain.grid_rows import Edit, GridRow
from borderreg.domain.list_cells import Formula
from borderreg.domain.list_facts import RowDraft
from borderreg.domain.problems import Problem, ProblemCode
from borderreg.services.private_fields import seal, unseal

ROWS = "import_rows.content"
SHEET = "import_grids.sheet"
HEADER = "import_grids.header"
_DATES = ("document_expires", "valid_from", "valid_to")


def seal_row(row: GridRow, *, row_id: UUID) -> bytes:
    """Encrypt a row with its problems for its place."""
    content = {
        "cells": {name: encode_value(value) for name, value in row.cells.items() if value is not None},
        "draft": _draft_values(row.draft),
        "problems": [_problem_values(item) for item in row.problems],
        "beside": [_problem_values(item) for item in row.beside],
        "decision": row.decision,
        "edits": [[edit.version, edit.column, edit.before, edit.by] for edit in row.edits],
    }
    return seal_json(content, place=ROWS, row_id=row_id)


def unseal_row(content: bytes, *, row_id: UUID, row: int, version: int) -> GridRow:
    """Return the row that was encrypted for this place."""
    said: dict[str, Any] = unseal_json(content, place=ROWS, row_id=row_id)
    return GridRow(
        row=row,
        cells={name: decode_value(value) for name, value in said["cells"].items()},
        draft=_draft(said["draft"]),
        problems=tuple(_problem(item, row) for item in said["problems"]),
        beside=tuple(_problem(item, row) for item in said["beside"]),
        decision=said["decision"],
        version=version,
        edits=tuple(Edit(*edit) for edit in said["edits"]),
    )


def seal_json(value: object, *, place: str, row_id: UUID) -> bytes:
    """Encrypt a value as JSON for one column of one row."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return seal(text, place=place, row_id=row_id)


def unseal_json(content: bytes | None, *, place: str, row_id: UUID) -> Any:
    """Return the JSON value of a column of a row; None when nothing is stored."""
    return json.loads(unseal(content, place=place, row_id=row_id)) if content else None


def encode_value(value: object) -> Any:
    """Return a raw cell as JSON: texts, numbers and None as they are, others as [kind, text]."""
    if isinstance(value, Formula):
        return ["formula", value.shown]
    if isinstance(value, datetime):
        return ["datetime", value.isoformat()]
    return ["date", value.isoformat()] if isinstance(value, date) else value


def decode_value(value: Any) -> object:
    """Return the raw cell that `encode_value` wrote."""
    if not isinstance(value, list):
        return value
    kind, text = value
    if kind == "formula":
        return Formula(text)
    return date.fromisoformat(text) if kind == "date" else datetime.fromisoformat(text)


def _draft_values(draft: RowDraft | None) -> dict[str, Any] | None:
    if draft is None:
        return None
    dates: dict[str, Any] = {name: getattr(draft, name).isoformat() for name in _DATES}
    return {**asdict(draft), **dates, "birth": str(draft.birth)}


def _draft(said: Mapping[str, Any] | None) -> RowDraft | None:
    if said is None:
        return None
    dates = {name: date.fromisoformat(said[name]) for name in _DATES}
    birth = BirthDate.from_text(said["birth"])
    return RowDraft(**{**said, **dates, "birth": birth, "gates": tuple(said["gates"])})


def _problem_values(item: Problem) -> list[Any]:
    return [item.code.value, item.column, item.variant, dict(item.params)]


def _problem(said: list[Any], row: int) -> Problem:
    code, column, variant, params = said
    return Problem(code=ProblemCode(code), row=row, column=column, params=params, variant=variant)
