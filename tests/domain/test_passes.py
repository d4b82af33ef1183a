"""Codes as plain facts: entry codes, digits, days in Vietnam, half-years, names that fit."""

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from borderreg.domain.keys import Key, KeyList, KeyStatus, KeyUse, kid_of
from borderreg.domain.passes import (
    EntryPayload,
    HalfYear,
    Person,
    fit_name,
    format_entry_code,
    half_year_of,
    is_plain_text,
    parse_entry_code,
    read_prefix,
    to_cose,
    to_digits,
)
from borderreg.domain.reasons import Reason

VECTORS = Path(__file__).parents[1] / "vectors"
CTI = bytes.fromhex("7c1f00ffa0b4d2e3")
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


@given(st.binary(min_size=8, max_size=8))
def test_an_entry_code_leads_back_to_its_cti(cti):
    code = format_entry_code(cti)
    assert [len(group) for group in code.split("-")] == [4, 4, 4, 2]
    assert parse_entry_code(code) == cti


@given(st.binary(min_size=8, max_size=8), st.integers(0, 13), st.sampled_from(ALPHABET))
def test_one_wrong_character_of_an_entry_code_is_noticed(cti, position, character):
    code = format_entry_code(cti).replace("-", "")
    changed = code[:position] + character + code[position + 1 :]
    assert (parse_entry_code(changed) == cti) == (changed == code)
    if changed != code:
        assert parse_entry_code(changed) is None


def test_entry_codes_are_read_as_people_type_them():
    code = format_entry_code(bytes.fromhex("0001000100010021"))
    assert "0" in code
    assert "1" in code
    for typed in (
        code.lower(),
        code.replace("-", " "),
        code.replace("-", ""),
        f"  {code}\r\n",
        code.replace("0", "o"),
        code.replace("0", "O"),
        code.replace("1", "l"),
        code.replace("1", "I"),
        code.replace("-", "–"),
    ):
        assert parse_entry_code(typed) == bytes.fromhex("0001000100010021")


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "7K3M",
        "U" * 14,
        "7K3M-9QXP-2D5H",
        "Đ" * 14,
        "٧" * 14,
        "０" * 14,
        "Z" * 14,
        "0" * 1_000_000,
        "ı" * 14,
    ],
)
def test_what_is_no_entry_code_is_none(typed):
    assert parse_entry_code(typed) is None


def test_entry_codes_on_file_stay_what_they_are():
    for line in json.loads((VECTORS / "entry_codes.json").read_text(encoding="utf-8"))["codes"]:
        assert format_entry_code(bytes.fromhex(line["cti"])) == line["entry_code"]
        for typed in line["typed"]:
            assert parse_entry_code(typed) == bytes.fromhex(line["cti"])
    for typed in json.loads((VECTORS / "entry_codes.json").read_text(encoding="utf-8"))["refused"]:
        assert parse_entry_code(typed) is None


@given(st.binary(min_size=1, max_size=213))
def test_digits_keep_every_byte_even_leading_zeros(cose):
    digits = to_digits(cose, kind="entry")
    assert digits.isascii()
    assert digits.isdigit()
    assert len(digits) <= 520
    assert to_cose(digits) == cose


def test_more_than_a_code_can_hold_is_refused():
    with pytest.raises(ValueError, match="too long"):
        to_digits(b"\xff" * 214, kind="entry")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("84201" + "9" * 515, None),
        ("84201" + "9" * 516, Reason.TOO_LONG),
        ("9" * 1_000_000, Reason.TOO_LONG),
        ("", Reason.NOT_OURS),
        ("84201", Reason.MALFORMED),
        ("842019", None),
        ("842", Reason.NOT_OURS),
        ("020190001234", Reason.NOT_OURS),
        ("https://lsn.example/84201", Reason.NOT_OURS),
        ("020190001234|080123456|Nông Thị Mùi|12021990|Nữ||05032021", Reason.NOT_OURS),
        ("84201" + "٩" * 20, Reason.MALFORMED),
        ("８４２０１" + "9" * 20, Reason.NOT_OURS),
        ("85201" + "9" * 20, Reason.NOT_OURS),
        ("84101" + "9" * 20, Reason.WRONG_KIND),
        ("84301" + "9" * 20, Reason.WRONG_KIND),
        ("84202" + "9" * 20, Reason.UNSUPPORTED_VERSION),
        ("84200" + "9" * 20, Reason.UNSUPPORTED_VERSION),
        (" \t]Q184201" + "9" * 20 + "\r\n", None),
        ("]Q1]Q184201" + "9" * 20, Reason.NOT_OURS),
        ("]Q384201" + "9" * 20, Reason.NOT_OURS),
        ("84201" + "9" * 20 + "\u00a0", Reason.MALFORMED),
        ("84201" + "9" * 20 + "\n9", Reason.MALFORMED),
    ],
)
def test_the_prefix_says_whether_the_digits_are_worth_decoding(text, reason):
    assert read_prefix(text)[2] is reason


