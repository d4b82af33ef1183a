"""Revocations between two root-signed key lists: the on-line revocation key may revoke, and nothing else.

The root is kept off-line and a stolen key cannot wait for it: each statement names one key, is signed by a
revocation key that the root vouches for, and raises the list's serial by one.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from borderreg.crypto import Signer
from borderreg.domain.keys import Key, KeyStatus, KeyUse
from borderreg.ls1.wire import read_bytes, signed_form, write_bytes, write_time

CONTEXT = b"borderreg/revocation/1\n"


def sign_revocation(*, key: Key, serial: int, by: Key, signer: Signer, at: datetime) -> dict[str, Any]:
    """Return the statement that revokes a key; `serial` is the one that the list has with it."""
    if by.use is not KeyUse.REVOCATION or by.public != signer.public:
        raise ValueError("only a revocation key revokes")
    statement: dict[str, Any] = {
        "serial": serial,
        "kid": key.kid.hex(),
        "public": write_bytes(key.public),
        "revoked_at": write_time(at),
        "by": by.kid.hex(),
    }
    statement["signature"] = write_bytes(signer.sign(signed_form(CONTEXT, statement, without=("signature",))))
    return statement


def apply_revocations(
    keys: Sequence[Key], statements: list[dict[str, Any]], *, serial: int
) -> tuple[Key, ...]:
    """Return the keys with the statements applied; ValueError when one does not hold or is out of order."""
    if not isinstance(statements, list):
        raise ValueError("revocations")
    for number, statement in enumerate(statements, start=serial + 1):
        if statement["serial"] != number or not _holds(statement, keys):
            raise ValueError("revocation")
        named = read_bytes(statement["public"])
        keys = [replace(key, status=KeyStatus.REVOKED) if key.public == named else key for key in keys]
    return tuple(keys)


def _holds(statement: dict[str, Any], keys: Sequence[Key]) -> bool:
    signature = read_bytes(statement["signature"])
    signed = signed_form(CONTEXT, statement, without=("signature",))
    return any(
        _verifies(key.public, signature, signed)
        for key in keys
        if key.use is KeyUse.REVOCATION
        and key.status is not KeyStatus.REVOKED
        and key.kid.hex() == statement["by"]
    )


def _verifies(public: bytes, signature: bytes, signed: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, signed)
    except InvalidSignature:
        return False
    return True
