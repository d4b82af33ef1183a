"""A worker's travel documents through renewal, loss and mistakes, on both databases."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Engine, func, select

from borderreg.db import read_on
from borderreg.domain.errors import Conflict, NotFound, Refused
from borderreg.domain.person_rows import person_of
from borderreg.domain.travel_papers import Ending, PaperDraft
from borderreg.models import AuditRecord, TravelDocument
from borderreg.services.lists import add_row, create_list
from borderreg.services.people import read_worker, recognise, register_worker
from borderreg.services.people_search import list_workers
from borderreg.services.review import blockers
from borderreg.services.travel_documents import (
    add_paper,
    correct_paper,
    end_paper,
    list_papers,
    open_paper,
    renew_paper,
)
from tests.communes import AT, Desk

NEW = PaperDraft("passport", "C7654321", date(2026, 11, 2), date(2036, 11, 2))
GTH = PaperDraft("border_pass", "GTH000123", None, date(2027, 10, 1))


@pytest.fixture
def desk(engine: Engine) -> Desk:
    """Đồng Đăng with Nông Thị Mùi on a draft list."""
    desk = Desk.open(engine)
    desk.filled(1)
    return desk


@pytest.fixture
def mui(desk: Desk) -> UUID:
    """Nông Thị Mùi's id."""
    worker: UUID = desk.read(list_workers)[0].worker_id
    return worker


def papers(desk: Desk, worker_id: UUID) -> list[tuple[str, str, str]]:
    """Return the documents as (type, last four, state), those that hold first."""
    found = desk.read(list_papers, worker_id=worker_id)
    return [(line.type, line.number_last4, line.state.value) for line in found]


def the_first(desk: Desk, worker_id: UUID) -> UUID:
    first: UUID = desk.read(list_papers, worker_id=worker_id)[0].document_id
    return first


def count(desk: Desk) -> int:
    with read_on(desk.engine) as session:
        return session.scalar(select(func.count()).select_from(TravelDocument)) or 0


def test_a_renewed_passport_ends_with_its_day_and_names_the_new_one(desk: Desk, mui: UUID) -> None:
    old = the_first(desk, mui)
    new = desk.write(renew_paper, worker_id=mui, document_id=old, draft=NEW)
    assert papers(desk, mui) == [("passport", "4321", "valid"), ("passport", "0000", "ended")]
    ended = desk.read(list_papers, worker_id=mui)[1]
    assert (ended.ended_on, ended.ended_reason, ended.replaced_by) == (date(2026, 11, 22), "renewed", new)
    assert count(desk) == 2


def test_a_document_that_ended_changes_no_more(desk: Desk, mui: UUID) -> None:
    old = the_first(desk, mui)
    desk.write(end_paper, worker_id=mui, document_id=old, reason=Ending.LOST)
    for act, more in (
        (renew_paper, {"draft": NEW}),
        (correct_paper, {"draft": NEW}),
        (end_paper, {"reason": Ending.DAMAGED}),
        (open_paper, {}),
    ):
        with pytest.raises(Conflict):
            desk.write(act, worker_id=mui, document_id=old, **more)
    assert count(desk) == 1


def test_a_lost_passport_that_was_found_holds_anew(desk: Desk, mui: UUID) -> None:
    found = desk.write(open_paper, worker_id=mui, document_id=the_first(desk, mui))
    desk.write(end_paper, worker_id=mui, document_id=the_first(desk, mui), reason=Ending.LOST)
    desk.write(add_paper, worker_id=mui, draft=found)
    assert papers(desk, mui) == [("passport", "0000", "valid")]


def test_a_person_may_hold_a_border_pass_beside_the_passport_but_nothing_twice(desk: Desk, mui: UUID) -> None:
    desk.write(add_paper, worker_id=mui, draft=GTH)
    assert len(papers(desk, mui)) == 2
    with pytest.raises(Refused) as refused:
        desk.write(add_paper, worker_id=mui, draft=GTH)
    assert refused.value.code == "document_known"


def test_a_passport_is_not_renewed_by_a_border_pass(desk: Desk, mui: UUID) -> None:
    with pytest.raises(Refused) as refused:
        desk.write(renew_paper, worker_id=mui, document_id=the_first(desk, mui), draft=GTH)
    assert refused.value.code == "other_type"
    assert papers(desk, mui) == [("passport", "0000", "valid")]


