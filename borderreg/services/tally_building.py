"""Add the tallies up anew, year by year, inside the database: a rebuild of millions of crossings needs it."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import (
    Date,
    Select,
    delete,
    func,
    insert,
    literal,
    select,
    text,
)
from sqlalchemy.orm import Session

from borderreg.domain.periods import Period, parse_period
from borderreg.models import DayTally, Event, Tally, TallyChange, TallyKey, table_of
from borderreg.reports.counted import Reach, counted
from borderreg.reports.tally_rows import DAY, DAY_PARTICULARS, PARTICULARS, QUARTER, YEAR

TALLIES, DAYS, KEYS = table_of(Tally), table_of(DayTally), table_of(TallyKey)
COLUMNS = ("person", "span", "first_day", "number", *PARTICULARS, "times")

FOR_MILLIONS = ("statement_timeout = 0", "enable_nestloop = off", "work_mem = '256MB'")
"""PostgreSQL settings of this transaction: so many joins are estimated at one row, and then looped over."""


def build(session: Session) -> int:
    """Empty the tallies and add everything up from the log; return how many changes needed no folding.

    The changes go first: what commits afterwards is read as well, or still waits.
    """
    if session.get_bind().dialect.name == "postgresql":
        for setting in FOR_MILLIONS:
            session.execute(text(f"SET LOCAL {setting}"))
    waited = session.execute(delete(TallyChange))
    for table in (TALLIES, DAYS):
        session.execute(delete(table))
    first, last = session.execute(select(func.min(Event.local_day), func.max(Event.local_day))).one()
    for year in range(first.year, last.year + 1) if first else ():
        _build_year(session, year)
    for table in (TALLIES, DAYS):
        session.execute(text(f"ANALYZE {table.name}"))
    return int(waited.rowcount)  # type: ignore[attr-defined]  # a DELETE's result has it


def _build_year(session: Session, year: int) -> None:
    whole = parse_period(str(year))
    rows = counted(session, Reach(first=whole.first, last=whole.last)).subquery()
    _number_keys(session, rows)
    session.execute(insert(TALLIES).from_select(COLUMNS, _days(rows)))
    for quarter in (parse_period(f"{year}-Q{number}") for number in range(1, 5)):
        session.execute(insert(TALLIES).from_select(COLUMNS, _longer(QUARTER, quarter)))
    session.execute(insert(TALLIES).from_select(COLUMNS, _longer(YEAR, whole)))
    few = [TALLIES.c[name] for name in DAY_PARTICULARS]
    sums = select(TALLIES.c.first_day, *few, func.sum(TALLIES.c.times)).where(_in(whole))
    columns = ("day", *DAY_PARTICULARS, "times")
    session.execute(insert(DAYS).from_select(columns, sums.group_by(TALLIES.c.first_day, *few)))


def _number_keys(session: Session, rows: Any) -> None:
    """Give every value of every dimension of these rows a number, where it has none yet."""
    known = {tuple(row) for row in session.execute(select(KEYS.c.dimension, KEYS.c.key))}
    found: set[tuple[str, str]] = set()
    for row in session.execute(select(*(rows.c[name] for name in PARTICULARS)).distinct()):
        found.update(zip(PARTICULARS, row, strict=True))
    new = [{"dimension": dimension, "key": key} for dimension, key in sorted(found - known)]
    if new:
        session.execute(insert(KEYS), new)
    session.execute(text(f"ANALYZE {KEYS.name}"))  # or the joins below are planned for an empty table


def _numbered(columns: Iterable[Any], counts: Any, source: Any) -> Select[Any]:
    """Select grouped rows as they are stored; rows of one person and span are numbered from 0."""
    person, span, first_day, *particulars = columns
    number = func.row_number().over(partition_by=(person, first_day), order_by=particulars) - 1
    groups = (person, first_day, *particulars)
    return select(person, span, first_day, number, *particulars, counts).select_from(source).group_by(*groups)


def _days(rows: Any) -> Select[Any]:
    source, numbers = rows, []
    for name in PARTICULARS:
        keys = KEYS.alias(f"k_{name}")
        source = source.join(keys, (keys.c.dimension == name) & (keys.c.key == rows.c[name]))
        numbers.append(keys.c.id)
    found = _numbered((rows.c.person, literal(DAY), rows.c.day, *numbers), func.count(), source)
    return found.order_by(rows.c.day, rows.c.person)  # a period's rows lie together


def _longer(span: int, period: Period) -> Select[Any]:
    days = select(TALLIES).where(_in(period)).subquery()
    first = literal(period.first, Date)
    numbers = (days.c[name] for name in PARTICULARS)
    grouped = select(days.c.person, *numbers, func.sum(days.c.times).label("times"))
    grouped = grouped.group_by(days.c.person, *(days.c[name] for name in PARTICULARS))
    rows = grouped.subquery()
    particulars = [rows.c[name] for name in PARTICULARS]
    number = func.row_number().over(partition_by=rows.c.person, order_by=particulars) - 1
    return select(rows.c.person, literal(span), first, number, *particulars, rows.c.times)


def _in(period: Period) -> Any:
    return (TALLIES.c.span == DAY) & TALLIES.c.first_day.between(period.first, period.last)
