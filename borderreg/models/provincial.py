"""The province's frozen reports: a report of a period under a number, and its numbered corrections."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from borderreg.models.base import Base, HasId


class FrozenReport(HasId, Base):
    """A report as it was known at an instant; number 0 is the first, then corrections; never changed."""

    __tablename__ = "frozen_reports"
    __table_args__ = (
        UniqueConstraint("slug", "period", "number"),
        CheckConstraint("number >= 0", name="number"),
    )

    slug: Mapped[str]
    period: Mapped[str]
    first_day: Mapped[date]
    last_day: Mapped[date]
    number: Mapped[int]
    known_at: Mapped[datetime]
    content: Mapped[str]
    content_hash: Mapped[bytes]
    reason: Mapped[str]
    frozen_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    frozen_at: Mapped[datetime]
