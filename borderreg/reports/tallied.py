"""Answer a question from the tallies, plus the few people whose newest records are not folded in yet.

Tallies hold each person apart, so the people who wait are left out of them and counted from the log, and the
two answers add up: no person stands in both (ADR 23).
"""

from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, and_, case, cast, func, null, select, true, union_all
from sqlalchemy.orm import Session
from sqlalchemy.types import Date

from borderreg.domain.periods import cover
from borderreg.models import Organisation, Tally, table_of
from borderreg.reports.day_tallied import days_can_say, from_days
from borderreg.reports.questions import Asked, Measure, Question
from borderreg.reports.tally_question import (
    Cells,
    Numbers,
    Place,
    TallyQuestion,
    conditions_of,
    from_log,
    keys_of,
    margins,
    numbers_of,
    persons_waiting,
)
from borderreg.reports.tally_rows import DAY, PARTICULARS, QUARTER, YEAR

TALLIES = table_of(Tally)
KNOWN = frozenset((*PARTICULARS, "day"))


def tallied_cells(session: Session, question: Question, asked: Asked, by: tuple[str, ...]) -> Cells | None:
    """Return the counts by place, or None when the tallies cannot say and the log has to be counted."""
    if not question.tallied or asked.known_at is not None or not KNOWN.issuperset((*by, *asked.where)):
        return None
    who = persons_waiting(session)
    if who is None:
        return None
    where = dict(asked.where)
    if asked.scope.organisation_id is not None:
        own = session.scalar(select(Organisation.code).where(Organisation.id == asked.scope.organisation_id))
        if where.setdefault("commune", own or "") != own:
            return {}
    query = TallyQuestion(session=session, question=question, asked=asked, by=by, where=where, waiting=who)
    stored = from_days(query) if days_can_say(query) else _from_tallies(query)
    return _together(len(question.measures), stored, from_log(query))


def _together(width: int, *parts: Cells) -> Cells:
    cells: defaultdict[Place, Counter[int]] = defaultdict(Counter)
    for part in parts:
        for place, counts in part.items():
            cells[place].update(dict(enumerate(counts)))
    return {
        place: tuple(found[number] for number in range(width))
        for place, found in cells.items()
        if any(found.values())
    }


def _from_tallies(query: TallyQuestion) -> Cells:
    numbers = numbers_of(query)
    chosen = {name: numbers.get((name, key)) for name, key in query.where.items() if name != "day"}
    if None in chosen.values() or query.days[0] > query.days[1]:
        return {}
    sums = _sums(query, numbers, chosen)
    parts = [_margin(query, sums, margin) for margin in margins(len(query.by))]
    found = query.session.execute(union_all(*parts) if len(parts) > 1 else parts[0]).all()
    width = len(query.by)
    numbered = {row[at] for row in found for at, name in enumerate(query.by) if name != "day"}
    keys = keys_of(query.session, numbered)
    cells: Cells = {}
    for row in found:
        place = tuple(_named(keys, value) for value in row[:width])
        cells[place] = tuple(int(count or 0) for count in row[width:])
    return cells


def _named(keys: Mapping[int, str], value: Any) -> str | None:
    if value is None:
        return None
    return value.isoformat() if isinstance(value, date) else keys[value]


def _sums(query: TallyQuestion, numbers: Numbers, chosen: Mapping[str, int | None]) -> Any:
    """Add up each group, and each person in it where people are counted, over the spans of the period."""
    kinds = [numbers.get(("kind", kind), 0) for kind in query.question.tallied]
    conditions = [TALLIES.c.kind.in_(kinds), *(TALLIES.c[name] == number for name, number in chosen.items())]
    if query.waiting:
        conditions.append(TALLIES.c.person.not_in(query.waiting))
    columns = [TALLIES.c.first_day if name == "day" else TALLIES.c[name] for name in query.by]
    wanted = [column.label(f"g{place}") for place, column in enumerate(columns)]
    facts = (TALLIES.c.person, TALLIES.c.kind, TALLIES.c.reason, TALLIES.c.times)
    spans = [
        select(*wanted, *facts).where(TALLIES.c.span == span, days, *conditions)
        for span, days in _spans(query)
    ]
    rows = (union_all(*spans) if len(spans) > 1 else spans[0]).subquery()
    groups = [rows.c[column.name] for column in wanted]
    if query.counts_persons:
        groups.append(rows.c.person)
    counts = (
        cast(func.sum(case((_met(measure, rows, numbers), rows.c.times), else_=0)), Integer).label(
            _sum_name(query, measure)
        )
        for measure in {measure.where: measure for measure in query.question.measures}.values()
    )
    return select(*groups, *counts).group_by(*groups).cte("sums")


def _sum_name(query: TallyQuestion, measure: Measure) -> str:
    """Return the name of a measure's sum; crossings and the people who made them share one."""
    return f"m{[one.where for one in query.question.measures].index(measure.where)}"


def _spans(query: TallyQuestion) -> list[tuple[int, ColumnElement[bool]]]:
    first, last = query.days
    if "day" in query.by:
        return [(DAY, TALLIES.c.first_day.between(first, last))]
    found = cover(first, last)
    spans: list[tuple[int, ColumnElement[bool]]] = []
    for span, days in ((YEAR, found.years), (QUARTER, found.quarters)):
        if days:
            spans.append((span, TALLIES.c.first_day.in_(days)))
    spans += [(DAY, TALLIES.c.first_day.between(*run)) for run in found.days]
    return spans


def _met(measure: Measure, rows: Any, numbers: Numbers) -> ColumnElement[bool]:
    wanted = conditions_of(measure)
    found = (rows.c[name].in_([numbers.get((name, key), 0) for key in keys]) for name, keys in wanted)
    return and_(true(), *found)


def _margin(query: TallyQuestion, sums: Any, margin: tuple[int, ...]) -> Select[Any]:
    """Select the counts of one margin; a person who stands in several of its groups counts in each once."""
    source, inner = sums, [sums.c[f"g{place}"] for place in margin]
    names = [_sum_name(query, measure) for measure in query.question.measures]
    if query.counts_persons and len(margin) < len(query.by):
        added = (cast(func.sum(sums.c[name]), Integer).label(name) for name in dict.fromkeys(names))
        source = select(*inner, sums.c.person, *added).group_by(*inner, sums.c.person).subquery()
    counts = [
        func.count(case((source.c[name] > 0, 1))) if measure.persons else func.sum(source.c[name])
        for name, measure in zip(names, query.question.measures, strict=True)
    ]
    groups = [source.c[f"g{place}"] for place in margin]
    kinds = [Date() if name == "day" else Integer() for name in query.by]
    shown = [
        source.c[f"g{place}"] if place in margin else cast(null(), kind) for place, kind in enumerate(kinds)
    ]
    return select(*shown, *counts).select_from(source).group_by(*groups)