def test_a_head_code_is_of_another_kind_until_it_is_expected():
    head = "84301" + "9" * 20
    assert read_prefix(head) == (head, "head", Reason.WRONG_KIND)
    assert read_prefix(head, expect="head") == (head, "head", None)


def test_a_date_means_the_whole_day_in_vietnam():
    payload = EntryPayload.for_days(
        cti=CTI,
        valid_from=date(2026, 11, 22),
        valid_to=date(2027, 2, 28),
        list_no="05/2026",
        row=3,
        gates=3,
        seal_no=1,
        sealed=b"x",
    )
    assert datetime.fromtimestamp(payload.nbf, UTC) == datetime(2026, 11, 21, 17, tzinfo=UTC)
    assert datetime.fromtimestamp(payload.exp, UTC) == datetime(2027, 2, 28, 17, tzinfo=UTC)
    assert (payload.valid_from, payload.valid_to) == (date(2026, 11, 22), date(2027, 2, 28))


@pytest.mark.parametrize(
    ("at", "slug"),
    [
        (datetime(2026, 6, 30, 16, 59, 59, tzinfo=UTC), "2026-H1"),
        (datetime(2026, 6, 30, 17, tzinfo=UTC), "2026-H2"),
        (datetime(2026, 12, 31, 16, 59, 59, tzinfo=UTC), "2026-H2"),
        (datetime(2026, 12, 31, 17, tzinfo=UTC), "2027-H1"),
    ],
)
def test_half_years_change_at_midnight_in_vietnam(at, slug):
    assert half_year_of(at).slug == slug


def test_a_key_verifies_for_a_year_after_its_half_year():
    half = HalfYear(2026, 2)
    assert half.following == HalfYear(2027, 1)
    assert half.ends == half.following.starts == datetime(2026, 12, 31, 17, tzinfo=UTC)
    assert half.not_after == datetime(2027, 12, 31, 17, tzinfo=UTC)
    assert HalfYear(2027, 1).not_after == datetime(2028, 6, 30, 17, tzinfo=UTC)


def test_two_keys_may_share_an_id():
    half = HalfYear(2026, 2)
    keys = [
        Key(
            b"\1\2\3\4",
            -19,
            bytes([n]) * 32,
            "06184",
            half.starts,
            half.not_after,
            KeyStatus.ACTIVE,
            KeyUse.ENTRY,
        )
        for n in (1, 2)
    ]
    listed = KeyList(7, tuple(keys))
    assert listed.find(b"\1\2\3\4") == tuple(keys)
    assert listed.find(b"\0\0\0\0") == ()
    assert len(kid_of(keys[0].public)) == 4


@pytest.mark.parametrize(
    "facts",
    [
        ("", "1990", "F", "1234"),
        ("No\u0302ng Thi\u0323 Mu\u0300i", "1990", "F", "1234"),
        ("Nông\u202eThị", "1990", "F", "1234"),
        ("Nông\x00", "1990", "F", "1234"),
        ("Ă" * 31, "1990", "F", "1234"),
        ("Vi Văn Páo", "12/02/1990", "M", "1234"),
        ("Vi Văn Páo", "1990", "nam", "1234"),
        ("Vi Văn Páo", "1990", "M", "12345"),
        ("Vi Văn Páo", "1990", "M", "١٢٣٤"),
    ],
)
def test_a_person_who_cannot_be_written_into_a_code_is_refused(facts):
    with pytest.raises(ValueError, match=r"name|birth|four digits"):
        Person(*facts)


def test_names_are_composed_and_cut_at_a_syllable():
    assert fit_name("  Tri\u00ea\u0323u  Mu\u0300i Phấy ") == "Triệu Mùi Phấy"
    long = fit_name("Hoàng Nguyễn Thị Thuỳ Dương Phương Tường Vỹ Quỳnh Như Ánh Tuyết")
    assert long.endswith("…")
    assert len(long.encode()) <= 60
    assert is_plain_text(long)


@given(st.text(min_size=1, max_size=90))
def test_a_fitted_name_always_fits(name):
    assert len(fit_name(name).encode()) <= 60


@given(st.integers(1_577_836_800, 4_102_444_800))
def test_half_years_follow_without_a_gap(seconds):
    at = datetime.fromtimestamp(seconds, UTC)
    half = half_year_of(at)
    assert half.starts <= at < half.ends
    assert half_year_of(half.ends - timedelta(seconds=1)) == half
    assert half_year_of(half.ends) == half.following
