"""Which column a heading means: by known words, by words inside it, by what stands below it."""

import pytest

from borderreg.domain.columns import Column
from borderreg.domain.list_columns import guess_columns, is_template

HEADINGS = {
    "Họ, chữ đệm và tên": Column.NAME,
    "HO TEN": Column.NAME,
    "Năm sinh": Column.BIRTH,
    "DOB": Column.BIRTH,
    "Phái": Column.SEX,
    "Số căn cước công dân": Column.PERSONAL_ID,
    "Identity card": Column.PERSONAL_ID,
    "Địa chỉ thường trú": Column.HAMLET,
    "SĐT": Column.PHONE,
    "SĐT người thân": Column.CONTACT_PHONE,
    "Emergency contact": Column.CONTACT_NAME,
    "Passport No.": Column.DOCUMENT_NUMBER,
    "Giá trị đến": Column.DOCUMENT_EXPIRES,
    "Công ty": Column.EMPLOYER,
    "Nghề nghiệp": Column.JOB,
    "Ngày đi": Column.VALID_FROM,
    "Ngày về": Column.VALID_TO,
    "Cửa khẩu xuất": Column.GATES,
    "STT": None,
    "": None,
}


@pytest.mark.parametrize(("heading", "column"), HEADINGS.items())
def test_a_heading_is_recognised_by_its_words(heading: str, column: Column | None) -> None:
    assert guess_columns([heading], []) == (column,)


def test_each_meaning_is_given_once_and_the_known_heading_has_it() -> None:
    assert guess_columns(["Tên", "Họ và tên"], []) == (None, Column.NAME)


def test_contents_say_what_a_heading_does_not() -> None:
    people = [
        ["020190004521", "Nữ", "C1234567", "12/03/1990"],
        ["20190004522", "Nam", "C7654321", "01/01/1988"],
    ]
    found = guess_columns(["A", "B", "C", "D"], people)
    assert found == (Column.PERSONAL_ID, Column.SEX, Column.DOCUMENT_NUMBER, Column.BIRTH)


def test_one_filled_cell_or_late_dates_say_nothing() -> None:
    assert guess_columns(["A"], [["020190004521"], [""]]) == (None,)
    assert guess_columns(["A"], [["30/06/2031"], ["01/01/2030"]]) == (None,)


def test_only_the_systems_own_headings_need_no_confirmation() -> None:
    own = ["STT", "Họ và tên", "Ngày sinh", "Số CCCD"]
    assert not is_template(own)
    assert is_template(own[1:])
    assert is_template(["Full name", "Birth date", "Personal id", ""])
    assert not is_template(["Họ và tên", "Ngày sinh"])
    assert not is_template([])
