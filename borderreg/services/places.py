"""Places and organisations: what the registers say on a day, and the closing of gates by a dated notice."""

import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from borderreg.domain.access import Actor, Permission
from borderreg.domain.documents_ import DocumentType as DocumentKind
from borderreg.domain.errors import NotFound
from borderreg.domain.list_places import CountyFacts
from borderreg.domain.places import CommunePlace, CrossingPlace, GatePlace, ReferenceFacts
from borderreg.models import (
    Commune,
    County,
    CrossingPoint,
    DocumentType,
    Gate,
    Organisation,
    OrganisationName,
    Setting,
)
from borderreg.services.guard import require
from borderreg.services.reference_data import Loaded, load_reference_data

__all__ = [
    "Loaded",
    "OrganisationFacts",
    "list_organisations",
    "load_reference_data",
    "organisation_named",
    "reference_facts",
    "setting",
]

SEPARATOR = re.compile(r"[;\n]")

Dated = type[Commune] | type[County] | type[CrossingPoint] | type[DocumentType] | type[OrganisationName]


@dataclass(frozen=True, slots=True)
class OrganisationFacts:
    """An organisation as it is called and signs on a day; texts may be empty."""

    id: UUID
    code: str
    kind: str
    name: str
    name_en: str
    name_zh: str
    parent_body: str
    issuing_body: str
    symbol: str
    place: str
    position: str
    phone: str
    deputy_position: str = ""
    recipients: tuple[str, ...] = ()


def reference_facts(session: Session, *, day: date) -> ReferenceFacts:
    """Read the registers as they stand on a day in Vietnam; six statements whatever their size."""
    return ReferenceFacts(
        day=day,
        communes=_communes(session, day),
        gates=_gates(session, day),
        counties=_counties(session, day),
        document_types=_document_types(session, day),
        settings={row.name: row.value for row in session.execute(select(Setting.name, Setting.value))},
    )


def gate_name(session: Session, *, code: str) -> str:
    """Return a gate's name as officers say it; the code itself when no such gate is known."""
    return session.scalar(select(Gate.name_vi).where(Gate.code == code)) or code


def setting(session: Session, *, name: str) -> Any:
    """Return a setting's value; NotFound when the installation has none of that name."""
    value = session.scalar(select(Setting.value).where(Setting.name == name))
    if value is None:
        raise NotFound(name)
    return value


def organisation_named(session: Session, *, code: str, day: date) -> OrganisationFacts:
    """Return an organisation under the name of a day; its oldest name for a day before all of them.

    NotFound for an unknown code.
    """
    query = (
        select(Organisation, OrganisationName)
        .join(OrganisationName, OrganisationName.organisation_id == Organisation.id)
        .where(Organisation.code == code)
        .order_by(OrganisationName.valid_from)
    )
    rows = [(row[0], row[1]) for row in session.execute(query)]
    if not rows:
        raise NotFound(code)
    fitting = [row for row in rows if row[1].valid_from <= day]
    return _organisation(*(fitting[-1] if fitting else rows[0]))


def list_organisations(session: Session, *, actor: Actor, day: date) -> tuple[OrganisationFacts, ...]:
    """List all organisations under their names of the day: the offices, then posts, then communes by code."""
    require(actor, Permission.REFERENCE_READ)
    query = (
        select(Organisation, OrganisationName)
        .join(OrganisationName, OrganisationName.organisation_id == Organisation.id)
        .where(_in_force(OrganisationName, day))
    )
    found = [_organisation(row[0], row[1]) for row in session.execute(query)]
    order = ("office", "protection", "administration", "audit", "post", "commune")
    return tuple(sorted(found, key=lambda facts: (order.index(facts.kind), facts.code)))


def _organisation(organisation: Organisation, name: OrganisationName) -> OrganisationFacts:
    return OrganisationFacts(
        id=organisation.id,
        code=organisation.code,
        kind=organisation.kind,
        name=name.name,
        name_en=name.name_en,
        name_zh=name.name_zh,
        parent_body=name.parent_body,
        issuing_body=name.issuing_body,
        symbol=name.symbol,
        place=name.place,
        position=name.position,
        phone=name.phone,
        deputy_position=name.deputy_position,
        recipients=tuple(part.strip() for part in SEPARATOR.split(name.recipients) if part.strip()),
    )


def _in_force(model: Dated, day: date) -> ColumnElement[bool]:
    return (model.valid_from <= day) & (model.valid_to.is_(None) | (model.valid_to >= day))


def _communes(session: Session, day: date) -> tuple[CommunePlace, ...]:
    query = select(Commune).where(_in_force(Commune, day)).order_by(Commune.code)
    return tuple(CommunePlace(row.code, row.kind, row.name, row.on_border) for row in session.scalars(query))


def _counties(session: Session, day: date) -> tuple[CountyFacts, ...]:
    query = select(County).where(_in_force(County, day)).order_by(County.code)
    return tuple(
        CountyFacts(row.code, row.name_vi, row.name_zh, row.pinyin, row.on_border)
        for row in session.scalars(query)
    )


def _document_types(session: Session, day: date) -> tuple[DocumentKind, ...]:
    query = select(DocumentType).where(_in_force(DocumentType, day)).order_by(DocumentType.code.desc())
    return tuple(
        DocumentKind(
            code=row.code,
            name_vi=row.name_vi,
            name_en=row.name_en,
            name_zh=row.name_zh,
            pattern=row.pattern,
            border_zone_only=row.border_zone_only,
            valid_from=row.valid_from,
            valid_to=row.valid_to,
        )
        for row in session.scalars(query)
    )


def _points(session: Session, day: date) -> dict[str, list[CrossingPlace]]:
    query = select(CrossingPoint).where(_in_force(CrossingPoint, day))
    points = defaultdict(list)
    for row in session.scalars(query.order_by(CrossingPoint.gate_code, CrossingPoint.code)):
        points[row.gate_code].append(
            CrossingPlace(
                gate_code=row.gate_code,
                code=row.code,
                name_vi=row.name_vi,
                name_zh=row.name_zh,
                transport=row.transport,
                class_=row.class_,
                traffic=row.traffic,
                open_from=row.open_from,
                open_to=row.open_to,
                status=row.status,
            )
        )
    return points


def _gates(session: Session, day: date) -> tuple[GatePlace, ...]:
    points = _points(session, day)
    query = select(Gate, Organisation.code).join(Organisation, Organisation.id == Gate.post_id)
    return tuple(
        GatePlace(
            code=gate.code,
            bit=gate.bit,
            post_code=post,
            country=gate.country,
            name_vi=gate.name_vi,
            name_en=gate.name_en,
            name_zh=gate.name_zh,
            phone=gate.phone,
            points=tuple(points[gate.code]),
        )
        for gate, post in session.execute(query.order_by(Gate.bit))
    )
