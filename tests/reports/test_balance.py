"""The balance to the last person, and a brute-force recount of random histories."""

from collections import Counter
from datetime import timedelta
from itertools import pairwise
from random import Random
from typing import Any

import pytest
from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from borderreg.db import read_on, write_on
from borderreg.domain.access import Role
from borderreg.domain.errors import BadInput
from borderreg.domain.periods import Period
from borderreg.models import Entry, EntryState, Event, Journey, table_of
from borderreg.reports import REPORTS
from borderreg.reports.asking import figures
from borderreg.reports.balance import BalanceGroup, balance
from borderreg.reports.questions import Asked
from borderreg.reports.scope import scope_of
from tests.reports.world import DONG_DANG, KY_LUA, MAU_SON, NOW, World

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def _four_classes(world: World) -> dict[str, Any]:
    """One entry of each class at Đồng Đăng, one never left at Mẫu Sơn, a withdrawn one that is abroad."""
    made: dict[str, Any] = {}

    def happen(session: Session) -> None:
        made["never"] = world.entry(session, employer="Nông trường mía Long Châu")
        made["abroad"] = entry, worker = world.entry(session, employer="", status="withdrawn")
        world.event(session, "departure", entry=entry, worker=worker, occurred_at=NOW - 2 * DAY)
        made["returned"] = entry, worker = world.entry(session)
        away = {"entry": entry, "worker": worker}
        world.event(session, "departure", **away, occurred_at=NOW - 3 * DAY, gate_code="DONGDANG")
        world.event(session, "return", **away, occurred_at=NOW - DAY)
        made["contradictory"] = entry, worker = world.entry(session)
        world.event(session, "departure", entry=entry, worker=worker, occurred_at=NOW - 5 * DAY)
        world.event(session, "departure", entry=entry, worker=worker, occurred_at=NOW - 4 * DAY)
        made["unmatched"] = entry, worker = world.entry(session, commune=KY_LUA)
        world.event(session, "return", entry=entry, worker=worker, occurred_at=NOW - DAY)
        world.entry(session, commune=MAU_SON, gates=0b01)

    write_on(world.engine, happen)
    world.project()
    return made


def test_every_certified_entry_stands_in_one_class(world: World) -> None:
    _four_classes(world)
    with read_on(world.engine) as session:
        found = balance(session, actor=world.office, now=NOW, by="commune")
    assert found.total == BalanceGroup("total", 6, 2, 1, 2, 1)
    assert found.groups == (
        BalanceGroup(DONG_DANG, 4, 1, 1, 1, 1),
        BalanceGroup(KY_LUA, 1, 0, 0, 1, 0),
        BalanceGroup(MAU_SON, 1, 1, 0, 0, 0),
    )
    assert found.difference == 0


def test_the_balance_by_gate_names_where_people_left_or_may_leave(world: World) -> None:
    _four_classes(world)
    with read_on(world.engine) as session:
        by_gate = balance(session, actor=world.office, now=NOW, by="gate")
        by_employer = balance(session, actor=world.office, now=NOW, by="employer")
    assert {group.key: group.certified for group in by_gate.groups} == {
        "DONGDANG": 1,
        "HUUNGHI": 3,
        "HUUNGHI+DONGDANG": 2,
    }
    assert sum(group.certified for group in by_employer.groups) == 6
    assert "-" in {group.key for group in by_employer.groups}


def test_the_balance_of_an_earlier_day_folds_the_log_again(world: World) -> None:
    _four_classes(world)
    with read_on(world.engine) as session:
        earlier = balance(session, actor=world.office, now=NOW, at=NOW - 4 * DAY - HOUR)
        between = balance(session, actor=world.office, now=NOW, at=NOW - 2 * DAY)
        before_lists = balance(session, actor=world.office, now=NOW, at=NOW - 90 * DAY)
        by_gate = balance(session, actor=world.office, now=NOW, at=NOW - HOUR, by="gate")
        now_by_gate = balance(session, actor=world.office, now=NOW, by="gate")
    assert earlier.total == BalanceGroup("total", 6, 5, 1, 0, 0)
    assert between.total == BalanceGroup("total", 6, 3, 2, 0, 1)
    assert before_lists.total == BalanceGroup("total", 0, 0, 0, 0, 0)
    assert earlier.difference == between.difference == 0
    assert by_gate == now_by_gate


def test_a_commune_balances_its_own_lists(world: World) -> None:
    _four_classes(world)
    chief = world.actor(Role.COMMUNE_CHIEF, KY_LUA)
    with read_on(world.engine) as session:
        now = balance(session, actor=chief, now=NOW, by="commune")
        recounted = balance(session, actor=chief, now=NOW, at=NOW - HOUR, by="commune")
    assert now.total.certified == 1
    assert now == recounted


def test_a_lost_or_stray_state_shows_as_a_difference(world: World) -> None:
    made = _four_classes(world)
    states = table_of(EntryState)

    def lose(session: Session) -> None:
        session.execute(delete(states).where(states.c.entry_id == made["returned"][0]))

    def stray(session: Session) -> None:
        session.execute(insert(states).values(entry_id=made["never"][0], state="abroad"))

    for act, expected in ((lose, 1), (stray, 2)):
        write_on(world.engine, act)
        with read_on(world.engine) as session:
            assert balance(session, actor=world.office, now=NOW).difference == expected


