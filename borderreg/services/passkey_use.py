"""Log in with a passkey, and confirm a grave act or a very list with it; every refusal is logged."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from borderreg.domain.access import Actor
from borderreg.domain.audit import AuditAction
from borderreg.domain.errors import NotPermitted
from borderreg.domain.passkeys import PasskeyUse, RelyingParty
from borderreg.domain.periods import local_day
from borderreg.models import Organisation, User
from borderreg.services import accounts, sessions, throttle
from borderreg.services.accounts import LoggedIn
from borderreg.services.audit import record
from borderreg.services.certification import waiting_content
from borderreg.services.holders import holds_post, standing_role
from borderreg.services.passkey_answers import (
    Checked,
    check_answer,
    credential_in,
    credentials_of,
    question,
)
from borderreg.services.passkey_challenges import issue_challenge


@dataclass(frozen=True, slots=True)
class Confirmed:
    """What a passkey confirmed: nothing but the person, or the content (a hash) of a list."""

    passkey_id: UUID
    list_id: UUID | None = None
    content: bytes | None = None


@dataclass(frozen=True, slots=True)
class Attempt:
    """A try to log in with a passkey: its throttle's keys, and how many seconds it has to wait first."""

    keys: dict[str, bytes]
    wait: float


def ask_to_log_in(session: Session, *, party: RelyingParty, bound_to: bytes, at: datetime) -> dict[str, Any]:
    """Return the question to whatever passkey of this site the browser has; no account is named."""
    challenge = issue_challenge(session, use=PasskeyUse.LOG_IN, bound_to=bound_to, at=at)
    return question(party=party, challenge=challenge)


def weigh_attempt(
    session: Session,
    *,
    answer: str,
    address: str,
    at: datetime,
    pause: Callable[[float], None] = time.sleep,
) -> Attempt:
    """Count a try like one with a password: per passkey and address, per address, and for the whole site.

    Nothing is written; the session is given back to the pool before a pause.
    """
    named = (credential_in(answer) or b"").hex()
    keys = throttle.keys_of(username=f"passkey {named}", address=address)
    delay = throttle.delay_now(session, keys=keys, at=at)
    session.rollback()
    if delay.wait > 0 or not (accounts.paused(delay.pause, pause) or not delay.must_pause):
        return Attempt(keys, max(delay.wait, 1.0))
    return Attempt(keys, 0.0)


def log_in_with_passkey(
    session: Session,
    *,
    attempt: Attempt,
    party: RelyingParty,
    bound_to: bytes,
    answer: str,
    at: datetime,
) -> LoggedIn | None:
    """Open a session for the passkey's user; None, counted and logged, for every other answer."""
    if attempt.wait > 0:
        return None
    checked = check_answer(
        session, party=party, use=PasskeyUse.LOG_IN, bound_to=bound_to, answer=answer, at=at
    )
    actor = _actor_of(session, checked.user_id, at)
    if checked.refused is not None or actor is None:
        throttle.note_failure(session, keys=attempt.keys, at=at)
        _log_refusal(session, actor or accounts.nobody_known(session, "web"), PasskeyUse.LOG_IN, checked, at)
        return None
    throttle.note_success(session, keys=attempt.keys)
    _log_use(session, actor, AuditAction.USER_LOGGED_IN, {"passkey": str(checked.passkey_id)}, at)
    return accounts.open_for(session, actor=actor, at=at, passkey_id=checked.passkey_id)


def ask_to_confirm(
    session: Session, *, actor: Actor, party: RelyingParty, bound_to: bytes, at: datetime
) -> dict[str, Any]:
    """Return the question to the actor's own passkeys that opens the session for grave acts."""
    challenge = issue_challenge(session, use=PasskeyUse.CONFIRM, bound_to=bound_to, at=at)
    own = credentials_of(session, user_id=actor.user_id)
    return question(party=party, challenge=challenge, allowed=own)


