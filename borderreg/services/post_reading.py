"""Read who holds which post: people of an organisation, stand-ins, hand-overs, what would be passed on."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from borderreg.domain.access import Actor, Permission, Role
from borderreg.domain.errors import NotFound
from borderreg.domain.lists import ListStatus
from borderreg.domain.periods import local_day
from borderreg.domain.posts import STAND_IN_ROLES, SignsAs
from borderreg.models import (
    FormDraft,
    HandOver,
    Organisation,
    PostEnd,
    StandIn,
    User,
    UserSession,
    WorkList,
)
from borderreg.services.guard import require
from borderreg.services.holders import holds_post
from borderreg.services.sessions import IDLE

OPEN = tuple(status.value for status in (ListStatus.DRAFT, ListStatus.RETURNED, ListStatus.SUBMITTED))


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody who holds a post of the organisation now."""

    id: UUID
    name: str
    role: Role
    is_deputy: bool

    @property
    def may_stand_in_for(self) -> Role | None:
        """Return the role that this person could hold for a time."""
        return STAND_IN_ROLES.get(self.role)


@dataclass(frozen=True, slots=True)
class StandInLine:
    """One stand-in; `state` is coming, now or over."""

    id: UUID
    name: str
    for_name: str
    role: Role
    signs_as: SignsAs
    valid_from: date
    valid_to: date
    reason: str
    decided_by: str
    state: str


@dataclass(frozen=True, slots=True)
class HandOverLine:
    """One hand-over; `state` is coming, done or over (called off)."""

    id: UUID
    from_name: str
    to_name: str
    effective_at: datetime
    reason: str
    decided_by: str
    state: str


@dataclass(frozen=True, slots=True)
class Posts:
    """The posts of one organisation: who holds them, who stands in, what was handed over."""

    organisation_id: UUID
    holders: tuple[Holder, ...]
    stand_ins: tuple[StandInLine, ...]
    hand_overs: tuple[HandOverLine, ...]


@dataclass(frozen=True, slots=True)
class OpenWork:
    """What somebody would leave behind: lists begun and not certified, typed forms, sessions that end."""

    drafts: int
    submitted: int
    forms: int
    sessions: int


def posts_of(session: Session, *, actor: Actor, organisation_code: str | None = None, at: datetime) -> Posts:
    """Return the posts of the actor's organisation, or for the administration of any; NotFound otherwise."""
    require(actor, Permission.POST_MANAGE)
    organisation_id = _organisation(session, actor, organisation_code)
    people = select(User).where(User.organisation_id == organisation_id, holds_post(at))
    return Posts(
        organisation_id,
        tuple(
            Holder(user.id, user.name, Role(user.role), user.is_deputy)
            for user in session.scalars(people.order_by(User.role, User.name))
        ),
        _stand_ins(session, organisation_id, local_day(at)),
        _hand_overs(session, organisation_id, at),
    )


def open_work_of(session: Session, *, actor: Actor, user_id: UUID, at: datetime) -> OpenWork:
    """Return what a person of the actor's organisation would pass on now; NotFound for anybody else."""
    require(actor, Permission.POST_MANAGE)
    user = session.get(User, user_id)
    if user is None or not (
        actor.may(Permission.USER_WRITE) or user.organisation_id == actor.organisation_id
    ):
        raise NotFound("user")
    held = responsibility(session, organisation_id=user.organisation_id, at=at)
    begun = select(WorkList.status, WorkList.created_by).where(
        WorkList.organisation_id == user.organisation_id, WorkList.status.in_(OPEN)
    )
    own = [
        row.status for row in session.execute(begun) if held.get(row.created_by, row.created_by) == user_id
    ]
    submitted = own.count(ListStatus.SUBMITTED.value)
    forms = select(func.count()).select_from(FormDraft).where(FormDraft.user_id == user_id)
    sessions = select(func.count()).where(
        UserSession.user_id == user_id,
        UserSession.revoked_at.is_(None),
        UserSession.expires_at > at,
        UserSession.seen_at > at - IDLE,
    )
    return OpenWork(
        len(own) - submitted, submitted, session.scalar(forms) or 0, session.scalar(sessions) or 0
    )


