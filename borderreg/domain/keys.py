"""Keys of the key list: which key vouches for what, for whom and when (format LS1, Keys)."""

import hashlib
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

ALG_ED25519 = -19  # COSE algorithm of RFC 9864
KID_BYTES = 4


class KeyUse(StrEnum):
    """What a key may sign; a code signed by a key of another use proves nothing."""

    ENTRY = "entry"
    LIST = "list"
    PACK = "pack"
    CHECKPOINT = "checkpoint"
    REVOCATION = "revocation"
    SPECIMEN = "specimen"


class KeyStatus(StrEnum):
    """Active signs and verifies in its period, retired only verifies, revoked does neither."""

    ACTIVE = "active"
    RETIRED = "retired"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True)
class Key:
    """One public key of the key list; valid from `not_before` until just before `not_after`."""

    kid: bytes
    alg: int
    public: bytes
    commune: str
    not_before: datetime
    not_after: datetime
    status: KeyStatus
    use: KeyUse


@dataclass(frozen=True)
class KeyList:
    """The keys that the root vouches for; a higher serial replaces a lower one, never the reverse."""

    serial: int
    keys: tuple[Key, ...]
    _by_kid: dict[bytes, tuple[Key, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        by_kid = defaultdict[bytes, tuple[Key, ...]](tuple)
        for key in self.keys:
            by_kid[key.kid] += (key,)
        object.__setattr__(self, "_by_kid", dict(by_kid))

    def find(self, kid: bytes) -> tuple[Key, ...]:
        """Return all keys with this id: two may share one by accident, and then both are tried."""
        return self._by_kid.get(kid, ())


def kid_of(public: bytes) -> bytes:
    """Return the four-byte id of a public key: the beginning of its SHA-256."""
    return hashlib.sha256(public).digest()[:KID_BYTES]
