"""What a shift leaves behind: gate PINs, signed shift reports, the border guard's own records."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, BigInteger, CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from borderreg.models.base import Base, HasId


class GatePin(Base):
    """The verifier of an officer's gate PIN (PBKDF2-HMAC-SHA-256); the PIN itself is nowhere."""

    __tablename__ = "gate_pins"

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"), primary_key=True)
    salt: Mapped[bytes]
    iterations: Mapped[int]
    verifier: Mapped[bytes]
    set_at: Mapped[datetime]


class ShiftReport(Base):
    """What a device says of one shift, signed by it at hand-over; appended, never edited."""

    __tablename__ = "shift_reports"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    device_id: Mapped[UUID] = mapped_column(ForeignKey("devices.id"), index=True)
    officer_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    gate_code: Mapped[str] = mapped_column(ForeignKey("gates.code"), index=True)
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime] = mapped_column(index=True)
    offline: Mapped[bool]
    first_seq: Mapped[int] = mapped_column(BigInteger)
    last_seq: Mapped[int] = mapped_column(BigInteger)
    said: Mapped[dict[str, Any]] = mapped_column(JSON)
    body_hash: Mapped[bytes]
    received_at: Mapped[datetime]


class ShiftSignOff(HasId, Base):
    """A commander's signature under a shift report; a later one adds to the earlier."""

    __tablename__ = "shift_sign_offs"

    report_id: Mapped[UUID] = mapped_column(ForeignKey("shift_reports.id"), index=True)
    note: Mapped[str]
    signed_by: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    signed_at: Mapped[datetime]


class ControlImport(HasId, Base):
    """A workbook of the border guard's own system while it is compared; its rows go when it is settled."""

    __tablename__ = "control_imports"
    __table_args__ = (
        CheckConstraint("status in ('preview','written','discarded')", name="status"),
        CheckConstraint("(status = 'preview') = (rows is not null)", name="rows"),
    )

    gate_code: Mapped[str] = mapped_column(ForeignKey("gates.code"), index=True)
    sha256: Mapped[bytes]
    status: Mapped[str]
    rows: Mapped[bytes | None]
    counts: Mapped[dict[str, Any]] = mapped_column(JSON)
    uploaded_by: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    uploaded_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]
