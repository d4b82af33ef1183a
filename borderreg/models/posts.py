"""Who holds a post when: hand-overs to a successor, stand-ins with dates; facts that are appended."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from borderreg.domain.posts import STAND_IN_ROLES, SignsAs
from borderreg.models.base import Base, HasId

ROLES = ",".join(repr(role.value) for role in sorted(set(STAND_IN_ROLES.values())))
SIGNS = ",".join(repr(sign.value) for sign in SignsAs)


class HandOver(HasId, Base):
    """Somebody leaves a post from a day on; open work is the successor's from then."""

    __tablename__ = "hand_overs"
    __table_args__ = (
        CheckConstraint("from_user_id <> to_user_id", name="somebody_else"),
        Index("ix_hand_overs_organisation_id_decided_at", "organisation_id", "decided_at"),
    )

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    from_user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"), index=True)
    to_user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    effective_at: Mapped[datetime]
    reason: Mapped[str]
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    decided_at: Mapped[datetime]


class StandIn(HasId, Base):
    """Somebody has another's role from one day to another, both included."""

    __tablename__ = "stand_ins"
    __table_args__ = (
        CheckConstraint("user_id <> for_user_id", name="somebody_else"),
        CheckConstraint("valid_to >= valid_from", name="period"),
        CheckConstraint(f"role in ({ROLES})", name="role"),
        CheckConstraint(f"signs_as in ({SIGNS})", name="signs_as"),
        Index("ix_stand_ins_organisation_id_valid_to", "organisation_id", "valid_to"),
    )

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"), index=True)
    for_user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    role: Mapped[str]
    signs_as: Mapped[str]
    valid_from: Mapped[date]
    valid_to: Mapped[date]
    reason: Mapped[str]
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    decided_at: Mapped[datetime]


class PostEnd(Base):
    """A stand-in that ended early, or a hand-over called off before its day."""

    __tablename__ = "post_ends"

    post_id: Mapped[UUID] = mapped_column(primary_key=True)
    reason: Mapped[str]
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    decided_at: Mapped[datetime]
