"""Scanning at a gate: verify, record, come home; on both databases."""

import json
from datetime import date, timedelta

import pytest
from sqlalchemy import event as sql_event
from sqlalchemy import func, select

from borderreg.crypto import vault
from borderreg.db import db, read_on
from borderreg.domain.passes import format_entry_code
from borderreg.drivers import Driver
from borderreg.models import AuditRecord, Event, Journey
from tests.crossings import AT


def test_a_certified_worker_is_shown_and_may_leave(device, work_list):
    issued = work_list.issue(name="Triệu Mùi Phấy")
    answer = device.verify(digits=issued.digits)
    assert answer.status_code == 200
    assert answer.json["class"] == "accept"
    assert answer.json["reasons"] == []
    assert answer.json["cti"] == issued.cti.hex()
    assert answer.json["person"]["name"] == "Triệu Mùi Phấy"
    assert answer.json["person"]["list"] == "05/2026"
    assert answer.json["person"]["document"]["number"] == "C0050001"
    assert answer.json["journey"] == {"state": "home"}
    assert set(answer.json["text"]) == {"vi", "en", "zh"}


def test_looking_at_a_person_is_logged_but_writes_no_event(device, work_list, engine):
    device.verify(digits=work_list.issue().digits)
    with read_on(engine) as session:
        assert session.scalar(select(func.count()).select_from(Event)) == 0
        payloads = session.scalars(
            select(AuditRecord.payload).where(AuditRecord.action == "worker:read")
        ).all()
    assert len(payloads) == 1
    assert "Nông" not in payloads[0]


def test_a_departure_and_a_return_make_a_journey(device, work_list, engine, clock):
    issued = work_list.issue()
    left = device.record("departure", digits=issued.digits)
    assert left["result"] == "stored"
    assert left["verdict"] == "accept"
    assert left["journey"] == {"state": "abroad", "country": "CN", "since": AT.isoformat(), "gate": "HUUNGHI"}
    clock[0] = AT + timedelta(hours=9)
    back = device.record("return", digits=issued.digits)
    assert back["verdict"] == "accept"
    assert back["journey"] == {"state": "home"}
    assert back["flags"] == []
    with read_on(engine) as session:
        journey = session.scalars(select(Journey)).one()
    assert journey.departed_at == AT
    assert journey.returned_at == clock[0]
    assert journey.departed_day == date(2026, 11, 22)


def test_sending_an_event_again_gives_the_first_answer_and_one_row(device, work_list, engine):
    event = device.event("departure", digits=work_list.issue().digits)
    first = device.send(event).json["results"][0]
    again = device.send(event).json["results"][0]
    assert again == {**first, "result": "duplicate"}
    with read_on(engine) as session:
        assert session.scalar(select(func.count()).select_from(Event)) == 1


def test_another_body_under_a_known_id_is_a_conflict_and_the_first_is_kept(device, work_list, engine):
    event = device.event("departure", digits=work_list.issue().digits)
    device.send(event)
    assert device.send(event | {"direction": "return"}).json["results"][0]["result"] == "conflict"
    with read_on(engine) as session:
        assert session.scalars(select(Event.kind)).all() == ["departure"]


def test_a_second_departure_asks_and_is_an_attempt_until_the_officer_says_why(device, work_list):
    issued = work_list.issue()
    device.record("departure", digits=issued.digits)
    second = device.record("departure", digits=issued.digits)
    assert (second["verdict"], second["reasons"]) == ("check", ["already_departed"])
    assert second["journey"]["state"] == "abroad"
    third = device.record("departure", digits=issued.digits, override={"reason": "đã đối chiếu"})
    assert third["journey"]["state"] == "contradictory"


def test_a_missed_return_is_resolved_by_an_inferred_one(device, work_list, clock):
    issued = work_list.issue()
    device.record("departure", digits=issued.digits)
    clock[0] = AT + timedelta(hours=12)
    assert device.record("return", digits=issued.digits, method="inferred")["journey"]["state"] == "home"
    assert device.record("departure", digits=issued.digits)["verdict"] == "accept"


