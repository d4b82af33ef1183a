"""Figures added up beforehand from the crossing log, what still waits to be folded in, and saved views."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    Integer,
    SmallInteger,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from borderreg.models.base import Base, HasId

SERIAL = BigInteger().with_variant(Integer, "sqlite")


class TallyKey(Base):
    """A number for one value of a dimension, so that tallies stay narrow: commune 06184 is 17."""

    __tablename__ = "tally_keys"
    __table_args__ = (UniqueConstraint("dimension", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    dimension: Mapped[str]
    key: Mapped[str]


class Tally(Base):
    """How often one person crossed, or was refused, in some days with the same particulars.

    `span` 0 is a day, 1 a quarter, 2 a year, each by its first day; `number` only tells rows apart. A person
    of an unread code is that one event. The particulars are ids of tally_keys.
    """

    __tablename__ = "tallies"
    __table_args__ = (
        CheckConstraint("span in (0, 1, 2)", name="span"),
        CheckConstraint("times > 0", name="times"),
        Index("ix_tallies_span_first_day", "span", "first_day"),
    )

    person: Mapped[UUID] = mapped_column(primary_key=True)
    span: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    first_day: Mapped[date] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    kind: Mapped[int]
    gate: Mapped[int]
    country: Mapped[int]
    commune: Mapped[int]
    employer: Mapped[int]
    county: Mapped[int]
    sex: Mapped[int]
    age: Mapped[int]
    permit: Mapped[int]
    sector: Mapped[int]
    reason: Mapped[int]
    times: Mapped[int]


class DayTally(Base):
    """How many crossings or refusals a day had, by kind, gate and commune: crossings only, never people."""

    __tablename__ = "day_tallies"

    day: Mapped[date] = mapped_column(primary_key=True)
    kind: Mapped[int] = mapped_column(primary_key=True)
    gate: Mapped[int] = mapped_column(primary_key=True)
    commune: Mapped[int] = mapped_column(primary_key=True)
    times: Mapped[int]


class TallyChange(Base):
    """An event that is not folded into the tallies yet; written by triggers in the changing transaction.

    Whoever folds it deletes it: what commits late is simply still there, so nothing can be passed over.
    """

    __tablename__ = "tally_changes"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(SERIAL, primary_key=True, autoincrement=True)
    event_id: Mapped[UUID]


class TallyState(Base):
    """Whether the tallies are complete but for the changes: false while a log that came before them waits."""

    __tablename__ = "tally_state"
    __table_args__ = (CheckConstraint("id = 1", name="single"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    complete: Mapped[bool]
    folded_at: Mapped[datetime | None]


class SavedView(HasId, Base):
    """A table that somebody put together and keeps: dimensions, measure, filters; shared or one's own."""

    __tablename__ = "saved_views"
    __table_args__ = (
        UniqueConstraint("user_id", "name"),
        Index("ix_saved_views_organisation_id", "organisation_id"),
    )

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    name: Mapped[str]
    address: Mapped[dict[str, Any]] = mapped_column(JSON)
    shared: Mapped[bool]
    created_at: Mapped[datetime]
