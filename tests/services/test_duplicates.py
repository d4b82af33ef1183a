"""Likenesses are found before certifying, decided with a reason that stays, and told to the other commune."""

import json

import pytest
from sqlalchemy import Engine, event, select, text
from sqlalchemy.exc import DBAPIError

from borderreg.db import read_on, write_on
from borderreg.domain.errors import BadInput, NotFound, Refused
from borderreg.domain.likeness import LikenessKind
from borderreg.domain.person_rows import person_of
from borderreg.models import AuditRecord, DuplicateDecision
from borderreg.services.certification import certify_list
from borderreg.services.duplicates import decide_duplicates, decisions_of_list
from borderreg.services.list_reading import read_list
from borderreg.services.lists import add_row, edit_row, submit_list
from borderreg.services.notices import count_notices, mark_seen, read_notices
from borderreg.services.people import register_worker
from borderreg.services.review import Review, review_list
from tests.communes import Desk

ONE, OTHER_COMMUNE = "06184", "06187"
MUI = {"name": "Nông Thị Mùi", "birth": "12/02/1990", "sex": "Nữ"}


@pytest.fixture
def desk(engine: Engine) -> Desk:
    """The desk of Đồng Đăng."""
    return Desk.open(engine)


@pytest.fixture
def other(engine: Engine, desk: Desk) -> Desk:
    """The desk of another commune."""
    return Desk.open(engine, OTHER_COMMUNE)


def certified(desk: Desk, people: int = 1, *, first: int = 0, **changes: object):
    """Certify a list of some people and return it."""
    list_id = desk.submitted(people, first=first, **changes)
    desk.write(certify_list, actor=desk.chief, list_id=list_id)
    return list_id


def kinds(review: Review) -> list[tuple[int | None, str, str]]:
    """Return row, kind and variant of each likeness."""
    return [(item.problem.row, item.kind.value, item.problem.variant) for _, item in review.likenesses]


SPELLINGS = [
    ("Nông Thị Mui", "accents"),
    ("Nông Mùi", "middle"),
    ("Nông Thị Bích Mùi", "middle"),
    ("Mùi Thị Nông", "order"),
    ("Nông Thị Mùin", "letter"),
]


@pytest.mark.parametrize(("spelling", "variant"), SPELLINGS)
def test_another_spelling_of_somebody_in_the_register_asks_for_a_look(
    desk: Desk, spelling: str, variant: str
) -> None:
    desk.write(register_worker, person=person_of(desk.draft(50, **MUI, personal_id="020190111111")))
    list_id = desk.filled(1, **{**MUI, "name": spelling}, personal_id="020190222222")
    review = desk.read(review_list, list_id=list_id)
    assert kinds(review) == [(1, "spelling", variant)]
    assert review.blockers == ()
    words = review.likenesses[0][1].problem
    assert words in review.warnings
    assert "Nông Thị Mùi (CCCD …1111)" in words.message


@pytest.mark.parametrize(("birth", "variant"), [("1990", "year"), ("02/12/1990", "swapped")])
def test_a_birth_that_is_a_year_only_or_swapped_asks_for_a_look(desk: Desk, birth: str, variant: str) -> None:
    desk.write(register_worker, person=person_of(desk.draft(50, **MUI, personal_id="020190111111")))
    list_id = desk.filled(1, **{**MUI, "birth": birth}, personal_id="020190222222")
    assert kinds(desk.read(review_list, list_id=list_id)) == [(1, "spelling", variant)]


def test_a_shared_paper_and_a_shared_phone_ask_for_a_look(desk: Desk) -> None:
    known = desk.draft(50, phone="0912 777 888", document_number="C7654321")
    desk.write(register_worker, person=person_of(known))
    list_id = desk.filled(2, phone="0912 777 888")
    review = desk.read(review_list, list_id=list_id)
    assert {(row, kind) for row, kind, _ in kinds(review)} == {(1, "phone"), (2, "phone")}
    again = desk.filled(1, first=5, document_number="C7654321")
    assert kinds(desk.read(review_list, list_id=again)) == [(1, "document", "document")]


def test_a_shared_contact_phone_is_no_likeness(desk: Desk) -> None:
    list_id = desk.filled(6, contact_phone="0912 000 999")
    assert kinds(desk.read(review_list, list_id=list_id)) == []


def test_one_phone_behind_a_whole_team_is_no_flood(desk: Desk) -> None:
    list_id = desk.filled(9, phone="0912 777 888")
    found = kinds(desk.read(review_list, list_id=list_id))
    assert len(found) == 5 + 8
    assert {kind for _, kind, _ in found} == {"phone"}


