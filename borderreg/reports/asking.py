"""Ask a question: figures by group, or the rows behind one of them. Constant number of statements."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Row, Select, Subquery, func, select
from sqlalchemy.orm import Session

from borderreg.domain.errors import BadInput
from borderreg.domain.names import sort_key
from borderreg.reports.cubes import check_filters, chosen, cube, met
from borderreg.reports.names import Names
from borderreg.reports.near_days import days_of_page
from borderreg.reports.questions import Asked, Dimension, FigureRow, Figures, Line, Measure, Question, Rows

PER_PAGE = 50
IN_ORDER = frozenset({"day", "hour", "band", "age"})


def figures(session: Session, question: Question, *, asked: Asked, by: str | None = None) -> Figures:
    """Count the question's measures by one of its dimensions; BadInput for a dimension it does not have.

    Groups stand by size, days by the calendar; a group without rows is absent.
    """
    dimension = dimension_of(question, by)
    counted = cube(session, question, asked=asked, by=(dimension,))
    names = Names(session, asked.today)
    lines = [FigureRow(key, names.of(dimension.key, key), counted.at(key)) for key in counted.keys(0)]
    return Figures(question, dimension, tuple(sorted(lines, key=order_of(dimension))), counted.total)


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
    counted, offset = measure_of(question, measure), (page - 1) * per_page
    check_filters(question, asked)
    near = days_of_page(session, question, counted, asked, offset, per_page)
    asked, offset = (near.asked, near.offset) if near else (asked, offset)
    source = question.source(session, asked).subquery()
    rows = _rows_of(source, counted, asked)
    total = near.total if near else session.scalar(select(func.count()).select_from(rows)) or 0
    query = _ordered(question, rows).limit(per_page).offset(offset)
    names = Names(session, asked.today)
    return Rows(question, counted, total, tuple(_lines(question, session.execute(query), names)))


def totals(session: Session, question: Question, *, asked: Asked) -> dict[str, int]:
    """Count the question's measures without groups."""
    counts = cube(session, question, asked=asked).total
    return {measure.key: count for measure, count in zip(question.measures, counts, strict=True)}


def dimension_of(question: Question, key: str | None) -> Dimension:
    """Return a question's dimension, the first for None; BadInput for one that it does not have."""
    try:
        return question.dimension(key)
    except KeyError as error:
        raise BadInput(f"{question.slug} has no dimension {key}", code="dimension") from error


def measure_of(question: Question, key: str | None) -> Measure:
    """Return a question's measure, the first for None; BadInput for one that it does not have."""
    try:
        return question.measure(key)
    except KeyError as error:
        raise BadInput(f"{question.slug} has no figure {key}", code="measure") from error


def _rows_of(source: Subquery, measure: Measure, asked: Asked) -> Subquery:
    query = select(source).where(chosen(source, asked), met(measure, source))
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


def order_of(dimension: Dimension) -> Any:
    """Return the sort key of a dimension's groups: by the calendar, by age, or by size and name."""
    if dimension.key in IN_ORDER:
        return lambda row: row.key
    return lambda row: (*(-count for count in row.counts), sort_key(row.label.vi))
