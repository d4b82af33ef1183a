"""Groups that cross together: a trip with plate and leader, or people handed over without papers.

Each event of a group names it; the last one that a device writes also says what was counted. A head count
never blocks anybody (gate-protocol, Lane work), and nothing said of a group changes an event.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

MOST_ABSENT = 500


class GroupKind(StrEnum):
    """What holds a group together."""

    TRIP = "trip"
    HAND_OVER = "hand_over"


@dataclass(frozen=True, slots=True, kw_only=True)
class SentGroup:
    """The group of one event; `said` is None unless this event closes it.

    `said` of a trip: plate, leader, lists [{list, entries}], absent [cti in hex]; of a hand-over: giver,
    record.
    """

    id: UUID
    kind: GroupKind
    said: Mapping[str, Any] | None = None
    opened_at: datetime | None = None
    expected: int | None = None
    present: int | None = None

    @property
    def absent(self) -> int | None:
        """Return how many of those expected were not there, None when nobody was expected by name."""
        if self.expected is None or self.present is None:
            return None
        return max(0, self.expected - self.present)


CONDITIONS = {
    "pack_stale": "pack_stale",
    "clock_wrong": "clock_wrong",
    "unknown_key_stale_pack": "unknown_key_stale_pack",
}
"""Conditions of the device that a commander let pass for the shift, and the flag that an event then has."""
OPENED = "gate_closed"
"""The condition of the gate: its commander opened it by order, so that the flag is `opened_by_order`."""
