"""The cell of a list as a workbook or a form gives it: text, number, date, or a formula that is refused."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime

from borderreg.domain.columns import COLUMNS, Column
from borderreg.domain.names import hidden_character, normalise_text
from borderreg.domain.problems import Problem, ProblemCode, problem

_FORMULA_STARTS = ("=", "+", "-", "@")
_NOTHING = "-–—.…/ \u00a0\t\r\n\u3000"
_PHONE_COLUMNS = frozenset({Column.PHONE, Column.CONTACT_PHONE})


@dataclass(frozen=True, slots=True)
class Formula:
    """Mark a cell that holds a formula in the file; its last result is not trusted."""

    shown: str = ""


def is_blank(value: object) -> bool:
    """Tell whether a cell says nothing: empty, spaces, or dashes written for "none"."""
    if value is None:
        return True
    return isinstance(value, str) and not value.strip(_NOTHING)


def cell_text(value: object) -> str:
    """Return what a person sees in the cell; whole numbers without a decimal point, dates as dd/mm/yyyy."""
    if value is None:
        return ""
    if isinstance(value, float) and value == value and abs(value) < 1e15 and value == int(value):
        return str(int(value))
    if isinstance(value, datetime | date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, Formula):
        return value.shown
    return normalise_text(str(value))


def check_cell(value: object, *, column: Column) -> Problem | None:
    """Return what makes a cell unusable: a formula, a hidden character, a text that is too long."""
    if isinstance(value, Formula):
        return problem(ProblemCode.FORMULA, column=column)
    if not isinstance(value, str):
        return None
    character = hidden_character(value)
    if character is not None:
        return problem(ProblemCode.CONTROL_CHARACTERS, column=column, character=character)
    text = normalise_text(value)
    if text.startswith(_FORMULA_STARTS) and not _is_phone(text, column):
        return problem(ProblemCode.FORMULA, column=column)
    longest = COLUMNS[column].longest
    if len(text) > longest:
        return problem(ProblemCode.TOO_LONG, column=column, length=len(text), longest=longest)
    return None


def _is_phone(text: str, column: Column) -> bool:
    return column in _PHONE_COLUMNS and re.fullmatch(r"\+[0-9][0-9 ().-]*", text) is not None
