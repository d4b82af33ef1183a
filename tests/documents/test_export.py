"""The certified list as a file that proves itself: unchanged it holds, any change is found and named."""

import json
from dataclasses import replace
from typing import Any

import pytest
import rfc8785
from hypothesis import given, settings
from hypothesis import strategies as st

from borderreg.crypto import Ed25519Signer
from borderreg.documents.export import build_export
from borderreg.documents.verification import verify_export
from borderreg.documents.work_list import render_list
from borderreg.domain.content import content_hash
from borderreg.domain.keys import KeyUse
from borderreg.domain.lists import ListKind
from tests.documents import certified as c

EXPORT = build_export(c.signed_list().certified)


def codes(data: bytes, **options: Any) -> list[str]:
    options.setdefault("root_fingerprint", c.ROOT_FINGERPRINT)
    result = verify_export(data, **options)
    assert result.ok == (not result.problems)
    return [problem.code for problem in result.problems]


def changed(**changes: Any) -> bytes:
    return rfc8785.dumps({**json.loads(EXPORT), **changes})


def test_an_unchanged_export_holds() -> None:
    result = verify_export(EXPORT, root_fingerprint=c.ROOT_FINGERPRINT)
    assert result.ok
    assert (result.list, result.number) == ("0199a5d0-0000-7000-8000-000000000005", "05/DS-CAX")
    assert (result.signed_by, result.entries, result.problems) == ("06184", 5, ())


def test_a_printed_list_carries_its_proof() -> None:
    signed = c.signed_list(12)
    pdf = render_list(signed.paper, slips=True, export=build_export(signed.certified))
    result = verify_export(pdf, root_fingerprint=c.ROOT_FINGERPRINT)
    assert result.ok
    assert result.entries == 12


def test_a_withdrawal_has_a_head_code_only_and_holds() -> None:
    signed = c.signed_list(2, kind=ListKind.WITHDRAWAL)
    assert codes(build_export(signed.certified)) == []


def test_a_list_cannot_be_passed_off_as_a_withdrawal_nor_the_other_way() -> None:
    assert codes(changed(kind="withdrawal", entry_digits=[])) == ["malformed"]
    withdrawal = json.loads(build_export(c.signed_list(2, kind=ListKind.WITHDRAWAL).certified))
    assert codes(rfc8785.dumps({**withdrawal, "kind": "original"})) == ["entry_digits"]


def test_the_same_list_gives_the_same_export() -> None:
    assert build_export(c.signed_list().certified) == EXPORT
    assert rfc8785.dumps(json.loads(EXPORT)) == EXPORT


@pytest.mark.parametrize("spelling", [str.upper, lambda f: ":".join(f[i : i + 2] for i in range(0, 64, 2))])
def test_a_fingerprint_may_be_spelt_as_people_spell_it(spelling) -> None:
    assert codes(EXPORT, root_fingerprint=spelling(c.ROOT_FINGERPRINT)) == []


@pytest.mark.parametrize("root", [None, "", "  "])
def test_without_a_trusted_root_nothing_is_proven(root: str | None) -> None:
    result = verify_export(EXPORT, root_fingerprint=root)
    assert not result.ok
    assert result.signed_by is None
    assert [problem.code for problem in result.problems] == ["no_trusted_root"]


def test_another_root_is_not_trusted() -> None:
    assert codes(EXPORT, root_fingerprint="0" * 64) == ["other_root"]
    other = Ed25519Signer(bytes(32))
    assert codes(changed(key_list=c.key_list(root=other))) == ["key_list"]


@pytest.mark.parametrize("fact", ["name", "birth", "personal_id", "employer", "job"])
def test_a_changed_fact_is_found(fact: str) -> None:
    entries = json.loads(EXPORT)["entries"]
    entries[2][fact] = "khác"
    assert codes(changed(entries=entries)) == ["content_hash"]
    assert codes(changed(entries=entries, content_hash=content_hash(entries).hex())) == ["content_hash"]


def test_a_removed_an_added_and_a_swapped_person_are_found() -> None:
    document = json.loads(EXPORT)
    entries, digits = document["entries"], document["entry_digits"]
    assert "entries" in codes(changed(entries=entries[:-1], entry_digits=digits[:-1]))
    assert "entry_digits" in codes(changed(entry_digits=digits[:-1]))
    added = c.facts_of(6)
    assert "entries" in codes(changed(entries=[*entries, added], entry_digits=[*digits, c.digits_of(added)]))
    swapped = [digits[1], digits[0], *digits[2:]]
    assert codes(changed(entry_digits=swapped)) == ["entry_mismatch", "entry_mismatch"]
    turned = [entries[1], entries[0], *entries[2:]]
    assert {"rows", "content_hash"} <= set(codes(changed(entries=turned)))


