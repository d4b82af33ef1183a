"""Ten thousand passages made from a seed, as the server's rules take them and as a device's do."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from borderreg.domain.gate import EntryFacts, GateFacts, Presented, Verdict
from borderreg.domain.journeys import Fact, Folded, JourneyFact
from borderreg.domain.lists import EntryStatus
from borderreg.domain.packs import PackAge, decide_on_device
from borderreg.domain.paper_lists import PaperList
from borderreg.domain.passes import EntryPayload, Reading
from borderreg.domain.periods import end_of_day, local_day, start_of_day
from borderreg.domain.reasons import Reason, VerdictClass

CODE_REASONS = (
    Reason.NOT_OURS, Reason.MALFORMED, Reason.SPECIMEN, Reason.BAD_SIGNATURE, Reason.UNKNOWN_KEY,
    Reason.ALG_MISMATCH, Reason.KEY_WRONG_USE,
)  # fmt: skip
HELD_REASONS = (
    Reason.KEY_REVOKED, Reason.KEY_EXPIRED, Reason.KEY_NOT_VALID, Reason.BAD_DATES, Reason.EXPIRED,
    Reason.NOT_YET_VALID,
)  # fmt: skip
GATES = ("HUUNGHI", "DONGDANG", "CHIMA")
DAY = date(2026, 11, 22)


@dataclass(frozen=True)
class Passage:
    """One question and, from the server's own table, its answer."""

    facts: Presented
    direction: str
    age: PackAge
    clock_wrong: bool

    @property
    def verdict(self) -> Verdict:
        """Return what Python answers."""
        return decide_on_device(
            self.facts, direction=self.direction, age=self.age, clock_wrong=self.clock_wrong
        )

    def as_device(self) -> dict[str, Any]:
        """Return the same question as the browser's rules take it."""
        facts, payload = self.facts, self.facts.payload
        earlier = facts.same_entry_departed
        return {
            "direction": self.direction,
            "age": self.age.value,
            "clockWrong": self.clock_wrong,
            "facts": {
                "at": milliseconds(facts.at),
                "day": facts.day.isoformat(),
                "gate": _gate(facts.gate),
                "reading": _reading(facts.reading),
                "payload": _payload(payload) if payload else None,
                "entry": _entry(facts.entry) if facts.entry else None,
                "past": _past(facts.past),
                "stop": facts.stop.value if facts.stop else None,
                "sameEntryDeparted": {"gate": earlier.gate, "at": milliseconds(earlier.occurred_at)}
                if earlier
                else None,
                "documentChanged": facts.document_changed,
                "paper": _paper(facts.paper) if facts.paper else None,
            },
        }


def milliseconds(at: datetime) -> int:
    """Return an instant as JavaScript has it."""
    return round(at.timestamp() * 1000)


def passages(count: int, *, seed: int) -> Iterator[Passage]:
    """Make passages; each field takes its odd values often, so that every rule is met in many company."""
    chance = random.Random(seed)
    for _ in range(count):
        at = datetime(2026, 11, 20, tzinfo=UTC) + timedelta(minutes=chance.randrange(6 * 24 * 60))
        entry = _made_entry(chance, local_day(at)) if chance.random() < 0.85 else None
        past = _made_past(chance, at)
        reading = _made_reading(chance, entry)
        on_paper = entry is None and reading is None
        yield Passage(
            facts=Presented(
                at=at,
                gate=_made_gate(chance),
                reading=reading,
                entry=entry,
                past=past,
                stop=chance.choice((None, None, None, VerdictClass.CHECK, VerdictClass.REFUSE)),
                same_entry_departed=past.open.departed if past.open and chance.random() < 0.6 else None,
                document_changed=chance.random() < 0.2,
                paper=_made_paper(chance, local_day(at)) if on_paper and chance.random() < 0.7 else None,
            ),
            direction=chance.choice(("departure", "departure", "return")),
            age=chance.choice(tuple(PackAge)),
            clock_wrong=chance.random() < 0.2,
        )


def _made_gate(chance: random.Random) -> GateFacts:
    hours = chance.choice(((), ((time(6), time(20)),), ((time(6), time(11, 30)), (time(13), time(22)))))
    return GateFacts(
        code=chance.choice(GATES),
        bit=chance.randrange(4),
        international=chance.random() < 0.8,
        closed=chance.random() < 0.2,
        opened_by_order=chance.random() < 0.3,
        hours=hours,
    )


