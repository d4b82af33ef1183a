"""The list of forty people as a commune sends it: every row is read or named, nothing is lost on the way."""

import json
import unicodedata
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine

from borderreg.services.imports import import_file
from borderreg.services.workbooks import read_rows, read_workbook
from tests.communes import Desk
from tests.domain.rows import REFERENCE, TODAY
from tests.fixtures.commune_people import PEOPLE
from tests.fixtures.make_commune_list import FIRST_ROW, WORKBOOK, make_workbook

EXPECTED = json.loads(WORKBOOK.with_suffix(".expected.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def read():
    sheet = read_workbook(WORKBOOK, filename="Danh sách tháng 11.xlsx")
    return read_rows(sheet, reference=REFERENCE, at=TODAY)


def test_every_problem_is_named_by_row_column_and_cell(read):
    found = [(problem.row, problem.column, problem.cell, problem.code.value) for problem in read.problems]
    assert found == [(p["row"], p["column"], p["cell"], p["code"]) for p in EXPECTED["problems"]]


def test_good_rows_are_kept_and_bad_rows_left_out(read):
    assert read.rows == EXPECTED["rows"] == len(PEOPLE)
    assert len(read.drafts) == EXPECTED["imported"]
    kept = {row for row, _ in read.drafts}
    assert set(range(FIRST_ROW, FIRST_ROW + 40)) - kept == set(EXPECTED["left_out"])


def test_names_numbers_births_and_periods_are_read_as_the_people_have_them(read):
    for row, draft in read.drafts:
        person = PEOPLE[row - FIRST_ROW]
        assert draft.name.casefold() == unicodedata.normalize("NFC", person.name).casefold()
        assert draft.personal_id == person.personal_id(row - FIRST_ROW)
        assert str(draft.birth) == str(person.birth)
        assert draft.sex == {"Nam": "M", "Nữ": "F"}[person.sex]
        assert draft.phone == "+84" + person.phone.replace(" ", "")[1:]
        assert (draft.valid_from, draft.valid_to) == (date(2026, 11, 22), date(2027, 2, 28))


def test_a_birth_year_alone_stays_a_year(read):
    years = {str(row): str(draft.birth) for row, draft in read.drafts if draft.birth.precision == "year"}
    assert years == EXPECTED["year_only"]


def test_gates_and_counties_are_found(read):
    drafts = dict(read.drafts)
    assert drafts[10].gates == ("HUUNGHI",)
    assert drafts[11].gates == drafts[19].gates == ("HUUNGHI", "DONGDANG")
    assert drafts[12].county_code == "PINGXIANG"
    assert {draft.county_code for draft in drafts.values()} <= {county.code for county in REFERENCE.counties}


def test_the_kept_file_is_what_its_maker_makes(tmp_path: Path):
    again = tmp_path / "again.xlsx"
    make_workbook(again)
    sheets = [read_workbook(path, filename="x.xlsx") for path in (WORKBOOK, again)]
    assert sheets[0] == sheets[1]


def test_the_same_list_can_be_made_for_another_season(tmp_path: Path):
    later = tmp_path / "later.xlsx"
    make_workbook(later, first=date(2027, 11, 1), last=date(2028, 2, 15))
    sheet = read_workbook(later, filename="later.xlsx")
    read = read_rows(sheet, reference=REFERENCE, at=date(2027, 10, 20))
    codes = [(problem.row, problem.code.value) for problem in read.problems]
    expected = [(p["row"], p["code"]) for p in EXPECTED["problems"] if p["row"] != 33]
    assert codes == expected


def test_the_registers_of_an_installation_judge_the_list_alike(engine: Engine):
    desk = Desk.open(engine)
    result = desk.write(import_file, filename=WORKBOOK.name, data=WORKBOOK.read_bytes())
    found = [(problem.row, problem.column, problem.code.value) for problem in result.problems]
    assert found == [(p["row"], p["column"], p["code"]) for p in EXPECTED["problems"]]
    assert (result.rows, result.imported) == (EXPECTED["rows"], EXPECTED["imported"])
