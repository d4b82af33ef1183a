"""The whole way on the real server: print → camera → departure → return, with a phone at a real gate."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, expect
from sqlalchemy import Engine, select

from borderreg.db import read_on, write_on
from borderreg.documents.paper import ListPaper
from borderreg.documents.work_list import render_list
from borderreg.domain.access import Actor, Role
from borderreg.domain.passes import format_entry_code
from borderreg.models import Event, Journey, Organisation
from borderreg.reports.balance import balance
from borderreg.services.devices import invite_device
from tests.browser.conftest import watch
from tests.browser.gate_fixtures import (
    FakeCamera,
    camera_in_place,
    enrol,
    fake_camera,
    pages_of,
    phone,
    phone_browser,
    sign_in,
    turn_to,
    verdict,
    wedge,
)
from tests.crossings import AT, PASSWORD, CertifiedList, Issued, actor_of, make_user
from tests.documents.papers import certified

__all__ = ["camera_in_place", "fake_camera", "phone_browser"]
pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize("database_url", ["sqlite"], indirect=True),
]

NAMES = ("Nông Thị Mùi", "Vi Văn Páo", "Triệu Mùi Phấy")


@pytest.fixture
def people(engine: Engine) -> list[Issued]:
    """Three certified people with real codes."""
    work_list = CertifiedList(engine)
    return [work_list.issue(name=name) for name in NAMES]


@pytest.fixture
def site(
    app: Flask,
    serve: Callable[[Flask], str],
    clock: list[datetime],
    phone_browser: Browser,
    fake_camera: FakeCamera,
) -> Iterator[tuple[BrowserContext, str]]:
    """A phone before the real server; both believe that it is 22 November 2026."""
    context = phone(phone_browser)
    context.clock.set_fixed_time(clock[0])
    yield context, serve(app)
    context.close()


@pytest.fixture
def gate(engine: Engine, site: tuple[BrowserContext, str]) -> Iterator[Page]:
    """A phone enrolled at Hữu Nghị with its officer on shift, scanning departures."""
    context, address = site
    make_user(engine, "bienphong", Role.GATE_OFFICER, "HUUNGHI", "Vi Văn Páo")
    commander = actor_of(
        engine, make_user(engine, "chihuy", Role.GATE_COMMANDER, "HUUNGHI", "Lương Văn Bình")
    )
    invite = write_on(engine, invite_device, actor=commander, gate_code="HUUNGHI", at=AT)
    page = context.new_page()
    faults = watch(page)
    enrol(page, address, token=invite.token)
    sign_in(page, "departure", username="bienphong", password=PASSWORD)
    yield page
    assert not faults, faults


def printed(people: list[Issued]) -> ListPaper:
    """The list of these people as it is printed."""
    paper = certified(len(people))
    rows = [
        replace(row, name=name, digits=one.digits, entry_code=format_entry_code(one.cti))
        for row, name, one in zip(paper.rows, NAMES, people, strict=True)
    ]
    return replace(paper, rows=tuple(rows))


def events_of(engine: Engine) -> list[tuple[str, str, str]]:
    with read_on(engine) as session:
        found = session.scalars(select(Event).order_by(Event.seq)).all()
        return [(event.kind, event.method, event.server_verdict) for event in found]


def abroad_now(engine: Engine, at: datetime) -> int:
    """The first figure of the province's page."""
    with read_on(engine) as session:
        name = session.scalars(select(Organisation.id).where(Organisation.code == "SNGV")).one()
        office = Actor(None, "songoaivu", "Lương Thị Lan", Role.FOREIGN_AFFAIRS, name, "SNGV")
        counted = balance(session, actor=office, now=at)
    assert counted.difference == 0
    return counted.total.abroad


