"""What a gate device carries for a day without a network: rows of 13 bytes, ages, and what they lower.

A pack is fresh for 24 hours; until 72 hours every departure is at most a check; after that only the signature
and the dates of a code count (gate-protocol.md, Off-line). Recording never stops.
"""

import struct
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

from borderreg.domain.gate import NOTHING_PAST, Presented, Verdict, decide
from borderreg.domain.journeys import WorkerState
from borderreg.domain.lists import EntryStatus
from borderreg.domain.reasons import REASONS, Flag, Reason, VerdictClass, worst_class

FRESH_FOR = timedelta(hours=24)
LASTS = timedelta(hours=72)
CURSOR_LASTS = timedelta(days=7)
CLOCK_WITHIN = timedelta(minutes=2)
SERIAL_BEGINS = datetime(2024, 1, 1, tzinfo=UTC)

STATUSES = (
    EntryStatus.CERTIFIED,
    EntryStatus.SUSPENDED,
    EntryStatus.WITHDRAWN,
    EntryStatus.REVOKED,
    EntryStatus.SUPERSEDED,
)
GATE_PLACES = 10
OTHER_GATE = GATE_PLACES - 1
ROW = struct.Struct(">8sBI")
HASH_BYTES = 8
DETAIL = struct.Struct(">4sHH")
LIST_KEY_BYTES = 4
PAPERS_BEGIN = date(2020, 1, 1)
MOST = 65_535


class PackState(StrEnum):
    """Where the person of a row is; `otherwise`: another of the person's codes opened the journey."""

    HOME = "home"
    ABROAD = "abroad"
    ABROAD_OTHERWISE = "abroad_otherwise"
    CONTRADICTORY = "contradictory"
    CONTRADICTORY_OTHERWISE = "contradictory_otherwise"


STATES = tuple(PackState)


@dataclass(frozen=True, slots=True, kw_only=True)
class PackRow:
    """One issued code: 8 bytes of `cti`, one for status, state and gate, 4 for the last event's second."""

    cti: bytes
    status: EntryStatus
    state: PackState
    gate: int
    last_event: datetime | None

    def to_bytes(self) -> bytes:
        """Return the 13 bytes; `gate` is the place of the open departure's gate in the pack's table."""
        situation = STATUSES.index(self.status) * len(STATES) + STATES.index(self.state)
        place = min(self.gate, OTHER_GATE)
        seconds = int(self.last_event.timestamp()) if self.last_event else 0
        return ROW.pack(self.cti, situation * GATE_PLACES + place, seconds)

    @classmethod
    def from_bytes(cls, data: bytes) -> "PackRow":
        """Read what `to_bytes` wrote; ValueError for any other."""
        try:
            cti, code, seconds = ROW.unpack(data)
            situation, place = divmod(code, GATE_PLACES)
            status, state = divmod(situation, len(STATES))
            return cls(
                cti=cti,
                status=STATUSES[status],
                state=STATES[state],
                gate=place,
                last_event=datetime.fromtimestamp(seconds, UTC) if seconds else None,
            )
        except (struct.error, IndexError) as error:
            raise ValueError("pack row") from error


def detail_of(*, content_hash: bytes | None, row: int, document_expires: date) -> bytes:
    """Return 8 bytes beside a row: its list (4 of the content hash), its place there, the paper's last day.

    A place beyond 65,535 is 0: group mode does not find it, a scan does.
    """
    days = (document_expires - PAPERS_BEGIN).days
    return DETAIL.pack(
        (content_hash or b"")[:LIST_KEY_BYTES].ljust(LIST_KEY_BYTES, b"\0"),
        row if row <= MOST else 0,
        max(0, min(days, MOST)),
    )


def pack_state(state: WorkerState, *, by_this_entry: bool) -> PackState:
    """Return a worker's state as the row of one of the codes holds it."""
    if state is WorkerState.HOME:
        return PackState.HOME
    return PackState(state.value if by_this_entry else f"{state.value}_otherwise")


def serial_of(at: datetime) -> int:
    """Return the serial of a pack issued at an instant: whole seconds since 2024, so that it only grows."""
    return int((at - SERIAL_BEGINS).total_seconds())


class PackAge(StrEnum):
    """How much a pack still says: fresh, stale (at most a check), over (signature and dates), or none."""

    FRESH = "fresh"
    STALE = "stale"
    OVER = "over"
    NONE = "none"


def age_of(issued_at: datetime | None, *, at: datetime) -> PackAge:
    """Return the age class at a scan; a pack from the future is only as good as the clock, so it is stale."""
    if issued_at is None:
        return PackAge.NONE
    age = at - issued_at
    if age > LASTS:
        return PackAge.OVER
    return PackAge.FRESH if -CLOCK_WITHIN <= age <= FRESH_FOR else PackAge.STALE


def decide_on_device(facts: Presented, *, direction: str, age: PackAge, clock_wrong: bool) -> Verdict:
    """Decide by the pack alone: the server's own table, and then what age and clock can only lower."""
    known = facts if age in (PackAge.FRESH, PackAge.STALE) else _without_roster(facts)
    verdict = decide(_soften_unknown_key(known, age), direction=direction)
    if age in (PackAge.OVER, PackAge.NONE):
        verdict = _not_asked_of_roster(verdict)
    conditions = ((Reason.PACK_STALE, age is not PackAge.FRESH), (Reason.CLOCK_WRONG, clock_wrong))
    lowering = tuple(reason for reason, holds in conditions if holds)
    if direction == "return":
        return replace(verdict, flags=(*verdict.flags, *(Flag(reason.value) for reason in lowering)))
    if verdict.class_ is VerdictClass.UNREADABLE:
        return verdict
    return replace(
        verdict,
        class_=worst_class(verdict.class_, *(REASONS[reason].class_for_departure for reason in lowering)),
        reasons=(*verdict.reasons, *lowering),
    )


def _without_roster(facts: Presented) -> Presented:
    return replace(facts, entry=None, past=NOTHING_PAST, stop=None, same_entry_departed=None)


def _soften_unknown_key(facts: Presented, age: PackAge) -> Presented:
    """Take an unknown key for a new one when the pack is too old to know it."""
    reading = facts.reading
    if age is PackAge.FRESH or reading is None or Reason.UNKNOWN_KEY not in reading.reasons:
        return facts
    softened = tuple(
        Reason.UNKNOWN_KEY_STALE_PACK if reason is Reason.UNKNOWN_KEY else reason
        for reason in reading.reasons
    )
    return replace(facts, reading=replace(reading, reasons=softened))


def _not_asked_of_roster(verdict: Verdict) -> Verdict:
    """Leave out that the roster does not hold the entry: nobody asked it."""
    reasons = tuple(reason for reason in verdict.reasons if reason is not Reason.NOT_IN_ROSTER)
    if len(reasons) == len(verdict.reasons):
        return verdict
    return replace(
        verdict,
        class_=worst_class(*(REASONS[reason].class_for_departure for reason in reasons)),
        reasons=reasons,
    )
