"""Tips, answers on return and the status of a slip: what is kept, what is said, and what is not."""

from contextlib import contextmanager
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import event, func, inspect, select, text

from borderreg.db import read_on, write_on
from borderreg.domain.access import Role
from borderreg.domain.debriefs import Answer, Debrief, Question, Way
from borderreg.domain.entry_codes import format_entry_code
from borderreg.domain.errors import NotPermitted, Refused, Unavailable
from borderreg.domain.protection import CaseSource, LookReason
from borderreg.domain.slip_status import SlipStatus
from borderreg.domain.tips import Topic
from borderreg.models import AuditRecord, DebriefCount, Entry, ProtectionDebrief, ProtectionTip
from borderreg.reports.debriefs import debrief_months
from borderreg.reports.protection import case_file, case_lines
from borderreg.reports.tips import debrief_lines, tip_file, tip_lines, unread_tips
from borderreg.services import tip_desk
from borderreg.services.debriefs import give_debrief
from borderreg.services.protection_log import verify_log
from borderreg.services.public_retention import Outdated, drop_outdated
from borderreg.services.slip_status import NOT_FOUND, slip_status
from borderreg.services.tips import leave_tip, read_tip, write_again
from tests.communes import AT, make_actor
from tests.crossings import CertifiedList

STORY = "Chủ lò gạch ở Ninh Minh giữ hộ chiếu của sáu người, không cho gọi về nhà"
DAY = timedelta(days=1)


@pytest.fixture
def guardian(engine):
    """A person of the compartment."""
    return make_actor(engine, "ly.binh", Role.PROTECTION, "BAOHO")


def leave(engine, **changes: object) -> str:
    facts = {"form_id": uuid4(), "topic": Topic.PAPERS_KEPT, "text": STORY, "pictures": (), "language": "vi"}
    return write_on(engine, leave_tip, **{**facts, "at": AT, **changes})


def talk(engine, receipt: str):
    with read_on(engine) as session:
        return read_tip(session, receipt=receipt)


@contextmanager
def counted(engine):
    """Collect the statements that a database is asked."""
    said: list[str] = []

    def note(_connection, _cursor, statement, *_rest) -> None:
        said.append(statement.split()[0])

    event.listen(engine, "before_cursor_execute", note)
    yield said
    event.remove(engine, "before_cursor_execute", note)


def everything_stored(engine) -> str:
    """Return every value of every table as text."""
    with engine.connect() as connection:
        rows = [
            repr(tuple(row))
            for table in inspect(engine).get_table_names()
            for row in connection.execute(text(f'SELECT * FROM "{table}"'))
        ]
    return "\n".join(rows)


def test_a_tip_is_followed_by_its_receipt_in_both_directions(engine, guardian):
    form_id = uuid4()
    receipt = leave(engine, form_id=form_id, pictures=(b"jpeg",))
    assert leave(engine, form_id=form_id) == receipt, "the same form sent twice is one tip"
    assert len(receipt) == 16
    with read_on(engine) as session:
        (line,) = tip_lines(session, closed=False)
        assert (line.topic, line.received_on, line.unread) == ("papers_kept", date(2026, 11, 22), True)
        assert unread_tips(session) == 1
    act = {"actor": guardian, "tip_id": line.id, "at": AT + DAY}
    write_on(engine, tip_desk.log_tip_look, reason=LookReason.WORK, **act)
    write_on(engine, tip_desk.answer_tip, text="Bạn cho biết tên lò gạch được không?", **act)
    write_on(engine, tip_desk.close_tip, **act)
    said = talk(engine, f"{receipt[:4]} {receipt[4:8]} {receipt[8:]}")
    assert said is not None
    assert [(m.by_staff, m.pictures, m.said_on.day) for m in said.messages] == [(False, 1, 22), (True, 0, 23)]
    assert said.closed
    again = {
        "receipt": receipt,
        "form_id": uuid4(),
        "text": "Lò gạch Hồng Vận",
        "pictures": (),
        "at": AT + 2 * DAY,
    }
    for _ in range(2):
        assert write_on(engine, write_again, **again)
    said = talk(engine, receipt)
    assert said is not None
    assert [m.text for m in said.messages][-1] == "Lò gạch Hồng Vận"
    assert (len(said.messages), said.closed) == (3, False)
    with read_on(engine) as session:
        file = tip_file(session, tip_id=line.id)
        assert file is not None
        assert file.line.unread
        assert [len(message.pictures) for message in file.messages] == [1, 0, 0]


