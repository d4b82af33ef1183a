"""Requests of the province with their answers: how many communes have answered, and with what."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from borderreg.domain.access import Actor, Permission
from borderreg.domain.ad_hoc import AskedColumn, stored_columns
from borderreg.domain.errors import NotFound, NotPermitted
from borderreg.domain.periods import local_day
from borderreg.models import (
    Organisation,
    OrganisationName,
    ReportAnswer,
    ReportRequest,
    RequestedCommune,
)
from borderreg.reports.reporting import reminders


@dataclass(frozen=True, slots=True)
class RequestLine:
    """A request in the province's list."""

    id: UUID
    title: str
    due_on: date
    created_at: datetime
    closed: bool
    asked: int
    answered: int


@dataclass(frozen=True, slots=True)
class CommuneAnswer:
    """What one commune did about a request."""

    organisation_id: UUID
    code: str
    name: str
    answer: ReportAnswer | None
    began: bool
    reminded_at: datetime | None


@dataclass(frozen=True, slots=True)
class RequestAnswers:
    """A request with all its communes."""

    id: UUID
    title: str
    text: str
    columns: tuple[AskedColumn, ...]
    due_on: date
    created_at: datetime
    closed: bool
    communes: tuple[CommuneAnswer, ...]

    @property
    def answered(self) -> int:
        """Return how many communes have answered."""
        return sum(line.answer is not None for line in self.communes)


def list_all_requests(session: Session, *, actor: Actor) -> tuple[RequestLine, ...]:
    """Return every request, newest first."""
    _may(actor)
    asked = select(RequestedCommune.request_id, func.count().label("n")).group_by(RequestedCommune.request_id)
    answered = select(ReportAnswer.request_id, func.count().label("n")).group_by(ReportAnswer.request_id)
    a, b = asked.subquery(), answered.subquery()
    query = (
        select(ReportRequest, a.c.n.label("asked"), b.c.n.label("answered"))
        .outerjoin(a, a.c.request_id == ReportRequest.id)
        .outerjoin(b, b.c.request_id == ReportRequest.id)
        .order_by(ReportRequest.created_at.desc())
        .limit(200)
    )
    return tuple(
        RequestLine(
            r.id, r.title, r.due_on, r.created_at, r.closed_at is not None, row.asked or 0, row.answered or 0
        )
        for row in session.execute(query)
        for r in (row.ReportRequest,)
    )


def request_answers(session: Session, *, actor: Actor, request_id: UUID, at: datetime) -> RequestAnswers:
    """Return a request with what each commune did about it, by code."""
    _may(actor)
    request = session.get(ReportRequest, request_id)
    if request is None:
        raise NotFound("request")
    told = reminders(session, about=[str(request_id)])
    communes = tuple(
        CommuneAnswer(
            organisation_id=row.id,
            code=row.code,
            name=row.name or row.code,
            answer=row.ReportAnswer,
            began=row.draft is not None,
            reminded_at=told.get((row.id, str(request_id))),
        )
        for row in session.execute(_asked(request_id, local_day(at)))
    )
    return RequestAnswers(
        id=request.id,
        title=request.title,
        text=request.text,
        columns=stored_columns(request.columns),
        due_on=request.due_on,
        created_at=request.created_at,
        closed=request.closed_at is not None,
        communes=communes,
    )


def _asked(request_id: UUID, day: date) -> Any:
    named = and_(
        OrganisationName.organisation_id == Organisation.id,
        OrganisationName.valid_from <= day,
        OrganisationName.valid_to.is_(None) | (OrganisationName.valid_to >= day),
    )
    answered = and_(ReportAnswer.request_id == request_id, ReportAnswer.organisation_id == Organisation.id)
    return (
        select(
            Organisation.id, Organisation.code, OrganisationName.name, RequestedCommune.draft, ReportAnswer
        )
        .join(RequestedCommune, RequestedCommune.organisation_id == Organisation.id)
        .outerjoin(OrganisationName, named)
        .outerjoin(ReportAnswer, answered)
        .where(RequestedCommune.request_id == request_id)
        .order_by(Organisation.code)
    )


def _may(actor: Actor) -> None:
    if not actor.may(Permission.REPORTS_COLLECT):
        raise NotPermitted(Permission.REPORTS_COLLECT.value)
