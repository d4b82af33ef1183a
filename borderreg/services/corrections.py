"""A typo in a list handed in: the chief proposes, its writer agrees with one tap, both stay on record.

The chief does not become an author: the row is rewritten in the name of the one who agreed. A list with an
open proposal cannot be certified; sent back for completion, its proposals lapse.
"""

import json
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from borderreg.domain.access import Actor, Permission
from borderreg.domain.audit import AuditAction
from borderreg.domain.columns import Column
from borderreg.domain.corrections import CorrectionOutcome, differences
from borderreg.domain.errors import BadInput, Conflict, NotFound, Refused
from borderreg.domain.list_facts import RowDraft
from borderreg.domain.list_rows import read_row
from borderreg.domain.lists import EntryStatus, ListStatus
from borderreg.models import Correction, Entry, WorkList, new_id
from borderreg.services.correction_log import PLACE, answer_correction, cells_in, find_open, open_of
from borderreg.services.guard import require
from borderreg.services.list_core import checked_reason, log, note_author, own_list, touch, visible
from borderreg.services.list_reference import ListReference, list_reference
from borderreg.services.list_store import rewrite_row
from borderreg.services.lists import refuse_twice
from borderreg.services.number_corrections import carry_record
from borderreg.services.private_fields import seal
from borderreg.services.registered_names import refuse_other_person
from borderreg.services.review import cells_of

LONGEST_NOTE = 200


def propose_correction(
    session: Session,
    *,
    actor: Actor,
    list_id: UUID,
    entry_id: UUID,
    version: int | None = None,
    draft: RowDraft,
    note: str = "",
    same_person: bool = False,
    at: datetime,
) -> UUID:
    """Propose other facts for a row of a list that waits for the chief; an older open proposal is taken back.

    Refused `no_difference` when nothing would change, `duplicate_in_file` when the person is in it already,
    `number_of_other` when the register has the number under another name and nobody said `same_person`.
    """
    require(actor, Permission.LIST_CERTIFY)
    work_list = own_list(session, actor=actor, list_id=list_id, version=version, lock=True)
    _must_wait(work_list)
    entry = _row(session, list_id, entry_id)
    refuse_twice(session, list_id, draft, but=entry_id)
    if not same_person:
        refuse_other_person(session, organisation_id=actor.organisation_id, draft=draft)
    reference = list_reference(session, commune=actor.organisation_code, at=at)
    before, after = cells_of(entry, reference=reference), cells_of_draft(draft, reference=reference)
    found = differences(before, after)
    if not found:
        raise Refused("Không có gì khác với dòng hiện tại.", code="no_difference")
    for older in open_of(session, list_id, entry_id):
        answer_correction(session, actor, older, CorrectionOutcome.TAKEN_BACK, "", at)
    correction_id = new_id()
    said = {"before": before, "after": after, "same_person": same_person}
    text = json.dumps(said, ensure_ascii=False)
    session.add(
        Correction(
            id=correction_id,
            list_id=list_id,
            entry_id=entry_id,
            cells=seal(text, place=PLACE, row_id=correction_id),
            note=_checked_note(note),
            proposed_by=actor.user_id,
            proposed_at=at,
        )
    )
    columns = [item.column.value for item in found]
    payload: dict[str, object] = {"correction": str(correction_id), "row": entry.row, "columns": columns}
    log(session, actor, AuditAction.CORRECTION_PROPOSED, list_id, payload, at)
    touch(session, work_list, at)
    return correction_id


