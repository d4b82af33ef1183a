"""Drafts of a commune: filled by several officers, never overwritten, submitted and returned."""

import pytest
from sqlalchemy import Engine, select

from borderreg.db import read_on
from borderreg.domain.access import Role
from borderreg.domain.errors import BadInput, Conflict, NotFound, NotPermitted, Refused
from borderreg.models import Entry, ListAuthor, WorkerRecord, WorkList
from borderreg.services.duplicates import decide_duplicates
from borderreg.services.list_reading import list_lists, read_list
from borderreg.services.lists import (
    add_row,
    create_list,
    discard_list,
    edit_row,
    remove_row,
    restore_list,
    restore_row,
    return_list,
    submit_list,
)
from borderreg.services.review import blockers, review_list
from borderreg.services.row_reading import open_row
from tests.communes import Desk, make_actor


@pytest.fixture
def desk(engine: Engine) -> Desk:
    """The desk of Đồng Đăng."""
    return Desk.open(engine)


def test_a_row_keeps_its_numbers_encrypted_and_shows_only_the_last_four(desk: Desk) -> None:
    list_id = desk.filled(1)
    page = desk.read(read_list, list_id=list_id)
    assert [row.name for row in page.rows] == ["Nông Thị Mùi"]
    assert page.rows[0].id_last4 == "0000"
    assert page.rows[0].gates == ("Hữu Nghị", "Ga Đồng Đăng")
    with read_on(desk.engine) as session:
        entry = session.scalars(select(Entry)).one()
        assert b"020" not in entry.personal_id[:3]
        assert session.scalars(select(WorkerRecord.name)).all() == ["Nông Thị Mùi"]


def test_opening_a_row_gives_the_whole_numbers_back_and_is_logged(desk: Desk) -> None:
    list_id = desk.filled(1)
    entry_id = desk.read(read_list, list_id=list_id).rows[0].entry_id
    opened = desk.write(open_row, list_id=list_id, entry_id=entry_id)
    assert opened["personal_id"] == "020180000000"
    assert opened["phone"] == "+84912300000"


def test_the_second_editor_is_told_and_nothing_is_overwritten(desk: Desk) -> None:
    list_id = desk.filled(1)
    page = desk.read(read_list, list_id=list_id)
    row, version = page.rows[0], page.head.version
    desk.write(
        edit_row,
        list_id=list_id,
        entry_id=row.entry_id,
        version=version,
        draft=desk.draft(0, job="Bốc xếp"),
    )
    with pytest.raises(Conflict):
        desk.write(
            edit_row,
            list_id=list_id,
            entry_id=row.entry_id,
            version=version,
            draft=desk.draft(0, job="Nấu ăn"),
        )
    assert desk.read(read_list, list_id=list_id).rows[0].job == "Bốc xếp"


def test_every_change_of_a_row_makes_a_new_version_of_the_list(desk: Desk) -> None:
    list_id = desk.write(create_list, title="Đợt một")
    versions = [desk.write(add_row, list_id=list_id, draft=desk.draft(n)).version for n in range(3)]
    assert versions == sorted(set(versions))


def test_a_person_stands_on_a_list_only_once(desk: Desk) -> None:
    list_id = desk.filled(2)
    with pytest.raises(Refused) as refused:
        desk.write(add_row, list_id=list_id, draft=desk.draft(1))
    assert refused.value.problems[0].params["other_row"] == "2"


def test_a_corrected_number_may_not_become_that_of_another_row(desk: Desk) -> None:
    list_id = desk.filled(2)
    page = desk.read(read_list, list_id=list_id)
    with pytest.raises(Refused, match="đã có trong danh sách"):
        desk.write(
            edit_row,
            list_id=list_id,
            entry_id=page.rows[0].entry_id,
            version=page.head.version,
            draft=desk.draft(1),
        )


def test_a_removed_row_can_be_put_back(desk: Desk) -> None:
    list_id = desk.filled(2)
    page = desk.read(read_list, list_id=list_id)
    first = page.rows[0]
    desk.write(remove_row, list_id=list_id, entry_id=first.entry_id, version=page.head.version)
    after = desk.read(read_list, list_id=list_id)
    assert [row.row for row in after.rows] == [2]
    assert [row.name for row in after.removed] == [first.name]
    desk.write(restore_row, list_id=list_id, entry_id=first.entry_id)
    assert [row.row for row in desk.read(read_list, list_id=list_id).rows] == [1, 2]


def test_a_removed_person_who_is_entered_again_gets_the_old_row_back(desk: Desk) -> None:
    list_id = desk.filled(2)
    page = desk.read(read_list, list_id=list_id)
    desk.write(remove_row, list_id=list_id, entry_id=page.rows[0].entry_id, version=page.head.version)
    saved = desk.write(add_row, list_id=list_id, draft=desk.draft(0, job="Nấu ăn"))
    assert (saved.row, saved.entry_id) == (1, page.rows[0].entry_id)


def test_who_wrote_or_submitted_is_remembered_as_an_author(desk: Desk) -> None:
    list_id = desk.filled(1)
    other = make_actor(desk.engine, "canbo_hai", Role.COMMUNE_OFFICER, "06184")
    desk.write(submit_list, actor=other, list_id=list_id)
    with read_on(desk.engine) as session:
        authors = set(session.scalars(select(ListAuthor.user_id)))
    assert authors == {desk.officer.user_id, other.user_id}


