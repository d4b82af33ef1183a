"""The day at a glance, of the province or a commune: who is away, overdue, crossed, and how fresh it is."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from borderreg.domain.access import Actor
from borderreg.domain.periods import Period
from borderreg.domain.reasons import Text
from borderreg.domain.visits import VERIFIED
from borderreg.models import CrossingPoint, Event, Gate, Setting
from borderreg.reports.asking import figures, totals
from borderreg.reports.away import ABROAD, OVERDUE
from borderreg.reports.contradictions import CONTRADICTIONS
from borderreg.reports.crossings import CROSSINGS
from borderreg.reports.questions import Asked, Figures
from borderreg.reports.refusals import REFUSALS
from borderreg.reports.scope import Scope, scope_of

SILENT_HOURS = 24
DAILY = replace(CROSSINGS, measures=tuple(one for one in CROSSINGS.measures if not one.persons))


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
    abroad: Figures
    counties: Figures
    overdue: Figures
    today: dict[str, int]
    days: Figures
    refused: Figures
    contradictory: int
    freshness: Freshness


def overview(session: Session, *, actor: Actor, at: datetime, period: Period) -> Overview:
    """Gather the first page's figures for the actor's scope, over a period for crossings and refusals."""
    asked = Asked(scope=scope_of(actor), at=at, period=period)
    today = replace(asked, period=Period("today", asked.today, asked.today))
    return Overview(
        scope=asked.scope,
        period=period,
        abroad=figures(session, ABROAD, asked=asked, by="country"),
        counties=figures(session, ABROAD, asked=asked, by="county"),
        overdue=figures(session, OVERDUE, asked=asked, by="band"),
        today=totals(session, CROSSINGS, asked=today),
        days=figures(session, DAILY, asked=asked, by="day"),
        refused=figures(session, REFUSALS, asked=asked, by="reason"),
        contradictory=totals(session, CONTRADICTIONS, asked=asked)["tasks"],
        freshness=freshness(session, at=at),
    )


def freshness(session: Session, *, at: datetime) -> Freshness:
    """Return when each gate that is open to people last sent something; an index look-up for each gate."""
    hours = session.scalar(select(Setting.value).where(Setting.name == "gate_silent_hours"))
    silent_after = timedelta(hours=hours or SILENT_HOURS)
    last = (
        select(func.max(Event.received_at))
        .where(Event.gate_code == Gate.code, Event.method != VERIFIED)
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
