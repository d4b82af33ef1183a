"""What the public tells: tips and answers on return, in the compartment; and the figures that leave it.

Ids are random, not by time, and only days are stored: nothing says when exactly somebody wrote.
"""

from datetime import date
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from borderreg.models.base import Base


class RandomId:
    """A primary key that tells no time."""

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)


class ProtectionTip(RandomId, Base):
    """A tip with its talk; of its receipt only a keyed hash is stored."""

    __tablename__ = "protection_tips"
    __table_args__ = (UniqueConstraint("receipt_hash"),)

    receipt_hash: Mapped[bytes]
    topic: Mapped[str]
    language: Mapped[str]
    received_on: Mapped[date]
    last_on: Mapped[date] = mapped_column(index=True)
    unread: Mapped[bool]
    closed_on: Mapped[date | None]
    case_id: Mapped[UUID | None] = mapped_column(ForeignKey("protection_cases.id"), index=True)


class ProtectionTipMessage(RandomId, Base):
    """A message of a tip, from whoever has the receipt or from staff; sealed."""

    __tablename__ = "protection_tip_messages"
    __table_args__ = (
        UniqueConstraint("tip_id", "seq"),
        CheckConstraint("sender in ('informant','staff')", name="sender"),
        CheckConstraint("(sender = 'staff') = (said_by is not null)", name="said_by"),
    )

    tip_id: Mapped[UUID] = mapped_column(ForeignKey("protection_tips.id"))
    seq: Mapped[int]
    sender: Mapped[str]
    said_by: Mapped[UUID | None]
    text: Mapped[bytes]
    said_on: Mapped[date]


class ProtectionTipPicture(RandomId, Base):
    """A picture of a message, drawn anew without metadata; sealed."""

    __tablename__ = "protection_tip_pictures"
    __table_args__ = (UniqueConstraint("message_id", "place"),)

    message_id: Mapped[UUID] = mapped_column(ForeignKey("protection_tip_messages.id"))
    place: Mapped[int]
    content: Mapped[bytes]


class ProtectionDebrief(RandomId, Base):
    """Somebody's answers on return; the words and the slip's code are sealed."""

    __tablename__ = "protection_debriefs"
    __table_args__ = (
        UniqueConstraint("form_hash"),
        CheckConstraint("way in ('phone','kiosk')", name="way"),
    )

    form_hash: Mapped[bytes]
    answered_on: Mapped[date] = mapped_column(index=True)
    way: Mapped[str]
    gate_code: Mapped[str]
    language: Mapped[str]
    paid: Mapped[str]
    papers: Mapped[str]
    free: Mapped[str]
    worries: Mapped[bool]
    words: Mapped[bytes | None]
    slip: Mapped[bytes | None]
    case_id: Mapped[UUID | None] = mapped_column(ForeignKey("protection_cases.id"), index=True)


class DebriefCount(Base):
    """How often a question was answered so in a month: all that leaves the compartment."""

    __tablename__ = "debrief_counts"
    __table_args__ = (CheckConstraint("count >= 0", name="count"),)

    month: Mapped[date] = mapped_column(primary_key=True)
    question: Mapped[str] = mapped_column(primary_key=True)
    answer: Mapped[str] = mapped_column(primary_key=True)
    count: Mapped[int]
