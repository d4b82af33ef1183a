"""What the two sides agreed, and the days on which nobody works: dated records that the province keeps."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from borderreg.models.base import Base, HasId


class Agreement(HasId, Base):
    """The agreement between two dates: sectors, longest stay and papers that the rules read by day."""

    __tablename__ = "agreements"
    __table_args__ = (
        CheckConstraint("valid_to is null or valid_to >= valid_from", name="period"),
        CheckConstraint("longest_stay_days > 0", name="stay"),
    )

    valid_from: Mapped[date] = mapped_column(unique=True)
    valid_to: Mapped[date | None]
    name_vi: Mapped[str]
    name_zh: Mapped[str] = mapped_column(default="")
    sectors: Mapped[list[Any]] = mapped_column(JSON)
    longest_stay_days: Mapped[int]
    papers: Mapped[list[Any]] = mapped_column(JSON)
    source_document: Mapped[str]
    created_by: Mapped[UUID | None]
    created_at: Mapped[datetime]


class Holiday(HasId, Base):
    """Days off in a country, first to last; a grace for those who are due in them."""

    __tablename__ = "holidays"
    __table_args__ = (CheckConstraint("last_day >= first_day", name="period"),)

    first_day: Mapped[date] = mapped_column(index=True)
    last_day: Mapped[date]
    country: Mapped[str]
    name_vi: Mapped[str]
    name_en: Mapped[str]
    name_zh: Mapped[str]
    source_document: Mapped[str] = mapped_column(default="")
    withdrawn_at: Mapped[datetime | None]
    created_by: Mapped[UUID | None]
    created_at: Mapped[datetime]
