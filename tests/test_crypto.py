"""Private keys and stored secrets: what is written opens only with its key, in its place, from safe files."""

import os
import stat

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from borderreg import crypto
from borderreg.crypto import BlindIndex, CannotDecrypt, FieldCipher, KeyCipher, KeyFileError, KeyRing

PLACE = "workers.personal_id:0197a000-0000-7000-8000-000000000001"
OTHER_PLACE = "workers.personal_id:0197a000-0000-7000-8000-000000000002"


@pytest.fixture
def fields():
    return FieldCipher(KeyRing({1: bytes(32)}))


def test_a_field_opens_in_its_own_row_and_nowhere_else(fields):
    stored = fields.encrypt("020190001234", bound_to=PLACE)
    assert b"020190001234" not in stored
    assert fields.decrypt(stored, bound_to=PLACE) == "020190001234"
    with pytest.raises(CannotDecrypt):
        fields.decrypt(stored, bound_to=OTHER_PLACE)


def test_the_same_number_is_stored_differently_each_time(fields):
    assert fields.encrypt("020190001234", bound_to=PLACE) != fields.encrypt("020190001234", bound_to=PLACE)


@pytest.mark.parametrize(
    "damage", [lambda s: b"", lambda s: s[:-1], lambda s: s[:5], lambda s: b"\x09" + s[1:]]
)
def test_damaged_fields_are_told_apart_from_data(fields, damage):
    stored = fields.encrypt("C1234567", bound_to=PLACE)
    with pytest.raises(CannotDecrypt):
        fields.decrypt(damage(stored), bound_to=PLACE)


def test_every_changed_byte_of_a_field_is_noticed(fields):
    stored = fields.encrypt("C1234567", bound_to=PLACE)
    for position in range(len(stored)):
        changed = bytearray(stored)
        changed[position] ^= 1
        with pytest.raises(CannotDecrypt):
            fields.decrypt(bytes(changed), bound_to=PLACE)


def test_after_a_new_key_old_fields_stay_readable(fields):
    old = fields.encrypt("C1234567", bound_to=PLACE)
    newer = FieldCipher(KeyRing({1: bytes(32), 2: b"\1" * 32}))
    assert newer.decrypt(old, bound_to=PLACE) == "C1234567"
    assert not newer.is_current(old)
    assert newer.is_current(newer.encrypt("C1234567", bound_to=PLACE))


def test_a_field_cipher_does_not_open_keys_even_with_the_same_bytes(fields):
    wrapped = KeyCipher(KeyRing({1: bytes(32)})).wrap(b"secret", bound_to=PLACE)
    with pytest.raises(CannotDecrypt):
        fields.unwrap(wrapped, bound_to=PLACE)


def test_a_signing_key_is_kept_wrapped_and_signs_when_opened():
    cipher = KeyCipher(KeyRing({1: bytes(32)}))
    public, wrapped = cipher.new_signing_key(bound_to="signing_keys:1")
    signer = cipher.signer(wrapped, bound_to="signing_keys:1")
    assert signer.public == public
    Ed25519PublicKey.from_public_bytes(public).verify(signer.sign(b"05/2026"), b"05/2026")
    with pytest.raises(CannotDecrypt):
        cipher.signer(wrapped, bound_to="signing_keys:2")


def test_a_signer_shows_its_public_half_only():
    signer = crypto.Ed25519Signer(bytes(range(32)))
    assert bytes(range(32)).hex() not in repr(signer)
    assert not hasattr(signer, "__dict__")
    assert [name for name in dir(signer) if not name.startswith("_")] == ["public", "sign"]


def test_a_number_is_found_by_its_hash_which_differs_by_purpose_and_instance():
    index = BlindIndex(bytes(32))
    found = index.hash("personal_id", "020190001234")
    assert found == index.hash("personal_id", "020190001234")
    assert found != index.hash("document_number", "020190001234")
    assert found != BlindIndex(b"\1" * 32).hash("personal_id", "020190001234")
    assert index.short_hash("personal_id", "020190001234") == found[:8]


def test_only_keys_made_for_packs_leave_the_server():
    index = BlindIndex(bytes(32))
    assert crypto.derive_key(bytes(32), "borderreg/index/1/pack/document") == index.device_key(
        "pack/document"
    )
    with pytest.raises(ValueError, match="packs"):
        index.device_key("personal_id")


