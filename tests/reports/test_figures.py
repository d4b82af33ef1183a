"""Figures and the rows behind them: counted once, within the scope, at a constant cost."""

from datetime import date, timedelta

import pytest
from sqlalchemy import Engine, event
from sqlalchemy.orm import Session

from borderreg.db import read_on, write_on
from borderreg.domain.access import Permission, Role
from borderreg.domain.errors import BadInput, NotFound, NotPermitted
from borderreg.domain.periods import current_period
from borderreg.models import Employer, Entry
from borderreg.reports import REPORTS, report_named, reports_for
from borderreg.reports.asking import figures, rows_behind
from borderreg.reports.balance import balance
from borderreg.reports.overview import overview
from borderreg.reports.questions import Asked, Figures
from borderreg.reports.scope import scope_of
from tests.reports.world import DONG_DANG, KY_LUA, MAU_SON, NOW, World

DAY = timedelta(days=1)
PERIOD = current_period(date(2026, 11, 22))


def _asked(world: World, role: Role = Role.FOREIGN_AFFAIRS, code: str = "SNGV", **where: str) -> Asked:
    return Asked(scope=scope_of(world.actor(role, code)), at=NOW, period=PERIOD, where=where)


def _ask(world: World, slug: str, by: str | None = None, asked: Asked | None = None) -> Figures:
    with read_on(world.engine) as session:
        return figures(session, REPORTS[slug], asked=asked or _asked(world), by=by)


def _counts(answer: Figures) -> dict[str, tuple[int, ...]]:
    return {row.key: row.counts for row in answer.rows}


def _busy_days(world: World) -> None:
    """Five people of three communes: abroad, overdue, returned, contradictory, and refused."""

    def happen(session: Session) -> None:
        abroad, worker = world.entry(session, employer="Xưởng gỗ Bằng Tường", county="Bằng Tường")
        world.event(session, "departure", entry=abroad, worker=worker, occurred_at=NOW - 2 * DAY)
        overdue, worker = world.entry(
            session, commune=KY_LUA, valid_to=date(2026, 11, 19), county="Long Châu"
        )
        world.event(session, "departure", entry=overdue, worker=worker, occurred_at=NOW - 20 * DAY)
        back, worker = world.entry(session, employer="Xưởng gỗ Bằng Tường")
        world.event(session, "departure", entry=back, worker=worker, occurred_at=NOW - 3 * DAY)
        world.event(session, "return", entry=back, worker=worker, occurred_at=NOW - DAY, gate_code="DONGDANG")
        world.event(session, "departure", entry=back, worker=worker, occurred_at=NOW - DAY / 2)
        world.event(session, "return", entry=back, worker=worker, occurred_at=NOW - DAY / 4)
        twice, worker = world.entry(session, commune=MAU_SON)
        world.event(session, "departure", entry=twice, worker=worker, occurred_at=NOW - 5 * DAY)
        world.event(session, "departure", entry=twice, worker=worker, occurred_at=NOW - 4 * DAY)
        refused, worker = world.entry(session)
        reasons = {"verdict": "refuse", "reasons": ["expired", "document_expired"]}
        world.event(session, "attempt", entry=refused, worker=worker, **reasons)

    write_on(world.engine, happen)
    world.project()


def test_people_abroad_are_counted_by_country_county_commune_gate_and_employer(world: World) -> None:
    _busy_days(world)
    assert _counts(_ask(world, "abroad")) == {"CN": (2,)}
    assert _counts(_ask(world, "abroad", "county")) == {"Bằng Tường": (1,), "Long Châu": (1,)}
    assert _counts(_ask(world, "abroad", "commune")) == {DONG_DANG: (1,), KY_LUA: (1,)}
    assert _counts(_ask(world, "abroad", "gate")) == {"HUUNGHI": (2,)}
    by_commune = _ask(world, "abroad", "commune")
    assert {row.label.vi for row in by_commune.rows} == {"Đồng Đăng", "Kỳ Lừa"}


