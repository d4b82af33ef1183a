"""Logging in and one's own account: every failure looks alike, takes alike, and is counted.

A log-in is two steps, so that no writer waits while a password is hashed: `authenticate` reads and hashes,
`settle` (inside `log_in`, or by the devices' API) writes what came of it.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from borderreg.domain.access import Actor, Role
from borderreg.domain.audit import AuditAction
from borderreg.domain.periods import local_day
from borderreg.models import Organisation, User
from borderreg.services import passwords, sessions, throttle
from borderreg.services.audit import record
from borderreg.services.holders import holds_post, standing_role
from borderreg.services.posts import take_over_drafts
from borderreg.services.users import normalise_username

LANGUAGES = ("vi", "en", "zh")
SYSTEM_ORGANISATION = "ADMIN"
PAUSES_AT_ONCE = 2  # half of the threads of a worker

_pauses = threading.BoundedSemaphore(PAUSES_AT_ONCE)


@dataclass(frozen=True, slots=True)
class Proof:
    """What a try to log in showed; `wait` above 0: not looked at, to be tried again in so many seconds."""

    user_id: UUID | None
    password_hash: str | None
    correct: bool
    wait: float
    keys: dict[str, bytes]


@dataclass(frozen=True, slots=True)
class LoggedIn:
    """A new session: the token for the browser, and who it is."""

    token: str
    actor: Actor
    must_change_password: bool
    language: str


def authenticate(
    session: Session,
    *,
    username: str,
    password: str,
    address: str,
    at: datetime,
    pause: Callable[[float], None] = time.sleep,
) -> Proof:
    """Compare a password and write nothing; unknown, disabled and wrong look alike and take alike.

    The session is given back to the pool before the password is hashed.
    """
    name = normalise_username(username)
    keys = throttle.keys_of(username=name, address=address)
    delay = throttle.delay_now(session, keys=keys, at=at)
    found = session.execute(
        select(User.id, User.password_hash).where(User.username == name, holds_post(at))
    ).first()
    session.rollback()
    if delay.wait > 0 or not (paused(delay.pause, pause) or not delay.must_pause):
        return Proof(None, None, False, max(delay.wait, 1.0), keys)
    stored = found.password_hash if found else None
    correct = passwords.verify_password(stored, password)
    return Proof(found.id if found else None, stored, correct, 0.0, keys)


def paused(seconds: float, pause: Callable[[float], None]) -> bool:
    """Take the time that a try costs now; False when too many are waiting already.

    Then only who pauses for failures of the own account is sent away: a whole shift may log in at once while
    somebody guesses elsewhere.
    """
    if seconds <= 0:
        return True
    if not _pauses.acquire(blocking=False):
        return False
    try:
        pause(seconds)
    finally:
        _pauses.release()
    return True


def settle(
    session: Session,
    *,
    proof: Proof,
    at: datetime,
    via: str = "web",
    act: AuditAction = AuditAction.USER_LOGGED_IN,
) -> Actor | None:
    """Write the outcome of a try: who it was, logged as `act`; or None, counted and logged as a failure."""
    if proof.wait > 0:
        return None
    row = _user_of(session, proof, at)
    if row is not None and proof.correct:
        throttle.note_success(session, keys=proof.keys)
        actor = sessions.actor_of(row[0], row[1], via=via, standing=row[2])
        _log(session, actor, act, actor.user_id, at)
        return actor
    throttle.note_failure(session, keys=proof.keys, at=at)
    nobody = sessions.actor_of(row[0], row[1], via=via) if row else nobody_known(session, via)
    if nobody is not None:
        _log(session, nobody, AuditAction.USER_LOGIN_FAILED, nobody.user_id or "unknown", at)
    return None


def _user_of(session: Session, proof: Proof, at: datetime) -> tuple[User, str, str | None] | None:
    """Read the user again: nobody logs in with what was disabled, handed over or changed meanwhile."""
    standing = standing_role(local_day(at))
    query = select(User, Organisation.code, standing).join(
        Organisation, Organisation.id == User.organisation_id
    )
    row = session.execute(query.where(User.id == proof.user_id, holds_post(at))).first()
    return (row[0], row[1], row[2]) if row and row[0].password_hash == proof.password_hash else None


def nobody_known(session: Session, via: str) -> Actor | None:
    """Return an actor for the administration's log when the account is unknown."""
    query = select(Organisation.id).where(Organisation.code == SYSTEM_ORGANISATION)
    organisation = session.scalar(query)
    if organisation is None:
        return None
    return Actor(None, "", "", Role.OPERATOR, organisation, SYSTEM_ORGANISATION, via)


def log_in(session: Session, *, proof: Proof, at: datetime) -> LoggedIn | None:
    """Open a session for a correct proof; None, counted and logged, for any other."""
    actor = settle(session, proof=proof, at=at)
    return open_for(session, actor=actor, at=at) if actor is not None else None


def open_for(
    session: Session, *, actor: Actor, at: datetime, passkey_id: UUID | None = None
) -> LoggedIn | None:
    """Open a session for somebody who has shown who it is; the caller logs how."""
    if actor.user_id is None:
        return None
    user = session.get_one(User, actor.user_id)
    take_over_drafts(session, user_id=user.id, at=at)
    token = sessions.open_session(session, user_id=user.id, at=at, passkey_id=passkey_id)
    return LoggedIn(token, actor, user.must_change_password, user.language)


def confirm_password(session: Session, *, actor: Actor, session_id: UUID, proof: Proof, at: datetime) -> bool:
    """Open the actor's session for grave acts after the password was given again (step-up)."""
    done = settle(session, proof=proof, at=at, act=AuditAction.USER_STEPPED_UP)
    if done is None or done.user_id != actor.user_id:
        return False
    sessions.step_up(session, session_id=session_id, at=at)
    return True


def change_password(
    session: Session, *, actor: Actor, proof: Proof, password_hash: str, at: datetime
) -> str | None:
    """Set a new password, end all sessions of the user, and return the token of a new one; None if unproven.

    `password_hash` comes from `prepare_password`, made before the transaction.
    """
    done = settle(session, proof=proof, at=at, act=AuditAction.USER_PASSWORD_CHANGED)
    if done is None or done.user_id is None or done.user_id != actor.user_id:
        return None
    session.execute(
        update(User)
        .where(User.id == done.user_id)
        .values(password_hash=password_hash, must_change_password=False, password_changed_at=at)
    )
    sessions.end_sessions_of(session, user_id=done.user_id, at=at)
    return sessions.open_session(session, user_id=done.user_id, at=at)


def prepare_password(new: str, *, username: str) -> str:
    """Check a new password by the rules and return its hash; Refused with the rule's code."""
    passwords.check_new_password(new, username=username)
    return passwords.hash_password(new)


def set_language(session: Session, *, actor: Actor, language: str) -> None:
    """Remember the actor's language; anything unknown is ignored."""
    if language in LANGUAGES:
        session.execute(update(User).where(User.id == actor.user_id).values(language=language))


def record_refusal(session: Session, *, actor: Actor, endpoint: str, permission: str, at: datetime) -> None:
    """Log that somebody asked for what the role does not permit."""
    record(
        session,
        actor=actor,
        action=AuditAction.PERMISSION_REFUSED,
        object_type="endpoint",
        object_id=endpoint,
        payload={"permission": permission},
        at=at,
    )


def _log(session: Session, actor: Actor, action: AuditAction, object_id: object, at: datetime) -> None:
    record(session, actor=actor, action=action, object_type="user", object_id=object_id, payload={}, at=at)
