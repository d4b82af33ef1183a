"""Teams with a name: kept once, chosen again next month; their people are those of their last lists."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from borderreg.domain.access import Actor, Permission
from borderreg.domain.audit import AuditAction
from borderreg.domain.errors import BadInput, Conflict, NotFound, Refused
from borderreg.domain.lists import EDITABLE, ListStatus
from borderreg.domain.names import search_key
from borderreg.models import Entry, Team, TeamList, WorkList, new_id
from borderreg.services import audit
from borderreg.services.guard import require
from borderreg.services.list_core import visible
from borderreg.services.teams import (
    LISTED,
    NEVER_WENT,
    Goers,
    TeamCopied,
    TeamPage,
    Trip,
    copy_goers,
    goers_of_list,
    link_list,
    page_of,
)

LONGEST_NAME = 60
OFFERED = 6
LISTS_BACK = 6
"""Newest certified lists whose people are offered: who was on none of them is not of the team any more."""
OPEN_STATUSES = (*(status.value for status in EDITABLE), ListStatus.SUBMITTED.value)


@dataclass(frozen=True, slots=True)
class TeamLine:
    """A kept team: its newest certified list, how many were on it, and a draft of it that is under way."""

    id: UUID
    name: str
    archived: bool
    people: int
    list_id: UUID | None
    list_no: str
    valid_from: date | None
    valid_to: date | None
    draft_id: UUID | None


def save_team(session: Session, *, actor: Actor, name: str, list_id: UUID, at: datetime) -> UUID:
    """Keep a certified list's people as a team with a name; return its id.

    Refused `team_name_taken` for a name in use, `list_has_team` for a list of another team; Conflict for a
    list that is not certified.
    """
    require(actor, Permission.LIST_EDIT)
    goers = goers_of_list(session, actor=actor, list_id=list_id)
    if goers.team is not None or session.get(TeamList, list_id) is not None:
        raise Refused("Danh sách này đã thuộc một tổ.", code="list_has_team")
    text = _checked_name(session, actor, name)
    team = Team(
        id=new_id(),
        organisation_id=actor.organisation_id,
        name=text,
        name_key=search_key(text),
        created_by=actor.user_id,
        created_at=at,
        updated_at=at,
    )
    session.add(team)
    session.flush()
    link_list(session, actor=actor, team_id=team.id, list_id=list_id, at=at)
    _log(session, actor, AuditAction.TEAM_SAVED, team, {"list": str(list_id)}, at)
    return team.id


def list_teams(session: Session, *, actor: Actor) -> tuple[TeamLine, ...]:
    """Return the teams of the actor's commune: those in use first, by name."""
    require(actor, Permission.LIST_EDIT)
    query = select(Team).where(Team.organisation_id == actor.organisation_id)
    teams = list(session.scalars(query.order_by(Team.archived_at.is_not(None), Team.name_key, Team.id)))
    lists = _lists_of(session, [team.id for team in teams])
    return tuple(_line(team, lists.get(team.id, [])) for team in teams)


def usual_teams(session: Session, *, actor: Actor) -> tuple[TeamLine, ...]:
    """Return the few teams to offer on the first page: they went before and nothing is under way."""
    ready = [
        line
        for line in list_teams(session, actor=actor)
        if line.list_id is not None and line.draft_id is None and not line.archived
    ]
    ready.sort(key=lambda line: line.valid_to or date.min, reverse=True)
    return tuple(ready[:OFFERED])


def read_named_team(session: Session, *, actor: Actor, team_id: UUID, at: datetime) -> TeamPage:
    """Return the people of a kept team, those of the newest list first; NotFound for another commune's.

    Refused `team_never_went` while none of its lists is certified.
    """
    require(actor, Permission.LIST_EDIT)
    goers = _goers(session, own_team(session, actor=actor, team_id=team_id))
    return page_of(session, actor=actor, goers=goers, at=at)


def copy_named_team(
    session: Session,
    *,
    actor: Actor,
    team_id: UUID,
    chosen: Sequence[UUID],
    trip: Trip,
    key: UUID,
    at: datetime,
) -> TeamCopied:
    """Make the team's next draft of those who go this time: see `teams.copy_team`."""
    require(actor, Permission.LIST_EDIT)
    team = own_team(session, actor=actor, team_id=team_id)
    if team.archived_at is not None:
        raise Conflict("Tổ này đã được cất đi.", code="team_archived")
    goers = _goers(session, team)
    named = trip if trip.title else Trip(trip.valid_from, trip.valid_to, team.name)
    return copy_goers(session, actor=actor, goers=goers, chosen=chosen, trip=named, key=key, at=at)


def rename_team(session: Session, *, actor: Actor, team_id: UUID, name: str, at: datetime) -> None:
    """Give a team another name; Refused `team_name_taken` for a name in use."""
    require(actor, Permission.LIST_EDIT)
    team = own_team(session, actor=actor, team_id=team_id)
    team.name = _checked_name(session, actor, name, but=team.id)
    team.name_key, team.updated_at = search_key(team.name), at
    _log(session, actor, AuditAction.TEAM_RENAMED, team, {}, at)


