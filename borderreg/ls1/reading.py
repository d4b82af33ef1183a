"""The strict verifier of format LS1: digits in, a reading out; it never raises for any text.

The order is that of the format: length and characters, prefix, sentinel, one encoding only, shape, key
known, the key's status, period and use, its algorithm, signature, dates. What the roster, the gate and the
journey add comes after and elsewhere. Nothing of the payload leaves here before the signature holds.
"""

from datetime import datetime
from functools import lru_cache

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from borderreg.domain.keys import ALG_ED25519, Key, KeyList, KeyStatus, KeyUse
from borderreg.domain.passes import EntryPayload, HeadPayload, Kind, Reading, read_prefix, to_cose
from borderreg.domain.reasons import Reason
from borderreg.ls1.cose import Message, parse_message, to_be_signed
from borderreg.ls1.payloads import load_payload

USE_OF_KIND: dict[Kind, KeyUse] = {"entry": KeyUse.ENTRY, "head": KeyUse.LIST}


def read_digits(text: str, *, at: datetime, keys: KeyList, expect: Kind = "entry") -> Reading:
    """Verify what a scanner read at an instant against a key list; expect an entry's or a list's code.

    About 0.3 ms, nearly all of it the signature; the same code again within a while 0.05 ms. The reading's
    payload is there exactly when the signature holds under a key of the right use.
    """
    digits, kind, reason = read_prefix(text, expect=expect)
    if reason is not None:
        return Reading((reason,), kind)
    cose = to_cose(digits)
    message = None if cose is None else parse_message(cose)
    payload = None if message is None else load_payload(message.payload, kind=expect)
    if message is None or payload is None:
        return Reading((Reason.MALFORMED,), kind)
    candidates = keys.find(message.kid)
    if not candidates:
        return Reading((Reason.UNKNOWN_KEY,), kind)
    return _weigh(message, payload, candidates, expect, at)


def _weigh(
    message: Message,
    payload: EntryPayload | HeadPayload,
    candidates: tuple[Key, ...],
    kind: Kind,
    at: datetime,
) -> Reading:
    key = next((each for each in candidates if _holds(message, each, kind)), None)
    if key is None:
        key = next((each for each in candidates if each.alg == message.alg), candidates[0])
        reasons = _key_reasons(key, kind, at)
        reasons.append(Reason.BAD_SIGNATURE if _algorithm_agrees(message, key) else Reason.ALG_MISMATCH)
        return Reading(tuple(reasons), kind)
    reasons = _key_reasons(key, kind, at)
    if Reason.KEY_WRONG_USE in reasons or Reason.SPECIMEN in reasons:
        return Reading(tuple(reasons), kind)
    if isinstance(payload, EntryPayload):
        reasons += _date_reasons(payload, key, at)
    return Reading(tuple(reasons), kind, payload, key)


def _key_reasons(key: Key, kind: Kind, at: datetime) -> list[Reason]:
    reasons = []
    if key.status is KeyStatus.REVOKED:
        reasons.append(Reason.KEY_REVOKED)
    if at < key.not_before:
        reasons.append(Reason.KEY_NOT_VALID)
    elif at >= key.not_after:
        reasons.append(Reason.KEY_EXPIRED)
    if key.use is KeyUse.SPECIMEN:
        reasons.insert(0, Reason.SPECIMEN)
    elif key.use is not USE_OF_KIND[kind]:
        reasons.append(Reason.KEY_WRONG_USE)
    return reasons


def _date_reasons(payload: EntryPayload, key: Key, at: datetime) -> list[Reason]:
    seconds = at.timestamp()
    reasons = []
    if payload.exp <= payload.nbf or payload.exp > key.not_after.timestamp():
        reasons.append(Reason.BAD_DATES)
    if seconds < payload.nbf:
        reasons.append(Reason.NOT_YET_VALID)
    elif seconds >= payload.exp:
        reasons.append(Reason.EXPIRED)
    return reasons


def _algorithm_agrees(message: Message, key: Key) -> bool:
    return message.alg == key.alg == ALG_ED25519


def _holds(message: Message, key: Key, kind: Kind) -> bool:
    if not _algorithm_agrees(message, key):
        return False
    signed = to_be_signed(protected=message.protected, payload=message.payload, kind=kind)
    return _verifies(key.public, message.signature, signed)


@lru_cache(maxsize=2048)
def _verifies(public: bytes, signature: bytes, signed: bytes) -> bool:
    """Say whether a signature holds: a pure question, so its answer is kept; dates are not."""
    try:
        _public_key(public).verify(signature, signed)
    except InvalidSignature:
        return False
    return True


@lru_cache(maxsize=1024)
def _public_key(public: bytes) -> Ed25519PublicKey:
    return Ed25519PublicKey.from_public_bytes(public)
