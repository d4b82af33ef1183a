"""A question to the tallies: whose records are not folded in yet, and what these add to the answer."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import chain, combinations
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from borderreg.models import TallyKey, TallyState
from borderreg.reports.counted import ATTEMPT, DEPARTURE, FORGED, RETURN, Reach
from borderreg.reports.questions import Asked, Measure, Question
from borderreg.reports.tally_rows import PARTICULARS, changed_persons, counted_times, pages, waiting

MOST_WAITING = 2000
"""With more changes than these the tallies are too far behind, and the log itself is counted."""
DERIVED: Mapping[tuple[str, str], tuple[str, tuple[str, ...]]] = {("forged", "yes"): ("reason", FORGED)}
"""A condition of a measure that a tally knows as several values of one of its particulars."""
Place = tuple[str | None, ...]
Cells = dict[Place, tuple[int, ...]]
Numbers = Mapping[tuple[str, str], int]
Counted = Iterable[tuple[UUID, Mapping[str, str], int]]
"""Person, particulars with the day, and how often."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TallyQuestion:
    """One question to the tallies: by what, with which values chosen, and who is left out of them."""

    session: Session
    question: Question
    asked: Asked
    by: tuple[str, ...]
    where: Mapping[str, str]
    waiting: frozenset[UUID]

    @property
    def days(self) -> tuple[date, date]:
        """Return the days that are counted: of the period, or the one that is chosen."""
        period = self.asked.period
        if "day" not in self.where:
            return period.first, period.last
        day = date.fromisoformat(self.where["day"])
        return (day, day) if period.contains(day) else (day, date.fromordinal(day.toordinal() - 1))

    @property
    def counts_persons(self) -> bool:
        """Say whether any measure counts people."""
        return any(measure.persons for measure in self.question.measures)


def persons_waiting(session: Session) -> frozenset[UUID] | None:
    """Return whose tallies are behind the log; None when that is too many, or before the first rebuild."""
    if not session.scalar(select(TallyState.complete)):
        return None
    found = [row.event_id for row in session.execute(waiting(MOST_WAITING + 1))]
    if len(found) > MOST_WAITING:
        return None
    return frozenset(changed_persons(session, found)) if found else frozenset()


def margins(width: int) -> list[tuple[int, ...]]:
    """Return the places of every margin: none, each one, and all of them."""
    return list(chain.from_iterable(combinations(range(width), size) for size in range(width + 1)))


def numbers_of(query: TallyQuestion) -> Numbers:
    """Return the numbers of the kinds, of the chosen values and of the reasons that are forgeries."""
    wanted = {("kind", kind) for kind in query.question.tallied} | set(query.where.items())
    wanted |= {("reason", reason) for reason in FORGED}
    keys = {key for _, key in wanted}
    rows = query.session.execute(
        select(TallyKey.dimension, TallyKey.key, TallyKey.id).where(TallyKey.key.in_(keys))
    )
    return {(dimension, key): number for dimension, key, number in rows if (dimension, key) in wanted}


def keys_of(session: Session, numbers: set[Any]) -> dict[int, str]:
    """Return the keys that some numbers stand for."""
    keys: dict[int, str] = {}
    for some in pages(sorted(numbers - {None})):
        rows = session.execute(select(TallyKey.id, TallyKey.key).where(TallyKey.id.in_(some)))
        keys.update((number, key) for number, key in rows)
    return keys


def from_log(query: TallyQuestion) -> Cells:
    """Count the people who wait, from the log, by the same conditions."""
    if not query.waiting or query.days[0] > query.days[1]:
        return {}
    kinds = (ATTEMPT,) if query.question.tallied == (ATTEMPT,) else (DEPARTURE, RETURN)
    reach = Reach(first=query.days[0], last=query.days[1], kinds=kinds, persons=query.waiting)
    found = counted_times(query.session, reach)
    rows = ((person, _named(keys) | {"day": day.isoformat()}, 1) for person, day, keys in found)
    return count_rows(query, rows)


def _named(keys: tuple[str, ...]) -> dict[str, str]:
    return dict(zip(PARTICULARS, keys, strict=True))


def count_rows(query: TallyQuestion, rows: Counted) -> Cells:
    """Count rows that are at hand: crossings and people, for every margin."""
    times: defaultdict[Place, Counter[int]] = defaultdict(Counter)
    people: defaultdict[Place, set[tuple[int, UUID]]] = defaultdict(set)
    for person, row, count in rows:
        if any(row[name] != value for name, value in query.where.items()):
            continue
        met = [place for place, measure in enumerate(query.question.measures) if _is_met(measure, row)]
        for margin in margins(len(query.by)):
            at = tuple(row[name] if place in margin else None for place, name in enumerate(query.by))
            times[at].update(dict.fromkeys(met, count))
            people[at].update((place, person) for place in met)
    return {at: _counts(query.question, times[at], people[at]) for at in times}


def conditions_of(measure: Measure) -> list[tuple[str, tuple[str, ...]]]:
    """Return a measure's conditions as particulars and the keys that meet them."""
    return [DERIVED.get(pair, (pair[0], (pair[1],))) for pair in measure.where]


def _is_met(measure: Measure, row: Mapping[str, str]) -> bool:
    return all(row[column] in keys for column, keys in conditions_of(measure))


def _counts(question: Question, times: Counter[int], people: set[tuple[int, UUID]]) -> tuple[int, ...]:
    persons = Counter(place for place, _ in people)
    return tuple(
        persons[place] if measure.persons else times[place] for place, measure in enumerate(question.measures)
    )
