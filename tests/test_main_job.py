"""The main job on real input: a commune's workbook of forty, certified, printed, read back, out and home."""

from datetime import timedelta

import pytest

from borderreg.db import read_on, write_on
from borderreg.domain.access import Role
from borderreg.domain.periods import current_period, local_day
from borderreg.reports.balance import balance
from borderreg.reports.overview import overview
from borderreg.services.certification import certify_list
from borderreg.services.duplicates import decide_duplicates
from borderreg.services.imports import import_file
from borderreg.services.journeys import rebuild
from borderreg.services.lists import submit_list
from borderreg.services.papers import print_list
from borderreg.services.review import review_list
from tests.communes import Desk, make_actor
from tests.crossings import AT, GateDevice, actor_of, make_user
from tests.documents.pages import codes, pictures
from tests.fixtures.make_commune_list import WORKBOOK
from tests.preparation import operator


@pytest.fixture
def desk(engine):
    return Desk.open(engine)


@pytest.fixture
def device(engine, client):
    commander = actor_of(
        engine, make_user(engine, "chihuy", Role.GATE_COMMANDER, "HUUNGHI", "Lương Văn Bình")
    )
    device = GateDevice.enrol(engine, client, commander)
    assert device.sign_in("chihuy").status_code == 201
    return device


@pytest.fixture
def office(engine):
    return make_actor(engine, "ngoaivu", Role.FOREIGN_AFFAIRS, "SNGV")


def certified_from_workbook(desk):
    """Import the workbook, decide what needs a decision, submit and certify."""
    result = desk.write(import_file, filename=WORKBOOK.name, data=WORKBOOK.read_bytes())
    review = desk.read(review_list, list_id=result.list_id)
    undecided = [problem.params["key"] for problem in review.blockers if "key" in problem.params]
    if undecided:
        desk.write(
            decide_duplicates,
            list_id=result.list_id,
            keys=undecided,
            reason="Hai người khác nhau, cùng tên và năm sinh",
        )
    desk.write(submit_list, list_id=result.list_id)
    certified = desk.write(certify_list, actor=desk.chief, list_id=result.list_id)
    return result, certified


def figures(engine, office, at):
    """Return the province's figures: abroad now, and the balance with its difference."""
    with read_on(engine) as session:
        first_page = overview(session, actor=office, at=at, period=current_period(local_day(at)))
        counted = balance(session, actor=office, now=at)
    return first_page, counted


def test_from_the_workbook_to_the_provinces_figures_and_home_again(
    desk, device, office, engine, clock, tmp_path
):
    result, certified = certified_from_workbook(desk)
    assert (result.rows, result.imported) == (40, 37)
    assert certified.number == 1

    printed = desk.write(print_list, list_id=result.list_id, slips=True)
    found = {code.digits for picture in pictures(printed.pdf, tmp_path) for code in codes(picture)}
    entries = {digits for digits in found if digits.startswith("84201")}
    assert len(entries) == 37

    shown = {}
    for digits in sorted(entries):
        answer = device.verify(digits=digits).json
        assert "class" in answer, answer
        assert (answer["class"], answer["reasons"]) in (("accept", []), ("check", ["outside_border_zone"]))
        shown[digits] = answer["person"]
    assert sorted(person["row"] for person in shown.values()) == list(range(1, 38))

    for digits in entries:
        left = device.record("departure", digits=digits, override={"reason": "đã nhắc về vùng biên giới"})
        assert left["journey"]["state"] == "abroad"
    page, counted = figures(engine, office, AT)
    assert counted.total.abroad == 37
    assert counted.difference == 0

    clock[0] = AT + timedelta(hours=10)
    for digits in sorted(entries)[:36]:
        assert device.record("return", digits=digits)["journey"]["state"] == "home"
    page, counted = figures(engine, office, clock[0])
    assert (counted.total.certified, counted.total.abroad, counted.total.returned) == (37, 1, 36)
    assert counted.difference == 0
    assert page is not None
    assert write_on(engine, lambda s: rebuild(s, actor=operator(s), at=AT, check=True)).changed == 0
