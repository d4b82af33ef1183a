"""The log of the commune's month: outreach, cases found, people who seek work and what they were offered."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from borderreg.domain.access import Actor, Permission
from borderreg.domain.audit import AuditAction
from borderreg.domain.errors import BadInput, Conflict, NotFound
from borderreg.domain.names import has_letter, normalise_name, search_key
from borderreg.domain.outreach import MOST, CaseKind, Offer, OutreachKind, check_day, read_outreach
from borderreg.domain.people import normalise_phone
from borderreg.domain.periods import local_day
from borderreg.models import FoundCase, JobSeeker, Outreach
from borderreg.services import audit
from borderreg.services.guard import require
from borderreg.services.list_core import visible
from borderreg.services.private_fields import seal, unseal

LONGEST = 200
SHOWN = 300
Line = Outreach | FoundCase | JobSeeker
BOOKS: dict[str, Any] = {
    "outreach": Outreach,
    "cases": FoundCase,
    "seekers": JobSeeker,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SeekerDraft:
    """Somebody who seeks work, as typed; `offer` may come later."""

    name: str
    registered_on: date
    birth_year: int | None = None
    hamlet: str = ""
    phone: str = ""
    wants: str = ""


def log_outreach(
    session: Session,
    *,
    actor: Actor,
    line_id: UUID,
    kind: OutreachKind,
    held_on: date,
    hamlet: str = "",
    note: str = "",
    times: int = 1,
    listeners: int = 0,
    leaflets: int = 0,
    at: datetime,
) -> UUID:
    """Log a session, leaflets or loudspeaker items; the id comes with the form, so twice is once."""
    counts = read_outreach(kind, times=times, listeners=listeners, leaflets=leaflets)
    if _is_known(session, actor, Outreach, line_id, held_on, at):
        return line_id
    session.add(
        Outreach(
            id=line_id,
            organisation_id=actor.organisation_id,
            kind=kind.value,
            held_on=held_on,
            hamlet=_text(hamlet),
            note=_text(note),
            times=counts.times,
            listeners=counts.listeners,
            leaflets=counts.leaflets,
            recorded_by=actor.user_id,
            recorded_at=at,
        )
    )
    _log(session, actor, AuditAction.OUTREACH_LOGGED, line_id, {"kind": kind.value}, at)
    return line_id


def log_case(
    session: Session,
    *,
    actor: Actor,
    line_id: UUID,
    kind: CaseKind,
    held_on: date,
    persons: int,
    handed_to: str = "",
    note: str = "",
    at: datetime,
) -> UUID:
    """Log a case with its number of persons; the note names nobody (the page says so)."""
    if not 0 <= persons <= MOST:
        raise BadInput("persons", code="persons")
    if _is_known(session, actor, FoundCase, line_id, held_on, at):
        return line_id
    session.add(
        FoundCase(
            id=line_id,
            organisation_id=actor.organisation_id,
            kind=kind.value,
            held_on=held_on,
            persons=persons,
            handed_to=_text(handed_to),
            note=_text(note),
            recorded_by=actor.user_id,
            recorded_at=at,
        )
    )
    _log(session, actor, AuditAction.CASE_LOGGED, line_id, {"kind": kind.value}, at)
    return line_id


def register_seeker(
    session: Session, *, actor: Actor, line_id: UUID, draft: SeekerDraft, at: datetime
) -> UUID:
    """Note somebody who seeks work."""
    name = normalise_name(visible(draft.name))
    if not has_letter(name) or len(name) > LONGEST:
        raise BadInput("name", code="name")
    phone = normalise_phone(draft.phone) if draft.phone.strip() else ""
    if phone is None:
        raise BadInput("phone", code="phone")
    if _is_known(session, actor, JobSeeker, line_id, draft.registered_on, at):
        return line_id
    session.add(
        JobSeeker(
            id=line_id,
            organisation_id=actor.organisation_id,
            name=name,
            search_key=search_key(name),
            birth_year=draft.birth_year,
            hamlet=_text(draft.hamlet),
            phone=seal(phone, place="job_seekers.phone", row_id=line_id) if phone else None,
            wants=_text(draft.wants),
            registered_on=draft.registered_on,
            recorded_by=actor.user_id,
            recorded_at=at,
        )
    )
    _log(session, actor, AuditAction.JOB_SEEKER_WRITTEN, line_id, {"act": "registered"}, at)
    return line_id


def offer_work(
    session: Session, *, actor: Actor, line_id: UUID, offer: Offer, offered: str, day: date, at: datetime
) -> None:
    """Note what somebody was offered; a later offer takes the place of an earlier one."""
    require(actor, Permission.MONTH_WRITE)
    check_day(day, today=local_day(at))
    seeker = session.get(JobSeeker, line_id, with_for_update=True)
    if seeker is None or seeker.organisation_id != actor.organisation_id or seeker.removed_at is not None:
        raise NotFound("job_seeker")
    seeker.offer, seeker.offered, seeker.offered_on = offer.value, _text(offered), day
    seeker.offer_recorded_at = at
    _log(session, actor, AuditAction.JOB_SEEKER_WRITTEN, line_id, {"act": offer.value}, at)


def read_phone(session: Session, *, actor: Actor, line_id: UUID, at: datetime) -> tuple[str, str]:
    """Return (name, phone) of somebody who seeks work, and log who read it."""
    require(actor, Permission.MONTH_WRITE)
    seeker = session.get(JobSeeker, line_id)
    if seeker is None or seeker.organisation_id != actor.organisation_id:
        raise NotFound("job_seeker")
    _log(session, actor, AuditAction.PHONES_READ, line_id, {}, at)
    return seeker.name, unseal(seeker.phone, place="job_seekers.phone", row_id=line_id)


def remove_line(session: Session, *, actor: Actor, book: str, line_id: UUID, at: datetime) -> None:
    """Take a line out of a book: it was written by mistake; the row stays, crossed out. Twice is once."""
    require(actor, Permission.MONTH_WRITE)
    if book not in BOOKS:
        raise NotFound(book)
    line = session.get(BOOKS[book], line_id, with_for_update=True)
    if line is None or line.organisation_id != actor.organisation_id:
        raise NotFound(book)
    if line.removed_at is None:
        line.removed_at = at
        _log(session, actor, AuditAction.LOG_REMOVED, line_id, {"book": book}, at)


def lines_of(session: Session, *, actor: Actor, book: str) -> tuple[Any, ...]:
    """Return the lines of a book that stand, newest day first."""
    require(actor, Permission.MONTH_WRITE)
    model = BOOKS[book]
    day = JobSeeker.registered_on if model is JobSeeker else model.held_on
    query = select(model).where(model.organisation_id == actor.organisation_id, model.removed_at.is_(None))
    return tuple(session.scalars(query.order_by(day.desc(), model.recorded_at.desc()).limit(SHOWN)))


def _is_known(session: Session, actor: Actor, model: Any, line_id: UUID, day: date, at: datetime) -> bool:
    """Check permission and day; say whether this form was taken before; Conflict for another's id."""
    require(actor, Permission.MONTH_WRITE)
    known = session.get(model, line_id)
    if known is not None:
        if known.organisation_id != actor.organisation_id:
            raise Conflict("line")
        return True
    check_day(day, today=local_day(at))
    return False


def _text(text: str) -> str:
    kept = visible(text)
    if len(kept) > LONGEST:
        raise BadInput("text", code="text_too_long")
    return kept


def _log(
    session: Session,
    actor: Actor,
    action: AuditAction,
    line_id: UUID,
    payload: dict[str, object],
    at: datetime,
) -> None:
    audit.record(
        session, actor=actor, action=action, object_type="log", object_id=line_id, payload=payload, at=at
    )
