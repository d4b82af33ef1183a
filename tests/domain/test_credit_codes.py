"""The unified social credit code: its characters, its length, and the check character of GB 32100-2015."""

import pytest

from borderreg.domain.credit_codes import (
    ALPHABET,
    check_character,
    credit_code_problem,
    normalise_credit_code,
)

# published codes: the standard's own example and companies that print theirs
REAL = ("91350100M000100Y43", "91110000802100433B", "9144030071526726XG")


@pytest.mark.parametrize("code", REAL)
def test_published_codes_hold(code):
    assert check_character(code[:17]) == code[17]
    assert credit_code_problem(code) == ""


@pytest.mark.parametrize(
    ("code", "wrong"),
    [
        ("", "length"),
        ("91350100M000100Y4", "length"),
        ("91350100M000100Y433", "length"),
        ("91350100M000100Y44", "check"),
        ("91350100M00010OY43", "characters"),
        ("91350100I000100Y43", "characters"),
        ("91350100M000100Ý43", "characters"),
        ("٩1350100M000100Y43", "characters"),
    ],
)
def test_what_is_wrong_is_named(code, wrong):
    assert credit_code_problem(code) == wrong


@pytest.mark.parametrize("code", REAL)
def test_one_changed_character_and_two_swapped_neighbours_are_found(code):
    for place, character in enumerate(code):
        for other in ALPHABET.replace(character, ""):
            assert credit_code_problem(code[:place] + other + code[place + 1 :]) == "check"
        if place and code[place - 1] != character:
            swapped = code[: place - 1] + character + code[place - 1] + code[place + 1 :]
            assert credit_code_problem(swapped) == "check"


@pytest.mark.parametrize(
    "typed",
    [
        "91350100m000100y43",
        " 9135 0100 M000 100Y 43 ",
        "９１３５０１００Ｍ０００１００Ｙ４３",
        "913501-00M000100Y43",
    ],
)
def test_codes_are_read_however_they_are_typed(typed):
    assert normalise_credit_code(typed) == "91350100M000100Y43"


def test_no_check_character_without_seventeen_good_ones():
    for text in ("", "9" * 16, "9" * 18, "I" * 17):
        with pytest.raises(ValueError, match="17 characters"):
            check_character(text)
