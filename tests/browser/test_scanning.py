"""Scanning into a commune's forms: wherever the cursor stands, without scripts, at any width."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from borderreg.domain.access import Role
from borderreg.domain.names import plain_text
from tests.browser.commune_desk import (
    begin_list,
    camera,
    card_of,
    computer,
    desk,
    log_in,
    passport_of,
    ready,
    site,
)
from tests.browser.hand import Hand
from tests.domain.test_mrz import lines
from tests.web.site import PASSWORD, PEOPLE

__all__ = ["camera", "computer", "desk", "site"]
pytestmark = pytest.mark.browser


def test_a_scan_finds_the_cards_field_wherever_the_cursor_stands(
    desk: Page, site: Flask, serve: Callable[[Flask], str]
) -> None:
    hand = Hand()
    log_in(desk, serve(site), Role.COMMUNE_OFFICER, hand)
    begin_list(desk, hand)
    desk.locator("#job").click()
    desk.keyboard.type("Bốc xếp")
    desk.keyboard.type(card_of(7))
    desk.keyboard.press("Enter")
    expect(desk.locator("#personal_id")).to_have_value(card_of(7)[:12])
    expect(desk.locator("#job")).to_have_value("Bốc xếp")
    expect(desk.locator("#card")).to_have_value("")
    name = str(card_of(7).split("|")[2])
    expect(desk.locator("#name")).to_have_value(name)
    ready(desk)
    reader = lines(name=mrz_name(name), birth=yymmdd(7), sex="M", number="C7654321", personal=card_of(7)[:12])
    desk.keyboard.type(reader)
    expect(desk.locator("#document_number")).to_have_value("C7654321")
    expect(desk.locator("#document_expires")).to_have_value("30/06/2031")
    expect(desk.locator("#job")).to_have_value("Bốc xếp")
    expect(desk.locator("main")).not_to_contain_text("đúng hộ chiếu của người này không")
    desk.locator("#sex-0").focus()
    desk.keyboard.type(card_of(9))
    expect(desk.locator("#card")).to_have_value(card_of(9))


def yymmdd(number: int) -> str:
    """Return a card's birth date as a passport's line writes it."""
    birth = card_of(number).split("|")[3]
    return birth[6:] + birth[2:4] + birth[:2]


def mrz_name(name: str) -> str:
    """Write a name as a passport's line does."""
    family, _, rest = plain_text(name).upper().partition(" ")
    return f"{family}<<{rest.replace(' ', '<')}"


@pytest.mark.parametrize("width", [1366, 360])
def test_the_pages_of_people_and_papers_hold_for_everybody_at_any_width(
    desk: Page, site: Flask, serve: Callable[[Flask], str], width: int, screens: Path | None
) -> None:
    address = serve(site)
    desk.set_viewport_size({"width": width, "height": 768})
    hand = Hand()
    log_in(desk, address, Role.COMMUNE_OFFICER, hand)
    desk.goto(f"{address}/commune/workers/new")
    ready(desk)
    check(desk, screens, f"worker-new-{width}")
    hand.scan(desk, card_of(40 + width))
    expect(desk.locator("#document_number")).to_be_focused()
    desk.locator("summary", has_text="Đọc hai dòng mã").click()
    check(desk, screens, f"worker-scanned-{width}")
    desk.locator("#mrz").fill(lines(name="VI<<THI<LA", birth="820205"))
    expect(desk.locator(".govuk-warning-text").first).to_be_visible()
    check(desk, screens, f"worker-passport-{width}")
    desk.get_by_role("button", name="Lưu", exact=True).last.click()
    check(desk, screens, f"worker-{width}")
    desk.get_by_role("link", name="Đổi mới").click()
    check(desk, screens, f"document-renew-{width}")
    desk.go_back()
    desk.get_by_role("link", name="Kết thúc").click()
    check(desk, screens, f"document-end-{width}")
    desk.goto(f"{address}/commune/lists")
    desk.get_by_label("Tên gọi của danh sách").fill("Đợt mới")
    desk.get_by_role("button", name="Lập và thêm người").click()
    ready(desk)
    check(desk, screens, f"row-new-{width}")
    hand.scan(desk, "02018|x")
    expect(desk.locator(".govuk-error-summary")).to_be_visible()
    check(desk, screens, f"row-refused-{width}")


def check(page: Page, screens: Path | None, name: str) -> None:
    """Look for what keeps people out, and for a sideways scroll; keep a picture when asked."""
    ready(page)
    if screens:
        page.screenshot(path=screens / f"{name}.png", full_page=True)
    found = Axe().run(page).response["violations"]
    assert not found, (name, [(v["id"], [n["html"] for n in v["nodes"]][:3]) for v in found])
    over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert over <= 0, (name, over)


@pytest.fixture
def screens() -> Path | None:
    """Where to keep pictures of the pages, when `BORDERREG_SCREENS` names a folder."""
    name = os.environ.get("BORDERREG_SCREENS", "")
    return Path(name) if name else None


def test_without_scripts_a_card_fills_the_form_as_well(
    computer: Browser, site: Flask, serve: Callable[[Flask], str]
) -> None:
    context = computer.new_context(java_script_enabled=False)
    page = context.new_page()
    page.set_default_timeout(10_000)
    page.goto(f"{serve(site)}/log-in")
    page.locator("#username").fill(PEOPLE[Role.COMMUNE_OFFICER][0])
    page.locator("#password").fill(PASSWORD)
    page.locator("main button[type=submit]").click()
    page.goto(page.url.split("/commune")[0] + "/commune/workers/new")
    page.locator("#card").fill(card_of(11))
    page.locator("#card").press("Enter")
    expect(page.locator("#personal_id")).to_have_value(card_of(11)[:12])
    page.locator("#document_number").fill(passport_of(11))
    page.locator("#document_expires").fill("30062031")
    page.locator("#document_expires").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(card_of(11).split("|")[2])
    context.close()
