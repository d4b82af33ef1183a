"""Returns that name nobody: the commander, or the commune that was declared, recognises the person."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from borderreg.db import read_on, write_on
from borderreg.domain.access import Role
from borderreg.domain.errors import BadInput, Conflict, NotFound
from borderreg.domain.groups import GroupKind
from borderreg.models import AuditRecord, Event, Journey
from borderreg.services.gate_groups import list_groups
from borderreg.services.return_matches import match_return, set_aside, take_back
from borderreg.services.unnamed_returns import candidates, show_unnamed, unnamed_returns
from tests.communes import make_actor
from tests.crossings import AT, CertifiedList, GateDevice, actor_of, make_user

LATER = AT + timedelta(hours=9)


@pytest.fixture
def commander(engine):
    return actor_of(engine, make_user(engine, "chihuy", Role.GATE_COMMANDER, "HUUNGHI", "Lương Văn Bình"))


@pytest.fixture
def device(engine, client, commander):
    device = GateDevice.enrol(engine, client, commander)
    assert device.sign_in("chihuy").status_code == 201
    return device


@pytest.fixture
def mui(engine, device):
    """Nông Thị Mùi left with a certified entry; a namesake of another year stayed at home."""
    work_list = CertifiedList(engine)
    issued = work_list.issue(name="Nông Thị Mùi", personal_id="020390012345")
    work_list.issue(name="Nông Thị Mùi", birth="1971", personal_id="020371012345")
    device.record("departure", digits=issued.digits)
    return issued


def hand_over(device, clock, *people):
    """Take a group over in the evening; return the events' ids."""
    clock[0] = LATER
    group = {"id": str(uuid4())}
    events = []
    for number, person in enumerate(people, start=1):
        closed = {"giver": "Trạm Hữu Nghị Quan", "record": "BB 12", "expected": 3, "present": number}
        last = {"closed": closed} if number == len(people) else {}
        events.append(device.event("return", declared=person, hand_over=group | last, method="group"))
    assert device.send(*events, at=LATER).status_code == 200
    return [UUID(event["id"]) for event in events]


def seen(engine, actor, *, decided=False):
    with read_on(engine) as session:
        return unnamed_returns(session, actor=actor, decided=decided)


def found(engine, actor, event_id, text=""):
    with read_on(engine) as session:
        return candidates(session, actor=actor, event_id=event_id, text=text)


def journeys(engine):
    with read_on(engine) as session:
        return list(session.scalars(select(Journey)))


def test_the_commander_recognises_who_was_handed_over_and_the_journey_closes(
    engine, device, commander, mui, clock
):
    first, second = hand_over(
        device, clock, {"name": "nông thị mùi", "birth": "1990", "commune": "06184"}, {"name": "Vi Văn Páo"}
    )
    waiting = seen(engine, commander)
    assert [(line.name, line.handed_over, line.commune_code) for line in waiting] == [
        ("nông thị mùi", True, "06184"), ("Vi Văn Páo", True, ""),
    ]  # fmt: skip
    assert [(one.entry_id, one.id_last4) for one in found(engine, commander, first)] == [
        (mui.entry_id, "2345")
    ]
    assert len(found(engine, commander, second, "mui nong")) == 2
    assert found(engine, commander, second) == ()
    closing = write_on(engine, match_return, actor=commander, event_id=first, entry_id=mui.entry_id, at=LATER)
    (journey,) = journeys(engine)
    assert (journey.returned_event_id, journey.returned_at, journey.returned_gate) == (
        closing,
        LATER,
        "HUUNGHI",
    )
    assert [line.event_id for line in seen(engine, commander)] == [second]
    assert [
        (line.decided, line.decided_entry[:4] != "") for line in seen(engine, commander, decided=True)
    ] == [("matched", True)]
    with pytest.raises(Conflict):
        write_on(engine, match_return, actor=commander, event_id=first, entry_id=mui.entry_id, at=LATER)
    with read_on(engine) as session:
        acts = session.scalars(select(AuditRecord.action).where(AuditRecord.action == "return:matched")).all()
        assert len(acts) == 1
        counted = session.scalars(select(Event.method).where(Event.worker_id == mui.worker_id)).all()
        assert sorted(counted) == ["camera", "verified"]
        group = list_groups(session, actor=commander, day=LATER.date())
    assert [(line.kind, line.label, line.expected, line.crossed, line.missing) for line in group] == [
        (GroupKind.HAND_OVER, "Trạm Hữu Nghị Quan", 3, 2, 1)
    ]


