"""From files to rows: types, formulas, merged cells, encodings, separators and limits."""

import io
import unicodedata
from datetime import date, datetime

import openpyxl
import pytest

from borderreg.documents.template import list_template
from borderreg.domain.list_cells import Formula
from borderreg.services.workbooks import ROW_LIMIT, FileRefusal, FileRefused, read_rows, read_workbook
from borderreg.services.workbooks.sheets import cell_name, column_letters
from tests.domain.rows import REFERENCE, TODAY
from tests.services.workbook_files import (
    HEADINGS,
    inline,
    list_csv,
    list_xlsx,
    packed,
    parts,
    person,
    worksheet,
    xlsx,
)


def read(data, filename="x.xlsx", **options):
    return read_rows(read_workbook(data, filename=filename), reference=REFERENCE, at=TODAY, **options)


def found(result):
    return [(problem.row, problem.column, problem.code.value) for problem in result.problems]


def test_types_survive_the_child_process():
    def write(book, sheet):
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        sheet.write_row(0, 0, ["Nông", 20190004521, True])
        sheet.write_datetime(1, 0, datetime(1990, 3, 12), day)  # noqa: DTZ001
        sheet.write_formula(2, 0, "=1+1", None, 2)
        sheet.write_array_formula(4, 1, 5, 1, "{=A1:A2}", None, 7)
        sheet.write_string(5, 1, "trong mảng")
        sheet.write_string(6, 2, unicodedata.normalize("NFD", "Mùi"))

    rows = {row.number: row.cells for row in read_workbook(xlsx(write), filename="x.xlsx").rows}
    assert rows[1] == ("Nông", 20190004521.0, True)
    assert rows[2][0] == date(1990, 3, 12)
    assert rows[3][0] == Formula("2.0")
    assert isinstance(rows[5][1], Formula)
    assert isinstance(rows[6][1], Formula)
    assert rows[7][2] == unicodedata.normalize("NFD", "Mùi")


def test_positions_left_out_of_the_xml_are_counted():
    formula = "<row><c><v>1</v></c><c><f>A1</f><v>1</v></c></row>"
    sheet = read_workbook(packed(parts(worksheet(formula * 2))), filename="x.xlsx")
    assert [(row.number, type(row.cells[1])) for row in sheet.rows] == [(1, Formula), (2, Formula)]


def test_a_formula_anywhere_in_a_row_keeps_the_row_out():
    def write(_, sheet):
        sheet.write_row(0, 0, HEADINGS)
        sheet.write_row(1, 0, list(person(1).values()))
        sheet.write_row(2, 0, list(person(2).values()))
        sheet.write_formula(2, 11, '=HYPERLINK("http://example.test","Nam Hoa")', None, "Nam Hoa")

    result = read(xlsx(write))
    assert found(result) == [(3, "employer", "formula")]
    assert [row for row, _ in result.drafts] == [2]
    assert result.problems[0].cell == "L3"


def test_a_hidden_sheet_and_an_instruction_sheet_are_passed_over():
    def write(book, sheet):
        sheet.write_row(0, 0, HEADINGS)
        sheet.hide()
        book.add_worksheet("Hướng dẫn").write(0, 0, "Điền từ dòng 2")
        people = book.add_worksheet("Người đi")
        people.write_row(2, 0, HEADINGS)
        people.write_row(3, 0, list(person(1).values()))
        book.get_worksheet_by_name("Hướng dẫn").activate()

    sheet = read_workbook(xlsx(write), filename="x.xlsx")
    assert sheet.name == "Người đi"
    assert [row for row, _ in read_rows(sheet, reference=REFERENCE, at=TODAY).drafts] == [4]


def test_what_is_merged_downwards_counts_for_each_row():
    def write(_, sheet):
        sheet.write_row(0, 0, HEADINGS)
        for row in (1, 2, 3):
            sheet.write_row(row, 0, list(person(row, employer="").values()))
        sheet.merge_range(1, 11, 3, 11, "Xưởng gỗ Hoà Thuận")

    result = read(xlsx(write))
    assert found(result) == []
    assert {draft.employer for _, draft in result.drafts} == {"Xưởng gỗ Hoà Thuận"}


def test_sections_blank_rows_and_closing_lines_are_no_people():
    def write(_, sheet):
        sheet.write_row(0, 0, HEADINGS)
        sheet.write_row(1, 0, [str(number) for number in range(1, 18)])
        sheet.merge_range(2, 0, 2, 16, "I. Thôn Pò Hà")
        sheet.write_row(3, 0, list(person(1).values()))
        sheet.merge_range(5, 0, 5, 16, "II. Khu Ga")
        sheet.write_row(6, 0, list(person(2).values()))
        sheet.write(8, 0, "Tổng cộng: 2 người")
        sheet.write(9, 0, "Lăng Văn Thụ")

    result = read(xlsx(write))
    assert found(result) == []
    assert (result.rows, [row for row, _ in result.drafts]) == (2, [4, 7])


def test_a_person_without_number_and_birth_is_missed_and_not_skipped():
    result = read(list_xlsx([person(1), {"name": "Vi Văn Páo"}, person(3)]))
    assert [row for row, _ in result.drafts] == [2, 4]
    assert {row for row, _, code in found(result) if code == "missing"} == {3}


