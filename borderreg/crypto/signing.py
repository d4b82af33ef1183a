"""Ed25519 signers: the narrow thing that other modules receive instead of a private key."""

from typing import Protocol

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey


class Signer(Protocol):
    """What signs a message and shows its public half; nothing else."""

    @property
    def public(self) -> bytes:
        """Return the 32 bytes of the public key."""

    def sign(self, message: bytes) -> bytes:
        """Return the 64 bytes of an Ed25519 signature."""


class Ed25519Signer:
    """Sign with one private key that cannot be read back out of this object by accident."""

    __slots__ = ("__key", "public")

    def __init__(self, private: bytes) -> None:
        self.__key = Ed25519PrivateKey.from_private_bytes(private)
        self.public = self.__key.public_key().public_bytes_raw()

    def sign(self, message: bytes) -> bytes:
        """Return the 64 bytes of an Ed25519 signature (RFC 8032, deterministic)."""
        return self.__key.sign(message)