def test_a_typed_number_is_corrected_in_place_but_not_into_another_document(desk: Desk, mui: UUID) -> None:
    other = desk.write(add_paper, worker_id=mui, draft=NEW)
    fixed = PaperDraft("passport", "C0000009", None, date(2029, 6, 30))
    first = next(
        line.document_id for line in desk.read(list_papers, worker_id=mui) if line.document_id != other
    )
    desk.write(correct_paper, worker_id=mui, document_id=first, draft=fixed)
    assert desk.write(open_paper, worker_id=mui, document_id=first) == fixed
    with pytest.raises(Refused):
        desk.write(correct_paper, worker_id=mui, document_id=first, draft=NEW)


@pytest.mark.parametrize(
    ("expires", "state"),
    [
        (AT.date() - timedelta(days=1), "expired"),
        (AT.date(), "short"),
        (date(2027, 5, 21), "short"),
        (date(2027, 5, 22), "valid"),
    ],
)
def test_six_months_left_are_told_apart(desk: Desk, mui: UUID, expires: date, state: str) -> None:
    fixed = PaperDraft("passport", "C0000000", None, expires)
    desk.write(correct_paper, worker_id=mui, document_id=the_first(desk, mui), draft=fixed)
    assert papers(desk, mui) == [("passport", "0000", state)]


def test_a_new_list_does_not_bring_an_ended_passport_back(desk: Desk, mui: UUID) -> None:
    desk.write(renew_paper, worker_id=mui, document_id=the_first(desk, mui), draft=NEW)
    list_id = desk.write(create_list, title="Đợt hai")
    desk.write(add_row, list_id=list_id, draft=desk.draft(0))
    assert papers(desk, mui)[1] == ("passport", "0000", "ended")
    file = desk.write(read_worker, worker_id=mui, purpose="test")
    assert [paper.number for paper in file.documents] == ["C7654321"]


def test_another_commune_neither_sees_nor_changes_them(desk: Desk, mui: UUID) -> None:
    other = Desk.open(desk.engine, "06187")
    document = the_first(desk, mui)
    acts: list[tuple[Any, dict[str, Any]]] = [
        (list_papers, {}),
        (add_paper, {"draft": NEW}),
        (renew_paper, {"document_id": document, "draft": NEW}),
        (end_paper, {"document_id": document, "reason": Ending.LOST}),
        (open_paper, {"document_id": document}),
    ]
    for act, more in acts:
        with pytest.raises(NotFound):
            other.write(act, worker_id=mui, **more)


def test_another_persons_document_is_not_found_under_this_one(desk: Desk, mui: UUID) -> None:
    pao = desk.write(register_worker, person=person_of(desk.draft(1)))
    with pytest.raises(NotFound):
        desk.write(open_paper, worker_id=mui, document_id=the_first(desk, pao))


def test_every_act_and_every_number_shown_is_in_the_audit_log_without_the_number(
    desk: Desk, mui: UUID
) -> None:
    desk.write(open_paper, worker_id=mui, document_id=the_first(desk, mui))
    desk.write(renew_paper, worker_id=mui, document_id=the_first(desk, mui), draft=NEW)
    with read_on(desk.engine) as session:
        rows = session.execute(select(AuditRecord.action, AuditRecord.payload)).all()
    assert [row.action for row in rows][-2:] == ["worker:read", "worker:updated"]
    assert "document_renewed" in (rows[-1].payload or "")
    assert not any("7654321" in (row.payload or "") for row in rows)


def test_a_scanned_card_opens_the_own_register_only_and_is_logged(desk: Desk) -> None:
    number = desk.draft(0).personal_id
    file = desk.write(recognise, personal_id=number)
    assert (file.name, file.documents[0].number) == ("Nông Thị Mùi", "C0000000")
    assert Desk.open(desk.engine, "06187").write(recognise, personal_id=number) is None
    assert desk.write(recognise, personal_id="020182999999") is None


def test_a_row_with_a_lost_passport_is_stopped_before_certifying(desk: Desk, mui: UUID) -> None:
    list_id = desk.submitted(2)
    assert desk.read(blockers, list_id=list_id) == ()
    desk.write(end_paper, worker_id=mui, document_id=the_first(desk, mui), reason=Ending.LOST)
    (found,) = desk.read(blockers, list_id=list_id)
    assert (found.code.value, found.row, found.column) == ("document_ended", 1, "document_number")
    assert "bị mất" in found.message
    assert "lost" in found.text("en")


def test_what_another_commune_recorded_of_a_paper_stops_nobody_here(desk: Desk, mui: UUID) -> None:
    other = Desk.open(desk.engine, "06187")
    other.filled(1)
    other.write(end_paper, worker_id=mui, document_id=the_first(other, mui), reason=Ending.MISTAKE)
    assert desk.read(blockers, list_id=desk.submitted(1)) == ()