def test_the_database_knows_neither_receipt_nor_words_nor_the_hour(engine, guardian):
    form_id = uuid4()
    receipt = leave(engine, form_id=form_id)
    with read_on(engine) as session:
        tip = session.scalars(select(ProtectionTip)).one()
        assert tip.id.version == 4, "an id by time would tell the second"
        assert not session.scalars(select(AuditRecord).where(AuditRecord.at >= AT)).all()
        assert verify_log(session) == (0, None)
    stored = everything_stored(engine)
    for secret in (receipt, STORY, "lò gạch", str(form_id), form_id.hex):
        assert secret not in stored


def test_an_unknown_receipt_costs_what_a_known_one_costs(engine):
    receipt = leave(engine)
    wrong = "0" * 16 if receipt != "0" * 16 else "1" * 16
    costs = []
    for asked in (receipt, wrong, "không phải mã"):
        with counted(engine) as said, read_on(engine) as session:
            found = read_tip(session, receipt=asked)
        costs.append(said)
        assert (found is None) == (asked != receipt)
    assert costs[0] == costs[1] == costs[2]
    assert not write_on(engine, write_again, receipt=wrong, form_id=uuid4(), text=STORY, pictures=(), at=AT)


def test_a_tip_becomes_a_case_once_and_only_by_the_compartment(engine, guardian):
    leave(engine)
    with read_on(engine) as session:
        tip_id = tip_lines(session, closed=False)[0].id
    facts = {"tip_id": tip_id, "name": "Sáu người ở lò gạch", "first_task": "Gọi tổng lãnh sự", "at": AT}
    case_id = write_on(engine, tip_desk.case_from_tip, actor=guardian, **facts)
    assert write_on(engine, tip_desk.case_from_tip, actor=guardian, **facts) == case_id
    with read_on(engine) as session:
        file = case_file(session, case_id=case_id)
        assert file is not None
        assert file.line.source == "tip"
        assert verify_log(session)[1] is None
    office = make_actor(engine, "luong.lan", Role.FOREIGN_AFFAIRS, "SNGV")
    for use_case, more in (
        (tip_desk.log_tip_look, {"reason": LookReason.WORK}),
        (tip_desk.answer_tip, {"text": "xem trộm thư của người khác"}),
        (tip_desk.close_tip, {}),
        (tip_desk.case_from_tip, {"name": "Ai đó", "first_task": "Xem"}),
    ):
        with pytest.raises(NotPermitted):
            write_on(engine, use_case, actor=office, tip_id=tip_id, at=AT, **more)


def test_a_tip_says_something_and_no_more_than_fits(engine):
    for changes, code in (
        ({"text": " ngắn "}, "text"),
        ({"text": "x" * 4001}, "text"),
        ({"pictures": [b"x"] * 4}, "pictures"),
    ):
        with pytest.raises(Refused) as refused:
            leave(engine, **changes)
        assert refused.value.code == code


def test_without_the_compartments_key_nothing_is_taken(engine, monkeypatch):
    monkeypatch.setattr("borderreg.services.protection.can_seal", lambda: False)
    with pytest.raises(Unavailable):
        leave(engine)


def answer(engine, *, help_: bool = False, cti: bytes | None = None, form_id: UUID | None = None, **changes):
    said = {Question.PAID: Answer.BAD, Question.PAPERS: Answer.GOOD, Question.FREE: Answer.GOOD}
    debrief = Debrief(said, needs_help=help_, cti=cti, way=Way.KIOSK, gate_code="HUUNGHI", **changes)
    return write_on(engine, give_debrief, form_id=form_id or uuid4(), debrief=debrief, at=AT)


