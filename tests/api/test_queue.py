"""What a device uploads after a time without a network: everything is kept, nothing is counted twice."""

import itertools
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select

from borderreg.db import read_on, write_on
from borderreg.domain.errors import Refused
from borderreg.models import Contradiction, Event, EventConflict, Journey
from borderreg.services.devices import list_devices, revoke_device
from borderreg.services.journeys import rebuild
from borderreg.services.quarantine import let_in
from tests.crossings import AT, GateDevice
from tests.preparation import operator


def earlier(minutes):
    return (AT - timedelta(minutes=minutes)).isoformat()


def test_queued_events_keep_the_officers_decision_and_get_the_servers_view_beside(device, work_list):
    gone = work_list.issue(status="withdrawn")
    event = device.event("departure", digits=gone.digits, occurred_at=earlier(60))
    result = device.send(event, live=False).json["results"][0]
    assert (result["result"], result["verdict"]) == ("stored", "accept")
    assert result["server_verdict"] == "refuse"
    assert {"decided_offline", "would_refuse"} <= set(result["flags"])
    assert result["journey"]["state"] == "abroad"


def test_the_order_of_upload_changes_nothing(device, work_list, engine):
    issued = [work_list.issue(name=name) for name in ("Nông Thị Mùi", "Vi Văn Páo")]
    events = [
        device.event(direction, digits=person.digits, occurred_at=earlier(minutes))
        for person in issued
        for direction, minutes in (("departure", 300), ("return", 200), ("departure", 100))
    ]
    for event in reversed(events):
        device.send(event, live=False)
    with read_on(engine) as session:
        journeys = session.execute(select(Journey.departed_at, Journey.returned_at)).all()
    assert sorted((j.departed_at, j.returned_at is None) for j in journeys) == [
        (AT - timedelta(minutes=300), False),
        (AT - timedelta(minutes=300), False),
        (AT - timedelta(minutes=100), True),
        (AT - timedelta(minutes=100), True),
    ]
    assert write_on(engine, lambda s: rebuild(s, actor=operator(s), at=AT, check=True)).changed == 0


def test_two_devices_that_saw_the_same_passage_make_one_crossing(
    device, work_list, engine, client, commander
):
    other = GateDevice.enrol(engine, client, commander)
    other.sign_in("bienphong")
    issued = work_list.issue()
    device.send(device.event("departure", digits=issued.digits, occurred_at=earlier(60)), live=False)
    second = other.send(other.event("departure", digits=issued.digits, occurred_at=earlier(55)), live=False)
    assert "same_passage" in second.json["results"][0]["flags"]
    assert second.json["results"][0]["journey"]["state"] == "abroad"


def test_a_contradiction_opens_a_task_and_the_late_return_closes_it(device, work_list, engine):
    issued = work_list.issue()
    for minutes in (300, 100):
        device.send(device.event("departure", digits=issued.digits, occurred_at=earlier(minutes)), live=False)
    with read_on(engine) as session:
        assert session.scalars(select(Contradiction.closed_at)).all() == [None]
    device.send(device.event("return", digits=issued.digits, occurred_at=earlier(200)), live=False)
    with read_on(engine) as session:
        task = session.scalars(select(Contradiction)).one()
        assert (task.closed_at, task.outcome) == (AT, "late_event")
        assert session.scalar(select(func.count()).select_from(Journey)) == 2


def test_one_unreadable_event_never_blocks_the_others(device, work_list):
    issued = work_list.issue()
    good = device.event("departure", digits=issued.digits, occurred_at=earlier(30))
    zoneless = device.event("return", digits=issued.digits, occurred_at="2026-11-22T08:00:00")
    nobody = device.event("departure", occurred_at=earlier(20))
    last = device.event("return", digits=issued.digits, occurred_at=earlier(10))
    results = device.send(good, zoneless, nobody, last, live=False).json["results"]
    assert [result["result"] for result in results] == ["stored", "invalid", "invalid", "stored"]
    assert [result.get("code") for result in results][1:3] == ["time_without_zone", "nobody_named"]