BANDS = [
    (date(2026, 11, 22), {}),
    (date(2026, 11, 21), {"1-7": (1,)}),
    (date(2026, 11, 15), {"1-7": (1,)}),
    (date(2026, 11, 14), {"8-30": (1,)}),
    (date(2026, 10, 23), {"8-30": (1,)}),
    (date(2026, 10, 22), {"over-30": (1,)}),
]


@pytest.mark.parametrize(("valid_to", "expected"), BANDS)
def test_overdue_begins_the_day_after_the_last_listed_day(
    world: World, valid_to: date, expected: dict[str, tuple[int, ...]]
) -> None:
    def happen(session: Session) -> None:
        entry, worker = world.entry(session, valid_to=valid_to)
        world.event(session, "departure", entry=entry, worker=worker, occurred_at=NOW - 45 * DAY)

    write_on(world.engine, happen)
    world.project()
    assert _counts(_ask(world, "overdue")) == expected


@pytest.mark.parametrize(("begins", "overdue"), [(date(2026, 11, 20), 0), (date(2026, 11, 23), 1)])
def test_a_later_list_lengthens_the_stay_once_it_has_begun(world: World, begins: date, overdue: int) -> None:
    def happen(session: Session) -> None:
        entry, worker = world.entry(session, valid_to=date(2026, 11, 19))
        world.entry(session, worker=worker, valid_from=begins)
        world.event(session, "departure", entry=entry, worker=worker, occurred_at=NOW - 20 * DAY)

    write_on(world.engine, happen)
    world.project()
    assert _ask(world, "overdue").totals == (overdue,)


def test_somebody_overdue_with_contradictory_records_is_still_looked_for(world: World) -> None:
    def happen(session: Session) -> None:
        entry, worker = world.entry(session, valid_to=date(2026, 11, 19))
        world.event(session, "departure", entry=entry, worker=worker, occurred_at=NOW - 20 * DAY)
        world.event(session, "departure", entry=entry, worker=worker, occurred_at=NOW - 10 * DAY)

    write_on(world.engine, happen)
    world.project()
    assert _ask(world, "overdue").totals == (1,)
    assert _ask(world, "abroad").totals == (0,)
    assert _ask(world, "contradictions").totals == (1,)


def test_crossings_and_people_are_two_figures(world: World) -> None:
    _busy_days(world)
    answer = _ask(world, "crossings", "gate")
    keys = [measure.key for measure in answer.question.measures]
    assert keys == [
        *("departures", "departed", "returns", "returned", "learnt"),
        *("departures_on_paper", "returns_on_paper"),
    ]
    assert _counts(answer) == {"HUUNGHI": (5, 3, 1, 1, 0, 0, 0), "DONGDANG": (0, 0, 1, 1, 0, 0, 0)}
    assert answer.totals == (5, 3, 2, 1, 0, 0, 0)
    assert _counts(_ask(world, "crossings", "day"))["2026-11-21"] == (1, 1, 1, 1, 0, 0, 0)


def test_a_refusal_counts_once_under_its_first_reason(world: World) -> None:
    _busy_days(world)
    answer = _ask(world, "refusals")
    assert _counts(answer) == {"expired": (1, 1, 0)}
    assert answer.rows[0].label.vi


def test_annulled_quarantined_and_doubled_records_are_no_crossings(world: World) -> None:
    def happen(session: Session) -> None:
        entry, worker = world.entry(session)
        away = {"entry": entry, "worker": worker}
        mistaken = world.event(session, "departure", **away, occurred_at=NOW - 3 * DAY)
        world.event(session, "annulment", **away, annuls_id=mistaken, occurred_at=NOW - 3 * DAY)
        world.event(session, "departure", **away, flags=["quarantined"], occurred_at=NOW - 2 * DAY)
        first = world.event(session, "departure", **away, live=False, occurred_at=NOW - DAY)
        again = NOW - DAY + timedelta(minutes=9)
        world.event(session, "departure", **away, live=False, occurred_at=again)
        late = ["would_refuse"]
        world.event(session, "annulment", **away, annuls_id=first, flags=late, occurred_at=NOW)
        world.event(session, "return", entry=None, worker=None, occurred_at=NOW)

    write_on(world.engine, happen)
    world.project()
    assert _ask(world, "crossings", "gate").totals == (1, 1, 1, 1, 0, 0, 0)


