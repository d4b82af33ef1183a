"""What is added up beforehand, with what still waits, equals an independent recount, at any past date too."""

from datetime import date, timedelta
from itertools import combinations
from random import Random

import pytest
from sqlalchemy import Engine, func, select, update
from sqlalchemy.orm import Session

from borderreg.db import read_on, write_on
from borderreg.domain.access import Actor, Role
from borderreg.domain.periods import Period, between, parse_period
from borderreg.models import TallyChange, TallyState
from borderreg.reports import REPORTS
from borderreg.reports.asking import figures
from borderreg.reports.cubes import cube
from borderreg.reports.questions import Asked
from borderreg.reports.scope import scope_of
from borderreg.services.tallies import fold_changes, rebuild_tallies
from tests.reports.histories import History, abroad_on, count, recount
from tests.reports.world import KY_LUA, NOW, World

EVER = between(date(2025, 6, 1), date(2026, 12, 31))
PERIODS = (
    EVER,
    parse_period("2025"),
    parse_period("2026-Q4"),
    between(date(2025, 11, 3), date(2026, 11, 20)),
)
DIMENSIONS = (
    "gate",
    "country",
    "commune",
    "employer",
    "county",
    "sex",
    "age",
    "permit",
    "sector",
    "day",
    "hour",
)


def _asked(world: World, period: Period = EVER, **changes: object) -> Asked:
    return Asked(scope=scope_of(world.office), at=NOW, period=period, **changes)  # type: ignore[arg-type]


def _agree(session: Session, world: World, chance: Random, *, known_at=None, times: int = 6) -> None:
    rows = recount(session, known_at=known_at)
    for _ in range(times):
        question = REPORTS[chance.choice(("crossings", "refusals"))]
        names = [one.key for one in question.dimensions if one.key in (*DIMENSIONS, "reason")]
        by = tuple(chance.sample([name for name in names if name != "hour"], chance.choice((0, 1, 2, 2))))
        period = chance.choice(PERIODS)
        where = {}
        if rows and chance.random() < 0.5:
            name = chance.choice([name for name in names if name not in by])
            where = {name: str(chance.choice(rows)[name])}
        asked = _asked(world, period, where=where, known_at=known_at)
        found = cube(session, question, asked=asked, by=tuple(question.dimension(name) for name in by))
        assert found.cells == count(rows, question, by, where, period), (question.slug, by, where, period)


@pytest.mark.parametrize("seed", range(3))
def test_tallies_and_what_waits_equal_a_recount_of_random_histories(world: World, seed: int) -> None:
    chance = Random(seed)
    history = write_on(world.engine, History.begin, world, chance)
    for _ in range(12):
        for _ in range(chance.choice((1, 4, 9))):
            write_on(world.engine, history.go_on)
        if chance.random() < 0.7:
            write_on(world.engine, fold_changes, at=NOW, limit=chance.choice((1, 3, 200)))
        with read_on(world.engine) as session:
            _agree(session, world, chance)
    with read_on(world.engine) as session:
        _agree(session, world, chance, known_at=NOW - timedelta(days=39), times=12)
    while write_on(world.engine, fold_changes, at=NOW).changes:
        pass
    with read_on(world.engine) as session:
        _agree(session, world, chance, times=25)
        stored = _all_cells(session, world)
    write_on(world.engine, rebuild_tallies, actor=_operator(world), at=NOW)
    with read_on(world.engine) as session:
        assert _all_cells(session, world) == stored


@pytest.mark.parametrize("seed", range(2))
def test_who_was_abroad_on_any_past_day_equals_a_recount(world: World, seed: int) -> None:
    chance = Random(100 + seed)
    history = write_on(world.engine, History.begin, world, chance)
    for _ in range(60):
        write_on(world.engine, history.go_on)
    world.project()
    with read_on(world.engine) as session:
        rows = recount(session)
        days = sorted({date.fromisoformat(row["day"]) for row in rows})
        for day in (*days, *(day + timedelta(days=70) for day in days)):
            abroad, contradictory = abroad_on(rows, day)
            found = figures(session, REPORTS["abroad"], asked=_asked(world, on=day), by="commune")
            assert {row.key: row.counts[0] for row in found.rows} == dict(abroad), day
            overdue = figures(session, REPORTS["overdue"], asked=_asked(world, on=day), by="commune")
            assert overdue.totals[0] <= (abroad + contradictory).total()


def _all_cells(session: Session, world: World) -> list[object]:
    """Read every pair of dimensions from the tallies alone."""
    assert session.scalar(select(func.count()).select_from(TallyChange)) == 0
    found: list[object] = []
    for slug in ("crossings", "refusals"):
        question = REPORTS[slug]
        pairs = combinations([one for one in question.dimensions if one.key != "hour"], 2)
        found += [cube(session, question, asked=_asked(world), by=pair).cells for pair in pairs]
    return found


def _operator(world: World) -> Actor:
    return Actor(None, "operator", "operator", Role.OPERATOR, world.organisations["ADMIN"], "ADMIN", "cli")


def test_a_commune_sees_its_own_tallies_only(world: World) -> None:
    history = write_on(world.engine, History.begin, world, Random(7))
    for _ in range(30):
        write_on(world.engine, history.go_on)
    write_on(world.engine, fold_changes, at=NOW, limit=20)
    chief = world.actor(Role.COMMUNE_CHIEF, KY_LUA)
    with read_on(world.engine) as session:
        rows = [row for row in recount(session) if row["commune"] == KY_LUA]
        question = REPORTS["crossings"]
        asked = Asked(scope=scope_of(chief), at=NOW, period=EVER)
        found = cube(session, question, asked=asked, by=(question.dimension("gate"),))
        assert found.cells == count(rows, question, ("gate",), {}, EVER)
        elsewhere = Asked(scope=scope_of(chief), at=NOW, period=EVER, where={"commune": "06184"})
        assert not any(cube(session, question, asked=elsewhere).total)


def test_before_the_first_rebuild_the_log_itself_is_counted(world: World, engine: Engine) -> None:
    history = write_on(world.engine, History.begin, world, Random(8))
    write_on(engine, lambda session: session.execute(update(TallyState).values(complete=False)))
    for _ in range(10):
        write_on(world.engine, history.go_on)
    assert write_on(engine, fold_changes, at=NOW).changes == 0
    with read_on(engine) as session:
        _agree(session, world, Random(1))
