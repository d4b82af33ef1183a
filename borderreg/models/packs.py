"""What packs for gate devices need: a log of what changed, and what each device last said of itself."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Integer
from sqlalchemy.orm import Mapped, mapped_column

from borderreg.models.base import Base

SERIAL = BigInteger().with_variant(Integer, "sqlite")


class PackChange(Base):
    """A worker whose rows in a pack may have changed; written by triggers in the changing transaction.

    `transaction_id` is PostgreSQL's, so that a reader can tell what was not yet visible (ADR 0014).
    """

    __tablename__ = "pack_changes"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(SERIAL, primary_key=True, autoincrement=True)
    worker_id: Mapped[UUID]
    transaction_id: Mapped[int] = mapped_column(BigInteger, index=True)
    noted_at: Mapped[datetime] = mapped_column(index=True)


class DeviceState(Base):
    """What a device said of itself when it last reported: one row a device."""

    __tablename__ = "device_states"

    device_id: Mapped[UUID] = mapped_column(ForeignKey("devices.id"), primary_key=True)
    reported_at: Mapped[datetime]
    app_version: Mapped[str]
    pack_serial: Mapped[int] = mapped_column(BigInteger)
    pack_issued_at: Mapped[datetime | None]
    clock_offset: Mapped[int] = mapped_column(BigInteger)
    waiting: Mapped[int]
    rejected: Mapped[int]
    oldest_at: Mapped[datetime | None]
    ready: Mapped[bool]
