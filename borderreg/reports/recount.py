"""Read the crossing log itself and fold it: what projections are compared with, and the past as it was."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import Session, aliased
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import Float

from borderreg.domain.journeys import CROSSINGS, SAME_PASSAGE, Fact, Folded, fold
from borderreg.domain.reasons import Flag
from borderreg.models import Event, QuarantineReview

PAGE = 2000


class _MinutesBetween(FunctionElement[float]):
    """The minutes from one instant to a later one."""

    type = Float()
    inherit_cache = True


@compiles(_MinutesBetween, "sqlite")
def _minutes_sqlite(element: Any, compiler: SQLCompiler, **options: Any) -> str:
    first, second = (compiler.process(clause, **options) for clause in element.clauses)
    return f"((julianday({second}) - julianday({first})) * 1440.0)"


@compiles(_MinutesBetween, "postgresql")
def _minutes_postgresql(element: Any, compiler: SQLCompiler, **options: Any) -> str:
    first, second = (compiler.process(clause, **options) for clause in element.clauses)
    return f"(extract(epoch from {second} - {first}) / 60.0)"


def _fact_columns() -> tuple[Any, ...]:
    return (
        Event.id,
        Event.kind,
        Event.occurred_at,
        Event.gate_code,
        Event.country,
        Event.device_id,
        Event.seq,
        Event.entry_id,
        Event.live,
        Event.annuls_id,
        Event.flags,
        Event.worker_id,
    )


def folds(
    session: Session, *, until: datetime | None = None, workers: Select[Any] | None = None
) -> Iterable[tuple[UUID, Folded]]:
    """Fold the log of every worker, or of those that a query selects, up to an instant (included).

    Two statements more than the number of pages of events; one worker's facts in memory at a time are few.
    """
    reviewed = frozenset(session.scalars(select(QuarantineReview.event_id).where(QuarantineReview.accepted)))
    annulled = _annulments(session, until, reviewed)
    query = select(*_fact_columns()).where(Event.kind.in_(CROSSINGS), Event.worker_id.is_not(None))
    if until is not None:
        query = query.where(Event.occurred_at <= until)
    if workers is not None:
        query = query.where(Event.worker_id.in_(workers))
    worker: UUID | None = None
    facts: list[Fact] = []
    for row in session.execute(query.order_by(Event.worker_id).execution_options(yield_per=PAGE)):
        if row.worker_id != worker and worker is not None:
            yield worker, fold(facts)
            facts = []
        worker = row.worker_id
        facts.append(_fact(row, reviewed))
        facts.extend(annulled.get(row.id, ()))
    if worker is not None:
        yield worker, fold(facts)


def _annulments(
    session: Session, until: datetime | None, reviewed: frozenset[UUID]
) -> dict[UUID, list[Fact]]:
    query = select(*_fact_columns()).where(Event.kind == "annulment")
    if until is not None:
        query = query.where(Event.occurred_at <= until)
    found = defaultdict(list)
    for row in session.execute(query):
        found[row.annuls_id].append(_fact(row, reviewed))
    return found


def _fact(row: Any, reviewed: frozenset[UUID]) -> Fact:
    held = Flag.QUARANTINED.value in row.flags and row.id not in reviewed
    out_of_time = row.kind == "annulment" and Flag.WOULD_REFUSE.value in row.flags
    return Fact(
        id=row.id,
        kind=row.kind,
        occurred_at=row.occurred_at,
        gate=row.gate_code,
        country=row.country,
        device=row.device_id,
        seq=row.seq,
        entry=row.entry_id,
        live=row.live,
        annuls=row.annuls_id,
        counts=not held and not out_of_time,
    )


def merged_events(session: Session, *, where: ColumnElement[bool]) -> frozenset[UUID]:
    """Return the events that are second records of one passage, among those that meet a condition.

    SQL finds who may have any (the same gate and direction again within ten minutes, not both live), the fold
    decides; nobody is the usual answer, and then nothing is folded.
    """
    earlier = aliased(Event)
    again = and_(
        earlier.worker_id == Event.worker_id,
        earlier.kind == Event.kind,
        earlier.gate_code == Event.gate_code,
        earlier.id != Event.id,
        earlier.occurred_at <= Event.occurred_at,
        _MinutesBetween(earlier.occurred_at, Event.occurred_at) <= SAME_PASSAGE.total_seconds() / 60 + 1,
        or_(~earlier.live, ~Event.live),
    )
    suspects = select(Event.worker_id).join(earlier, again).where(where, Event.kind.in_(CROSSINGS))
    if not session.scalar(select(func.count()).select_from(suspects.subquery())):
        return frozenset()
    merged = (
        event
        for _, folded in folds(session, workers=suspects)
        for event, flag in folded.flags.items()
        if flag is Flag.SAME_PASSAGE
    )
    return frozenset(merged)
