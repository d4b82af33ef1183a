"""What an event may carry beside its passage: a trip, a hand-over, a list on paper, conditions let pass."""

import json
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from borderreg.db import read_on, write_on
from borderreg.models import Event, GateClosure, GroupFact, Journey, UnnamedReturn, new_id
from borderreg.services.private_fields import unseal
from tests.crossings import AT

PAPER = {
    "unit": "UBND xã Bản Thi", "number": "04/DS-UBND", "date": "2026-11-20", "name": "Lý Thị Sáo",
    "birth": "1988-04-09", "document": {"type": "passport", "number": "C7654321", "expires": "2029-01-31"},
}  # fmt: skip
LET_THROUGH = {"override": {"reason": "paper_compared"}}


def all_of(engine, model):
    with read_on(engine) as session:
        return list(session.scalars(select(model)))


def test_a_trip_is_told_by_its_events_and_closed_by_the_last_of_them(engine, device, work_list):
    bus = [work_list.issue(name=name) for name in ("Nông Thị Mùi", "Vi Văn Páo", "Triệu Mùi Phấy")]
    trip = str(uuid4())
    opened = AT - timedelta(minutes=3)
    closed = {
        "plate": "12B-004.51", "leader": "Hoàng Văn Thắng", "opened_at": opened.isoformat(),
        "lists": [{"list": "05/2026", "commune": "06184", "entries": 3}],
        "expected": 3, "present": 2, "absent": [bus[2].cti.hex()],
    }  # fmt: skip
    events = [
        device.event("departure", digits=bus[0].digits, method="group", trip={"id": trip}),
        device.event("departure", cti=bus[1].cti.hex(), method="group", verdict="check",
                     override={"reason": "compared_person"}, trip={"id": trip, "closed": closed}),
    ]  # fmt: skip
    for _again in range(2):
        results = device.send(*events, live=False).json["results"]
        assert [result["verdict"] for result in results] == ["accept", "check"]
    assert {event.group_id for event in all_of(engine, Event)} == {UUID(trip)}
    (fact,) = all_of(engine, GroupFact)
    assert (fact.kind, fact.expected, fact.present, fact.gate_code) == ("trip", 3, 2, "HUUNGHI")
    assert fact.opened_at == opened
    assert fact.closed_at == AT
    assert b"12B" not in fact.said
    said = json.loads(unseal(fact.said, place="group_facts.said", row_id=fact.id))
    assert (said["plate"], said["absent"]) == ("12B-004.51", [bus[2].cti.hex()])
    assert len(all_of(engine, Journey)) == 2


def test_a_group_without_papers_is_taken_over_by_declaration(engine, device):
    group = str(uuid4())
    people = [
        {"name": "Nông Thị Mùi", "birth": "1990", "sex": "F", "commune": "06184"},
        {"name": "Vi Văn Páo", "note": "nói là người Lộc Bình"},
    ]
    closed = {
        "giver": "Trạm kiểm soát biên phòng Hữu Nghị Quan",
        "record": "BB 12/2026",
        "expected": 3,
        "present": 2,
    }
    first = device.event("return", declared=people[0], method="typed", hand_over={"id": group})
    last = device.event("return", declared=people[1], hand_over={"id": group, "closed": closed})
    results = device.send(first, last).json["results"]
    assert [result["flags"] for result in results] == [["code_not_proven", "declared_identity"]] * 2
    (fact,) = all_of(engine, GroupFact)
    assert (fact.kind, fact.direction, fact.expected, fact.present) == ("hand_over", "return", 3, 2)
    unnamed = {row.event_id: row for row in all_of(engine, UnnamedReturn)}
    assert unnamed[UUID(first["id"])].commune_code == "06184"
    assert unnamed[UUID(last["id"])].commune_code == ""
    assert {row.kind for row in unnamed.values()} == {"declared"}


def test_a_list_on_paper_is_compared_and_counted_apart(engine, device):
    attempt = device.record("departure", paper_list=PAPER)
    assert (attempt["verdict"], attempt["reasons"], attempt["flags"]) == (
        "check",
        ["paper_list"],
        ["paper_list"],
    )
    device.record("departure", paper_list=PAPER, **LET_THROUGH)
    back = device.record("return", paper_list=PAPER)
    assert (back["verdict"], back["flags"]) == ("accept", ["paper_list"])
    events = sorted(all_of(engine, Event), key=lambda event: event.seq)
    assert [event.kind for event in events] == ["attempt", "departure", "return"]
    assert {event.worker_id for event in events} == {None}
    assert all(b"C7654321" not in event.declared for event in events)
    assert all_of(engine, UnnamedReturn) == []
    assert all_of(engine, Journey) == []


@pytest.mark.parametrize(
    ("change", "reasons"),
    [
        ({"birth": "2010"}, ["minor", "paper_list"]),
        ({"document": PAPER["document"] | {"expires": "2026-11-21"}}, ["document_expired", "paper_list"]),
    ],
    ids=["minor", "passport run out"],
)
def test_the_papers_beside_a_list_on_paper_decide_as_those_of_an_entry(device, change, reasons):
    answer = device.record("departure", paper_list=PAPER | change, **LET_THROUGH)
    assert answer["reasons"] == reasons
    assert (answer["verdict"] == "refuse") == ("minor" in reasons)


def test_an_event_that_says_two_things_is_not_read_and_blocks_no_other(device, work_list):
    issued = work_list.issue()
    group = {"id": str(uuid4())}
    results = device.send(
        device.event("departure", digits=issued.digits, paper_list=PAPER),
        device.event("departure", paper_list=PAPER | {"date": "31/02/2026"}),
        device.event("return", digits=issued.digits, trip=group, hand_over=group),
        device.event("return", digits=issued.digits),
    ).json["results"]
    assert [result.get("code") for result in results] == [
        "paper_list_and_code", "paper_list_not_readable", "two_groups", None,
    ]  # fmt: skip


def test_conditions_let_pass_for_the_shift_stand_on_each_event_as_flags(engine, device, work_list):
    issued = work_list.issue()
    closure = GateClosure(
        id=new_id(), gate_code="HUUNGHI", starts_at=AT - timedelta(hours=1), ends_at=None,
        source_document="Công văn 1204", created_by=None, created_at=AT, lifted_at=None,
    )  # fmt: skip
    write_on(engine, lambda session: session.add(closure))
    closed = device.record("departure", digits=issued.digits)
    assert (closed["verdict"], closed["reasons"]) == ("check", ["gate_closed"])
    opened = device.record(
        "departure", digits=issued.digits, conditions=["gate_closed", "pack_stale", "nothing_known"]
    )
    assert opened["verdict"] == "accept"
    assert opened["flags"] == ["opened_by_order", "pack_stale"]


def test_turned_back_minutes_later_the_person_is_home(engine, device, work_list):
    issued = work_list.issue()
    device.record("departure", digits=issued.digits)
    back = device.record("return", digits=issued.digits, cause="turned_back")
    assert back["journey"]["state"] == "home"
    assert [event.cause for event in sorted(all_of(engine, Event), key=lambda e: e.seq)] == [
        "",
        "turned_back",
    ]
