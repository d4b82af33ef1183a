"""Teams with a name: people of a commune who go again and again, as the lists that they went on."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from borderreg.models.base import Base, HasId

_ACTIVE = text("archived_at is null")


class Team(HasId, Base):
    """A team of a commune; its people are those of its lists, nothing about them is kept here.

    No two active teams of a commune have one name (as `name_key`).
    """

    __tablename__ = "teams"
    __table_args__ = (
        Index(
            "uq_teams_organisation_id_name_key",
            "organisation_id",
            "name_key",
            unique=True,
            sqlite_where=_ACTIVE,
            postgresql_where=_ACTIVE,
        ),
    )

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"), index=True)
    province_code: Mapped[str] = mapped_column(default="20")
    name: Mapped[str]
    name_key: Mapped[str]
    created_by: Mapped[UUID | None]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    archived_by: Mapped[UUID | None]
    archived_at: Mapped[datetime | None]


class TeamList(Base):
    """A list that a team went on, or is going to: a list belongs to one team at most."""

    __tablename__ = "team_lists"

    list_id: Mapped[UUID] = mapped_column(ForeignKey("work_lists.id"), primary_key=True)
    team_id: Mapped[UUID] = mapped_column(ForeignKey("teams.id"), index=True)
    added_by: Mapped[UUID | None]
    added_at: Mapped[datetime]
