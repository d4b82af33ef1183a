"""Hand a post over to a successor, appoint a stand-in with dates, end either: appended and logged.

What an organisation's people may do, its people see: the head or the administration decides, never the one
who gains by it. The second-person rule knows people, not posts, and holds as before.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import exists, select, update
from sqlalchemy.orm import Session

from borderreg.domain.access import Actor, Permission, Role
from borderreg.domain.audit import AuditAction
from borderreg.domain.errors import BadInput, Conflict, NotFound, Refused
from borderreg.domain.periods import local_day, start_of_day
from borderreg.domain.posts import LONGEST_STAND_IN, STAND_IN_ROLES, STAND_IN_SIGNS, SignsAs
from borderreg.models import FormDraft, HandOver, PostEnd, Shift, StandIn, User, new_id
from borderreg.services.audit import record
from borderreg.services.guard import require
from borderreg.services.holders import holds_post
from borderreg.services.list_core import checked_reason
from borderreg.services.sessions import end_sessions_of

LONGEST_AHEAD = timedelta(days=92)


@dataclass(frozen=True, slots=True)
class StandInWish:
    """A stand-in as asked for: who, for whom, how the person signs, the first and the last day."""

    user_id: UUID
    for_user_id: UUID
    signs_as: str
    valid_from: date
    valid_to: date


def hand_over(
    session: Session,
    *,
    actor: Actor,
    from_user_id: UUID,
    to_user_id: UUID,
    effective_on: date,
    reason: str,
    at: datetime,
) -> UUID:
    """Hand a post over from a day: access and sessions of the leaver end, open work is the successor's.

    Refused `successor_unfit` for another role or organisation, `leaving_already`; BadInput for a past day or
    one more than three months ahead; NotFound outside the actor's organisation.
    """
    require(actor, Permission.POST_MANAGE)
    leaver, successor = _person(session, actor, from_user_id, at), _person(session, actor, to_user_id, at)
    text, today = checked_reason(reason), local_day(at)
    if not today <= effective_on <= today + LONGEST_AHEAD:
        raise BadInput("Ngày bàn giao từ hôm nay đến ba tháng tới.", code="effective_on")
    if leaver.id == successor.id or _kind(leaver) != _kind(successor):
        raise Refused("Người nhận phải cùng đơn vị, cùng vai trò.", code="successor_unfit")
    for person in (leaver, successor):
        if _is_leaving(session, person.id):
            raise Refused("Đã có bàn giao cho người này.", code="leaving_already")
    now = effective_on == today
    post = HandOver(
        id=new_id(),
        organisation_id=leaver.organisation_id,
        from_user_id=leaver.id,
        to_user_id=successor.id,
        effective_at=at if now else start_of_day(effective_on),
        reason=text,
        decided_by=actor.user_id,
        decided_at=at,
    )
    session.add(post)
    session.flush()
    ended = _end_access(session, leaver.id, at) if now else 0
    if now:
        take_over_drafts(session, user_id=successor.id, at=at)
    payload: dict[str, object] = {
        "from": str(leaver.id),
        "to": str(successor.id),
        "on": effective_on.isoformat(),
        "sessions_ended": ended,
    }
    _log(session, actor, AuditAction.POST_HANDED_OVER, post.id, leaver.organisation_id, payload, at)
    return post.id


def stand_in(session: Session, *, actor: Actor, wish: StandInWish, reason: str, at: datetime) -> UUID:
    """Let somebody hold another's role for a time.

    Refused `stand_in_self` when one decides for oneself, `stand_in_unfit` when the role cannot be held,
    `stand_in_twice` when the days overlap; BadInput for days that cannot be.
    """
    require(actor, Permission.POST_MANAGE)
    person, absent = (_person(session, actor, one, at) for one in (wish.user_id, wish.for_user_id))
    text, today = checked_reason(reason), local_day(at)
    role = STAND_IN_ROLES.get(Role(person.role))
    if actor.user_id == person.id:
        raise Refused("Không tự cử mình làm người thay thế.", code="stand_in_self")
    fits = role is not None and absent.role == role.value
    if not fits or absent.id == person.id or absent.organisation_id != person.organisation_id:
        raise Refused("Người này không thay được vị trí đó.", code="stand_in_unfit")
    days = (wish.valid_to - wish.valid_from).days + 1
    if wish.valid_from < today or not 1 <= days <= LONGEST_STAND_IN:
        raise BadInput("Thời gian thay thế từ hôm nay, tối đa 92 ngày.", code="stand_in_period")
    if _overlaps(session, person.id, wish):
        raise Refused("Người này đã được cử trong những ngày đó.", code="stand_in_twice")
    post = StandIn(
        id=new_id(),
        organisation_id=person.organisation_id,
        user_id=person.id,
        for_user_id=absent.id,
        role=absent.role,
        signs_as=_checked_sign(person, wish.signs_as).value,
        valid_from=wish.valid_from,
        valid_to=wish.valid_to,
        reason=text,
        decided_by=actor.user_id,
        decided_at=at,
    )
    session.add(post)
    session.flush()
    payload: dict[str, object] = {
        "user": str(person.id),
        "for": str(absent.id),
        "role": absent.role,
        "from": wish.valid_from.isoformat(),
        "to": wish.valid_to.isoformat(),
    }
    _log(session, actor, AuditAction.POST_STOOD_IN, post.id, person.organisation_id, payload, at)
    return post.id


def end_post(session: Session, *, actor: Actor, post_id: UUID, reason: str, at: datetime) -> None:
    """End a stand-in early, or call off a hand-over: after its day only by the administration.

    NotFound outside the actor's organisation; Conflict when it is over or has taken effect already.
    """
    require(actor, Permission.POST_MANAGE)
    post = session.get(StandIn, post_id) or session.get(HandOver, post_id)
    if post is None or not _sees(actor, post.organisation_id):
        raise NotFound("post")
    text = checked_reason(reason)
    if isinstance(post, HandOver):
        over = post.effective_at <= at and not actor.may(Permission.USER_WRITE)
    else:
        over = post.valid_to < local_day(at)
    if over or session.get(PostEnd, post_id) is not None:
        raise Conflict("Việc này đã kết thúc hoặc đã có hiệu lực.", code="post_over")
    session.add(PostEnd(post_id=post_id, reason=text, decided_by=actor.user_id, decided_at=at))
    session.flush()
    _log(session, actor, AuditAction.POST_ENDED, post_id, post.organisation_id, {}, at)


def take_over_drafts(session: Session, *, user_id: UUID, at: datetime) -> None:
    """Give the successor what those who handed over to them had typed and not sent."""
    leavers = select(HandOver.from_user_id).where(
        HandOver.to_user_id == user_id,
        HandOver.effective_at <= at,
        ~exists().where(PostEnd.post_id == HandOver.id),
    )
    session.execute(update(FormDraft).where(FormDraft.user_id.in_(leavers)).values(user_id=user_id))


def _person(session: Session, actor: Actor, user_id: UUID, at: datetime) -> User:
    user = session.scalars(select(User).where(User.id == user_id, holds_post(at)).with_for_update()).first()
    if user is None or not _sees(actor, user.organisation_id):
        raise NotFound("user")
    return user


def _sees(actor: Actor, organisation_id: UUID) -> bool:
    return actor.may(Permission.USER_WRITE) or organisation_id == actor.organisation_id


def _kind(user: User) -> tuple[UUID, str]:
    return user.organisation_id, user.role


def _is_leaving(session: Session, user_id: UUID) -> bool:
    query = select(HandOver.id).where(
        HandOver.from_user_id == user_id, ~exists().where(PostEnd.post_id == HandOver.id)
    )
    return session.scalars(query.limit(1)).first() is not None


def _overlaps(session: Session, user_id: UUID, wish: StandInWish) -> bool:
    query = select(StandIn.id).where(
        StandIn.user_id == user_id,
        StandIn.valid_from <= wish.valid_to,
        StandIn.valid_to >= wish.valid_from,
        ~exists().where(PostEnd.post_id == StandIn.id),
    )
    return session.scalars(query.limit(1)).first() is not None


def _checked_sign(person: User, wanted: str) -> SignsAs:
    if person.role != Role.COMMUNE_OFFICER.value:
        return SignsAs.DEPUTY if person.is_deputy else SignsAs.HEAD
    if wanted not in {sign.value for sign in STAND_IN_SIGNS}:
        raise BadInput("Hãy chọn ký thay (Q. hoặc TUQ.).", code="signs_as")
    return SignsAs(wanted)


def _end_access(session: Session, user_id: UUID, at: datetime) -> int:
    """End sessions and shifts and disable the account; return how many sessions ended."""
    ended = end_sessions_of(session, user_id=user_id, at=at)
    shifts = update(Shift).where(Shift.user_id == user_id, Shift.ended_at.is_(None))
    session.execute(shifts.values(ended_at=at))
    session.execute(update(User).where(User.id == user_id).values(disabled_at=at))
    return ended


def _log(
    session: Session,
    actor: Actor,
    action: AuditAction,
    post_id: UUID,
    organisation_id: UUID,
    payload: dict[str, object],
    at: datetime,
) -> None:
    """Log the act in the chain of the organisation whose post it is."""
    record(
        session,
        actor=actor,
        action=action,
        object_type="post",
        object_id=post_id,
        payload=payload,
        at=at,
        organisation_id=organisation_id,
    )
