"""The audit log: one hash chain per organisation, each with a head."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from borderreg.models.base import Base


class AuditRecord(Base):
    """One act: its payload (canonical JSON) is covered by the commitment, the commitment by the leaf."""

    __tablename__ = "audit_records"
    __table_args__ = (Index("ix_audit_records_at", "at"), Index("ix_audit_records_action_at", "action", "at"))

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    actor_id: Mapped[UUID | None]
    action: Mapped[str]
    object_type: Mapped[str]
    object_id: Mapped[str]
    payload: Mapped[str | None]
    salt: Mapped[bytes | None]
    prev: Mapped[bytes]
    commitment: Mapped[bytes]
    leaf: Mapped[bytes] = mapped_column(unique=True)


class AuditHead(Base):
    """Length and last leaf of an organisation's chain: a cut tail is found by it."""

    __tablename__ = "audit_heads"

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"), primary_key=True)
    length: Mapped[int]
    leaf: Mapped[bytes]
