"""Keys and issued codes: what signs an entry, and which code an entry has had."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from borderreg.models.base import Base, HasId


class SigningKey(HasId, Base):
    """A key of the key list; its private half is encrypted by the key-encryption key outside the database."""

    __tablename__ = "signing_keys"
    __table_args__ = (
        UniqueConstraint("commune", "use", "not_before"),
        CheckConstraint("use in ('entry','list','pack','checkpoint','revocation','specimen')", name="use"),
        CheckConstraint("status in ('active','retired','revoked')", name="status"),
        Index("ix_signing_keys_kid", "kid"),
    )

    kid: Mapped[bytes]
    alg: Mapped[int]
    use: Mapped[str]
    commune: Mapped[str]
    public: Mapped[bytes]
    private: Mapped[bytes]
    not_before: Mapped[datetime]
    signs_until: Mapped[datetime]
    not_after: Mapped[datetime]
    status: Mapped[str]
    created_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    revoke_reason: Mapped[str] = mapped_column(default="")


class SealKey(Base):
    """A symmetric key that seals the personal part of codes; encrypted at rest."""

    __tablename__ = "seal_keys"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    key: Mapped[bytes]
    created_at: Mapped[datetime]


class KeyListVersion(Base):
    """A published key list, signed by the root key; serials only grow."""

    __tablename__ = "key_list_versions"

    serial: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    document: Mapped[dict[str, Any]] = mapped_column(JSON)
    issued_at: Mapped[datetime]


class IssuedCode(Base):
    """One issued code of an entry: the digits that are printed, kept so that a reprint is the same code."""

    __tablename__ = "issued_codes"

    cti: Mapped[bytes] = mapped_column(primary_key=True)
    entry_id: Mapped[UUID] = mapped_column(ForeignKey("entries.id"), index=True)
    kid: Mapped[bytes]
    digits: Mapped[str]
    issued_at: Mapped[datetime]
    superseded_by: Mapped[bytes | None]
