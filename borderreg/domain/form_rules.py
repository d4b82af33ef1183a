"""What a form asks for beyond the rules of a row: a slip of the hand is stopped while the paper is there.

An imported row keeps such a cell as it is written.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from borderreg.domain.columns import Column
from borderreg.domain.dates import add_months, parse_date
from borderreg.domain.documents_ import DocumentType, find_document_type, type_names
from borderreg.domain.list_cells import cell_text, is_blank
from borderreg.domain.names import has_letter
from borderreg.domain.people import normalise_phone
from borderreg.domain.problems import Problem, ProblemCode, problem

NAMES = (Column.NAME, Column.CONTACT_NAME)
PHONES = (Column.PHONE, Column.CONTACT_PHONE)
LONGEST_YEARS = {"passport": 10, "border_pass": 1}
"""Longest validity by type (Law 49/2019/QH14 art. 7; border passes: twelve months, not extended)."""
GRACE = timedelta(days=31)


def check_form(
    cells: Mapping[str, object], *, types: Iterable[DocumentType], at: date
) -> tuple[Problem, ...]:
    """Return what must be corrected at a form: digits in a name, a phone that is none, an absurd expiry."""
    return (*_check_names(cells), *_check_phones(cells), *_check_term(cells, types, at))


def _check_names(cells: Mapping[str, object]) -> Iterable[Problem]:
    for column in NAMES:
        text = cell_text(cells.get(column.value))
        if has_letter(text) and any(character.isdigit() for character in text):
            yield problem(ProblemCode.NAME_DIGITS, column=column)


def _check_phones(cells: Mapping[str, object]) -> Iterable[Problem]:
    for column in PHONES:
        value = cells.get(column.value)
        if not is_blank(value) and normalise_phone(value) is None:
            yield problem(ProblemCode.PHONE_FORMAT, column=column)


def _check_term(cells: Mapping[str, object], types: Iterable[DocumentType], at: date) -> Iterable[Problem]:
    kind = find_document_type(cell_text(cells.get(Column.DOCUMENT_TYPE.value)), types=types)
    expires = parse_date(cells.get(Column.DOCUMENT_EXPIRES.value))
    years = LONGEST_YEARS.get(kind.code) if kind else None
    if kind is None or years is None or expires is None:
        return
    if expires > add_months(at, 12 * years) + GRACE:
        shown = {"expires": f"{expires:%d/%m/%Y}", "years": str(years)}
        code, column = ProblemCode.DOCUMENT_TERM, Column.DOCUMENT_EXPIRES
        yield problem(code, column=column, **{**shown, **type_names(kind)})
