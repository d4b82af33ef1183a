"""The signed key list: what every verifier starts from; anyone may read it, only the root can write it.

A JSON document; the signature covers the RFC 8785 form of all but `signature` and `revocations`, after a line
of context. The serial of a list is the signed one plus the number of its revocations.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import rfc8785
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from borderreg.crypto import Signer
from borderreg.domain.errors import BadInput
from borderreg.domain.keys import KID_BYTES, Key, KeyList, KeyStatus, KeyUse
from borderreg.ls1.revocations import apply_revocations, sign_revocation
from borderreg.ls1.wire import read_bytes, read_time, signed_form, write_bytes, write_time

FORMAT = "borderreg/keys/1"
CONTEXT = b"borderreg/keys/1\n"
MAX_SERIAL = 2**53 - 1
UNSIGNED = ("signature", "revocations")  # revocations carry signatures of their own


class KeyListRefused(BadInput):
    """A key list not from the root (`key_list_signature`), older (`key_list_serial`) or no such document."""

    code = "key_list_malformed"


def sign_key_list(
    keys: Iterable[Key], *, serial: int, root_signer: Signer, issued_at: datetime
) -> dict[str, Any]:
    """Return the JSON document of a key list; its keys are in a fixed order."""
    ordered = sorted(keys, key=lambda key: (key.commune, key.use, key.not_before, key.kid))
    document: dict[str, Any] = {
        "format": FORMAT,
        "serial": serial,
        "issued_at": write_time(issued_at),
        "keys": [_write_key(key) for key in ordered],
    }
    document["signature"] = write_bytes(root_signer.sign(signed_form(CONTEXT, document, without=UNSIGNED)))
    return document


def read_key_list(document: Any, *, root_public: bytes, at_least_serial: int = 0) -> KeyList:
    """Return the keys that the root vouches for; KeyListRefused otherwise, and for a lower serial."""
    _check_signature(document, root_public)
    serial = document.get("serial")
    if type(serial) is not int or not 1 <= serial <= MAX_SERIAL:
        raise KeyListRefused("Danh mục khoá bị hỏng: tải lại.")
    try:
        statements = document.get("revocations", [])
        keys = apply_revocations(
            [_read_key(record) for record in document["keys"]], statements, serial=serial
        )
    except (KeyError, TypeError, ValueError, rfc8785.CanonicalizationError) as error:
        raise KeyListRefused("Danh mục khoá có dòng không hiểu được: cập nhật phần mềm.") from error
    read = KeyList(serial + len(statements), keys)
    if read.serial < at_least_serial:
        raise KeyListRefused("Danh mục khoá cũ hơn danh mục đang dùng.", code="key_list_serial")
    return read


def add_revocation(
    document: dict[str, Any], *, key: Key, by: Key, signer: Signer, at: datetime
) -> dict[str, Any]:
    """Return a key list's document with one more key revoked, signed by a revocation key, not the root."""
    statements = document.get("revocations", [])
    serial = document["serial"] + len(statements) + 1
    statement = sign_revocation(key=key, serial=serial, by=by, signer=signer, at=at)
    return {**document, "revocations": [*statements, statement]}


def _check_signature(document: Any, root_public: bytes) -> None:
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise KeyListRefused("Đây không phải danh mục khoá.")
    try:
        signed = signed_form(CONTEXT, document, without=UNSIGNED)
        signature = read_bytes(document["signature"])
        Ed25519PublicKey.from_public_bytes(root_public).verify(signature, signed)
    except InvalidSignature as error:
        raise KeyListRefused(
            "Danh mục khoá không do khoá gốc này ký: giữ danh mục cũ và báo quản trị.",
            code="key_list_signature",
        ) from error
    except (KeyError, TypeError, ValueError, rfc8785.CanonicalizationError) as error:
        raise KeyListRefused("Danh mục khoá bị hỏng: tải lại.") from error


def _write_key(key: Key) -> dict[str, Any]:
    return {
        "kid": key.kid.hex(),
        "alg": key.alg,
        "public": write_bytes(key.public),
        "commune": key.commune,
        "not_before": write_time(key.not_before),
        "not_after": write_time(key.not_after),
        "status": str(key.status),
        "use": str(key.use),
    }


def _read_key(record: dict[str, Any]) -> Key:
    key = Key(
        kid=bytes.fromhex(record["kid"]),
        alg=record["alg"],
        public=read_bytes(record["public"]),
        commune=record["commune"],
        not_before=read_time(record["not_before"]),
        not_after=read_time(record["not_after"]),
        status=KeyStatus(record["status"]),
        use=KeyUse(record["use"]),
    )
    if len(key.kid) != KID_BYTES or len(key.public) != 32 or type(key.alg) is not int:
        raise ValueError("key record")
    return key