def test_without_header_or_columns_or_people_the_reason_is_told():
    assert found(read(packed(parts(worksheet(f'<row r="1">{inline("A1", "Nông Thị Mùi")}</row>'))))) == [
        (1, None, "missing")
    ]
    some = xlsx(lambda _, sheet: sheet.write_row(3, 0, HEADINGS[:5]))
    assert {column for _, column, _ in found(read(some))} >= {"document_number", "employer", "valid_to"}
    assert {row for row, _, _ in found(read(some))} == {4}
    empty = read(list_xlsx([]))
    assert [problem.variant for problem in empty.problems] == ["empty"]


def test_rows_from_the_limit_on_are_left_out_with_one_problem():
    result = read(list_xlsx([person(number) for number in range(5)]), row_limit=3)
    assert (result.rows, len(result.drafts)) == (3, 3)
    assert found(result) == [(5, None, "row_limit")]
    assert "3" in result.problems[0].message


@pytest.mark.slow
def test_five_thousand_people_are_read_and_the_rest_is_named(capsys):
    import time

    data = list_xlsx([person(number) for number in range(ROW_LIMIT + 50)])
    started = time.perf_counter()
    result = read(data)
    with capsys.disabled():
        print(f"\n{ROW_LIMIT} rows read and checked in {time.perf_counter() - started:.1f} s")
    assert len(result.drafts) == ROW_LIMIT
    assert found(result) == [(ROW_LIMIT + 2, None, "row_limit")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1258"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_text_tables_are_read_in_every_usual_encoding(encoding, separator):
    text = list_csv([person(1), person(2, sex="Nam", personal_id="020090000002")], separator=separator)
    data = in_windows_1258(text) if encoding == "cp1258" else text.encode(encoding)
    result = read(data, "danh sach.csv")
    assert found(result) == []
    assert [(row, draft.name) for row, draft in result.drafts] == [
        (2, "Nông Thị Mùi 1"),
        (3, "Nông Thị Mùi 2"),
    ]


def in_windows_1258(text):
    """Write tones as the separate marks that Windows-1258 has."""
    out = []
    for character in text:
        try:
            out.append(character.encode("cp1258"))
        except UnicodeEncodeError:
            base = unicodedata.normalize("NFD", character)
            tones = "".join(mark for mark in base if mark in "\u0300\u0301\u0303\u0309\u0323")
            letter = unicodedata.normalize("NFC", "".join(mark for mark in base if mark not in tones))
            out.append((letter + tones).encode("cp1258", "replace"))
    return b"".join(out)


def test_text_rows_keep_the_numbers_a_spreadsheet_shows():
    text = "DANH SÁCH\r\n\r\n" + list_csv([person(1, employer="Hai\ndòng"), person(2, sex="?")])
    result = read(text.encode(), "x.csv")
    assert [row for row, _ in result.drafts] == [4]
    assert found(result) == [(5, "sex", "missing")]


def test_formulas_in_text_are_found_by_their_first_sign():
    result = read(
        list_csv([person(1, name="=cmd|' /C calc'!A0"), person(2, job="@SUM(A1)")]).encode(), "x.csv"
    )
    assert [(row, code) for row, _, code in found(result)] == [(2, "formula"), (3, "formula")]


def test_a_text_table_of_no_known_encoding_is_refused():
    with pytest.raises(FileRefused) as caught:
        read(b"H\x8d\x8e\x9d ten\n", "x.csv")
    assert caught.value.reason is FileRefusal.ENCODING


def test_zeros_come_back_only_where_the_column_is_numeric():
    numbers = [person(1, personal_id=20190000001), person(2, personal_id=20190000002), person(3)]
    text_among_numbers = read(list_xlsx([*numbers[:2], person(3, personal_id="20190000003")]))
    assert [code for _, _, code in found(text_among_numbers)] == ["personal_id_zeros_restored"] * 3
    text_column = read(list_xlsx([*numbers, person(4, personal_id="20190000004")]))
    assert found(text_column)[-1] == (5, "personal_id", "personal_id_format")
    saved_as_csv = read(list_csv([person(n, personal_id=f"2019000000{n}") for n in (1, 2)]).encode(), "x.csv")
    assert [code for _, _, code in found(saved_as_csv)] == ["personal_id_zeros_restored"] * 2
    one_short = read(list_csv([person(1), person(2, personal_id="20190000002")]).encode(), "x.csv")
    assert found(one_short) == [(3, "personal_id", "personal_id_format")]


def test_cells_are_named_as_spreadsheets_name_them():
    assert [column_letters(index) for index in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]
    assert cell_name(7, 3) == "D7"


def test_the_template_filled_in_by_another_program_is_read():
    template = list_template(
        document_types=["Hộ chiếu", "Giấy thông hành"], counties=["Bằng Tường"], gates=["Hữu Nghị"]
    )
    assert [problem.variant for problem in read(template).problems] == ["empty"]
    book = openpyxl.load_workbook(io.BytesIO(template))
    book["Danh sách"].append(list(person(1).values()))
    stream = io.BytesIO()
    book.save(stream)
    result = read(stream.getvalue())
    assert found(result) == []
    assert [draft.name for _, draft in result.drafts] == ["Nông Thị Mùi 1"]
