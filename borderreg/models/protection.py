"""The victims' compartment: tables of its own, every text under a key of its own, a log of its own."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from borderreg.models.base import Base, HasId


class ProtectionCase(HasId, Base):
    """One case: where it comes from and how it ended; what it is about is sealed."""

    __tablename__ = "protection_cases"
    __table_args__ = (
        UniqueConstraint("code"),
        CheckConstraint("(closed_at is null) = (outcome = '')", name="closed_with_outcome"),
        Index("ix_protection_cases_closed_at", "closed_at"),
    )

    code: Mapped[str]
    source: Mapped[str]
    summary: Mapped[bytes]
    opened_by: Mapped[UUID]
    opened_at: Mapped[datetime]
    outcome: Mapped[str] = mapped_column(default="")
    closed_by: Mapped[UUID | None]
    closed_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 (SQLAlchemy's own protocol)


class ProtectionPerson(HasId, Base):
    """A person whom a case is about: a worker of the register, or somebody known by declaration only."""

    __tablename__ = "protection_people"

    case_id: Mapped[UUID] = mapped_column(ForeignKey("protection_cases.id"), index=True)
    worker_id: Mapped[UUID | None] = mapped_column(ForeignKey("workers.id"), index=True)
    name: Mapped[bytes]
    details: Mapped[bytes | None]
    added_by: Mapped[UUID]
    added_at: Mapped[datetime]


class ProtectionTask(HasId, Base):
    """Something to be done for the person by a day."""

    __tablename__ = "protection_tasks"
    __table_args__ = (CheckConstraint("(done_at is null) = (done_by is null)", name="done"),)

    case_id: Mapped[UUID] = mapped_column(ForeignKey("protection_cases.id"), index=True)
    text: Mapped[bytes]
    due_on: Mapped[date] = mapped_column(index=True)
    added_by: Mapped[UUID]
    added_at: Mapped[datetime]
    done_by: Mapped[UUID | None]
    done_at: Mapped[datetime | None]


class ProtectionNote(HasId, Base):
    """A contact made or a note, appended and never changed."""

    __tablename__ = "protection_notes"

    case_id: Mapped[UUID] = mapped_column(ForeignKey("protection_cases.id"), index=True)
    kind: Mapped[str]
    text: Mapped[bytes]
    noted_by: Mapped[UUID]
    noted_at: Mapped[datetime]


class ProtectionStop(Base):
    """Which stop mark a case has set at the gates; the mark itself names no case."""

    __tablename__ = "protection_stops"

    stop_id: Mapped[UUID] = mapped_column(ForeignKey("stop_marks.id"), primary_key=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("protection_cases.id"), index=True)


class ProtectionRecord(Base):
    """One act or look, chained as the audit log is; kept here, so that no auditor counts cases."""

    __tablename__ = "protection_records"

    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    case_id: Mapped[UUID] = mapped_column(index=True)
    at: Mapped[datetime]
    actor_id: Mapped[UUID]
    act: Mapped[str]
    payload: Mapped[str]
    salt: Mapped[bytes]
    prev: Mapped[bytes]
    commitment: Mapped[bytes]
    leaf: Mapped[bytes] = mapped_column(unique=True)


class ProtectionHead(Base):
    """Length and last leaf of the compartment's log; its lock also numbers the cases."""

    __tablename__ = "protection_head"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    length: Mapped[int]
    leaf: Mapped[bytes]
