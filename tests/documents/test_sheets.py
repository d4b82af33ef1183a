"""Tables as files: nothing runs when a spreadsheet opens them, and no number loses its zeros."""

import csv
import io
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from borderreg.documents.sheets import DANGEROUS, as_csv, as_xlsx, sheet_name
from borderreg.documents.tables import Column, ColumnKind, Table

COLUMNS = (
    Column("name", "Họ và tên"),
    Column("personal_id", "Số định danh"),
    Column("people", "Người", ColumnKind.INTEGER),
    Column("share", "Tỷ lệ", ColumnKind.PERCENT),
    Column("day", "Ngày", ColumnKind.DATE),
    Column("at", "Lúc", ColumnKind.DATETIME),
)
ROW = (
    "Nông Thị Mùi",
    "020188001234",
    -3,
    Decimal("0.125"),
    date(2026, 2, 5),
    datetime(2026, 2, 4, 18, 30, tzinfo=UTC),
)
ATTACKS = [
    "=1+1",
    "+84912",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "＝1+1",
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("x")',
]


def table(*rows: tuple) -> Table:
    return Table("Người đang ở nước ngoài", COLUMNS, rows)


def read_csv(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_csv_has_a_mark_labels_and_values_as_they_are() -> None:
    data = as_csv(table(ROW, ("Vi Văn Páo", None, None, None, None, None)))
    assert data.startswith(b"\xef\xbb\xbf")
    assert b"\r\n" in data
    assert read_csv(data) == [
        [column.label for column in COLUMNS],
        ["Nông Thị Mùi", "020188001234", "-3", "0.125", "2026-02-05", "2026-02-05 01:30:00"],
        ["Vi Văn Páo", "", "", "", "", ""],
    ]


@pytest.mark.parametrize("attack", ATTACKS)
def test_csv_text_never_starts_a_formula_and_numbers_are_left_alone(attack: str) -> None:
    row = (attack, *ROW[1:])
    cells = read_csv(as_csv(table(row)))[1]
    assert cells[0] == f"'{attack}"
    assert cells[2] == "-3"


def test_csv_labels_are_neutralised_too() -> None:
    data = as_csv(Table("x", (Column("a", "=A"),), [("b",)]))
    assert read_csv(data)[0] == ["'=A"]


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_no_csv_text_begins_dangerously(text: str) -> None:
    cell = read_csv(as_csv(Table("x", (Column("a", "a"), Column("b", "b")), [(text, "b")])))[1][0]
    assert cell[:1] not in DANGEROUS


def test_xlsx_has_real_types_a_frozen_header_and_text_with_its_zeros() -> None:
    book = openpyxl.load_workbook(io.BytesIO(as_xlsx(table(ROW))))
    sheet = book.active
    assert sheet.title == "Người đang ở nước ngoài"
    assert sheet.freeze_panes == "A2"
    assert [cell.value for cell in sheet[1]] == [column.label for column in COLUMNS]
    values = [cell.value for cell in sheet[2]]
    assert values[:4] == ["Nông Thị Mùi", "020188001234", -3, 0.125]
    assert values[4:] == [datetime(2026, 2, 5), datetime(2026, 2, 5, 1, 30)]  # noqa: DTZ001 (a sheet knows no zone)
    assert sheet["B2"].number_format == "@"
    assert sheet["E2"].number_format == "dd/mm/yyyy"


@pytest.mark.parametrize("attack", [*ATTACKS, "https://example.invalid/a", "file:///etc/passwd", "{=1}"])
def test_xlsx_text_is_never_a_formula_or_a_link(attack: str) -> None:
    data = as_xlsx(table((attack, *ROW[1:])))
    parts = {
        name: zipfile.ZipFile(io.BytesIO(data)).read(name)
        for name in zipfile.ZipFile(io.BytesIO(data)).namelist()
    }
    worksheet = parts["xl/worksheets/sheet1.xml"]
    assert b"<f>" not in worksheet
    assert b"hyperlink" not in worksheet
    assert not any("externalLink" in name for name in parts)
    value = openpyxl.load_workbook(io.BytesIO(data)).active["A2"]
    assert value.data_type == "s"


def test_xlsx_of_the_same_table_is_the_same_bytes() -> None:
    assert as_xlsx(table(ROW)) == as_xlsx(table(ROW))


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Kỳ 10/2026: [Hữu Nghị]", "Kỳ 10 2026   Hữu Nghị"),
        ("'", "Bảng"),
        ("a" * 50, "a" * 31),
    ],
)
def test_sheet_names_are_those_that_excel_opens(title: str, name: str) -> None:
    assert sheet_name(title) == name


@pytest.mark.parametrize("write", [as_csv, as_xlsx])
@pytest.mark.parametrize(
    ("rows", "error"),
    [
        ([("một",)], ValueError),
        ([(True, "", 1, 1, None, None)], TypeError),
        ([("", "", 1, 1, None, b"x")], TypeError),
    ],
)
def test_rows_that_do_not_fit_the_columns_are_refused(write, rows: list, error: type) -> None:
    with pytest.raises(error):
        write(Table("x", COLUMNS, rows))


@pytest.mark.parametrize("write", [as_csv, as_xlsx])
def test_an_instant_without_zone_is_refused(write) -> None:
    with pytest.raises(ValueError, match="time zone"):
        write(table((*ROW[:5], ROW[5].replace(tzinfo=None))))


@settings(max_examples=25, deadline=None)
@given(st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20), max_size=5))
def test_any_text_survives_the_workbook(names: list[str]) -> None:
    data = as_xlsx(
        Table("x", (Column("a", "a"), Column("n", "n", ColumnKind.INTEGER)), [(n, 1) for n in names])
    )
    sheet = openpyxl.load_workbook(io.BytesIO(data)).active
    assert sheet.max_row == len(names) + 1
