"""Where people are now, for the pages of their commune: home, abroad, overdue, contradictory."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from borderreg.models import Contradiction, Entry, Journey

HOME, ABROAD, OVERDUE, CONTRADICTORY = "home", "abroad", "overdue", "contradictory"


def presence_of(session: Session, *, worker_ids: Sequence[UUID], day: date) -> dict[UUID, str]:
    """Return each worker's state on a day in two statements; who is not known to be away is home.

    Overdue is abroad after the last day of the entry that the person left with.
    """
    states = dict.fromkeys(worker_ids, HOME)
    away = (
        select(Journey.worker_id, Entry.valid_to)
        .outerjoin(Entry, Entry.id == Journey.entry_id)
        .where(Journey.worker_id.in_(worker_ids), Journey.returned_event_id.is_(None))
    )
    for worker_id, valid_to in session.execute(away):
        states[worker_id] = OVERDUE if valid_to is not None and valid_to < day else ABROAD
    unclear = select(Contradiction.worker_id).where(
        Contradiction.worker_id.in_(worker_ids), Contradiction.closed_at.is_(None)
    )
    states.update((worker_id, CONTRADICTORY) for worker_id in session.scalars(unclear))
    return states


@dataclass(frozen=True, slots=True)
class Away:
    """How many people of a commune's lists are away now, and how many of these are overdue."""

    abroad: int
    overdue: int


def away_of(session: Session, *, organisation_id: UUID, day: date) -> Away:
    """Count the people of a commune's lists who are away on a day; one statement."""
    late = case((Entry.valid_to < day, 1))
    query = (
        select(func.count(), func.count(late))
        .select_from(Journey)
        .join(Entry, Entry.id == Journey.entry_id)
        .where(Journey.returned_event_id.is_(None), Entry.organisation_id == organisation_id)
    )
    abroad, overdue = session.execute(query).one()
    return Away(abroad=abroad, overdue=overdue)
