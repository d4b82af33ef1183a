"""A team that goes again: the people of a certified list, a new period, everything checked anew.

Employer, county, job and gates are taken over; the person's facts and papers come from the register of today.
Rows that cannot go wait in a grid beside the new draft.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from borderreg.domain.access import Actor, Permission
from borderreg.domain.audit import AuditAction
from borderreg.domain.columns import Column
from borderreg.domain.errors import Conflict, Refused
from borderreg.domain.lists import EntryStatus, ListKind, ListStatus
from borderreg.models import Entry, Team, TeamList, WorkList
from borderreg.services.guard import require
from borderreg.services.import_grids import upload_of
from borderreg.services.list_core import log, note_author, own_list, touch
from borderreg.services.list_reference import list_reference
from borderreg.services.list_store import RowToStore, store_rows
from borderreg.services.lists import new_list
from borderreg.services.team_members import TeamMember, members_of, proposed_period
from borderreg.services.team_rows import keep_wrong, rows_of

LISTED = (ListStatus.CERTIFIED, ListStatus.REVOKED)
NEVER_WENT = (EntryStatus.DRAFT.value, EntryStatus.REMOVED.value)


@dataclass(frozen=True, slots=True)
class TeamPage:
    """The people who may go again, and the period that is proposed; `team` is the name of a kept team."""

    list_id: UUID
    list_no: str
    title: str
    members: tuple[TeamMember, ...]
    valid_from: date
    valid_to: date
    team_id: UUID | None = None
    team: str = ""

    @property
    def good_until(self) -> date | None:
        """Return until when somebody may still go by the old slip; None when nobody may."""
        return max((member.good_until for member in self.members if member.good_until), default=None)


@dataclass(frozen=True, slots=True)
class TeamCopied:
    """The new draft, how many people are in it, and how many wait in a grid to be repaired."""

    list_id: UUID
    people: int
    left_out: int
    grid_id: UUID


@dataclass(frozen=True, slots=True)
class Trip:
    """What is decided about this time: the period, as typed, and a working title."""

    valid_from: str
    valid_to: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Goers:
    """Whom to choose from: the newest list, its entries and those of earlier lists, the kept team if any."""

    newest: WorkList
    entries: tuple[Entry, ...]
    team: Team | None = None


def read_team(session: Session, *, actor: Actor, list_id: UUID, at: datetime) -> TeamPage:
    """Return the people of a certified list of the actor's commune as a team, numbers left out.

    The period proposed begins the day after the last one, today at the earliest, and is as long.
    """
    require(actor, Permission.LIST_EDIT)
    return page_of(session, actor=actor, goers=goers_of_list(session, actor=actor, list_id=list_id), at=at)


def page_of(session: Session, *, actor: Actor, goers: Goers, at: datetime) -> TeamPage:
    """Return the people to choose from and the period that is proposed."""
    reference = list_reference(session, commune=actor.organisation_code, at=at)
    newest, team = goers.newest, goers.team
    members = members_of(session, actor=actor, entries=goers.entries, newest=newest.id, day=reference.day)
    last = [entry for entry in goers.entries if entry.list_id == newest.id]
    return TeamPage(
        newest.id,
        newest.list_no,
        newest.title if team is None else team.name,
        members,
        *proposed_period(last, reference),
        team_id=team.id if team else None,
        team=team.name if team else "",
    )


def copy_team(
    session: Session,
    *,
    actor: Actor,
    list_id: UUID,
    chosen: Sequence[UUID],
    trip: Trip,
    key: UUID,
    at: datetime,
) -> TeamCopied:
    """Make a draft of the chosen people of a certified list with a new period; the same `key` makes one.

    Every row is read by today's rules; who cannot go waits in a grid. Refused when nobody is chosen. The copy
    of a kept team's list is the team's next list.
    """
    require(actor, Permission.LIST_EDIT)
    goers = goers_of_list(session, actor=actor, list_id=list_id)
    return copy_goers(session, actor=actor, goers=goers, chosen=chosen, trip=trip, key=key, at=at)


def copy_goers(
    session: Session,
    *,
    actor: Actor,
    goers: Goers,
    chosen: Sequence[UUID],
    trip: Trip,
    key: UUID,
    at: datetime,
) -> TeamCopied:
    """Make the draft of those who were chosen: see `copy_team`."""
    known = upload_of(session, actor=actor, key=key)
    if known is not None and known.list_id is not None:
        return TeamCopied(known.list_id, known.kept, known.people - known.kept, known.id)
    wanted = set(chosen)
    entries = [entry for entry in goers.entries if entry.id in wanted]
    if not entries:
        raise Refused("Hãy chọn ít nhất một người.", code="nobody_chosen")
    reference = list_reference(session, commune=actor.organisation_code, at=at)
    period = {Column.VALID_FROM.value: trip.valid_from, Column.VALID_TO.value: trip.valid_to}
    rows = rows_of(session, actor, entries, reference, period)
    work_list = new_list(actor=actor, kind=ListKind.ORIGINAL, parent_id=None, title=trip.title, at=at)
    session.add(work_list)
    session.flush()
    good = [RowToStore(row.draft) for row in rows if row.draft is not None]
    if good:
        store_rows(session, actor=actor, work_list=work_list, rows=good, facts=reference.facts, at=at)
    if goers.team is not None:
        link_list(session, actor=actor, team_id=goers.team.id, list_id=work_list.id, at=at)
    payload: dict[str, object] = {
        "kind": work_list.kind,
        "copied_from": str(goers.newest.id),
        "rows": len(good),
    }
    log(session, actor, AuditAction.LIST_CREATED, work_list.id, payload, at)
    note_author(session, list_id=work_list.id, actor=actor, at=at)
    touch(session, work_list, at)
    grid_id = keep_wrong(session, actor, work_list, rows, key, at)
    return TeamCopied(work_list.id, len(good), len(rows) - len(good), grid_id)


def link_list(session: Session, *, actor: Actor, team_id: UUID, list_id: UUID, at: datetime) -> None:
    """Note that a list is one of a team's."""
    session.add(TeamList(list_id=list_id, team_id=team_id, added_by=actor.user_id, added_at=at))
    session.flush()


def goers_of_list(session: Session, *, actor: Actor, list_id: UUID) -> Goers:
    """Return who went on a certified list of the actor's commune; Conflict for any other list."""
    work_list = own_list(session, actor=actor, list_id=list_id)
    if ListStatus(work_list.status) not in LISTED or work_list.kind == ListKind.WITHDRAWAL.value:
        raise Conflict("Chỉ lập đội đi lại từ danh sách đã xác nhận.", code="not_certified")
    query = select(Entry).where(Entry.list_id == list_id, Entry.status.not_in(NEVER_WENT))
    return Goers(work_list, tuple(session.scalars(query.order_by(Entry.row))), team_of(session, list_id))


def team_of(session: Session, list_id: UUID) -> Team | None:
    """Return the kept team, in use, whose list this is."""
    query = select(Team).join(TeamList, TeamList.team_id == Team.id)
    return session.scalars(query.where(TeamList.list_id == list_id, Team.archived_at.is_(None))).first()
