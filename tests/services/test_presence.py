"""A person's state on a commune's pages is the one that the figures count."""

from datetime import date, timedelta

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from borderreg.db import read_on, write_on
from borderreg.services.presence import Away, away_of, presence_of
from tests.reports.world import DONG_DANG, KY_LUA, NOW, World, make_world

DAY = timedelta(days=1)
TODAY = date(2026, 11, 22)


def test_states_follow_the_journeys_and_the_last_list_that_has_begun(engine: Engine) -> None:
    world: World = make_world(engine)
    people = {}

    def happen(session: Session) -> None:
        for name, ends in (("abroad", TODAY), ("overdue", TODAY - DAY), ("prolonged", TODAY - DAY)):
            entry, worker = world.entry(session, valid_to=ends)
            world.event(session, "departure", entry=entry, worker=worker, occurred_at=NOW - 9 * DAY)
            people[name] = worker
        world.entry(session, worker=people["prolonged"], valid_from=TODAY)
        people["home"] = world.entry(session)[1]
        entry, people["contradictory"] = world.entry(session)
        for days in (5, 4):
            world.event(
                session,
                "departure",
                entry=entry,
                worker=people["contradictory"],
                occurred_at=NOW - days * DAY,
            )

    write_on(engine, happen)
    world.project()
    with read_on(engine) as session:
        states = presence_of(session, worker_ids=list(people.values()), day=TODAY)
        own = away_of(session, organisation_id=world.organisations[DONG_DANG], day=TODAY)
        other = away_of(session, organisation_id=world.organisations[KY_LUA], day=TODAY)
    assert {name: states[worker] for name, worker in people.items()} == {
        "abroad": "abroad",
        "overdue": "overdue",
        "prolonged": "abroad",
        "home": "home",
        "contradictory": "contradictory",
    }
    assert own == Away(abroad=3, overdue=1)
    assert other == Away(abroad=0, overdue=0)