def test_a_code_of_another_list_or_commune_is_found() -> None:
    digits = json.loads(EXPORT)["entry_digits"]
    elsewhere = c.digits_of(c.facts_of(1), number="04/DS-CAX")
    assert codes(changed(entry_digits=[elsewhere, *digits[1:]])) == ["entry_mismatch"]
    foreign = c.digits_of(c.facts_of(1), commune=c.TAN_THANH)
    assert codes(changed(entry_digits=[foreign, *digits[1:]])) == ["other_commune"]


def test_a_head_code_of_another_number_or_commune_is_found() -> None:
    entries = json.loads(EXPORT)["entries"]
    assert "number" in codes(changed(head_digits=c.head_of(entries, number="04/DS-CAX")))
    assert "other_commune" in codes(changed(head_digits=c.head_of(entries, commune=c.TAN_THANH)))
    assert "head_code" in codes(changed(head_digits=c.digits_of(c.facts_of(1))))


def test_a_damaged_code_is_named_with_its_row() -> None:
    digits = json.loads(EXPORT)["entry_digits"]
    digits[3] = digits[3][:-1] + str((int(digits[3][-1]) + 1) % 10)
    result = verify_export(changed(entry_digits=digits), root_fingerprint=c.ROOT_FINGERPRINT)
    assert [(problem.code, problem.row) for problem in result.problems] == [("entry_code", 4)]
    assert "bad_signature" in result.problems[0].message


def test_codes_hold_after_their_period_but_not_under_a_key_revoked_since() -> None:
    newest = c.key_list(serial=8, revoked=KeyUse.ENTRY)
    assert codes(EXPORT, newest_key_list=newest) == ["entry_code"] * 5
    older = c.key_list(serial=6, revoked=KeyUse.ENTRY)
    assert codes(EXPORT, newest_key_list=older) == [], "an older list never replaces the one in the file"
    assert codes(EXPORT, newest_key_list={"format": "khác"}) == ["key_list"]


def test_a_list_certified_outside_its_keys_time_does_not_hold() -> None:
    assert "head_code" in codes(changed(certified_at="2025-12-31T00:00:00Z"))
    assert "head_code" in codes(changed(certified_at="2029-01-01T00:00:00Z"))
    assert codes(changed(certified_at="hôm qua")) == ["certified_at"]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "no_export"),
        (b"%PDF-1.4\n%%EOF", "no_export"),
        (b"PK\x03\x04", "no_export"),
        (b"{", "malformed"),
        (b"{}", "other_format"),
        (b'{"format":"borderreg/list/2"}', "other_format"),
        (b'{"a":' * 200_000, "malformed"),
        (b'{"format":"borderreg/list/1"}', "malformed"),
        (b'{"format":NaN}', "malformed"),
        (EXPORT.replace(b",", b", ", 1), "not_canonical"),
        (EXPORT.replace(b'{"certified_at"', b'{"certified_at":"x","certified_at"', 1), "not_canonical"),
        (changed(entries=[{"row": "1"}]), "malformed"),
        (changed(entries={}), "malformed"),
        (changed(head_digits=5), "malformed"),
        (changed(kind="khác"), "malformed"),
    ],
)
def test_other_files_are_refused_with_a_reason(data: bytes, code: str) -> None:
    assert codes(data) == [code]


def test_a_pdf_without_its_export_says_so() -> None:
    assert codes(render_list(c.signed_list().paper)) == ["no_export"]


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300), st.integers(0, len(EXPORT) - 1), st.integers(1, 255))
def test_no_bytes_and_no_flipped_byte_ever_hold_or_raise(noise: bytes, place: int, flip: int) -> None:
    assert not verify_export(noise, root_fingerprint=c.ROOT_FINGERPRINT).ok
    damaged = bytearray(EXPORT)
    damaged[place] ^= flip
    result = verify_export(bytes(damaged), root_fingerprint=c.ROOT_FINGERPRINT)
    if (
        result.ok
    ):  # then only what no signature covers has changed: the file's id, the signatory's words, the time
        before, after = json.loads(EXPORT), json.loads(bytes(damaged))
        signed = ("number", "commune", "kind", "entries", "content_hash", "head_digits", "entry_digits")
        assert all(before[name] == after[name] for name in signed)


@pytest.mark.parametrize("fact", ["row", "cti", "valid_from", "valid_to"])
def test_an_entry_without_what_binds_its_code_is_not_exported(fact: str) -> None:
    whole = c.signed_list().certified
    entries = [{name: value for name, value in entry.items() if name != fact} for entry in whole.entries]
    with pytest.raises(ValueError, match=fact):
        build_export(replace(whole, entries=entries))


def test_codes_and_rows_must_pair_up() -> None:
    whole = c.signed_list().certified
    with pytest.raises(ValueError, match="5 codes expected"):
        build_export(replace(whole, entry_digits=whole.entry_digits[1:]))
