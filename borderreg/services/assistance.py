"""Calls for help that communes hand to the office: seen, handled with an answer that the commune reads."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, func, select
from sqlalchemy.orm import Session

from borderreg.domain.access import Actor, Permission
from borderreg.domain.audit import AuditAction
from borderreg.domain.errors import NotFound, NotPermitted
from borderreg.domain.periods import local_day
from borderreg.models import (
    AssistanceRequest,
    Entry,
    KnownAbroad,
    Organisation,
    OrganisationName,
    Visit,
    VisitUndo,
)
from borderreg.services import audit
from borderreg.services.guard import require
from borderreg.services.list_core import checked_reason
from borderreg.services.private_fields import seal, unseal

MOST = 200


@dataclass(frozen=True, slots=True)
class HelpAsked:
    """One request: about whom, since when, where it stands; note and answer only where the page opens it."""

    id: UUID
    visit_id: UUID
    worker_id: UUID | None
    known_abroad_id: UUID | None
    name: str
    birth_year: str
    employer: str
    commune: str
    asked_at: datetime
    seen_at: datetime | None
    handled_at: datetime | None
    note: str = ""
    answer: str = ""

    @property
    def state(self) -> str:
        """Return handled, seen or asked."""
        return "handled" if self.handled_at else "seen" if self.seen_at else "asked"


def list_requests(session: Session, *, actor: Actor, at: datetime) -> tuple[HelpAsked, ...]:
    """Return the requests that the actor sees, open ones first: a commune its own, the office all."""
    query = _requests(actor, local_day(at)).order_by(
        AssistanceRequest.handled_at.is_not(None), AssistanceRequest.asked_at.desc()
    )
    return tuple(_request(row) for row in session.execute(query.limit(MOST)))


def open_request(session: Session, *, actor: Actor, request_id: UUID, at: datetime) -> HelpAsked:
    """Open one request with its note; the office's first look is kept and every look is logged."""
    request = session.get(AssistanceRequest, request_id)
    row = session.execute(_requests(actor, local_day(at)).where(AssistanceRequest.id == request_id)).first()
    if request is None or row is None:
        raise NotFound("assistance")
    if actor.may(Permission.ASSISTANCE_HANDLE) and request.seen_at is None:
        request.seen_at, request.seen_by = at, actor.user_id
    _log(session, actor, AuditAction.ASSISTANCE_SEEN, request_id, at)
    session.flush()
    return _request(row, opened=True)


def handle_request(session: Session, *, actor: Actor, request_id: UUID, answer: str, at: datetime) -> None:
    """Close a request with an answer to the commune; the first answer stays."""
    require(actor, Permission.ASSISTANCE_HANDLE)
    request = session.get(AssistanceRequest, request_id, with_for_update=True)
    if request is None:
        raise NotFound("assistance")
    if request.handled_at is not None:
        return
    text = checked_reason(answer)
    request.handled_at, request.handled_by = at, actor.user_id
    request.seen_at, request.seen_by = request.seen_at or at, request.seen_by or actor.user_id
    request.answer = seal(text, place="assistance_requests.answer", row_id=request_id)
    _log(session, actor, AuditAction.ASSISTANCE_HANDLED, request_id, at)


def count_open(session: Session, *, actor: Actor) -> int:
    """Return how many requests wait for the office."""
    require(actor, Permission.ASSISTANCE_HANDLE)
    query = select(func.count()).select_from(AssistanceRequest)
    return session.scalar(query.where(AssistanceRequest.handled_at.is_(None), ~_undone())) or 0


def _undone() -> ColumnElement[bool]:
    return exists().where(VisitUndo.visit_id == AssistanceRequest.visit_id)


def _requests(actor: Actor, day: date) -> Any:
    if not (actor.may(Permission.ASSISTANCE_HANDLE) or actor.may(Permission.PEOPLE_FOLLOW)):
        raise NotPermitted(Permission.ASSISTANCE_HANDLE.value)
    latest = (
        select(Entry.id)
        .where(Entry.worker_id == Visit.worker_id, Entry.organisation_id == Visit.organisation_id)
        .order_by(Entry.valid_to.desc(), Entry.id.desc())
        .limit(1)
        .correlate(Visit)
        .scalar_subquery()
    )
    named = and_(
        OrganisationName.organisation_id == Organisation.id,
        OrganisationName.valid_from <= day,
        OrganisationName.valid_to.is_(None) | (OrganisationName.valid_to >= day),
    )
    query: Any = (
        select(AssistanceRequest, Visit, Entry, KnownAbroad, OrganisationName.name)
        .join(Visit, Visit.id == AssistanceRequest.visit_id)
        .join(Organisation, Organisation.id == AssistanceRequest.organisation_id)
        .outerjoin(OrganisationName, named)
        .outerjoin(Entry, Entry.id == latest)
        .outerjoin(KnownAbroad, KnownAbroad.id == Visit.known_abroad_id)
        .where(~_undone())
    )
    if actor.may(Permission.ASSISTANCE_HANDLE):
        return query
    return query.where(AssistanceRequest.organisation_id == actor.organisation_id)


def _request(row: Any, *, opened: bool = False) -> HelpAsked:
    request, visit, entry, known, commune = row
    return HelpAsked(
        id=request.id,
        visit_id=visit.id,
        worker_id=visit.worker_id,
        known_abroad_id=visit.known_abroad_id,
        name=entry.name if entry else known.name if known else "",
        birth_year=entry.birth[:4] if entry else str(known.birth_year or "") if known else "",
        employer=entry.employer if entry else "",
        commune=commune or "",
        asked_at=request.asked_at,
        seen_at=request.seen_at,
        handled_at=request.handled_at,
        note=unseal(visit.note, place="visits.note", row_id=visit.id) if opened else "",
        answer=unseal(request.answer, place="assistance_requests.answer", row_id=request.id)
        if opened
        else "",
    )


def _log(session: Session, actor: Actor, action: AuditAction, request_id: UUID, at: datetime) -> None:
    audit.record(
        session, actor=actor, action=action, object_type="assistance", object_id=request_id, payload={}, at=at
    )