def _made_entry(chance: random.Random, day: date) -> EntryFacts:
    valid_from = day + timedelta(days=chance.choice((-90, -30, -1, 0, 0, 1, 20)))
    return EntryFacts(
        status=chance.choice((EntryStatus.CERTIFIED,) * 4 + tuple(EntryStatus)),
        list_no=chance.choice(("05/2026", "06/2026")),
        row=chance.choice((3, 4)),
        birth=chance.choice(("1990-02-12", "1961", "2008-02-29", "2008", "2009-01-01", "2008-11-22")),
        valid_from=valid_from,
        valid_to=valid_from + timedelta(days=chance.choice((0, 1, 29, 30, 90, 180))),
        gates=chance.randrange(16),
        document_type="passport",
        document_expires=day + timedelta(days=chance.choice((-1, 0, 1, 100, 182, 183, 184, 900))),
        border_zone_only=chance.random() < 0.3,
        county_on_border=chance.random() < 0.6,
        superseded=chance.random() < 0.1,
        employer_suspended=chance.random() < 0.1,
    )


def _made_paper(chance: random.Random, day: date) -> PaperList:
    return PaperList(
        unit="UBND xã Bản Thi",
        number="04/DS",
        issued_on=day,
        name="Lý Thị Sáo",
        birth=chance.choice(("1988-04-09", "2008", "2009-01-01")),
        document_type="passport",
        document_number="C7654321",
        document_expires=day + timedelta(days=chance.choice((-1, 0, 400))),
    )


def _paper(paper: PaperList) -> dict[str, Any]:
    return {"birth": paper.birth, "documentExpires": paper.document_expires.isoformat()}


def _made_reading(chance: random.Random, entry: EntryFacts | None) -> Reading | None:
    kind = chance.random()
    if kind < 0.2:
        return None
    if kind < 0.35:
        return Reading(tuple(chance.sample(CODE_REASONS, chance.randrange(3))), "entry")
    held = tuple(chance.sample(HELD_REASONS, chance.choice((0, 0, 0, 1, 2))))
    day = DAY if entry is None or chance.random() < 0.2 else entry.valid_from
    last = entry.valid_to if entry and chance.random() < 0.8 else day
    payload = EntryPayload(
        cti=bytes(8),
        nbf=int(start_of_day(day).timestamp()),
        exp=int(end_of_day(last).timestamp()),
        list_no=entry.list_no if entry else "05/2026",
        row=entry.row if entry and chance.random() < 0.9 else 3,
        gates=entry.gates if entry and chance.random() < 0.9 else 1,
        seal_no=1,
        sealed=b"x",
    )
    return Reading(held, "entry", payload)


def _made_past(chance: random.Random, at: datetime) -> Folded:
    if chance.random() < 0.6:
        return Folded()
    left = Fact(
        id=UUID(int=chance.randrange(2**100)),
        kind="departure",
        occurred_at=at - timedelta(seconds=chance.choice((0, 60, 1799, 1800, 1801, 90_000, -60))),
        gate=chance.choice(GATES),
        country="CN",
    )
    return Folded(journeys=(JourneyFact(departed=left, contradicted=chance.random() < 0.3),))


def _gate(gate: GateFacts) -> dict[str, Any]:
    return {
        "code": gate.code,
        "bit": gate.bit,
        "international": gate.international,
        "closed": gate.closed,
        "openedByOrder": gate.opened_by_order,
        "hours": [[first.isoformat(), last.isoformat()] for first, last in gate.hours],
    }


def _reading(reading: Reading | None) -> dict[str, Any] | None:
    if reading is None:
        return None
    return {
        "reasons": [reason.value for reason in reading.reasons],
        "payload": _payload(reading.entry) if reading.entry else None,
    }


def _payload(payload: EntryPayload) -> dict[str, Any]:
    return {
        "listNo": payload.list_no,
        "row": payload.row,
        "gates": payload.gates,
        "validFrom": payload.valid_from.isoformat(),
        "validTo": payload.valid_to.isoformat(),
    }


def _entry(entry: EntryFacts) -> dict[str, Any]:
    return {
        "status": entry.status.value,
        "listNo": entry.list_no,
        "row": entry.row,
        "birth": entry.birth,
        "validFrom": entry.valid_from.isoformat(),
        "validTo": entry.valid_to.isoformat(),
        "gates": entry.gates,
        "documentExpires": entry.document_expires.isoformat(),
        "outsideBorderZone": entry.border_zone_only and not entry.county_on_border,
        "superseded": entry.superseded,
        "employerSuspended": entry.employer_suspended,
    }


def _past(past: Folded) -> dict[str, Any]:
    left = past.open.departed if past.open else None
    return {
        "state": past.state.value,
        "open": {"gate": left.gate, "at": milliseconds(left.occurred_at)} if left else None,
    }
