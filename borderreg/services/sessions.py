"""Log-in sessions kept on the server: found by the hash of a token, idle 30 minutes, 12 hours at most.

Rules: security.md, "Flask defaults that are wrong here"; only the hash of a token is stored.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import and_, delete, or_, select, update
from sqlalchemy.orm import Session

from borderreg.crypto import new_token, token_hash
from borderreg.domain.access import Actor, Role
from borderreg.domain.audit import AuditAction
from borderreg.domain.errors import NotFound
from borderreg.domain.periods import local_day
from borderreg.models import Organisation, OrganisationName, User, UserSession, new_id
from borderreg.services.audit import record
from borderreg.services.holders import holds_post, standing_role
from borderreg.services.import_grids import purge_grids

IDLE = timedelta(minutes=30)
ABSOLUTE = timedelta(hours=12)
TOUCH_EVERY = timedelta(minutes=1)
FRESH = timedelta(minutes=5)
KEPT_FOR = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class ActiveSession:
    """A stored log-in with the person behind it; `is_live` says whether it still counts."""

    id: UUID
    actor: Actor
    seen_at: datetime
    expires_at: datetime
    stepped_up_at: datetime | None
    must_change_password: bool
    language: str
    organisation_names: tuple[str, str, str] = ("", "", "")  # vi, en, zh

    def is_live(self, at: datetime) -> bool:
        """Say whether the session is neither idle too long nor too old."""
        return at < self.expires_at and at - self.seen_at < IDLE

    def is_fresh(self, at: datetime) -> bool:
        """Say whether the password was given again within the last five minutes."""
        return self.stepped_up_at is not None and at - self.stepped_up_at < FRESH

    def needs_touch(self, at: datetime) -> bool:
        """Say whether the time last seen is old enough to be written again."""
        return at - self.seen_at >= TOUCH_EVERY


def find_session(session: Session, *, token: str, at: datetime) -> ActiveSession | None:
    """Find a session that was not revoked and whose user may act, live or expired; one statement."""
    day = local_day(at)
    query = (
        select(UserSession, User, Organisation.code, OrganisationName, standing_role(day))
        .join(User, User.id == UserSession.user_id)
        .join(Organisation, Organisation.id == User.organisation_id)
        .outerjoin(
            OrganisationName,
            and_(
                OrganisationName.organisation_id == Organisation.id,
                OrganisationName.valid_from <= day,
                or_(OrganisationName.valid_to.is_(None), OrganisationName.valid_to >= day),
            ),
        )
        .where(UserSession.token_hash == token_hash(token))
        .where(UserSession.revoked_at.is_(None), holds_post(at))
    )
    row = session.execute(query).first()
    if row is None:
        return None
    stored, user, code, names, standing = row
    return ActiveSession(
        id=stored.id,
        actor=actor_of(user, code, via="web", standing=standing),
        seen_at=stored.seen_at,
        expires_at=stored.expires_at,
        stepped_up_at=stored.stepped_up_at,
        must_change_password=user.must_change_password,
        language=user.language,
        organisation_names=(names.name, names.name_en, names.name_zh) if names else (code, code, code),
    )


def actor_of(user: User, organisation_code: str, *, via: str, standing: str | None = None) -> Actor:
    """Make the actor of a user's row; `standing` is the role that the user stands in for today, if any."""
    return Actor(
        user_id=user.id,
        username=user.username,
        name=user.name,
        role=Role(standing or user.role),
        organisation_id=user.organisation_id,
        organisation_code=organisation_code,
        via=via,
    )


def open_session(session: Session, *, user_id: UUID, at: datetime, passkey_id: UUID | None = None) -> str:
    """Store a new session of a user and return its token, shown to the browser and kept nowhere else.

    `passkey_id`: the passkey that it was opened with; None for the password.

    Sessions that ended a month ago are dropped (the audit log keeps who logged in when), and with them
    workbooks whose time to be repaired is over.
    """
    session.execute(delete(UserSession).where(UserSession.expires_at < at - KEPT_FOR))
    purge_grids(session, at=at)
    token = new_token()
    session.add(
        UserSession(
            id=new_id(),
            token_hash=token_hash(token),
            user_id=user_id,
            created_at=at,
            seen_at=at,
            expires_at=at + ABSOLUTE,
            stepped_up_at=at,
            passkey_id=passkey_id,
            revoked_at=None,
        )
    )
    session.flush()
    return token


def touch_session(session: Session, *, session_id: UUID, at: datetime) -> None:
    """Note that a session was used; called at most once a minute, in a transaction of its own."""
    session.execute(update(UserSession).where(UserSession.id == session_id).values(seen_at=at))


def step_up(session: Session, *, session_id: UUID, at: datetime) -> None:
    """Note that the password was given again: grave acts are open for five minutes."""
    session.execute(update(UserSession).where(UserSession.id == session_id).values(stepped_up_at=at))


def end_session(session: Session, *, actor: Actor, session_id: UUID, at: datetime) -> None:
    """End one session of the actor; NotFound for anybody else's."""
    query = update(UserSession).where(UserSession.id == session_id, UserSession.revoked_at.is_(None))
    ended = session.execute(query.where(UserSession.user_id == actor.user_id).values(revoked_at=at))
    if not ended.rowcount:  # type: ignore[attr-defined]  # an UPDATE gives a CursorResult
        raise NotFound
    record(
        session,
        actor=actor,
        action=AuditAction.USER_LOGGED_OUT,
        object_type="session",
        object_id=session_id,
        payload={},
        at=at,
    )


def end_sessions_of(session: Session, *, user_id: UUID, at: datetime) -> int:
    """End every session of a user and return how many; the caller writes the audit record of its act."""
    query = update(UserSession).where(UserSession.user_id == user_id, UserSession.revoked_at.is_(None))
    return int(session.execute(query.values(revoked_at=at)).rowcount)  # type: ignore[attr-defined]


def own_sessions(session: Session, *, actor: Actor, at: datetime) -> tuple[ActiveSession, ...]:
    """List the actor's live sessions, last used first."""
    query = (
        select(UserSession)
        .where(UserSession.user_id == actor.user_id, UserSession.revoked_at.is_(None))
        .where(UserSession.expires_at > at, UserSession.seen_at > at - IDLE)
        .order_by(UserSession.seen_at.desc())
    )
    return tuple(
        ActiveSession(row.id, actor, row.seen_at, row.expires_at, row.stepped_up_at, False, "")
        for row in session.scalars(query)
    )
