"""Workers: one identity in the province, and what each commune recorded about the person."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from borderreg.models.base import Base, HasId


class Worker(HasId, Base):
    """A person, one per personal number in the province; holds no facts of its own but the number."""

    __tablename__ = "workers"

    personal_id_hash: Mapped[bytes] = mapped_column(unique=True)
    personal_id: Mapped[bytes]
    created_at: Mapped[datetime]


class WorkerRecord(HasId, Base):
    """The facts about a worker as one commune recorded them; other communes never see or change them."""

    __tablename__ = "worker_records"
    __table_args__ = (
        UniqueConstraint("worker_id", "organisation_id"),
        Index("ix_worker_records_organisation_id_search_key", "organisation_id", "search_key"),
        Index("ix_worker_records_organisation_id_birth", "organisation_id", "birth"),
        CheckConstraint("sex in ('M','F')", name="sex"),
        CheckConstraint("birth_precision in ('day','year')", name="birth_precision"),
    )

    worker_id: Mapped[UUID] = mapped_column(ForeignKey("workers.id"))
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    name: Mapped[str]
    search_key: Mapped[str] = mapped_column(index=True)
    match_key: Mapped[str] = mapped_column(index=True)
    birth: Mapped[str]
    birth_precision: Mapped[str]
    sex: Mapped[str]
    id_last4_hash: Mapped[bytes] = mapped_column(index=True)
    hamlet: Mapped[str] = mapped_column(default="")
    phone: Mapped[bytes | None]
    phone_hash: Mapped[bytes | None] = mapped_column(index=True)
    contact_name: Mapped[str] = mapped_column(default="")
    contact_phone: Mapped[bytes | None]
    contact_phone_hash: Mapped[bytes | None] = mapped_column(index=True)
    version: Mapped[int] = mapped_column()
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    updated_by: Mapped[UUID | None]

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 (SQLAlchemy's own protocol)


class TravelDocument(HasId, Base):
    """A passport or border pass of a worker, as one commune recorded it; it ends with a date, never erased.

    `ended_reason` is a word of `domain/travel_papers.py`, `replaced_by` the paper that came in its place.
    """

    __tablename__ = "travel_documents"
    __table_args__ = (UniqueConstraint("record_id", "type", "number_hash"),)

    record_id: Mapped[UUID] = mapped_column(ForeignKey("worker_records.id"), index=True)
    type: Mapped[str]
    number: Mapped[bytes]
    number_hash: Mapped[bytes] = mapped_column(index=True)
    issued_on: Mapped[date | None]
    expires_on: Mapped[date] = mapped_column(index=True)
    created_at: Mapped[datetime]
    added_by: Mapped[UUID | None]
    ended_at: Mapped[datetime | None]
    ended_reason: Mapped[str | None]
    ended_by: Mapped[UUID | None]
    replaced_by: Mapped[UUID | None]
