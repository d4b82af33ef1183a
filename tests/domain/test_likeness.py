"""Two names, two births: when they may be one person's, whichever of them is looked at first."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from borderreg.domain.likeness import (
    KINDS,
    OTHER,
    PRESETS,
    BirthLikeness,
    LikenessKind,
    NameLikeness,
    compare_births,
    compare_names,
    one_letter_off,
    pair_key,
    presets_of,
    spelling_variant,
)
from borderreg.domain.names import search_key

ALIKE = [
    ("Nông Thị Hoà", "Nông Thị Hòa", "same"),
    ("NÔNG THỊ  HOÀ", "Nông Thị Hòa", "same"),
    ("Lý A Sính", "Lí A Sính", "same"),
    ("Lương Thị Thuỷ", "Lương Thị Thủy", "same"),
    ("Đặng Mùi Nhậy", "Ðặng Mùi Nhậy", "same"),
    ("Đàm Thị Mùi", "Dam Thi Mui", "accents"),
    ("Vi Văn Páo", "Vi Văn Pào", "accents"),
    ("Đặng Mùi Nhậy", "Dặng Mùi Nhậy", "accents"),
    ("Triệu Mùi Phấy", "Triệu Phấy Mùi", "order"),
    ("Hoàng Văn Thắng", "Thắng Văn Hoàng", "order"),
    ("Nông Mùi", "Nông Thị Mùi", "middle"),
    ("Hoàng Bình", "Hoàng Vi Hoà Bình", "middle"),
    ("Vi Hoà Bình", "Vi Thị Hòa Bình", "middle"),
    ("Triệu Mùi Phấy", "Triệu Mùi Phẩy", "accents"),
    ("Triệu Mùi Phấy", "Triệu Mùi Phái", "letter"),
    ("Hoàng Văn Thắng", "Hoàng Văn Thăngg", "letter"),
    ("Lương Thị Nguyệt", "Lương Thị Ngyuệt", "letter"),
    ("Chu Văn Sơn", "Chu Văn Sơng", "letter"),
]
UNLIKE = [
    ("Nông Thị Mùi", "Nông Văn Páo"),
    ("Nông Thị Mùi", "Vi Thị Mùi"),
    ("Nông Mùi", "Vi Thị Mùi"),
    ("Lý A", "Lý B"),
    ("Mùi", "Thị Mùi"),
    ("Hoàng Văn Thắng", "Hoàng Văn Thế"),
]
WORDS = """Nông Nong Vi Ví Triệu Trieu Thị Thi Văn Mùi Mui Múi Hoà Hòa Hoa Lý Lí Ly Páo Pao Phấy Đặng Dang"""
SYLLABLES = st.sampled_from(WORDS.split())
NAMES = st.lists(SYLLABLES, min_size=1, max_size=5).map(" ".join)
BIRTHS = st.one_of(
    st.dates().map(lambda day: f"{day:%Y-%m-%d}" if day.year > 999 else "1990-02-12"),
    st.integers(1950, 2008).map(str),
)


@pytest.mark.parametrize(("one", "other", "how"), ALIKE)
def test_one_name_in_two_spellings_is_seen_both_ways_round(one: str, other: str, how: str) -> None:
    assert compare_names(one, other) == compare_names(other, one) == how


@pytest.mark.parametrize(("one", "other"), UNLIKE)
def test_other_names_are_other_people(one: str, other: str) -> None:
    assert compare_names(one, other) is compare_names(other, one) is None


@given(NAMES, NAMES)
def test_likeness_of_names_is_symmetric(one: str, other: str) -> None:
    assert compare_names(one, other) == compare_names(other, one)


@given(NAMES, NAMES)
def test_no_two_names_of_one_search_key_are_missed(one: str, other: str) -> None:
    if search_key(one) == search_key(other):
        assert compare_names(one, other) in (NameLikeness.SAME, NameLikeness.ACCENTS)


@given(NAMES)
def test_a_name_is_like_itself_however_it_is_written(name: str) -> None:
    assert compare_names(name, f"  {name.upper()} ") is NameLikeness.SAME


@given(BIRTHS, BIRTHS)
def test_likeness_of_births_is_symmetric(one: str, other: str) -> None:
    assert compare_births(one, other) == compare_births(other, one)


@pytest.mark.parametrize(
    ("one", "other", "how"),
    [
        ("1990-02-12", "1990-02-12", BirthLikeness.DAY),
        ("1990", "1990", BirthLikeness.YEAR),
        ("1990", "1990-02-12", BirthLikeness.YEAR),
        ("1990-02-12", "1990-12-02", BirthLikeness.SWAPPED),
        ("1990-02-12", "1990-02-13", None),
        ("1990-02-12", "1991-02-12", None),
        ("1990", "1991-02-12", None),
    ],
    ids=str,
)
def test_births_agree_by_day_by_year_or_swapped(one: str, other: str, how: BirthLikeness | None) -> None:
    assert compare_births(one, other) is how


@given(st.text("nongthimuy", max_size=12), st.text("nongthimuy", max_size=12))
def test_one_letter_off_is_symmetric_and_one_change_away(one: str, other: str) -> None:
    assert one_letter_off(one, other) == one_letter_off(other, one)


@given(st.text("abcd", min_size=1, max_size=9), st.integers(0, 8), st.sampled_from("abcd"))
def test_any_single_change_is_found(text: str, place: int, letter: str) -> None:
    place %= len(text)
    lost = text[:place] + text[place + 1 :]
    assert one_letter_off(text, lost)
    assert one_letter_off(text, lost[:place] + letter + lost[place:])
    assert one_letter_off(text, text[:place] + text[place : place + 2][::-1] + text[place + 2 :])


def test_far_words_are_not_one_letter_off() -> None:
    assert not one_letter_off("nongthimui", "nongvanpao")
    assert not one_letter_off("abc", "acbd")
    assert not one_letter_off("", "ab")


def test_where_only_the_year_agrees_the_name_must() -> None:
    assert spelling_variant(NameLikeness.SAME, BirthLikeness.DAY) is None
    assert spelling_variant(NameLikeness.MIDDLE, BirthLikeness.DAY) == "middle"
    assert spelling_variant(NameLikeness.ACCENTS, BirthLikeness.YEAR) == "year"
    assert spelling_variant(NameLikeness.SAME, BirthLikeness.SWAPPED) == "swapped"
    assert spelling_variant(NameLikeness.LETTER, BirthLikeness.YEAR) is None


@given(st.text(), st.text(), st.text(), st.text())
def test_a_pair_has_one_key_from_both_sides(one: str, other: str, fact: str, another: str) -> None:
    kind = LikenessKind.NAME
    assert pair_key(kind, one, other, fact, another) == pair_key(kind, other, one, another, fact)


def test_other_facts_make_another_key() -> None:
    first = pair_key(LikenessKind.NAME, "a", "b", "Nông Thị Mùi 1990-02-12", "Nông Thị Mùi 1990-02-12")
    corrected = pair_key(LikenessKind.NAME, "a", "b", "Nông Thị Mùi 1991-02-12", "Nông Thị Mùi 1990-02-12")
    assert first != corrected


def test_every_kind_offers_reasons_and_the_open_one_comes_last() -> None:
    assert {code for info in KINDS.values() for code in info.presets} | {OTHER} == set(PRESETS)
    assert presets_of([]) == (OTHER,)
    assert presets_of([LikenessKind.PHONE])[-1] == OTHER
    assert {kind for kind, info in KINDS.items() if info.must_decide} == {
        LikenessKind.NUMBER,
        LikenessKind.NAME,
    }
