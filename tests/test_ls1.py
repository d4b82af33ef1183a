"""Format LS1: what is signed is what is read, and nothing else that a scanner could deliver is."""

from datetime import UTC, date, datetime

import cbor2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from borderreg import ls1
from borderreg.crypto import Ed25519Signer
from borderreg.domain.half_years import HalfYear
from borderreg.domain.keys import ALG_ED25519, Key, KeyList, KeyStatus, KeyUse, kid_of
from borderreg.domain.passes import EntryPayload, HeadPayload, Person, to_cose, to_digits
from borderreg.domain.reasons import Reason, VerdictClass
from borderreg.ls1.cose import parse_message
from borderreg.ls1.payloads import load_payload

AT = datetime(2026, 11, 22, 1, tzinfo=UTC)
HALF = HalfYear(2026, 2)
SEAL_KEY = bytes(range(32))
CTI = bytes.fromhex("7c1f00ffa0b4d2e3")
SIGNER = Ed25519Signer(b"\x07" * 32)
MUI = Person("Nông Thị Mùi", "1990-02-12", "F", "1234")


def make_key(use=KeyUse.ENTRY, status=KeyStatus.ACTIVE):
    return Key(
        kid_of(SIGNER.public), ALG_ED25519, SIGNER.public, "06184", HALF.starts, HALF.not_after, status, use
    )


def make_payload(**changes):
    facts = {
        "cti": CTI,
        "valid_from": date(2026, 11, 22),
        "valid_to": date(2027, 2, 28),
        "list_no": "05/2026",
        "row": 3,
        "gates": 3,
        "seal_no": 1,
        "sealed": ls1.seal_person(MUI, cti=CTI, seal_key=SEAL_KEY),
    }
    return EntryPayload.for_days(**facts | changes)


KEYS = KeyList(1, (make_key(),))
GENUINE = ls1.sign_entry(payload=make_payload(), key=make_key(), signer=SIGNER)


def test_a_code_under_a_revoked_key_still_tells_who_comes_home():
    keys = KeyList(1, (make_key(status=KeyStatus.REVOKED),))
    reading = ls1.read_digits(GENUINE, at=datetime(2027, 6, 1, tzinfo=UTC), keys=keys)
    assert reading.reasons == (Reason.KEY_REVOKED, Reason.EXPIRED)
    assert reading.entry is not None
    assert reading.entry.cti == CTI


@given(st.text(alphabet="0123456789", max_size=530))
def test_no_string_of_digits_makes_the_verifier_raise(text):
    assert ls1.read_digits(text, at=AT, keys=KEYS).class_ is VerdictClass.UNREADABLE


@given(st.text(alphabet="0123456789", min_size=1, max_size=515))
def test_nor_do_digits_that_begin_like_a_code(tail):
    assert ls1.read_digits("84201" + tail, at=AT, keys=KEYS).payload is None


@given(st.text())
def test_nor_does_any_text(text):
    assert ls1.read_digits(text, at=AT, keys=KEYS).payload is None


@given(st.binary(max_size=200))
def test_nor_do_any_bytes_in_the_place_of_a_message(cose):
    assert ls1.read_digits(to_digits(cose, kind="entry"), at=AT, keys=KEYS).payload is None


_VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**64), 2**64)
    | st.floats()
    | st.text(max_size=9)
    | st.binary(max_size=9),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.integers(-9, 9), inner, max_size=4),
    max_leaves=8,
)


@given(_VALUES, st.lists(_VALUES, max_size=5))
@settings(max_examples=200, deadline=None)
def test_nor_does_any_cbor_in_place_of_a_message_or_payload(value, parts):
    for cose in (cbor2.dumps(value), cbor2.dumps(cbor2.CBORTag(18, parts))):
        assert parse_message(cose) is None
    assert load_payload(cbor2.dumps(value), kind="entry") is None


@given(st.data())
@settings(max_examples=200, deadline=None)
def test_whatever_is_read_encodes_again_to_the_same_bytes(data):
    cose = bytearray(to_cose(GENUINE))
    for _ in range(data.draw(st.integers(1, 3))):
        position = data.draw(st.integers(0, len(cose) - 65))
        cose[position] = data.draw(st.integers(0, 255))
    message = parse_message(bytes(cose))
    if message is not None:
        again = cbor2.CBORTag(18, [message.protected, {}, message.payload, message.signature])
        assert cbor2.dumps(again) == bytes(cose)


_NAMES = st.text(
    alphabet=st.characters(categories=("L",), max_codepoint=0x1EF9), min_size=1, max_size=15
).filter(lambda name: _is_name(name))