def test_parts_of_a_keyed_hash_cannot_slide():
    assert crypto.keyed_hash(b"k", b"ab", b"c") != crypto.keyed_hash(b"k", b"a", b"bc")


def test_sealing_is_aes_256_ctr_and_its_own_inverse():
    seal_key, cti = bytes(range(32)), bytes(8)
    sealed = crypto.apply_seal(b"N\xc3\xb4ng", cti=cti, seal_key=seal_key)
    assert crypto.apply_seal(sealed, cti=cti, seal_key=seal_key) == b"N\xc3\xb4ng"
    assert (
        crypto.apply_seal(bytes(16), cti=cti, seal_key=seal_key).hex() == "f29000b62a499fd0a9f39a6add2e7780"
    )


def test_making_key_files_twice_changes_nothing(tmp_path):
    folder = tmp_path / "keys"
    made = ("root", "kek", "field", "index", "session", "protection")
    assert crypto.create_key_files(folder) == made
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert crypto.create_key_files(folder) == ()
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_an_instance_from_before_the_compartment_works_and_gets_its_key_later(tmp_path):
    folder = tmp_path / "keys"
    crypto.create_key_files(folder)
    (folder / "protection.key").unlink()
    assert crypto.load_instance_keys(folder).protection is None
    assert crypto.create_key_files(folder) == ("protection",)
    assert crypto.load_instance_keys(folder).protection is not None


@pytest.mark.skipif(os.name != "posix", reason="file modes are POSIX")
def test_key_files_are_for_their_owner_only(tmp_path):
    folder = tmp_path / "keys"
    crypto.create_key_files(folder)
    assert all(stat.S_IMODE(path.stat().st_mode) == 0o600 for path in folder.iterdir())
    assert crypto.insecure_key_files(folder) == ()
    (folder / "kek.key").chmod(0o640)
    assert crypto.insecure_key_files(folder) == (folder / "kek.key",)
    with pytest.raises(KeyFileError, match="chmod 600"):
        crypto.load_instance_keys(folder)


def test_the_root_key_can_live_elsewhere(tmp_path):
    folder = tmp_path / "keys"
    crypto.create_key_files(folder)
    public = crypto.load_root_signer(folder).public
    (folder / "root.key").unlink()
    assert crypto.create_key_files(folder) == ()
    assert crypto.load_instance_keys(folder).root_public == public
    with pytest.raises(KeyFileError) as caught:
        crypto.load_root_signer(folder)
    assert caught.value.code == "root_absent"


def test_a_new_field_key_reads_what_the_old_one_wrote(tmp_path):
    folder = tmp_path / "keys"
    crypto.create_key_files(folder)
    stored = crypto.load_instance_keys(folder).fields.encrypt("C1234567", bound_to=PLACE)
    assert crypto.add_key(folder, name="field") == 2
    fields = crypto.load_instance_keys(folder).fields
    assert fields.decrypt(stored, bound_to=PLACE) == "C1234567"
    assert not fields.is_current(stored)
    with pytest.raises(ValueError, match="index"):
        crypto.add_key(folder, name="index")


@pytest.mark.parametrize("content", ["", "1 short\n", "x y\n", "1\n", "0 " + "A" * 43 + "=\n", "1 !!!!\n"])
def test_damaged_key_files_are_named(tmp_path, content):
    folder = tmp_path / "keys"
    crypto.create_key_files(folder)
    (folder / "field.key").write_text(content)
    with pytest.raises(KeyFileError, match=r"field\.key"):
        crypto.load_instance_keys(folder)


def test_a_missing_key_file_says_how_to_make_it(tmp_path):
    with pytest.raises(KeyFileError, match="borderreg init"):
        crypto.load_instance_keys(tmp_path)


def test_tokens_are_long_and_stored_as_hashes():
    token = crypto.new_token()
    assert len(token) >= 43
    assert len(crypto.token_hash(token)) == 32
    assert crypto.same(crypto.token_hash(token), crypto.token_hash(token))
    assert len(crypto.new_cti()) == 8
    assert len(crypto.new_key()) == 32
