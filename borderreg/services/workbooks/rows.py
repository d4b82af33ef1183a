"""From a sheet to the rows of a draft list: the header found, each person read, likenesses named."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from borderreg.domain.columns import Column
from borderreg.domain.list_cells import cell_text, is_blank
from borderreg.domain.list_facts import RowDraft, RowReference
from borderreg.domain.list_headers import Header, find_header
from borderreg.domain.list_likeness import check_rows
from borderreg.domain.list_rows import read_row
from borderreg.domain.names import plain_text
from borderreg.domain.problems import Problem, ProblemCode, problem
from borderreg.services.workbooks.limits import ROW_LIMIT
from borderreg.services.workbooks.sheets import Sheet, SheetRow, cell_name

_COLUMN_NUMBER = re.compile(r"[(\[]?([0-9]{1,2}|[A-Z])[)\]]?", re.ASCII)
_FOOTER = re.compile(
    r"^(tong cong|tong so|cong:|nguoi lap|lap bieu|lap danh sach|noi nhan|ghi chu|kt\.|tm\.|tl\."
    r"|(pho )?truong cong an|xac nhan cua|danh sach (nay )?co|\(?ky,? ghi ro)|, ngay .* thang .* nam "
)
_SHORT_ID = re.compile(r"[1-9][0-9]{8,10}", re.ASCII)


Columns = Mapping[int, Column]
PersonRow = tuple[int, dict[str, object]]


class RowsRead(NamedTuple):
    """Hold the good rows (sheet row, draft), every problem in sheet order, and the number of people rows."""

    drafts: tuple[tuple[int, RowDraft], ...]
    problems: tuple[Problem, ...]
    rows: int


def read_rows(sheet: Sheet, *, reference: RowReference, at: date, row_limit: int = ROW_LIMIT) -> RowsRead:
    """Read every person of a sheet; a row with an error is left out and never stops the others.

    `at` is today in Vietnam. Rows from `row_limit` on are left out with one `row_limit`.
    """
    header = find_header([row.cells for row in sheet.rows])
    if header is None:
        return RowsRead((), (_at(problem(ProblemCode.MISSING, variant="header"), row=1),), 0)
    header_row = sheet.rows[header.last].number
    if header.absent:
        absent = (problem(ProblemCode.MISSING, column=column, variant="column") for column in header.absent)
        return RowsRead((), tuple(_at(item, row=header_row) for item in absent), 0)
    people = find_people(sheet.rows[header.last + 1 :], columns=header.columns, is_text=sheet.is_text)
    left_out = people[row_limit][0] if len(people) > row_limit else sheet.truncated_at
    people = people[:row_limit]
    if not people:
        return RowsRead((), (_at(problem(ProblemCode.MISSING, variant="empty"), row=header_row + 1),), 0)
    drafts, problems = _read_people(people, reference=reference, at=at)
    if left_out is not None:
        limit = problem(ProblemCode.ROW_LIMIT, limit=row_limit, first=left_out)
        problems.append(_at(limit, row=left_out))
    return RowsRead(tuple(drafts), _in_order(problems, header=header), len(people))


def _at(item: Problem, *, row: int) -> Problem:
    return replace(item, row=row)


def _read_people(
    people: Sequence[PersonRow], *, reference: RowReference, at: date
) -> tuple[list[tuple[int, RowDraft]], list[Problem]]:
    drafts: list[tuple[int, RowDraft]] = []
    problems: list[Problem] = []
    for number, cells in people:
        draft, found = read_row(cells, row=number, reference=reference, at=at)
        problems.extend(found)
        if draft is not None:
            drafts.append((number, draft))
    between = check_rows(drafts)
    left_out = {item.row for item in between if item.is_error}
    return [(row, draft) for row, draft in drafts if row not in left_out], [*problems, *between]


def find_people(rows: Iterable[SheetRow], *, columns: Columns, is_text: bool) -> list[PersonRow]:
    """Return each person's row below a header (sheet row, column name → raw cell).

    `columns` says which cell is which column. Numbers that lost their zeros together stay numbers.
    """
    people = _people_rows(rows, columns=columns)
    named = [(row.number, _named_cells(row, columns=columns)) for row in people]
    if _is_numeric_column([cells for _, cells in named], is_text=is_text):
        for _, cells in named:
            cells[Column.PERSONAL_ID.value] = _as_number(cells.get(Column.PERSONAL_ID))
    return named


def _named_cells(row: SheetRow, *, columns: Columns) -> dict[str, object]:
    return {
        column.value: row.cells[index] if index < len(row.cells) else None
        for index, column in columns.items()
    }


def _people_rows(rows: Iterable[SheetRow], *, columns: Columns) -> list[SheetRow]:
    """Leave out what is no person: blank rows, column numbers, section titles, closing lines."""
    people: list[SheetRow] = []
    closing = False
    for row in rows:
        cells = _named_cells(row, columns=columns)
        filled = [value for value in cells.values() if not is_blank(value)]
        if not filled or (not people and _numbers_columns(filled)):
            continue
        if _names_a_person(cells):
            closing = False
        elif closing or _closes_table(row) or _is_section(row):
            closing = closing or not _is_section(row)
            continue
        people.append(row)
    return people


def _names_a_person(cells: Mapping[str, object]) -> bool:
    return not (is_blank(cells.get(Column.PERSONAL_ID)) and is_blank(cells.get(Column.BIRTH)))


def _numbers_columns(filled: Sequence[object]) -> bool:
    """Tell whether the cells only number the columns: (1) (2) (3) … or 1, 2, 3 …"""
    return len(filled) > 2 and all(_COLUMN_NUMBER.fullmatch(cell_text(value)) for value in filled)


def _is_section(row: SheetRow) -> bool:
    return row.merged_across and sum(not is_blank(cell) for cell in row.cells) <= 2


def _closes_table(row: SheetRow) -> bool:
    texts = (plain_text(cell) for cell in row.cells if isinstance(cell, str))
    return any(_FOOTER.search(text) for text in texts)


def _is_numeric_column(people: Sequence[Mapping[str, object]], *, is_text: bool) -> bool:
    """Tell whether the column was one of numbers, so that its texts lost their zeros too.

    No text of it begins with 0, and it holds mostly number cells or, in a .csv, several short numbers.
    """
    values = [cells.get(Column.PERSONAL_ID) for cells in people]
    texts = [value.strip() for value in values if isinstance(value, str)]
    if not texts or any(text.startswith(("0", "'")) for text in texts):
        return False
    short = sum(1 for text in texts if _SHORT_ID.fullmatch(text))
    return short > 1 if is_text else len(values) - len(texts) > len(texts)


def _as_number(value: object) -> object:
    text = value.strip() if isinstance(value, str) else ""
    return int(text) if _SHORT_ID.fullmatch(text) else value


def _in_order(problems: Iterable[Problem], *, header: Header) -> tuple[Problem, ...]:
    places = {column.value: index for index, column in header.columns.items()}

    def placed(item: Problem) -> Problem:
        index = places.get(item.column or "")
        named = index is not None and item.row is not None
        return replace(item, cell=cell_name(item.row or 0, index or 0)) if named else item

    order = {column.value: number for number, column in enumerate(Column)}
    return tuple(
        sorted((placed(item) for item in problems), key=lambda p: (p.row or 0, order.get(p.column or "", -1)))
    )