def ask_to_certify(
    session: Session,
    *,
    actor: Actor,
    list_id: UUID,
    version: int,
    party: RelyingParty,
    bound_to: bytes,
    at: datetime,
) -> dict[str, Any]:
    """Return the question that the actor's passkeys answer for this list as it stands now.

    NotFound for another commune's list; Conflict when it changed after `version` or does not wait any more.
    """
    content = waiting_content(session, actor=actor, list_id=list_id, version=version)
    challenge = issue_challenge(
        session, use=PasskeyUse.CERTIFY, bound_to=bound_to, at=at, object_id=list_id, content=content
    )
    own = credentials_of(session, user_id=actor.user_id)
    return question(party=party, challenge=challenge, allowed=own)


def confirm_with_passkey(
    session: Session,
    *,
    actor: Actor,
    session_id: UUID,
    party: RelyingParty,
    bound_to: bytes,
    answer: str,
    at: datetime,
) -> bool:
    """Open the actor's session for grave acts for five minutes; False, logged, for a refused answer."""
    confirmed = _confirm(
        session, PasskeyUse.CONFIRM, actor=actor, party=party, bound_to=bound_to, answer=answer, at=at
    )
    if confirmed is not None:
        sessions.step_up(session, session_id=session_id, at=at)
    return confirmed is not None


def confirm_list(
    session: Session,
    *,
    actor: Actor,
    list_id: UUID,
    party: RelyingParty,
    bound_to: bytes,
    answer: str,
    at: datetime,
) -> Confirmed | None:
    """Return what the passkey confirmed of this list; None, logged, when it is refused or about another one.

    The session is not opened for anything else. Certifying compares the content once more, under its lock.
    """
    confirmed = _confirm(
        session, PasskeyUse.CERTIFY, actor=actor, party=party, bound_to=bound_to, answer=answer, at=at
    )
    return confirmed if confirmed is not None and confirmed.list_id == list_id else None


def _confirm(
    session: Session, use: PasskeyUse, *, actor: Actor, at: datetime, **said: Any
) -> Confirmed | None:
    if actor.user_id is None:
        raise NotPermitted
    checked = check_answer(session, use=use, user_id=actor.user_id, at=at, **said)
    if checked.refused is not None or checked.passkey_id is None or checked.asked is None:
        _log_refusal(session, actor, use, checked, at)
        return None
    confirmed = Confirmed(checked.passkey_id, checked.asked.object_id, checked.asked.content)
    _log_use(session, actor, AuditAction.USER_STEPPED_UP, _payload(confirmed), at)
    return confirmed


def _payload(confirmed: Confirmed) -> dict[str, object]:
    payload: dict[str, object] = {"passkey": str(confirmed.passkey_id)}
    if confirmed.list_id is not None and confirmed.content is not None:
        payload |= {"list": str(confirmed.list_id), "content": confirmed.content.hex()}
    return payload


def _actor_of(session: Session, user_id: UUID | None, at: datetime) -> Actor | None:
    query = (
        select(User, Organisation.code, standing_role(local_day(at)))
        .join(Organisation, Organisation.id == User.organisation_id)
        .where(User.id == user_id, holds_post(at))
    )
    row = session.execute(query).first()
    return sessions.actor_of(row[0], row[1], via="web", standing=row[2]) if row else None


def _log_use(
    session: Session, actor: Actor, action: AuditAction, payload: dict[str, object], at: datetime
) -> None:
    user = actor.user_id
    record(session, actor=actor, action=action, object_type="user", object_id=user, payload=payload, at=at)


def _log_refusal(
    session: Session, actor: Actor | None, use: PasskeyUse, checked: Checked, at: datetime
) -> None:
    """Log why an answer was refused, in the chain of whose passkey it is, or of the administration."""
    if actor is None:
        return
    reason = checked.refused.value if checked.refused else "unknown"
    record(
        session,
        actor=actor,
        action=AuditAction.PASSKEY_REFUSED,
        object_type="passkey",
        object_id=checked.passkey_id or "unknown",
        payload={"use": use.value, "reason": reason},
        at=at,
    )
