"""How signed JSON documents write bytes (base64url without padding) and times (UTC, whole seconds)."""

import base64
import binascii
import re
from datetime import UTC, datetime
from typing import Any

import rfc8785

_TIME = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z", re.ASCII)


def write_bytes(data: bytes) -> str:
    """Write bytes as base64url without padding."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def read_bytes(text: str) -> bytes:
    """Read base64url strictly; ValueError for anything else."""
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except binascii.Error as error:
        raise ValueError("base64url") from error


def write_time(at: datetime) -> str:
    """Write an instant as `2026-11-22T01:00:00Z`."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def read_time(text: str) -> datetime:
    """Read what `write_time` wrote; ValueError for anything else."""
    if not _TIME.fullmatch(text):
        raise ValueError("time")
    return datetime.fromisoformat(text)


def signed_form(context: bytes, document: dict[str, Any], *, without: tuple[str, ...]) -> bytes:
    """Return what a signature covers: a line of context and the RFC 8785 form of the other members."""
    canonical: bytes = rfc8785.dumps({name: value for name, value in document.items() if name not in without})
    return context + canonical
