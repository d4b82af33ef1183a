"""One box finds people by any part of a name and by every number, within the scope; each look is logged."""

import json

import pytest
from sqlalchemy import Engine, select, update

from borderreg.db import read_on, write_on
from borderreg.domain.access import Role
from borderreg.domain.entry_codes import format_entry_code
from borderreg.domain.errors import NotPermitted
from borderreg.domain.person_rows import PersonDraft, person_of
from borderreg.domain.search_terms import SearchKind
from borderreg.models import AuditRecord, Entry, SearchVocabulary, SearchWord, WorkerRecord
from borderreg.services.certification import certify_list
from borderreg.services.contact_hashes import fill_contact_hashes
from borderreg.services.people import register_worker, update_worker
from borderreg.services.search import Found, search_people, search_workers
from tests.communes import Desk, make_actor

NAMES = (
    "Nông Thị Mùi", "Nông Thị Mười", "Vi Văn Páo", "Triệu Mùi Phấy", "Đặng Mùi Nhậy", "Hoàng Thuỳ Nguyệt",
    "Lý A Sính", "Nông Văn Thị", "Mùi Thị Hoa", "Lương Thị Hoà",
)  # fmt: skip


@pytest.fixture
def desk(engine: Engine) -> Desk:
    """The desk of Đồng Đăng with ten people in its register."""
    desk = Desk.open(engine)
    for number, name in enumerate(NAMES):
        desk.write(register_worker, person=person(desk, number, name=name))
    return desk


def person(desk: Desk, number: int, **changes: object) -> PersonDraft:
    """Return a person as the register takes it."""
    return person_of(desk.draft(number, **changes))


def names(desk: Desk, text: str, **changes: object) -> list[str]:
    """Return the names that a text finds, best first."""
    return [line.name for line in desk.write(search_workers, text=text, **changes)]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Nông Thị Mùi", "Nông Thị Mùi"),
        ("nong thi mui", "Nông Thị Mùi"),
        ("mui nong", "Nông Thị Mùi"),
        ("MÙI NÔNG THỊ", "Nông Thị Mùi"),
        ("muoi", "Nông Thị Mười"),
        ("nguy", "Hoàng Thuỳ Nguyệt"),
        ("ngu hoa", "Hoàng Thuỳ Nguyệt"),
        ("uye", "Hoàng Thuỳ Nguyệt"),
        ("dang nhay", "Đặng Mùi Nhậy"),
        ("dang nh", "Đặng Mùi Nhậy"),
        ("lý a", "Lý A Sính"),
        ("li a s", "Lý A Sính"),
        ("páo", "Vi Văn Páo"),
        ("hoa 1988", "Mùi Thị Hoa"),
        ("hoa 09/09/1988", "Mùi Thị Hoa"),
        ("mui 0008", "Mùi Thị Hoa"),
    ],
)
def test_a_part_of_a_name_finds_the_person(desk: Desk, text: str, first: str) -> None:
    assert names(desk, text)[0] == first


def test_whole_words_come_before_beginnings_and_beginnings_before_parts_inside(desk: Desk) -> None:
    for number, name in ((20, "Bế Ánh Hoàn"), (21, "Chu Khoa"), (22, "Hoa")):
        desk.write(register_worker, person=person(desk, number, name=name))
    assert names(desk, "hoa") == [
        *("Hoa", "Lương Thị Hoà", "Mùi Thị Hoa"),  # the whole name, then whole words, newest first
        *("Bế Ánh Hoàn", "Hoàng Thuỳ Nguyệt", "Chu Khoa"),
    ]


def test_the_typed_accents_decide_between_names_that_are_equal_without(desk: Desk) -> None:
    for number, name in ((30, "Hứa Văn Sáng"), (31, "Hứa Văn Sang"), (32, "Hứa Văn Sảng")):
        desk.write(register_worker, person=person(desk, number, name=name))
    assert names(desk, "Hứa Văn Sáng") == ["Hứa Văn Sáng", "Hứa Văn Sảng", "Hứa Văn Sang"]
    assert names(desk, "hua van sang") == ["Hứa Văn Sảng", "Hứa Văn Sang", "Hứa Văn Sáng"]


def test_numbers_of_every_kind_find_the_person(desk: Desk) -> None:
    for text in ("020182000002", "020 182 000 002", "0912300002", "+84912300002", "C0000002", "c 0000002"):
        assert names(desk, text) == ["Vi Văn Páo"], text
    assert names(desk, "0002") == ["Vi Văn Páo"]