def test_a_wrong_clock_is_corrected_once_by_the_measured_offset(device, work_list, engine):
    event = device.event(
        "departure", digits=work_list.issue().digits, occurred_at=(AT + timedelta(hours=2)).isoformat()
    )
    device.send(event, live=False, at=AT + timedelta(hours=3))
    with read_on(engine) as session:
        stored = session.scalars(select(Event)).one()
    assert stored.occurred_at == AT - timedelta(hours=1)
    assert stored.said_at == AT + timedelta(hours=2)
    assert stored.clock_offset == -3 * 3600


def test_a_clock_that_ran_ahead_or_back_is_stored_and_flagged(device, work_list):
    ahead = device.event("departure", digits=work_list.issue().digits, occurred_at=earlier(-6))
    back = device.event("departure", digits=work_list.issue().digits, occurred_at=earlier(60))
    flags = [r["flags"] for r in device.send(ahead, back, live=False).json["results"]]
    assert all("time_uncertain" in found for found in flags)


def test_a_missing_link_of_the_chain_is_noticed_and_the_event_kept(device, work_list):
    device.event("departure", digits=work_list.issue().digits)
    result = device.record("departure", digits=work_list.issue().digits)
    assert result["result"] == "stored"
    assert "sequence_gap" in result["flags"]


def test_an_unbroken_chain_has_no_gap(device, work_list):
    for _ in range(3):
        assert device.record("departure", digits=work_list.issue().digits)["flags"] == []


@pytest.mark.parametrize(
    ("named", "flag"), [("bienphong", None), ("nguoi_la", "quarantined"), (None, "quarantined")]
)
def test_an_upload_without_a_shift_counts_only_for_a_known_officer(device, work_list, named, flag):
    device.shift_token = ""
    more = {"officer": named} if named else {}
    result = device.send(
        device.event("departure", digits=work_list.issue().digits, occurred_at=earlier(9), **more), live=False
    ).json["results"][0]
    assert result["result"] == "stored"
    assert (flag is None) or (flag in result["flags"])
    assert result["journey"]["state"] == ("home" if flag == "quarantined" else "abroad")


def test_a_revoked_device_is_heard_into_quarantine_and_told_to_wipe(device, work_list, engine, commander):
    write_on(engine, revoke_device, actor=commander, device_id=device.device_id, at=AT)
    issued = work_list.issue()
    answer = device.send(device.event("departure", digits=issued.digits, occurred_at=earlier(9)), live=False)
    assert (answer.status_code, answer.json["code"]) == (410, "device_revoked")
    assert device.verify(digits=issued.digits).status_code == 410
    with read_on(engine) as session:
        stored = session.scalars(select(Event)).one()
        assert "quarantined" in stored.flags
        assert session.scalar(select(func.count()).select_from(Journey)) == 0


def test_another_devices_event_id_is_a_conflict_and_logged(device, work_list, engine, client, commander):
    other = GateDevice.enrol(engine, client, commander)
    other.sign_in("bienphong")
    event = device.event("departure", digits=work_list.issue().digits)
    device.send(event)
    assert other.send(event).json["results"] == [{"id": event["id"], "result": "conflict"}]
    with read_on(engine) as session:
        assert session.scalar(select(func.count()).select_from(EventConflict)) == 1


def test_an_event_and_its_annulment_of_one_batch_leave_the_person_at_home(device, work_list):
    issued = work_list.issue()
    event = device.event("departure", digits=issued.digits, occurred_at=earlier(90))
    undo = device.event("annulment", annuls=event["id"], reason="nhầm", occurred_at=earlier(30))
    results = device.send(event, undo, live=False).json["results"]
    assert "quarantined" not in results[1]["flags"]
    assert results[1]["journey"]["state"] == "home"


