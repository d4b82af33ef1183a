"""Visits: a return learnt from the family closes the journey once, keeps the balance, is undone by rule."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import Engine, func, select

from borderreg.db import read_on, write_on
from borderreg.domain.access import Actor, Role
from borderreg.domain.errors import BadInput, Conflict, NotFound, NotPermitted, Refused
from borderreg.domain.periods import current_period, local_day
from borderreg.domain.visits import VisitKind, VisitResult
from borderreg.models import AssistanceRequest, Event, Journey, Visit, new_id
from borderreg.reports.asking import totals
from borderreg.reports.balance import balance
from borderreg.reports.crossings import CROSSINGS
from borderreg.reports.my_people import Tab, my_people
from borderreg.reports.questions import Asked
from borderreg.reports.scope import Scope
from borderreg.services.assistance import handle_request, list_requests, open_request
from borderreg.services.journeys import rebuild
from borderreg.services.visits import VisitDraft, record_visit, undo_visit
from tests.reports.world import DONG_DANG, KY_LUA, NOW, World, make_world

LEFT = datetime(2026, 11, 3, 2, 0, tzinfo=UTC)


@pytest.fixture
def world(engine: Engine) -> World:
    """Nông Thị Mùi left on 3 November and is overdue; Vi Văn Páo is due in three days."""
    world = make_world(engine)

    def fill(session):
        late = world.entry(session, name="Nông Thị Mùi", hamlet="Thôn Nà Pài", valid_to=date(2026, 11, 10))
        due = world.entry(session, name="Vi Văn Páo", hamlet="Khu Ga", valid_to=date(2026, 11, 25))
        far = world.entry(session, name="Triệu Mùi Phấy", valid_to=date(2027, 2, 1))
        for entry, worker in (late, due, far):
            world.event(session, "departure", entry=entry, worker=worker, occurred_at=LEFT)
        world.people_of = {"late": late[1], "due": due[1], "far": far[1]}

    write_on(engine, fill)
    world.project()
    return world


def officer(world: World, code: str = DONG_DANG) -> Actor:
    return world.actor(Role.COMMUNE_OFFICER, code)


def draft(worker: UUID, result: VisitResult = VisitResult.RETURNED, **changes: object) -> VisitDraft:
    facts: dict = {
        "id": new_id(),
        "kind": VisitKind.VISIT,
        "result": result,
        "visited_on": local_day(NOW),
        "worker_id": worker,
    }
    return VisitDraft(**(facts | changes))


def difference(world: World, at: datetime = NOW) -> int:
    with read_on(world.engine) as session:
        return balance(session, actor=world.office, now=at).difference


def counts(world: World) -> dict[Tab, int]:
    with read_on(world.engine) as session:
        return my_people(session, actor=officer(world), at=NOW).counts


def test_people_stand_in_the_tabs_where_they_belong(world):
    assert counts(world) == {Tab.OVERDUE: 1, Tab.DUE: 1, Tab.AWAY: 3, Tab.NOT_ASKED: 1}
    with read_on(world.engine) as session:
        seen = my_people(session, actor=officer(world), at=NOW)
        assert [(p.name, p.days_over, p.hamlet) for p in seen.people] == [("Nông Thị Mùi", 12, "Thôn Nà Pài")]
        other = my_people(session, actor=officer(world, KY_LUA), at=NOW, tab=Tab.AWAY)
        by_hamlet = my_people(session, actor=officer(world), at=NOW, tab=Tab.AWAY, hamlet="Khu Ga")
    assert other.total == 0
    assert [p.name for p in by_hamlet.people] == ["Vi Văn Páo"]
    assert by_hamlet.total == 1


def test_a_return_learnt_at_a_visit_closes_the_journey_and_the_balance_holds(world):
    late = world.people_of["late"]
    told = draft(late, returned_on=date(2026, 11, 12))
    write_on(world.engine, record_visit, actor=officer(world), draft=told, at=NOW)
    with read_on(world.engine) as session:
        visit = session.get_one(Visit, told.id)
        event = session.get_one(Event, visit.event_id)
        journey = session.scalars(select(Journey).where(Journey.worker_id == late)).one()
        whole = balance(session, actor=world.office, now=NOW)
    assert (event.method, event.kind, event.local_day) == ("verified", "return", date(2026, 11, 12))
    assert (event.device_id, event.live) == (None, False)
    assert journey.returned_day == date(2026, 11, 12)
    assert visit.precision == "about"
    assert (whole.total.abroad, whole.total.returned, whole.difference) == (2, 1, 0)
    assert counts(world)[Tab.OVERDUE] == 0


def test_such_a_return_is_counted_apart_and_by_no_gate(world):
    write_on(world.engine, record_visit, actor=officer(world), draft=draft(world.people_of["late"]), at=NOW)
    asked = Asked(scope=Scope(None), at=NOW, period=current_period(local_day(NOW)))
    with read_on(world.engine) as session:
        found = totals(session, CROSSINGS, asked=asked)
        at_gate = totals(session, CROSSINGS, asked=asked.narrowed(gate="HUUNGHI"))
    assert (found["returns"], found["returned"], found["learnt"]) == (0, 0, 1)
    assert at_gate["learnt"] == 0


def test_the_same_form_sent_twice_is_one_visit_and_another_body_is_a_conflict(world):
    told = draft(world.people_of["late"])
    for _ in range(2):
        write_on(world.engine, record_visit, actor=officer(world), draft=told, at=NOW)
    with read_on(world.engine) as session:
        assert session.scalar(select(func.count()).select_from(Event).where(Event.kind == "return")) == 1
    other = draft(world.people_of["due"], VisitResult.WORKING, id=told.id)
    with pytest.raises(Conflict):
        write_on(world.engine, record_visit, actor=officer(world), draft=other, at=NOW)


def test_a_second_return_of_one_journey_is_refused_with_a_word(world):
    late = world.people_of["late"]
    write_on(world.engine, record_visit, actor=officer(world), draft=draft(late), at=NOW)
    with pytest.raises(Refused) as refused:
        write_on(world.engine, record_visit, actor=officer(world), draft=draft(late), at=NOW)
    assert refused.value.code == "not_away"


@pytest.mark.parametrize("day", [date(2026, 11, 2), date(2026, 11, 23)])
def test_nobody_returns_before_leaving_or_tomorrow(world, day):
    with pytest.raises(Refused) as refused:
        write_on(
            world.engine,
            record_visit,
            actor=officer(world),
            draft=draft(world.people_of["late"], returned_on=day),
            at=NOW,
        )
    assert refused.value.code == "return_day"


def test_the_officer_takes_a_visit_back_at_once_and_only_the_chief_later(world):
    late = world.people_of["late"]
    told = draft(late)
    write_on(world.engine, record_visit, actor=officer(world), draft=told, at=NOW)
    late_at = NOW + timedelta(minutes=16)
    undo = {"visit_id": told.id, "reason": "ghi nhầm người"}
    with pytest.raises(Refused) as refused:
        write_on(world.engine, undo_visit, actor=officer(world), at=late_at, **undo)
    assert refused.value.code == "undo_too_late"
    chief = world.actor(Role.COMMUNE_CHIEF, DONG_DANG)
    for _ in range(2):
        write_on(world.engine, undo_visit, actor=chief, at=late_at, **undo)
    assert difference(world, late_at) == 0
    assert counts(world)[Tab.OVERDUE] == 1
    with read_on(world.engine) as session:
        kinds = session.scalars(select(Event.kind).where(Event.method == "verified")).all()
    assert sorted(kinds) == ["annulment", "return"]


def test_folding_the_log_again_changes_nothing(world):
    told = draft(world.people_of["late"])
    write_on(world.engine, record_visit, actor=officer(world), draft=told, at=NOW)
    write_on(world.engine, record_visit, actor=officer(world), draft=draft(world.people_of["due"]), at=NOW)
    write_on(world.engine, undo_visit, actor=officer(world), visit_id=told.id, reason="ghi nhầm", at=NOW)
    machine = Actor(None, "", "", Role.OPERATOR, world.organisations["ADMIN"], "ADMIN", "cli")
    assert write_on(world.engine, rebuild, actor=machine, at=NOW, check=True).changed == 0


def test_a_visit_in_the_future_or_of_somebody_else_is_not_recorded(world):
    late = world.people_of["late"]
    with pytest.raises(BadInput):
        write_on(
            world.engine,
            record_visit,
            actor=officer(world),
            draft=draft(late, VisitResult.WORKING, visited_on=local_day(NOW) + timedelta(days=1)),
            at=NOW,
        )
    for result in VisitResult:
        with pytest.raises(NotFound):
            write_on(
                world.engine, record_visit, actor=officer(world, KY_LUA), draft=draft(late, result), at=NOW
            )
    gate = world.actor(Role.GATE_COMMANDER, "HUUNGHI")
    with pytest.raises(NotPermitted):
        write_on(world.engine, record_visit, actor=gate, draft=draft(late), at=NOW)


def test_a_family_that_needs_help_reaches_the_office_and_the_commune_reads_the_answer(world):
    told = draft(world.people_of["late"], VisitResult.NEEDS_HELP, note="Chủ giữ hộ chiếu, nợ lương hai tháng")
    mine = officer(world)
    write_on(world.engine, record_visit, actor=mine, draft=told, at=NOW)
    with read_on(world.engine) as session:
        waiting = list_requests(session, actor=world.office, at=NOW)
        assert [(one.name, one.state, one.note) for one in waiting] == [("Nông Thị Mùi", "asked", "")]
        assert list_requests(session, actor=officer(world, KY_LUA), at=NOW) == ()
    request = waiting[0].id
    opened = write_on(world.engine, open_request, actor=world.office, request_id=request, at=NOW)
    assert "hộ chiếu" in opened.note
    answer = "Đã gửi công hàm, phía bạn trả hộ chiếu ngày 20/11."
    write_on(world.engine, handle_request, actor=world.office, request_id=request, answer=answer, at=NOW)
    mine_now = write_on(world.engine, open_request, actor=mine, request_id=request, at=NOW)
    assert (mine_now.state, mine_now.answer) == ("handled", answer)
    with pytest.raises(NotFound):
        write_on(world.engine, open_request, actor=officer(world, KY_LUA), request_id=request, at=NOW)
    with read_on(world.engine) as session:
        stored = session.scalars(select(AssistanceRequest)).one()
        note = session.get_one(Visit, told.id).note
    assert stored.answer
    assert answer.encode() not in stored.answer
    assert note
    assert "hộ chiếu".encode() not in note
