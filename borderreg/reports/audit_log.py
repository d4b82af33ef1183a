"""What the auditor reads: the chains of the audit log, and one chain's records of a day; ids, no names."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from borderreg.domain.access import Actor, Permission
from borderreg.domain.errors import NotFound, NotPermitted
from borderreg.domain.periods import end_of_day, start_of_day
from borderreg.models import AuditHead, AuditRecord, Organisation, OrganisationName

COLUMNS_IN_PAYLOAD = frozenset({"at", "actor", "action", "object_type", "object_id", "via", "role"})


@dataclass(frozen=True, slots=True)
class Chain:
    """One organisation's chain: how many records it has."""

    organisation_id: UUID
    code: str
    name: str
    records: int


@dataclass(frozen=True, slots=True)
class AuditLine:
    """One record: who by id and role, through which way in, did what to which object."""

    seq: int
    at: datetime
    action: str
    actor_id: UUID | None
    role: str
    via: str
    object_type: str
    object_id: str
    details: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class AuditPage:
    """A page of an organisation's records of a day, newest first."""

    chain: Chain
    rows: tuple[AuditLine, ...]
    total: int


def chains(session: Session, *, actor: Actor) -> tuple[Chain, ...]:
    """List the organisations that have a chain, by code; one statement."""
    if not actor.may(Permission.AUDIT_READ):
        raise NotPermitted(Permission.AUDIT_READ)
    query = (
        select(Organisation.id, Organisation.code, OrganisationName.name, AuditHead.length)
        .join(AuditHead, AuditHead.organisation_id == Organisation.id)
        .outerjoin(
            OrganisationName,
            (OrganisationName.organisation_id == Organisation.id) & OrganisationName.valid_to.is_(None),
        )
        .order_by(Organisation.code)
    )
    return tuple(Chain(id_, code, name or code, length) for id_, code, name, length in session.execute(query))


def records_of(
    session: Session, *, actor: Actor, organisation_code: str, day: date, page: int = 1, per_page: int = 100
) -> AuditPage:
    """Return an organisation's records of a day in Vietnam; NotFound for a code without a chain."""
    chain = next((c for c in chains(session, actor=actor) if c.code == organisation_code), None)
    if chain is None:
        raise NotFound(organisation_code)
    within = (
        AuditRecord.organisation_id == chain.organisation_id,
        AuditRecord.at >= start_of_day(day),
        AuditRecord.at < end_of_day(day),
    )
    total = session.scalar(select(func.count()).select_from(AuditRecord).where(*within)) or 0
    query = select(AuditRecord).where(*within).order_by(AuditRecord.seq.desc())
    found = session.scalars(query.limit(per_page).offset((page - 1) * per_page))
    return AuditPage(chain, tuple(_line(row) for row in found), total)


def _line(row: AuditRecord) -> AuditLine:
    payload = _payload(row.payload)
    details = sorted((key, value) for key, value in payload.items() if key not in COLUMNS_IN_PAYLOAD)
    return AuditLine(
        seq=row.seq,
        at=row.at,
        action=row.action,
        actor_id=row.actor_id,
        role=str(payload.get("role", "")),
        via=str(payload.get("via", "")),
        object_type=row.object_type,
        object_id=row.object_id,
        details=tuple((key, _text(value)) for key, value in details),
    )


def _text(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, sort_keys=True)


def _payload(text: str | None) -> dict[str, Any]:
    """Read a record's payload; an erased or damaged one shows nothing and is found by the verification."""
    try:
        payload = json.loads(text or "{}")
    except ValueError:
        return {}
    return payload if isinstance(payload, dict) else {}
