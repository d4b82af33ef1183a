"""Employers and recruiters, the names that find them, and the history of what is changed in registers."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from borderreg.models.base import Base, HasId

EMPTY = text("''")  # compared as it is written: an empty default has its quotes
STANDINGS = "status in ('proposed','active','suspended')"


class Employer(HasId, Base):
    """Where people work: a register kept by the province; a proposed one never blocks."""

    __tablename__ = "employers"
    __table_args__ = (CheckConstraint(STANDINGS, name="status"),)

    name_vi: Mapped[str] = mapped_column(unique=True)
    name_zh: Mapped[str] = mapped_column(default="")
    pinyin: Mapped[str] = mapped_column(default="", server_default=EMPTY)
    credit_code: Mapped[str | None] = mapped_column(unique=True, index=True)
    search_key: Mapped[str] = mapped_column(index=True)
    search_text: Mapped[str] = mapped_column(default="", server_default=EMPTY)
    country: Mapped[str] = mapped_column(ForeignKey("countries.code"))
    county: Mapped[str] = mapped_column(default="")
    address: Mapped[str] = mapped_column(default="", server_default=EMPTY)
    sector: Mapped[str] = mapped_column(default="", server_default=EMPTY)
    contact_name: Mapped[str] = mapped_column(default="", server_default=EMPTY)
    contact_phone: Mapped[str] = mapped_column(default="", server_default=EMPTY)
    status: Mapped[str]
    suspended_from: Mapped[date | None]
    suspended_to: Mapped[date | None]
    proposed_by: Mapped[UUID | None]
    question: Mapped[str] = mapped_column(default="", server_default=EMPTY)
    merged_into: Mapped[UUID | None] = mapped_column(index=True)
    version: Mapped[int] = mapped_column(server_default="1")
    created_at: Mapped[datetime]

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 (SQLAlchemy's own protocol)


class Recruiter(HasId, Base):
    """Who leads people to work abroad: name, licence with its validity, standing."""

    __tablename__ = "recruiters"
    __table_args__ = (
        CheckConstraint(STANDINGS, name="status"),
        CheckConstraint(
            "licence_to is null or licence_from is null or licence_to >= licence_from", "licence"
        ),
        CheckConstraint("suspended_to is null or suspended_to >= suspended_from", "suspension"),
    )

    name: Mapped[str] = mapped_column(unique=True)
    search_key: Mapped[str] = mapped_column(index=True)
    search_text: Mapped[str] = mapped_column(default="")
    licence_number: Mapped[str] = mapped_column(default="")
    licence_from: Mapped[date | None]
    licence_to: Mapped[date | None]
    address: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")
    status: Mapped[str]
    suspended_from: Mapped[date | None]
    suspended_to: Mapped[date | None]
    proposed_by: Mapped[UUID | None] = mapped_column(ForeignKey("organisations.id"))
    question: Mapped[str] = mapped_column(default="")
    merged_into: Mapped[UUID | None] = mapped_column(ForeignKey("recruiters.id"), index=True)
    version: Mapped[int] = mapped_column()
    created_at: Mapped[datetime]

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 (SQLAlchemy's own protocol)


class RegisterName(Base):
    """A name without accents that finds one of a register, former and merged names too."""

    __tablename__ = "register_names"
    __table_args__ = (
        CheckConstraint("register in ('employer','recruiter')", name="register"),
        Index("ix_register_names_object_id", "object_id"),
    )

    register: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    object_id: Mapped[UUID]


class RegisterChange(HasId, Base):
    """A change in a register, appended: what, from which day, why, by which document, by whom."""

    __tablename__ = "register_changes"
    __table_args__ = (
        Index("ix_register_changes_register_object_id_changed_at", "register", "object_id", "changed_at"),
    )

    register: Mapped[str]
    object_id: Mapped[str]
    act: Mapped[str]
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)
    reason: Mapped[str] = mapped_column(default="")
    source_document: Mapped[str] = mapped_column(default="")
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    organisation_id: Mapped[UUID | None]
    changed_by: Mapped[UUID | None]
    changed_at: Mapped[datetime]
