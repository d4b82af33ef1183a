"""The projection equals a fold of the log, whatever was uploaded, in whatever order, on both databases."""

import random
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select, update

from borderreg.db import read_on, write_on
from borderreg.domain.access import Role
from borderreg.domain.events import SentEvent
from borderreg.domain.gate import GateFacts
from borderreg.models import Contradiction, Device, EntryState, Gate, Journey, new_id
from borderreg.services.event_batches import receive_events
from borderreg.services.journeys import close_contradiction, rebuild
from borderreg.services.known_devices import KnownDevice, OfficerOnShift
from tests.crossings import AT, CertifiedList, GateDevice, actor_of, make_user
from tests.preparation import operator


@pytest.fixture
def gate(engine, client):
    """Two enrolled devices at one gate and three certified entries of two people."""
    commander = actor_of(
        engine, make_user(engine, "chihuy", Role.GATE_COMMANDER, "HUUNGHI", "Lương Văn Bình")
    )
    devices = [
        _known(engine, GateDevice.enrol(engine, client, commander).device_id, commander) for _ in range(2)
    ]
    work_list = CertifiedList(engine)
    entries = [work_list.issue(personal_id="020190000001"), work_list.issue(personal_id="020190000002")]
    entries.append(CertifiedList(engine, number=6).issue(personal_id="020190000001"))
    return devices, entries


def _known(engine, device_id, commander):
    def read(session):
        row = session.get_one(Device, device_id)
        place = session.get_one(Gate, row.gate_code)
        return KnownDevice(
            id=row.id,
            name=row.name,
            public_key=row.public_key,
            revoked=False,
            gate=GateFacts(code=place.code, bit=place.bit, international=True),
            gate_name=place.name_vi,
            country=place.country,
            crossing_point="1116-1117",
            post_id=place.post_id,
            key_serial=0,
            officer=OfficerOnShift(
                shift_id=new_id(),
                user_id=commander.user_id,
                username=commander.username,
                name=commander.name,
                role=commander.role,
                organisation_id=commander.organisation_id,
                organisation_code=commander.organisation_code,
            ),
        )

    with read_on(engine) as session:
        return read(session)


def sent(number, direction, minute, entry, annuls=None):
    return SentEvent(
        id=new_id(),
        direction=direction,
        said_at=AT + timedelta(minutes=minute),
        body_hash=number.to_bytes(32, "big"),
        seq=number,
        prev_hash="",
        method="camera",
        pack_serial=0,
        digits=None,
        cti=entry.cti if annuls is None else None,
        entry_code=None,
        declared=None,
        verdict="accept",
        reasons=(),
        override_reason="đã đối chiếu",
        cause="",
        document_changed=False,
        annuls=annuls,
        officer=None,
        gate=None,
    )


def projection(engine):
    with read_on(engine) as session:
        journeys = {
            (j.departed_event_id, j.returned_event_id, j.contradicted)
            for j in session.scalars(select(Journey))
        }
        states = {(s.entry_id, s.state) for s in session.scalars(select(EntryState))}
        tasks = set(
            session.scalars(select(Contradiction.event_id).where(Contradiction.outcome != "late_event"))
        )
    return journeys, states, tasks


histories = st.lists(
    st.tuples(
        st.sampled_from(["departure", "departure", "return", "return", "annulment"]),
        st.integers(0, 60),
        st.integers(0, 2),
        st.integers(0, 1),
    ),
    min_size=1,
    max_size=9,
)


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(history=histories, seed=st.integers(0, 999))
def test_any_order_of_arrival_leaves_the_projection_that_a_rebuild_gives(engine, gate, history, seed):
    devices, entries = gate
    events = []
    for number, (direction, minute, person, device) in enumerate(history, start=1):
        earlier = [event for event, _ in events if event.annuls is None]
        if direction == "annulment" and earlier:
            taken = earlier[minute % len(earlier)]
            when = (taken.said_at - AT) // timedelta(minutes=1) + 5
            events.append((sent(number, direction, when, entries[person], annuls=taken.id), device))
        elif direction != "annulment":
            events.append((sent(number, direction, minute, entries[person]), device))
    arrivals = events + events[: len(events) // 2]
    random.Random(seed).shuffle(arrivals)
    for event, device in arrivals:
        write_on(
            engine,
            receive_events,
            device=devices[device],
            live=False,
            events=[event],
            offset=0,
            at=AT + timedelta(days=1),
        )
    check = write_on(engine, lambda s: rebuild(s, actor=operator(s), at=AT, check=True))
    assert check.changed == 0
    found = projection(engine)
    write_on(engine, lambda s: rebuild(s, actor=operator(s), at=AT))
    assert projection(engine) == found


def test_a_damaged_projection_is_found_and_mended(engine, gate):
    devices, entries = gate
    for number, direction in enumerate(("departure", "return", "departure", "departure"), start=1):
        event = sent(number, direction, number * 30, entries[0])
        write_on(engine, receive_events, device=devices[0], live=False, events=[event], offset=0, at=AT)
    whole = projection(engine)
    assert whole[2], "the second departure opened a task"
    write_on(engine, lambda s: s.execute(update(EntryState).values(state="returned")))
    write_on(engine, lambda s: s.execute(delete(Journey).where(Journey.returned_event_id.is_not(None))))
    assert write_on(engine, lambda s: rebuild(s, actor=operator(s), at=AT, check=True)).changed == 1
    assert write_on(engine, lambda s: rebuild(s, actor=operator(s), at=AT)).changed == 1
    assert projection(engine) == whole
    assert write_on(engine, lambda s: rebuild(s, actor=operator(s), at=AT)).changed == 0


def test_a_person_closes_the_task_and_a_rebuild_leaves_it_closed(engine, gate):
    devices, entries = gate
    for number in (1, 2):
        event = sent(number, "departure", number * 30, entries[0])
        write_on(engine, receive_events, device=devices[0], live=False, events=[event], offset=0, at=AT)
    office = actor_of(engine, make_user(engine, "ngoaivu", Role.FOREIGN_AFFAIRS, "SNGV", "Lương Thị Lan"))
    task = next(iter(projection(engine)[2]))
    write_on(engine, close_contradiction, actor=office, event_id=task, outcome="đã về nhà", at=AT)
    assert write_on(engine, lambda s: rebuild(s, actor=operator(s), at=AT)).changed == 0
    with read_on(engine) as session:
        assert session.get_one(Contradiction, task).outcome == "đã về nhà"
