"""Challenges of passkeys: made here, kept on the server, for one browser session, one use and one answer."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from borderreg.domain.passkeys import CHALLENGE_LASTS, PasskeyUse, challenge_of
from borderreg.models import PasskeyChallenge, new_id

NONCE_BYTES = 32


@dataclass(frozen=True, slots=True)
class Answered:
    """A challenge that was answered in time by the browser that it was made for."""

    challenge: bytes
    object_id: UUID | None
    content: bytes | None


def issue_challenge(
    session: Session,
    *,
    use: PasskeyUse,
    bound_to: bytes,
    at: datetime,
    object_id: UUID | None = None,
    content: bytes | None = None,
) -> bytes:
    """Store a new challenge and return its 32 bytes; the browser's earlier one for the same use is void.

    `bound_to` is the hash of the browser's session. `object_id` and `content` (a hash) are what is confirmed:
    the challenge is made of them, so that the passkey signs them. Challenges that ran out are dropped.
    """
    session.execute(delete(PasskeyChallenge).where(PasskeyChallenge.expires_at <= at))
    before = delete(PasskeyChallenge).where(PasskeyChallenge.bound_to == bound_to)
    session.execute(before.where(PasskeyChallenge.use == use.value))
    nonce = secrets.token_bytes(NONCE_BYTES)
    challenge = challenge_of(nonce=nonce, use=use, object_id=object_id, content=content)
    session.add(
        PasskeyChallenge(
            id=new_id(),
            challenge=challenge,
            nonce=nonce,
            use=use.value,
            bound_to=bound_to,
            object_id=object_id,
            content=content,
            expires_at=at + CHALLENGE_LASTS,
        )
    )
    session.flush()
    return challenge


def take_challenge(
    session: Session, *, challenge: bytes, use: PasskeyUse, bound_to: bytes, at: datetime
) -> Answered | None:
    """Take an answered challenge away for good; None when it is none of this browser's for this use and now.

    It is made again of what is stored beside it: a changed object or content does not pass.
    """
    row = session.scalars(
        select(PasskeyChallenge).where(PasskeyChallenge.challenge == challenge).with_for_update()
    ).first()
    if row is None or row.bound_to != bound_to:
        return None
    found = Answered(row.challenge, row.object_id, row.content)
    made = challenge_of(nonce=row.nonce, use=use, object_id=row.object_id, content=row.content)
    fits = row.use == use.value and at < row.expires_at and made == row.challenge
    session.delete(row)
    session.flush()
    return found if fits else None
