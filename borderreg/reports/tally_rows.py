"""What tallies are made of: their particulars, the numbers of keys, the sums of a person's crossings."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from borderreg.domain.periods import quarter_of
from borderreg.models import Event, TallyChange, TallyKey
from borderreg.reports.counted import Reach, counted

PARTICULARS = (
    "kind",
    "gate",
    "country",
    "commune",
    "employer",
    "county",
    "sex",
    "age",
    "permit",
    "sector",
    "reason",
)
DAY_PARTICULARS = ("kind", "gate", "commune")
DAY, QUARTER, YEAR = 0, 1, 2
T = TypeVar("T")
Keys = tuple[str, ...]
Times = Counter[tuple[UUID, date, Keys]]


def spans_of(day: date) -> tuple[tuple[int, date], ...]:
    """Return the spans that a day falls into, each with its first day."""
    return ((DAY, day), (QUARTER, quarter_of(day)), (YEAR, day.replace(month=1, day=1)))


def counted_times(session: Session, reach: Reach) -> Iterator[tuple[UUID, date, Keys]]:
    """Yield person, day and particulars of everything that counts, as the reports read it."""
    rows = counted(session, reach).subquery()
    query = select(rows.c.person, rows.c.day, *(rows.c[name] for name in PARTICULARS))
    for row in session.execute(query.execution_options(yield_per=5000)):
        yield row[0], row[1], tuple(row[2:])


def by_span(times: Mapping[tuple[UUID, date, Keys], int]) -> Counter[tuple[UUID, int, date, Keys]]:
    """Add each person's days up to quarters and years."""
    sums: Counter[tuple[UUID, int, date, Keys]] = Counter()
    for (person, day, keys), count in times.items():
        for span, first in spans_of(day):
            sums[person, span, first, keys] += count
    return sums


def key_numbers(session: Session) -> dict[tuple[str, str], int]:
    """Return the number of each known value of each dimension."""
    query = select(TallyKey.dimension, TallyKey.key, TallyKey.id)
    return {(dimension, key): number for dimension, key, number in session.execute(query)}


def changed_persons(session: Session, events: Any) -> dict[UUID, set[date]]:
    """Return whose tallies the given events touch, and on which days; what an annulment names as well."""
    of_event = select(Event.id, Event.worker_id, Event.local_day, Event.annuls_id).where(Event.id.in_(events))
    found: dict[UUID, set[date]] = {}
    named: set[UUID] = set()
    for row in session.execute(of_event):
        found.setdefault(row.worker_id or row.id, set()).add(row.local_day)
        if row.annuls_id is not None:
            named.add(row.annuls_id)
    for some in pages(sorted(named)):
        taken_back = select(Event.id, Event.worker_id, Event.local_day).where(Event.id.in_(some))
        for target in session.execute(taken_back):
            found.setdefault(target.worker_id or target.id, set()).add(target.local_day)
    return found


def waiting(limit: int) -> Any:
    """Return a query for the events that wait to be folded, oldest first."""
    return select(TallyChange.id, TallyChange.event_id).order_by(TallyChange.id).limit(limit)


def pages(items: Iterable[T], size: int = 1000) -> Iterator[list[T]]:
    """Cut into lists that fit one statement."""
    every = list(items)
    return (every[start : start + size] for start in range(0, len(every), size))
