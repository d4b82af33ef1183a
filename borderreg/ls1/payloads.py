"""Payloads of format LS1 as CBOR: exact shapes and types, bounded values, one encoding only."""

import cbor2

from borderreg.domain.entry_codes import CTI_BYTES
from borderreg.domain.passes import (
    MAX_LIST_NO_BYTES,
    EntryPayload,
    HeadPayload,
    Kind,
    is_plain_text,
)
from borderreg.ls1.cose import load_strictly

CLAIM_EXP, CLAIM_NBF, CLAIM_CTI, CLAIM_ENTRY = 4, 5, 7, -65537  # RFC 8392; the last one is private use
MAX_SECONDS = 2**33  # the year 2242: every later computation stays in range
MAX_ROW = 99_999
MAX_GATES = 2**31 - 1
MAX_SEAL_NO = 65_535
MAX_SEALED_BYTES = 96
MAX_ENTRIES = 99_999
HASH_BYTES = 32


def dump_entry(payload: EntryPayload) -> bytes:
    """Encode an entry's payload; ValueError when a value is out of its bounds."""
    if not _entry_is_well_formed(payload):
        raise ValueError("entry payload out of bounds")
    return _encode_entry(payload)


def dump_head(payload: HeadPayload) -> bytes:
    """Encode the payload of a head-of-list code; ValueError when a value is out of its bounds."""
    if not _head_is_well_formed(payload):
        raise ValueError("head payload out of bounds")
    return _encode_head(payload)


def load_payload(data: bytes, *, kind: Kind) -> EntryPayload | HeadPayload | None:
    """Decode a payload; None unless it is exactly what `dump_entry` or `dump_head` makes."""
    return _load_entry(data) if kind == "entry" else _load_head(data)


def _load_entry(data: bytes) -> EntryPayload | None:
    claims = load_strictly(data)
    if type(claims) is not dict or list(claims) != [CLAIM_EXP, CLAIM_NBF, CLAIM_CTI, CLAIM_ENTRY]:
        return None
    exp, nbf, cti, entry = claims.values()
    if type(entry) is not list or len(entry) != 5:
        return None
    list_no, row, gates, seal_no, sealed = entry
    payload = EntryPayload(
        cti=cti, nbf=nbf, exp=exp, list_no=list_no, row=row, gates=gates, seal_no=seal_no, sealed=sealed
    )
    return payload if _entry_is_well_formed(payload) and _encode_entry(payload) == data else None


def _load_head(data: bytes) -> HeadPayload | None:
    parts = load_strictly(data)
    if type(parts) is not list or len(parts) != 3:
        return None
    payload = HeadPayload(list_no=parts[0], entries=parts[1], content_hash=parts[2])
    return payload if _head_is_well_formed(payload) and _encode_head(payload) == data else None


def _encode_entry(payload: EntryPayload) -> bytes:
    entry = [payload.list_no, payload.row, payload.gates, payload.seal_no, payload.sealed]
    return cbor2.dumps(
        {CLAIM_EXP: payload.exp, CLAIM_NBF: payload.nbf, CLAIM_CTI: payload.cti, CLAIM_ENTRY: entry}
    )


def _encode_head(payload: HeadPayload) -> bytes:
    return cbor2.dumps([payload.list_no, payload.entries, payload.content_hash])


def _entry_is_well_formed(payload: EntryPayload) -> bool:
    return (
        _is_int(payload.exp, 0, MAX_SECONDS)
        and _is_int(payload.nbf, 0, MAX_SECONDS)
        and _is_bytes(payload.cti, CTI_BYTES, CTI_BYTES)
        and _is_list_no(payload.list_no)
        and _is_int(payload.row, 1, MAX_ROW)
        and _is_int(payload.gates, 0, MAX_GATES)
        and _is_int(payload.seal_no, 1, MAX_SEAL_NO)
        and _is_bytes(payload.sealed, 1, MAX_SEALED_BYTES)
    )


def _head_is_well_formed(payload: HeadPayload) -> bool:
    return (
        _is_list_no(payload.list_no)
        and _is_int(payload.entries, 1, MAX_ENTRIES)
        and _is_bytes(payload.content_hash, HASH_BYTES, HASH_BYTES)
    )


def _is_int(value: object, least: int, most: int) -> bool:
    return type(value) is int and least <= value <= most


def _is_bytes(value: object, least: int, most: int) -> bool:
    return type(value) is bytes and least <= len(value) <= most


def _is_list_no(value: object) -> bool:
    return type(value) is str and 1 <= len(value.encode()) <= MAX_LIST_NO_BYTES and is_plain_text(value)