def responsibility(session: Session, *, organisation_id: UUID, at: datetime) -> dict[UUID | None, UUID]:
    """Return for each person who left whom their open work belongs to now, through all hand-overs."""
    query = (
        select(HandOver.from_user_id, HandOver.to_user_id)
        .outerjoin(PostEnd, PostEnd.post_id == HandOver.id)
        .where(HandOver.organisation_id == organisation_id, HandOver.effective_at <= at)
        .where(PostEnd.post_id.is_(None))
    )
    step = {row.from_user_id: row.to_user_id for row in session.execute(query)}
    return {leaver: _end_of(leaver, step) for leaver in step}


def responsible_for(session: Session, *, work_list: WorkList, at: datetime) -> str:
    """Return to whom an open list was passed on; empty when nobody left it behind."""
    if work_list.status not in OPEN or work_list.created_by is None:
        return ""
    held = responsibility(session, organisation_id=work_list.organisation_id, at=at)
    successor = held.get(work_list.created_by)
    return session.scalar(select(User.name).where(User.id == successor)) or "" if successor else ""


def _end_of(leaver: UUID, step: dict[UUID, UUID]) -> UUID:
    seen, holder = {leaver}, step[leaver]
    while holder in step and holder not in seen:
        seen.add(holder)
        holder = step[holder]
    return holder


def _organisation(session: Session, actor: Actor, code: str | None) -> UUID:
    if code is None or code == actor.organisation_code:
        return actor.organisation_id
    found = session.scalar(select(Organisation.id).where(Organisation.code == code))
    if found is None or not actor.may(Permission.USER_WRITE):
        raise NotFound("organisation")
    return found


def _stand_ins(session: Session, organisation_id: UUID, day: date) -> tuple[StandInLine, ...]:
    person, absent, decider = aliased(User), aliased(User), aliased(User)
    query = (
        select(StandIn, person.name, absent.name, decider.name, PostEnd.post_id)
        .join(person, person.id == StandIn.user_id)
        .join(absent, absent.id == StandIn.for_user_id)
        .outerjoin(decider, decider.id == StandIn.decided_by)
        .outerjoin(PostEnd, PostEnd.post_id == StandIn.id)
        .where(StandIn.organisation_id == organisation_id)
        .order_by(StandIn.valid_from.desc(), StandIn.id.desc())
    )
    lines = []
    rows: list[Any] = list(session.execute(query))
    for post, name, for_name, decided_by, ended in rows:
        over = ended is not None or post.valid_to < day
        state = "over" if over else "coming" if day < post.valid_from else "now"
        lines.append(
            StandInLine(
                post.id,
                name,
                for_name,
                Role(post.role),
                SignsAs(post.signs_as),
                post.valid_from,
                post.valid_to,
                post.reason,
                decided_by or "",
                state,
            )
        )
    return tuple(lines)


def _hand_overs(session: Session, organisation_id: UUID, at: datetime) -> tuple[HandOverLine, ...]:
    leaver, successor, decider = aliased(User), aliased(User), aliased(User)
    query = (
        select(HandOver, leaver.name, successor.name, decider.name, PostEnd.post_id)
        .join(leaver, leaver.id == HandOver.from_user_id)
        .join(successor, successor.id == HandOver.to_user_id)
        .outerjoin(decider, decider.id == HandOver.decided_by)
        .outerjoin(PostEnd, PostEnd.post_id == HandOver.id)
        .where(HandOver.organisation_id == organisation_id)
        .order_by(HandOver.decided_at.desc(), HandOver.id.desc())
    )
    lines = []
    rows: list[Any] = list(session.execute(query))
    for post, from_name, to_name, decided_by, ended in rows:
        state = "over" if ended is not None else "done" if post.effective_at <= at else "coming"
        lines.append(
            HandOverLine(post.id, from_name, to_name, post.effective_at, post.reason, decided_by or "", state)
        )
    return tuple(lines)
