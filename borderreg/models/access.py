"""Accounts: users of one organisation, their revocable sessions, and the log-in throttle."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from borderreg.domain.access import Role
from borderreg.models.base import Base, HasId

ROLE_CODES = ",".join(f"'{role.value}'" for role in Role if role is not Role.OPERATOR)


class User(HasId, Base):
    """A person with one role in one organisation."""

    __tablename__ = "users"
    __table_args__ = (CheckConstraint(f"role in ({ROLE_CODES})", name="role"),)

    username: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    role: Mapped[str]
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"), index=True)
    password_hash: Mapped[str]
    must_change_password: Mapped[bool] = mapped_column(default=True)
    language: Mapped[str] = mapped_column(default="vi")
    is_deputy: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    password_changed_at: Mapped[datetime | None]
    disabled_at: Mapped[datetime | None]


class UserSession(HasId, Base):
    """A log-in on one browser; only the hash of its token is kept."""

    __tablename__ = "user_sessions"

    token_hash: Mapped[bytes] = mapped_column(unique=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"), index=True)
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    stepped_up_at: Mapped[datetime | None]
    passkey_id: Mapped[UUID | None]
    revoked_at: Mapped[datetime | None]


class LoginThrottle(Base):
    """Failed log-ins per key (keyed hash of account, address, or the whole site): delays, never locks."""

    __tablename__ = "login_throttles"

    key: Mapped[bytes] = mapped_column(primary_key=True)
    failures: Mapped[int]
    last_failure_at: Mapped[datetime]
    wait_until: Mapped[datetime]


class FormDraft(HasId, Base):
    """What a user had typed when the session ended: encrypted, one per form, gone once saved."""

    __tablename__ = "form_drafts"
    __table_args__ = (Index("ix_form_drafts_user_id_form", "user_id", "form", unique=True),)

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"), index=True)
    form: Mapped[str]
    content: Mapped[bytes]
    saved_at: Mapped[datetime]
