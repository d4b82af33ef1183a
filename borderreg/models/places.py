"""Reference data with dates: organisations, communes, gates, crossing points, counties, closures."""

from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from borderreg.models.base import Base, HasId


class Organisation(HasId, Base):
    """A commune police, a border post, the office, or the administration; stable through renamings."""

    __tablename__ = "organisations"
    __table_args__ = (
        CheckConstraint(
            "kind in ('commune','post','office','protection','administration','audit')", name="kind"
        ),
    )

    code: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    province_code: Mapped[str] = mapped_column(default="20")
    frozen_at: Mapped[datetime | None]


class OrganisationName(HasId, Base):
    """How an organisation is called and signs papers between two dates."""

    __tablename__ = "organisation_names"
    __table_args__ = (UniqueConstraint("organisation_id", "valid_from"),)

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    name: Mapped[str]
    name_en: Mapped[str]
    name_zh: Mapped[str]
    parent_body: Mapped[str] = mapped_column(default="")
    issuing_body: Mapped[str] = mapped_column(default="")
    symbol: Mapped[str] = mapped_column(default="")
    place: Mapped[str] = mapped_column(default="")
    position: Mapped[str] = mapped_column(default="")
    deputy_position: Mapped[str] = mapped_column(default="", server_default=text("''"))
    recipients: Mapped[str] = mapped_column(default="", server_default=text("''"))
    phone: Mapped[str] = mapped_column(default="")
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]


class Commune(HasId, Base):
    """A commune's code and name between two dates: codes were re-used in 2025."""

    __tablename__ = "communes"
    __table_args__ = (UniqueConstraint("code", "valid_from"),)

    code: Mapped[str] = mapped_column(index=True)
    kind: Mapped[str]
    name: Mapped[str]
    district: Mapped[str] = mapped_column(default="")
    on_border: Mapped[bool]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]


class CommuneSuccession(HasId, Base):
    """Where an old commune went, whole or in part."""

    __tablename__ = "commune_successions"
    __table_args__ = (
        UniqueConstraint("old_code", "new_code", "changed_on"),
        CheckConstraint("extent in ('whole','part')", name="extent"),
    )

    old_code: Mapped[str] = mapped_column(index=True)
    new_code: Mapped[str] = mapped_column(index=True)
    extent: Mapped[str]
    changed_on: Mapped[date]


class Country(Base):
    """A country that people go to; China is the first."""

    __tablename__ = "countries"

    code: Mapped[str] = mapped_column(primary_key=True)
    name_vi: Mapped[str]
    name_en: Mapped[str]
    name_zh: Mapped[str]


class County(HasId, Base):
    """A county, district or town on the other side, where people work."""

    __tablename__ = "counties"
    __table_args__ = (UniqueConstraint("code", "valid_from"),)

    code: Mapped[str]
    country: Mapped[str] = mapped_column(ForeignKey("countries.code"))
    name_vi: Mapped[str]
    name_zh: Mapped[str]
    pinyin: Mapped[str]
    on_border: Mapped[bool]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]


class DocumentType(HasId, Base):
    """A kind of travel document with its number pattern between two dates."""

    __tablename__ = "document_types"
    __table_args__ = (UniqueConstraint("code", "valid_from"),)

    code: Mapped[str]
    name_vi: Mapped[str]
    name_en: Mapped[str]
    name_zh: Mapped[str]
    pattern: Mapped[str]
    border_zone_only: Mapped[bool]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]


class Gate(Base):
    """A border gate: a place with crossing points; its bit never changes (format LS1)."""

    __tablename__ = "gates"
    __table_args__ = (CheckConstraint("bit >= 0 and bit < 31", name="bit"),)

    code: Mapped[str] = mapped_column(primary_key=True)
    bit: Mapped[int] = mapped_column(unique=True)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    post_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    country: Mapped[str] = mapped_column(ForeignKey("countries.code"))
    name_vi: Mapped[str]
    name_en: Mapped[str]
    name_zh: Mapped[str]
    phone: Mapped[str] = mapped_column(default="")


class CrossingPoint(HasId, Base):
    """A lane between boundary markers: class, traffic, hours, all of them dated."""

    __tablename__ = "crossing_points"
    __table_args__ = (
        UniqueConstraint("gate_code", "code", "valid_from"),
        CheckConstraint("class in ('international','bilateral','auxiliary')", name="class"),
        CheckConstraint("traffic in ('people','goods')", name="traffic"),
        CheckConstraint("status in ('open','closed')", name="status"),
    )

    gate_code: Mapped[str] = mapped_column(ForeignKey("gates.code"))
    code: Mapped[str]
    name_vi: Mapped[str]
    name_zh: Mapped[str]
    transport: Mapped[str]
    class_: Mapped[str] = mapped_column("class")
    traffic: Mapped[str]
    commune_code: Mapped[str]
    open_from: Mapped[time]
    open_to: Mapped[time]
    status: Mapped[str] = mapped_column(default="open")
    source: Mapped[str] = mapped_column(default="")
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]


class GateClosure(HasId, Base):
    """A dated closure notice of a gate, with its source document."""

    __tablename__ = "gate_closures"
    __table_args__ = (
        Index("ix_gate_closures_gate_code_starts_at", "gate_code", "starts_at"),
        CheckConstraint("ends_at is null or ends_at > starts_at", name="order"),
    )

    gate_code: Mapped[str] = mapped_column(ForeignKey("gates.code"))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime | None]
    source_document: Mapped[str]
    created_by: Mapped[UUID | None]
    created_at: Mapped[datetime]
    lifted_at: Mapped[datetime | None]


class Setting(Base):
    """An adjustable number or text of this installation, read by name."""

    __tablename__ = "settings"

    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[Any] = mapped_column(JSON)
    updated_at: Mapped[datetime]
