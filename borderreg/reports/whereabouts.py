"""Where one person is now: home, abroad or overdue, since when, by which gate and in which place."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from borderreg.domain.reasons import Text
from borderreg.models import Contradiction, Entry, Journey
from borderreg.reports.away import deadline
from borderreg.reports.names import Names
from borderreg.reports.scope import Scope


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """A person's state with what is known of it; `until` is the last day that a list covers.

    Country, county and employer are those of the open journey; `gate` and `since` those of the last crossing.
    """

    state: str
    since: datetime | None = None
    gate: Text | None = None
    country: Text | None = None
    county: Text | None = None
    employer: str = ""
    until: date | None = None


def whereabouts(session: Session, *, worker_id: UUID, scope: Scope, day: date, names: Names) -> Whereabouts:
    """Return where a person is on a day; the place of work only when the list belongs to the scope."""
    journey = session.execute(_latest(worker_id, day)).first()
    if journey is None:
        return Whereabouts("contradictory" if _is_unclear(session, worker_id) else "never_left")
    if journey.returned_at is not None:
        state = "contradictory" if _is_unclear(session, worker_id) else "home"
        return Whereabouts(state, journey.returned_at, names.of("gate", journey.returned_gate))
    late = journey.until is not None and journey.until < day
    shown = scope.is_province or journey.organisation_id == scope.organisation_id
    return Whereabouts(
        state="overdue" if late else "contradictory" if journey.contradicted else "abroad",
        since=journey.departed_at,
        gate=names.of("gate", journey.departed_gate),
        country=names.of("country", journey.country),
        county=names.of("county", journey.county) if shown and journey.county else None,
        employer=journey.employer or "" if shown else "",
        until=journey.until,
    )


def _latest(worker_id: UUID, day: date) -> Any:
    return (
        select(
            Journey.departed_at,
            Journey.departed_gate,
            Journey.returned_at,
            Journey.returned_gate,
            Journey.country,
            Journey.contradicted,
            deadline(day).label("until"),
            Entry.organisation_id,
            Entry.county,
            Entry.employer,
        )
        .outerjoin(Entry, Entry.id == Journey.entry_id)
        .where(Journey.worker_id == worker_id)
        .order_by(Journey.departed_at.desc())
        .limit(1)
    )


def _is_unclear(session: Session, worker_id: UUID) -> bool:
    tasks = select(Contradiction.event_id).where(
        Contradiction.worker_id == worker_id, Contradiction.closed_at.is_(None)
    )
    return bool(session.scalar(select(exists(tasks))))
