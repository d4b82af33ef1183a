"""Importing a workbook: good rows kept, every problem named, all or nothing, nobody doubled."""

import json
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select

from borderreg.db import read_on
from borderreg.domain.access import Role
from borderreg.domain.errors import Conflict, NotFound, NotPermitted
from borderreg.models import Employer, Entry, Worker, WorkList
from borderreg.services.certification import certify_list
from borderreg.services.imports import import_file
from borderreg.services.list_reading import read_list
from borderreg.services.lists import submit_list
from borderreg.services.review import review_list
from borderreg.services.workbooks import FileRefused
from tests.communes import Desk, make_actor

FIXTURES = Path(__file__).parents[1] / "fixtures"
WORKBOOK = (FIXTURES / "commune_list_40.xlsx").read_bytes()
EXPECTED = json.loads((FIXTURES / "commune_list_40.expected.json").read_text())


@pytest.fixture
def desk(engine: Engine) -> Desk:
    """The desk of Đồng Đăng."""
    return Desk.open(engine)


def count(desk: Desk, model: type) -> int:
    """Count the rows of a table."""
    with read_on(desk.engine) as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


def test_the_workbook_of_a_commune_goes_all_the_way_to_signed_codes(desk: Desk) -> None:
    result = desk.write(import_file, filename="danh-sach.xlsx", data=WORKBOOK)
    assert (result.rows, result.imported) == (40, 37)
    found = [(item.row, item.column, item.code.value) for item in result.problems]
    assert found == [(p["row"], p["column"], p["code"]) for p in EXPECTED["problems"]]
    assert desk.read(review_list, list_id=result.list_id).blockers == ()
    desk.write(submit_list, list_id=result.list_id)
    done = desk.write(certify_list, actor=desk.chief, list_id=result.list_id)
    assert done.entries == 37
    rows = desk.read(read_list, list_id=result.list_id).rows
    assert all(row.digits.startswith("84201") for row in rows)


def test_a_second_import_into_the_draft_replaces_rows_and_doubles_nobody(desk: Desk) -> None:
    first = desk.write(import_file, filename="danh-sach.xlsx", data=WORKBOOK)
    counts = [count(desk, model) for model in (Worker, Entry, Employer, WorkList)]
    again = desk.write(import_file, filename="danh-sach.xlsx", data=WORKBOOK, list_id=first.list_id)
    assert again.list_id == first.list_id
    assert [count(desk, model) for model in (Worker, Entry, Employer, WorkList)] == counts


def test_a_person_with_an_open_entry_is_named_in_the_rows_of_the_file(desk: Desk) -> None:
    first = desk.write(import_file, filename="danh-sach.xlsx", data=WORKBOOK)
    desk.write(submit_list, list_id=first.list_id)
    desk.write(certify_list, actor=desk.chief, list_id=first.list_id)
    again = desk.write(import_file, filename="danh-sach.xlsx", data=WORKBOOK)
    repeated = [item.row for item in again.problems if item.code == "duplicate_open_entry"]
    rows = desk.read(read_list, list_id=again.list_id).rows
    assert sorted(repeated) == sorted(row.source_row for row in rows)


def test_a_file_without_a_good_row_leaves_nothing_behind(desk: Desk) -> None:
    data = b"Ho va ten,Ngay sinh\nNong Thi Mui,1990\n"
    result = desk.write(import_file, filename="danh-sach.csv", data=data)
    assert (result.list_id, result.imported) == (None, 0)
    assert result.problems
    assert count(desk, WorkList) == 0


def test_a_broken_file_is_refused_and_nothing_is_written(desk: Desk) -> None:
    with pytest.raises(FileRefused):
        desk.write(import_file, filename="danh-sach.xlsx", data=WORKBOOK[:2000])
    assert count(desk, WorkList) == 0


def test_only_officers_of_the_commune_import_into_its_open_drafts(desk: Desk) -> None:
    act = {"filename": "danh-sach.xlsx", "data": WORKBOOK}
    list_id = desk.submitted(1)
    with pytest.raises(Conflict):
        desk.write(import_file, list_id=list_id, **act)
    other = Desk.open(desk.engine, "06187")
    with pytest.raises(NotFound):
        other.write(import_file, list_id=list_id, **act)
    office = make_actor(desk.engine, "lan.luongthi", Role.FOREIGN_AFFAIRS, "SNGV")
    with pytest.raises(NotPermitted):
        desk.write(import_file, actor=office, **act)
