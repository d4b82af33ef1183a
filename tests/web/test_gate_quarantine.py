"""The commander's page of held events: what waits, what is doubtful, two answers."""

from uuid import UUID

import pytest
from sqlalchemy import select

from borderreg.db import read_on, write_on
from borderreg.domain.access import Role
from borderreg.models import QuarantineReview
from borderreg.services.devices import revoke_device
from tests.crossings import AT, CertifiedList, GateDevice, actor_of
from tests.web.site import Browser, Site

PAGE = "/gate/quarantine"


@pytest.fixture
def commander(site: Site) -> Browser:
    return site.logged_in(Role.GATE_COMMANDER)


@pytest.fixture
def held(site: Site, commander: Browser) -> UUID:
    """A departure that a revoked device still had in its queue."""
    person = actor_of(site.engine, site.user_id("thang.hoangvan"))
    device = GateDevice.enrol(site.engine, site.app.test_client(), person)
    event = device.event("departure", digits=CertifiedList(site.engine).issue().digits)
    write_on(site.engine, revoke_device, actor=person, device_id=device.device_id, at=AT)
    assert device.send(event, live=False).status_code == 410
    return UUID(event["id"])


def reviews(site: Site) -> list[bool]:
    with read_on(site.engine) as session:
        return list(session.scalars(select(QuarantineReview.accepted)))


def test_the_gates_first_page_says_how_many_wait_and_leads_there(commander: Browser, held: UUID) -> None:
    home = commander.get("/gate").text
    assert f'href="{PAGE}">Lượt chờ xem xét (1)' in home
    page = commander.get(PAGE).text
    assert str(held) in page
    assert "Ghi xuất cảnh" in page or "Xuất cảnh" in page or "08:00 22/11/2026" in page


def test_nothing_waits_at_first(commander: Browser) -> None:
    assert "Không có lượt nào chờ xem xét." in commander.get(PAGE).text


def test_the_commander_lets_an_event_in(site: Site, commander: Browser, held: UUID) -> None:
    commander.read_token(PAGE)
    answer = commander.submit(f"{PAGE}/decide", event=held, outcome="let_in", reason="đã hỏi ca trực")
    assert answer.status_code == 302
    assert reviews(site) == [True]
    assert str(held) not in commander.get(PAGE).text


def test_leaving_out_asks_for_a_reason(site: Site, commander: Browser, held: UUID) -> None:
    commander.read_token(PAGE)
    answer = commander.submit(f"{PAGE}/decide", event=held, outcome="leave_out", reason=" ")
    assert answer.status_code == 400
    assert "Hãy ghi lý do không tính lượt này." in answer.text
    assert reviews(site) == []
    commander.submit(f"{PAGE}/decide", event=held, outcome="leave_out", reason="máy bị mất trộm")
    assert reviews(site) == [False]
    again = commander.submit(f"{PAGE}/decide", event=held, outcome="let_in", reason="")
    assert again.status_code == 409


@pytest.mark.parametrize("fields", [{}, {"event": "x", "outcome": "let_in"}, {"outcome": "delete"}])
def test_a_form_without_a_choice_is_told_what_is_missing(commander: Browser, fields: dict[str, str]) -> None:
    commander.read_token(PAGE)
    answer = commander.submit(f"{PAGE}/decide", **fields)
    assert answer.status_code == 400
    assert "Hãy chọn một lượt" in answer.text


def test_another_posts_event_is_not_there(site: Site, held: UUID) -> None:
    stranger = site.logged_in(Role.GATE_COMMANDER, at_organisation="CHIMA", username="chi.ma")
    stranger.read_token(PAGE)
    assert stranger.submit(f"{PAGE}/decide", event=held, outcome="let_in").status_code == 404
    assert reviews(site) == []
