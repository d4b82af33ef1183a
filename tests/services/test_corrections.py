"""A typo corrected by the chief: proposed, agreed to by its writer with one tap; the chief writes no row."""

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Engine, select, text
from sqlalchemy.exc import DBAPIError

from borderreg.db import read_on, write_on
from borderreg.domain.access import Role
from borderreg.domain.columns import Column
from borderreg.domain.corrections import CorrectionOutcome
from borderreg.domain.errors import Conflict, NotFound, NotPermitted, Refused
from borderreg.models import AuditRecord, Correction, Entry
from borderreg.services.certification import certify_list
from borderreg.services.correction_log import corrections_of
from borderreg.services.corrections import (
    agree_to_correction,
    decline_correction,
    propose_correction,
    take_back_correction,
)
from borderreg.services.list_reading import list_lists, read_list
from borderreg.services.lists import return_list, submit_list
from tests.communes import Desk, make_actor


@pytest.fixture
def desk(engine: Engine) -> Desk:
    """The desk of Đồng Đăng."""
    return Desk.open(engine)


def proposed(desk: Desk, **changes: object) -> tuple[UUID, UUID]:
    """Hand in a list and let the chief propose another name for its first row."""
    list_id = desk.submitted(2)
    entry_id = desk.read(read_list, list_id=list_id).rows[0].entry_id
    draft = desk.draft(0, **{"name": "Nông Thị Muồi", **changes})
    correction = desk.write(
        propose_correction, actor=desk.chief, list_id=list_id, entry_id=entry_id, draft=draft, note="Sai tên"
    )
    return list_id, correction


def names(desk: Desk, list_id: UUID) -> list[str]:
    """Return the names on a list."""
    return [row.name for row in desk.read(read_list, list_id=list_id).rows]


def test_the_officer_sees_before_and_after_agrees_and_the_same_chief_certifies(desk: Desk) -> None:
    list_id, correction = proposed(desk)
    (line,) = desk.read(corrections_of, list_id=list_id)
    assert [(d.column, d.before, d.after) for d in line.differences] == [
        (Column.NAME, "Nông Thị Mùi", "Nông Thị Muồi")
    ]
    assert (line.note, line.outcome, line.row) == ("Sai tên", None, 1)
    assert desk.write(agree_to_correction, list_id=list_id, correction_id=correction) == 1
    assert names(desk, list_id)[0] == "Nông Thị Muồi"
    done = desk.write(certify_list, actor=desk.chief, list_id=list_id)
    assert done.entries == 2
    (line,) = desk.read(corrections_of, list_id=list_id)
    assert (line.outcome, line.decided_by) == (CorrectionOutcome.ACCEPTED, desk.officer.name)


def test_a_list_with_an_open_proposal_is_not_certified(desk: Desk) -> None:
    list_id, correction = proposed(desk)
    with pytest.raises(Refused) as refused:
        desk.write(certify_list, actor=desk.chief, list_id=list_id)
    assert refused.value.code == "correction_open"
    assert desk.read(list_lists)[0].corrections == 1
    desk.write(take_back_correction, actor=desk.chief, list_id=list_id, correction_id=correction)
    desk.write(certify_list, actor=desk.chief, list_id=list_id)


def test_declining_leaves_the_row_and_tells_why(desk: Desk) -> None:
    list_id, correction = proposed(desk)
    desk.write(decline_correction, list_id=list_id, correction_id=correction, reason="Thẻ ghi là Mùi")
    (line,) = desk.read(corrections_of, list_id=list_id)
    assert (line.outcome, line.reason) == (CorrectionOutcome.DECLINED, "Thẻ ghi là Mùi")
    assert names(desk, list_id)[0] == "Nông Thị Mùi"
    with pytest.raises(Conflict):
        desk.write(agree_to_correction, list_id=list_id, correction_id=correction)


def test_nobody_agrees_to_an_own_proposal_and_who_agrees_cannot_certify(desk: Desk) -> None:
    list_id, correction = proposed(desk)
    with pytest.raises(Refused) as refused:
        desk.write(agree_to_correction, actor=desk.chief, list_id=list_id, correction_id=correction)
    assert refused.value.code == "own_correction"
    deputy = make_actor(desk.engine, "pho_truong", Role.COMMUNE_CHIEF, "06184")
    desk.write(agree_to_correction, actor=deputy, list_id=list_id, correction_id=correction)
    with pytest.raises(Refused) as refused:
        desk.write(certify_list, actor=deputy, list_id=list_id)
    assert refused.value.code == "certifier_is_author"
    desk.write(certify_list, actor=desk.chief, list_id=list_id)


