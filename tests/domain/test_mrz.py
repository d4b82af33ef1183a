"""A passport's two lines: read strictly, compared with the card without accents."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from borderreg.domain.dates import BirthDate
from borderreg.domain.mrz import Passport, check_digit, compare_passport, read_passport, same_name
from borderreg.domain.problems import Problem

AT = date(2026, 11, 22)


def lines(
    name: str = "NONG<<THI<MUI",
    number: str = "C1234567",
    birth: str = "820205",
    sex: str = "F",
    expires: str = "310630",
    personal: str = "020182001234",
    issuer: str = "VNM",
) -> str:
    """Make the two lines of a passport with right check digits."""
    number, personal = number.ljust(9, "<"), personal.ljust(14, "<")
    check = check_digit(personal) if personal.strip("<") else "<"
    second = (
        f"{number}{check_digit(number)}VNM{birth}{check_digit(birth)}{sex}{expires}{check_digit(expires)}"
    )
    second += f"{personal}{check}"
    whole = check_digit(second[0:10] + second[13:20] + second[21:43])
    return f"P<{issuer}{name}".ljust(44, "<")[:44] + "\n" + second + whole


def read(text: str) -> Passport:
    passport = read_passport(text, at=AT)
    assert isinstance(passport, Passport), passport
    return passport


def test_the_specimen_of_the_standard_is_read():
    specimen = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10"
    passport = read(specimen)
    assert passport == Passport(
        "L898902C3", date(2012, 4, 15), "ERIKSSON ANNA MARIA", BirthDate(1974, 8, 12), "F", "", "UTO"
    )


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "", " ", "\n\n"])
def test_line_ends_case_and_spaces_do_not_matter(end):
    passport = read(lines().replace("\n", end).lower())
    assert passport.number == "C1234567"
    assert passport.expires == date(2031, 6, 30)
    assert passport.name == "NONG THI MUI"
    assert passport.birth == BirthDate(1982, 2, 5)
    assert passport.personal_id == "020182001234"


@pytest.mark.parametrize(
    ("digits", "birth"),
    [
        ("820205", BirthDate(1982, 2, 5)),
        ("060205", BirthDate(2006, 2, 5)),
        ("82<<<<", None),
        ("820000", None),
    ],
)
def test_a_birth_date_is_the_latest_possible_and_may_be_unknown(digits, birth):
    assert read(lines(birth=digits)).birth == birth


@pytest.mark.parametrize(
    ("text", "variant"),
    [
        ("", ""),
        ("P<VNM", ""),
        (lines()[:-1], ""),
        (lines().replace("P<VNM", "I<VNM"), ""),
        (lines().replace("NONG", "NÔNG"), "input_method"),
        (lines().replace("C1234567", "C1234568"), "check_digit"),
        (lines().replace("820205", "830205"), "check_digit"),
        (lines().replace("310630", "320630"), "check_digit"),
        (lines()[:-1] + str((int(lines()[-1]) + 1) % 10), "check_digit"),
        (lines(birth="821305"), "date"),
        (lines(expires="310631"), "date"),
        (lines(expires="<<<<<<"), "date"),
    ],
)
def test_lines_that_do_not_hold_are_refused_with_what_to_do(text, variant):
    refused = read_passport(text, at=AT)
    assert isinstance(refused, Problem)
    assert (refused.code.value, refused.variant) == ("mrz_unreadable", variant)
    assert "…" not in "".join(refused.text(language) for language in ("vi", "en", "zh")).replace("EVKey…", "")


DIGITS = [place for place, character in enumerate(lines()) if place > 44 and character.isdigit()]


@given(st.sampled_from(DIGITS), st.sampled_from("0123456789"))
def test_one_wrong_digit_never_passes(place, digit):
    good = lines()
    found = read_passport(good[:place] + digit + good[place + 1 :], at=AT)
    assert isinstance(found, Passport) == (good[place] == digit)


def differing(passport: Passport, **person: object) -> list[str]:
    """Return the fields beside which a passport warns."""
    facts = {
        "name": "Nông Thị Mùi",
        "birth": BirthDate(1982, 2, 5),
        "sex": "F",
        "personal_id": "020182001234",
        **person,
    }
    found = compare_passport(passport, **facts)
    assert not any(item.is_error for item in found)
    return [str(item.column) for item in found]


@pytest.mark.parametrize(
    ("person", "fields"),
    [
        ({}, []),
        ({"name": "NÔNG THỊ MÙI"}, []),
        ({"name": "Nông Thị Mủi"}, []),
        ({"name": "Nông Thị Mai"}, ["name"]),
        ({"birth": BirthDate(1982)}, []),
        ({"birth": BirthDate(1983)}, ["birth"]),
        ({"birth": BirthDate(1982, 2, 6)}, ["birth"]),
        ({"sex": "M"}, ["sex"]),
        ({"personal_id": "020182009999"}, ["personal_id"]),
        ({"name": "", "birth": None, "sex": "", "personal_id": ""}, []),
    ],
)
def test_a_passport_is_compared_with_the_card_and_a_difference_only_warns(person, fields):
    assert differing(read(lines()), **person) == fields


def test_another_countrys_passport_is_said():
    assert differing(read(lines(issuer="CHN"))) == ["document_type"]


def test_no_warning_shows_a_whole_personal_number():
    found = compare_passport(read(lines()), name="", birth=None, sex="", personal_id="020182009999")
    assert "…1234" in found[0].message
    assert "020182" not in found[0].message


@pytest.mark.parametrize(
    ("passport", "name", "same"),
    [
        ("DANG MUI NHAY", "Đặng Mùi Nhậy", True),
        ("HMAI NIE", "H'Mai Niê", True),
        ("LY A SINH", "Lý A Sính", True),
        ("LY A SINH", "Lý A Sình Thị", False),
        ("HOANG PHAM NGUYEN THI NGOC PHUONG KHANH", "Hoàng Phạm Nguyễn Thị Ngọc Phương Khánh Linh", True),
        ("", "Nông Thị Mùi", False),
    ],
)
def test_names_are_the_same_by_their_letters_and_a_full_line_may_be_cut(passport, name, same):
    assert same_name(passport, name) is same
