"""What counts as a crossing or a refusal: the one reading of the log that figures, rows and tallies share."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Integer, Select, and_, case, cast, extract, func, not_, or_, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import Session
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import String

from borderreg.domain.age_bands import AGE_BANDS, OLDEST
from borderreg.domain.reasons import Flag, Reason
from borderreg.domain.visits import LEARNT_METHODS
from borderreg.models import Employer, Entry, Event, Gate
from borderreg.reports.columns import (
    entry_columns,
    first_reason,
    has_flag,
    join_entry,
    known,
    let_in,
    not_annulled,
)
from borderreg.reports.questions import UNKNOWN
from borderreg.reports.recount import merged_events

DEPARTURE, RETURN, LEARNT, ATTEMPT = "departure", "return", "learnt", "attempt"
ON_PAPER = {DEPARTURE: "paper_departure", RETURN: "paper_return"}
"""Passages by a list on paper of a commune outside the system: counted apart (gate-protocol, Quality)."""
PASSAGES = (DEPARTURE, RETURN, LEARNT, *ON_PAPER.values())
FORGED = tuple(
    reason.value
    for reason in (
        Reason.BAD_SIGNATURE,
        Reason.ALG_MISMATCH,
        Reason.UNKNOWN_KEY,
        Reason.KEY_WRONG_USE,
        Reason.BAD_DATES,
    )
)
"""Main reasons that say a code was made by somebody else than a commune: attempts at forgery."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """Which events are counted: of which local days, of whom, and as it was known at which instant.

    `persons` and `organisation_id` None are everybody; `known_at` None is everything that is known now;
    `late` adds what happened from a day on before the first one and was received after an instant.
    """

    first: date
    last: date
    kinds: tuple[str, ...] = (DEPARTURE, RETURN, ATTEMPT)
    known_at: datetime | None = None
    persons: Collection[UUID] | None = None
    organisation_id: UUID | None = None
    late: tuple[date, datetime] | None = None


class _LocalHour(FunctionElement[str]):
    """The hour of an instant in Vietnam, as two digits; there has been no summer time since 1975."""

    type = String()
    inherit_cache = True


@compiles(_LocalHour, "sqlite")
def _hour_sqlite(element: Any, compiler: SQLCompiler, **options: Any) -> str:
    (instant,) = (compiler.process(clause, **options) for clause in element.clauses)
    return f"strftime('%H', {instant}, '+7 hours')"


@compiles(_LocalHour, "postgresql")
def _hour_postgresql(element: Any, compiler: SQLCompiler, **options: Any) -> str:
    (instant,) = (compiler.process(clause, **options) for clause in element.clauses)
    return f"to_char({instant} AT TIME ZONE 'Asia/Ho_Chi_Minh', 'HH24')"


def person_columns(year: ColumnElement[Any]) -> tuple[ColumnElement[Any], ...]:
    """Return sex, age band in a year, permit and sector as text keys; the query joins Entry and Employer."""
    born = cast(func.nullif(func.substr(Entry.birth, 1, 4), ""), Integer)
    bands = ((year - born < above, code) for above, code in AGE_BANDS)
    return (
        known(Entry.sex).label("sex"),
        case((born.is_(None), UNKNOWN), *bands, else_=OLDEST).label("age"),
        known(Entry.document_type).label("permit"),
        known(Employer.sector).label("sector"),
    )


def on_paper() -> tuple[tuple[ColumnElement[bool], str], ...]:
    """Return the kinds of passages by a list on paper, as the cases of one column."""
    flagged = has_flag(Event.flags, Flag.PAPER_LIST)
    return tuple((and_(flagged, Event.kind == kind), apart) for kind, apart in ON_PAPER.items())


def counted(session: Session, reach: Reach) -> Select[Any]:
    """Select what counts: not annulled, not held, one of two records of one passage; with every dimension.

    A return without a worker (an unread code) is a crossing of one unknown person. A return that no gate saw,
    learnt from the family or inferred, is no crossing: it has a kind of its own and no gate. So have passages
    by a list on paper. A refusal stands under the first reason named.
    """
    learnt = Event.method.in_(LEARNT_METHODS)
    person = func.coalesce(Event.worker_id, Event.id)
    reason = case((Event.kind == ATTEMPT, first_reason(Event)), else_=UNKNOWN)
    query = select(
        person.label("person"),
        Event.id.label("event_id"),
        Event.worker_id,
        *entry_columns(),
        *person_columns(extract("year", Event.local_day)),
        case((learnt, LEARNT), *on_paper(), else_=Event.kind).label("kind"),
        known(Event.country).label("country"),
        case((learnt, UNKNOWN), else_=known(Event.gate_code)).label("gate"),
        reason.label("reason"),
        case((reason.in_(FORGED), "yes"), else_="no").label("forged"),
        Event.local_day.label("day"),
        _LocalHour(Event.occurred_at).label("hour"),
        Event.occurred_at.label("moment"),
        Event.received_at.label("recorded_at"),
    )
    conditions = [
        _days(session, reach),
        Event.kind.in_(reach.kinds),
        let_in(Event, known_at=reach.known_at),
        not_annulled(Event, known_at=reach.known_at),
    ]
    if reach.known_at is not None:
        conditions.append(Event.received_at <= reach.known_at)
    if reach.persons is not None:
        nobody_known = and_(Event.worker_id.is_(None), Event.id.in_(reach.persons))
        conditions.append(or_(Event.worker_id.in_(reach.persons), nobody_known))
    if reach.organisation_id is not None:
        conditions.append(Entry.organisation_id == reach.organisation_id)
    query = join_entry(query.select_from(Event), entry_id=Event.entry_id).where(and_(*conditions))
    if reach.kinds == (ATTEMPT,):
        return query
    merged = merged_events(
        session,
        first=reach.late[0] if reach.late else reach.first,
        last=reach.last,
        known_at=reach.known_at,
        workers=reach.persons,
        organisation_id=reach.organisation_id,
    )
    return query.where(not_(Event.id.in_(merged))) if merged else query


def _days(session: Session, reach: Reach) -> ColumnElement[bool]:
    """Return the condition of the days; what arrived late is found by the index of gates and arrivals."""
    days = Event.local_day.between(reach.first, reach.last)
    if reach.late is None:
        return days
    since, received = reach.late
    before = and_(Event.local_day >= since, Event.local_day < reach.first, Event.received_at > received)
    gates = session.scalars(select(Gate.code)).all()
    return or_(days, and_(Event.gate_code.in_(gates), before))
