"""A gate without a network: the page opens, people pass by the pack, and nothing is lost or doubled."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import Engine, select, update

from borderreg.db import read_on, write_on
from borderreg.domain.access import Role
from borderreg.domain.passes import format_entry_code
from borderreg.models import Entry, Event, Journey
from borderreg.services.devices import invite_device
from tests.browser.conftest import watch
from tests.browser.gate_fixtures import enrol, phone, sign_in, turn_to
from tests.browser.offline_site import OfflineSite, pass_people, wait_until_kept, wait_until_sent
from tests.crossings import PASSWORD, CertifiedList, Issued, actor_of, make_user

pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize("database_url", ["sqlite"], indirect=True),
]

NETWORK = ("ERR_INTERNET_DISCONNECTED", "ERR_CONNECTION_REFUSED", "ERR_FAILED", "Failed to load resource")


@pytest.fixture
def site(app: Flask, chromium: Browser) -> Iterator[OfflineSite]:
    """A desk at Hữu Nghị with a keyboard scanner and no camera."""
    site = OfflineSite(app, phone(chromium, keeps_shell=True))
    yield site
    site.close()


@pytest.fixture
def people(engine: Engine) -> list[Issued]:
    """Six certified people."""
    work_list = CertifiedList(engine)
    return [work_list.issue() for _ in range(6)]


def begin_shift(site: OfflineSite, engine: Engine) -> Page:
    """Enrol the desk, begin a shift of departures, and wait until it could do without the network."""
    make_user(engine, "bienphong", Role.GATE_OFFICER, "HUUNGHI", "Vi Văn Páo")
    chief = make_user(engine, "chihuy", Role.GATE_COMMANDER, "HUUNGHI", "Lương Văn Bình")
    commander = actor_of(engine, chief)
    invite = write_on(engine, invite_device, actor=commander, gate_code="HUUNGHI", at=site.now())
    page = open_page(site)
    enrol(page, site.address, token=invite.token)
    sign_in(page, "departure", username="bienphong", password=PASSWORD)
    wait_until_kept(page)
    return page


def open_page(site: OfflineSite) -> Page:
    """Open a page that notes what it does wrong; a lost network is no fault."""
    page = site.context.new_page()
    page.faults = watch(page)  # type: ignore[attr-defined]
    return page


def cold_start(site: OfflineSite) -> Page:
    """Open the installed app anew."""
    page = open_page(site)
    page.goto(f"{site.address}/gate/app")
    expect(page.locator("main")).to_have_attribute("data-screen", "scan")
    return page


def faults(page: Page) -> list[str]:
    """Return what a page did wrong, apart from the network that was not there."""
    return [fault for fault in page.faults if not any(word in fault for word in NETWORK)]  # type: ignore[attr-defined]


def stored(engine: Engine) -> list[Event]:
    with read_on(engine) as session:
        return list(session.scalars(select(Event).order_by(Event.seq)))


def test_two_hundred_people_pass_without_a_network_and_each_counts_once(site, engine):
    work_list = CertifiedList(engine)
    codes = [work_list.issue().digits for _ in range(200)]
    page = begin_shift(site, engine)
    site.cut()
    page.close()
    spans = []

    def passing(page: Page, some: list[str]) -> None:
        begun = site.now()
        assert pass_people(page, some) == ["ready", "done"] * len(some)
        spans.extend([(begun, site.now())] * len(some))

    page = cold_start(site)
    expect(page.locator("[data-fact=connection]")).to_contain_text("Mất mạng")
    passing(page, codes[:80])
    page.evaluate("moveClock(3 * 3600 * 1000)")
    passing_with_checks(page, site, codes[80:120], spans)
    page.evaluate(
        f"for (const digit of '{codes[120][:40]}') document.dispatchEvent(new KeyboardEvent('keydown'))"
    )
    page.close(run_before_unload=False)
    page = cold_start(site)
    passing_with_checks(page, site, codes[120:], spans)
    site.restore()
    wait_until_sent(page)
    events = stored(engine)
    assert [event.seq for event in events] == list(range(1, 201))
    assert {event.kind for event in events} == {"departure"}
    assert len({event.cti for event in events}) == 200
    for event, (begun, ended) in zip(events, spans, strict=True):
        assert begun - timedelta(seconds=3) <= event.occurred_at <= ended + timedelta(seconds=3), event.seq
    with read_on(engine) as session:
        assert len(session.scalars(select(Journey)).all()) == 200
    assert faults(page) == []


def passing_with_checks(page: Page, site: OfflineSite, some: list[str], spans: list) -> None:
    """Pass people while the clock is wrong."""
    begun = site.now()
    pass_people(page, some)
    spans.extend([(begun, site.now())] * len(some))


def test_without_a_network_a_return_is_green_and_a_second_departure_asks(site, engine, people):
    page = begin_shift(site, engine)
    site.cut()
    one = people[0].digits
    assert pass_people(page, [one]) == ["ready", "done"]
    expect(page.locator("main")).to_contain_text("Đã ghi chắc trên máy")
    page.wait_for_timeout(3100)  # within three seconds the same code is the same passage
    assert pass_people_until_verdict(page, one) == "check"
    expect(page.locator("main")).to_contain_text("Đang ở nước ngoài")
    page.keyboard.press("Escape")
    turn_to(page, "return")
    assert pass_people(page, [one]) == ["ready", "done"]
    site.restore()
    wait_until_sent(page)
    assert [event.kind for event in stored(engine)] == ["departure", "return"]
    assert faults(page) == []


def test_a_revoked_entry_is_refused_by_the_pack_and_the_attempt_is_kept(site, engine, people):
    taken = people[1]
    change = update(Entry).where(Entry.id == taken.entry_id).values(status="revoked")
    write_on(engine, lambda session: session.execute(change) and None)
    page = begin_shift(site, engine)
    site.cut()
    assert pass_people_until_verdict(page, taken.digits) == "refuse"
    expect(page.locator("[data-reason=revoked]")).to_be_visible()
    page.get_by_role("button", name="Quét người tiếp theo").click()
    site.restore()
    page.evaluate("dispatchEvent(new Event('online'))")
    wait_until_sent(page)
    assert [(event.kind, event.verdict) for event in stored(engine)] == [("attempt", "refuse")]


def test_the_person_is_shown_from_the_code_itself(site, engine, people):
    page = begin_shift(site, engine)
    site.cut()
    assert pass_people_until_verdict(page, people[2].digits) == "ready"
    expect(page.locator(".person__name")).to_have_text("Nông Thị Mùi")
    expect(page.locator(".person__list").first).to_contain_text("Danh sách 05/2026, dòng 3, từ 20/11/2026")
    expect(page.locator(".banner__pack")).to_contain_text("theo dữ liệu trên máy")


def test_a_typed_code_and_a_papers_number_find_the_person_without_a_network(site, engine, people):
    page = begin_shift(site, engine)
    site.cut()
    page.get_by_label("Mã tra cứu").fill(format_entry_code(people[3].cti))
    page.get_by_role("button", name="Tra cứu").click()
    expect(page.locator("[data-reason=typed_code]")).to_be_visible()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Tìm người").click()
    page.locator("#query").fill("C0050005")
    page.get_by_role("button", name="Tìm", exact=True).click()
    expect(page.locator("[data-reason=typed_code]")).to_be_visible(timeout=3000)
    assert faults(page) == []


def pass_people_until_verdict(page: Page, digits: str) -> str:
    """Scan one code and return the verdict shown."""
    page.evaluate(
        """(digits) => { for (const digit of [...digits, null]) document.activeElement.dispatchEvent(
          new KeyboardEvent("keydown", { code: digit ? `Digit${digit}` : "Enter", key: digit ?? "Enter",
            bubbles: true, cancelable: true })); }""",
        digits,
    )
    page.wait_for_selector("main[data-screen=verdict]")
    return page.locator("[data-verdict]").get_attribute("data-verdict") or ""
