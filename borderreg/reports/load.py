"""How busy the gates are: people in the last hour, the wait to expect, and the hours of the last four weeks.

Only counts by gate and hour leave this module: no person, no entry, no commune.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import ColumnElement, Connection, Engine, String, cast, func, select
from sqlalchemy.orm import Session

from borderreg.domain.periods import HANOI, local_day
from borderreg.domain.visits import LEARNT_METHODS
from borderreg.domain.waiting import LAST_HOUR, Wait, expected_wait
from borderreg.models import Event
from borderreg.reports.columns import let_in, not_annulled

DAYS = 28
DEPARTURE, RETURN = "departure", "return"
FEWEST = 5
"""Fewer people in an hour, nobody included, are one answer to the public: one person might be recognised."""
SATURDAY = 5
FIRST_HOUR, LAST_HOUR_SHOWN = 6, 20

Counts = dict[tuple[str, str, bool, int], int]
_known: WeakKeyDictionary[Engine, tuple[str, Counts]] = WeakKeyDictionary()


@dataclass(frozen=True, slots=True)
class HourLoad:
    """People per hour of the day on average over the last weeks: to China and home, workdays and weekends."""

    hour: int
    out_workday: float
    home_workday: float
    out_weekend: float
    home_weekend: float


@dataclass(frozen=True, slots=True)
class GateLoad:
    """One gate: the last hour in both directions, and a day's hours; None where too few passed to be told."""

    gate: str
    out: Wait | None
    home: Wait | None
    hours: tuple[HourLoad, ...]

    @property
    def busiest(self) -> int | None:
        """Return the hour with most departures on a workday, None without any."""
        most = max(self.hours, key=lambda hour: hour.out_workday, default=None)
        return most.hour if most is not None and most.out_workday > 0 else None

    def guarded(self) -> "GateLoad":
        """Return what may be told to everybody: nothing of an hour in which few people passed, or nobody."""
        return replace(self, out=_told(self.out), home=_told(self.home))


def gate_loads(session: Session, *, gates: Sequence[str], at: datetime) -> tuple[GateLoad, ...]:
    """Return each gate's load at an instant; the past weeks are counted once an hour in each process."""
    passed = _last_hour(session, at)
    weeks = _weeks(session, at)
    return tuple(
        GateLoad(
            gate,
            expected_wait(passed[gate, DEPARTURE]),
            expected_wait(passed[gate, RETURN]),
            _hours(gate, weeks, local_day(at)),
        )
        for gate in gates
    )


def _told(wait: Wait | None) -> Wait | None:
    return wait if wait is not None and wait.people >= FEWEST else None


def _counts() -> tuple[ColumnElement[bool], ...]:
    """Return what makes an event a passage that somebody saw at a gate."""
    return (
        Event.kind.in_((DEPARTURE, RETURN)),
        Event.method.not_in(LEARNT_METHODS),
        let_in(Event),
        not_annulled(Event),
    )


def _last_hour(session: Session, at: datetime) -> defaultdict[tuple[str, str], list[tuple[str, datetime]]]:
    since = at - LAST_HOUR
    query = select(Event.gate_code, Event.kind, Event.device_id, Event.occurred_at).where(
        Event.local_day.between(local_day(since), local_day(at)),
        Event.occurred_at > since,
        Event.occurred_at <= at,
        *_counts(),
    )
    passed: defaultdict[tuple[str, str], list[tuple[str, datetime]]] = defaultdict(list)
    for row in session.execute(query):
        passed[row.gate_code, row.kind].append((str(row.device_id), row.occurred_at))
    return passed


def _weeks(session: Session, at: datetime) -> Counts:
    """Count the four weeks up to yesterday by gate, direction, weekend and local hour."""
    engine, key = _engine(session), f"{at.astimezone(UTC):%Y-%m-%d %H}"
    known = _known.get(engine)
    if known is None or known[0] != key:
        known = _known[engine] = (key, _count_weeks(session, local_day(at)))
    return known[1]


def _count_weeks(session: Session, today: date) -> Counts:
    # both databases write an instant in UTC, so that thirteen characters are day and hour
    hour = func.substr(cast(Event.occurred_at, String), 1, 13).label("hour")
    first, last = today - timedelta(days=DAYS), today - timedelta(days=1)
    query = (
        select(Event.gate_code, Event.kind, hour, func.count().label("people"))
        .where(Event.local_day.between(first, last), *_counts())
        .group_by(Event.gate_code, Event.kind, hour)
    )
    return _sum_up(session.execute(query))


def _sum_up(rows: Iterable[Any]) -> Counts:
    counts: defaultdict[tuple[str, str, bool, int], int] = defaultdict(int)
    for row in rows:
        moment = datetime.fromisoformat(f"{row.hour.replace('T', ' ')}:00+00:00").astimezone(HANOI)
        counts[row.gate_code, row.kind, moment.weekday() >= SATURDAY, moment.hour] += row.people
    return dict(counts)


def _hours(gate: str, weeks: Counts, today: date) -> tuple[HourLoad, ...]:
    days = [today - timedelta(days=number) for number in range(1, DAYS + 1)]
    weekends = sum(day.weekday() >= SATURDAY for day in days)
    used = [hour for code, _, _, hour in weeks if code == gate]
    if not used:
        return ()

    def mean(kind: str, weekend: bool, hour: int) -> float:
        return round(
            weeks.get((gate, kind, weekend, hour), 0) / (weekends if weekend else DAYS - weekends), 1
        )

    return tuple(
        HourLoad(
            hour,
            mean(DEPARTURE, False, hour),
            mean(RETURN, False, hour),
            mean(DEPARTURE, True, hour),
            mean(RETURN, True, hour),
        )
        for hour in range(min(FIRST_HOUR, *used), max(LAST_HOUR_SHOWN, *used) + 1)
    )


def _engine(session: Session) -> Engine:
    bind = session.get_bind()
    return bind.engine if isinstance(bind, Connection) else bind
