"""Lists that communes certify, their entries, and the numbered changes to them."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from borderreg.domain.lists import EntryStatus, ListKind, ListStatus
from borderreg.models.base import Base, HasId


def _one_of(column: str, codes: type[ListKind] | type[ListStatus] | type[EntryStatus]) -> str:
    return f"{column} in ({','.join(repr(code.value) for code in codes)})"


class WorkList(HasId, Base):
    """A list of workers of one commune, or a numbered supplement or withdrawal to one."""

    __tablename__ = "work_lists"
    __table_args__ = (
        UniqueConstraint("organisation_id", "year", "number"),
        CheckConstraint(_one_of("status", ListStatus), name="status"),
        CheckConstraint(_one_of("kind", ListKind), name="kind"),
        CheckConstraint("(kind = 'original') = (parent_id is null)", name="parent"),
        CheckConstraint(
            "status not in ('certified','revoked') or (number is not null and content_hash is not null"
            " and certified_by is not null and certified_at is not null)",
            name="certified_is_complete",
        ),
        Index("ix_work_lists_organisation_id_status", "organisation_id", "status"),
    )

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    province_code: Mapped[str] = mapped_column(default="20")
    kind: Mapped[str]
    parent_id: Mapped[UUID | None] = mapped_column(ForeignKey("work_lists.id"))
    status: Mapped[str]
    title: Mapped[str] = mapped_column(default="")
    year: Mapped[int | None]
    number: Mapped[int | None]
    list_no: Mapped[str] = mapped_column(default="")
    document_number: Mapped[str] = mapped_column(default="")
    version: Mapped[int] = mapped_column()
    created_by: Mapped[UUID | None]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    submitted_by: Mapped[UUID | None]
    submitted_at: Mapped[datetime | None]
    returned_by: Mapped[UUID | None]
    returned_at: Mapped[datetime | None]
    return_reason: Mapped[str] = mapped_column(default="")
    certified_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    certified_at: Mapped[datetime | None] = mapped_column(index=True)
    signed_as: Mapped[str] = mapped_column(default="")
    signed_name: Mapped[str] = mapped_column(default="", server_default=text("''"))
    signed_position: Mapped[str] = mapped_column(default="", server_default=text("''"))
    content_hash: Mapped[bytes | None]
    head_digits: Mapped[str | None]
    revoked_by: Mapped[UUID | None]
    revoked_at: Mapped[datetime | None]
    revoke_reason: Mapped[str] = mapped_column(default="")
    prints: Mapped[int] = mapped_column(default=0)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 (SQLAlchemy's own protocol)


class ListCounter(Base):
    """The last list number of a commune in a year; taken in the certifying transaction, so without gaps."""

    __tablename__ = "list_counters"

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    last: Mapped[int]


class ListAuthor(Base):
    """A user who wrote a row of a list or submitted it, and so can never certify it."""

    __tablename__ = "list_authors"

    list_id: Mapped[UUID] = mapped_column(ForeignKey("work_lists.id"), primary_key=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"), primary_key=True)
    first_at: Mapped[datetime]


class Entry(HasId, Base):
    """One worker on one list: facts frozen when the list is certified."""

    __tablename__ = "entries"
    __table_args__ = (
        UniqueConstraint("list_id", "row"),
        CheckConstraint(_one_of("status", EntryStatus), name="status"),
        CheckConstraint("sex in ('M','F')", name="sex"),
        CheckConstraint("valid_to >= valid_from", name="period"),
        CheckConstraint("status in ('draft','removed') or cti is not null", name="issued"),
        Index("ix_entries_worker_id_status", "worker_id", "status"),
    )

    list_id: Mapped[UUID] = mapped_column(ForeignKey("work_lists.id"))
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"), index=True)
    row: Mapped[int]
    worker_id: Mapped[UUID] = mapped_column(ForeignKey("workers.id"))
    status: Mapped[str]
    cti: Mapped[bytes | None] = mapped_column(unique=True)
    name: Mapped[str]
    search_key: Mapped[str] = mapped_column(index=True)
    birth: Mapped[str] = mapped_column(index=True)
    sex: Mapped[str]
    personal_id: Mapped[bytes]
    id_last4_hash: Mapped[bytes] = mapped_column(index=True)
    hamlet: Mapped[str] = mapped_column(default="")
    phone: Mapped[bytes | None]
    contact_name: Mapped[str] = mapped_column(default="")
    contact_phone: Mapped[bytes | None]
    document_type: Mapped[str]
    document_number: Mapped[bytes]
    document_number_hash: Mapped[bytes] = mapped_column(index=True)
    document_expires: Mapped[date]
    employer: Mapped[str]
    employer_id: Mapped[UUID | None] = mapped_column(index=True)
    recruiter: Mapped[str] = mapped_column(default="", server_default=text("''"))
    recruiter_id: Mapped[UUID | None] = mapped_column(index=True)
    country: Mapped[str] = mapped_column(ForeignKey("countries.code"))
    county: Mapped[str]
    job: Mapped[str] = mapped_column(default="")
    valid_from: Mapped[date]
    valid_to: Mapped[date] = mapped_column(index=True)
    gates: Mapped[int]
    source_row: Mapped[int | None]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]


class DuplicateDecision(HasId, Base):
    """A person's decision, with a reason, that a likeness found on an entry is no obstacle; it stays.

    `likeness` names the pair and the facts; `said` is the problem as it was shown (code, variant, params).
    """

    __tablename__ = "duplicate_decisions"
    __table_args__ = (UniqueConstraint("entry_id", "likeness"),)

    entry_id: Mapped[UUID] = mapped_column(ForeignKey("entries.id"))
    likeness: Mapped[str] = mapped_column(index=True)
    other_entry_id: Mapped[UUID | None]
    other_worker_id: Mapped[UUID | None]
    preset: Mapped[str | None]
    reason: Mapped[str]
    said: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    decided_by: Mapped[UUID | None]
    decided_at: Mapped[datetime]


class EntryChange(HasId, Base):
    """A fact appended to a certified entry: withdrawn, revoked, superseded."""

    __tablename__ = "entry_changes"

    entry_id: Mapped[UUID] = mapped_column(ForeignKey("entries.id"), index=True)
    list_id: Mapped[UUID | None] = mapped_column(ForeignKey("work_lists.id"))
    status: Mapped[str]
    reason: Mapped[str]
    changed_by: Mapped[UUID | None]
    changed_at: Mapped[datetime]
