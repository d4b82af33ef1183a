"""Workbooks kept as grids: encrypted rows that wait to be repaired, until they are in a list or forgotten."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from borderreg.models.base import Base, HasId

GRID_STATUSES = ("columns", "reading", "ready", "keeping", "finished", "discarded")


class ImportGrid(HasId, Base):
    """A workbook read into rows; the file itself is never kept, `sheet` only until its columns are known."""

    __tablename__ = "import_grids"
    __table_args__ = (
        UniqueConstraint("organisation_id", "upload_key"),
        CheckConstraint(f"status in ({','.join(map(repr, GRID_STATUSES))})", name="status"),
        Index("ix_import_grids_organisation_id_status", "organisation_id", "status"),
    )

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    province_code: Mapped[str] = mapped_column(default="20")
    list_id: Mapped[UUID | None] = mapped_column(ForeignKey("work_lists.id"), index=True)
    upload_key: Mapped[UUID]
    status: Mapped[str]
    title: Mapped[str] = mapped_column(default="")
    sha256: Mapped[str]
    sheet: Mapped[bytes | None]
    header: Mapped[bytes | None]
    people: Mapped[int] = mapped_column(default=0)
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    kept: Mapped[int] = mapped_column(default=0)
    created_by: Mapped[UUID | None]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)


class ImportRow(HasId, Base):
    """One person's row of a grid, as typed, with what is wrong with it; gone once it is in the list."""

    __tablename__ = "import_rows"
    __table_args__ = (UniqueConstraint("grid_id", "row"),)

    grid_id: Mapped[UUID] = mapped_column(ForeignKey("import_grids.id"))
    row: Mapped[int]
    content: Mapped[bytes]
    wrong: Mapped[bool]
    version: Mapped[int] = mapped_column(default=1)
    updated_by: Mapped[UUID | None]
    updated_at: Mapped[datetime]


class ColumnChoice(Base):
    """Which column each heading of a header means, as an organisation confirmed it last."""

    __tablename__ = "import_columns"

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"), primary_key=True)
    header_hash: Mapped[str] = mapped_column(primary_key=True)
    columns: Mapped[object] = mapped_column(JSON)
    chosen_at: Mapped[datetime]
