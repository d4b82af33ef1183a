"""The figures of a commune's monthly report: what is counted, the counts, the rows behind each.

What happened in the window counts in it; what happened before but was recorded only after the previous report
was sent is carried as late, apart (domain notes, Reports).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, case, func, select, true
from sqlalchemy.orm import Session

from borderreg.domain.errors import NotFound
from borderreg.domain.month_words import FIGURES, Nature
from borderreg.domain.periods import end_of_day, start_of_day
from borderreg.reports import month_sources as s
from borderreg.reports.month_sources import Reach, Rows

FLOW, STOCK = Nature.FLOW, Nature.STOCK


@dataclass(frozen=True, slots=True)
class Counted:
    """How one figure is counted in a source: rows of a kind, different persons, or the sum of a column."""

    code: str
    kind: str = ""
    how: str = "rows"


@dataclass(frozen=True, slots=True)
class Source:
    """A book: its rows, whether its days are instants, and what is counted in it."""

    rows: Rows
    counted: tuple[Counted, ...]
    by_instant: bool = False


C = Counted
SOURCES: tuple[Source, ...] = (
    Source(s.lists_certified, (C("lists"),), by_instant=True),
    Source(s.people_listed, (C("listed", how="person"),), by_instant=True),
    Source(
        s.crossings,
        (
            C("departures", "departure"),
            C("departed", "departure", "person"),
            C("returns", "return"),
            C("returned", "return", "person"),
            C("learnt", "learnt", "person"),
        ),
    ),
    Source(s.refusals, (C("refused"),)),
    Source(s.abroad, (C("abroad", how="person"),), by_instant=True),
    Source(s.overdue, (C("overdue", how="person"),), by_instant=True),
    Source(s.visits, (C("visits", "visit"), C("calls", "call"), C("families", how="person"))),
    Source(s.help_asked, (C("help_asked", how="person"),)),
    Source(s.known_now, (C("known_abroad", how="person"),), by_instant=True),
    Source(s.known, (C("known_new", how="person"),), by_instant=True),
    Source(s.known_back, (C("known_helped", "helped"), C("known_returned", "returned"))),
    Source(s.pledges, (C("pledges"),)),
    Source(s.pledges_of_year, (C("pledged_year"),)),
    Source(s.households, (C("households"),), by_instant=True),
    Source(
        s.outreach,
        (
            C("sessions", "session", "times"),
            C("listeners", "", "listeners"),
            C("leaflets", "", "leaflets"),
            C("broadcasts", "loudspeaker", "times"),
        ),
    ),
    Source(s.cases, (C("cases"), C("case_persons", "", "times"), C("luring_posts", "luring_post"))),
    Source(s.seekers, (C("seekers"),)),
    Source(s.offers, (C("offered"),)),
)
SOURCE_OF = {counted.code: (source, counted) for source in SOURCES for counted in source.counted}


@dataclass(frozen=True, slots=True)
class Counts:
    """Figures by code: of the window, and what is carried late from before it."""

    main: dict[str, int]
    late: dict[str, int]


@dataclass(frozen=True, slots=True)
class MonthRow:
    """One row behind a figure; never a number of a person."""

    day: date | datetime | None
    name: str
    kind: str
    detail: str
    amount: int
    worker_id: UUID | None


def month_counts(
    session: Session, *, organisation_id: UUID, first: date, last: date, at: datetime, since: datetime | None
) -> Counts:
    """Count every figure over a window as of `at`; `since` is when the previous report was sent.

    One statement for each book, whatever the number of rows.
    """
    reach = Reach(organisation_id=organisation_id, first=first, last=last, at=at, since=since)
    main: dict[str, int] = {}
    late: dict[str, int] = {}
    for source in SOURCES:
        rows = source.rows(session, reach).subquery()
        columns = []
        for counted in source.counted:
            columns.append(_count(rows, counted, _inside(rows, source, counted, reach)))
            columns.append(_count(rows, counted, _carried(rows, source, reach, since)))
        values = session.execute(select(*columns).select_from(rows)).one()
        for number, counted in enumerate(source.counted):
            main[counted.code] = int(values[2 * number] or 0)
            if FIGURES[counted.code].nature is FLOW and since is not None:
                late[counted.code] = int(values[2 * number + 1] or 0)
    return Counts(_in_order(main), {code: count for code, count in _in_order(late).items() if count})


def month_rows(
    session: Session,
    *,
    code: str,
    organisation_id: UUID,
    first: date,
    last: date,
    at: datetime,
    late_since: datetime | None = None,
    limit: int = 500,
) -> tuple[MonthRow, ...]:
    """Return the rows behind a figure, newest day first; with `late_since` those that are carried late.

    A figure of people shows each person once. NotFound for a figure without rows.
    """
    if code not in SOURCE_OF:
        raise NotFound(code)
    source, counted = SOURCE_OF[code]
    reach = Reach(organisation_id=organisation_id, first=first, last=last, at=at, since=late_since)
    rows = source.rows(session, reach).subquery()
    chosen = (
        _carried(rows, source, reach, late_since) if late_since else _inside(rows, source, counted, reach)
    )
    query = select(rows).where(chosen, _of_kind(rows, counted))
    if counted.how == "person":
        newest = func.row_number().over(partition_by=rows.c.person, order_by=rows.c.day.desc())
        numbered = query.add_columns(newest.label("newest")).subquery()
        query = select(numbered).where(numbered.c.newest == 1)
        rows = numbered
    elif counted.how != "rows":
        query = query.where(rows.c[counted.how] > 0)
    found = session.execute(query.order_by(rows.c.day.desc(), rows.c.name).limit(limit))
    how = counted.how if counted.how not in ("rows", "person") else ""
    return tuple(
        MonthRow(
            row.day,
            row.name or "",
            row.kind,
            row.detail or "",
            row._mapping[how] if how else 1,
            row.worker_id,
        )
        for row in found
    )


def _in_order(counts: Mapping[str, int]) -> dict[str, int]:
    return {code: counts[code] for code in FIGURES if code in counts}


def _of_kind(rows: Any, counted: Counted) -> Any:
    return rows.c.kind == counted.kind if counted.kind else true()


def _inside(rows: Any, source: Source, counted: Counted, reach: Reach) -> Any:
    known = rows.c.recorded_at <= reach.at
    if FIGURES[counted.code].nature is STOCK:
        return known
    if source.by_instant:
        begins, ends = start_of_day(reach.first), end_of_day(reach.last)
        return and_(known, rows.c.day >= begins, rows.c.day < ends)
    return and_(known, rows.c.day.between(reach.first, reach.last))


def _carried(rows: Any, source: Source, reach: Reach, since: datetime | None) -> Any:
    """Say what happened before the window and was recorded after the previous report went out."""
    begins = start_of_day(reach.first) if source.by_instant else reach.first
    if since is None:
        return rows.c.day < rows.c.day
    return and_(rows.c.day < begins, rows.c.recorded_at > since, rows.c.recorded_at <= reach.at)


def _count(rows: Any, counted: Counted, chosen: ColumnElement[bool]) -> ColumnElement[Any]:
    met = and_(chosen, _of_kind(rows, counted))
    if counted.how == "rows":
        return func.count(case((met, 1)))
    if counted.how == "person":
        return func.count(case((met, rows.c.person)).distinct())
    return func.coalesce(func.sum(case((met, rows.c[counted.how]), else_=0)), 0)