def test_an_annulment_that_arrives_before_what_it_annuls_waits_for_the_commander(
    device, work_list, engine, commander
):
    issued = work_list.issue()
    event = device.event("departure", digits=issued.digits, occurred_at=earlier(30))
    undo = device.event("annulment", annuls=event["id"], reason="nhầm", occurred_at=earlier(29))
    held = device.send(undo, live=False).json["results"][0]
    assert (held["result"], "quarantined" in held["flags"]) == ("stored", True)
    asked = {"actor": commander, "event_id": UUID(undo["id"]), "at": AT}
    with pytest.raises(Refused, match="not come"):
        write_on(engine, let_in, **asked)
    assert device.send(event, live=False).json["results"][0]["journey"]["state"] == "abroad"
    write_on(engine, let_in, **asked)
    assert journeys(engine) == 0


def test_an_annulment_that_names_another_gates_event_before_it_comes_is_never_let_in(
    device, dong_dang, work_list, engine, commander
):
    event = dong_dang.event("departure", digits=work_list.issue().digits, occurred_at=earlier(30))
    undo = device.event("annulment", annuls=event["id"], reason="nhầm", occurred_at=earlier(29))
    device.send(undo, live=False)
    dong_dang.send(event, live=False)
    with pytest.raises(Refused, match="another gate"):
        write_on(engine, let_in, actor=commander, event_id=UUID(undo["id"]), at=AT)
    assert journeys(engine) == 1


def test_a_queued_annulment_is_measured_by_the_servers_time_and_not_by_the_devices(
    device, work_list, engine, commander, clock
):
    event = device.event("departure", digits=work_list.issue().digits)
    device.send(event)
    clock[0] = AT + timedelta(hours=2)
    undo = device.event("annulment", annuls=event["id"], reason="nhầm", occurred_at=AT.isoformat())
    late = device.send(undo, live=False, at=clock[0]).json["results"][0]
    assert (late["result"], "quarantined" in late["flags"]) == ("stored", True)
    assert late["journey"]["state"] == "abroad"
    assert journeys(engine) == 1
    write_on(engine, let_in, actor=commander, event_id=UUID(undo["id"]), at=clock[0])
    assert journeys(engine) == 0
    assert write_on(engine, lambda s: rebuild(s, actor=operator(s), at=AT, check=True)).changed == 0


def journeys(engine):
    with read_on(engine) as session:
        return session.scalar(select(func.count()).select_from(Journey))


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_doubled_uploads_in_any_order_leave_one_row_each(device, work_list, engine, order):
    issued = work_list.issue()
    events = [
        device.event("departure", digits=issued.digits, occurred_at=earlier(50)),
        device.event("return", digits=issued.digits, occurred_at=earlier(40)),
        device.event("departure", digits=issued.digits, occurred_at=earlier(20)),
    ]
    for index in (*order, *order):
        device.send(events[index], live=False)
    with read_on(engine) as session:
        assert session.scalar(select(func.count()).select_from(Event)) == 3
        assert session.scalar(select(func.count()).select_from(Journey)) == 2


def test_an_unknown_event_cannot_be_taken_back_live(device):
    result = device.record("annulment", annuls=str(uuid4()), reason="nhầm")
    assert (result["result"], result["code"]) == ("invalid", "annuls_unknown_event")


def test_numbers_missing_in_a_devices_sequence_are_noticed_until_they_come(
    device, work_list, engine, commander
):
    events = [device.event("return", digits=work_list.issue().digits) for _ in range(3)]
    gap = device.send(events[2], live=False).json["results"][0]
    assert "sequence_gap" in gap["flags"]
    assert missing(engine, commander) == 2
    device.send(*events[:2], live=False)
    assert missing(engine, commander) == 0


def missing(engine, commander):
    with read_on(engine) as session:
        return sum(line.missing for line in list_devices(session, actor=commander))
