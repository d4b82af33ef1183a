"""The people of a team as a page shows them: paper of today, where they are, when they went last."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from borderreg.domain.access import Actor
from borderreg.domain.lists import EntryStatus
from borderreg.models import Entry, Journey, WorkList
from borderreg.services.list_reference import ListReference
from borderreg.services.people_store import pages
from borderreg.services.presence import ABROAD, OVERDUE, presence_of
from borderreg.services.team_rows import paper_for, papers_of

AWAY = frozenset({ABROAD, OVERDUE})
ENDED = (EntryStatus.WITHDRAWN.value, EntryStatus.REVOKED.value)


@dataclass(frozen=True, slots=True)
class TeamMember:
    """One person of the team: the paper that would be used, where the person is, and whether to tick.

    `last_no` is the list that the person was on last, `last_left` the day of the last departure by any list;
    `in_last` tells whether that is the team's newest list; until `good_until` the old slip still holds.
    """

    entry_id: UUID
    row: int
    name: str
    birth: str
    hamlet: str
    document_type: str
    document_expires: date
    renewed: bool
    state: str
    withdrawn: bool
    last_no: str
    last_left: date | None
    in_last: bool
    good_until: date | None

    @property
    def usual(self) -> bool:
        """Tell whether the person is proposed: on the newest list, at home, not taken off it."""
        return self.in_last and self.state not in AWAY and not self.withdrawn


def members_of(
    session: Session, *, actor: Actor, entries: Sequence[Entry], newest: UUID, day: date
) -> tuple[TeamMember, ...]:
    """Return the people of entries, numbers left out, in the order given."""
    workers = [entry.worker_id for entry in entries]
    papers, left = papers_of(session, actor, workers), _last_left(session, workers)
    states = presence_of(session, worker_ids=workers, day=day)
    numbers = _numbers(session, {entry.list_id for entry in entries})
    members = []
    for entry in entries:
        paper = paper_for(entry, papers.get(entry.worker_id, ()))
        holds = entry.status == EntryStatus.CERTIFIED.value and entry.valid_to >= day
        members.append(
            TeamMember(
                entry_id=entry.id,
                row=entry.row,
                name=entry.name,
                birth=entry.birth,
                hamlet=entry.hamlet,
                document_type=paper.type if paper else entry.document_type,
                document_expires=paper.expires_on if paper else entry.document_expires,
                renewed=paper is not None,
                state=states[entry.worker_id],
                withdrawn=entry.status in ENDED,
                last_no=numbers[entry.list_id],
                last_left=left.get(entry.worker_id),
                in_last=entry.list_id == newest,
                good_until=entry.valid_to if holds else None,
            )
        )
    return tuple(members)


def proposed_period(entries: Sequence[Entry], reference: ListReference) -> tuple[date, date]:
    """Return the next period: the day after the last one, today at the earliest, as long as last time."""
    first = min((entry.valid_from for entry in entries), default=reference.day)
    last = max((entry.valid_to for entry in entries), default=reference.day)
    start = max(last + timedelta(days=1), reference.day)
    end = start + (last - first)
    latest = reference.rows.latest_end
    return start, end if latest is None or start > latest else min(end, latest)


def _numbers(session: Session, lists: set[UUID]) -> dict[UUID, str]:
    query = select(WorkList.id, WorkList.list_no).where(WorkList.id.in_(lists))
    return {row.id: row.list_no for row in session.execute(query)}


def _last_left(session: Session, workers: Sequence[UUID]) -> dict[UUID, date]:
    found: dict[UUID, date] = {}
    for page in pages(workers):
        query = select(Journey.worker_id, func.max(Journey.departed_day).label("day"))
        grouped = query.where(Journey.worker_id.in_(page)).group_by(Journey.worker_id)
        found.update((row.worker_id, row.day) for row in session.execute(grouped))
    return found
