"""The passkeys of a user: list them, take one away, take all away when the account is reset."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import exists, select, update
from sqlalchemy.orm import Session

from borderreg.domain.access import Actor
from borderreg.domain.audit import AuditAction
from borderreg.domain.errors import NotFound
from borderreg.models import Passkey
from borderreg.services.audit import record


@dataclass(frozen=True, slots=True)
class PasskeyLine:
    """A passkey as its owner sees it; `synced`: kept by a cloud account and not by one device alone."""

    id: UUID
    name: str
    created_at: datetime
    used_at: datetime | None
    synced: bool


def own_passkeys(session: Session, *, actor: Actor) -> tuple[PasskeyLine, ...]:
    """Return the actor's passkeys, oldest first."""
    query = select(Passkey).where(Passkey.user_id == actor.user_id, Passkey.removed_at.is_(None))
    rows = session.scalars(query.order_by(Passkey.created_at, Passkey.id))
    return tuple(PasskeyLine(row.id, row.name, row.created_at, row.used_at, row.synced) for row in rows)


def has_passkey(session: Session, *, actor: Actor) -> bool:
    """Say whether the actor has a passkey."""
    found = exists().where(Passkey.user_id == actor.user_id, Passkey.removed_at.is_(None))
    return bool(session.scalar(select(found)))


def own_passkey(session: Session, *, actor: Actor, passkey_id: UUID) -> PasskeyLine:
    """Return one passkey of the actor; NotFound for anybody else's."""
    found = [line for line in own_passkeys(session, actor=actor) if line.id == passkey_id]
    if not found:
        raise NotFound("passkey")
    return found[0]


def remove_passkey(session: Session, *, actor: Actor, passkey_id: UUID, at: datetime) -> None:
    """Take a passkey of the actor away; NotFound for anybody else's and for one that is gone already."""
    query = update(Passkey).where(Passkey.id == passkey_id, Passkey.removed_at.is_(None))
    done = session.execute(query.where(Passkey.user_id == actor.user_id).values(removed_at=at))
    if not done.rowcount:  # type: ignore[attr-defined]  # an UPDATE gives a CursorResult
        raise NotFound("passkey")
    record(
        session,
        actor=actor,
        action=AuditAction.PASSKEY_REMOVED,
        object_type="passkey",
        object_id=passkey_id,
        payload={},
        at=at,
    )


def remove_passkeys_of(session: Session, *, user_id: UUID, at: datetime) -> int:
    """Take every passkey of a user away and return how many; the caller logs its own act."""
    query = update(Passkey).where(Passkey.user_id == user_id, Passkey.removed_at.is_(None))
    return int(session.execute(query.values(removed_at=at)).rowcount)  # type: ignore[attr-defined]