def test_a_commune_sees_its_own_people_and_no_others(world: World) -> None:
    _busy_days(world)
    own = _asked(world, Role.COMMUNE_CHIEF, KY_LUA)
    for slug in REPORTS:
        for dimension in REPORTS[slug].dimensions:
            if dimension.key == "commune":
                assert set(_counts(_ask(world, slug, "commune", own))) <= {KY_LUA}
        with read_on(world.engine) as session:
            lines = rows_behind(session, REPORTS[slug], asked=own, per_page=500).lines
        assert {line.values["organisation_id"] for line in lines} <= {world.organisations[KY_LUA]}
    assert _ask(world, "abroad", None, own).totals == (1,)
    assert _ask(world, "abroad", None, _asked(world, Role.COMMUNE_OFFICER, MAU_SON)).totals == (0,)


def test_gates_admins_and_auditors_get_no_figures(world: World) -> None:
    for role, code in ((Role.GATE_COMMANDER, "HUUNGHI"), (Role.ADMIN, "ADMIN"), (Role.AUDITOR, "KIEMTRA")):
        assert reports_for(world.actor(role, code)) == ()
        with pytest.raises(NotPermitted):
            scope_of(world.actor(role, code))
    with pytest.raises(NotPermitted):
        scope_of(world.actor(Role.OPERATOR, "ADMIN"), permission=Permission.FIGURES_OPEN)


def test_every_figure_opens_exactly_its_rows(world: World) -> None:
    _busy_days(world)
    opened = 0
    with read_on(world.engine) as session:
        for question in REPORTS.values():
            for dimension in question.dimensions:
                answer = figures(session, question, asked=_asked(world), by=dimension.key)
                for row in answer.rows:
                    chosen = _asked(world, **{dimension.key: row.key})
                    for measure, count in zip(question.measures, row.counts, strict=True):
                        rows = rows_behind(session, question, asked=chosen, measure=measure.key, per_page=100)
                        assert (rows.total, len(rows.lines)) == (count, count), (
                            question.slug,
                            row.key,
                            measure,
                        )
                        opened += 1
    assert opened > 60


def test_groups_add_up_to_the_total_but_for_people_counted_in_several_groups(world: World) -> None:
    _busy_days(world)
    for question in REPORTS.values():
        for dimension in question.dimensions:
            answer = _ask(world, question.slug, dimension.key)
            for index, measure in enumerate(question.measures):
                added = sum(row.counts[index] for row in answer.rows)
                assert added == answer.totals[index] or (measure.persons and added > answer.totals[index])


def test_rows_are_masked_and_in_vietnamese_order(world: World) -> None:
    def happen(session: Session) -> None:
        for name in ("Đàm Văn Đông", "Dương Thị Ý", "Đặng Văn An", "Âu Văn Bé"):
            entry, worker = world.entry(session, name=name, search_key=name.lower())
            world.event(session, "departure", entry=entry, worker=worker)

    write_on(world.engine, happen)
    world.project()
    with read_on(world.engine) as session:
        rows = rows_behind(session, REPORTS["abroad"], asked=_asked(world))
    assert [line.values["name"] for line in rows.lines] == [
        "Âu Văn Bé",
        "Dương Thị Ý",
        "Đàm Văn Đông",
        "Đặng Văn An",
    ]
    shown = rows.lines[0].values
    assert (shown["birth_year"], shown["list_row"]) == ("1990", "01/2026 – 4")
    assert not {"personal_id", "phone", "document_number", "contact_phone"} & shown.keys()