def test_rows_of_one_list_are_held_against_each_other(desk: Desk) -> None:
    list_id = desk.filled(1, **MUI, personal_id="020190111111")
    twin = desk.draft(9, **{**MUI, "name": "Nông Mùi"}, personal_id="020190222222")
    desk.write(add_row, list_id=list_id, draft=twin)
    assert kinds(desk.read(review_list, list_id=list_id)) == [
        (1, "spelling", "middle"),
        (2, "spelling", "middle"),
    ]


@pytest.mark.parametrize(
    ("shared", "kind", "variant"),
    [
        ({**MUI}, "elsewhere", "elsewhere"),
        ({"document_number": "C7654321"}, "document", "document_elsewhere"),
        ({"phone": "0912 777 888"}, "phone", "phone_elsewhere"),
    ],
    ids=["name", "document", "phone"],
)
def test_another_communes_entry_shows_only_commune_list_and_dates(
    desk: Desk, other: Desk, shared: dict[str, str], kind: str, variant: str
) -> None:
    secret = {"hamlet": "Thôn Bí Mật", "employer": "Nông trường Long Châu", "job": "Hái ớt"}
    certified(
        other, first=40, **{"name": "Lành Thị Kín", "birth": "03/03/1985", "sex": "Nữ", **shared, **secret}
    )
    mine = {"name": "Vi Văn Páo", "birth": "05/05/1992", "sex": "Nam", **shared}
    list_id = desk.filled(1, **mine, personal_id="020092333333")
    review = desk.read(review_list, list_id=list_id)
    assert kinds(review) == [(1, kind, variant)]
    said = review.likenesses[0][1].problem.message
    assert "01/DS-CA" in said
    assert "25/11/2026" in said
    if kind != "elsewhere":
        assert "Lành Thị Kín" not in said
    assert not any(word in said for word in ("Bí Mật", "Long Châu", "Hái ớt", "…", "777"))


def test_a_preset_reason_needs_no_words_and_another_one_does(desk: Desk) -> None:
    certified(desk)
    list_id = desk.filled(1)
    key = desk.read(review_list, list_id=list_id).likenesses[0][1].key
    with pytest.raises(BadInput):
        desk.write(decide_duplicates, list_id=list_id, keys=[key])
    with pytest.raises(BadInput):
        desk.write(decide_duplicates, list_id=list_id, keys=[key], preset="because")
    assert desk.write(decide_duplicates, list_id=list_id, keys=[key], preset="new_period") == 1
    assert desk.read(review_list, list_id=list_id).blockers == ()
    with pytest.raises(NotFound):
        desk.write(decide_duplicates, list_id=list_id, keys=[key], preset="new_period")


def test_what_was_decided_about_two_people_is_not_asked_again_until_a_fact_changes(desk: Desk) -> None:
    first = desk.filled(1, **MUI, personal_id="020190111111")
    twin = {**MUI, "personal_id": "020190222222"}
    desk.write(add_row, list_id=first, draft=desk.draft(9, **twin))
    key = desk.read(review_list, list_id=first).likenesses[0][1].key
    desk.write(decide_duplicates, list_id=first, keys=[key], preset="other_person")
    assert desk.read(review_list, list_id=first).blockers == ()
    second = desk.filled(1, first=9, **twin)
    review = desk.read(review_list, list_id=second)
    assert [item.decided for _, item in review.likenesses] == [""]
    assert review.blockers == ()
    page = desk.read(read_list, list_id=second)
    corrected = desk.draft(9, **{**twin, "birth": "13/02/1990"})
    act = {"list_id": second, "entry_id": page.rows[0].entry_id, "version": page.head.version}
    desk.write(edit_row, draft=corrected, **act)
    back = desk.draft(9, **twin, hamlet="Thôn Pò Mánh")
    assert kinds(desk.read(review_list, list_id=second)) == []
    page = desk.read(read_list, list_id=second)
    desk.write(
        edit_row, draft=back, list_id=second, entry_id=page.rows[0].entry_id, version=page.head.version
    )
    assert desk.read(review_list, list_id=second).blockers == ()


def test_another_commune_decides_for_itself(desk: Desk, other: Desk) -> None:
    for place in (desk, other):
        list_id = place.filled(1, **MUI, personal_id="020190111111")
        place.write(add_row, list_id=list_id, draft=place.draft(9, **MUI, personal_id="020190222222"))
        review = place.read(review_list, list_id=list_id)
        assert len(review.blockers) == 2
        key = review.likenesses[0][1].key
        place.write(decide_duplicates, list_id=list_id, keys=[key], preset="other_person")


