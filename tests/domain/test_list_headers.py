"""The header row: found by its names, wherever it stands."""

import unicodedata

import pytest

from borderreg.domain.columns import COLUMNS, Column
from borderreg.domain.list_headers import (
    HEADINGS,
    find_header,
    heading_key,
    recognise_header,
    recognise_heading,
)

VIETNAMESE = [info.vi for info in COLUMNS.values()]


def test_no_heading_means_two_columns():
    headings = [
        (heading_key(heading), column)
        for column, info in COLUMNS.items()
        for heading in {info.vi, info.en, info.zh, *info.other_headings}
    ]
    assert {column for key, column in headings if HEADINGS[key] is not column} == set()


@pytest.mark.parametrize("language", ["vi", "en", "zh"])
def test_every_column_is_known_in_every_language(language):
    labels = [info.label(language) for info in COLUMNS.values()]
    assert list(recognise_header(labels).values()) == list(Column)


@pytest.mark.parametrize(
    ("heading", "column"),
    [
        ("HỌ VÀ TÊN", Column.NAME),
        ("ho va ten", Column.NAME),
        ("Họ  và\ntên", Column.NAME),
        ("Họ và tên (*)", Column.NAME),
        ("Họ và tên (full name)", Column.NAME),
        ("Họ tên\n姓名", Column.NAME),
        (unicodedata.normalize("NFD", "Ngày hết hạn"), Column.DOCUMENT_EXPIRES),
        ("Ngày sinh (dd/mm/yyyy)", Column.BIRTH),
        ("Số  CCCD:", Column.PERSONAL_ID),
        ("Thôn , khối", Column.HAMLET),
        ("ĐIỆN THOẠI LIÊN HỆ", Column.CONTACT_PHONE),
        ("STT", None),
        ("", None),
        (None, None),
        (12.0, None),
        ("Họ và tên " * 100, None),
    ],
)
def test_headings_are_read_without_case_accents_and_spaces(heading, column):
    assert recognise_heading(heading) is column


def test_the_header_is_found_below_titles():
    rows = [["CÔNG AN TỈNH LẠNG SƠN"], [None, "DANH SÁCH"], [], ["STT", *VIETNAMESE], [1.0, "Nông Thị Mùi"]]
    header = find_header(rows)
    assert (header.first, header.last) == (3, 3)
    assert header.columns[1] is Column.NAME
    assert header.absent == ()


def test_columns_may_stand_in_any_order():
    header = find_header([list(reversed(VIETNAMESE))])
    assert list(header.columns.values()) == list(reversed(Column))


def test_a_header_merged_over_two_rows_is_one_header():
    upper = [
        "STT",
        "Họ và tên",
        "Ngày sinh",
        "Giới tính",
        "Số CCCD",
        "Giấy tờ",
        None,
        None,
        "Nơi làm việc",
        None,
    ]
    lower = [
        None,
        None,
        None,
        None,
        None,
        "Loại giấy tờ",
        "Số giấy tờ",
        "Ngày hết hạn",
        "Đơn vị",
        "Huyện, thị",
    ]
    period = ["Thời gian", None], ["Từ ngày", "Đến ngày"]
    header = find_header([["DANH SÁCH"], [*upper, *period[0]], [*lower, *period[1]], [1.0, "Nông Thị Mùi"]])
    assert (header.first, header.last) == (1, 2)
    assert header.absent == ()
    assert header.columns[5] is Column.DOCUMENT_TYPE
    assert header.columns[8] is Column.EMPLOYER


def test_a_header_may_have_most_names_in_its_lower_row():
    upper = [None, "Họ và tên", None, "Thông tin cá nhân"]
    lower = ["STT", None, "Ngày sinh", "Giới tính", "Số CCCD"]
    header = find_header([upper, lower, [1.0, "Vi Văn Páo", "1985"]])
    assert (header.first, header.last) == (0, 1)
    assert header.columns[1] is Column.NAME


def test_absent_columns_are_known():
    header = find_header([["Họ và tên", "Ngày sinh", "Giới tính"]])
    assert Column.PERSONAL_ID in header.absent
    assert Column.JOB not in header.absent


def test_a_table_without_header_has_none():
    assert find_header([]) is None
    assert find_header([["Nông Thị Mùi", "1990", "Nữ"], ["Họ và tên", "Ngày sinh"]]) is None
