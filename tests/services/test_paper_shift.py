"""A day on paper: the list with day boxes, keyed in afterwards with its true times."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import func, select

from borderreg.db import read_on, write_on
from borderreg.documents.gate_sheet import print_gate_sheet
from borderreg.domain.access import Role
from borderreg.domain.errors import NotFound
from borderreg.domain.paper_sheets import KeyedPassage, Mark, read_sheet, read_time_of_day
from borderreg.domain.passes import format_entry_code
from borderreg.domain.periods import HANOI
from borderreg.models import Contradiction, Event, Journey
from borderreg.services.paper_shift import find_lists, key_sheet, open_sheet, print_sheet, take_back
from tests.crossings import AT, CertifiedList, actor_of, make_user

DAY = date(2026, 11, 21)


def at(hour, minute=0):
    return datetime(2026, 11, 21, hour, minute, tzinfo=HANOI)


@pytest.fixture
def officer(engine):
    return actor_of(engine, make_user(engine, "bienphong", Role.GATE_OFFICER, "HUUNGHI", "Vi Văn Páo"))


def test_a_box_without_a_time_takes_the_one_above_it():
    times = {"7:05": (7, 5), "0705": (7, 5), "07h05": (7, 5), "7h": (7, 0), "7": (7, 0), "1930": (19, 30)}
    for text, (hour, minute) in times.items():
        read = read_time_of_day(text)
        assert read is not None, text
        assert (read.hour, read.minute) == (hour, minute)
    assert [read_time_of_day(text) for text in ("", "25:00", "7:60", "bảy", "07:5:1")] == [None] * 5
    marks = [
        Mark("1", "departure", ticked=True, time=""),
        Mark("1", "return", ticked=False, time=""),
        Mark("2", "departure", ticked=True, time="0712"),
        Mark("3", "departure", ticked=True, time=""),
        Mark("3", "return", ticked=False, time="1830"),  # a time is a tick
    ]
    first = {"departure": "6:50", "return": ""}
    passages, problems = read_sheet(marks, day=DAY, first_times=first, now=AT)
    assert [(one.row, one.direction, one.at.strftime("%H:%M")) for one in passages] == [
        ("1", "departure", "06:50"),
        ("2", "departure", "07:12"),
        ("3", "departure", "07:12"),
        ("3", "return", "18:30"),
    ]
    assert problems == ()
    wrong = [Mark("1", "return", ticked=True, time=""), Mark("2", "departure", ticked=True, time="25:00")]
    codes = [one.code for one in read_sheet(wrong, day=DAY, first_times={}, now=AT)[1]]
    assert codes == ["time_missing", "time"]
    late = [Mark("1", "return", ticked=True, time="2330")]
    assert read_sheet(late, day=date(2026, 11, 22), first_times={}, now=AT)[1][0].code == "future"
    assert read_sheet(late, day=date(2026, 9, 1), first_times={}, now=AT)[1][0].code == "too_old"


def test_a_sheet_is_found_printed_and_keyed_in_once(engine, officer):
    work_list = CertifiedList(engine)
    people = [work_list.issue(name=name) for name in ("Nông Thị Mùi", "Vi Văn Páo", "Triệu Mùi Phấy")]
    with read_on(engine) as session:
        (by_number,) = find_lists(session, actor=officer, text="5/2026")
        (by_code,) = find_lists(session, actor=officer, text=format_entry_code(people[1].cti))
        assert find_lists(session, actor=officer, text="99/2026") == ()
        assert find_lists(session, actor=officer, text="'; --") == ()
    assert by_number == by_code
    assert (by_number.list_no, by_number.people) == ("05/2026", 3)

    first = date(2026, 11, 22)
    job = write_on(engine, print_sheet, actor=officer, list_id=by_number.id, first_day=first, days=5, at=AT)
    printed = print_gate_sheet(job)
    assert printed.pages == 1
    assert printed.pdf.startswith(b"%PDF")

    keyed = [
        KeyedPassage(str(people[0].entry_id), "departure", at(7, 5)),
        KeyedPassage(str(people[0].entry_id), "return", at(18)),
        KeyedPassage(str(people[1].entry_id), "departure", at(7, 12)),
    ]
    facts = {"list_id": by_number.id, "gate_code": "HUUNGHI", "at": AT}
    answers = write_on(engine, key_sheet, actor=officer, passages=keyed, **facts)
    assert [answer["result"] for answer in answers] == ["stored"] * 3
    again = write_on(engine, key_sheet, actor=officer, passages=list(reversed(keyed)), **facts)
    assert [answer["result"] for answer in again] == ["duplicate"] * 3
    with read_on(engine) as session:
        events = session.scalars(select(Event).order_by(Event.occurred_at)).all()
        journeys = session.scalars(select(Journey).order_by(Journey.departed_at)).all()
    assert [(one.kind, one.method, one.device_id) for one in events] == [
        ("departure", "paper", None), ("departure", "paper", None), ("return", "paper", None),
    ]  # fmt: skip
    assert events[0].occurred_at == datetime(2026, 11, 21, 0, 5, tzinfo=UTC)
    assert events[0].officer_id == officer.user_id
    assert [journey.returned_at is None for journey in journeys] == [False, True]

    opened = write_on(
        engine, open_sheet, actor=officer, list_id=by_number.id, gate_codes=["HUUNGHI"], day=DAY, at=AT
    )
    assert [[kind for kind, _, on_paper in row.seen if on_paper] for row in opened.rows] == [
        ["departure", "return"], ["departure"], [],
    ]  # fmt: skip
    write_on(engine, take_back, actor=officer, event_id=events[1].id, at=AT + timedelta(minutes=5))
    with read_on(engine) as session:
        assert session.scalar(select(func.count()).select_from(Journey)) == 1


def test_what_a_phone_recorded_as_well_is_one_crossing_and_two_times_are_a_contradiction(engine, officer):
    work_list = CertifiedList(engine)
    mui, pao = work_list.issue(), work_list.issue()

    def key(person, *moments):
        passages = [KeyedPassage(str(person.entry_id), "departure", moment) for moment in moments]
        facts = {"list_id": work_list.list_id, "gate_code": "HUUNGHI", "at": AT}
        return write_on(engine, key_sheet, actor=officer, passages=passages, **facts)

    key(mui, at(7, 5))
    assert "same_passage" in key(mui, at(7, 9))[0]["flags"]
    key(pao, at(7, 5))
    assert "contradictory" in key(pao, at(9))[0]["flags"]
    with read_on(engine) as session:
        assert session.scalar(select(func.count()).select_from(Contradiction)) == 1


def test_a_draft_and_another_posts_gate_are_not_there(engine, officer):
    work_list = CertifiedList(engine)
    person = work_list.issue()
    passages = [KeyedPassage(str(person.entry_id), "departure", at(7))]
    facts = {"list_id": work_list.list_id, "passages": passages, "at": AT}
    with pytest.raises(NotFound):
        write_on(engine, key_sheet, actor=officer, gate_code="CHIMA", **facts)
    with pytest.raises(NotFound):
        write_on(
            engine, key_sheet, actor=officer, gate_code="HUUNGHI", **facts | {"list_id": person.entry_id}
        )
