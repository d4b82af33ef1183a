"""The projection of the crossing log: kept in the event's own transaction, rebuilt at any time."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, bindparam, delete, insert, select, union_all, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from borderreg.db import insert_or_ignore
from borderreg.domain.access import Actor, Permission
from borderreg.domain.audit import AuditAction
from borderreg.domain.errors import NotFound
from borderreg.domain.journeys import Fact, Folded, JourneyFact, fold
from borderreg.domain.periods import local_day
from borderreg.domain.reasons import Flag
from borderreg.models import (
    Contradiction,
    EntryState,
    Journey,
    QuarantineReview,
    Worker,
    table_of,
)
from borderreg.prepared import Prepared
from borderreg.reports.facts import EVENTS, FACT_COLUMNS, fact_of
from borderreg.services.audit import record
from borderreg.services.guard import require

JOURNEYS = table_of(Journey)
STATES = table_of(EntryState)
TASKS = table_of(Contradiction)
LATE_EVENT = "late_event"
TAKEN_BACK = EVENTS.alias("taken_back")
"""An annulled event, beside the annulment that names it (which may have come first, and without a worker)."""


def facts_of_worker(*columns: ColumnElement[Any]) -> tuple[Select[*tuple[Any, ...]], ...]:
    """Return the two selects that find a worker's events and the annulments of them, each by its index."""
    return (
        select(*columns).where(EVENTS.c.worker_id == bindparam("worker")),
        select(*columns)
        .join(TAKEN_BACK, TAKEN_BACK.c.id == EVENTS.c.annuls_id)
        .where(TAKEN_BACK.c.worker_id == bindparam("worker")),
    )


WORKER_FACTS = Prepared(union_all(*facts_of_worker(*FACT_COLUMNS)))


INSERT_JOURNEY = Prepared(insert(JOURNEYS), columns=JOURNEYS.c.keys())
UPDATE_JOURNEY = Prepared(
    update(JOURNEYS).where(JOURNEYS.c.departed_event_id == bindparam("departed")), columns=JOURNEYS.c.keys()
)


@cache
def _set_presence(dialect_name: str) -> Prepared:
    """Return the upsert of an entry's class; built once for each database, as the scan needs it."""
    statement = (sqlite if dialect_name == "sqlite" else postgresql).insert(STATES)
    upsert = statement.on_conflict_do_update(
        index_elements=["entry_id"], set_={"state": statement.excluded.state}
    )
    return Prepared(upsert, columns=STATES.c.keys())


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What a rebuild looked at and what it had to change."""

    workers: int
    changed: int


def reviewed_events(session: Session, *, rows: Iterable[Any]) -> frozenset[UUID]:
    """Return which quarantined events of these rows a person has let in; no statement when there are none."""
    held = [row.id for row in rows if Flag.QUARANTINED.value in row.flags]
    if not held:
        return frozenset()
    accepted = select(QuarantineReview.event_id).where(
        QuarantineReview.event_id.in_(held), QuarantineReview.accepted
    )
    return frozenset(session.scalars(accepted))


def worker_facts(session: Session, *, worker_id: UUID) -> tuple[Fact, ...]:
    """Return every fact of a worker, with the annulments of them."""
    rows = WORKER_FACTS.rows(session, {"worker": worker_id})
    reviewed = reviewed_events(session, rows=rows)
    return tuple(fact_of(row, reviewed=reviewed) for row in rows)


def project(session: Session, *, worker_id: UUID, before: Folded, after: Folded, at: datetime) -> None:
    """Write the difference between two folds of one worker: nothing when they are equal."""
    _project_journeys(session, worker_id, before, after)
    _project_presence(session, before, after)
    if before.contradictions != after.contradictions:
        _project_tasks(session, worker_id, before, after, at)


def _journey_values(worker_id: UUID, journey: JourneyFact) -> dict[str, Any]:
    departed, returned = journey.departed, journey.returned
    return {
        "departed_event_id": departed.id,
        "worker_id": worker_id,
        "entry_id": departed.entry,
        "country": departed.country,
        "departed_at": departed.occurred_at,
        "departed_day": local_day(departed.occurred_at),
        "departed_gate": departed.gate,
        "returned_event_id": returned.id if returned else None,
        "returned_at": returned.occurred_at if returned else None,
        "returned_day": local_day(returned.occurred_at) if returned else None,
        "returned_gate": returned.gate if returned else None,
        "contradicted": journey.contradicted,
    }


def _project_journeys(session: Session, worker_id: UUID, before: Folded, after: Folded) -> None:
    old = {journey.departed.id: journey for journey in before.journeys}
    new = {journey.departed.id: journey for journey in after.journeys}
    gone = old.keys() - new.keys()
    changed = [new[key] for key in old.keys() & new.keys() if old[key] != new[key]]
    # closing comes before opening, so that no moment has two open journeys
    changed.sort(key=lambda journey: journey.returned is None)
    if gone:
        session.execute(delete(JOURNEYS).where(JOURNEYS.c.departed_event_id.in_(gone)))
    for journey in changed:
        values = _journey_values(worker_id, journey)
        UPDATE_JOURNEY.run(session, values | {"departed": journey.departed.id})
    for key in (key for key in new if key not in old):
        INSERT_JOURNEY.run(session, _journey_values(worker_id, new[key]))


def _project_presence(session: Session, before: Folded, after: Folded) -> None:
    gone = before.presence.keys() - after.presence.keys()
    if gone:
        session.execute(delete(STATES).where(STATES.c.entry_id.in_(gone)))
    for entry, state in after.presence.items():
        if before.presence.get(entry) is not state:
            upsert = _set_presence(session.get_bind().dialect.name)
            upsert.run(session, {"entry_id": entry, "state": state.value})


def _project_tasks(session: Session, worker_id: UUID, before: Folded, after: Folded, at: datetime) -> None:
    opened = [
        {"event_id": event, "worker_id": worker_id, "opened_at": at, "outcome": ""}
        for event in after.contradictions
    ]
    if opened:
        session.execute(insert_or_ignore(session, TASKS), opened)
        session.execute(
            update(TASKS)
            .where(TASKS.c.event_id.in_(after.contradictions), TASKS.c.outcome == LATE_EVENT)
            .values(closed_at=None, outcome="")
        )
    solved = set(before.contradictions) - set(after.contradictions)
    if solved:
        session.execute(
            update(TASKS)
            .where(TASKS.c.event_id.in_(solved), TASKS.c.closed_at.is_(None))
            .values(closed_at=at, outcome=LATE_EVENT)
        )


def close_contradiction(
    session: Session, *, actor: Actor, event_id: UUID, outcome: str, at: datetime
) -> None:
    """Close the task of a contradiction with a person's outcome; the events stay as they are."""
    require(actor, Permission.CONTRADICTION_CLOSE)
    task = session.get(Contradiction, event_id, with_for_update=True)
    if task is None:
        raise NotFound("contradiction")
    if task.closed_at is not None:
        return
    task.closed_at, task.closed_by, task.outcome = at, actor.user_id, outcome
    record(
        session,
        actor=actor,
        action=AuditAction.CONTRADICTION_CLOSED,
        object_type="event",
        object_id=event_id,
        payload={"outcome": outcome},
        at=at,
    )


