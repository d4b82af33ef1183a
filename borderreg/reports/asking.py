"""Ask a question: figures by group, or the rows behind one of them. Constant number of statements."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, Subquery, and_, case, func, select, true
from sqlalchemy.orm import Session
from sqlalchemy.types import Date

from borderreg.domain.errors import BadInput
from borderreg.domain.names import sort_key
from borderreg.reports.columns import one_if
from borderreg.reports.names import Names
from borderreg.reports.questions import Asked, Dimension, FigureRow, Figures, Line, Measure, Question, Rows
from borderreg.reports.scope import within

PER_PAGE = 50


def figures(session: Session, question: Question, *, asked: Asked, by: str | None = None) -> Figures:
    """Count the question's measures by one of its dimensions; BadInput for a dimension it does not have.

    Groups stand by size, days by the calendar; a group without rows is absent.
    """
    dimension = _dimension(question, by)
    rows = question.source(session, asked).subquery()
    counts = [_count(measure, rows) for measure in question.measures]
    chosen = _chosen(rows, asked)
    grouped = select(rows.c[dimension.key], *counts).where(chosen).group_by(rows.c[dimension.key])
    answer = [(row[0], tuple(row[1:])) for row in session.execute(grouped)]
    total = _total(
        session, question, [found for _, found in answer], select(*counts).select_from(rows).where(chosen)
    )
    names = Names(session, asked.today)
    lines = [FigureRow(_key(value), names.of(dimension.key, _key(value)), found) for value, found in answer]
    return Figures(question, dimension, tuple(sorted(lines, key=_order(dimension))), total)


def rows_behind(
    session: Session,
    question: Question,
    *,
    asked: Asked,
    measure: str | None = None,
    page: int = 1,
    per_page: int = PER_PAGE,
) -> Rows:
    """Return a page of the rows that a figure counts; `total` is the figure itself.

    For a figure of people each person stands once, with the latest crossing.
    """
    counted = _measure(question, measure)
    source = question.source(session, asked).subquery()
    rows = _rows_of(source, counted, asked)
    total = session.scalar(select(func.count()).select_from(rows)) or 0
    query = _ordered(question, rows).limit(per_page).offset((page - 1) * per_page)
    names = Names(session, asked.today)
    return Rows(question, counted, total, tuple(_lines(question, session.execute(query), names)))


def totals(session: Session, question: Question, *, asked: Asked) -> dict[str, int]:
    """Count the question's measures without groups: one statement."""
    rows = question.source(session, asked).subquery()
    counts = [_count(measure, rows) for measure in question.measures]
    answer = session.execute(select(*counts).select_from(rows).where(_chosen(rows, asked))).one()
    return {measure.key: count for measure, count in zip(question.measures, answer, strict=True)}


def _total(
    session: Session, question: Question, groups: list[tuple[int, ...]], query: Any
) -> tuple[int, ...]:
    """Add the groups up; different persons are counted again, because one may stand in several groups."""
    if any(measure.persons for measure in question.measures):
        return tuple(session.execute(query).one())
    return tuple(sum(numbers) for numbers in zip(*groups, strict=True)) or (0,) * len(question.measures)


def _dimension(question: Question, key: str | None) -> Dimension:
    try:
        return question.dimension(key)
    except KeyError as error:
        raise BadInput(f"{question.slug} has no dimension {key}", code="dimension") from error


def _measure(question: Question, key: str | None) -> Measure:
    try:
        return question.measure(key)
    except KeyError as error:
        raise BadInput(f"{question.slug} has no figure {key}", code="measure") from error


def _chosen(rows: Subquery, asked: Asked) -> ColumnElement[bool]:
    return and_(within(asked.scope, rows), *(_equals(rows, key, value) for key, value in asked.where.items()))


def _equals(rows: Subquery, key: str, value: str) -> ColumnElement[bool]:
    if key not in rows.c:
        raise BadInput(f"no column {key}", code="dimension")
    column = rows.c[key]
    if not isinstance(column.type, Date):
        return column == value
    try:
        return column == date.fromisoformat(value)
    except ValueError as error:
        raise BadInput(f"no day {value}", code="day") from error


def _met(measure: Measure, rows: Subquery) -> ColumnElement[bool]:
    return and_(true(), *(rows.c[column] == key for column, key in measure.where))


def _count(measure: Measure, rows: Subquery) -> ColumnElement[int]:
    if measure.persons:
        person = case((_met(measure, rows), rows.c.person)) if measure.where else rows.c.person
        return func.count(person.distinct()).label(measure.key)
    if not measure.where:
        return func.count().label(measure.key)
    return func.count(one_if(_met(measure, rows))).label(measure.key)


def _rows_of(source: Subquery, measure: Measure, asked: Asked) -> Subquery:
    query = select(source).where(_chosen(source, asked), _met(measure, source))
    if not measure.persons:
        return query.subquery()
    newest = func.row_number().over(partition_by=source.c.person, order_by=source.c.moment.desc())
    numbered = query.add_columns(newest.label("newest")).subquery()
    return select(numbered).where(numbered.c.newest == 1).subquery()


def _ordered(question: Question, rows: Subquery) -> Select[Any]:
    by_name = (rows.c.search_key, rows.c.birth_year, rows.c.person)
    order = (rows.c.moment.desc(), *by_name) if question.newest_first else by_name
    return select(rows).order_by(*order)


def _lines(question: Question, found: Any, names: Names) -> Iterator[Line]:
    rows: list[Row[Any]] = list(found)
    if not question.newest_first:
        rows.sort(key=lambda row: sort_key(row.name))
    for row in rows:
        values = dict(row._mapping)
        values["list_row"] = f"{row.list_no} – {row.list_row_number}" if row.list_no else ""
        values.update({key: names.of(key, str(values[key])) for key in names.KEYS & values.keys()})
        yield Line(values)


def _key(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)


def _order(dimension: Dimension) -> Any:
    if dimension.key in ("day", "band"):
        return lambda row: row.key
    return lambda row: (*(-count for count in row.counts), sort_key(row.label.vi))
