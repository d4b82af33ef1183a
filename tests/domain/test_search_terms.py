"""What is typed into the search box is taken for what it looks like."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from borderreg.domain.entry_codes import format_entry_code
from borderreg.domain.search_terms import read_search

CASES = [
    ("n", "too_short"),
    ("ly", "too_short"),
    ("  ly  ", "too_short"),
    ("vi p", "name"),
    ("Nông Thị Mùi", "name"),
    ("nong 1983", "name"),
    ("an 1983", "name"),
    ("mui 12/05/1983", "name"),
    ("H'Mông A", "name"),
    ("0002", "last4"),
    ("020182000002", "personal_id"),
    ("020 182 000 002", "personal_id"),
    ("0912300002", "number"),
    ("0912.300.002", "number"),
    ("+84 912 300 002", "number"),
    ("C1234567", "number"),
    ("c 1234567", "number"),
    ("LS-26/310007", "number"),
    ("05/DS-CAX", "list"),
    ("5/2026", "list"),
    ("số 5/26", "list"),
    ("Số 05/DS-CAX", "list"),
]


@pytest.mark.parametrize(("text", "kind"), CASES)
def test_a_text_is_taken_for_what_it_looks_like(text: str, kind: str) -> None:
    assert read_search(text).kind == kind


def test_a_name_is_split_into_keys_and_narrowed_by_digits() -> None:
    wanted = read_search("Lý A Sính 1983")
    assert (wanted.words, wanted.typed, wanted.last4) == (("li", "a", "sinh"), ("ly", "a", "sinh"), ("1983",))
    assert read_search("mùi 5/2/1983").births == ("1983-02-05",)


def test_a_list_has_number_year_or_symbol() -> None:
    assert (read_search("05/2026").list_number, read_search("05/2026").list_year) == (5, 2026)
    assert read_search("5/26").list_year == 2026
    assert read_search("5/ds-cax").list_symbol == "DS-CAX"


def test_an_entry_code_is_read_as_the_gate_reads_it() -> None:
    for cti in (bytes(range(8)), bytes.fromhex("f9b3af7b64ebf1ec")):  # the second code is all letters
        assert read_search(format_entry_code(cti).lower()).cti == cti


def test_a_phone_may_be_the_number_of_a_paper() -> None:
    wanted = read_search("0912300002")
    assert (wanted.phone, wanted.paper) == ("+84912300002", "0912300002")


@given(st.text(max_size=40))
def test_anything_typed_is_read(text: str) -> None:
    wanted = read_search(text)
    assert len(wanted.words) == len(wanted.typed)