def test_an_empty_list_is_not_submitted(desk: Desk) -> None:
    list_id = desk.write(create_list)
    with pytest.raises(Refused) as refused:
        desk.write(submit_list, list_id=list_id)
    assert refused.value.code == "empty"


def test_a_submitted_list_is_closed_until_it_is_returned_with_a_reason(desk: Desk) -> None:
    list_id = desk.submitted(1)
    with pytest.raises(Conflict):
        desk.write(add_row, list_id=list_id, draft=desk.draft(5))
    with pytest.raises(BadInput):
        desk.write(return_list, actor=desk.chief, list_id=list_id, reason="  ")
    desk.write(return_list, actor=desk.chief, list_id=list_id, reason="Thiếu người liên hệ")
    head = desk.read(read_list, list_id=list_id).head
    assert (head.status, head.return_reason) == ("returned", "Thiếu người liên hệ")
    desk.write(add_row, list_id=list_id, draft=desk.draft(5))


def test_an_officer_cannot_return_a_list(desk: Desk) -> None:
    list_id = desk.submitted(1)
    with pytest.raises(NotPermitted):
        desk.write(return_list, list_id=list_id, reason="Thiếu người liên hệ")


def test_a_discarded_draft_can_be_restored(desk: Desk) -> None:
    list_id = desk.filled(1)
    desk.write(discard_list, list_id=list_id)
    with pytest.raises(Conflict):
        desk.write(add_row, list_id=list_id, draft=desk.draft(3))
    desk.write(restore_list, list_id=list_id)
    assert desk.read(read_list, list_id=list_id).head.status == "draft"


def test_another_communes_list_does_not_exist_for_us(desk: Desk) -> None:
    list_id = desk.filled(1)
    other = Desk.open(desk.engine, "06187")
    entry_id = desk.read(read_list, list_id=list_id).rows[0].entry_id
    for act in (
        lambda: other.read(read_list, list_id=list_id),
        lambda: other.read(review_list, list_id=list_id),
        lambda: other.write(add_row, list_id=list_id, draft=other.draft(7)),
        lambda: other.write(open_row, list_id=list_id, entry_id=entry_id),
        lambda: other.write(submit_list, list_id=list_id),
        lambda: other.write(return_list, actor=other.chief, list_id=list_id, reason="Thiếu giấy tờ"),
        lambda: other.write(discard_list, list_id=list_id),
    ):
        with pytest.raises(NotFound):
            act()
    assert other.read(list_lists) == ()


def test_a_row_that_was_good_blocks_when_the_day_has_moved_on(desk: Desk) -> None:
    list_id = desk.filled(1)
    assert desk.read(blockers, list_id=list_id) == ()
    from datetime import timedelta

    from tests.communes import AT

    later = desk.read(blockers, list_id=list_id, at=AT + timedelta(days=120))
    assert [(item.code.value, item.row) for item in later] == [("period", 1)]


def test_two_people_of_one_name_and_birth_date_need_a_decision(desk: Desk) -> None:
    list_id = desk.filled(1)
    twin = desk.draft(20, name="Nông Thị Mùi", birth="01/01/1980", sex="Nữ", personal_id="020180777777")
    desk.write(add_row, list_id=list_id, draft=twin)
    review = desk.read(review_list, list_id=list_id)
    assert [(item.code.value, item.row) for item in review.blockers] == [
        ("same_name_and_birth", 1),
        ("same_name_and_birth", 2),
    ]
    key = review.likenesses[0][1].key
    desk.write(decide_duplicates, list_id=list_id, keys=[key], reason="Hai chị em họ, đã đối chiếu thẻ")
    assert desk.read(blockers, list_id=list_id) == ()


def test_a_decision_needs_a_reason_and_a_likeness_that_is_there(desk: Desk) -> None:
    list_id = desk.filled(1)
    with pytest.raises(NotFound):
        desk.write(decide_duplicates, list_id=list_id, keys=["entry:x"], reason="Đã kiểm tra")


def test_reading_a_list_costs_the_same_for_two_and_for_two_hundred_rows(desk: Desk) -> None:
    from sqlalchemy import event

    from borderreg.services.list_store import RowToStore, store_rows

    def cost(list_id: object) -> int:
        statements: list[str] = []

        def count(conn: object, cursor: object, statement: str, *rest: object) -> None:
            statements.append(statement)

        event.listen(desk.engine, "before_cursor_execute", count)
        desk.read(read_list, list_id=list_id)
        desk.read(review_list, list_id=list_id)
        event.remove(desk.engine, "before_cursor_execute", count)
        return len(statements)

    small, large = desk.filled(2), desk.filled(0)

    def fill(session: object, *, actor: object, at: object) -> None:
        from borderreg.services.list_reference import list_reference

        work_list = session.get(WorkList, large)
        facts = list_reference(session, commune="06184", at=at).facts
        rows = [RowToStore(desk.draft(n)) for n in range(100, 300)]
        store_rows(session, actor=actor, work_list=work_list, rows=rows, facts=facts, at=at)

    desk.write(fill)
    assert cost(small) == cost(large)