def test_from_the_printed_page_to_a_departure_and_home_again(
    gate: Page, fake_camera: FakeCamera, people: list[Issued], engine: Engine, clock: list[datetime]
) -> None:
    page, mui = gate, people[0]
    slips = pages_of(render_list(printed(people), slips=True))[-1]
    fake_camera.show_code(slips, mui.digits)
    page.reload()
    verdict(page, "ready")
    expect(page.locator(".person__name")).to_have_text("Nông Thị Mùi")
    expect(page.locator(".person__paper")).to_contain_text("C0050001")
    page.keyboard.press("Enter")
    expect(page.locator("[data-verdict=accept]")).to_contain_text("Đã ghi xuất cảnh")
    with read_on(engine) as session:
        assert session.scalars(select(Journey)).one().returned_at is None
    assert abroad_now(engine, AT) == 1

    clock[0] = AT + timedelta(hours=9)
    page.clock.set_fixed_time(clock[0])
    turn_to(page, "return")
    page.reload()
    verdict(page, "ready")
    expect(page.get_by_text("Xuất cảnh lúc 22/11/2026 08:00, qua cửa khẩu Hữu Nghị")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.locator("[data-verdict=accept]")).to_contain_text("Đã ghi lượt về")
    with read_on(engine) as session:
        assert session.scalars(select(Journey)).one().returned_at == clock[0]
    assert abroad_now(engine, clock[0]) == 0
    assert events_of(engine) == [("departure", "camera", "accept"), ("return", "camera", "accept")]


def test_a_departure_of_somebody_abroad_is_settled_with_one_tap(
    gate: Page, people: list[Issued], engine: Engine, clock: list[datetime]
) -> None:
    page, pao = gate, people[1]
    leave(page, pao)
    clock[0] = AT + timedelta(days=1)
    page.clock.set_fixed_time(clock[0])
    sign_in_again(page)
    wedge(page, pao.digits)
    verdict(page, "check")
    expect(page.locator("[data-reason=already_departed]")).to_be_visible()
    page.keyboard.press("1")
    expect(page.locator("[data-verdict=accept]")).to_be_visible()
    assert [kind for kind, _, _ in events_of(engine)] == ["departure", "return", "departure"]
    with read_on(engine) as session:
        assert len(session.scalars(select(Journey).where(Journey.returned_at.is_(None))).all()) == 1


def test_a_refused_departure_is_an_attempt_and_a_mis_scan_is_annulled(
    gate: Page, people: list[Issued], engine: Engine, clock: list[datetime]
) -> None:
    page, phay = gate, people[2]
    leave(page, phay)
    page.get_by_role("button", name="Huỷ lượt").click()
    page.get_by_role("button", name="Quét nhầm người").click()
    expect(page.get_by_role("heading", name="Đã huỷ lượt")).to_be_visible()
    forged = phay.digits[:-1] + str((int(phay.digits[-1]) + 1) % 10)
    page.keyboard.press("Escape")
    wedge(page, forged)
    verdict(page, "refuse")
    page.wait_for_function("document.querySelector('[data-fact=outbox]') === null")
    assert [kind for kind, _, _ in events_of(engine)] == ["departure", "annulment", "attempt"]
    with read_on(engine) as session:
        assert session.scalars(select(Journey)).all() == []


def test_a_person_without_a_code_is_found_by_name_or_by_the_paper(
    gate: Page, people: list[Issued], engine: Engine
) -> None:
    page = gate
    page.get_by_role("button", name="Tìm người").click()
    page.get_by_label("Họ tên").fill("trieu mui")
    page.get_by_role("button", name="Tìm", exact=True).click()
    page.get_by_role("button", name="Triệu Mùi Phấy").click()
    verdict(page, "check")
    page.get_by_role("button", name="Quay lại").click()
    page.get_by_role("button", name="Tìm người").click()
    page.get_by_label("Họ tên").fill("C005 0003")
    page.keyboard.press("Enter")
    expect(page.locator(".person__name")).to_have_text("Triệu Mùi Phấy")


def leave(page: Page, person: Issued) -> None:
    wedge(page, person.digits)
    verdict(page, "ready")
    page.keyboard.press("Enter")
    expect(page.locator("[data-verdict=accept]")).to_be_visible()


def sign_in_again(page: Page) -> None:
    """The next day's shift: the one of yesterday has ended by itself."""
    page.reload()
    sign_in(page, "departure", username="bienphong", password=PASSWORD)