def test_the_phone_of_the_contact_at_home_finds_whom_it_is_for(desk: Desk) -> None:
    facts = {"name": "Lò Văn Chẳn", "contact_name": "Vi Thị Lả", "contact_phone": "0987 123 460"}
    desk.write(register_worker, person=person(desk, 60, **facts))
    assert names(desk, "0987123460") == names(desk, "+84 987 123 460") == ["Lò Văn Chẳn"]
    forget = update(WorkerRecord).values(contact_phone_hash=None)
    write_on(desk.engine, lambda session: session.execute(forget))
    assert names(desk, "0987123460") == []  # a record from before there was a hash
    assert write_on(desk.engine, fill_contact_hashes) == len(NAMES) + 1
    assert names(desk, "0987123460") == ["Lò Văn Chẳn"]


def test_a_list_number_finds_the_list_and_its_people_and_a_code_its_person(desk: Desk) -> None:
    list_id = desk.submitted(3, first=60)
    desk.write(certify_list, actor=desk.chief, list_id=list_id)
    found: Found = desk.write(search_people, text="1/2026")
    assert found.kind is SearchKind.LIST
    assert [line.list_id for line in found.lists] == [list_id]
    assert [line.name for line in found.people] == ["Nông Thị Mùi", "Vi Văn Páo", "Triệu Mùi Phấy"]
    assert desk.write(search_people, text="01/DS").lists == found.lists
    assert desk.write(search_people, text="01/BC").people == ()
    with read_on(desk.engine) as session:
        cti = session.scalars(select(Entry.cti).where(Entry.row == 2, Entry.list_id == list_id)).one()
    assert names(desk, format_entry_code(cti or b"")) == ["Vi Văn Páo"]


def test_the_scope_holds_for_every_way_of_searching(desk: Desk) -> None:
    desk.write(certify_list, actor=desk.chief, list_id=desk.submitted(3, first=60))
    other = Desk.open(desk.engine, "06187")
    office = make_actor(desk.engine, "lan.luongthi", Role.FOREIGN_AFFAIRS, "SNGV")
    for text in ("Nông Thị Mùi", "mui", "uye", "020182000002", "0002", "0912300002", "C0000002", "1/2026"):
        found: Found = other.write(search_people, text=text)
        assert (found.people, found.lists) == ((), ()), text
        assert desk.write(search_people, actor=office, text=text).people, text
    gate = make_actor(desk.engine, "phay.trieumui", Role.GATE_OFFICER, "HUUNGHI")
    with pytest.raises(NotPermitted):
        desk.write(search_people, actor=gate, text="mui")


def test_a_corrected_name_is_found_and_the_old_one_is_not(desk: Desk) -> None:
    worker = desk.write(search_workers, text="Lý A Sính")[0]
    corrected = person(desk, 6, name="Lương A Sánh")
    desk.write(update_worker, worker_id=worker.worker_id, version=1, person=corrected)
    assert names(desk, "a sinh") == []
    assert names(desk, "luong a")[0] == "Lương A Sánh"
    with read_on(desk.engine) as session:
        words = set(session.scalars(select(SearchWord.word)))
        assert words <= set(session.scalars(select(SearchVocabulary.word)))
        assert "sinh" not in words


def test_fewer_than_three_characters_find_nobody_and_are_no_reading(desk: Desk) -> None:
    found: Found = desk.write(search_people, text="vi")
    assert (found.kind, found.people) == (SearchKind.TOO_SHORT, ())
    assert payloads(desk) == []


def test_more_people_than_shown_are_said_to_be_more(desk: Desk) -> None:
    assert desk.write(search_people, text="mui", limit=2).more
    assert not desk.write(search_people, text="nguyet", limit=2).more


def payloads(desk: Desk) -> list[str]:
    """Return what the audit log holds about searches."""
    with read_on(desk.engine) as session:
        query = select(AuditRecord.payload).where(AuditRecord.action == "worker:searched")
        return [payload or "" for payload in session.scalars(query)]


def test_the_log_holds_how_many_were_found_and_not_what_was_typed(desk: Desk) -> None:
    desk.write(search_people, text="Nông Thị Mùi")
    desk.write(search_people, text="nông thị mùi")
    desk.write(search_people, text="020182000002")
    kept = [json.loads(payload) for payload in payloads(desk)]
    assert {(line["kind"], line["found"]) for line in kept} == {("name", 1), ("personal_id", 1)}
    assert len({line["query"] for line in kept}) == 2
    assert not any("Mùi" in payload or "182000002" in payload for payload in payloads(desk))


def test_a_common_word_is_walked_and_not_sorted(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("borderreg.services.name_search.COUNTED", 2)
    assert set(names(desk, "thi")) >= {"Nông Thị Mùi", "Mùi Thị Hoa", "Nông Văn Thị"}
    assert names(desk, "mui nh") == ["Đặng Mùi Nhậy"]
    assert set(names(desk, "m n t")) == {"Nông Thị Mùi", "Nông Thị Mười"}
