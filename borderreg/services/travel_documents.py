"""A worker's travel documents: add, renew, correct, end; nothing of them is ever deleted."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from borderreg.domain.access import Actor, Permission
from borderreg.domain.audit import AuditAction
from borderreg.domain.errors import Conflict, NotFound, Refused
from borderreg.domain.people import last4
from borderreg.domain.periods import local_day
from borderreg.domain.problems import Problem
from borderreg.domain.travel_papers import Ending, PaperDraft, PaperState, ended_problem, paper_state
from borderreg.models import Entry, TravelDocument, WorkerRecord, new_id
from borderreg.services.guard import require
from borderreg.services.people import log_worker, own_record
from borderreg.services.people_store import pages
from borderreg.services.private_fields import find_hash, seal, unseal

PLACE = "travel_documents.number"


@dataclass(frozen=True, slots=True)
class PaperLine:
    """A document as a page shows it: of the number only the last four characters."""

    document_id: UUID
    type: str
    number_last4: str
    issued_on: date | None
    expires_on: date
    state: PaperState
    ended_on: date | None
    ended_reason: str
    replaced_by: UUID | None


def list_papers(session: Session, *, actor: Actor, worker_id: UUID, at: datetime) -> tuple[PaperLine, ...]:
    """Return a person's documents masked: those that hold first, the longest-lasting on top."""
    require(actor, Permission.WORKER_READ)
    record = own_record(session, actor, worker_id)
    query = select(TravelDocument).where(TravelDocument.record_id == record.id)
    papers = session.scalars(query.order_by(TravelDocument.expires_on.desc(), TravelDocument.created_at))
    lines = [_line(paper, local_day(at)) for paper in papers]
    return tuple(sorted(lines, key=lambda line: line.ended_on is not None))


def _line(paper: TravelDocument, day: date) -> PaperLine:
    ended = paper.ended_at is not None
    return PaperLine(
        document_id=paper.id,
        type=paper.type,
        number_last4=last4(_number(paper)),
        issued_on=paper.issued_on,
        expires_on=paper.expires_on,
        state=paper_state(expires=paper.expires_on, ended=ended, day=day),
        ended_on=local_day(paper.ended_at) if paper.ended_at else None,
        ended_reason=paper.ended_reason or "",
        replaced_by=paper.replaced_by,
    )


def _number(paper: TravelDocument) -> str:
    return unseal(paper.number, place=PLACE, row_id=paper.id)


def open_paper(
    session: Session, *, actor: Actor, worker_id: UUID, document_id: UUID, at: datetime
) -> PaperDraft:
    """Return a document with its number in clear and log who read it; Conflict when it has ended."""
    require(actor, Permission.WORKER_WRITE)
    paper = _open_one(session, own_record(session, actor, worker_id), document_id)
    payload: dict[str, object] = {"purpose": "edit_document", "document": str(document_id)}
    log_worker(session, actor, AuditAction.WORKER_READ, worker_id, payload, at)
    return PaperDraft(paper.type, _number(paper), paper.issued_on, paper.expires_on)


def add_paper(session: Session, *, actor: Actor, worker_id: UUID, draft: PaperDraft, at: datetime) -> UUID:
    """Add a document to a person and return its id; one that had ended and was found again holds anew.

    Refused with code `document_known` when the person has it already.
    """
    require(actor, Permission.WORKER_WRITE)
    record = own_record(session, actor, worker_id)
    paper = _add(session, actor, record, draft, at)
    _log(session, actor, worker_id, "added", paper.id, at)
    return paper.id


def renew_paper(
    session: Session, *, actor: Actor, worker_id: UUID, document_id: UUID, draft: PaperDraft, at: datetime
) -> UUID:
    """Put a new document in the place of an old one, which ends today, and return the new one's id.

    Refused with code `document_known` for a number that is there already, `other_type` for another kind.
    """
    require(actor, Permission.WORKER_WRITE)
    record = own_record(session, actor, worker_id)
    old = _open_one(session, record, document_id)
    if old.type != draft.type:
        raise Refused("Giấy tờ mới phải cùng loại với giấy tờ cũ.", code="other_type")
    new = _add(session, actor, record, draft, at)
    _end(old, actor, Ending.RENEWED, at)
    old.replaced_by = new.id
    _log(session, actor, worker_id, "renewed", new.id, at)
    return new.id


