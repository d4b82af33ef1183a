"""What a commune sends to the province: frozen monthly reports, answers to requests; reminders."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from borderreg.models.base import Base, HasId


class MonthDraft(HasId, Base):
    """What the commune adds to its monthly report by hand before it is sent: numbers and remarks."""

    __tablename__ = "month_drafts"
    __table_args__ = (UniqueConstraint("organisation_id", "period"),)

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    period: Mapped[str]
    typed: Mapped[dict[str, int]] = mapped_column(JSON)
    remarks: Mapped[str] = mapped_column(default="")
    version: Mapped[int] = mapped_column()
    prepared_by: Mapped[UUID | None]
    prepared_at: Mapped[datetime | None]
    updated_by: Mapped[UUID | None]
    updated_at: Mapped[datetime]

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 (SQLAlchemy's own protocol)


class MonthReport(HasId, Base):
    """A monthly report as it was sent, or a numbered correction of it; appended, never changed."""

    __tablename__ = "month_reports"
    __table_args__ = (
        UniqueConstraint("organisation_id", "period", "correction"),
        UniqueConstraint("organisation_id", "year", "number"),
        CheckConstraint("correction >= 0", name="correction"),
        Index("ix_month_reports_period", "period"),
    )

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    period: Mapped[str]
    first_day: Mapped[date]
    last_day: Mapped[date]
    correction: Mapped[int]
    year: Mapped[int]
    number: Mapped[int]
    report_no: Mapped[str]
    content: Mapped[str]
    content_hash: Mapped[bytes]
    reason: Mapped[str]
    sent_by: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    sent_at: Mapped[datetime]
    signed_as: Mapped[str]
    on_time: Mapped[bool]


class ReportRequest(HasId, Base):
    """The province asks communes for something with its own table and deadline."""

    __tablename__ = "report_requests"

    title: Mapped[str]
    text: Mapped[str]
    columns: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    due_on: Mapped[date]
    created_by: Mapped[UUID | None]
    created_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]


class RequestedCommune(Base):
    """A commune that a request is put to, and the rows typed so far (sealed: they may name people)."""

    __tablename__ = "requested_communes"

    request_id: Mapped[UUID] = mapped_column(ForeignKey("report_requests.id"), primary_key=True)
    organisation_id: Mapped[UUID] = mapped_column(
        ForeignKey("organisations.id"), primary_key=True, index=True
    )
    draft: Mapped[bytes | None]
    version: Mapped[int] = mapped_column()
    updated_at: Mapped[datetime | None]

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 (SQLAlchemy's own protocol)


class ReportAnswer(HasId, Base):
    """A commune's answer to a request as it was sent: appended, never changed."""

    __tablename__ = "report_answers"
    __table_args__ = (UniqueConstraint("request_id", "organisation_id"),)

    request_id: Mapped[UUID] = mapped_column(ForeignKey("report_requests.id"))
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"), index=True)
    content: Mapped[bytes]
    content_hash: Mapped[bytes]
    rows: Mapped[int]
    sent_by: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    sent_at: Mapped[datetime]
    on_time: Mapped[bool]


class ReportReminder(HasId, Base):
    """A notice of the province on a commune's first page: a report or an answer is missing."""

    __tablename__ = "report_reminders"
    __table_args__ = (Index("ix_report_reminders_organisation_id_about", "organisation_id", "about"),)

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    about: Mapped[str]
    reminded_by: Mapped[UUID | None]
    reminded_at: Mapped[datetime]
