"""COSE_Sign1 of format LS1 (RFC 9052): one tag, two header keys, nothing optional, one encoding only."""

from typing import Any, Final, NamedTuple, NoReturn

import cbor2

from borderreg.domain.keys import ALG_ED25519, KID_BYTES
from borderreg.domain.passes import Kind

TAG_SIGN1 = 18
HEADER_ALG = 1
HEADER_KID = 4
SIGNATURE_BYTES = 64
EXTERNAL_AAD: dict[Kind, bytes] = {"entry": b"borderreg/entry/1", "head": b"borderreg/head/1"}
MAX_DEPTH = 4


class Message(NamedTuple):
    """The parts of a well-formed message; nothing of it is believed yet."""

    alg: int
    kid: bytes
    protected: bytes
    payload: bytes
    signature: bytes


def _refuse_tag(_decoder: Any) -> NoReturn:
    raise cbor2.CBORDecodeError("no tag belongs here")


# Tags that cbor2 would turn into dates, big numbers, regular expressions …: none belongs into a code,
# and computing a big float costs 40 ms.
_NO_TAGS: Final[dict[int, Any]] = dict.fromkeys(
    (0, 1, 2, 3, 4, 5, 25, 28, 29, 30, 35, 36, 37, 52, 54, 100, 256, 258, 260, 261, 1004, 43000, 55799),
    _refuse_tag,
)


def load_strictly(data: bytes) -> Any:
    """Decode CBOR or return None: no indefinite lengths, no duplicate keys, no tag with a meaning.

    What remains loose (long forms of integers, trailing bytes, key order) the caller finds by encoding again.
    """
    try:
        return cbor2.loads(
            data,
            semantic_decoders=_NO_TAGS,
            max_depth=MAX_DEPTH,
            allow_indefinite=False,
            allow_duplicate_keys=False,
        )
    except (cbor2.CBORError, ValueError, TypeError, OverflowError, RecursionError):
        return None


def protected_header(kid: bytes, alg: int = ALG_ED25519) -> bytes:
    """Return the protected header of a key: its algorithm and its four-byte id."""
    return cbor2.dumps({HEADER_ALG: alg, HEADER_KID: kid})


def to_be_signed(*, protected: bytes, payload: bytes, kind: Kind) -> bytes:
    """Return what the signature covers: Sig_structure of RFC 9052, 4.4, bound to the kind of code."""
    return cbor2.dumps(["Signature1", protected, EXTERNAL_AAD[kind], payload])


def build_message(*, protected: bytes, payload: bytes, signature: bytes) -> bytes:
    """Return the bytes of a message."""
    return cbor2.dumps(cbor2.CBORTag(TAG_SIGN1, [protected, {}, payload, signature]))


def parse_message(cose: bytes) -> Message | None:
    """Take a message apart; None unless it is exactly what `build_message` makes."""
    tagged = load_strictly(cose)
    if type(tagged) is not cbor2.CBORTag or tagged.tag != TAG_SIGN1:
        return None
    parts = tagged.value
    if not isinstance(parts, list | tuple) or len(parts) != 4:
        return None
    protected, _unprotected, payload, signature = parts
    if any(type(part) is not bytes for part in (protected, payload, signature)):
        return None
    header = load_strictly(protected)
    if type(header) is not dict or list(header) != [HEADER_ALG, HEADER_KID]:
        return None
    alg, kid = header[HEADER_ALG], header[HEADER_KID]
    if type(alg) is not int or type(kid) is not bytes or len(kid) != KID_BYTES:
        return None
    if len(signature) != SIGNATURE_BYTES or protected_header(kid, alg) != protected:
        return None
    if build_message(protected=protected, payload=payload, signature=signature) != cose:
        return None
    return Message(alg, kid, protected, payload, signature)