def rebuild(session: Session, *, actor: Actor, at: datetime, check: bool = False) -> Rebuilt:
    """Fold every worker anew from the log and mend the projection; with `check` only count what differs."""
    require(actor, Permission.JOURNEYS_REBUILD)
    workers = changed = 0
    seen = select(EVENTS.c.worker_id).where(EVENTS.c.worker_id.is_not(None))
    projected = select(JOURNEYS.c.worker_id)
    for worker_id in session.scalars(select(Worker.id).where(Worker.id.in_(seen.union(projected)))).all():
        if not check:
            session.execute(select(Worker.id).where(Worker.id == worker_id).with_for_update())
        workers += 1
        changed += _rebuild_worker(session, worker_id, at, check)
    if not check:
        record(
            session,
            actor=actor,
            action=AuditAction.JOURNEYS_REBUILT,
            object_type="journeys",
            object_id="all",
            payload={"workers": workers, "changed": changed},
            at=at,
        )
    return Rebuilt(workers, changed)


def _rebuild_worker(session: Session, worker_id: UUID, at: datetime, check: bool) -> int:
    facts = worker_facts(session, worker_id=worker_id)
    folded = fold(facts)
    wanted = {j.departed.id: _journey_values(worker_id, j) for j in folded.journeys}
    entries = {fact.entry for fact in facts if fact.entry is not None}
    if _stored(session, worker_id, entries) == (wanted, _presence_of(folded), set(folded.contradictions)):
        return 0
    if not check:
        session.execute(delete(JOURNEYS).where(JOURNEYS.c.worker_id == worker_id))
        session.execute(delete(STATES).where(STATES.c.entry_id.in_(entries)))
        known = _open_tasks(session, worker_id)
        project(session, worker_id=worker_id, before=Folded(contradictions=tuple(known)), after=folded, at=at)
    return 1


def _presence_of(folded: Folded) -> dict[UUID, str]:
    return {entry: state.value for entry, state in folded.presence.items()}


def _open_tasks(session: Session, worker_id: UUID) -> set[UUID]:
    """Return the contradictions that the projection holds now: closed ones by a person count, too."""
    query = select(TASKS.c.event_id).where(TASKS.c.worker_id == worker_id, TASKS.c.outcome != LATE_EVENT)
    return set(session.scalars(query))


def _stored(
    session: Session, worker_id: UUID, entries: set[UUID]
) -> tuple[Mapping[UUID, dict[str, Any]], dict[UUID, str], set[UUID]]:
    journeys = {
        row.departed_event_id: dict(row._mapping)
        for row in session.execute(select(JOURNEYS).where(JOURNEYS.c.worker_id == worker_id))
    }
    states = {
        row.entry_id: row.state
        for row in session.execute(select(STATES).where(STATES.c.entry_id.in_(entries)))
    }
    return journeys, states, _open_tasks(session, worker_id)
