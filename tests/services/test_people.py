"""The register of people: one worker per number in the province, one record per commune."""

import pytest
from sqlalchemy import Engine, func, select

from borderreg.db import read_on
from borderreg.domain.access import Role
from borderreg.domain.errors import Conflict, NotFound, NotPermitted, Refused
from borderreg.domain.person_rows import PersonDraft, person_of
from borderreg.models import AuditRecord, TravelDocument, Worker, WorkerRecord
from borderreg.services.people import read_worker, register_worker, update_worker
from borderreg.services.people_search import list_workers, show_worker
from borderreg.services.row_reading import last_work
from borderreg.services.search import search_workers
from tests.communes import Desk, make_actor


@pytest.fixture
def desk(engine: Engine) -> Desk:
    """The desk of Đồng Đăng."""
    return Desk.open(engine)


def person(desk: Desk, number: int = 0, **changes: object) -> PersonDraft:
    """Return a person as the register takes it."""
    return person_of(desk.draft(number, **changes))


def count(desk: Desk, model: type) -> int:
    """Count the rows of a table."""
    with read_on(desk.engine) as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


def test_two_communes_share_the_worker_but_not_the_record(desk: Desk) -> None:
    other = Desk.open(desk.engine, "06187")
    here = desk.write(register_worker, person=person(desk))
    there = other.write(register_worker, person=person(other, hamlet="Thôn Khác"))
    assert here == there
    assert (count(desk, Worker), count(desk, WorkerRecord)) == (1, 2)
    mine = desk.write(read_worker, worker_id=here, purpose="xem lại")
    assert mine.hamlet == "Thôn Nà Pài"


def test_a_record_gives_its_numbers_back_and_the_log_holds_the_purpose(desk: Desk) -> None:
    worker_id = desk.write(register_worker, person=person(desk))
    file = desk.write(read_worker, worker_id=worker_id, purpose="Gia đình hỏi")
    assert (file.personal_id, file.phone) == ("020180000000", "+84912300000")
    assert file.documents[0].number == "C0000000"
    with read_on(desk.engine) as session:
        query = select(AuditRecord.payload).where(AuditRecord.action == "worker:read")
        payload = session.scalars(query).one() or ""
    assert "Gia đình hỏi" in payload
    assert "020180000000" not in payload


def test_nobody_is_registered_twice(desk: Desk) -> None:
    desk.write(register_worker, person=person(desk))
    with pytest.raises(Refused) as refused:
        desk.write(register_worker, person=person(desk))
    assert refused.value.code == "already_registered"


def test_a_stale_correction_is_a_conflict(desk: Desk) -> None:
    worker_id = desk.write(register_worker, person=person(desk))
    act = {"worker_id": worker_id, "version": 1, "person": person(desk, hamlet="Thôn Mới")}
    desk.write(update_worker, **act)
    with pytest.raises(Conflict):
        desk.write(update_worker, **act)


def test_a_corrected_number_moves_the_record_with_its_papers(desk: Desk) -> None:
    worker_id = desk.write(register_worker, person=person(desk))
    corrected = person(desk, personal_id="020180999999")
    moved = desk.write(update_worker, worker_id=worker_id, version=1, person=corrected)
    assert moved != worker_id
    file = desk.write(read_worker, worker_id=moved, purpose="xem lại")
    assert file.personal_id == "020180999999"
    assert [paper.number for paper in file.documents] == ["C0000000"]
    assert (count(desk, WorkerRecord), count(desk, TravelDocument)) == (1, 1)
    with pytest.raises(NotFound):
        desk.write(read_worker, worker_id=worker_id, purpose="xem lại")


def test_a_number_is_not_corrected_into_another_registered_persons(desk: Desk) -> None:
    worker_id = desk.write(register_worker, person=person(desk))
    desk.write(register_worker, person=person(desk, 1))
    taken = person(desk, personal_id=person(desk, 1).personal_id)
    with pytest.raises(Refused):
        desk.write(update_worker, worker_id=worker_id, version=1, person=taken)


def test_a_renewed_passport_stands_beside_the_old_one(desk: Desk) -> None:
    worker_id = desk.write(register_worker, person=person(desk))
    renewed = person(desk, document_number="C7654321", document_expires="30/06/2036")
    desk.write(update_worker, worker_id=worker_id, version=1, person=renewed)
    file = desk.write(read_worker, worker_id=worker_id, purpose="xem lại")
    assert [paper.number for paper in file.documents] == ["C7654321", "C0000000"]


def test_the_best_answer_of_a_search_comes_first(desk: Desk) -> None:
    for number, name in enumerate(("Vi Thị Hoà", "Vi Văn Hoa", "Hoàng Vi Hoà Bình", "Nông Văn Hòa")):
        desk.write(register_worker, person=person(desk, number, name=name))
    found = desk.write(search_workers, text="hoà vi")
    assert {worker.name for worker in found} == {"Vi Thị Hoà", "Vi Văn Hoa", "Hoàng Vi Hoà Bình"}
    assert desk.write(search_workers, text="Vi Thị Hòa")[0].name == "Vi Thị Hoà"
    assert desk.write(search_workers, text="vi 1983") == ()
    assert [w.name for w in desk.write(search_workers, text="nong 1983")] == ["Nông Văn Hòa"]


def test_a_search_gives_a_hundred_people_and_more(desk: Desk) -> None:
    from borderreg.services.people_store import store_people

    crowd = [person(desk, number) for number in range(120)]

    def fill(session: object, *, actor: object, at: object) -> None:
        store_people(session, actor=actor, organisation_id=actor.organisation_id, people=crowd, at=at)

    desk.write(fill)
    assert len(desk.write(search_workers, text="n")) == 0
    assert len(desk.write(search_workers, text="an")) < 120
    assert len(desk.write(search_workers, text="0912300007")) == 1
    assert len(desk.read(list_workers, per_page=200)) == 120


def test_wild_cards_in_a_search_are_letters(desk: Desk) -> None:
    desk.write(register_worker, person=person(desk))
    assert desk.write(search_workers, text="%%") == ()
    assert desk.write(search_workers, text="__") == ()


def test_the_office_finds_people_of_every_commune_and_a_gate_finds_nobody(desk: Desk) -> None:
    desk.write(register_worker, person=person(desk))
    office = make_actor(desk.engine, "lan.luongthi", Role.FOREIGN_AFFAIRS, "SNGV")
    found = desk.write(search_workers, actor=office, text="mui nong")
    assert [(worker.name, worker.commune_code) for worker in found] == [("Nông Thị Mùi", "06184")]
    gate = make_actor(desk.engine, "phay.trieumui", Role.GATE_OFFICER, "HUUNGHI")
    with pytest.raises(NotPermitted):
        desk.write(search_workers, actor=gate, text="mui nong")


def test_a_person_shows_the_lists_of_the_own_commune_only(desk: Desk) -> None:
    list_id = desk.filled(1)
    Desk.open(desk.engine, "06187").filled(1)
    worker_id = desk.read(list_workers)[0].worker_id
    page = desk.read(show_worker, worker_id=worker_id)
    assert [entry.list_id for entry in page.entries] == [list_id]


def test_the_next_row_takes_over_nothing_personal(desk: Desk) -> None:
    taken = desk.read(last_work, list_id=desk.filled(1))
    assert set(taken) == {"employer", "county", "job", "valid_from", "valid_to", "gates", "recruiter"}