def test_a_typed_code_finds_the_person_and_asks_for_a_comparison(device, work_list):
    issued = work_list.issue()
    code = format_entry_code(issued.cti).lower().replace("-", " ")
    answer = device.verify(entry_code=code)
    assert (answer.json["class"], answer.json["reasons"]) == ("check", ["typed_code"])
    left = device.record(
        "departure", entry_code=code, method="typed", override={"reason": "đã so người với giấy tờ"}
    )
    assert left["journey"]["state"] == "abroad"


@pytest.mark.parametrize("naming", ["document_number", "card_text"])
def test_a_paper_finds_the_person_without_the_slip(device, work_list, naming):
    issued = work_list.issue(personal_id="020190001234", document_number="C7654321")
    text = {
        "document_number": "c 7654321",
        "card_text": "020190001234||NÔNG THỊ MÙI|12021990|Nữ|Đồng Đăng|01012022",
    }
    answer = device.verify(**{naming: text[naming]})
    assert answer.json["cti"] == issued.cti.hex()
    assert answer.json["reasons"] == ["typed_code"]


def test_a_forged_code_is_refused_logged_as_an_attempt_and_shows_nobody(device, work_list, engine):
    digits = work_list.issue().digits
    forged = digits[:-1] + str((int(digits[-1]) + 1) % 10)
    answer = device.verify(digits=forged)
    assert answer.json["class"] in ("refuse", "unreadable")
    assert "person" not in answer.json
    assert device.record("departure", digits=forged)["result"] == "stored"
    with read_on(engine) as session:
        assert session.scalars(select(Event.kind)).all() == ["attempt"]


@pytest.mark.parametrize("status", ["withdrawn", "revoked", "superseded", "suspended"])
def test_whatever_became_of_the_entry_the_return_is_recorded(device, work_list, status):
    issued = work_list.issue(status=status)
    assert device.record("departure", digits=issued.digits)["verdict"] == "refuse"
    back = device.record("return", digits=issued.digits)
    assert back["verdict"] == "accept"
    assert "return_without_departure" in back["flags"]


def test_a_return_of_somebody_whose_code_nobody_can_read_is_recorded(device, engine):
    assert device.record("return", digits="12345678")["result"] == "stored"
    declared = {"name": "Lý A Sính", "birth": "1988", "note": "bị trao trả, không giấy tờ"}
    assert "declared_identity" in device.record("return", declared=declared)["flags"]
    with read_on(engine) as session:
        stored = session.scalars(select(Event).order_by(Event.seq)).all()
    assert [event.kind for event in stored] == ["return", "return"]
    assert "Lý".encode() not in stored[1].declared


def test_somebody_abroad_is_shown_with_when_and_by_which_gate(device, dong_dang, work_list):
    issued = work_list.issue()
    dong_dang.record("departure", digits=issued.digits)
    assert device.verify(digits=issued.digits).json["journey"] == {
        "state": "abroad",
        "country": "CN",
        "since": AT.isoformat(),
        "gate": "DONGDANG",
        "gate_name": "Ga Đồng Đăng",
    }


def test_a_new_paper_is_kept_with_the_event_and_not_in_clear(device, work_list, engine):
    issued = work_list.issue(document_expires=date(2026, 11, 21))
    assert device.verify(digits=issued.digits).json["reasons"] == ["document_expired"]
    other = {"reason": "other_document", "document": {"number": "C1112223", "expires": "2031-05-01"}}
    left = device.record("departure", digits=issued.digits, document_changed=True, override=other)
    assert (left["verdict"], left["flags"]) == ("accept", ["document_short", "document_changed"])
    with read_on(engine) as session:
        stored = session.scalars(select(Event)).one()
    assert b"C1112223" not in stored.declared
    said = vault().fields.decrypt(stored.declared, bound_to=f"events.declared:{stored.id}")
    assert json.loads(said)["document"]["number"] == "C1112223"


