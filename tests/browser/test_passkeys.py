"""A chief with a security key in Chromium: adds it, logs in with it, and certifies a list with it."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Page, expect

from borderreg.app import create_app
from borderreg.config import Config
from borderreg.db import db, make_engine
from borderreg.domain.access import Role
from tests.communes import Desk
from tests.databases import SqliteDatabases
from tests.preparation import INSTANCE, open_test_vault
from tests.web.site import PASSWORD, Clock, Site

pytestmark = pytest.mark.browser
NOW = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)
KEY = {
    "protocol": "ctap2",
    "transport": "usb",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def security_key(page: Page) -> None:
    """Plug a security key into the browser: it knows its owner and answers at once."""
    tools = page.context.new_cdp_session(page)
    tools.send("WebAuthn.enable")
    tools.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})


def check(page: Page) -> None:
    """Look at a page as axe does, and at its width."""
    found = Axe().run(page).response["violations"]
    assert not found, [(one["id"], [node["html"] for node in one["nodes"]][:3]) for one in found]
    for width in (360, 1366):
        page.set_viewport_size({"width": width, "height": 768})
        over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert over <= 0, (page.url, width, over)


def test_a_chief_certifies_with_a_security_key_and_never_types_a_password_again(
    page: Page, serve: Callable[[Flask], str], sqlite_databases: SqliteDatabases
) -> None:
    open_test_vault()
    with sqlite_databases.database() as url:
        clock = Clock(NOW)
        app = create_app(Config(instance=INSTANCE, database=url, extra={"CLOCK": clock, "QUIET": True}))
        engine = make_engine(url)
        list_id = Desk.open(engine).submitted(2)
        chief = Site(app, engine, clock).person(Role.COMMUNE_CHIEF)
        address = serve(app).replace("127.0.0.1", "localhost")
        security_key(page)

        page.goto(f"{address}/log-in")
        page.get_by_label("Tên đăng nhập").fill(chief)
        page.locator("#password").fill(PASSWORD)
        page.get_by_role("button", name="Đăng nhập", exact=True).click()
        page.goto(f"{address}/account")
        page.get_by_role("link", name="Thêm khoá truy cập").click()
        page.get_by_label("Tên của khoá").fill("Khoá bảo mật ở két")
        check(page)
        page.get_by_role("button", name="Tạo khoá truy cập").click()
        expect(page.get_by_role("rowheader", name="Khoá bảo mật ở két")).to_be_visible()
        check(page)

        page.get_by_role("button", name="Đăng xuất").first.click()
        clock.forward(minutes=1)
        check(page)
        page.get_by_role("button", name="Đăng nhập bằng khoá truy cập").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Việc cần làm")

        clock.forward(minutes=10)
        page.goto(f"{address}/commune/lists/{list_id}")
        check(page)
        page.get_by_role("button", name="Xác nhận bằng khoá truy cập").click()
        expect(page.get_by_text("Đã xác nhận danh sách số 01/DS-CAX gồm 2 người.")).to_be_visible()

        page.get_by_role("link", name="Thu hồi danh sách").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Xác nhận lại là bạn")
        check(page)
        page.get_by_role("button", name="Xác nhận bằng khoá truy cập").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("Thu hồi danh sách")

        engine.dispose()
        with app.app_context():
            db.engine.dispose()
