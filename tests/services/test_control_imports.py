"""A workbook of the border guard's own system: what is missing is found, written once, and nothing else."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from borderreg.db import read_on, write_on
from borderreg.domain.access import Role
from borderreg.domain.control_rows import Finding, find, read_control, read_direction, read_moment
from borderreg.domain.errors import BadInput, Conflict, NotFound, NotPermitted
from borderreg.domain.journeys import Fact, JourneyFact
from borderreg.domain.list_cells import Formula
from borderreg.domain.periods import HANOI
from borderreg.models import ControlImport, Event, Journey, new_id
from borderreg.services.control_imports import compare, discard, keep_control, read_control_file, write_missed
from borderreg.services.workbooks import FileRefused
from tests.crossings import AT, CertifiedList, GateDevice, actor_of, make_user
from tests.services.workbook_files import xlsx

HEADER = ("STT", "Số hộ chiếu", "Thời gian", "Chiều")


def at(hour, minute=0, day=22):
    return datetime(2026, 11, day, hour, minute, tzinfo=HANOI)


def crossed(left, back=None):
    def fact(kind, moment):
        return Fact(id=new_id(), kind=kind, occurred_at=moment, gate="HUUNGHI", country="CN")

    return JourneyFact(departed=fact("departure", left), returned=fact("return", back) if back else None)


def test_times_directions_and_columns_are_read_as_people_write_them():
    moments = ("22/11/2026 18:05", "22-11-2026 18:05:31", "2026-11-22T18:05", "18:05 22/11/2026")
    assert {read_moment(text) for text in moments} == {at(18, 5)}
    assert read_moment(datetime(2026, 11, 22, 18, 5)) == at(18, 5)  # noqa: DTZ001 (a cell has no zone)
    assert [read_moment(value) for value in ("22/11/2026", "31/02/2026 10:00", 45000, None)] == [None] * 4
    words = {"Nhập cảnh": "return", "về": "return", "N": "return", "XC": "departure", "Exit": "departure"}
    assert {text: read_direction(text) for text in words} == words
    assert read_direction("quá cảnh") is None
    sheet = read_control(
        [
            (1, ("TRẠM KIỂM SOÁT", None, None, None)),
            (3, ("Số giấy tờ", "Ngày", "Giờ", "Hướng")),
            (4, ("C0050001", date(2026, 11, 22), "18:05", "Nhập")),
            (5, ("", None, None, None)),
            (6, (Formula("C0050002"), "22/11/2026", "18:05", "Nhập")),
            (7, ("C0050003", "22/11/2026", "18 giờ", "Nhập")),
        ]
    )
    assert sheet is not None
    assert [(row.number, row.document, row.at, row.direction) for row in sheet.rows] == [
        (4, "C0050001", at(18, 5), "return")
    ]
    assert sheet.unreadable == (6, 7)
    assert read_control([(1, ("Họ tên", "Thời gian", "Chiều"))]) is None


def test_a_row_means_something_only_beside_the_journeys():
    def meaning(direction, moment, *journeys, closed=None):
        row = read_control([(1, HEADER), (2, (1, "C0050001", moment.strftime("%d/%m/%Y %H:%M"), direction))])
        assert row is not None
        return find(row.rows[0], journeys, closed=closed)

    away, home = crossed(at(7)), crossed(at(7), at(17))
    assert meaning("N", at(18), away) is Finding.MISSED
    assert meaning("N", at(19), away, closed=at(17)) is Finding.NO_DEPARTURE
    assert meaning("N", at(17, 40), home) is Finding.KNOWN
    assert meaning("N", at(12), home) is Finding.OTHER_TIME
    assert meaning("N", at(20), home) is Finding.NO_DEPARTURE
    assert meaning("N", at(6), away) is Finding.NO_DEPARTURE
    assert meaning("X", at(7, 50), away) is Finding.KNOWN
    assert meaning("X", at(12), away) is Finding.UNSEEN_DEPARTURE


@pytest.fixture
def commander(engine):
    return actor_of(engine, make_user(engine, "chihuy", Role.GATE_COMMANDER, "HUUNGHI", "Lương Văn Bình"))


def workbook(*rows):
    def write(_, sheet):
        for number, cells in enumerate((HEADER, *rows)):
            sheet.write_row(number, 0, cells)

    return xlsx(write)


def upload(engine, commander, data):
    sheet, sha256 = read_control_file(actor=commander, filename="kiem-soat.xlsx", data=data)
    facts = {"gate_code": "HUUNGHI", "sheet": sheet, "sha256": sha256, "at": AT + timedelta(days=1)}
    return write_on(engine, keep_control, actor=commander, **facts)


def test_a_missed_return_is_written_once_however_often_the_workbook_comes(engine, client, commander):
    make_user(engine, "bienphong", Role.GATE_OFFICER, "HUUNGHI", "Vi Văn Páo")
    device = GateDevice.enrol(engine, client, commander)
    device.sign_in("bienphong")
    work_list = CertifiedList(engine)
    mui, pao = work_list.issue(name="Nông Thị Mùi"), work_list.issue(name="Vi Văn Páo")
    for person in (mui, pao):
        device.record("departure", digits=person.digits)
    device.record("return", digits=pao.digits)
    data = workbook(
        (1, "C0050001", "22/11/2026 18:05", "Nhập cảnh"),
        (2, "c 0050002", "22/11/2026 08:20", "Nhập cảnh"),
        (3, "C0050001", "22/11/2026 08:01", "Xuất cảnh"),
        (4, "Z9999999", "22/11/2026 18:05", "Nhập cảnh"),
        (5, "C0050001", "hôm qua", "Nhập cảnh"),
    )
    first = upload(engine, commander, data)
    with read_on(engine) as session:
        found = compare(session, actor=commander, import_id=first)
    assert found.counts == {"missed": 1, "known": 2, "not_found": 1, "unreadable": 1}
    late = AT + timedelta(days=1)
    assert write_on(engine, write_missed, actor=commander, import_id=first, at=late) == 1
    with pytest.raises(Conflict):
        write_on(engine, write_missed, actor=commander, import_id=first, at=late)

    second = upload(engine, commander, data)
    with read_on(engine) as session:
        again = compare(session, actor=commander, import_id=second)
        event = session.scalars(select(Event).where(Event.method == "verified")).one()
        open_now = session.scalars(select(Journey).where(Journey.returned_event_id.is_(None))).all()
    assert again.counts == {"known": 3, "not_found": 1, "unreadable": 1}
    assert (event.kind, event.occurred_at, event.gate_code) == ("return", at(18, 5), "HUUNGHI")
    assert event.officer_id == commander.user_id
    assert open_now == []
    write_on(engine, discard, actor=commander, import_id=second, at=late)
    with read_on(engine) as session:
        kept = session.scalars(select(ControlImport).order_by(ControlImport.id)).all()
    assert [(one.status, one.rows) for one in kept] == [("written", None), ("discarded", None)]


def test_hostile_files_strangers_and_officers_are_turned_away(engine, commander):
    with pytest.raises(FileRefused):
        read_control_file(actor=commander, filename="kiem-soat.xlsx", data=b"PK\x03\x04 no workbook")
    with pytest.raises(BadInput, match="columns"):
        read_control_file(actor=commander, filename="a.csv", data="Họ tên,Chiều\nMùi,N\n".encode())
    officer = actor_of(engine, make_user(engine, "bienphong", Role.GATE_OFFICER, "HUUNGHI", "Vi Văn Páo"))
    with pytest.raises(NotPermitted):
        read_control_file(actor=officer, filename="a.csv", data=b"x")
    other = actor_of(engine, make_user(engine, "chima", Role.GATE_COMMANDER, "CHIMA", "Lý Văn Sáng"))
    kept = upload(engine, commander, workbook((1, "C0050001", "22/11/2026 18:05", "N")))
    with pytest.raises(NotFound):
        write_on(engine, write_missed, actor=other, import_id=kept, at=AT)
