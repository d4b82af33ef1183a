"""One row of a commune's list, from a workbook or a form, read into typed facts with every problem named."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from borderreg.domain.columns import Column
from borderreg.domain.dates import BirthDate, age_on, is_adult, is_certainly_minor, parse_birth
from borderreg.domain.list_cells import cell_text
from borderreg.domain.list_facts import RowDraft, RowReference
from borderreg.domain.list_headers import find_header, recognise_header
from borderreg.domain.list_likeness import check_rows
from borderreg.domain.list_places import read_gates
from borderreg.domain.list_row_parts import Reading, read_county, read_document, read_period
from borderreg.domain.names import NAME_BYTES, has_letter, name_bytes, normalise_name
from borderreg.domain.people import check_personal_id, normalise_phone, parse_sex, read_personal_id
from borderreg.domain.problems import Problem, ProblemCode, at_row, has_errors

__all__ = ["RowDraft", "RowReference", "check_rows", "find_header", "read_row", "recognise_header"]

OLDEST_AGE = 100


def read_row(
    cells: Mapping[str, object], *, row: int | None, reference: RowReference, at: date
) -> tuple[RowDraft | None, tuple[Problem, ...]]:
    """Read one row (column name → raw cell); the draft is None when a problem is an error.

    The same function reads a web form. `at` is today in Vietnam. All problems are returned, in column order.
    """
    reading = Reading.of(cells)
    facts = _read_facts(reading, reference=reference, at=at)
    order = list(Column)
    found = sorted(reading.problems, key=lambda item: order.index(Column(item.column or Column.NAME)))
    draft = None if has_errors(found) else RowDraft(**facts)
    return draft, at_row(found, row=row)


def _read_facts(reading: Reading, *, reference: RowReference, at: date) -> dict[str, Any]:
    valid_from, valid_to = read_period(reading, reference=reference, at=at)
    exit_on = max(valid_from or at, at)
    sex, birth = _read_sex(reading), _read_birth(reading, at=at, exit_on=exit_on)
    county = read_county(reading, counties=reference.counties)
    gates = _read_gates(reading, reference=reference)
    return {
        "name": _read_name(reading),
        "birth": birth,
        "sex": sex,
        "personal_id": _read_personal_id(reading, sex=sex, birth=birth),
        "hamlet": reading.text(Column.HAMLET),
        "phone": _read_phone(reading, Column.PHONE),
        "contact_name": reading.text(Column.CONTACT_NAME),
        "contact_phone": _read_phone(reading, Column.CONTACT_PHONE),
        **read_document(reading, reference=reference, exit_on=exit_on, valid_to=valid_to, county=county),
        "employer": reading.text(Column.EMPLOYER),
        "county": county.vi if county else reading.text(Column.COUNTY),
        "county_code": county.code if county else None,
        "job": reading.text(Column.JOB),
        "valid_from": valid_from,
        "valid_to": valid_to,
        "gates": gates,
        "recruiter": reading.text(Column.RECRUITER),
    }


def _read_gates(reading: Reading, *, reference: RowReference) -> tuple[str, ...]:
    value = reading.values.get(Column.GATES)
    lines = value.splitlines() if isinstance(value, str) else [cell_text(value)]
    gates, found = read_gates(", ".join(cell_text(line) for line in lines), gates=reference.gates)
    reading.add(*found)
    return gates


def _read_name(reading: Reading) -> str:
    name = normalise_name(reading.text(Column.NAME))
    if name and not has_letter(name):
        reading.report(ProblemCode.MISSING, Column.NAME, "name")
    if name_bytes(name) > NAME_BYTES:
        size = name_bytes(name)
        reading.report(ProblemCode.TOO_LONG, Column.NAME, "bytes", length=size, longest=NAME_BYTES)
    return name


def _read_sex(reading: Reading) -> str | None:
    text = reading.text(Column.SEX)
    sex = parse_sex(text)
    if text and sex is None:
        reading.report(ProblemCode.MISSING, Column.SEX, "sex", value=text)
    return sex


def _read_birth(reading: Reading, *, at: date, exit_on: date) -> BirthDate | None:
    column, code = Column.BIRTH, ProblemCode.BIRTH_DATE
    if column not in reading.values:
        return None
    birth = parse_birth(reading.values[column])
    if birth is None:
        reading.report(code, column, value=reading.text(column))
    elif birth.earliest > at:
        reading.report(code, column, "future", value=birth.display())
    elif age_on(birth.latest, day=at) > OLDEST_AGE:
        reading.report(code, column, "too_old", value=birth.display(), years=OLDEST_AGE)
    elif not is_adult(birth, day=exit_on):
        variant = "" if is_certainly_minor(birth, day=exit_on) else "year_only"
        reading.report(ProblemCode.MINOR, column, variant, day=f"{exit_on:%d/%m/%Y}", year=birth.year)
    return birth


def _read_personal_id(reading: Reading, *, sex: str | None, birth: BirthDate | None) -> str | None:
    if Column.PERSONAL_ID not in reading.values:
        return None
    personal_id, found = read_personal_id(reading.values[Column.PERSONAL_ID])
    reading.add(*found)
    if personal_id is not None:
        reading.add(*check_personal_id(personal_id, sex=sex, birth=birth))
    return personal_id


def _read_phone(reading: Reading, column: Column) -> str:
    value = reading.values.get(column)
    return normalise_phone(value) or reading.text(column) if value is not None else ""
