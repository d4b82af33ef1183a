"""Corrections as they are on record: what was proposed, how each ended, read with a note of who read them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from borderreg.domain.access import Actor, Permission
from borderreg.domain.audit import AuditAction
from borderreg.domain.columns import Column
from borderreg.domain.corrections import CorrectionOutcome, Difference, differences
from borderreg.domain.errors import Conflict, NotFound
from borderreg.models import Correction, CorrectionAnswer, Entry, User
from borderreg.services import audit
from borderreg.services.guard import require
from borderreg.services.list_core import log, own_list
from borderreg.services.private_fields import unseal

PLACE = "corrections.cells"
# columns whose full text is read only with a record of it
SEALED = frozenset({Column.PERSONAL_ID, Column.DOCUMENT_NUMBER, Column.PHONE, Column.CONTACT_PHONE})


@dataclass(frozen=True, slots=True)
class CorrectionLine:
    """One proposal with its answer, if any; `entry_id` is the row that it is about."""

    id: UUID
    entry_id: UUID
    row: int
    name: str
    differences: tuple[Difference, ...]
    note: str
    proposed_by: str
    proposer_id: UUID
    proposed_at: datetime
    outcome: CorrectionOutcome | None = None
    reason: str = ""
    decided_by: str = ""
    decided_at: datetime | None = None


def lapse_corrections(session: Session, *, actor: Actor, list_id: UUID, at: datetime) -> None:
    """Close the open proposals of a list that goes back for completion: its writers edit it themselves."""
    for correction in open_of(session, list_id):
        answer_correction(session, actor, correction, CorrectionOutcome.LAPSED, "", at)


def open_corrections(session: Session, *, list_id: UUID) -> int:
    """Count the proposals of a list that nobody has answered."""
    return len(open_of(session, list_id))


def corrections_of(
    session: Session, *, actor: Actor, list_id: UUID, at: datetime, log_reads: bool = False
) -> tuple[CorrectionLine, ...]:
    """Return the proposals of a list of the actor's commune, oldest first, full numbers only with a record.

    Without `log_reads` numbers and phones are left out; with it (in a writing transaction) each row whose
    numbers are shown is noted as read.
    """
    require(actor, Permission.LIST_READ)
    own_list(session, actor=actor, list_id=list_id)
    proposer, decider = aliased(User), aliased(User)
    query = (
        select(Correction, CorrectionAnswer, Entry, proposer.name, decider.name)
        .join(Entry, Entry.id == Correction.entry_id)
        .join(proposer, proposer.id == Correction.proposed_by)
        .outerjoin(CorrectionAnswer, CorrectionAnswer.correction_id == Correction.id)
        .outerjoin(decider, decider.id == CorrectionAnswer.decided_by)
        .where(Correction.list_id == list_id)
        .order_by(Correction.proposed_at, Correction.id)
    )
    lines = []
    rows: list[Any] = list(session.execute(query))
    for correction, answer, entry, proposed_by, decided_by in rows:
        said = cells_in(correction)
        found = differences(said["before"], said["after"])
        if answer is None and log_reads and any(item.column in SEALED for item in found):
            _log_read(session, actor, correction, entry, at)
        elif answer is not None or not log_reads:
            found = tuple(_masked(item) for item in found)
        lines.append(_line(correction, answer, entry, found, proposed_by, decided_by or ""))
    return tuple(lines)


def find_open(session: Session, list_id: UUID, correction_id: UUID) -> Correction:
    """Return an open proposal of a list; NotFound for any other, Conflict when it was answered."""
    correction = session.get(Correction, correction_id)
    if correction is None or correction.list_id != list_id:
        raise NotFound("correction")
    if session.get(CorrectionAnswer, correction_id) is not None:
        raise Conflict("Đề nghị này đã được trả lời.", code="correction_answered")
    return correction


def open_of(session: Session, list_id: UUID, entry_id: UUID | None = None) -> list[Correction]:
    """Return the open proposals of a list, or of one row of it."""
    query = (
        select(Correction)
        .outerjoin(CorrectionAnswer, CorrectionAnswer.correction_id == Correction.id)
        .where(Correction.list_id == list_id, CorrectionAnswer.correction_id.is_(None))
    )
    if entry_id is not None:
        query = query.where(Correction.entry_id == entry_id)
    return list(session.scalars(query.order_by(Correction.id)))


ACTS = {
    CorrectionOutcome.ACCEPTED: AuditAction.CORRECTION_ACCEPTED,
    CorrectionOutcome.DECLINED: AuditAction.CORRECTION_DECLINED,
    CorrectionOutcome.TAKEN_BACK: AuditAction.CORRECTION_TAKEN_BACK,
    CorrectionOutcome.LAPSED: AuditAction.CORRECTION_LAPSED,
}


def answer_correction(
    session: Session,
    actor: Actor,
    correction: Correction,
    outcome: CorrectionOutcome,
    reason: str,
    at: datetime,
) -> None:
    """Append how a proposal ended, and log it."""
    session.add(
        CorrectionAnswer(
            correction_id=correction.id,
            outcome=outcome.value,
            reason=reason,
            decided_by=actor.user_id,
            decided_at=at,
        )
    )
    session.flush()
    log(session, actor, ACTS[outcome], correction.list_id, {"correction": str(correction.id)}, at)


def cells_in(correction: Correction) -> dict[str, dict[str, Any]]:
    """Return the cells of the row `before` and `after`."""
    text = unseal(correction.cells, place=PLACE, row_id=correction.id)
    said: dict[str, dict[str, Any]] = json.loads(text)
    return said


def _masked(item: Difference) -> Difference:
    return Difference(item.column, "", "") if item.column in SEALED else item


def _log_read(session: Session, actor: Actor, correction: Correction, entry: Entry, at: datetime) -> None:
    payload: dict[str, object] = {"purpose": "correction", "entry": str(entry.id)}
    audit.record(
        session,
        actor=actor,
        action=AuditAction.WORKER_READ,
        object_type="worker",
        object_id=entry.worker_id,
        payload={**payload, "correction": str(correction.id)},
        at=at,
    )


def _line(
    correction: Correction,
    answer: CorrectionAnswer | None,
    entry: Entry,
    found: tuple[Difference, ...],
    proposed_by: str,
    decided_by: str,
) -> CorrectionLine:
    line: Mapping[str, Any] = (
        {}
        if answer is None
        else {
            "outcome": CorrectionOutcome(answer.outcome),
            "reason": answer.reason,
            "decided_by": decided_by,
            "decided_at": answer.decided_at,
        }
    )
    return CorrectionLine(
        id=correction.id,
        entry_id=entry.id,
        row=entry.row,
        name=entry.name,
        differences=found,
        note=correction.note,
        proposed_by=proposed_by,
        proposer_id=correction.proposed_by,
        proposed_at=correction.proposed_at,
        **line,
    )
