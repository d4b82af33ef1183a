"""The signed key list: only the root writes it, the revocation key may take away, nobody turns it back."""

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from borderreg import ls1
from borderreg.crypto import Ed25519Signer
from borderreg.domain.half_years import HalfYear
from borderreg.domain.keys import ALG_ED25519, Key, KeyStatus, KeyUse, kid_of

AT = datetime(2026, 11, 22, 1, tzinfo=UTC)
HALF = HalfYear(2026, 2)
ROOT = Ed25519Signer(b"\x09" * 32)
SIGNER = Ed25519Signer(b"\x07" * 32)
REVOKER = Ed25519Signer(b"\x0a" * 32)


def make_key(signer=SIGNER, use=KeyUse.ENTRY):
    public = signer.public
    return Key(
        kid_of(public), ALG_ED25519, public, "06184", HALF.starts, HALF.not_after, KeyStatus.ACTIVE, use
    )


REVOCATION = make_key(REVOKER, KeyUse.REVOCATION)


def make_document(serial=3):
    document = ls1.sign_key_list([make_key(), REVOCATION], serial=serial, root_signer=ROOT, issued_at=AT)
    return json.loads(json.dumps(document))


def read(document, at_least_serial=0):
    return ls1.read_key_list(document, root_public=ROOT.public, at_least_serial=at_least_serial)


def test_it_is_read_with_the_roots_public_key():
    found = read(make_document(), at_least_serial=3)
    assert found.serial == 3
    assert set(found.keys) == {make_key(), REVOCATION}


def test_a_lower_serial_is_refused():
    with pytest.raises(ls1.KeyListRefused) as caught:
        read(make_document(serial=2), at_least_serial=3)
    assert caught.value.code == "key_list_serial"


def test_another_root_is_refused():
    with pytest.raises(ls1.KeyListRefused) as caught:
        ls1.read_key_list(make_document(), root_public=SIGNER.public)
    assert caught.value.code == "key_list_signature"


@pytest.mark.parametrize(
    "change",
    [
        lambda d: d.update(serial=4),
        lambda d: d["keys"].clear(),
        lambda d: d["keys"][0].update(status="revoked"),
        lambda d: d["keys"][0].update(not_after="2030-01-01T00:00:00Z"),
        lambda d: d.update(extra=1),
        lambda d: d.update(issued_at="2027-01-01T00:00:00Z"),
    ],
)
def test_any_change_breaks_its_signature(change):
    document = make_document()
    change(document)
    with pytest.raises(ls1.KeyListRefused) as caught:
        read(document)
    assert caught.value.code == "key_list_signature"


@pytest.mark.parametrize(
    "document",
    [None, [], "x", {}, {"format": "borderreg/keys/1"}, {"format": "borderreg/keys/1", "signature": "!"}],
)
def test_what_is_no_key_list_is_refused(document):
    with pytest.raises(ls1.KeyListRefused):
        read(document)


def test_it_holds_public_facts_only():
    facts = {"kid", "alg", "public", "commune", "not_before", "not_after", "status", "use"}
    assert set(make_document()["keys"][0]) == facts


def revoke(document, key, *, by=REVOCATION, signer=REVOKER):
    return json.loads(json.dumps(ls1.add_revocation(document, key=key, by=by, signer=signer, at=AT)))


def test_the_revocation_key_revokes_without_the_root_and_raises_the_serial():
    found = read(revoke(make_document(), make_key()), at_least_serial=4)
    assert found.serial == 4
    assert found.find(make_key().kid)[0].status is KeyStatus.REVOKED


def test_a_list_whose_revocations_were_taken_away_is_an_older_list():
    document = revoke(make_document(), make_key())
    del document["revocations"]
    with pytest.raises(ls1.KeyListRefused) as caught:
        read(document, at_least_serial=4)
    assert caught.value.code == "key_list_serial"


def test_no_other_key_revokes():
    with pytest.raises(ValueError, match="revocation key"):
        revoke(make_document(), REVOCATION, by=make_key(), signer=SIGNER)
    pretending = replace(REVOCATION, public=SIGNER.public)
    with pytest.raises(ls1.KeyListRefused):
        read(revoke(make_document(), make_key(), by=pretending, signer=SIGNER))


def test_a_revoked_revocation_key_revokes_no_more():
    document = revoke(make_document(), REVOCATION)
    assert read(document).serial == 4
    with pytest.raises(ls1.KeyListRefused):
        read(revoke(document, make_key()))


@pytest.mark.parametrize(
    "change",
    [
        lambda s: s.update(serial=9),
        lambda s: s.update(public=s["public"][::-1]),
        lambda s: s.update(kid="00000000"),
        lambda s: s.update(revoked_at="2020-01-01T00:00:00Z"),
        lambda s: s.update(by="00000000"),
        lambda s: s.update(signature=""),
        lambda s: s.update(signature=5),
        lambda s: s.clear(),
    ],
)
def test_an_altered_revocation_is_refused(change):
    document = revoke(make_document(), make_key())
    change(document["revocations"][0])
    with pytest.raises(ls1.KeyListRefused):
        read(document)


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@given(name=st.sampled_from(("format", "serial", "keys", "signature", "revocations")), value=_JSON)
@settings(deadline=None)
def test_whatever_stands_in_it_is_refused_and_not_a_failure(name, value):
    document = make_document() | {name: value}
    if (name, value) != ("revocations", []):
        with pytest.raises(ls1.KeyListRefused):
            read(document)
