"""The workbook to fill in: the import knows every column, and nothing typed changes by itself."""

import io
from datetime import date

import openpyxl
import pytest

from borderreg.documents.template import CHOICES, GUIDE, ROWS, SHEET, list_template
from borderreg.domain.columns import COLUMNS, Column
from borderreg.domain.list_headers import recognise_header

TYPES, COUNTIES, GATES = (
    ("Hộ chiếu", "Giấy thông hành"),
    ("Bằng Tường", "Ninh Minh"),
    ("Hữu Nghị", "Ga Đồng Đăng"),
)


@pytest.fixture(scope="module")
def book() -> openpyxl.Workbook:
    data = list_template(document_types=TYPES, counties=COUNTIES, gates=GATES)
    return openpyxl.load_workbook(io.BytesIO(data))


def test_the_first_sheet_is_the_one_to_fill_in(book: openpyxl.Workbook) -> None:
    assert book.sheetnames == [SHEET, GUIDE, CHOICES]
    assert book.active.title == SHEET
    assert book[CHOICES].sheet_state == "hidden"


def test_every_column_of_the_import_is_there_and_recognised(book: openpyxl.Workbook) -> None:
    labels = [cell.value for cell in book[SHEET][1]]
    assert labels == [info.vi for info in COLUMNS.values()]
    assert list(recognise_header(labels).values()) == list(COLUMNS)


def test_the_sheet_holds_no_example_that_could_be_imported(book: openpyxl.Workbook) -> None:
    assert book[SHEET].max_row == 1


def test_every_column_to_fill_in_is_text(book: openpyxl.Workbook) -> None:
    columns = [each for each in book[SHEET].column_dimensions.values() if each.min]
    assert sum(each.max - each.min + 1 for each in columns) == len(COLUMNS)
    assert {each.number_format for each in columns} == {"@"}


def test_choices_are_offered_and_only_warn(book: openpyxl.Workbook) -> None:
    lists = [rule for rule in book[SHEET].data_validations.dataValidation if rule.type == "list"]
    assert len(lists) == 4
    assert {rule.errorStyle for rule in lists} == {"warning"}
    assert all(str(rule.sqref).endswith(str(ROWS + 1)) for rule in lists)
    offered = {str(rule.formula1) for rule in lists}
    assert f"'{CHOICES}'!$C$2:$C$3" in offered
    assert [book[CHOICES].cell(row, 3).value for row in (1, 2, 3)] == ["Huyện, thị", *COUNTIES]


def test_the_guide_explains_each_column(book: openpyxl.Workbook) -> None:
    rows = list(book[GUIDE].iter_rows(values_only=True))
    explained = {row[0]: row for row in rows if row[2]}
    for info in COLUMNS.values():
        assert explained[info.vi][1] == ("có" if info.required else "")
        assert explained[info.vi][3]


def test_no_cell_is_a_formula(book: openpyxl.Workbook) -> None:
    assert not any(cell.data_type == "f" for sheet in book for row in sheet.iter_rows() for cell in row)


def test_example_dates_are_written_as_the_import_reads_them(book: openpyxl.Workbook) -> None:
    examples = {row[0]: row[3] for row in book[GUIDE].iter_rows(values_only=True)}
    day, month, year = map(int, examples[COLUMNS[Column.VALID_TO].vi].split("/"))
    assert date(year, month, day) == date(2027, 2, 28)
