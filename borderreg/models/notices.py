"""What one commune is told about another's list that names one of its people; nothing of the other's rows."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from borderreg.models.base import Base, HasId


class CommuneNotice(HasId, Base):
    """A notice to a commune about an entry of its own; of the other commune only list number and dates."""

    __tablename__ = "commune_notices"
    __table_args__ = (
        UniqueConstraint("kind", "entry_id", "other_entry_id"),
        CheckConstraint("kind in ('decided','superseded')", name="kind"),
        Index("ix_commune_notices_organisation_id_seen_at", "organisation_id", "seen_at"),
    )

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    kind: Mapped[str]
    entry_id: Mapped[UUID] = mapped_column(ForeignKey("entries.id"))
    other_entry_id: Mapped[UUID] = mapped_column(ForeignKey("entries.id"))
    other_organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    valid_from: Mapped[date]
    valid_to: Mapped[date]
    preset: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime | None]
    seen_by: Mapped[UUID | None]
