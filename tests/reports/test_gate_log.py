"""A post's log of a day: its own gates only, by code and never by name, in the same number of statements."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import Engine, event
from sqlalchemy.orm import Session

from borderreg.db import read_on, write_on
from borderreg.domain.access import Role
from borderreg.domain.errors import NotPermitted
from borderreg.domain.periods import local_day
from borderreg.reports.gate_log import GateLog, gate_log
from tests.reports.world import NOW, World

TODAY = local_day(NOW)


def _happen(world: World, what: Callable[[Session], object]) -> None:
    write_on(world.engine, what)


def _log(engine: Engine, world: World, post: str = "HUUNGHI", **page: int) -> GateLog:
    with read_on(engine) as session:
        return gate_log(session, actor=world.actor(Role.GATE_OFFICER, post), day=TODAY, **page)


@pytest.fixture
def busy(engine: Engine, world: World) -> World:
    """Three departures and an attempt at Hữu Nghị, one at its station, one at Chi Ma, one yesterday."""

    def happen(session: Session) -> None:
        for number in range(3):
            entry, worker = world.entry(session, name="Nông Thị Mùi")
            world.event(
                session, "departure", entry=entry, worker=worker, occurred_at=NOW + timedelta(minutes=number)
            )
        refused = {"verdict": "refuse", "reasons": ["expired"]}
        world.event(session, "attempt", entry=entry, worker=worker, **refused)
        world.event(session, "return", entry=entry, worker=worker, gate_code="DONGDANG")
        world.event(session, "departure", entry=entry, worker=worker, gate_code="CHIMA")
        world.event(session, "departure", entry=entry, worker=worker, occurred_at=NOW - timedelta(days=1))

    _happen(world, happen)
    return world


def test_a_post_sees_the_day_at_its_own_gates_newest_first(engine: Engine, busy: World) -> None:
    log = _log(engine, busy)
    assert log.total == 5
    assert (log.count("departure"), log.count("attempt"), log.count("return")) == (3, 1, 1)
    assert {row.gate_code for row in log.rows} == {"HUUNGHI", "DONGDANG"}
    assert [row.at for row in log.rows] == sorted((row.at for row in log.rows), reverse=True)
    assert _log(engine, busy, "CHIMA").total == 1


def test_the_log_names_a_code_and_nobody(engine: Engine, busy: World) -> None:
    row = _log(engine, busy).rows[0]
    assert "Mùi" not in repr(row)


def test_pages_of_the_log_neither_lose_nor_repeat_a_row(engine: Engine, busy: World) -> None:
    pages = [_log(engine, busy, page=number, per_page=2).rows for number in (1, 2, 3)]
    assert len({row.id for page in pages for row in page}) == 5


def test_the_log_takes_the_same_statements_for_any_number_of_events(engine: Engine, busy: World) -> None:
    def count() -> int:
        statements: list[str] = []

        def note(*facts: object) -> None:
            statements.append(str(facts[2]))

        event.listen(engine, "before_cursor_execute", note)
        _log(engine, busy)
        event.remove(engine, "before_cursor_execute", note)
        return len(statements)

    few = count()

    def more(session: Session) -> None:
        for _ in range(40):
            busy.event(session, "attempt", entry=None, worker=None)

    _happen(busy, more)
    assert count() == few


@pytest.mark.parametrize("role", [Role.COMMUNE_CHIEF, Role.ADMIN, Role.AUDITOR, Role.FOREIGN_AFFAIRS])
def test_nobody_but_a_post_opens_a_gates_log(engine: Engine, world: World, role: Role) -> None:
    with read_on(engine) as session, pytest.raises(NotPermitted):
        gate_log(session, actor=world.actor(role, "06184"), day=TODAY)
