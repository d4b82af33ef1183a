"""What a device says happened: one event as sent, read into typed facts or found not readable."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from borderreg.domain.groups import SentGroup
from borderreg.domain.paper_lists import PaperList

FUTURE = timedelta(minutes=5)
ANNUL_WITHIN = timedelta(minutes=15)
CLOCKS = (datetime(1900, 1, 1, tzinfo=UTC), datetime(3000, 1, 1, tzinfo=UTC))
"""What a clock may show: one that lost its battery says 1970 or 2010, and its events count all the same."""
NEVER_BEFORE = datetime(2020, 1, 1, tzinfo=UTC)


class EventNotReadable(ValueError):
    """One event cannot be read; the others of its batch are not touched. `code` is stable."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True, kw_only=True)
class SentEvent:
    """One event of a batch; `body_hash` (SHA-256 of its RFC 8785 form) says what "the same body" is."""

    id: UUID
    direction: str
    said_at: datetime
    body_hash: bytes
    seq: int
    prev_hash: str
    method: str
    pack_serial: int
    digits: str | None
    cti: bytes | None
    entry_code: str | None
    declared: Mapping[str, Any] | None
    verdict: str
    reasons: tuple[str, ...]
    override_reason: str
    cause: str
    document_changed: bool
    document: Mapping[str, Any] | None = None

    def shows_valid_paper(self, day: date) -> bool:
        """Say whether another paper was shown, keyed in with its number, that is valid on the day."""
        if not self.document_changed or not self.document or not self.document.get("number"):
            return False
        try:
            return date.fromisoformat(str(self.document.get("expires"))) >= day
        except ValueError:
            return False

    annuls: UUID | None
    officer: str | None
    gate: str | None
    crossing_point: str = ""
    """The lane as the officer named it; empty for the gate's first open one."""
    group: SentGroup | None = None
    paper: PaperList | None = None
    paper_said: Mapping[str, Any] | None = None
    conditions: tuple[str, ...] = ()


def read_time(text: str) -> datetime:
    """Read an RFC 3339 time with a zone; EventNotReadable `time_without_zone` or `time_not_readable`."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError as error:
        raise EventNotReadable("time_not_readable") from error
    if at.tzinfo is None:
        raise EventNotReadable("time_without_zone")
    try:
        at = at.astimezone(UTC)
    except OverflowError as error:
        raise EventNotReadable("time_not_readable") from error
    if not CLOCKS[0] <= at < CLOCKS[1]:
        raise EventNotReadable("time_not_readable")
    return at


def hash_body(canonical: bytes) -> bytes:
    """Return the hash of an event's canonical form."""
    return hashlib.sha256(canonical).digest()


def corrected(said_at: datetime, *, offset_seconds: int) -> datetime:
    """Move a device's time by the offset measured when its batch arrived: once, never by bounds."""
    return said_at + timedelta(seconds=offset_seconds)


def offset_seconds(*, device_time: datetime, server_time: datetime) -> int:
    """Return by how many whole seconds a device's clock is behind the server's."""
    return round((server_time - device_time).total_seconds())


def is_uncertain(
    *, occurred_at: datetime, received_at: datetime, previous_said: datetime | None, said_at: datetime
) -> bool:
    """Say whether a time is over 5 minutes ahead or before the register began, or a clock ran back."""
    ran_back = previous_said is not None and said_at < previous_said
    return occurred_at - received_at > FUTURE or occurred_at < NEVER_BEFORE or ran_back
