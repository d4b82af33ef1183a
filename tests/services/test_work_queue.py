"""What waits in a commune: counted, with its age, in a constant number of statements."""

from datetime import date, timedelta

from sqlalchemy import Engine, event
from sqlalchemy.orm import Session

from borderreg.db import read_on, write_on
from borderreg.domain.access import Actor, Role
from borderreg.domain.lists import ListStatus
from borderreg.services.certification import certify_list
from borderreg.services.lists import return_list
from borderreg.services.work_queue import commune_work, overdue_people
from tests.communes import AT, Desk, make_actor
from tests.reports.world import DONG_DANG, KY_LUA, NOW, make_world

DAY = timedelta(days=1)
TODAY = date(2026, 11, 22)


def test_open_lists_wait_since_they_came_to_the_one_who_must_act(engine: Engine) -> None:
    desk = Desk.open(engine)
    desk.filled(1, first=1)
    sent = desk.submitted(2, first=3)
    work = desk.read(commune_work, at=AT + 3 * DAY)
    assert [line.people for line in work.open[ListStatus.DRAFT].lists] == [1]
    waiting = work.open[ListStatus.SUBMITTED]
    assert (waiting.count, waiting.since, waiting.lists[0].id) == (1, AT, sent)
    assert work.open[ListStatus.RETURNED].count == 0
    assert (work.ending.count, work.in_force) == (0, 0)


def test_a_returned_list_says_why_and_since_when(engine: Engine) -> None:
    desk = Desk.open(engine)
    sent = desk.submitted(1)
    desk.write(return_list, actor=desk.chief, list_id=sent, reason="Thiếu số điện thoại dòng 1", at=AT + DAY)
    (line,) = desk.read(commune_work, at=AT + 2 * DAY).open[ListStatus.RETURNED].lists
    assert (line.since, line.reason) == (AT + DAY, "Thiếu số điện thoại dòng 1")


def test_a_list_in_force_waits_in_its_last_two_weeks_only(engine: Engine) -> None:
    desk = Desk.open(engine)
    list_id = desk.submitted(1, valid_to="20/02/2027")
    desk.write(certify_list, actor=desk.chief, list_id=list_id)
    for day, ending, in_force in (
        (date(2027, 2, 6), 0, 1),
        (date(2027, 2, 7), 1, 1),
        (date(2027, 2, 20), 1, 1),
        (date(2027, 2, 21), 0, 0),
    ):
        work = desk.read(commune_work, at=AT + (day - TODAY))
        assert (work.ending.count, work.in_force) == (ending, in_force), day
        assert work.ending.until == (date(2027, 2, 20) if ending else None)


def test_the_lists_of_another_commune_are_not_there(engine: Engine) -> None:
    Desk.open(engine).submitted(1)
    other = Desk.open(engine, KY_LUA)
    assert not any(waiting.count for waiting in other.read(commune_work).open.values())


def test_the_longest_overdue_person_dates_the_duty(engine: Engine) -> None:
    world = make_world(engine)

    def happen(session: Session) -> None:
        for ends in (TODAY - 4 * DAY, TODAY - DAY, TODAY):
            entry, worker = world.entry(session, valid_to=ends)
            world.event(session, "departure", entry=entry, worker=worker, occurred_at=NOW - 9 * DAY)

    write_on(engine, happen)
    world.project()

    def waiting(commune: str) -> tuple[int, object]:
        actor: Actor = make_actor(engine, f"canbo_{commune}", Role.COMMUNE_OFFICER, commune)
        with read_on(engine) as session:
            found = overdue_people(session, actor=actor, at=NOW)
        return found.count, found.since

    assert waiting(DONG_DANG) == (2, TODAY - 3 * DAY)
    assert waiting(KY_LUA) == (0, None)


def test_many_lists_ask_no_more_statements_than_one(engine: Engine) -> None:
    desk = Desk.open(engine)

    def statements() -> int:
        seen: list[str] = []

        def count(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
            seen.append(statement)

        event.listen(engine, "before_cursor_execute", count)
        try:
            desk.read(commune_work)
        finally:
            event.remove(engine, "before_cursor_execute", count)
        return len([statement for statement in seen if statement.lstrip().upper().startswith("SELECT")])

    desk.filled(1, first=1)
    one = statements()
    for number in range(2, 7):
        desk.filled(1, first=number)
    assert statements() == one == 2
