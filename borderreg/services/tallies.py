"""Keep the tallies right: fold in what changed, a few at a time, or add everything up anew (ADR 23)."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any
from uuid import UUID

from sqlalchemy import delete, insert, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from borderreg.domain.access import Actor, Permission
from borderreg.models import DayTally, Tally, TallyChange, TallyKey, TallyState, table_of
from borderreg.reports.counted import Reach
from borderreg.reports.tally_rows import (
    DAY,
    DAY_PARTICULARS,
    PARTICULARS,
    Keys,
    by_span,
    changed_persons,
    counted_times,
    key_numbers,
    pages,
    waiting,
)
from borderreg.services.guard import require
from borderreg.services.tally_building import COLUMNS, build

TALLIES, DAYS, CHANGES = table_of(Tally), table_of(DayTally), table_of(TallyChange)
AT_ONCE = 200
ONE_DAY = timedelta(days=1)
Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Folded:
    """How many changes were folded in, and how many persons' tallies differ from before."""

    changes: int
    persons: int


def has_changes(session: Session) -> bool:
    """Say whether anything waits to be folded."""
    return session.scalar(select(CHANGES.c.id).limit(1)) is not None


def fold_changes(session: Session, *, at: datetime, limit: int = AT_ONCE) -> Folded:
    """Fold the oldest waiting changes into the tallies; nothing while another does, or before a rebuild.

    What commits late stands in the queue when it is there, and one that is folded is gone from it.
    """
    state = session.get(TallyState, 1, with_for_update={"skip_locked": True})
    if state is None or not state.complete:
        return Folded(0, 0)
    found = session.execute(waiting(limit)).all()
    if not found:
        return Folded(0, 0)
    events = [row.event_id for row in found]
    persons = _by_year(changed_persons(session, events))
    numbers = _Numbers(session)
    changed = sum(_fold_year(session, numbers, year, some) for year, some in sorted(persons.items()))
    session.execute(delete(CHANGES).where(CHANGES.c.id.in_([row.id for row in found])))
    state.folded_at = at
    return Folded(len(found), changed)


def rebuild_tallies(session: Session, *, actor: Actor, at: datetime) -> Folded:
    """Add everything up anew from the log; what is recorded meanwhile waits in the queue."""
    require(actor, Permission.JOURNEYS_REBUILD)
    state = session.get_one(TallyState, 1, with_for_update=True)
    changes = build(session)
    state.complete, state.folded_at = True, at
    session.flush()
    return Folded(changes, 0)


class _Numbers:
    """The numbers of keys; a new value of a dimension gets one when it is first met."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._known = key_numbers(session)
        self._rows: dict[Keys, tuple[int, ...]] = {}

    def of(self, keys: Keys) -> tuple[int, ...]:
        """Return the numbers of one row's particulars."""
        if keys not in self._rows:
            self._rows[keys] = tuple(self._number(pair) for pair in zip(PARTICULARS, keys, strict=True))
        return self._rows[keys]

    def _number(self, pair: tuple[str, str]) -> int:
        if pair not in self._known:
            row = TallyKey(dimension=pair[0], key=pair[1])
            self._session.add(row)
            self._session.flush()
            self._known[pair] = row.id
        return self._known[pair]


def _by_year(persons: dict[UUID, set[date]]) -> dict[int, list[UUID]]:
    """Return whom to fold in each year; a day's neighbours too: two records of one passage may meet."""
    found: dict[int, set[UUID]] = {}
    for person, days in persons.items():
        for day in days:
            for near in (day - ONE_DAY, day, day + ONE_DAY):
                found.setdefault(near.year, set()).add(person)
    return {year: sorted(some) for year, some in found.items()}


def _reach(year: int, persons: Collection[UUID] | None = None) -> Reach:
    return Reach(first=date(year, 1, 1), last=date(year, 12, 31), persons=persons)


def _fold_year(session: Session, numbers: _Numbers, year: int, persons: list[UUID]) -> int:
    changed = 0
    for some in pages(persons):
        after = _times(numbers, counted_times(session, _reach(year, some)))
        before = _stored(session, year, some)
        differ = {key[0] for key in before.keys() | after.keys() if before[key] != after[key]}
        if not differ:
            continue
        changed += len(differ)
        mine = TALLIES.c.person.in_(differ) & _in_year(year)
        session.execute(delete(TALLIES).where(mine))
        _insert(session, _rows({key: n for key, n in after.items() if key[0] in differ}))
        _move_days(session, before, after)
    return changed


def _in_year(year: int) -> Any:
    return TALLIES.c.first_day.between(date(year, 1, 1), date(year, 12, 31))


def _times(numbers: _Numbers, found: Iterable[tuple[UUID, date, Keys]]) -> Counter[Any]:
    return Counter((person, day, numbers.of(keys)) for person, day, keys in found)


def _stored(session: Session, year: int, persons: list[UUID]) -> Counter[Any]:
    query = select(TALLIES).where(TALLIES.c.person.in_(persons), TALLIES.c.span == DAY, _in_year(year))
    return Counter({(row[0], row[2], tuple(row[4:-1])): row[-1] for row in session.execute(query)})


def _rows(times: dict[Any, int]) -> list[Row]:
    """Return the rows of tallies: every span, those of one person and span numbered from 0."""
    sums = sorted(by_span(times).items(), key=lambda item: (item[0][0].bytes, *item[0][1:]))
    rows: list[Row] = []
    for where, group in groupby(sums, key=lambda item: item[0][:3]):
        rows += [(*where, number, *key[3], count) for number, (key, count) in enumerate(group)]
    return rows


def _insert(session: Session, rows: list[Row]) -> None:
    if rows:
        session.execute(insert(TALLIES), [dict(zip(COLUMNS, row, strict=True)) for row in rows])


def _move_days(session: Session, before: Counter[Any], after: Counter[Any]) -> None:
    """Move the sums of days by the difference of two readings of some persons."""
    moved = by_day(after)
    moved.subtract(by_day(before))
    rows = [
        {"day": day, **dict(zip(DAY_PARTICULARS, keys, strict=True)), "times": count}
        for (day, keys), count in sorted(moved.items())
        if count
    ]
    if not rows:
        return
    statement = (sqlite if session.get_bind().dialect.name == "sqlite" else postgresql).insert(DAYS)
    added = {"times": DAYS.c.times + statement.excluded.times}
    session.execute(statement.on_conflict_do_update(index_elements=list(DAYS.primary_key), set_=added), rows)
    session.execute(delete(DAYS).where(DAYS.c.times == 0))


def by_day(times: Counter[Any]) -> Counter[Any]:
    """Add persons up to days, by the few particulars of day tallies."""
    places = [PARTICULARS.index(name) for name in DAY_PARTICULARS]
    sums: Counter[Any] = Counter()
    for (_, day, keys), count in times.items():
        sums[day, tuple(keys[place] for place in places)] += count
    return sums