def agree_to_correction(
    session: Session, *, actor: Actor, list_id: UUID, correction_id: UUID, at: datetime
) -> int:
    """Write the proposed facts in the name of the one who agrees; return the row's number.

    Refused `own_correction` for the proposer, and with the problems when the facts do not hold any more;
    Conflict when the proposal was answered or the row is not what it was.
    """
    work_list, correction, entry = _to_decide(session, actor, list_id, correction_id)
    reference = list_reference(session, commune=actor.organisation_code, at=at)
    said = cells_in(correction)
    if differences(said["before"], cells_of(entry, reference=reference)):
        raise Conflict("Dòng này đã khác với lúc đề nghị sửa.", code="correction_outdated")
    draft, problems = read_row(said["after"], row=entry.row, reference=reference.rows, at=reference.day)
    if draft is None:
        raise Refused("Nội dung đề nghị không còn hợp lệ.", problems=problems, code="correction_outdated")
    refuse_twice(session, list_id, draft, but=entry.id)
    if not said.get("same_person"):
        refuse_other_person(session, organisation_id=actor.organisation_id, draft=draft)
    carry_record(session, entry=entry, draft=draft, at=at)
    rewrite_row(session, actor=actor, entry=entry, draft=draft, facts=reference.facts, at=at)
    note_author(session, list_id=list_id, actor=actor, at=at)
    answer_correction(session, actor, correction, CorrectionOutcome.ACCEPTED, "", at)
    touch(session, work_list, at)
    return entry.row


def decline_correction(
    session: Session, *, actor: Actor, list_id: UUID, correction_id: UUID, reason: str, at: datetime
) -> int:
    """Leave the row as it is, with the reason that the chief will read; return the row's number."""
    work_list, correction, entry = _to_decide(session, actor, list_id, correction_id)
    answer_correction(session, actor, correction, CorrectionOutcome.DECLINED, checked_reason(reason), at)
    touch(session, work_list, at)
    return entry.row


def take_back_correction(
    session: Session, *, actor: Actor, list_id: UUID, correction_id: UUID, at: datetime
) -> None:
    """Take an open proposal back, by any chief of the commune."""
    require(actor, Permission.LIST_CERTIFY)
    work_list = own_list(session, actor=actor, list_id=list_id, lock=True)
    answer_correction(
        session, actor, find_open(session, list_id, correction_id), CorrectionOutcome.TAKEN_BACK, "", at
    )
    touch(session, work_list, at)


def cells_of_draft(draft: RowDraft, *, reference: ListReference) -> dict[str, object]:
    """Return the facts of a good row as the cells of a form: what `cells_of` returns once it is stored."""
    facts = reference.facts
    kind = next((kind for kind in facts.document_types if kind.code == draft.document_type), None)
    plain: dict[str, object] = {column: getattr(draft, column.value, "") for column in Column}
    mask = facts.mask(draft.gates)
    return {
        **plain,
        Column.BIRTH: draft.birth.display(),
        Column.SEX: "Nam" if draft.sex == "M" else "Nữ",
        Column.DOCUMENT_TYPE: kind.name_vi if kind else draft.document_type,
        Column.DOCUMENT_EXPIRES: f"{draft.document_expires:%d/%m/%Y}",
        Column.VALID_FROM: f"{draft.valid_from:%d/%m/%Y}",
        Column.VALID_TO: f"{draft.valid_to:%d/%m/%Y}",
        Column.GATES: ", ".join(gate.code for gate in facts.gates_in(mask)),
    }


def _must_wait(work_list: WorkList) -> None:
    if work_list.status != ListStatus.SUBMITTED.value:
        raise Conflict("Danh sách này không chờ xác nhận.", code="wrong_status")


def _row(session: Session, list_id: UUID, entry_id: UUID) -> Entry:
    query = select(Entry).where(Entry.id == entry_id, Entry.list_id == list_id)
    entry = session.scalars(query.where(Entry.status == EntryStatus.DRAFT.value)).first()
    if entry is None:
        raise NotFound("row")
    return entry


def _to_decide(
    session: Session, actor: Actor, list_id: UUID, correction_id: UUID
) -> tuple[WorkList, Correction, Entry]:
    require(actor, Permission.LIST_SUBMIT)
    work_list = own_list(session, actor=actor, list_id=list_id, lock=True)
    correction = find_open(session, list_id, correction_id)
    _must_wait(work_list)
    if correction.proposed_by == actor.user_id:
        raise Refused("Người đề nghị không tự đồng ý được.", code="own_correction")
    return work_list, correction, _row(session, list_id, correction.entry_id)


def _checked_note(text: str) -> str:
    note = visible(text)
    if len(note) > LONGEST_NOTE:
        raise BadInput("Ghi chú không quá 200 ký tự.", code="note")
    return note
