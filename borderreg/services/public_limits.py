"""Count calls of the public pages without keeping who called: in memory, under a key thrown away each day.

Each process of the server counts for itself; the limits of the table hold for one of them.
"""

import secrets
from collections.abc import Mapping
from datetime import date, datetime
from ipaddress import IPv6Address, ip_address
from threading import Lock

from borderreg.crypto import keyed_hash
from borderreg.domain.periods import local_day
from borderreg.domain.public_limits import LIMITS, By, PublicAct

MOST_KEYS = 50_000


class PublicLimits:
    """Fixed windows per keyed hash; after the day's key is gone nobody can tell which address was which."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._day: date | None = None
        self._key = b""
        self._counts: dict[bytes, tuple[datetime, int]] = {}

    def take(self, act: PublicAct, *, said: Mapping[By, str], at: datetime) -> bool:
        """Count one call and say whether it may go on; a call that is refused counts nothing.

        `said`: the address, and the code of a slip where there is one. Addresses of one IPv6 line (64 bits)
        count as one: each has more of them than the whole site is asked for.
        """
        said = {by: _line_of(value) if by is By.ADDRESS else value for by, value in said.items()}
        with self._lock:
            self._renew(at)
            counted: list[tuple[bytes, datetime, int]] = []
            for number, limit in enumerate(LIMITS[act]):
                if limit.by is not By.SITE and limit.by not in said:
                    continue
                key = self._key_of(act, number, said.get(limit.by, ""))
                began, count = self._counts.get(key, (at, 0))
                if (at - began).total_seconds() >= limit.seconds:
                    began, count = at, 0
                if count >= limit.most:
                    return False
                counted.append((key, began, count + 1))
            for key, began, count in counted:
                self._counts[key] = (began, count)
            return True

    def _renew(self, at: datetime) -> None:
        """Throw key and counts away with the day, and the counts when somebody fills the memory."""
        if self._day != local_day(at):
            self._day, self._key = local_day(at), secrets.token_bytes(32)
            self._counts.clear()
        elif len(self._counts) > MOST_KEYS:
            oldest = sorted(self._counts, key=lambda key: self._counts[key][0])[: MOST_KEYS // 2]
            for key in oldest:
                del self._counts[key]

    def _key_of(self, act: PublicAct, number: int, value: str) -> bytes:
        return keyed_hash(self._key, act.value.encode(), bytes([number]), value.encode())[:16]


def _line_of(address: str) -> str:
    try:
        read = ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if not isinstance(read, IPv6Address):
        return str(read)
    return str(read.ipv4_mapped or read.packed[:8].hex())
