"""What somebody sees of the own account: when it was logged in to, with what, and how often it failed."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from borderreg.domain.access import Actor
from borderreg.domain.audit import AuditAction
from borderreg.models import AuditRecord, Passkey, UserSession

SHOWN = 10
LOOK_BACK = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class LogIn:
    """One log-in: when, when that browser was used last, and the passkey's name if it was one."""

    at: datetime
    seen_at: datetime
    passkey: str | None


def recent_log_ins(session: Session, *, actor: Actor, at: datetime) -> tuple[LogIn, ...]:
    """Return the actor's last ten log-ins of thirty days, newest first."""
    query = (
        select(UserSession.created_at, UserSession.seen_at, Passkey.name)
        .outerjoin(Passkey, Passkey.id == UserSession.passkey_id)
        .where(UserSession.user_id == actor.user_id, UserSession.created_at > at - LOOK_BACK)
        .order_by(UserSession.created_at.desc(), UserSession.id.desc())
        .limit(SHOWN)
    )
    return tuple(LogIn(*row) for row in session.execute(query))


def failed_log_ins(session: Session, *, actor: Actor, at: datetime) -> int:
    """Return how often somebody gave a wrong password or passkey for the actor's account in thirty days."""
    query = select(func.count()).where(
        AuditRecord.action == AuditAction.USER_LOGIN_FAILED.value,
        AuditRecord.at > at - LOOK_BACK,
        AuditRecord.object_id == str(actor.user_id),
    )
    return session.scalar(query) or 0
