"""Ad-hoc reports: the province asks with a table and a deadline, communes fill rows and send, it reminds."""

import hashlib
import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from borderreg.domain.access import Actor, Permission
from borderreg.domain.ad_hoc import AskedColumn, Rows, stored_columns
from borderreg.domain.audit import AuditAction, canonical
from borderreg.domain.errors import BadInput, Conflict, NotFound, Refused
from borderreg.domain.periods import local_day
from borderreg.models import (
    Organisation,
    ReportAnswer,
    ReportReminder,
    ReportRequest,
    RequestedCommune,
    new_id,
)
from borderreg.reports.reporting import reminders
from borderreg.services import audit
from borderreg.services.guard import require
from borderreg.services.list_core import visible
from borderreg.services.private_fields import seal, unseal

LONGEST_TITLE = 150
LONGEST_TEXT = 2000
LONGEST_WAIT = timedelta(days=366)
REMIND_AGAIN = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class RequestPage:
    """A request as its commune sees it: the table, the rows so far, whether they were sent."""

    id: UUID
    title: str
    text: str
    columns: tuple[AskedColumn, ...]
    due_on: date
    rows: Rows
    version: int
    closed: bool
    answer: ReportAnswer | None


def make_request(
    session: Session,
    *,
    actor: Actor,
    request_id: UUID,
    title: str,
    text: str,
    columns: Sequence[AskedColumn],
    due_on: date,
    communes: Collection[str],
    at: datetime,
) -> UUID:
    """Put a request to communes (by code); the id comes with the form, so that sending it twice asks once.

    BadInput `title`, `due_on`, `communes` for what cannot be; unknown codes are `communes`.
    """
    require(actor, Permission.REPORTS_COLLECT)
    if session.get(ReportRequest, request_id) is not None:
        return request_id
    name = visible(title)
    words = "\n".join(visible(line) for line in text.strip().splitlines())
    if not 3 <= len(name) <= LONGEST_TITLE or len(words) > LONGEST_TEXT:
        raise BadInput("title", code="title")
    if not timedelta() <= due_on - local_day(at) <= LONGEST_WAIT:
        raise BadInput("due on", code="due_on")
    places = _communes(session, communes)
    request = ReportRequest(
        id=request_id,
        title=name,
        text=words,
        columns=[column.stored() for column in columns],
        due_on=due_on,
        created_by=actor.user_id,
        created_at=at,
    )
    session.add(request)
    session.flush()
    session.add_all(RequestedCommune(request_id=request_id, organisation_id=place) for place in places)
    session.flush()
    _log(session, actor, AuditAction.REPORT_REQUESTED, request_id, {"communes": len(places)}, at)
    return request_id


def close_request(session: Session, *, actor: Actor, request_id: UUID, at: datetime) -> None:
    """Stop waiting for answers; what was sent stays."""
    require(actor, Permission.REPORTS_COLLECT)
    request = session.get(ReportRequest, request_id, with_for_update=True)
    if request is None:
        raise NotFound("request")
    if request.closed_at is None:
        request.closed_at = at
        _log(session, actor, AuditAction.REPORT_REQUESTED, request_id, {"closed": True}, at)


def read_request(session: Session, *, actor: Actor, request_id: UUID) -> RequestPage:
    """Return a request that was put to the actor's commune; NotFound for any other."""
    require(actor, Permission.MONTH_WRITE)
    request, asked = _asked(session, actor, request_id)
    answer = answer_of(session, request_id=request_id, organisation_id=actor.organisation_id)
    return RequestPage(
        id=request.id,
        title=request.title,
        text=request.text,
        columns=stored_columns(request.columns),
        due_on=request.due_on,
        rows=answer_rows(answer) if answer else _draft_rows(asked),
        version=asked.version,
        closed=request.closed_at is not None,
        answer=answer,
    )


def save_rows(
    session: Session, *, actor: Actor, request_id: UUID, version: int, rows: Rows, at: datetime
) -> int:
    """Keep the rows typed so far and return the new version; Conflict when somebody saved after `version`."""
    require(actor, Permission.MONTH_WRITE)
    request, asked = _asked(session, actor, request_id, lock=True)
    _still_open(session, actor, request)
    if asked.version != version:
        raise Conflict("request")
    asked.draft = seal(canonical({"rows": rows}), place="requested_communes.draft", row_id=_row_id(asked))
    asked.updated_at = at
    session.flush()
    return asked.version