def test_whoever_needs_help_gets_a_case_and_hears_nothing_else_than_others(engine, guardian):
    people = CertifiedList(engine)
    slip = people.issue(name="Triệu Mùi Phấy")
    form_id = uuid4()
    for _ in range(2):
        told = answer(engine, help_=True, cti=slip.cti, form_id=form_id, words="Gọi 0912 sau 20 giờ")
    assert told == answer(engine) is None
    answer(engine, help_=True, cti=bytes(8))
    with read_on(engine) as session:
        lines = case_lines(session, closed=False)
        assert [line.source for line in lines] == [CaseSource.DEBRIEF.value] * 2
        known = [case_file(session, case_id=line.id) for line in lines]
        assert {file.people[0].worker_id for file in known if file} == {slip.worker_id, None}
        assert {debrief.case_code for debrief in debrief_lines(session)} == {"", "BH-2026-001", "BH-2026-002"}
        assert not session.scalars(
            select(AuditRecord).where(AuditRecord.object_type.contains("protection"))
        ).all()
    stored = everything_stored(engine)
    assert "0912 sau" not in stored
    with read_on(engine) as session:
        row = session.scalars(select(ProtectionDebrief).where(ProtectionDebrief.words.is_not(None))).one()
        act = {"actor": guardian, "debrief_id": row.id, "at": AT}
        write_on(engine, tip_desk.log_debrief_look, reason=LookReason.WORK, **act)
        again = write_on(engine, tip_desk.case_from_debrief, name="x", first_task="Gọi điện", **act)
        assert again == row.case_id


def test_staff_may_open_a_case_for_somebody_who_did_not_call_for_help(engine, guardian):
    slip = CertifiedList(engine).issue(name="Vi Văn Páo")
    answer(engine, cti=slip.cti)
    with read_on(engine) as session:
        (line,) = debrief_lines(session)
    act = {"actor": guardian, "debrief_id": line.id, "name": "", "first_task": "Hỏi về tiền lương", "at": AT}
    case_id = write_on(engine, tip_desk.case_from_debrief, **act)
    with read_on(engine) as session:
        file = case_file(session, case_id=case_id)
        assert file is not None
        assert file.people[0].worker_id == slip.worker_id


def test_the_province_gets_the_months_that_are_over_and_no_word_of_help(engine):
    for number in range(13):
        answer(engine, help_=number < 5)
    next_month = date(2026, 12, 1)
    with read_on(engine) as session:
        assert debrief_months(session, today=date(2026, 11, 30)) == ()
        months = debrief_months(session, today=next_month)
        stored = {(row.question, row.answer) for row in session.scalars(select(DebriefCount))}
    assert {month.question: month.counts[Answer.BAD] for month in months} == {
        Question.PAID: 13,
        Question.PAPERS: 0,
        Question.FREE: 0,
    }
    assert not {question for question, _ in stored} - {question.value for question in Question}


def test_a_slips_status_tells_nothing_to_whoever_knows_only_one_of_code_and_year(engine):
    slip = CertifiedList(engine).issue(name="Nông Thị Mùi")
    with read_on(engine) as session:
        birth = session.scalars(select(Entry.birth).where(Entry.cti == slip.cti)).one()
    code, year = format_entry_code(slip.cti), int(birth[:4])
    answers, costs = [], []
    for asked, born in (
        (code, year),
        (code, year + 1),
        (format_entry_code(bytes(range(8))), year),
        ("không phải mã", year),
    ):
        with counted(engine) as said, read_on(engine) as session:
            answers.append(slip_status(session, code=asked, birth_year=born, at=AT))
        costs.append(said)
    assert answers[0].status is SlipStatus.VALID
    assert answers[1:] == [NOT_FOUND] * 3
    assert all(cost == costs[0] for cost in costs)
    assert not {"name", "birth", "personal_id"} & set(answers[0].__slots__)


def test_what_became_no_case_goes_after_a_year_and_the_figures_stay(engine, guardian):
    leave(engine)
    leave(engine)
    with read_on(engine) as session:
        kept = tip_lines(session, closed=False)[0].id
    facts = {"tip_id": kept, "name": "Người ở lò gạch", "first_task": "Gọi điện"}
    write_on(engine, tip_desk.case_from_tip, actor=guardian, at=AT, **facts)
    answer(engine)
    answer(engine, help_=True)
    later = {"actor": guardian, "at": AT + 366 * DAY}
    assert write_on(engine, drop_outdated, **{**later, "at": AT + 365 * DAY}, dry_run=False) == Outdated(0, 0)
    assert write_on(engine, drop_outdated, **later, dry_run=True) == Outdated(1, 1)
    assert write_on(engine, drop_outdated, **later, dry_run=False) == Outdated(1, 1)
    assert write_on(engine, drop_outdated, **later, dry_run=False) == Outdated(0, 0)
    with read_on(engine) as session:
        assert [line.id for line in tip_lines(session, closed=False)] == [kept]
        assert len(debrief_lines(session)) == 1
        assert session.scalar(select(func.sum(DebriefCount.count))) == 6
