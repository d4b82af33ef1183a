"""The province's report: counted from the log, frozen under a number, corrected, and the same again later."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from borderreg.db import MODE, read_on, write_on
from borderreg.domain.access import Role
from borderreg.domain.errors import BadInput, NotFound, NotPermitted, Refused
from borderreg.domain.periods import parse_period
from borderreg.models import FrozenReport
from borderreg.services.provincial_reports import (
    Recount,
    ReportNow,
    count_report,
    freeze_report,
    frozen_report,
    list_frozen,
    recount_report,
)
from tests.reports.world import DONG_DANG, KY_LUA, NOW, World, make_world

DAY = timedelta(days=1)
PERIOD = parse_period("2026-11")
LATER = NOW + 10 * DAY


@pytest.fixture
def world(engine: Engine) -> World:
    """An empty province with one chief."""
    return make_world(engine)


@pytest.fixture
def busy(world: World) -> World:
    """One home again, one overdue, one abroad in time, one refused, one turned back."""

    def happen(session: Session) -> None:
        home, worker = world.entry(session)
        world.event(session, "departure", entry=home, worker=worker, occurred_at=NOW - 5 * DAY)
        world.event(session, "return", entry=home, worker=worker, occurred_at=NOW - 4 * DAY)
        late, worker = world.entry(session, commune=KY_LUA, valid_to=date(2026, 11, 10))
        world.event(session, "departure", entry=late, worker=worker, occurred_at=NOW - 20 * DAY)
        away, worker = world.entry(session)
        world.event(session, "departure", entry=away, worker=worker, occurred_at=NOW - 2 * DAY)
        refused, worker = world.entry(session)
        world.event(session, "attempt", entry=refused, worker=worker, verdict="refuse", reasons=["expired"])
        back, worker = world.entry(session)
        world.event(session, "departure", entry=back, worker=worker, occurred_at=NOW - DAY)
        when = NOW - DAY + timedelta(minutes=20)
        world.event(session, "return", entry=back, worker=worker, occurred_at=when, cause="turned_back")

    write_on(world.engine, happen)
    world.project()
    return world


def count(world: World, *, slug: str = "province", at=NOW) -> ReportNow:
    with read_on(world.engine) as session:
        return count_report(session, actor=world.office, slug=slug, period=PERIOD, at=at)


def freeze(world: World, *, slug: str = "province", reason: str = "", at=NOW) -> FrozenReport:
    counted = count(world, slug=slug, at=at)
    office = replace(world.office, user_id=world.chief)
    return write_on(world.engine, freeze_report, actor=office, counted=counted, reason=reason, at=at)


def again(world: World, number: int) -> Recount:
    with read_on(world.engine) as session:
        report = frozen_report(session, actor=world.office, slug="province", period=PERIOD, number=number)
        return recount_report(session, actor=world.office, report=report)


def figures(report: ReportNow) -> dict[str, dict[str, tuple[int, ...]]]:
    return {table.key: {row.key: row.counts for row in table.rows} for table in report.tables}


def test_each_table_says_what_the_log_says(busy: World) -> None:
    found = figures(count(busy))
    # departures, people departed, returns, people returned, learnt
    assert found["crossings.gate"]["HUUNGHI"][:5] == (4, 4, 2, 2, 0)
    assert found["stays.state"] == {"abroad": (2,)}
    assert found["stays.commune"] == {DONG_DANG: (1,), KY_LUA: (1,)}
    assert found["stays.band"] == {"8-30": (1,)}
    assert found["refusals.reason"] == {"expired": (1, 1, 0)}
    assert found["gates.care"] == {"HUUNGHI": (1, 0, 0)}
    assert found["communes.compared"]["departures"] == (0, 4, -4)


def test_a_frozen_report_gives_the_same_hash_after_everything_has_changed(busy: World) -> None:
    frozen = freeze(busy)
    assert (frozen.number, again(busy, 0).holds) == (0, True)

    def late_news(session: Session) -> None:
        entry, worker = busy.entry(session, commune=KY_LUA)
        busy.event(
            session,
            "departure",
            entry=entry,
            worker=worker,
            occurred_at=NOW - 3 * DAY,
            received_at=NOW + DAY,
            live=False,
        )

    write_on(busy.engine, late_news)
    busy.project()
    with busy.engine.connect().execution_options(**{MODE: "write"}) as connection:
        connection.execute(text("UPDATE gates SET name_vi = 'Cửa khẩu đổi tên'"))
        connection.commit()
    recount = again(busy, 0)
    assert (recount.holds, recount.differences) == (True, ())
    assert recount.digest == frozen.content_hash


def test_a_log_that_was_tampered_with_does_not_give_the_hash_again(busy: World) -> None:
    freeze(busy)

    def slip_in(session: Session) -> None:
        busy.event(session, "departure", entry=None, worker=busy.entry(session)[1], occurred_at=NOW - 6 * DAY)

    write_on(busy.engine, slip_in)
    recount = again(busy, 0)
    assert not recount.holds
    assert ("crossings.gate", "HUUNGHI", "departures", 4, 5) in [
        (one.table, one.row, one.measure, one.before, one.after) for one in recount.differences
    ]


def test_later_data_makes_a_numbered_correction_with_its_differences(busy: World) -> None:
    freeze(busy)
    with pytest.raises(Refused) as refused:
        freeze(busy, reason="Chốt lại lần nữa")
    assert refused.value.code == "nothing_changed"

    def late_return(session: Session) -> None:
        entry, worker = busy.entry(session)
        busy.event(
            session, "return", entry=entry, worker=worker, occurred_at=NOW - DAY, received_at=NOW + DAY
        )

    write_on(busy.engine, late_return)
    busy.project()
    changed = {
        (one.table, one.row, one.measure): (one.before, one.after) for one in count(busy, at=LATER).changed
    }
    assert changed["crossings.gate", "HUUNGHI", "returns"] == (2, 3)
    assert changed["crossings.gate", "total", "returned"] == (2, 3)
    with pytest.raises(BadInput):
        freeze(busy, at=LATER)
    correction = freeze(busy, reason="Sự kiện về muộn của máy quét", at=LATER)
    assert (correction.number, correction.reason) == (1, "Sự kiện về muộn của máy quét")
    assert (again(busy, 0).holds, again(busy, 1).holds) == (True, True)
    with read_on(busy.engine) as session:
        listed = list_frozen(session, actor=busy.office, slug="province")
        assert [report.number for report in listed] == [1, 0]


def test_one_report_of_the_log_is_frozen_on_its_own_and_what_only_the_present_knows_is_not(
    busy: World,
) -> None:
    assert freeze(busy, slug="crossings").number == 0
    for slug in ("abroad", "balance", "nothing"):
        with pytest.raises(NotFound):
            count(busy, slug=slug)
    with read_on(busy.engine) as session, pytest.raises(NotFound):
        count_report(session, actor=busy.office, slug="province", period=parse_period("2027-01"), at=NOW)


@pytest.mark.parametrize("role", [Role.COMMUNE_CHIEF, Role.PROTECTION, Role.AUDITOR])
def test_only_the_office_freezes(world: World, role: Role) -> None:
    codes = {Role.COMMUNE_CHIEF: DONG_DANG, Role.PROTECTION: "BAOHO", Role.AUDITOR: "KIEMTRA"}
    actor = world.actor(role, codes[role])
    with read_on(world.engine) as session, pytest.raises(NotPermitted):
        count_report(session, actor=actor, slug="province", period=PERIOD, at=NOW)


def test_a_frozen_report_cannot_be_changed_or_deleted(busy: World) -> None:
    freeze(busy)
    for statement in ("UPDATE frozen_reports SET number = 7", "DELETE FROM frozen_reports"):
        with (
            busy.engine.connect().execution_options(**{MODE: "write"}) as connection,
            pytest.raises(DBAPIError, match="appended, never changed"),
        ):
            connection.execute(text(statement))
