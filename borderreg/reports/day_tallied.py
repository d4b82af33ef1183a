"""Crossings by day, gate or commune from the small sums of days: nothing about people, so they stay small."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from borderreg.models import DayTally, Tally, table_of
from borderreg.reports.tally_question import (
    Cells,
    Numbers,
    Place,
    TallyQuestion,
    conditions_of,
    count_rows,
    keys_of,
    margins,
    numbers_of,
)
from borderreg.reports.tally_rows import DAY, DAY_PARTICULARS, PARTICULARS

DAYS, TALLIES = table_of(DayTally), table_of(Tally)
KNOWN = frozenset((*DAY_PARTICULARS, "day"))


def days_can_say(query: TallyQuestion) -> bool:
    """Say whether the sums of days hold the answer: crossings by what they know."""
    conditions = [name for measure in query.question.measures for name, _ in conditions_of(measure)]
    return not query.counts_persons and KNOWN.issuperset((*query.by, *query.where, *conditions))


def from_days(query: TallyQuestion) -> Cells:
    """Add the sums of days up, without what they hold of the people who wait."""
    numbers = numbers_of(query)
    chosen = {name: numbers.get((name, key)) for name, key in query.where.items() if name != "day"}
    if None in chosen.values() or query.days[0] > query.days[1]:
        return {}
    columns = [DAYS.c[name] for name in query.by]
    wanted = [numbers.get(("kind", kind), 0) for kind in query.question.tallied]
    sums = (
        func.sum(case((_kinds(measure, numbers), DAYS.c.times), else_=0))
        for measure in query.question.measures
    )
    rows = query.session.execute(
        select(*columns, *sums)
        .where(DAYS.c.day.between(*query.days), DAYS.c.kind.in_(wanted))
        .where(*(DAYS.c[name] == number for name, number in chosen.items()))
        .group_by(*columns)
    ).all()
    cells = _with_margins(query, rows)
    for place, counts in count_rows(query, _stored(query)).items():
        cells[place].subtract(dict(enumerate(counts)))
    width = range(len(query.question.measures))
    return {place: tuple(found[number] for number in width) for place, found in cells.items()}


def _kinds(measure: Any, numbers: Numbers) -> Any:
    keys = [key for name, keys in conditions_of(measure) for key in keys if name == "kind"]
    return DAYS.c.kind.in_([numbers.get(("kind", key), 0) for key in keys]) if keys else DAYS.c.times > 0


def _with_margins(query: TallyQuestion, rows: Any) -> defaultdict[Place, Counter[int]]:
    width = len(query.by)
    keys = keys_of(query.session, {row[at] for row in rows for at in range(width) if query.by[at] != "day"})
    cells: defaultdict[Place, Counter[int]] = defaultdict(Counter)
    for row in rows:
        named = [value.isoformat() if isinstance(value, date) else keys[value] for value in row[:width]]
        counts = {place: int(count or 0) for place, count in enumerate(row[width:])}
        for margin in margins(width):
            at = tuple(named[place] if place in margin else None for place in range(width))
            cells[at].update(counts)
    return cells


def _stored(query: TallyQuestion) -> Iterator[tuple[UUID, Mapping[str, str], int]]:
    """Yield what the tallies hold of the people who wait, in the days of the question."""
    if not query.waiting:
        return
    mine = TALLIES.c.person.in_(query.waiting) & (TALLIES.c.span == DAY)
    rows = query.session.execute(select(TALLIES).where(mine, TALLIES.c.first_day.between(*query.days))).all()
    keys = _all_keys(query.session, rows)
    for row in rows:
        named = {name: keys[row._mapping[name]] for name in PARTICULARS}
        if named["kind"] in query.question.tallied:
            yield row.person, named | {"day": row.first_day.isoformat()}, row.times


def _all_keys(session: Session, rows: Any) -> dict[int, str]:
    return keys_of(session, {row._mapping[name] for row in rows for name in PARTICULARS})
