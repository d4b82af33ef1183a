"""A commune's workbook in Chromium: uploaded, repaired cell by cell, kept; and two officers in one row."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from borderreg.app import create_app
from borderreg.config import Config
from borderreg.db import db
from borderreg.domain.access import Role
from tests.communes import Desk
from tests.databases import SqliteDatabases
from tests.fixtures.make_commune_list import WORKBOOK
from tests.imports import line, table
from tests.preparation import INSTANCE, open_test_vault
from tests.web.site import PASSWORD, Clock, Site

pytestmark = pytest.mark.browser
NOW = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)


@pytest.fixture
def site(sqlite_databases: SqliteDatabases) -> Iterator[Site]:
    """An application with two officers of Đồng Đăng."""
    open_test_vault()
    with sqlite_databases.database() as url:
        clock = Clock(NOW)
        app: Flask = create_app(
            Config(instance=INSTANCE, database=url, extra={"CLOCK": clock, "QUIET": True})
        )
        with app.app_context():
            engine = db.engine
        site = Site(app, engine, clock)
        site.person(Role.COMMUNE_OFFICER)
        site.person(Role.COMMUNE_OFFICER, username="lan.chuthi")
        yield site
        engine.dispose()


def log_in(page: Page, address: str, username: str = "mui.nongthi") -> None:
    """Log in as a person would."""
    page.goto(f"{address}/log-in")
    page.get_by_label("Tên đăng nhập").fill(username)
    page.locator("#password").fill(PASSWORD)
    page.locator("main button[type=submit]").click()
    page.wait_for_url(lambda url: "/log-in" not in url)


def settle(page: Page) -> None:
    """Wait until the page has loaded what it asks for."""
    page.locator("html[data-ready=true]").wait_for(state="attached")


def check(page: Page) -> None:
    """Ask that a page is accessible and needs no scrolling sideways, on a desk and on a phone."""
    for width in (1366, 360):
        page.set_viewport_size({"width": width, "height": 768})
        found = Axe().run(page).response["violations"]
        assert not found, [(v["id"], [n["html"] for n in v["nodes"]][:3]) for v in found]
        over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert over <= 0, (page.url, width, over)
    page.set_viewport_size({"width": 1366, "height": 768})


def test_a_workbook_is_repaired_with_the_keyboard_and_kept(
    page: Page, site: Site, serve: Callable[[Flask], str]
) -> None:
    address = serve(site.app)
    log_in(page, address)
    page.goto(f"{address}/commune/import")
    check(page)
    page.set_input_files("input[type=file]", WORKBOOK)
    page.get_by_role("button", name="Đọc tệp").click()
    page.get_by_role("heading", name="Xác nhận các cột của tệp").wait_for()
    check(page)
    page.get_by_role("button", name="Đúng, đọc các dòng").click()
    page.get_by_text("3 dòng có lỗi").wait_for()
    check(page)
    page.locator("#r33-birth").fill("19/11/2001")
    page.keyboard.press("ArrowLeft")  # not at the edge of the text: the cursor moves
    expect(page.locator("#r33-birth")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#r46-birth")).to_be_focused()
    page.locator("#r46-name").fill("Nông Thị Bích")
    page.get_by_text("Đã lưu nháp lúc 08:00").wait_for()
    page.reload()
    page.get_by_text("Những gì bạn đã nhập lúc 08:00 22/11/2026 vẫn còn đây").wait_for()
    expect(page.locator("#r46-name")).to_have_value("Nông Thị Bích")
    page.get_by_label("Bỏ dòng 49").check()
    page.get_by_role("button", name="Lưu và kiểm tra lại").click()
    page.get_by_text("Không còn dòng nào có lỗi").first.wait_for()
    page.get_by_role("button", name="Đưa 39 dòng đúng vào bản nháp").click()
    page.get_by_text("Đã đưa 39 người vào bản nháp").wait_for()
    settle(page)


def test_a_long_file_goes_on_by_itself(page: Page, site: Site, serve: Callable[[Flask], str]) -> None:
    people = [line(number, personal_id=f"0201{number % 90 + 10:02d}{number:06d}") for number in range(1300)]
    address = serve(site.app)
    log_in(page, address)
    page.goto(f"{address}/commune/import")
    data = {"name": "tat-ca.csv", "mimeType": "text/csv", "buffer": table(*people)}
    page.set_input_files("input[type=file]", [data])
    page.get_by_role("button", name="Đọc tệp").click()
    if page.get_by_role("button", name="Đúng, đọc các dòng").is_visible():
        page.get_by_role("button", name="Đúng, đọc các dòng").click()
    page.get_by_role("heading", name="Sửa các dòng của tệp").wait_for(timeout=60_000)
    settle(page)


def test_two_officers_in_one_row_choose_side_by_side(
    chromium: Browser, site: Site, serve: Callable[[Flask], str]
) -> None:
    desk = Desk.open(site.engine)
    list_id = desk.filled(1)
    address = serve(site.app)
    context = chromium.new_context(locale="vi-VN")  # the answer 409 is no fault here
    page = context.new_page()
    log_in(page, address)
    page.goto(f"{address}/commune/lists/{list_id}")
    page.get_by_role("link", name="Nông Thị Mùi").click()
    second = chromium.new_context(locale="vi-VN")
    other = second.new_page()
    log_in(other, address, "lan.chuthi")
    other.goto(page.url)
    other.get_by_label("Họ và tên").fill("Nông Thị Muồi")
    other.get_by_role("button", name="Lưu", exact=True).click()
    other.get_by_text("Đã lưu dòng 1").wait_for()
    second.close()
    page.get_by_label("Họ và tên").fill("Nông Thị Mười")
    page.get_by_role("button", name="Lưu", exact=True).click()
    page.get_by_role("heading", name="Hai người cùng sửa").wait_for()
    check(page)
    page.get_by_label("Nông Thị Mười").check()
    page.get_by_role("button", name="Lưu các giá trị đã chọn").click()
    page.get_by_role("link", name="Nông Thị Mười").wait_for()
    context.close()
