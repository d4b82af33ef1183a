"""The end of a synthetic day: log and journeys compared with what was sent and what is true, one by one."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from borderreg.models import Contradiction, Event, Journey
from borderreg.services.people_store import pages
from borderreg.services.simulation.day import Sent
from borderreg.services.simulation.differences import Difference
from borderreg.services.simulation.people import Passer
from borderreg.services.simulation.phones import hash_of

EXACT_TO = timedelta(seconds=2)
"""Offsets are whole seconds; besides, a batch is on its way for as long as its call lasts."""
COLUMNS = (
    Event.id,
    Event.device_id,
    Event.body_hash,
    Event.kind,
    Event.gate_code,
    Event.occurred_at,
    Event.verdict,
)
Trips = frozenset[tuple[UUID | None, UUID | None, bool]]


@dataclass(frozen=True, slots=True)
class Reconciled:
    """What the log holds of the day by kind, and every difference found; none is the only good answer."""

    kinds: Mapping[str, int]
    differences: tuple[Difference, ...]

    def count(self, code: str) -> int:
        """Return how many differences of a kind there are."""
        return sum(difference.code == code for difference in self.differences)


def reconcile(session: Session, *, acknowledged: Mapping[UUID, Sent], people: Sequence[Passer]) -> Reconciled:
    """Compare the log of the day's phones with what was acknowledged, and the journeys with the truth."""
    devices = {sent.phone.device_id for sent in acknowledged.values()}
    rows = session.execute(select(*COLUMNS).where(Event.device_id.in_(devices))).all()
    found = [*_compare_log(rows, acknowledged), *_compare_journeys(session, people)]
    return Reconciled(Counter(row.kind for row in rows), tuple(found))


def _compare_log(rows: Sequence[Any], acknowledged: Mapping[UUID, Sent]) -> Iterator[Difference]:
    logged = {row.id: row for row in rows}
    for event_id in acknowledged.keys() - logged.keys():
        yield Difference("lost", str(event_id), acknowledged[event_id].step.kind, "")
    for row in rows:
        sent = acknowledged.get(row.id)
        if sent is None:
            yield Difference("doubled", str(row.id), "", row.kind)
            continue
        expected, there = _facts_sent(sent), _facts_logged(row)
        for name, value in expected.items():
            if there[name] != value:
                yield Difference("altered", f"{row.id} {name}", str(value), str(there[name]))
        if not _in_time(sent, row.occurred_at):
            yield Difference(
                "altered", f"{row.id} occurred_at", str(sent.at or sent.began), str(row.occurred_at)
            )


def _facts_sent(sent: Sent) -> dict[str, object]:
    return {
        "device": sent.phone.device_id,
        "body": hash_of(sent.event).hex(),
        "kind": sent.step.kind,
        "gate": sent.phone.gate,
        "verdict": "" if sent.step.annuls is not None else sent.step.verdict,
    }


def _facts_logged(row: Any) -> dict[str, object]:
    return {
        "device": row.device_id,
        "body": row.body_hash.hex(),
        "kind": row.kind,
        "gate": row.gate_code,
        "verdict": row.verdict,
    }


def _in_time(sent: Sent, occurred_at: datetime) -> bool:
    on_its_way = sent.ended - sent.began
    first, last = (sent.at, sent.at + on_its_way) if sent.at is not None else (sent.began, sent.ended)
    return first - EXACT_TO <= occurred_at <= last + EXACT_TO


def _compare_journeys(session: Session, people: Sequence[Passer]) -> Iterator[Difference]:
    for page in pages(people):
        workers = [passer.worker_id for passer in page]
        trips: defaultdict[UUID, set[tuple[UUID, UUID | None, bool]]] = defaultdict(set)
        for journey in session.scalars(select(Journey).where(Journey.worker_id.in_(workers))):
            ends = (journey.departed_event_id, journey.returned_event_id, journey.contradicted)
            trips[journey.worker_id].add(ends)
        tasks: defaultdict[UUID, set[UUID]] = defaultdict(set)
        for task in session.scalars(select(Contradiction).where(Contradiction.worker_id.in_(workers))):
            tasks[task.worker_id].add(task.event_id)
        for passer in page:
            worker_id = passer.worker_id or UUID(int=0)
            yield from _compare_one(passer, frozenset(trips[worker_id]), frozenset(tasks[worker_id]))


def _compare_one(passer: Passer, trips: Trips, tasks: frozenset[UUID]) -> Iterator[Difference]:
    sent = passer.sent
    true_trips: Trips = frozenset(
        (sent.get(trip.left), None if trip.back is None else sent.get(trip.back), trip.contradicted)
        for trip in passer.story.trips
    )
    about = passer.cti.hex()
    if trips != true_trips:
        yield Difference("journey", about, f"{passer.story.name}: {_shown(true_trips)}", _shown(trips))
    if tasks != {sent.get(step) for step in passer.story.tasks}:
        yield Difference("task", about, f"{passer.story.name}: {len(passer.story.tasks)}", str(len(tasks)))


def _shown(trips: Trips) -> str:
    parts = (f"{left}→{back or '…'}{' !' if doubtful else ''}" for left, back, doubtful in trips)
    return ", ".join(sorted(parts)) or "–"
