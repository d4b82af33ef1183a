"""Passkeys of users, and the challenges that wait for an answer."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from borderreg.domain.passkeys import PasskeyUse
from borderreg.models.base import Base, HasId

USE_CODES = ",".join(f"'{use.value}'" for use in PasskeyUse)


class Passkey(HasId, Base):
    """A public key of a user's device or phone; a removed one stays, so that its id is not used again."""

    __tablename__ = "passkeys"

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"), index=True)
    name: Mapped[str]
    credential_id: Mapped[bytes] = mapped_column(unique=True)
    public_key: Mapped[bytes]
    sign_count: Mapped[int]
    synced: Mapped[bool]
    created_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    removed_at: Mapped[datetime | None]


class PasskeyChallenge(HasId, Base):
    """A question to a passkey: for one use, one browser session and five minutes, gone once answered."""

    __tablename__ = "passkey_challenges"
    __table_args__ = (CheckConstraint(f"use in ({USE_CODES})", name="use"),)

    challenge: Mapped[bytes] = mapped_column(unique=True)
    nonce: Mapped[bytes]
    use: Mapped[str]
    bound_to: Mapped[bytes] = mapped_column(index=True)
    object_id: Mapped[UUID | None]
    content: Mapped[bytes | None]
    expires_at: Mapped[datetime] = mapped_column(index=True)
