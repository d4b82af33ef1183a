"""Passkeys: for which site they hold, what a challenge is bound to, and why one is refused.

Rules: Web Authentication level 3 (W3C), sections 7.1 and 7.2; user verification is always required, so that a
passkey is two factors by itself: the thing, and the PIN, finger or face that opens it.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from ipaddress import ip_address
from urllib.parse import urlsplit
from uuid import UUID

CHALLENGE_LASTS = timedelta(minutes=5)
LONGEST_NAME = 60
MOST_PASSKEYS = 10
LONGEST_ANSWER = 20_000
"""Characters of a browser's answer: a passkey without attestation needs about a thousand."""
LOOPBACK = "localhost"


class PasskeyUse(StrEnum):
    """What a challenge is for; an answer to one is worth nothing for another."""

    ADD = "add"
    LOG_IN = "log_in"
    CONFIRM = "confirm"
    CERTIFY = "certify"


class PasskeyRefusal(StrEnum):
    """Why a passkey's answer is refused; the audit log keeps it, the page says less."""

    MALFORMED = "malformed"
    CHALLENGE = "challenge"
    UNKNOWN = "unknown"
    OTHER_USER = "other_user"
    NOT_VERIFIED = "not_verified"
    COUNTER = "counter"
    NAME = "name"
    KNOWN_ALREADY = "known_already"
    TOO_MANY = "too_many"


@dataclass(frozen=True, slots=True)
class RelyingParty:
    """The site that passkeys are made for: its host name, and the origin that browsers must name."""

    id: str
    origin: str


def passkey_host(hosts: Sequence[str]) -> str | None:
    """Return the first host that passkeys can be bound to: a full name, never an address of numbers."""
    return next((host for host in hosts if host and not host.startswith(".") and not _is_address(host)), None)


def relying_party(*, hosts: Sequence[str], https: bool, asked: str) -> RelyingParty | None:
    """Return the site for a request to `asked` (host, and port if any); None where passkeys cannot work.

    Browsers know passkeys on https and on the machine itself (localhost); a name that is asked for otherwise
    than the configured one would be another site to them.
    """
    host = passkey_host(hosts)
    if host is None or not (https or host == LOOPBACK) or _name_of(asked) != host:
        return None
    return RelyingParty(id=host, origin=f"{_scheme(https)}://{asked}")


def passkey_address(*, hosts: Sequence[str], https: bool, asked: str) -> str | None:
    """Return the address at which passkeys work, with the port that was asked for; None where nowhere."""
    host = passkey_host(hosts)
    if host is None or not (https or host == LOOPBACK):
        return None
    port = _port_of(asked)
    return f"{_scheme(https)}://{host}" + (f":{port}" if port else "")


def challenge_of(
    *, nonce: bytes, use: PasskeyUse, object_id: UUID | None = None, content: bytes | None = None
) -> bytes:
    """Return the challenge (32 bytes): what the passkey signs says use, object and content by their hash."""
    parts = (
        b"borderreg/passkey/1",
        use.value.encode(),
        object_id.bytes if object_id else b"",
        content or b"",
    )
    framed = b"".join(len(part).to_bytes(2, "big") + part for part in (*parts, nonce))
    return hashlib.sha256(framed).digest()


def counter_holds(*, stored: int, shown: int) -> bool:
    """Say whether a signature counter moved on; one that goes back or stays means a copy (7.2, step 22).

    Many passkeys do not count: both zero is fine.
    """
    return shown > stored or shown == stored == 0


def _is_address(host: str) -> bool:
    try:
        ip_address(host.strip("[]"))
    except ValueError:
        return False
    return True


def _name_of(asked: str) -> str | None:
    return urlsplit(f"//{asked}").hostname


def _port_of(asked: str) -> int | None:
    try:
        return urlsplit(f"//{asked}").port
    except ValueError:
        return None


def _scheme(https: bool) -> str:
    return "https" if https else "http"
