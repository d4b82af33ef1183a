"""Certifying: two people, no blocker, numbers without gaps, frozen rows, codes that verify."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import Engine, func, select, update

from borderreg import ls1
from borderreg.db import read_on, write_on
from borderreg.domain.access import Role
from borderreg.domain.errors import BadInput, Conflict, NotFound, NotPermitted, Refused
from borderreg.models import AuditRecord, Employer, Entry, EntryChange, IssuedCode, User, WorkList
from borderreg.services.certification import Certified, certify_list
from borderreg.services.duplicates import decide_duplicates
from borderreg.services.frozen import facts_of
from borderreg.services.keys import current_key_list, seal_keys
from borderreg.services.list_changes import (
    create_supplement,
    effect_of,
    revoke_list,
    withdraw_entry,
)
from borderreg.services.list_reading import read_list
from borderreg.services.lists import add_row, remove_row, submit_list
from borderreg.services.review import review_list
from tests.communes import AT, Desk, make_actor


@pytest.fixture
def desk(engine: Engine) -> Desk:
    """The desk of Đồng Đăng."""
    return Desk.open(engine)


def certified(desk: Desk, people: int = 2, **kwargs: object) -> Certified:
    """Take a list all the way to certified."""
    list_id = desk.submitted(people, **kwargs)
    result: Certified = desk.write(certify_list, actor=desk.chief, list_id=list_id)
    return result


def test_a_certified_list_has_a_number_a_hash_and_a_code_a_person(desk: Desk) -> None:
    result = certified(desk, 3)
    assert (result.number, result.list_no, result.entries) == (1, "01/DS-CAX", 3)
    page = desk.read(read_list, list_id=result.list_id)
    assert page.head.status == "certified"
    assert page.content_hash == result.content_hash
    assert [len(row.entry_code) for row in page.rows] == [17, 17, 17]


def test_every_signed_code_verifies_and_names_its_row(desk: Desk) -> None:
    result = certified(desk, 3)
    page = desk.read(read_list, list_id=result.list_id)
    with read_on(desk.engine) as session:
        keys, seals = current_key_list(session), seal_keys(session)
    for row in page.rows:
        reading = ls1.read_digits(row.digits, at=AT + timedelta(days=10), keys=keys)
        assert reading.reasons == ()
        assert reading.entry is not None
        assert (reading.entry.row, reading.entry.list_no) == (row.row, "01/DS-CAX")
        assert (reading.entry.valid_from, reading.entry.valid_to) == (row.valid_from, row.valid_to)
        person = ls1.open_person(
            reading.entry.sealed, cti=reading.entry.cti, seal_key=seals[reading.entry.seal_no]
        )
        assert (person.name, person.birth, person.sex, person.id_last4) == (
            row.name,
            row.birth,
            row.sex,
            row.id_last4,
        )


def test_the_head_code_carries_the_hash_of_the_frozen_rows(desk: Desk) -> None:
    result = certified(desk, 2)
    with read_on(desk.engine) as session:
        work_list = session.get_one(WorkList, result.list_id)
        keys = current_key_list(session)
        head = ls1.read_digits(work_list.head_digits or "", at=AT, keys=keys, expect="head").head
        assert head is not None
        assert head.content_hash == work_list.content_hash
        assert len(facts_of(session, work_list=work_list)) == 2


def test_a_frozen_row_that_is_edited_in_the_database_is_found_out(desk: Desk) -> None:
    result = certified(desk, 2)

    def tamper(session: object) -> None:
        session.execute(update(Entry).where(Entry.row == 2).values(employer="Đơn vị khác"))

    write_on(desk.engine, tamper)
    with read_on(desk.engine) as session, pytest.raises(Refused) as refused:
        facts_of(session, work_list=session.get_one(WorkList, result.list_id))
    assert refused.value.code == "content_changed"


def test_who_wrote_a_row_cannot_certify_the_list(desk: Desk) -> None:
    list_id = desk.filled(1)
    desk.write(add_row, actor=desk.chief, list_id=list_id, draft=desk.draft(1))
    desk.write(submit_list, list_id=list_id)
    with pytest.raises(Refused) as refused:
        desk.write(certify_list, actor=desk.chief, list_id=list_id)
    assert refused.value.code == "certifier_is_author"
    deputy = make_actor(desk.engine, "pho_truong", Role.COMMUNE_CHIEF, "06184")
    assert desk.write(certify_list, actor=deputy, list_id=list_id).number == 1


def test_who_submitted_a_list_cannot_certify_it(desk: Desk) -> None:
    list_id = desk.filled(1)
    desk.write(submit_list, actor=desk.chief, list_id=list_id)
    with pytest.raises(Refused) as refused:
        desk.write(certify_list, actor=desk.chief, list_id=list_id)
    assert refused.value.code == "certifier_is_author"


def test_an_officer_cannot_certify(desk: Desk) -> None:
    with pytest.raises(NotPermitted):
        desk.write(certify_list, list_id=desk.submitted(1))


def test_a_draft_and_a_certified_list_cannot_be_certified(desk: Desk) -> None:
    with pytest.raises(Conflict):
        desk.write(certify_list, actor=desk.chief, list_id=desk.filled(1))
    done = certified(desk, 1, first=5)
    with pytest.raises(Conflict):
        desk.write(certify_list, actor=desk.chief, list_id=done.list_id)


def test_a_list_that_changed_after_the_chief_looked_is_not_certified(desk: Desk) -> None:
    list_id = desk.submitted(1)
    version = desk.read(read_list, list_id=list_id).head.version
    with pytest.raises(Conflict):
        desk.write(certify_list, actor=desk.chief, list_id=list_id, version=version - 1)


def test_another_communes_chief_does_not_find_the_list(desk: Desk) -> None:
    other = Desk.open(desk.engine, "06187")
    result = certified(desk, 1)
    list_id = desk.submitted(1, first=3)
    for act in (
        lambda: other.write(certify_list, actor=other.chief, list_id=list_id),
        lambda: other.write(revoke_list, actor=other.chief, list_id=result.list_id, reason="Nhầm lẫn"),
        lambda: other.write(create_supplement, list_id=result.list_id),
        lambda: other.write(withdraw_entry, actor=other.chief, cti=cti_of(desk, result), reason="Nhầm lẫn"),
        lambda: other.read(effect_of, list_id=result.list_id),
    ):
        with pytest.raises(NotFound):
            act()


def cti_of(desk: Desk, result: Certified, row: int = 1) -> bytes:
    """Return the code id of a row."""
    page = desk.read(read_list, list_id=result.list_id)
    return bytes.fromhex(page.rows[row - 1].cti)


def test_all_blockers_are_reported_at_once_and_nothing_is_numbered(desk: Desk) -> None:
    list_id = desk.submitted(2)

    def spoil(session: object) -> None:
        session.execute(update(Entry).where(Entry.row == 1).values(birth="2010-05-01"))
        employer = session.scalars(select(Employer)).one()
        employer.status = "suspended"

    write_on(desk.engine, spoil)
    with pytest.raises(Refused) as refused:
        desk.write(certify_list, actor=desk.chief, list_id=list_id)
    found = {(item.row, item.code.value) for item in refused.value.problems}
    assert found == {(1, "minor"), (1, "employer_suspended"), (2, "employer_suspended")}
    assert desk.read(read_list, list_id=list_id).head.list_no == ""
    with read_on(desk.engine) as session:
        assert session.scalar(select(func.count()).select_from(IssuedCode)) == 0


def test_a_person_with_an_open_entry_elsewhere_needs_a_decision_that_shows_no_more_than_allowed(
    desk: Desk,
) -> None:
    other = Desk.open(desk.engine, "06187")
    certified(other, 1, employer="Nông trường mía Long Châu", job="Bí mật")
    list_id = desk.submitted(1)
    review = desk.read(review_list, list_id=list_id)
    assert [item.code.value for item in review.blockers] == ["duplicate_open_entry"]
    text = review.blockers[0].message
    assert "01/DS-CA" in text
    assert "Long Châu" not in text
    assert "Bí mật" not in text
    with pytest.raises(Refused):
        desk.write(certify_list, actor=desk.chief, list_id=list_id)
    key = review.likenesses[0][1].key
    decision = {"list_id": list_id, "keys": [key], "reason": "Đã chuyển hộ khẩu, bỏ danh sách cũ"}
    desk.write(decide_duplicates, actor=desk.chief, **decision)
    assert desk.write(certify_list, actor=desk.chief, list_id=list_id).number == 1


def test_removed_rows_leave_no_gap_in_the_certified_rows(desk: Desk) -> None:
    list_id = desk.filled(3)
    page = desk.read(read_list, list_id=list_id)
    middle = page.rows[1].entry_id
    desk.write(remove_row, list_id=list_id, entry_id=middle, version=page.head.version)
    desk.write(submit_list, list_id=list_id)
    desk.write(certify_list, actor=desk.chief, list_id=list_id)
    assert [row.row for row in desk.read(read_list, list_id=list_id).rows] == [1, 2]


def test_eight_chiefs_at_once_number_their_lists_without_gaps(desk: Desk) -> None:
    lists = [desk.submitted(1, first=number) for number in range(8)]

    def certify(list_id: object) -> int:
        return int(desk.write(certify_list, actor=desk.chief, list_id=list_id).number)

    with ThreadPoolExecutor(8) as pool:
        numbers = list(pool.map(certify, lists))
    assert sorted(numbers) == list(range(1, 9))


def test_eight_certifications_of_one_list_give_one_certified_list(desk: Desk) -> None:
    list_id = desk.submitted(2)

    def certify(_: int) -> str:
        try:
            desk.write(certify_list, actor=desk.chief, list_id=list_id)
        except Conflict:
            return "told"
        return "certified"

    with ThreadPoolExecutor(8) as pool:
        outcomes = sorted(pool.map(certify, range(8)))
    assert outcomes == ["certified", *["told"] * 7]


def test_a_refused_certification_leaves_no_gap(desk: Desk) -> None:
    certified(desk, 1)
    again = desk.submitted(1)
    with pytest.raises(Refused):
        desk.write(certify_list, actor=desk.chief, list_id=again)
    assert certified(desk, 1, first=4).number == 2


def test_numbers_begin_again_with_the_year(desk: Desk) -> None:
    assert certified(desk, 1).number == 1
    list_id = desk.submitted(1, first=2)
    new_year = AT + timedelta(days=45)
    assert desk.write(certify_list, actor=desk.chief, list_id=list_id, at=new_year).number == 1


def test_a_deputy_signs_for_the_chief(desk: Desk) -> None:
    def appoint(session: object) -> None:
        session.execute(update(User).where(User.id == desk.chief.user_id).values(is_deputy=True))

    write_on(desk.engine, appoint)
    result = certified(desk, 1)
    assert desk.read(read_list, list_id=result.list_id).signed_as == "KT."


def test_a_supplement_adds_people_under_its_own_number(desk: Desk) -> None:
    first = certified(desk, 1)
    draft = desk.write(create_supplement, list_id=first.list_id)
    desk.write(add_row, list_id=draft, draft=desk.draft(6))
    desk.write(submit_list, list_id=draft)
    result = desk.write(certify_list, actor=desk.chief, list_id=draft)
    assert result.list_no == "02/DS-CAX"
    page = desk.read(read_list, list_id=first.list_id)
    assert [line.list_no for line in page.changes] == ["02/DS-CAX"]


def test_a_supplement_to_a_revoked_list_is_not_certified(desk: Desk) -> None:
    first = certified(desk, 1)
    draft = desk.write(create_supplement, list_id=first.list_id)
    desk.write(add_row, list_id=draft, draft=desk.draft(6))
    desk.write(submit_list, list_id=draft)
    desk.write(revoke_list, actor=desk.chief, list_id=first.list_id, reason="Đơn vị bị dừng")
    with pytest.raises(Refused) as refused:
        desk.write(certify_list, actor=desk.chief, list_id=draft)
    assert refused.value.code == "parent_not_in_force"


def test_a_withdrawal_is_a_numbered_list_and_ends_the_entry(desk: Desk) -> None:
    result = certified(desk, 2)
    gone = desk.write(withdraw_entry, actor=desk.chief, cti=cti_of(desk, result), reason="Xin ở nhà chăm con")
    assert (gone.status, gone.list_no) == ("withdrawn", "02/DS-CAX")
    page = desk.read(read_list, list_id=result.list_id)
    assert [row.status.value for row in page.rows] == ["withdrawn", "certified"]
    paper = desk.read(read_list, list_id=gone.list_id)
    assert [(row.name, row.reason) for row in paper.rows] == [("Nông Thị Mùi", "Xin ở nhà chăm con")]
    assert paper.head.people == 1
    with read_on(desk.engine) as session:
        for list_id in (result.list_id, gone.list_id):
            facts_of(session, work_list=session.get_one(WorkList, list_id))


def test_nobody_is_withdrawn_twice_or_without_a_reason(desk: Desk) -> None:
    result = certified(desk, 1)
    cti = cti_of(desk, result)
    with pytest.raises(BadInput):
        desk.write(withdraw_entry, actor=desk.chief, cti=cti, reason="")
    desk.write(withdraw_entry, actor=desk.chief, cti=cti, reason="Đã mất hộ chiếu")
    with pytest.raises(Conflict):
        desk.write(withdraw_entry, actor=desk.chief, cti=cti, reason="Đã mất hộ chiếu")


def test_a_revoked_list_ends_every_entry_and_keeps_the_facts(desk: Desk) -> None:
    result = certified(desk, 3)
    assert desk.read(effect_of, list_id=result.list_id).people == 3
    ended = desk.write(
        revoke_list, actor=desk.chief, list_id=result.list_id, reason="Đơn vị nhận người bị dừng"
    )
    page = desk.read(read_list, list_id=result.list_id)
    assert ended == 3
    assert page.head.status == "revoked"
    assert {row.status.value for row in page.rows} == {"revoked"}
    with read_on(desk.engine) as session:
        assert session.scalar(select(func.count()).select_from(EntryChange)) == 3
        facts_of(session, work_list=session.get_one(WorkList, result.list_id))


def test_the_log_of_a_certification_holds_the_hash_and_no_name(desk: Desk) -> None:
    result = certified(desk, 1)
    with read_on(desk.engine) as session:
        query = select(AuditRecord.payload).where(AuditRecord.action == "list:certified")
        payload = session.scalars(query).one() or ""
    assert result.content_hash in payload
    assert "Nông" not in payload


def test_five_hundred_people_are_certified_and_signed_in_seconds(desk: Desk) -> None:
    from time import perf_counter

    from borderreg.services.list_reference import list_reference
    from borderreg.services.list_store import RowToStore, store_rows

    list_id = desk.filled(0)
    drafts = [RowToStore(desk.draft(number)) for number in range(500)]

    def fill(session: object, *, actor: object, at: object) -> None:
        work_list = session.get(WorkList, list_id)
        facts = list_reference(session, commune="06184", at=at).facts
        store_rows(session, actor=actor, work_list=work_list, rows=drafts, facts=facts, at=at)

    desk.write(fill)
    desk.write(submit_list, list_id=list_id)
    start = perf_counter()
    assert desk.write(certify_list, actor=desk.chief, list_id=list_id).entries == 500
    print(f"certified and signed 500 in {perf_counter() - start:.2f} s")
