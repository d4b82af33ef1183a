"""Which of a worker's entries a newer one has closed: a pure answer, whatever the order of the news.

The older of two overlapping entries closes when the newer is first used (a departure that counts); when that
departure is annulled, nothing has been used and the older one is open as before.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from borderreg.domain.journeys import Fact, annulled_ids


@dataclass(frozen=True, slots=True)
class Listed:
    """An entry of a worker: the days that it authorises, and when its list was certified."""

    entry: UUID
    certified_at: datetime
    valid_from: date
    valid_to: date

    def closes(self, older: Listed) -> bool:
        """Tell whether using this entry closes the other: certified before, with days in common."""
        together = self.valid_from <= older.valid_to and older.valid_from <= self.valid_to
        return older.entry != self.entry and older.certified_at < self.certified_at and together


def used_entries(facts: Iterable[Fact]) -> frozenset[UUID]:
    """Return the entries by which a worker has left: departures that count and were not taken back."""
    known = tuple(facts)
    gone = annulled_ids(known)
    return frozenset(
        fact.entry
        for fact in known
        if fact.kind == "departure" and fact.counts and fact.entry is not None and fact.id not in gone
    )


def closed_by(listed: Iterable[Listed], *, used: Collection[UUID]) -> dict[UUID, UUID]:
    """Return, for each entry that is closed, the used one that closes it: the newest of them."""
    known = tuple(listed)
    newer = sorted((one for one in known if one.entry in used), key=_age)
    closed: dict[UUID, UUID] = {}
    for older in known:
        closing = [one.entry for one in newer if one.closes(older)]
        if closing:
            closed[older.entry] = closing[-1]
    return closed


def _age(one: Listed) -> tuple[datetime, str]:
    return one.certified_at, str(one.entry)
