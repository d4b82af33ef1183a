"""Projections of the crossing log: rebuilt from events at any time, with the same result."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from borderreg.models.base import Base

LONG = 60
"""Days after which a journey is a long one; few are."""
LONG_JOURNEY = {
    "sqlite": f"returned_day > date(departed_day, '+{LONG} days')",
    "postgresql": f"returned_day > departed_day + {LONG}",
}
"""The condition of the index of long journeys; a query finds it by the same words."""


class Journey(Base):
    """A departure and its return; at most one open journey per worker."""

    __tablename__ = "journeys"
    __table_args__ = (
        Index(
            "uq_journeys_open_worker",
            "worker_id",
            unique=True,
            sqlite_where=text("returned_event_id is null"),
            postgresql_where=text("returned_event_id is null"),
        ),
        Index("ix_journeys_departed_day", "departed_day"),
        Index("ix_journeys_returned_day", "returned_day"),
        Index("ix_journeys_entry_id", "entry_id"),
        Index(
            "ix_journeys_long",
            "departed_day",
            sqlite_where=text(LONG_JOURNEY["sqlite"]),
            postgresql_where=text(LONG_JOURNEY["postgresql"]),
        ),
    )

    departed_event_id: Mapped[UUID] = mapped_column(ForeignKey("events.id"), primary_key=True)
    worker_id: Mapped[UUID] = mapped_column(ForeignKey("workers.id"), index=True)
    entry_id: Mapped[UUID | None] = mapped_column(ForeignKey("entries.id"))
    country: Mapped[str]
    departed_at: Mapped[datetime]
    departed_day: Mapped[date]
    departed_gate: Mapped[str]
    returned_event_id: Mapped[UUID | None] = mapped_column(ForeignKey("events.id"))
    returned_at: Mapped[datetime | None]
    returned_day: Mapped[date | None]
    returned_gate: Mapped[str | None]
    contradicted: Mapped[bool] = mapped_column(default=False)


class EntryState(Base):
    """Where the worker of a certified entry is, by that entry's latest journey."""

    __tablename__ = "entry_states"
    __table_args__ = (CheckConstraint("state in ('abroad','returned','contradictory')", name="state"),)

    entry_id: Mapped[UUID] = mapped_column(ForeignKey("entries.id"), primary_key=True)
    state: Mapped[str]


class Contradiction(Base):
    """A departure while its worker was already abroad: a task until a person or a late event closes it."""

    __tablename__ = "contradictions"

    event_id: Mapped[UUID] = mapped_column(ForeignKey("events.id"), primary_key=True)
    worker_id: Mapped[UUID] = mapped_column(ForeignKey("workers.id"), index=True)
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    closed_by: Mapped[UUID | None]
    outcome: Mapped[str] = mapped_column(default="")
