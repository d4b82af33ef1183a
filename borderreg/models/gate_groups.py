"""Groups that crossed together, returns that no code names, and whom a person later recognised in them."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from borderreg.domain.groups import GroupKind
from borderreg.domain.return_matches import MatchOutcome, NobodyKind
from borderreg.models.base import Base, HasId

KINDS = ",".join(repr(kind.value) for kind in GroupKind)
NOBODIES = ",".join(repr(kind.value) for kind in NobodyKind)
OUTCOMES = ",".join(repr(outcome.value) for outcome in MatchOutcome)


class GroupFact(HasId, Base):
    """What a device said of a group when it closed it; said again, both stay and the newest counts."""

    __tablename__ = "group_facts"
    __table_args__ = (
        CheckConstraint(f"kind in ({KINDS})", name="kind"),
        CheckConstraint("direction in ('departure','return')", name="direction"),
        Index("ix_group_facts_gate_code_local_day", "gate_code", "local_day"),
    )

    group_id: Mapped[UUID] = mapped_column(index=True)
    kind: Mapped[str]
    event_id: Mapped[UUID] = mapped_column(ForeignKey("events.id"), unique=True)
    gate_code: Mapped[str] = mapped_column(ForeignKey("gates.code"))
    device_id: Mapped[UUID | None] = mapped_column(ForeignKey("devices.id"))
    officer_id: Mapped[UUID | None]
    direction: Mapped[str]
    said: Mapped[bytes]
    expected: Mapped[int | None]
    present: Mapped[int | None]
    opened_at: Mapped[datetime | None]
    closed_at: Mapped[datetime]
    local_day: Mapped[date]
    received_at: Mapped[datetime]


class UnnamedReturn(Base):
    """A return that names no worker: by declaration, or by a code that could not be read."""

    __tablename__ = "unnamed_returns"
    __table_args__ = (
        CheckConstraint(f"kind in ({NOBODIES})", name="kind"),
        Index("ix_unnamed_returns_gate_code_local_day", "gate_code", "local_day"),
        Index("ix_unnamed_returns_commune_code", "commune_code"),
    )

    event_id: Mapped[UUID] = mapped_column(ForeignKey("events.id"), primary_key=True)
    gate_code: Mapped[str] = mapped_column(ForeignKey("gates.code"))
    kind: Mapped[str]
    commune_code: Mapped[str]
    local_day: Mapped[date]


class ReturnMatch(HasId, Base):
    """A person's decision about an unnamed return: whose it is, or nobody's here; the last step counts."""

    __tablename__ = "return_matches"
    __table_args__ = (
        UniqueConstraint("event_id", "step"),
        CheckConstraint(f"outcome in ({OUTCOMES})", name="outcome"),
        CheckConstraint("(outcome = 'matched') = (entry_id is not null)", name="entry"),
    )

    event_id: Mapped[UUID] = mapped_column(ForeignKey("events.id"))
    step: Mapped[int]
    outcome: Mapped[str]
    entry_id: Mapped[UUID | None] = mapped_column(ForeignKey("entries.id"))
    worker_id: Mapped[UUID | None] = mapped_column(ForeignKey("workers.id"))
    return_event_id: Mapped[UUID | None] = mapped_column(ForeignKey("events.id"))
    reason: Mapped[str]
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    decided_by: Mapped[UUID | None]
    decided_at: Mapped[datetime]
