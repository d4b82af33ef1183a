"""The day at a glance, of the province or a commune: who is away, overdue, crossed, and how fresh it is."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from borderreg.domain.access import Actor
from borderreg.domain.errors import BadInput
from borderreg.domain.periods import Period, between
from borderreg.domain.reasons import Text
from borderreg.domain.visits import VERIFIED
from borderreg.models import CrossingPoint, Event, Gate, Setting
from borderreg.reports import dimensions as d
from borderreg.reports.asking import figures, totals
from borderreg.reports.away import ABROAD, OVERDUE
from borderreg.reports.compared import Compared, compared
from borderreg.reports.contradictions import CONTRADICTIONS
from borderreg.reports.crossings import CROSSINGS
from borderreg.reports.questions import Asked, Dimension, Figures
from borderreg.reports.refusals import REFUSALS
from borderreg.reports.scope import Scope, scope_of

SILENT_HOURS = 24
MEASURES = ("departures", "departed", "returns", "returned", "learnt")
AT_GATES = replace(CROSSINGS, measures=tuple(CROSSINGS.measure(key) for key in MEASURES))
SHOWN = (ABROAD, OVERDUE, CONTRADICTIONS, AT_GATES, REFUSALS)
DIMENSIONS = (d.GATE, *d.PARTICULARS)
"""By what the first page cuts every one of its figures up, and what it filters them by."""
DAILY = replace(CROSSINGS, measures=(CROSSINGS.measure("departures"), CROSSINGS.measure("returns")))


@dataclass(frozen=True, slots=True)
class GateFreshness:
    """When a gate's last event arrived; None when none ever did. `silent` after a day without one."""

    code: str
    name: Text
    last: datetime | None
    silent: bool


@dataclass(frozen=True, slots=True)
class Freshness:
    """Up to when the figures know what happened."""

    until: datetime | None
    gates: tuple[GateFreshness, ...]

    @property
    def silent(self) -> tuple[GateFreshness, ...]:
        """Return the gates that have sent nothing for a day."""
        return tuple(gate for gate in self.gates if gate.silent)


@dataclass(frozen=True, slots=True)
class Overview:
    """The figures of the first page; each is one that a report opens."""

    scope: Scope
    period: Period
    by: Dimension
    details: dict[str, Compared]
    abroad: Figures
    counties: Figures
    overdue: Figures
    today: dict[str, int]
    days: Figures
    freshness: Freshness

    @property
    def contradictory(self) -> int:
        """Return how many tasks about contradictory records are open."""
        return self.details[CONTRADICTIONS.slug].now.totals[0]


def overview(
    session: Session,
    *,
    actor: Actor,
    at: datetime,
    period: Period,
    by: str = "commune",
    where: Mapping[str, str] | None = None,
) -> Overview:
    """Gather the first page's figures for the actor's scope, over a period for crossings and refusals.

    Each figure stands by one dimension and beside those of the period before and of last year; BadInput for a
    dimension or a filter that the page does not have.
    """
    dimension = {one.key: one for one in DIMENSIONS}.get(by)
    if dimension is None:
        raise BadInput(f"no dimension {by}", code="dimension")
    asked = Asked(scope=scope_of(actor), at=at, period=period, where=where or {})
    today = replace(asked, period=between(asked.today, asked.today))
    return Overview(
        scope=asked.scope,
        period=period,
        by=dimension,
        details={one.slug: compared(session, one, asked=asked, by=by) for one in SHOWN},
        abroad=figures(session, ABROAD, asked=asked, by="country"),
        counties=figures(session, ABROAD, asked=asked, by="county"),
        overdue=figures(session, OVERDUE, asked=asked, by="band"),
        today=totals(session, AT_GATES, asked=today),
        days=figures(session, DAILY, asked=asked, by="hour" if period.days == 1 else "day"),
        freshness=freshness(session, at=at),
    )


def freshness(session: Session, *, at: datetime) -> Freshness:
    """Return when each gate that is open to people last sent something; an index look-up for each gate."""
    hours = session.scalar(select(Setting.value).where(Setting.name == "gate_silent_hours"))
    silent_after = timedelta(hours=hours or SILENT_HOURS)
    last = (
        select(Event.received_at)
        .where(Event.gate_code == Gate.code, Event.method != VERIFIED)
        .order_by(Event.received_at.desc())
        .limit(1)
        .correlate(Gate)
        .scalar_subquery()
    )
    people = select(CrossingPoint.gate_code).where(
        CrossingPoint.traffic == "people", CrossingPoint.class_ == "international"
    )
    query = select(Gate, last.label("last")).order_by(Gate.bit)
    gates = tuple(
        GateFreshness(
            code=gate.code,
            name=Text(gate.name_vi, gate.name_en, gate.name_zh),
            last=moment,
            silent=moment is None or at - moment >= silent_after,
        )
        for gate, moment in session.execute(query.where(Gate.code.in_(people)))
    )
    return Freshness(max((gate.last for gate in gates if gate.last), default=None), gates)
