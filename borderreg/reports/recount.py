"""Read the crossing log itself and fold it: what projections are compared with, and the past as it was."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, func, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import Session, aliased
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import Float

from borderreg.domain.journeys import CROSSINGS, SAME_PASSAGE, Fact, Folded, fold
from borderreg.domain.reasons import Flag
from borderreg.models import Entry, Event, QuarantineReview
from borderreg.reports.facts import FACT_COLUMNS, fact_of

PAGE = 2000
MINUTES = SAME_PASSAGE.total_seconds() / 60


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


def folds(
    session: Session,
    *,
    until: datetime | None = None,
    known_at: datetime | None = None,
    workers: Select[Any] | None = None,
) -> Iterable[tuple[UUID, Folded]]:
    """Fold the log of every worker, or of those that a query selects, up to an instant (included).

    `until` is about when things happened, `known_at` about when the server learnt of them. Two statements
    more than the number of pages of events; one worker's facts in memory at a time are few.
    """
    reviews = select(QuarantineReview.event_id).where(QuarantineReview.accepted)
    if known_at is not None:
        reviews = reviews.where(QuarantineReview.reviewed_at <= known_at)
    reviewed = frozenset(session.scalars(reviews))
    annulled = _annulments(session, reviewed, until, known_at)
    every: Select[Any] = select(*FACT_COLUMNS).where(Event.kind.in_(CROSSINGS), Event.worker_id.is_not(None))
    query = _up_to(every, until, known_at)
    if workers is not None:
        query = query.where(Event.worker_id.in_(workers))
    worker: UUID | None = None
    facts: list[Fact] = []
    for row in session.execute(query.order_by(Event.worker_id).execution_options(yield_per=PAGE)):
        if row.worker_id != worker and worker is not None:
            yield worker, fold(facts)
            facts = []
        worker = row.worker_id
        facts.append(fact_of(row, reviewed=reviewed))
        facts.extend(annulled.get(row.id, ()))
    if worker is not None:
        yield worker, fold(facts)


def _up_to(query: Select[Any], until: datetime | None, known_at: datetime | None) -> Select[Any]:
    if until is not None:
        query = query.where(Event.occurred_at <= until)
    return query if known_at is None else query.where(Event.received_at <= known_at)


def _annulments(
    session: Session, reviewed: frozenset[UUID], until: datetime | None, known_at: datetime | None
) -> dict[UUID, list[Fact]]:
    query = _up_to(select(*FACT_COLUMNS).where(Event.kind == "annulment"), until, known_at)
    found = defaultdict(list)
    for row in session.execute(query):
        found[row.annuls_id].append(fact_of(row, reviewed=reviewed))
    return found


def merged_events(
    session: Session,
    *,
    first: date,
    last: date,
    known_at: datetime | None = None,
    workers: Collection[UUID] | None = None,
    organisation_id: UUID | None = None,
) -> frozenset[UUID]:
    """Return the events of some days that are second records of one passage.

    SQL finds who may have any: a queued record beside another, same gate and direction, within ten minutes.
    The fold decides; nobody is the usual answer, and then nothing is folded.
    """
    other = aliased(Event)
    beside = and_(
        other.worker_id == Event.worker_id,
        other.id != Event.id,
        other.kind == Event.kind,
        other.gate_code == Event.gate_code,
        func.abs(_MinutesBetween(other.occurred_at, Event.occurred_at)) <= MINUTES + 1,
    )
    days = Event.local_day.between(first - timedelta(days=1), last + timedelta(days=1))
    suspects = select(Event.worker_id).join(other, beside).where(days, Event.kind.in_(CROSSINGS), ~Event.live)
    if workers is not None:
        suspects = suspects.where(Event.worker_id.in_(workers))
    if organisation_id is not None:
        own = Entry.organisation_id == organisation_id
        suspects = suspects.join(Entry, Entry.id == Event.entry_id).where(own)
    if session.scalar(suspects.limit(1)) is None:
        return frozenset()
    merged = (
        event
        for _, folded in folds(session, known_at=known_at, workers=suspects)
        for event, flag in folded.flags.items()
        if flag is Flag.SAME_PASSAGE
    )
    return frozenset(merged)
