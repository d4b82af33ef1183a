"""The parts of a row that several cells make together: period, county, travel document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from borderreg.domain.columns import COLUMNS, Column
from borderreg.domain.dates import parse_date
from borderreg.domain.documents_ import (
    DocumentFacts,
    DocumentType,
    check_document,
    find_document_type,
    normalise_document_number,
)
from borderreg.domain.list_cells import cell_text, check_cell, is_blank
from borderreg.domain.list_facts import RowReference
from borderreg.domain.list_places import CountyFacts, find_county
from borderreg.domain.problems import Problem, ProblemCode, problem


@dataclass(slots=True)
class Reading:
    """Collect the problems of one row while its cells are read; `values` holds the usable, filled cells."""

    values: dict[Column, object]
    problems: list[Problem]

    @classmethod
    def of(cls, cells: Mapping[str, object]) -> Reading:
        values: dict[Column, object] = {}
        problems: list[Problem] = []
        for column, info in COLUMNS.items():
            value = cells.get(column.value)
            if is_blank(value):
                if info.required:
                    problems.append(problem(ProblemCode.MISSING, column=column))
            elif (wrong := check_cell(value, column=column)) is not None:
                problems.append(wrong)
            else:
                values[column] = value
        return cls(values=values, problems=problems)

    def text(self, column: Column) -> str:
        return cell_text(self.values.get(column))

    def add(self, *found: Problem) -> None:
        self.problems.extend(found)

    def report(self, code: ProblemCode, column: Column, variant: str = "", **params: str | int) -> None:
        self.problems.append(problem(code, column=column, variant=variant, **params))


def read_date(reading: Reading, column: Column, code: ProblemCode, variant: str) -> date | None:
    """Read a cell as a date; None when it is empty or not readable, which is noted as a problem."""
    if column not in reading.values:
        return None
    day = parse_date(reading.values[column])
    if day is None:
        reading.report(code, column, variant, value=reading.text(column))
    return day


def read_period(reading: Reading, *, reference: RowReference, at: date) -> tuple[date | None, date | None]:
    """Read the period; its first day may be past (lists are often certified late), its last day may not."""
    code = ProblemCode.PERIOD
    first = read_date(reading, Column.VALID_FROM, code, "unreadable")
    last = read_date(reading, Column.VALID_TO, code, "unreadable")
    if last is None:
        return first, last
    end = f"{last:%d/%m/%Y}"
    if first is not None and last < first:
        reading.report(code, Column.VALID_TO, "reversed", valid_from=f"{first:%d/%m/%Y}", valid_to=end)
    elif last < at:
        reading.report(code, Column.VALID_TO, "past", valid_to=end)
    elif first is not None and (days := (last - first).days + 1) > reference.longest_period:
        reading.report(code, Column.VALID_TO, "too_long", days=days, longest=reference.longest_period)
    elif reference.latest_end is not None and last > reference.latest_end:
        reading.report(
            code, Column.VALID_TO, "too_far", valid_to=end, latest=f"{reference.latest_end:%d/%m/%Y}"
        )
    return first, last


def read_county(reading: Reading, *, counties: Sequence[CountyFacts]) -> CountyFacts | None:
    """Find the county that a cell names; an unknown one is noted as a warning."""
    text = reading.text(Column.COUNTY)
    county = find_county(text, counties=counties) if text else None
    if text and county is None:
        known, known_zh = (", ".join(c.vi for c in counties), "、".join(c.zh for c in counties))
        reading.report(ProblemCode.COUNTY_UNKNOWN, Column.COUNTY, value=text, known=known, known_zh=known_zh)
    return county


def read_document(
    reading: Reading,
    *,
    reference: RowReference,
    exit_on: date,
    valid_to: date | None,
    county: CountyFacts | None,
) -> dict[str, Any]:
    """Read type, number and expiry of the paper and what they mean on the day of exit."""
    kind = _read_document_type(reading, types=reference.document_types, exit_on=exit_on)
    number = normalise_document_number(reading.text(Column.DOCUMENT_NUMBER))
    expires = read_date(reading, Column.DOCUMENT_EXPIRES, ProblemCode.MISSING, "date")
    found = check_document(
        DocumentFacts(type=kind, number=number, expires=expires),
        exit_on=exit_on,
        valid_to=valid_to,
        commune=reference.commune,
        commune_on_border=reference.commune_on_border,
        county=county.vi if county else None,
        county_in_border_zone=county.on_border if county else None,
    )
    reading.add(*found)
    return {
        "document_type": kind.code if kind else None,
        "document_number": number,
        "document_expires": expires,
    }


def _read_document_type(
    reading: Reading, *, types: Sequence[DocumentType], exit_on: date
) -> DocumentType | None:
    text = reading.text(Column.DOCUMENT_TYPE)
    if not text:
        return None
    usable = [kind for kind in types if kind.in_use(exit_on)]
    kind = find_document_type(text, types=usable)
    if kind is None:
        known = {f"known{suffix}": ", ".join(names) for suffix, names in _type_lists(usable).items()}
        ended = find_document_type(text, types=types) is not None
        shown = {"value": text, "day": f"{exit_on:%d/%m/%Y}", **known}
        reading.report(
            ProblemCode.DOCUMENT_TYPE, Column.DOCUMENT_TYPE, "not_in_force" if ended else "", **shown
        )
    return kind


def _type_lists(types: Sequence[DocumentType]) -> dict[str, list[str]]:
    return {
        "": [kind.name_vi for kind in types],
        "_en": [kind.name_en for kind in types],
        "_zh": [kind.name_zh for kind in types],
    }