def send_answer(
    session: Session, *, actor: Actor, request_id: UUID, version: int, at: datetime
) -> ReportAnswer:
    """Freeze the rows that were kept and send them; once. Refused `no_rows`, `answered`, `request_closed`."""
    require(actor, Permission.MONTH_SEND)
    request, asked = _asked(session, actor, request_id, lock=True)
    _still_open(session, actor, request)
    if asked.version != version:
        raise Conflict("request")
    rows = _draft_rows(asked)
    if not rows:
        raise Refused("no rows", code="no_rows")
    answer_id = new_id()
    content = canonical(
        {
            "request": str(request_id),
            "commune": actor.organisation_code,
            "columns": request.columns,
            "rows": rows,
            "sent_by": actor.name,
            "sent_at": at.isoformat(),
        }
    )
    answer = ReportAnswer(
        id=answer_id,
        request_id=request_id,
        organisation_id=actor.organisation_id,
        content=seal(content, place="report_answers.content", row_id=answer_id),
        content_hash=hashlib.sha256(content.encode()).digest(),
        rows=len(rows),
        sent_by=actor.user_id,
        sent_at=at,
        on_time=local_day(at) <= request.due_on,
    )
    session.add(answer)
    session.flush()
    payload = {"rows": len(rows), "hash": answer.content_hash.hex()}
    _log(session, actor, AuditAction.REPORT_ANSWERED, request_id, payload, at)
    return answer


def remind(
    session: Session, *, actor: Actor, about: str, organisation_ids: Collection[UUID], at: datetime
) -> int:
    """Put a notice on the first page of communes; who was reminded within 12 hours is left alone."""
    require(actor, Permission.REPORTS_COLLECT)
    told = reminders(session, about=[about], organisation_ids=list(organisation_ids))
    due = [
        one
        for one in dict.fromkeys(organisation_ids)
        if (one, about) not in told or at - told[one, about] >= REMIND_AGAIN
    ]
    for one in due:
        session.add(
            ReportReminder(
                id=new_id(), organisation_id=one, about=about, reminded_by=actor.user_id, reminded_at=at
            )
        )
    if due:
        _log(session, actor, AuditAction.REPORT_REMINDED, about, {"communes": len(due)}, at)
    return len(due)


def record_table_export(
    session: Session, *, actor: Actor, about: str, file_format: str, rows: int, at: datetime
) -> None:
    """Log who took the communes' figures or answers out as a file."""
    require(actor, Permission.REPORTS_COLLECT)
    payload = {"format": file_format, "rows": rows}
    _log(session, actor, AuditAction.REPORTS_EXPORTED, about, payload, at)


def answer_of(session: Session, *, request_id: UUID, organisation_id: UUID) -> ReportAnswer | None:
    """Return a commune's answer as it was sent."""
    query = select(ReportAnswer).where(
        ReportAnswer.request_id == request_id, ReportAnswer.organisation_id == organisation_id
    )
    return session.scalars(query).first()


def answer_rows(answer: ReportAnswer) -> Rows:
    """Return the rows of a frozen answer."""
    content = unseal(answer.content, place="report_answers.content", row_id=answer.id)
    return _rows(json.loads(content))


def _communes(session: Session, codes: Collection[str]) -> list[UUID]:
    query = select(Organisation.id).where(Organisation.kind == "commune", Organisation.code.in_(codes))
    places = list(session.scalars(query))
    if not places or len(places) != len(set(codes)):
        raise BadInput("communes", code="communes")
    return places


def _asked(
    session: Session, actor: Actor, request_id: UUID, *, lock: bool = False
) -> tuple[ReportRequest, RequestedCommune]:
    key = (request_id, actor.organisation_id)
    asked = session.get(RequestedCommune, key, with_for_update=True if lock else None)
    request = session.get(ReportRequest, request_id)
    if asked is None or request is None:
        raise NotFound("request")
    return request, asked


def _still_open(session: Session, actor: Actor, request: ReportRequest) -> None:
    if request.closed_at is not None:
        raise Refused("closed", code="request_closed")
    if answer_of(session, request_id=request.id, organisation_id=actor.organisation_id) is not None:
        raise Refused("answered", code="answered")


def _row_id(asked: RequestedCommune) -> UUID:
    """Bind a draft to its request and commune: one id made of both."""
    return UUID(int=asked.request_id.int ^ asked.organisation_id.int)


def _draft_rows(asked: RequestedCommune) -> Rows:
    text = unseal(asked.draft, place="requested_communes.draft", row_id=_row_id(asked))
    return _rows(json.loads(text)) if text else ()


def _rows(content: dict[str, Any]) -> Rows:
    return tuple(tuple(row) for row in content["rows"])


def _log(
    session: Session,
    actor: Actor,
    action: AuditAction,
    object_id: object,
    payload: dict[str, object],
    at: datetime,
) -> None:
    audit.record(
        session,
        actor=actor,
        action=action,
        object_type="report_request",
        object_id=object_id,
        payload=payload,
        at=at,
    )