def correct_paper(
    session: Session, *, actor: Actor, worker_id: UUID, document_id: UUID, draft: PaperDraft, at: datetime
) -> UUID:
    """Correct what was typed wrongly of a document; certified lists keep what was certified."""
    require(actor, Permission.WORKER_WRITE)
    record = own_record(session, actor, worker_id)
    paper = _open_one(session, record, document_id)
    other = _known(session, record, draft)
    if other is not None and other.id != paper.id:
        raise _twice()
    _write(paper, draft)
    session.flush()
    _log(session, actor, worker_id, "corrected", paper.id, at)
    return paper.id


def end_paper(
    session: Session, *, actor: Actor, worker_id: UUID, document_id: UUID, reason: Ending, at: datetime
) -> None:
    """End a document that is lost, damaged, withdrawn or was recorded by mistake."""
    require(actor, Permission.WORKER_WRITE)
    paper = _open_one(session, own_record(session, actor, worker_id), document_id)
    _end(paper, actor, reason, at)
    session.flush()
    _log(session, actor, worker_id, f"ended:{reason.value}", paper.id, at)


def find_ended(session: Session, *, organisation_id: UUID, entries: Sequence[Entry]) -> dict[UUID, Problem]:
    """Return what to say beside each entry whose document has ended in the commune's register."""
    by_paper = {(entry.worker_id, entry.document_number_hash): entry for entry in entries}
    found: dict[UUID, Problem] = {}
    for page in pages(sorted({entry.worker_id for entry in entries})):
        query = (
            select(WorkerRecord.worker_id, TravelDocument.number_hash)
            .add_columns(TravelDocument.ended_at, TravelDocument.ended_reason)
            .join(TravelDocument, TravelDocument.record_id == WorkerRecord.id)
            .where(
                WorkerRecord.organisation_id == organisation_id,
                WorkerRecord.worker_id.in_(page),
                TravelDocument.ended_at.is_not(None),
            )
        )
        for row in session.execute(query):
            entry = by_paper.get((row.worker_id, row.number_hash))
            if entry is not None:
                item = ended_problem(day=local_day(row.ended_at), reason=row.ended_reason)
                found[entry.id] = replace(item, row=entry.row)
    return found


def _open_one(session: Session, record: WorkerRecord, document_id: UUID) -> TravelDocument:
    query = select(TravelDocument).where(
        TravelDocument.id == document_id, TravelDocument.record_id == record.id
    )
    paper = session.scalars(query.with_for_update()).first()
    if paper is None:
        raise NotFound("document")
    if paper.ended_at is not None:
        raise Conflict("Giấy tờ này đã kết thúc.", code="document_ended")
    return paper


def _known(session: Session, record: WorkerRecord, draft: PaperDraft) -> TravelDocument | None:
    query = select(TravelDocument).where(
        TravelDocument.record_id == record.id,
        TravelDocument.type == draft.type,
        TravelDocument.number_hash == find_hash("document_number", draft.number),
    )
    return session.scalars(query).first()


def _add(
    session: Session, actor: Actor, record: WorkerRecord, draft: PaperDraft, at: datetime
) -> TravelDocument:
    paper = _known(session, record, draft)
    if paper is not None and paper.ended_at is None:
        raise _twice()
    if paper is None:
        paper = TravelDocument(id=new_id(), record_id=record.id, created_at=at, added_by=actor.user_id)
        session.add(paper)
    paper.ended_at = paper.ended_reason = paper.ended_by = paper.replaced_by = None
    _write(paper, draft)
    session.flush()
    return paper


def _twice() -> Refused:
    return Refused("Giấy tờ này đã có trong hồ sơ của người này.", code="document_known")


def _write(paper: TravelDocument, draft: PaperDraft) -> None:
    paper.type = draft.type
    paper.number = seal(draft.number, place=PLACE, row_id=paper.id)
    paper.number_hash = find_hash("document_number", draft.number)
    paper.issued_on, paper.expires_on = draft.issued, draft.expires


def _end(paper: TravelDocument, actor: Actor, reason: Ending, at: datetime) -> None:
    paper.ended_at, paper.ended_reason, paper.ended_by = at, reason.value, actor.user_id


def _log(session: Session, actor: Actor, worker_id: UUID, act: str, document_id: UUID, at: datetime) -> None:
    payload: dict[str, object] = {"act": f"document_{act}", "document": str(document_id)}
    log_worker(session, actor, AuditAction.WORKER_UPDATED, worker_id, payload, at)