@pytest.mark.parametrize(
    "override",
    [
        None,
        {"reason": "other_document", "document": {"number": "", "expires": "2031-05-01"}},
        {"reason": "other_document", "document": {"number": "C1112223", "expires": "2026-11-21"}},
        {"reason": "other_document", "document": {"number": "C1112223", "expires": "sang năm"}},
    ],
)
def test_saying_that_there_is_another_paper_is_not_enough(device, work_list, override):
    issued = work_list.issue(document_expires=date(2026, 11, 21))
    left = device.record("departure", digits=issued.digits, document_changed=True, override=override)
    assert (left["verdict"], left["reasons"]) == ("check", ["document_expired"])
    assert "document_changed" not in left["flags"]


def test_the_same_code_at_two_gates_within_half_an_hour_is_refused(device, dong_dang, work_list, clock):
    issued = work_list.issue()
    device.record("departure", digits=issued.digits)
    clock[0] = AT + timedelta(minutes=29)
    copied = dong_dang.record("departure", digits=issued.digits, override={"reason": "vẫn cho đi"})
    assert copied["verdict"] == "refuse"
    assert "copied_code" in copied["reasons"]
    assert copied["journey"]["state"] == "abroad"


def test_a_mistake_is_taken_back_within_fifteen_minutes(device, work_list, clock):
    issued = work_list.issue()
    event = device.event("departure", digits=issued.digits)
    device.send(event)
    clock[0] = AT + timedelta(minutes=15)
    undone = device.record("annulment", annuls=event["id"], reason="quét nhầm người")
    assert undone["result"] == "stored"
    assert undone["journey"] == {"state": "home"}
    again = device.record("annulment", annuls=event["id"], reason="quét nhầm người")
    assert again["journey"] == {"state": "home"}
    assert device.send(event).json["results"][0]["result"] == "duplicate"


def test_later_only_the_commander_takes_back_and_never_at_another_gate(device, dong_dang, work_list, clock):
    event = device.event("departure", digits=work_list.issue().digits)
    device.send(event)
    assert dong_dang.record("annulment", annuls=event["id"], reason="nhầm")["code"] == "annuls_other_gate"
    clock[0] = AT + timedelta(minutes=16)
    late = device.record("annulment", annuls=event["id"], reason="nhầm")
    assert (late["result"], late["code"]) == ("invalid", "annuls_too_late")
    assert device.sign_in("chihuy").status_code == 201
    assert device.record("annulment", annuls=event["id"], reason="nhầm")["journey"] == {"state": "home"}


def test_search_finds_by_name_without_accents_and_logs_whom_it_showed(device, work_list, engine):
    issued = work_list.issue(name="Hứa Thị Thuỷ")
    work_list.issue(name="Vi Văn Páo")
    found = device.post("/search", {"q": "hua thuy"}).json["results"]
    assert [line["cti"] for line in found] == [issued.cti.hex()]
    assert len(device.post("/search", {"q": "05/2026"}).json["results"]) == 2
    assert device.post("/search", {"q": "hu"}).status_code == 400
    with read_on(engine) as session:
        payload = session.scalars(
            select(AuditRecord.payload).where(AuditRecord.action == "worker:searched").limit(1)
        ).one()
    assert str(issued.worker_id) in payload
    assert "hua" not in payload


@pytest.fixture
def statements(app, monkeypatch):
    """Every statement from now on: those of SQLAlchemy and those run straight on the driver."""
    seen = []
    with app.app_context():
        engine = db.engine
    sql_event.listen(engine, "before_cursor_execute", lambda *a: seen.append(a[2]))
    execute = Driver.execute
    monkeypatch.setattr(Driver, "execute", lambda self, *a: seen.append(a[0]) or execute(self, *a))
    return seen


@pytest.mark.parametrize("others", [0, 60])
def test_a_scan_takes_at_most_ten_statements_whatever_the_size_of_the_register(
    device, work_list, statements, others
):
    for _ in range(others):
        work_list.issue()
    issued = work_list.issue()
    device.record("departure", digits=work_list.issue().digits)
    counted = {}
    for direction in ("departure", "return"):
        statements.clear()
        device.record(direction, digits=issued.digits)
        counted[direction] = len(statements)
    assert 4 <= min(counted.values()) <= max(counted.values()) <= 10, counted
