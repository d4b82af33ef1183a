"""Two devices without a network log the same person; however their queues arrive, the end is the same."""

import random
from datetime import timedelta

from sqlalchemy import select

from borderreg.db import read_on, write_on
from borderreg.models import Contradiction, Event, Journey
from borderreg.services.journeys import rebuild
from tests.crossings import AT
from tests.preparation import operator

STORY = (
    ("first", "departure", 300),
    ("second", "departure", 240),  # nobody saw a return between: one task
    ("first", "return", 120),
    ("second", "departure", 60),
)


def _shuffled(events):
    mixed = list(events)
    random.Random(7).shuffle(mixed)
    return mixed


# how the two queues may arrive: one after the other, the other way round, event by event in any order
ARRIVALS = {
    "first, then second": lambda first, second: [first, second],
    "second, then first": lambda first, second: [second, first],
    "backwards": lambda first, second: [[event] for event in reversed([*first, *second])],
    "shuffled": lambda first, second: [[event] for event in _shuffled([*first, *second])],
}


def test_both_orders_and_shuffled_give_the_same_journeys_and_one_task(device, dong_dang, work_list, engine):
    devices = {"first": device, "second": dong_dang}
    states = {}
    for name, arrive in ARRIVALS.items():
        person = work_list.issue(name="Triệu Mùi Phấy")
        queues = {"first": [], "second": []}
        for who, direction, minutes in STORY:
            at = (AT - timedelta(minutes=minutes)).isoformat()
            event = devices[who].event(direction, digits=person.digits, occurred_at=at)
            queues[who].append(event)
        owner = {event["id"]: who for who, events in queues.items() for event in events}
        for batch in arrive(queues["first"], queues["second"]):
            sent = devices[owner[batch[0]["id"]]].send(*batch, live=False)
            assert {result["result"] for result in sent.json["results"]} == {"stored"}
        states[name] = _state(engine, person.worker_id)
    assert len(set(states.values())) == 1, states
    state = states["shuffled"]
    assert state == (
        (("departure", 300), ("return", 120), True),
        (("departure", 60), None, False),
        "task: 240",
    )
    assert write_on(engine, lambda s: rebuild(s, actor=operator(s), at=AT, check=True)).changed == 0


def _state(engine, worker_id):
    """Return journeys and tasks of one worker in words that do not depend on ids."""
    with read_on(engine) as session:
        events = session.scalars(select(Event).where(Event.worker_id == worker_id))
        said = {event.id: (event.kind, (AT - event.occurred_at) // timedelta(minutes=1)) for event in events}
        journeys = session.scalars(
            select(Journey).where(Journey.worker_id == worker_id).order_by(Journey.departed_at)
        )
        trips = [
            (said[trip.departed_event_id], said.get(trip.returned_event_id), trip.contradicted)
            for trip in journeys
        ]
        # a task that a late event has answered by itself is closed, and nobody's work any more
        open_now = (Contradiction.worker_id == worker_id, Contradiction.closed_at.is_(None))
        tasks = session.scalars(select(Contradiction.event_id).where(*open_now))
        return (*trips, *(f"task: {said[task][1]}" for task in tasks))