def test_an_officer_proposes_nothing_and_another_commune_sees_nothing(desk: Desk) -> None:
    list_id, correction = proposed(desk)
    entry_id = desk.read(read_list, list_id=list_id).rows[1].entry_id
    with pytest.raises(NotPermitted):
        desk.write(propose_correction, list_id=list_id, entry_id=entry_id, draft=desk.draft(1, job="Bốc xếp"))
    other = Desk.open(desk.engine, "06187")
    for use_case, actor, more in (
        (agree_to_correction, other.officer, {}),
        (decline_correction, other.officer, {"reason": "không đúng"}),
        (take_back_correction, other.chief, {}),
    ):
        with pytest.raises(NotFound):
            desk.write(use_case, actor=actor, list_id=list_id, correction_id=correction, **more)
    with pytest.raises(NotFound):
        other.read(corrections_of, list_id=list_id)


def test_a_proposal_without_a_difference_and_one_for_somebody_in_the_list_are_refused(desk: Desk) -> None:
    list_id = desk.submitted(2)
    entry_id = desk.read(read_list, list_id=list_id).rows[0].entry_id
    act: dict[str, Any] = {"actor": desk.chief, "list_id": list_id, "entry_id": entry_id}
    with pytest.raises(Refused) as refused:
        desk.write(propose_correction, draft=desk.draft(0), **act)
    assert refused.value.code == "no_difference"
    with pytest.raises(Refused) as refused:
        desk.write(propose_correction, draft=desk.draft(1), **act)
    assert refused.value.code == "duplicate_in_file"


def test_a_second_proposal_for_a_row_takes_the_first_back(desk: Desk) -> None:
    list_id, first = proposed(desk)
    entry_id = desk.read(read_list, list_id=list_id).rows[0].entry_id
    draft = desk.draft(0, document_number="C7654321")
    desk.write(propose_correction, actor=desk.chief, list_id=list_id, entry_id=entry_id, draft=draft)
    older, newer = desk.read(corrections_of, list_id=list_id)
    assert (older.id, older.outcome, newer.outcome) == (first, CorrectionOutcome.TAKEN_BACK, None)


def test_numbers_are_shown_to_the_officer_only_with_a_record_of_it(desk: Desk) -> None:
    list_id, _ = proposed(desk, name="Nông Thị Mùi", document_number="C7654321")
    (masked,) = desk.read(corrections_of, list_id=list_id)
    assert [(d.column, d.before, d.after) for d in masked.differences] == [(Column.DOCUMENT_NUMBER, "", "")]
    (clear,) = desk.write(corrections_of, list_id=list_id, log_reads=True)
    assert clear.differences[0].after == "C7654321"
    with read_on(desk.engine) as session:
        read = session.scalars(select(AuditRecord).where(AuditRecord.action == "worker:read")).one()
    assert "C7654321" not in str(read.payload)


def test_sent_back_for_completion_the_proposal_lapses_and_can_be_made_again(desk: Desk) -> None:
    list_id, correction = proposed(desk)
    desk.write(return_list, actor=desk.chief, list_id=list_id, reason="Thiếu hai người")
    (line,) = desk.read(corrections_of, list_id=list_id)
    assert line.outcome is CorrectionOutcome.LAPSED
    with pytest.raises(Conflict):
        desk.write(agree_to_correction, list_id=list_id, correction_id=correction)
    desk.write(submit_list, list_id=list_id)
    desk.write(certify_list, actor=desk.chief, list_id=list_id)


def test_a_row_that_changed_meanwhile_is_not_overwritten(desk: Desk) -> None:
    list_id, correction = proposed(desk)

    def change(session: Any) -> None:
        session.scalars(select(Entry).where(Entry.list_id == list_id, Entry.row == 1)).one().job = "Bốc xếp"

    write_on(desk.engine, change)
    with pytest.raises(Conflict) as conflict:
        desk.write(agree_to_correction, list_id=list_id, correction_id=correction)
    assert conflict.value.code == "correction_outdated"


@pytest.mark.parametrize("log", ["corrections", "correction_answers"])
def test_the_database_keeps_what_was_proposed_and_answered(desk: Desk, log: str) -> None:
    list_id, correction = proposed(desk)
    desk.write(agree_to_correction, list_id=list_id, correction_id=correction)
    for act in (
        f"DELETE FROM {log}",
        f"UPDATE {log} SET " + ("note" if log == "corrections" else "reason") + " = ''",
    ):
        with pytest.raises(DBAPIError, match="appended, never changed"):
            write_on(desk.engine, lambda session, act=act: session.execute(text(act)))


def test_what_is_proposed_is_encrypted_at_rest(desk: Desk) -> None:
    proposed(desk)
    with read_on(desk.engine) as session:
        stored = session.scalars(select(Correction.cells)).one()
    assert "Muồi".encode() not in stored
