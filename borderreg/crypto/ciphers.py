"""Encryption at rest and sealing: AES-GCM bound to a place, AES-CTR under a signature."""

import secrets
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CTR

from borderreg.crypto.signing import Ed25519Signer
from borderreg.domain.errors import BorderregError

NONCE_BYTES = 12


class CannotDecrypt(BorderregError):
    """A stored value was not written with this key for this row: moved, altered, or another key."""

    code = "cannot_decrypt"


@dataclass(frozen=True, repr=False)
class KeyRing:
    """Symmetric keys of one purpose by number; the highest number writes, all of them read."""

    keys: dict[int, bytes]

    @property
    def current(self) -> int:
        """Return the number of the key that new values are written with."""
        return max(self.keys)


class BoundCipher:
    """AES-256-GCM whose result carries its key number and opens only where it was put.

    The result is one byte of key number, 12 bytes of nonce, ciphertext and a 16-byte tag; the purpose, the
    key number and the place (`bound_to`, such as `workers.phone:<id>`) are associated data.
    """

    purpose = b"borderreg/bound/1"

    def __init__(self, ring: KeyRing) -> None:
        self._ciphers = {number: AESGCM(key) for number, key in ring.keys.items()}
        self._current = ring.current

    def wrap(self, plain: bytes, *, bound_to: str) -> bytes:
        """Encrypt bytes for one place."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        sealed = self._ciphers[self._current].encrypt(nonce, plain, self._bind(self._current, bound_to))
        return bytes([self._current]) + nonce + sealed

    def unwrap(self, stored: bytes, *, bound_to: str) -> bytes:
        """Decrypt what `wrap` made for the same place; CannotDecrypt otherwise."""
        cipher = self._ciphers.get(stored[0]) if stored else None
        if cipher is None:
            raise CannotDecrypt("unknown key number")
        nonce, sealed = stored[1 : 1 + NONCE_BYTES], stored[1 + NONCE_BYTES :]
        try:
            return cipher.decrypt(nonce, sealed, self._bind(stored[0], bound_to))
        except (InvalidTag, ValueError) as error:
            raise CannotDecrypt("not written here, or altered") from error

    def is_current(self, stored: bytes) -> bool:
        """Say whether a stored value was written with the newest key; what is not is due for rewriting."""
        return stored[:1] == bytes([self._current])

    def _bind(self, number: int, bound_to: str) -> bytes:
        return self.purpose + bytes([0, number]) + bound_to.encode()


class FieldCipher(BoundCipher):
    """Encrypt personal numbers, document numbers and phones, each bound to its row and column."""

    purpose = b"borderreg/field/1"

    def encrypt(self, text: str, *, bound_to: str) -> bytes:
        """Encrypt a field's text for its row, such as `workers.personal_id:<id>`."""
        return self.wrap(text.encode(), bound_to=bound_to)

    def decrypt(self, stored: bytes, *, bound_to: str) -> str:
        """Return a field's text; CannotDecrypt when it was moved from another row or altered."""
        return self.unwrap(stored, bound_to=bound_to).decode()


class KeyCipher(BoundCipher):
    """Encrypt private and seal keys at rest under the key-encryption key, each bound to its record."""

    purpose = b"borderreg/key/1"

    def new_signing_key(self, *, bound_to: str) -> tuple[bytes, bytes]:
        """Make an Ed25519 key; return (public, wrapped private)."""
        private = Ed25519PrivateKey.generate()
        wrapped = self.wrap(private.private_bytes_raw(), bound_to=bound_to)
        return private.public_key().public_bytes_raw(), wrapped

    def signer(self, wrapped: bytes, *, bound_to: str) -> Ed25519Signer:
        """Open a wrapped private key as a signer."""
        return Ed25519Signer(self.unwrap(wrapped, bound_to=bound_to))


def apply_seal(data: bytes, *, cti: bytes, seal_key: bytes) -> bytes:
    """Seal or unseal the personal part: AES-256-CTR, iv = cti and 8 zero bytes; the signature protects it."""
    stream = Cipher(AES(seal_key), CTR(cti + bytes(8))).encryptor()
    return stream.update(data) + stream.finalize()