def test_the_decision_stays_on_the_certified_list_and_on_the_next(desk: Desk) -> None:
    list_id = desk.filled(1, **MUI, personal_id="020190111111")
    desk.write(add_row, list_id=list_id, draft=desk.draft(9, **MUI, personal_id="020190222222"))
    key = desk.read(review_list, list_id=list_id).likenesses[0][1].key
    act = {"keys": [key], "preset": "other_person", "reason": "Đã gọi cả hai người lên xã"}
    desk.write(decide_duplicates, list_id=list_id, **act)
    desk.write(submit_list, list_id=list_id)
    desk.write(certify_list, actor=desk.chief, list_id=list_id)
    line = desk.read(lambda session, actor, at: decisions_of_list(session, actor=actor, list_id=list_id))[0]
    assert (line.name, line.preset, line.reason) == ("Nông Thị Mùi", "other_person", act["reason"])
    assert line.problem is not None
    assert not line.earlier
    later = desk.filled(
        1, first=9, **MUI, personal_id="020190222222", valid_from="01/03/2027", valid_to="01/04/2027"
    )
    found = desk.read(lambda session, actor, at: decisions_of_list(session, actor=actor, list_id=later))
    assert [(line.row, line.earlier) for line in found] == [(1, True)]


def test_the_database_refuses_to_change_a_decision(desk: Desk) -> None:
    certified(desk)
    list_id = desk.filled(1)
    key = desk.read(review_list, list_id=list_id).likenesses[0][1].key
    desk.write(decide_duplicates, list_id=list_id, keys=[key], preset="new_period")
    for statement in ("UPDATE duplicate_decisions SET reason = 'x'", "DELETE FROM duplicate_decisions"):
        with pytest.raises(DBAPIError, match="appended, never changed"):
            write_on(desk.engine, lambda session, words=statement: session.execute(text(words)))


def test_neither_the_log_nor_the_decision_holds_the_other_persons_name(desk: Desk) -> None:
    desk.write(register_worker, person=person_of(desk.draft(50, **MUI, personal_id="020190111111")))
    list_id = desk.filled(1, **{**MUI, "name": "Nông Mùi"}, personal_id="020190222222")
    key = desk.read(review_list, list_id=list_id).likenesses[0][1].key
    desk.write(decide_duplicates, list_id=list_id, keys=[key], preset="other_person")
    with read_on(desk.engine) as session:
        said = session.scalars(select(DuplicateDecision.said)).one()
        log = session.scalars(
            select(AuditRecord.payload).where(AuditRecord.action == "duplicate:decided")
        ).one()
    assert "Mùi" not in json.dumps(said, ensure_ascii=False) + key + (log or "")


def test_the_older_commune_is_told_and_takes_note(desk: Desk, other: Desk) -> None:
    theirs = certified(other)
    list_id = desk.filled(1)
    key = desk.read(review_list, list_id=list_id).likenesses[0][1].key
    desk.write(decide_duplicates, list_id=list_id, keys=[key], preset="moved")
    assert desk.read(read_notices) == ()
    notice = other.read(read_notices)[0]
    assert (notice.kind, notice.list_id, notice.row, notice.preset) == ("decided", theirs, 1, "moved")
    assert (notice.name, notice.other_list_no, notice.dropped) == ("Nông Thị Mùi", "", False)
    assert "Đồng Đăng" in notice.other_commune
    desk.write(submit_list, list_id=list_id)
    desk.write(certify_list, actor=desk.chief, list_id=list_id)
    assert other.read(read_notices)[0].other_list_no.startswith("01/DS")
    with pytest.raises(NotFound):
        desk.write(mark_seen, notice_id=notice.id)
    other.write(mark_seen, notice_id=notice.id)
    assert other.read(read_notices) == ()
    assert len(other.read(read_notices, only_new=False)) == 1
    assert other.read(lambda session, actor, at: count_notices(session, actor=actor)) == 0


def test_finding_likenesses_costs_the_same_for_two_rows_and_for_many(desk: Desk, other: Desk) -> None:
    certified(other, 3, first=60)
    lists = [desk.filled(2), desk.filled(14, first=2)]
    statements: list[str] = []
    event.listen(desk.engine, "before_cursor_execute", lambda *args: statements.append(args[2]))
    costs = []
    for list_id in lists:
        statements.clear()
        desk.read(review_list, list_id=list_id)
        costs.append(len(statements))
    assert costs[0] == costs[1]


def test_only_the_number_and_the_same_name_and_birth_stop_a_list(desk: Desk, other: Desk) -> None:
    certified(other, 1, first=40, **MUI, phone="0912 777 888", document_number="C7654321")
    soft = {**MUI, "phone": "0912 777 888", "document_number": "C7654321", "personal_id": "020190222222"}
    list_id = desk.submitted(1, **soft)
    review = desk.read(review_list, list_id=list_id)
    assert {item.kind for _, item in review.likenesses} == {LikenessKind.DOCUMENT}
    assert desk.write(certify_list, actor=desk.chief, list_id=list_id).entries == 1
    same = desk.submitted(1, first=9, **MUI, personal_id="020190333333")
    with pytest.raises(Refused):
        desk.write(certify_list, actor=desk.chief, list_id=same)