def archive_team(session: Session, *, actor: Actor, team_id: UUID, at: datetime) -> None:
    """Put a team away: it is offered no more, its lists stay; twice is once."""
    require(actor, Permission.LIST_EDIT)
    team = own_team(session, actor=actor, team_id=team_id)
    if team.archived_at is None:
        team.archived_at = team.updated_at = at
        team.archived_by = actor.user_id
        _log(session, actor, AuditAction.TEAM_ARCHIVED, team, {}, at)


def restore_team(session: Session, *, actor: Actor, team_id: UUID, at: datetime) -> None:
    """Take a team out again; Refused `team_name_taken` when another one has its name by now."""
    require(actor, Permission.LIST_EDIT)
    team = own_team(session, actor=actor, team_id=team_id)
    if team.archived_at is not None:
        _checked_name(session, actor, team.name, but=team.id)
        team.archived_at = team.archived_by = None
        team.updated_at = at
        _log(session, actor, AuditAction.TEAM_RESTORED, team, {}, at)


def own_team(session: Session, *, actor: Actor, team_id: UUID) -> Team:
    """Return a team of the actor's commune; NotFound for any other."""
    query = select(Team).where(Team.id == team_id, Team.organisation_id == actor.organisation_id)
    team = session.scalars(query).first()
    if team is None:
        raise NotFound("team")
    return team


def _goers(session: Session, team: Team) -> Goers:
    """Return the people of a team's last lists, each by the newest entry; those of the newest list first."""
    query = (
        select(WorkList)
        .join(TeamList, TeamList.list_id == WorkList.id)
        .where(TeamList.team_id == team.id, WorkList.status.in_([status.value for status in LISTED]))
        .order_by(WorkList.certified_at.desc(), WorkList.id.desc())
    )
    lists = list(session.scalars(query.limit(LISTS_BACK)))
    if not lists:
        raise Refused("Tổ này chưa có danh sách nào được xác nhận.", code="team_never_went")
    age = {work_list.id: place for place, work_list in enumerate(lists)}
    entries = select(Entry).where(Entry.list_id.in_(age), Entry.status.not_in(NEVER_WENT))
    newest: dict[UUID, Entry] = {}
    for entry in sorted(session.scalars(entries), key=lambda entry: (age[entry.list_id], entry.row)):
        newest.setdefault(entry.worker_id, entry)
    return Goers(lists[0], tuple(newest.values()), team)


def _lists_of(session: Session, teams: Sequence[UUID]) -> dict[UUID, list[Any]]:
    went = Entry.status.not_in(NEVER_WENT)
    query = (
        select(TeamList.team_id, WorkList.id, WorkList.list_no, WorkList.status)
        .add_columns(func.count(Entry.id).label("people"))
        .add_columns(func.min(Entry.valid_from).label("first"), func.max(Entry.valid_to).label("last"))
        .join(WorkList, WorkList.id == TeamList.list_id)
        .outerjoin(Entry, (Entry.list_id == WorkList.id) & went)
        .where(TeamList.team_id.in_(teams))
        .group_by(TeamList.team_id, WorkList.id)
        .order_by(WorkList.certified_at.desc(), WorkList.id.desc())
    )
    found: dict[UUID, list[Any]] = {}
    for row in session.execute(query):
        found.setdefault(row.team_id, []).append(row)
    return found


def _line(team: Team, lists: Sequence[Any]) -> TeamLine:
    last = next((row for row in lists if ListStatus(row.status) in LISTED), None)
    draft = next((row.id for row in lists if row.status in OPEN_STATUSES), None)
    return TeamLine(
        id=team.id,
        name=team.name,
        archived=team.archived_at is not None,
        people=last.people if last else 0,
        list_id=last.id if last else None,
        list_no=last.list_no if last else "",
        valid_from=last.first if last else None,
        valid_to=last.last if last else None,
        draft_id=draft,
    )


def _checked_name(session: Session, actor: Actor, name: str, *, but: UUID | None = None) -> str:
    text = visible(name)
    if not search_key(text) or len(text) > LONGEST_NAME:
        raise BadInput("Hãy đặt tên tổ, không quá 60 ký tự.", code="team_name")
    query = select(Team.id).where(
        Team.organisation_id == actor.organisation_id,
        Team.name_key == search_key(text),
        Team.archived_at.is_(None),
    )
    if any(found != but for found in session.scalars(query)):
        raise Refused("Đã có tổ mang tên này.", code="team_name_taken")
    return text


def _log(
    session: Session, actor: Actor, action: AuditAction, team: Team, payload: dict[str, object], at: datetime
) -> None:
    session.flush()
    audit.record(
        session, actor=actor, action=action, object_type="team", object_id=team.id, payload=payload, at=at
    )