def _is_name(name):
    try:
        Person(name, "1990", "F", "0000")
    except ValueError:
        return False
    return True


@given(
    cti=st.binary(min_size=8, max_size=8),
    name=_NAMES,
    birth=st.dates(date(1900, 1, 1), date(2030, 1, 1)).map(str) | st.integers(1900, 2030).map(str),
    sex=st.sampled_from("MF"),
    last4=st.integers(0, 9999).map("{:04}".format),
    row=st.integers(1, 99_999),
    gates=st.integers(0, 2**31 - 1),
    days=st.tuples(
        st.dates(date(2026, 7, 1), date(2027, 12, 31)), st.dates(date(2026, 7, 1), date(2027, 12, 31))
    ),
)
def test_what_is_signed_is_what_is_read(cti, name, birth, sex, last4, row, gates, days):
    person = Person(name, birth, sex, last4)
    payload = make_payload(
        cti=cti,
        row=row,
        gates=gates,
        valid_from=min(days),
        valid_to=max(days),
        sealed=ls1.seal_person(person, cti=cti, seal_key=SEAL_KEY),
    )
    digits = ls1.sign_entry(payload=payload, key=make_key(), signer=SIGNER)
    reading = ls1.read_digits(digits, at=datetime.fromtimestamp(payload.nbf, UTC), keys=KEYS)
    assert (reading.class_, reading.payload, reading.key) == (VerdictClass.ACCEPT, payload, make_key())
    assert ls1.open_person(payload.sealed, cti=cti, seal_key=SEAL_KEY) == person


def test_signing_the_same_twice_gives_the_same_digits():
    assert ls1.sign_entry(payload=make_payload(), key=make_key(), signer=SIGNER) == GENUINE


def test_a_head_code_is_signed_and_read():
    head = HeadPayload(list_no="05/2026", entries=40, content_hash=bytes(32))
    key = make_key(use=KeyUse.LIST)
    digits = ls1.sign_head(payload=head, key=key, signer=SIGNER)
    assert digits.startswith("84301")
    reading = ls1.read_digits(digits, at=AT, keys=KeyList(1, (key,)), expect="head")
    assert (reading.class_, reading.head) == (VerdictClass.ACCEPT, head)


@pytest.mark.parametrize(
    ("changes", "key", "code"),
    [
        ({}, make_key(use=KeyUse.LIST), "key_wrong_use"),
        ({}, make_key(status=KeyStatus.REVOKED), "key_not_active"),
        ({}, make_key(status=KeyStatus.RETIRED), "key_not_active"),
        ({"valid_to": date(2026, 11, 21)}, make_key(), "bad_dates"),
        ({"valid_to": date(2028, 1, 1)}, make_key(), "exp_after_key"),
        ({"sealed": bytes(96), "list_no": "1234567890123456"}, make_key(), "too_long"),
    ],
)
def test_what_a_key_may_not_sign_is_refused_with_a_code(changes, key, code):
    with pytest.raises(ls1.CannotSign) as caught:
        ls1.sign_entry(payload=make_payload(**changes), key=key, signer=SIGNER)
    assert caught.value.code == code
    assert caught.value.message


def test_a_signer_of_another_key_is_noticed_before_it_signs():
    with pytest.raises(ls1.CannotSign):
        ls1.sign_entry(payload=make_payload(), key=make_key(), signer=Ed25519Signer(b"\x08" * 32))


def test_the_longest_name_with_a_list_number_of_15_bytes_fits_one_code():
    person = Person("Đ" * 30, "1990-02-12", "F", "1234")
    sealed = ls1.seal_person(person, cti=CTI, seal_key=SEAL_KEY)
    payload = make_payload(sealed=sealed, list_no="1234/2026-BS.12", row=9_999, gates=0xFFFF)
    assert len(ls1.sign_entry(payload=payload, key=make_key(), signer=SIGNER)) <= 520


def test_a_sealed_person_opens_with_its_key_and_code_only():
    sealed = ls1.seal_person(MUI, cti=CTI, seal_key=SEAL_KEY)
    assert "Mùi".encode() not in sealed
    for cti, seal_key in ((bytes(8), SEAL_KEY), (CTI, bytes(32))):
        with pytest.raises(ls1.SealBroken):
            ls1.open_person(sealed, cti=cti, seal_key=seal_key)


@given(st.binary(max_size=100))
def test_any_sealed_bytes_either_open_or_say_that_they_do_not(sealed):
    try:
        person = ls1.open_person(sealed, cti=CTI, seal_key=SEAL_KEY)
    except ls1.SealBroken:
        return
    assert ls1.seal_person(person, cti=CTI, seal_key=SEAL_KEY) == sealed
