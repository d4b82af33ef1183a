"""A row of a kept workbook while it is repaired: what its cells show, what was changed, who was first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from borderreg.domain.columns import COLUMNS, Column
from borderreg.domain.list_cells import Formula, cell_text
from borderreg.domain.list_facts import RowDraft, RowReference
from borderreg.domain.list_rows import read_row
from borderreg.domain.names import hidden_character, normalise_text
from borderreg.domain.problems import Problem, has_errors

LONGEST_CELL = 300
"""Characters of one cell that are taken from a form; longer than any column accepts."""
MOST_EDITS = 60
RENAMED, REGISTERED = "renamed", "registered"
DECISIONS = (RENAMED, REGISTERED)
"""What may be decided when the register knows a number under another name: the new name, or the old one."""
_LOST_ZEROS = range(9, 12)


@dataclass(frozen=True, slots=True)
class Edit:
    """One cell as it showed before version `version` of its row, and who changed it."""

    version: int
    column: str
    before: str
    by: str


@dataclass(frozen=True, slots=True)
class Clash:
    """A cell that two people changed: what this one typed, what the other wrote, and the other's name."""

    row: int
    column: str
    mine: str
    theirs: str
    by: str


@dataclass(frozen=True, slots=True)
class GridRow:
    """One person's row: raw cells by column, the facts read from them (None when wrong), and the problems.

    `problems` are the row's own; `beside` come from other rows and the register. `decision` answers
    `number_of_other` and falls when name or number is typed anew.
    """

    row: int
    cells: Mapping[str, object]
    draft: RowDraft | None = None
    problems: tuple[Problem, ...] = ()
    beside: tuple[Problem, ...] = ()
    decision: str = ""
    version: int = 1
    edits: tuple[Edit, ...] = ()

    @property
    def wrong(self) -> bool:
        """Tell whether the row cannot go into a list yet."""
        return self.draft is None or has_errors(self.beside)

    def shows(self, column: str) -> str:
        """Return what the cell shows now."""
        return shown(self.cells.get(column), column=column)

    def showed(self, column: str, *, version: int) -> str:
        """Return what the cell showed at a version of the row."""
        later = [edit for edit in self.edits if edit.column == column and edit.version > version]
        return later[0].before if later else self.shows(column)


def shown(value: object, *, column: str) -> str:
    """Return the text of a cell: lost zeros put back, nothing for a formula (its result is not trusted)."""
    if isinstance(value, Formula):
        return ""
    text = cell_text(value)
    if column == Column.PERSONAL_ID and not isinstance(value, str) and len(text) in _LOST_ZEROS:
        return text.zfill(12)
    return "".join(character for character in text if hidden_character(character) is None)


def check_row(row: GridRow, *, reference: RowReference, at: date) -> GridRow:
    """Read the cells by the rules of the import; what was found beside other rows stays as it was."""
    draft, problems = read_row(row.cells, row=row.row, reference=reference, at=at)
    return replace(row, draft=draft, problems=problems)


def type_into(
    row: GridRow, typed: Mapping[str, str], *, version: int, by: str
) -> tuple[GridRow, tuple[Clash, ...]]:
    """Put typed texts into a row that was at `version` when it was shown; unchanged ones change nothing.

    A cell that somebody else changed meanwhile to something else is a clash and stays as it is.
    """
    changed: dict[str, str] = {}
    clashes: list[Clash] = []
    for column in COLUMNS:
        if column.value not in typed:
            continue
        text = normalise_text(typed[column.value])[:LONGEST_CELL]
        now, before = row.shows(column), row.showed(column, version=version)
        if text == before and not _hides(row.cells.get(column)):
            continue
        if now not in (before, text):
            clashes.append(Clash(row.row, column.value, text, now, _writer(row, column)))
        elif text != now or _hides(row.cells.get(column)):
            changed[column.value] = text
    return (_changed(row, changed, by=by) if changed else row), tuple(clashes)


def _changed(row: GridRow, changed: Mapping[str, str], *, by: str) -> GridRow:
    version = row.version + 1
    edits = [Edit(version, column, row.shows(column), by) for column in changed]
    about_person = {Column.NAME.value, Column.PERSONAL_ID.value} & set(changed)
    return replace(
        row,
        cells={**row.cells, **changed},
        version=version,
        edits=(*row.edits, *edits)[-MOST_EDITS:],
        decision="" if about_person else row.decision,
    )


def _hides(value: object) -> bool:
    """Tell whether a cell holds what nobody can see: saving what is shown is then a change."""
    return isinstance(value, str) and hidden_character(value) is not None


def _writer(row: GridRow, column: str) -> str:
    return next((edit.by for edit in reversed(row.edits) if edit.column == column), "")
