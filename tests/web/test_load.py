"""How busy the gates are: for communes in full, for everybody without the hours of one or two people."""

from datetime import timedelta

import pytest

from borderreg.db import read_on
from borderreg.domain.access import Role
from borderreg.reports import load
from tests.crossings import AT, CertifiedList, GateDevice, actor_of, make_user
from tests.web.site import Site


@pytest.fixture
def busy(site_on_both: Site) -> Site:
    """A gate through which six people went in the last hour, and twenty a week ago, on Sunday at seven."""
    engine = site_on_both.engine
    commander = actor_of(engine, make_user(engine, "chihuy", Role.GATE_COMMANDER, "HUUNGHI"))
    device = GateDevice.enrol(engine, site_on_both.browser(), commander)
    people = CertifiedList(engine)
    for count, first, seconds in (
        (20, AT - timedelta(days=7, minutes=40), 30),
        (6, AT - timedelta(minutes=30), 10),
    ):
        times = [first + timedelta(seconds=seconds * place) for place in range(count)]
        events = [
            device.event(
                "departure", digits=people.issue().digits, occurred_at=at.isoformat(), officer="chihuy"
            )
            for at in times
        ]
        assert device.send(*events, live=False).status_code == 200
    return site_on_both


def test_communes_and_everybody_see_how_busy_the_gates_are(busy: Site) -> None:
    officer = busy.logged_in(Role.COMMUNE_OFFICER)
    page = officer.get("/commune/gates").text
    assert "Chờ khoảng 1 phút." in page
    assert "1 làn, 10 giây một người, đoàn khoảng 6 người" in page
    assert "07:00" in page
    assert "/commune/gates" in officer.get("/commune").text

    answer = busy.browser().get("/vi/gates/load")
    assert answer.headers["Cache-Control"] == "public, max-age=300"
    assert "Set-Cookie" not in answer.headers
    assert "Chờ khoảng 1 phút." in answer.text
    assert "Đồng Đăng" in answer.text

    with read_on(busy.engine) as session:
        (here,) = load.gate_loads(session, gates=["HUUNGHI"], at=AT)
    seven = next(hour for hour in here.hours if hour.hour == 7)
    assert (seven.out_weekend, seven.out_workday) == (20 / 8, 0)
    assert (here.out.people, here.out.lanes) == (6, 1)


def test_an_hour_with_few_people_or_nobody_is_one_answer_to_everybody() -> None:
    few, enough = ([(str(lane), AT) for lane in range(people)] for people in (4, 5))
    told = load.GateLoad("HUUNGHI", load.expected_wait(few), load.expected_wait([]), ()).guarded()
    assert (told.out, told.home) == (None, None)
    assert load.GateLoad("HUUNGHI", load.expected_wait(enough), None, ()).guarded().out is not None