@pytest.mark.parametrize("slug", sorted(REPORTS))
def test_a_report_costs_the_same_for_2_and_for_60_rows(world: World, slug: str) -> None:
    def happen(session: Session, rows: int) -> None:
        for number in range(rows):
            entry, worker = world.entry(session, commune=(DONG_DANG, KY_LUA, MAU_SON)[number % 3])
            when = NOW - timedelta(hours=number + 1)
            if number % 4:
                world.event(session, "departure", entry=entry, worker=worker, occurred_at=when)
            if number % 4 == 2:
                world.event(session, "departure", entry=entry, worker=worker, occurred_at=when + DAY / 48)
            if number % 4 == 3:
                world.event(session, "attempt", entry=entry, worker=worker, reasons=["expired"])

    _busy_days(world)
    write_on(world.engine, happen, 8)  # two rows of each kind, so that every name is read once
    world.project()
    few = _statements(world.engine, slug, world)
    write_on(world.engine, happen, 60)
    world.project()
    assert _statements(world.engine, slug, world) == few <= 24


def _statements(engine: Engine, slug: str, world: World) -> int:
    seen: list[str] = []
    listener = lambda *args: seen.append(args[2])  # noqa: E731
    event.listen(engine, "before_cursor_execute", listener)
    with read_on(engine) as session:
        figures(session, REPORTS[slug], asked=_asked(world))
        rows_behind(session, REPORTS[slug], asked=_asked(world))
    event.remove(engine, "before_cursor_execute", listener)
    return len(seen)


def test_unknown_reports_dimensions_and_days_are_refused(world: World) -> None:
    with pytest.raises(NotFound):
        report_named("guilt")
    for where in ({"shoe_size": "43"}, {"day": "hôm qua"}):
        with pytest.raises(BadInput):
            _ask(world, "crossings", None, _asked(world, **where))
    with pytest.raises(BadInput):
        _ask(world, "crossings", "shoe_size")


def test_the_first_page_says_up_to_when_it_knows_and_who_is_silent(world: World) -> None:
    _busy_days(world)
    with read_on(world.engine) as session:
        seen = overview(session, actor=world.office, at=NOW, period=PERIOD)
    assert seen.abroad.totals == (2,)
    assert seen.overdue.totals == (1,)
    assert seen.today == {"departures": 0, "departed": 0, "returns": 1, "returned": 1, "learnt": 0}
    assert seen.contradictory == 1
    assert seen.freshness.until == NOW
    assert [gate.code for gate in seen.freshness.silent] == ["DONGDANG"]


def test_figures_follow_an_employer_that_was_merged(world: World) -> None:
    def happen(session: Session) -> None:
        kept = Employer(name_vi="Nông trường Đông Phong", search_key="x", country="CN", status="active")
        kept.name_zh, kept.created_at = "龙州东风农场", NOW
        session.add(kept)
        session.flush()
        for name in ("Nông trường Đông Phong", "N.T Đông Phong (Long Châu)", "Xưởng khác"):
            entry, worker = world.entry(session, employer=name)
            if name != "Xưởng khác":
                session.get_one(Entry, entry).employer_id = kept.id
            world.event(session, "departure", entry=entry, worker=worker, occurred_at=NOW - 2 * DAY)

    write_on(world.engine, happen)
    world.project()
    with read_on(world.engine) as session:
        found = figures(session, REPORTS["abroad"], asked=_asked(world), by="employer")
        counted = balance(session, actor=world.office, now=NOW, by="employer")
    assert _counts(found) == {"Nông trường Đông Phong": (2,), "Xưởng khác": (1,)}
    assert {row.label.zh for row in found.rows} == {"龙州东风农场", "Xưởng khác"}
    assert {group.key: group.abroad for group in counted.groups}["Nông trường Đông Phong"] == 2