def test_a_decision_is_taken_back_and_the_journey_is_open_again(engine, device, commander, mui, clock):
    (event_id,) = hand_over(device, clock, {"name": "Nông Thị Mùi"})
    with pytest.raises(BadInput):
        write_on(engine, set_aside, actor=commander, event_id=event_id, reason=" ", at=LATER)
    write_on(engine, set_aside, actor=commander, event_id=event_id, reason="người xã khác", at=LATER)
    assert seen(engine, commander) == ()
    write_on(engine, take_back, actor=commander, event_id=event_id, reason="nhầm", at=LATER)
    write_on(engine, match_return, actor=commander, event_id=event_id, entry_id=mui.entry_id, at=LATER)
    assert journeys(engine)[0].returned_at == LATER
    write_on(engine, take_back, actor=commander, event_id=event_id, reason="không phải chị ấy", at=LATER)
    assert journeys(engine)[0].returned_at is None
    assert [line.event_id for line in seen(engine, commander)] == [event_id]


def test_the_commune_that_was_declared_helps_with_its_own_entries_alone(
    engine, device, commander, mui, clock
):
    own, other = hand_over(
        device,
        clock,
        {"name": "Nông Thị Mùi", "commune": "06184"},
        {"name": "Nông Thị Mùi", "commune": "06187"},
    )
    officer = make_actor(engine, "canbo.dd", Role.COMMUNE_OFFICER, "06184")
    stranger = make_actor(engine, "canbo.tk", Role.COMMUNE_OFFICER, "06187")
    post = make_actor(engine, "chihuy.chima", Role.GATE_COMMANDER, "CHIMA")
    assert [line.event_id for line in seen(engine, officer)] == [own]
    assert [line.event_id for line in seen(engine, stranger)] == [other]
    assert seen(engine, post) == ()
    assert len(found(engine, officer, own)) == 2
    assert found(engine, stranger, other) == ()
    assert found(engine, officer, other) == ()
    for actor, event_id in ((officer, other), (stranger, own), (stranger, other), (post, own)):
        with pytest.raises(NotFound):
            write_on(engine, match_return, actor=actor, event_id=event_id, entry_id=mui.entry_id, at=LATER)
    write_on(engine, match_return, actor=officer, event_id=own, entry_id=mui.entry_id, at=LATER)
    assert journeys(engine)[0].returned_at == LATER


def test_who_came_home_otherwise_is_recognised_without_a_second_return(engine, device, commander, mui, clock):
    (event_id,) = hand_over(device, clock, {"name": "Nông Thị Mùi"})
    device.record("return", digits=mui.digits)
    closing = write_on(
        engine, match_return, actor=commander, event_id=event_id, entry_id=mui.entry_id, at=LATER
    )
    assert closing is None
    assert len(journeys(engine)) == 1


def test_a_commune_neither_sees_nor_undoes_what_was_found_to_be_of_another(
    engine, device, commander, mui, clock
):
    (event_id,) = hand_over(device, clock, {"name": "Nông Thị Mùi", "commune": "06187"})
    stranger = make_actor(engine, "canbo.tk", Role.COMMUNE_OFFICER, "06187")
    write_on(engine, match_return, actor=commander, event_id=event_id, entry_id=mui.entry_id, at=LATER)
    assert seen(engine, stranger, decided=True) == ()
    with read_on(engine) as session:
        assert show_unnamed(session, actor=stranger, event_id=event_id).decided_entry == ""
    with pytest.raises(NotFound):
        write_on(engine, take_back, actor=stranger, event_id=event_id, reason="nhầm", at=LATER)
    assert journeys(engine)[0].returned_at == LATER
    write_on(engine, take_back, actor=commander, event_id=event_id, reason="nhầm", at=LATER)
    write_on(engine, set_aside, actor=commander, event_id=event_id, reason="không có tên", at=LATER)
    assert [line.decided for line in seen(engine, stranger, decided=True)] == ["not_on_a_list"]
    write_on(engine, take_back, actor=stranger, event_id=event_id, reason="người của xã", at=LATER)
    assert [line.event_id for line in seen(engine, stranger)] == [event_id]