def test_a_lost_journey_shows_as_a_difference(world: World) -> None:
    made = _four_classes(world)

    def lose(session: Session) -> None:
        session.execute(delete(Journey).where(Journey.entry_id == made["abroad"][0]))

    write_on(world.engine, lose)
    with read_on(world.engine) as session:
        assert balance(session, actor=world.office, now=NOW).difference == 1


def test_events_of_an_entry_that_was_never_certified_show_as_a_difference(world: World) -> None:
    made = _four_classes(world)
    write_on(world.engine, _draft_again, entry=made["abroad"][0])
    with read_on(world.engine) as session:
        assert balance(session, actor=world.office, now=NOW).difference == 1
        assert balance(session, actor=world.office, now=NOW, at=NOW - HOUR).difference == 1


def _draft_again(session: Session, *, entry: Any) -> None:
    session.execute(update(Entry).where(Entry.id == entry).values(status="draft"))


def test_another_grouping_is_refused(world: World) -> None:
    with read_on(world.engine) as session, pytest.raises(BadInput):
        balance(session, actor=world.office, now=NOW, by="guilt")


def _random_history(world: World, random: Random) -> None:
    def happen(session: Session) -> None:
        for _ in range(12):
            commune = random.choice((DONG_DANG, KY_LUA, MAU_SON))
            entry, worker = world.entry(session, commune=commune)
            entries = [entry]
            if random.random() < 0.4:
                entries.append(world.entry(session, commune=commune, worker=worker)[0])
            past: list[Any] = []
            for _ in range(random.choice((0, 1, 2, 2, 3, 4, 6))):
                when = NOW - timedelta(minutes=random.choice((3, 8, 9, 400, 2000, 9000, 30000)))
                kind = random.choice(("departure", "departure", "return", "return", "attempt", "annulment"))
                changes: dict[str, Any] = {
                    "occurred_at": when,
                    "gate_code": random.choice(("HUUNGHI", "HUUNGHI", "DONGDANG")),
                    "live": random.random() < 0.5,
                    "flags": random.choice(([], [], [], ["quarantined"], ["would_refuse"])),
                    "reasons": random.choice((["expired", "withdrawn"], ["revoked"], [])),
                }
                if kind == "annulment":
                    if not past:
                        continue
                    changes["annuls_id"] = random.choice(past)
                event = world.event(session, kind, entry=random.choice(entries), worker=worker, **changes)
                past.append(event)

    write_on(world.engine, happen)
    world.project()


def _crossings_recounted(session: Session) -> Counter[tuple[str, str]]:
    """Recount crossings by gate and direction in plain Python: annulled, held and doubled ones fall out."""
    events = session.scalars(select(Event)).all()
    good = {e.id for e in events if "quarantined" not in e.flags}
    gone = {
        e.annuls_id
        for e in events
        if e.kind == "annulment" and "would_refuse" not in e.flags and e.id in good
    }
    counted: Counter[tuple[str, str]] = Counter()
    for worker in {event.worker_id for event in events}:
        mine = sorted(
            (
                e
                for e in events
                if e.worker_id == worker and e.id in good - gone and e.kind in ("departure", "return")
            ),
            key=lambda e: (e.occurred_at, str(e.device_id or ""), e.seq or 0, str(e.id)),
        )
        kept: list[Event] = []
        for e in mine:
            last = kept[-1] if kept else None
            if last is None or not _is_again(last, e):
                kept.append(e)
        counted.update((e.gate_code, e.kind) for e in kept)
    return counted


def _is_again(last: Event, e: Event) -> bool:
    one = (last.kind, last.gate_code, last.entry_id) == (e.kind, e.gate_code, e.entry_id)
    return one and not (last.live and e.live) and e.occurred_at - last.occurred_at <= timedelta(minutes=10)


@pytest.mark.parametrize("seed", range(6))
def test_figures_equal_a_brute_force_recount_of_random_histories(world: World, seed: int) -> None:
    _random_history(world, Random(seed))
    period = Period("all", (NOW - 60 * DAY).date(), NOW.date())
    asked = Asked(scope=scope_of(world.office), at=NOW, period=period)
    with read_on(world.engine) as session:
        answer = figures(session, REPORTS["crossings"], asked=asked, by="gate")
        counted = {(r.key, "departure"): r.counts[0] for r in answer.rows}
        counted |= {(r.key, "return"): r.counts[2] for r in answer.rows}
        assert {key: n for key, n in counted.items() if n} == _crossings_recounted(session)
        for by in ("commune", "gate", "employer"):
            now = balance(session, actor=world.office, now=NOW + HOUR, by=by)
            again = balance(session, actor=world.office, now=NOW + HOUR, at=NOW, by=by)
            assert now == again
            assert now.difference == 0
        abroad = figures(session, REPORTS["abroad"], asked=asked, by="commune").totals[0]
        open_journeys = session.scalars(select(Journey).where(Journey.returned_event_id.is_(None))).all()
        assert abroad == len([j for j in open_journeys if not j.contradicted])


def test_days_of_a_report_follow_each_other(world: World) -> None:
    _random_history(world, Random(99))
    period = Period("all", (NOW - 60 * DAY).date(), NOW.date())
    asked = Asked(scope=scope_of(world.office), at=NOW, period=period)
    with read_on(world.engine) as session:
        days = [row.key for row in figures(session, REPORTS["crossings"], asked=asked, by="day").rows]
    assert all(first < second for first, second in pairwise(days))
