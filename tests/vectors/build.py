"""Building blocks of the test vectors: fixed keys, a fixed person, and CBOR written byte by byte.

Nothing here uses the project's own encoder, so that the vectors do not repeat its mistakes.
"""

import base64
import hashlib
import json
from datetime import UTC, datetime, timedelta, timezone

import cbor2
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CTR

VIETNAM = timezone(timedelta(hours=7))
SEAL_KEY = hashlib.sha256(b"borderreg test vectors: seal key 1").digest()
CTI = bytes.fromhex("7c1f00ffa0b4d2e3")
H2_2026 = ("2026-06-30T17:00:00Z", "2027-12-31T17:00:00Z")
H1_2027 = ("2026-12-31T17:00:00Z", "2028-06-30T17:00:00Z")
H1_2025 = ("2024-12-31T17:00:00Z", "2026-06-30T17:00:00Z")
MUI = ["Nông Thị Mùi", "19900212", 1, "1234"]


def seconds(text: str) -> int:
    """Return the Unix seconds of a time in ISO 8601."""
    return int(datetime.fromisoformat(text).timestamp())


NBF = seconds("2026-11-22T00:00:00+07:00")
EXP = seconds("2027-03-01T00:00:00+07:00")


def private(name: str) -> Ed25519PrivateKey:
    """Return the key of a name; never use it for anything but these files."""
    return Ed25519PrivateKey.from_private_bytes(
        hashlib.sha256(b"borderreg test vectors: " + name.encode()).digest()
    )


def public(name: str) -> bytes:
    """Return the public half of a named key."""
    return private(name).public_key().public_bytes_raw()


def kid(name: str) -> bytes:
    """Return the key id of a named key."""
    return hashlib.sha256(public(name)).digest()[:4]


def b64(data: bytes) -> str:
    """Write base64url without padding."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def record(name, *, use="entry", period=H2_2026, status="active", commune="06184", alg=-19, kid_=None):
    """Return one record of a key list."""
    return {
        "kid": (kid_ or kid(name)).hex(),
        "alg": alg,
        "public": b64(public(name)),
        "commune": commune,
        "not_before": period[0],
        "not_after": period[1],
        "status": status,
        "use": use,
    }


def key_list(serial, records):
    """Return a key list signed by the test root; all its values are ASCII, so sorted JSON is RFC 8785."""
    document = {
        "format": "borderreg/keys/1",
        "serial": serial,
        "issued_at": "2026-11-22T01:00:00Z",
        "keys": records,
    }
    canonical = json.dumps(document, sort_keys=True, separators=(",", ":")).encode()
    document["signature"] = b64(private("root").sign(b"borderreg/keys/1\n" + canonical))
    return document


def seal(person, cti=CTI):
    """Seal a person's array of four values."""
    encryptor = Cipher(AES(SEAL_KEY), CTR(cti + bytes(8))).encryptor()
    return encryptor.update(cbor2.dumps(person)) + encryptor.finalize()


SEALED = seal(MUI)


def entry(**changes):
    """Return the five values of an entry, some of them replaced."""
    values = {"list_no": "05/2026", "row": 3, "gates": 3, "seal_no": 1, "sealed": SEALED} | changes
    return list(values.values())


def claims(*, exp=EXP, nbf=NBF, cti=CTI, **changes):
    """Return an entry's payload as a map."""
    return {4: exp, 5: nbf, 7: cti, -65537: entry(**changes)}


def header(name="dong-dang", alg=-19):
    """Return the protected header of a named key."""
    return cbor2.dumps({1: alg, 4: kid(name)})


def signature(name, protected, payload, aad=b"borderreg/entry/1"):
    """Sign as RFC 9052 says."""
    return private(name).sign(cbor2.dumps(["Signature1", protected, aad, payload]))


def cose(
    payload=None, *, key="dong-dang", protected=None, unprotected=b"\xa0", aad=b"borderreg/entry/1", sign=None
):
    """Return a correctly signed message, its parts given as bytes where they are to be odd."""
    payload = cbor2.dumps(claims()) if payload is None else payload
    protected = header(key) if protected is None else protected
    sign = signature(key, protected, payload, aad) if sign is None else sign
    return b"\xd2\x84" + cbor2.dumps(protected) + unprotected + cbor2.dumps(payload) + cbor2.dumps(sign)


def digits(message=None, prefix="84201", sentinel=b"\x01"):
    """Return a message as digits."""
    message = cose() if message is None else message
    return prefix + str(int.from_bytes(sentinel + message, "big"))


def at(text="2026-11-22T08:00:00+07:00"):
    """Return an instant in UTC as the vectors write it."""
    return datetime.fromisoformat(text).astimezone(UTC).isoformat().replace("+00:00", "Z")


def vector(id_, digits_, class_="accept", *reasons, now="2026-11-22T08:00:00+07:00", pack="current", **more):
    """Return one vector; `reasons` in the order of verification, the first one is the reason."""
    return {
        "id": id_,
        "digits": digits_,
        "now": at(now),
        "pack": pack,
        "gate": "HUUNGHI",
        "direction": "departure",
        "expect": {"class": class_, "reason": reasons[0] if reasons else None, "reasons": list(reasons)},
    } | more
