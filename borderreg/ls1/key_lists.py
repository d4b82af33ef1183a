"""The signed key list: what every verifier starts from; anyone may read it, only the root can write it.

A JSON document; the signature covers the RFC 8785 form of all but `signature`, after a line of context.
"""

import base64
import binascii
import re
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

import rfc8785
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from borderreg.crypto import Signer
from borderreg.domain.errors import BadInput
from borderreg.domain.keys import KID_BYTES, Key, KeyList, KeyStatus, KeyUse

FORMAT = "borderreg/keys/1"
CONTEXT = b"borderreg/keys/1\n"
MAX_SERIAL = 2**53 - 1
_TIME = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z", re.ASCII)


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
        "issued_at": _write_time(issued_at),
        "keys": [_write_key(key) for key in ordered],
    }
    document["signature"] = _write_bytes(root_signer.sign(_signed_form(document)))
    return document


def read_key_list(document: Any, *, root_public: bytes, at_least_serial: int = 0) -> KeyList:
    """Return the keys that the root vouches for; KeyListRefused otherwise, and for a lower serial."""
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise KeyListRefused("Đây không phải danh mục khoá.")
    try:
        signed = _signed_form(document)
        signature = _read_bytes(document["signature"])
        Ed25519PublicKey.from_public_bytes(root_public).verify(signature, signed)
    except InvalidSignature as error:
        raise KeyListRefused(
            "Danh mục khoá không do khoá gốc này ký: giữ danh mục cũ và báo quản trị.",
            code="key_list_signature",
        ) from error
    except (KeyError, TypeError, ValueError, rfc8785.CanonicalizationError) as error:
        raise KeyListRefused("Danh mục khoá bị hỏng: tải lại.") from error
    serial = document.get("serial")
    if type(serial) is not int or not 1 <= serial <= MAX_SERIAL:
        raise KeyListRefused("Danh mục khoá bị hỏng: tải lại.")
    if serial < at_least_serial:
        raise KeyListRefused("Danh mục khoá cũ hơn danh mục đang dùng.", code="key_list_serial")
    try:
        return KeyList(serial, tuple(_read_key(record) for record in document["keys"]))
    except (KeyError, TypeError, ValueError) as error:
        raise KeyListRefused("Danh mục khoá có dòng không hiểu được: cập nhật phần mềm.") from error


def _signed_form(document: dict[str, Any]) -> bytes:
    canonical: bytes = rfc8785.dumps({name: value for name, value in document.items() if name != "signature"})
    return CONTEXT + canonical


def _write_key(key: Key) -> dict[str, Any]:
    return {
        "kid": key.kid.hex(),
        "alg": key.alg,
        "public": _write_bytes(key.public),
        "commune": key.commune,
        "not_before": _write_time(key.not_before),
        "not_after": _write_time(key.not_after),
        "status": str(key.status),
        "use": str(key.use),
    }


def _read_key(record: dict[str, Any]) -> Key:
    key = Key(
        kid=bytes.fromhex(record["kid"]),
        alg=record["alg"],
        public=_read_bytes(record["public"]),
        commune=record["commune"],
        not_before=_read_time(record["not_before"]),
        not_after=_read_time(record["not_after"]),
        status=KeyStatus(record["status"]),
        use=KeyUse(record["use"]),
    )
    if len(key.kid) != KID_BYTES or len(key.public) != 32 or type(key.alg) is not int:
        raise ValueError("key record")
    return key


def _write_bytes(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _read_bytes(text: str) -> bytes:
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except binascii.Error as error:
        raise ValueError("base64url") from error


def _write_time(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _read_time(text: str) -> datetime:
    if not _TIME.fullmatch(text):
        raise ValueError("time")
    return datetime.fromisoformat(text)
