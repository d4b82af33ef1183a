"""Travel documents: their numbers, the day of exit and the border zone."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from borderreg.domain.documents_ import (
    DOCUMENT_TYPES,
    DocumentFacts,
    check_document,
    find_document_type,
    normalise_document_number,
)

PASSPORT, BORDER_PASS = DOCUMENT_TYPES
EXIT = date(2026, 12, 1)
END = date(2027, 2, 28)


def check(kind=PASSPORT, number="C1234567", expires=date(2030, 1, 1), **changes):
    facts = {
        "exit_on": EXIT,
        "valid_to": END,
        "commune": "xã Đồng Đăng",
        "commune_on_border": True,
        "county": "Bằng Tường",
        "county_in_border_zone": True,
        **changes,
    }
    problems = check_document(DocumentFacts(type=kind, number=number, expires=expires), **facts)
    return [problem.code.value + (f"/{problem.variant}" if problem.variant else "") for problem in problems]


def test_a_passport_in_order_has_no_problem():
    assert check() == []


@pytest.mark.parametrize(
    "number", ["c1234567", "1234567", "C123456", "C12345678", "CC234567", "C123456७", "Đ1234567"]
)
def test_a_passport_number_is_one_capital_letter_and_seven_digits(number):
    assert check(number=number) == ["document_number"]


@pytest.mark.parametrize(
    ("number", "found"),
    [
        ("12345", ["document_number"]),
        ("GTH123", []),
        ("LS-06184/26-001", []),
        ("x" * 16, ["document_number"]),
    ],
)
def test_a_border_pass_number_is_six_to_fifteen_characters(number, found):
    assert check(kind=BORDER_PASS, number=number) == found


@pytest.mark.parametrize(
    ("expires", "found"),
    [
        (EXIT - timedelta(days=1), ["document_expired"]),
        (EXIT, ["document_short/before_end"]),
        (END - timedelta(days=1), ["document_short/before_end"]),
        (END, ["document_short"]),
        (date(2027, 5, 31), ["document_short"]),
        (date(2027, 6, 1), []),
        (None, []),
    ],
)
def test_a_document_is_judged_on_the_day_of_exit(expires, found):
    assert check(expires=expires) == found


def test_a_border_pass_is_for_residents_of_border_communes():
    assert check(kind=BORDER_PASS, number="GTH123456", commune_on_border=False) == [
        "border_pass_not_border_commune"
    ]
    assert check(commune_on_border=False) == []


def test_a_border_pass_does_not_hold_beyond_the_border_zone():
    zone = {"county": "Giang Châu", "county_in_border_zone": False}
    assert check(kind=BORDER_PASS, number="GTH123456", **zone) == ["outside_border_zone"]
    assert check(**zone) == []


def test_an_unknown_county_is_not_judged():
    unknown = {"county": None, "county_in_border_zone": None}
    assert check(kind=BORDER_PASS, number="GTH123456", **unknown) == []


def test_an_unknown_type_is_still_judged_by_its_date():
    assert check(kind=None, number="", expires=EXIT - timedelta(days=1)) == ["document_expired"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Hộ chiếu", "passport"),
        ("HỘ CHIẾU", "passport"),
        ("ho chieu pho thong", "passport"),
        ("passport", "passport"),
        ("HC", "passport"),
        ("护照", "passport"),
        ("Giấy thông hành", "border_pass"),
        ("GTH", "border_pass"),
        ("Giấy thông hành xuất, nhập cảnh vùng biên giới", "border_pass"),
        ("border_pass", "border_pass"),
        ("CCCD", None),
        ("", None),
        ("hộ", None),
    ],
)
def test_types_are_found_as_officials_write_them(text, code):
    kind = find_document_type(text, types=DOCUMENT_TYPES)
    assert (kind and kind.code) == code


def test_a_type_is_in_use_between_its_dates():
    ended = replace(BORDER_PASS, valid_from=date(2020, 1, 1), valid_to=date(2026, 6, 30))
    assert ended.in_use(date(2026, 6, 30))
    assert not ended.in_use(date(2026, 7, 1))
    assert not ended.in_use(date(2019, 12, 31))


def test_numbers_are_kept_in_capitals_without_spaces():
    assert normalise_document_number(" c 123 4567 ") == "C1234567"
