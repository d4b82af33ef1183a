"""The gate: devices, shifts, and the append-only crossing log."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, BigInteger, CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from borderreg.models.base import Base, HasId

HELD = "cast(events.flags as text) like '%\"quarantined\"%'"
"""The condition of the index of events held for review; a query finds it by the same words."""


class DeviceInvite(HasId, Base):
    """A single-use invitation to enrol a device at a gate; 15 minutes."""

    __tablename__ = "device_invites"

    token_hash: Mapped[bytes] = mapped_column(unique=True)
    gate_code: Mapped[str] = mapped_column(ForeignKey("gates.code"))
    created_by: Mapped[UUID | None]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class Device(HasId, Base):
    """An enrolled gate device with its own P-256 key."""

    __tablename__ = "devices"

    gate_code: Mapped[str] = mapped_column(ForeignKey("gates.code"), index=True)
    name: Mapped[str]
    public_key: Mapped[bytes]
    token_hash: Mapped[bytes] = mapped_column(unique=True)
    app_version: Mapped[str]
    enrolled_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    exchange_key: Mapped[bytes | None]
    """A second P-256 point, for what only this device may read: PIN verifiers, packs as files."""


class Shift(HasId, Base):
    """An officer's time on one device; a device has at most one open shift."""

    __tablename__ = "shifts"
    __table_args__ = (
        Index(
            "uq_shifts_open_device",
            "device_id",
            unique=True,
            sqlite_where=text("ended_at is null"),
            postgresql_where=text("ended_at is null"),
        ),
    )

    device_id: Mapped[UUID] = mapped_column(ForeignKey("devices.id"))
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"), index=True)
    gate_code: Mapped[str] = mapped_column(ForeignKey("gates.code"))
    token_hash: Mapped[bytes] = mapped_column(unique=True)
    started_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class Event(Base):
    """One fact in the crossing log; appended, never edited, never deleted."""

    __tablename__ = "events"
    __table_args__ = (
        CheckConstraint("kind in ('departure','return','attempt','annulment','hand_over')", name="kind"),
        CheckConstraint("direction in ('departure','return','annulment')", name="direction"),
        CheckConstraint("(kind = 'annulment') = (annuls_id is not null)", name="annuls"),
        CheckConstraint("verdict in ('accept','check','refuse','unreadable','')", name="verdict"),
        Index("ix_events_worker_id_occurred_at", "worker_id", "occurred_at"),
        Index("ix_events_device_id_seq", "device_id", "seq"),
        Index("ix_events_local_day_kind", "local_day", "kind"),
        Index("ix_events_gate_code_received_at", "gate_code", "received_at"),
        Index("ix_events_annuls_id", "annuls_id"),
        Index(
            "ix_events_group_id",
            "group_id",
            sqlite_where=text("group_id is not null"),
            postgresql_where=text("group_id is not null"),
        ),
        Index(
            "ix_events_held",
            "gate_code",
            sqlite_where=text(HELD.replace("events.", "")),
            postgresql_where=text(HELD.replace("events.", "")),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    province_code: Mapped[str] = mapped_column(default="20")
    device_id: Mapped[UUID | None] = mapped_column(ForeignKey("devices.id"))
    seq: Mapped[int | None] = mapped_column(BigInteger)
    prev_hash: Mapped[str]
    body_hash: Mapped[bytes]
    officer_id: Mapped[UUID | None]
    gate_code: Mapped[str] = mapped_column(ForeignKey("gates.code"))
    crossing_point: Mapped[str]
    kind: Mapped[str]
    direction: Mapped[str]
    country: Mapped[str] = mapped_column(ForeignKey("countries.code"))
    cti: Mapped[bytes | None]
    entry_id: Mapped[UUID | None] = mapped_column(ForeignKey("entries.id"), index=True)
    worker_id: Mapped[UUID | None] = mapped_column(ForeignKey("workers.id"))
    declared: Mapped[bytes | None]
    occurred_at: Mapped[datetime]
    said_at: Mapped[datetime]
    received_at: Mapped[datetime]
    local_day: Mapped[date]
    clock_offset: Mapped[int | None] = mapped_column(BigInteger)
    pack_serial: Mapped[int]
    method: Mapped[str]
    live: Mapped[bool]
    verdict: Mapped[str]
    reasons: Mapped[list[str]] = mapped_column(JSON)
    server_verdict: Mapped[str]
    server_reasons: Mapped[list[str]] = mapped_column(JSON)
    flags: Mapped[list[str]] = mapped_column(JSON)
    override_reason: Mapped[str]
    cause: Mapped[str]
    annuls_id: Mapped[UUID | None]
    group_id: Mapped[UUID | None]
    answer: Mapped[dict[str, Any]] = mapped_column(JSON)


class EventConflict(HasId, Base):
    """A second body sent under a known event id: logged, the first is kept."""

    __tablename__ = "event_conflicts"

    event_id: Mapped[UUID] = mapped_column(index=True)
    device_id: Mapped[UUID | None]
    body_hash: Mapped[bytes]
    received_at: Mapped[datetime]


class QuarantineReview(HasId, Base):
    """A person's decision about a quarantined event: folded into the journeys or left out."""

    __tablename__ = "quarantine_reviews"
    __table_args__ = (UniqueConstraint("event_id"),)

    event_id: Mapped[UUID] = mapped_column(ForeignKey("events.id"))
    accepted: Mapped[bool]
    reason: Mapped[str]
    reviewed_by: Mapped[UUID | None]
    reviewed_at: Mapped[datetime]


class StopMark(HasId, Base):
    """A private instruction shown at the gate for one worker, with an expiry."""

    __tablename__ = "stop_marks"
    __table_args__ = (CheckConstraint("effect in ('check','refuse')", name="effect"),)

    worker_id: Mapped[UUID] = mapped_column(ForeignKey("workers.id"), index=True)
    effect: Mapped[str]
    instruction: Mapped[bytes]
    created_by: Mapped[UUID | None]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    lifted_at: Mapped[datetime | None]
