"""Journeys folded from events in the order in which they happened, whatever the order of arrival.

home + departure → abroad; abroad + departure → contradictory; abroad or contradictory + return → home;
home + return → home, remembered as a return without departure (gate-protocol.md, Settled details).
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from borderreg.domain.reasons import Flag

SAME_PASSAGE = timedelta(minutes=10)
CROSSINGS = frozenset({"departure", "return"})


class WorkerState(StrEnum):
    """Where a worker is, as far as the log knows."""

    HOME = "home"
    ABROAD = "abroad"
    CONTRADICTORY = "contradictory"


class EntryPresence(StrEnum):
    """Where the worker of an entry is, by that entry's latest journey; an entry without one never left."""

    ABROAD = "abroad"
    RETURNED = "returned"
    CONTRADICTORY = "contradictory"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One event of one worker as far as journeys depend on it."""

    id: UUID
    kind: str
    occurred_at: datetime
    gate: str
    country: str
    device: UUID | None = None
    seq: int | None = None
    entry: UUID | None = None
    live: bool = True
    annuls: UUID | None = None
    counts: bool = True

    @property
    def place_in_time(self) -> tuple[datetime, str, int, str]:
        """Return the sort key: time, then the sequence on one device, then the id.

        The device stands before its sequence so that the order is total and the same for every reader.
        """
        return (self.occurred_at, str(self.device or ""), self.seq or 0, str(self.id))


@dataclass(frozen=True, slots=True, kw_only=True)
class JourneyFact:
    """A departure and, when it is known, its return."""

    departed: Fact
    returned: Fact | None = None
    contradicted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Folded:
    """What a worker's events add up to."""

    journeys: tuple[JourneyFact, ...] = ()
    contradictions: tuple[UUID, ...] = ()
    presence: dict[UUID, EntryPresence] = field(default_factory=dict)
    flags: dict[UUID, Flag] = field(default_factory=dict)
    last_crossing: Fact | None = None

    @property
    def open(self) -> JourneyFact | None:
        """Return the open journey; there is at most one, and it is the last."""
        return self.journeys[-1] if self.journeys and self.journeys[-1].returned is None else None

    @property
    def state(self) -> WorkerState:
        """Return where the worker is now."""
        if self.open is None:
            return WorkerState.HOME
        return WorkerState.CONTRADICTORY if self.open.contradicted else WorkerState.ABROAD

    @property
    def country(self) -> str | None:
        """Return the country in which the worker is, None at home."""
        return self.open.departed.country if self.open else None

    @property
    def since(self) -> datetime | None:
        """Return when the open journey began, None at home."""
        return self.open.departed.occurred_at if self.open else None


def takes_part(*, kind: str, flags: Iterable[str], let_in: bool = False) -> bool:
    """Say whether an event takes part in journeys and figures.

    Not while it is held and nobody has let it in; not an annulment that may not take its event back. The same
    in SQL: `reports/columns.py: let_in, not_annulled`.
    """
    known = set(flags)
    if Flag.QUARANTINED.value in known and not let_in:
        return False
    return not (kind == "annulment" and Flag.WOULD_REFUSE.value in known)


def annulled_ids(facts: Iterable[Fact]) -> frozenset[UUID]:
    """Return the ids of the events that valid annulments take back."""
    return frozenset(fact.annuls for fact in facts if fact.annuls is not None and fact.counts)


def fold(facts: Iterable[Fact], *, same_passage: timedelta = SAME_PASSAGE) -> Folded:
    """Fold one worker's events; doubled, late, annulled and contradictory ones each find their place."""
    known = {fact.id: fact for fact in facts}
    gone = annulled_ids(known.values())
    crossings = sorted(
        (fact for fact in known.values() if fact.kind in CROSSINGS and fact.counts and fact.id not in gone),
        key=lambda fact: fact.place_in_time,
    )
    folding = _Folding(same_passage)
    for fact in crossings:
        folding.take(fact)
    return folding.result()


class _Folding:
    """The running state of one fold."""

    def __init__(self, same_passage: timedelta) -> None:
        self.same_passage = same_passage
        self.journeys: list[JourneyFact] = []
        self.away: list[UUID | None] = []
        self.contradictions: list[UUID] = []
        self.presence: dict[UUID, EntryPresence] = {}
        self.flags: dict[UUID, Flag] = {}
        self.last: Fact | None = None

    def take(self, fact: Fact) -> None:
        if self._is_same_passage(fact):
            self.flags[fact.id] = Flag.SAME_PASSAGE
            return
        if fact.kind == "departure":
            self._depart(fact)
        else:
            self._return(fact)
        self.last = fact

    def _is_same_passage(self, fact: Fact) -> bool:
        last = self.last
        return (
            last is not None
            and not (last.live and fact.live)
            and (last.kind, last.gate, last.entry) == (fact.kind, fact.gate, fact.entry)
            and fact.occurred_at - last.occurred_at <= self.same_passage
        )

    def _depart(self, fact: Fact) -> None:
        if self.away:
            self.journeys[-1] = replace(self.journeys[-1], contradicted=True)
            self.contradictions.append(fact.id)
            self.flags[fact.id] = Flag.CONTRADICTORY
            self.away.append(fact.entry)
            self._mark(EntryPresence.CONTRADICTORY)
        else:
            self.journeys.append(JourneyFact(departed=fact))
            self.away = [fact.entry]
            self._mark(EntryPresence.ABROAD)

    def _return(self, fact: Fact) -> None:
        if self.away:
            self.journeys[-1] = replace(self.journeys[-1], returned=fact)
        else:
            self.flags[fact.id] = Flag.RETURN_WITHOUT_DEPARTURE
            self.away = [fact.entry]
        self._mark(EntryPresence.RETURNED)
        self.away = []

    def _mark(self, presence: EntryPresence) -> None:
        for entry in self.away:
            if entry is not None:
                self.presence[entry] = presence

    def result(self) -> Folded:
        return Folded(
            journeys=tuple(self.journeys),
            contradictions=tuple(self.contradictions),
            presence=self.presence,
            flags=self.flags,
            last_crossing=self.last,
        )


def is_overdue(*, valid_to_end: datetime, at: datetime) -> bool:
    """Say whether somebody abroad is past the end of the authorisation (exclusive instant, UTC)."""
    return at.astimezone(UTC) >= valid_to_end.astimezone(UTC)
