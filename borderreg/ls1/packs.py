"""The signed pack of a gate device: a JSON document under a key that the key list names for packs."""

from typing import Any

import rfc8785
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from borderreg.crypto import Signer
from borderreg.domain.errors import BadInput
from borderreg.domain.keys import Key, KeyList, KeyStatus, KeyUse
from borderreg.ls1.wire import read_bytes, read_time, signed_form, write_bytes

FORMAT = "borderreg/pack/1"
CONTEXT = b"borderreg/pack/1\n"
UNSIGNED = ("signature",)


class PackRefused(BadInput):
    """A pack that no pack key signed (`pack_signature`), an older one (`pack_serial`), or none at all."""

    code = "pack_malformed"


def sign_pack(facts: dict[str, Any], *, key: Key, signer: Signer) -> dict[str, Any]:
    """Return the document of a pack: the facts, its format, who signed, the signature."""
    if key.use is not KeyUse.PACK or key.public != signer.public:
        raise ValueError("only a pack key signs packs")
    document = {**facts, "format": FORMAT, "kid": key.kid.hex()}
    document["signature"] = write_bytes(signer.sign(signed_form(CONTEXT, document, without=UNSIGNED)))
    return document


def check_pack(document: Any, *, keys: KeyList, at_least_serial: int = 0) -> None:
    """Raise PackRefused unless a valid pack key of the list signed exactly this and it is no older one."""
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise PackRefused("Đây không phải gói dữ liệu cửa khẩu.")
    try:
        signed = signed_form(CONTEXT, document, without=UNSIGNED)
        signature = read_bytes(document["signature"])
        issued_at = read_time(document["issued_at"])
        signers = keys.find(bytes.fromhex(document["kid"]))
        serial = document["serial"]
    except (KeyError, TypeError, ValueError, rfc8785.CanonicalizationError) as error:
        raise PackRefused("Gói dữ liệu cửa khẩu bị hỏng.") from error
    good = (
        key
        for key in signers
        if key.use is KeyUse.PACK
        and key.status is not KeyStatus.REVOKED
        and key.not_before <= issued_at < key.not_after
    )
    if not any(_verifies(key.public, signature, signed) for key in good):
        raise PackRefused("Gói dữ liệu không do khoá gói ký.", code="pack_signature")
    if type(serial) is not int or serial < at_least_serial:
        raise PackRefused("Gói dữ liệu cũ hơn gói đang dùng.", code="pack_serial")


def _verifies(public: bytes, signature: bytes, signed: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, signed)
    except InvalidSignature:
        return False
    return True
