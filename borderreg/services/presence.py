"""Where people are now, for the pages of their commune: home, abroad, overdue, contradictory."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from borderreg.domain.periods import current_period, start_of_day
from borderreg.models import Contradiction, Entry, EntryState, Journey
from borderreg.reports.asking import totals
from borderreg.reports.away import ABROAD as ABROAD_REPORT
from borderreg.reports.away import OVERDUE as OVERDUE_REPORT
from borderreg.reports.away import deadline
from borderreg.reports.questions import Asked
from borderreg.reports.scope import Scope

HOME, ABROAD, OVERDUE, CONTRADICTORY = "home", "abroad", "overdue", "contradictory"
NEVER_LEFT = "never_left"


def presence_of(session: Session, *, worker_ids: Sequence[UUID], day: date) -> dict[UUID, str]:
    """Return each worker's state on a day in two statements; who is not known to be away is home.

    Overdue means the same as in the figures: reports/away.py.
    """
    states = dict.fromkeys(worker_ids, HOME)
    away = select(Journey.worker_id, deadline(day)).where(
        Journey.worker_id.in_(worker_ids), Journey.returned_event_id.is_(None)
    )
    for worker_id, valid_to in session.execute(away):
        states[worker_id] = OVERDUE if valid_to is not None and valid_to < day else ABROAD
    unclear = select(Contradiction.worker_id).where(
        Contradiction.worker_id.in_(worker_ids), Contradiction.closed_at.is_(None)
    )
    states.update((worker_id, CONTRADICTORY) for worker_id in session.scalars(unclear))
    return states


def presence_of_entries(session: Session, *, list_id: UUID, day: date) -> dict[UUID, str]:
    """Return where the person of each entry of a list is by that entry; who never left is missing."""
    query = (
        select(EntryState.entry_id, EntryState.state, Entry.worker_id)
        .join(Entry, Entry.id == EntryState.entry_id)
        .where(Entry.list_id == list_id)
    )
    rows = session.execute(query).all()
    if not rows:
        return {}
    late = presence_of(session, worker_ids=[row.worker_id for row in rows], day=day)
    return {
        row.entry_id: OVERDUE if row.state == ABROAD and late[row.worker_id] == OVERDUE else row.state
        for row in rows
    }


@dataclass(frozen=True, slots=True)
class Away:
    """How many people of a commune's lists are abroad now, and how many are overdue."""

    abroad: int
    overdue: int


def away_of(session: Session, *, organisation_id: UUID, day: date) -> Away:
    """Count the people of a commune's lists who are away on a day, as the commune's figures do."""
    asked = Asked(scope=Scope(organisation_id), at=start_of_day(day), period=current_period(day))
    counts = (
        totals(session, question, asked=asked)["people"] for question in (ABROAD_REPORT, OVERDUE_REPORT)
    )
    return Away(*counts)
