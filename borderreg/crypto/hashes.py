"""Keyed hashes, tokens and random values."""

import hashlib
import hmac
import secrets

KEY_BYTES = 32
SHORT_HASH_BYTES = 8


class BlindIndex:
    """Find a number without storing it: HMAC-SHA-256 under a key of its own for each purpose."""

    def __init__(self, key: bytes) -> None:
        self.__key = key
        self.__derived: dict[str, bytes] = {}

    def hash(self, purpose: str, value: str) -> bytes:
        """Return the 32-byte hash by which a value is found, such as `hash("personal_id", "020…")`."""
        return hmac.digest(self._derive(purpose), value.encode(), "sha256")

    def short_hash(self, purpose: str, value: str) -> bytes:
        """Return its first 8 bytes, for packs; two values may share them."""
        return self.hash(purpose, value)[:SHORT_HASH_BYTES]

    def device_key(self, purpose: str) -> bytes:
        """Return the key with which a gate device computes `short_hash` itself; never a database purpose."""
        if not purpose.startswith("pack/"):
            raise ValueError("only keys of packs leave the server")
        return self._derive(purpose)

    def _derive(self, purpose: str) -> bytes:
        if purpose not in self.__derived:
            self.__derived[purpose] = derive_key(self.__key, f"borderreg/index/1/{purpose}")
        return self.__derived[purpose]


def derive_key(key: bytes, purpose: str) -> bytes:
    """Return a 32-byte key for one purpose that tells nothing about its parent."""
    return hmac.digest(key, purpose.encode(), "sha256")


def keyed_hash(key: bytes, *parts: bytes) -> bytes:
    """Return HMAC-SHA-256 over parts, each with its length before it, so that they cannot slide."""
    message = b"".join(len(part).to_bytes(8, "big") + part for part in parts)
    return hmac.digest(key, message, "sha256")


def same(one: bytes, other: bytes) -> bool:
    """Compare two secrets in a time that does not depend on where they differ."""
    return hmac.compare_digest(one, other)


def new_token() -> str:
    """Return a new unguessable token of 256 bits, fit for a URL."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> bytes:
    """Return what is stored of a token: its SHA-256, since tokens have full entropy."""
    return hashlib.sha256(token.encode()).digest()


def new_key() -> bytes:
    """Return 32 new random bytes."""
    return secrets.token_bytes(KEY_BYTES)


def new_cti() -> bytes:
    """Return the 8 random bytes that name one issued code; the database refuses a repetition."""
    return secrets.token_bytes(8)
