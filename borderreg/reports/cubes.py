"""Count a question's measures by up to two dimensions, with every margin: from tallies, or from the rows."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Subquery, and_, case, func, select, true
from sqlalchemy.orm import Session
from sqlalchemy.types import Date

from borderreg.domain.errors import BadInput
from borderreg.reports.columns import one_if
from borderreg.reports.questions import Asked, Dimension, Measure, Question
from borderreg.reports.scope import within
from borderreg.reports.tallied import tallied_cells
from borderreg.reports.tally_question import margins

Place = tuple[str | None, ...]
"""A cell's keys, one for each dimension; None stands for all of that dimension together."""
Counts = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Cube:
    """Counts by place; a cell without rows is absent, the margin of everything is always there."""

    question: Question
    by: tuple[Dimension, ...]
    cells: dict[Place, Counts]

    @property
    def total(self) -> Counts:
        """Return the counts of everything."""
        return self.cells[(None,) * len(self.by)]

    def keys(self, place: int) -> list[str]:
        """Return the keys that occur in one dimension, in no order."""
        return sorted({key for keys in self.cells if (key := keys[place]) is not None})

    def at(self, *keys: str | None) -> Counts:
        """Return the counts of a cell, zeros where there is none."""
        return self.cells.get(keys, (0,) * len(self.question.measures))


def cube(session: Session, question: Question, *, asked: Asked, by: tuple[Dimension, ...] = ()) -> Cube:
    """Count by the given dimensions; BadInput for one that the period is too long for, or unknown filters."""
    for dimension in by:
        if dimension.longest is not None and asked.period.days > dimension.longest:
            raise BadInput(f"{dimension.key} for at most {dimension.longest} days", code="period_too_long")
    check_filters(question, asked)
    cells = tallied_cells(session, question, asked, tuple(dimension.key for dimension in by))
    if cells is None:
        cells = _counted_cells(session, question, asked, by)
    cells.setdefault((None,) * len(by), (0,) * len(question.measures))
    return Cube(question, by, cells)


def check_filters(question: Question, asked: Asked) -> None:
    """Refuse a filter that the question does not have, and a day that is none."""
    known = {dimension.key for dimension in question.dimensions}
    for key, value in asked.where.items():
        if key not in known:
            raise BadInput(f"no column {key}", code="dimension")
        if key == "day":
            as_day(value)


def as_day(text: str) -> date:
    """Read a day of a filter; BadInput for anything else."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise BadInput(f"no day {text}", code="day") from error


def chosen(rows: Subquery, asked: Asked) -> ColumnElement[bool]:
    """Return the condition of the scope and of every filter."""
    return and_(within(asked.scope, rows), *(_equals(rows, key, value) for key, value in asked.where.items()))


def met(measure: Measure, rows: Subquery) -> ColumnElement[bool]:
    """Return the condition under which a row counts for a measure."""
    return and_(true(), *(rows.c[column] == key for column, key in measure.where))


def _equals(rows: Subquery, key: str, value: str) -> ColumnElement[bool]:
    if key not in rows.c:
        raise BadInput(f"no column {key}", code="dimension")
    column = rows.c[key]
    return column == (as_day(value) if isinstance(column.type, Date) else value)


def _counted_cells(
    session: Session, question: Question, asked: Asked, by: tuple[Dimension, ...]
) -> dict[Place, Counts]:
    rows = question.source(session, asked).subquery()
    counts = [_count(measure, rows) for measure in question.measures]
    cells: dict[Place, Counts] = {}
    persons = any(one.persons for one in question.measures)
    wanted = margins(len(by)) if persons else [tuple(range(len(by)))]
    for margin in wanted:
        columns = [rows.c[by[place].key] for place in margin]
        query = select(*columns, *counts).select_from(rows).where(chosen(rows, asked)).group_by(*columns)
        for row in session.execute(query):
            keys: list[str | None] = [None] * len(by)
            for place, value in zip(margin, row, strict=False):
                keys[place] = as_key(value)
            cells[tuple(keys)] = tuple(row[len(margin) :])
    return cells if persons or not by else with_margins(cells, len(by))


def as_key(value: Any) -> str:
    """Return a group's value as the text of its key."""
    return value.isoformat() if isinstance(value, date) else str(value)


def with_margins(cells: dict[Place, Counts], dimensions: int) -> dict[Place, Counts]:
    """Add crossings up to their margins; never for people, who may stand in several cells."""
    sums: defaultdict[Place, Counter[int]] = defaultdict(Counter)
    for keys, counts in cells.items():
        for margin in margins(dimensions):
            place = tuple(keys[at] if at in margin else None for at in range(dimensions))
            sums[place].update(dict(enumerate(counts)))
    width = len(next(iter(cells.values()), ()))
    return {place: tuple(found[number] for number in range(width)) for place, found in sums.items()}


def _count(measure: Measure, rows: Subquery) -> ColumnElement[int]:
    if measure.persons:
        person = case((met(measure, rows), rows.c.person)) if measure.where else rows.c.person
        return func.count(person.distinct()).label(measure.key)
    if not measure.where:
        return func.count().label(measure.key)
    return func.count(one_if(met(measure, rows))).label(measure.key)
