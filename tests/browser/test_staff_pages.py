"""Log-in, gate desk, administration and audit in Chromium: logged in for real, accessible, at any width."""

import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Page
from sqlalchemy import update

from borderreg.app import create_app
from borderreg.config import Config
from borderreg.db import db, make_engine, write_on
from borderreg.domain.access import Role
from borderreg.models import User
from tests.databases import SqliteDatabases
from tests.preparation import INSTANCE, open_test_vault
from tests.web.province_of_marks import plant
from tests.web.site import PASSWORD, PEOPLE, Clock, password_hash

pytestmark = pytest.mark.browser
NOW = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)
PAGES: dict[Role, tuple[str, ...]] = {
    Role.GATE_COMMANDER: ("/gate", "/gate/log", "/gate/log?day=20/11/2026", "/gate/devices"),
    Role.ADMIN: ("/admin/users", "/admin/users/new", "/admin/organisations", "/admin/devices"),
    Role.AUDITOR: ("/audit", "/audit/records/06184", "/audit/verify", "/account", "/account/password"),
}


@pytest.fixture(scope="module")
def site(sqlite_databases: SqliteDatabases) -> Iterator[Flask]:
    """An application with two communes and two posts at work."""
    open_test_vault()
    with sqlite_databases.database() as url:
        engine = make_engine(url)
        plant(engine)
        write_on(engine, lambda session: session.execute(update(User).values(password_hash=password_hash())))
        engine.dispose()
        app = create_app(Config(instance=INSTANCE, database=url, extra={"CLOCK": Clock(NOW), "QUIET": True}))
        yield app
        with app.app_context():
            db.engine.dispose()


def _log_in(page: Page, address: str, role: Role) -> None:
    page.goto(f"{address}/log-in")
    page.get_by_label("Tên đăng nhập").fill(PEOPLE[role][0])
    page.locator("#password").fill(PASSWORD)
    page.locator("main button[type=submit]").click()
    page.wait_for_url(lambda url: "/log-in" not in url)


def _check(page: Page, address: str) -> None:
    found = Axe().run(page).response["violations"]
    assert not found, (address, [(v["id"], [n["html"] for n in v["nodes"]][:3]) for v in found])
    over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert over <= 0, (address, over)


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("role", sorted(PAGES))
def test_staff_pages_hold_for_everybody_at_any_width(
    page: Page, site: Flask, serve: Callable[[Flask], str], role: Role, width: int, screens: Path | None
) -> None:
    address = serve(site)
    page.set_viewport_size({"width": width, "height": 760})
    page.goto(f"{address}/log-in")
    _check(page, "/log-in")
    _log_in(page, address, role)
    for path in PAGES[role]:
        page.goto(address + path)
        _check(page, path)
        if screens:
            page.screenshot(path=screens / f"{role}{path.replace('/', '_')[:40]}-{width}.png", full_page=True)


@pytest.fixture
def screens() -> Path | None:
    """Where to keep pictures of the pages, when `BORDERREG_SCREENS` names a folder."""
    name = os.environ.get("BORDERREG_SCREENS", "")
    return Path(name) if name else None


def test_the_commander_invites_a_device_with_a_code_to_scan(
    page: Page, site: Flask, serve: Callable[[Flask], str]
) -> None:
    address = serve(site)
    _log_in(page, address, Role.GATE_COMMANDER)
    page.goto(f"{address}/gate/devices")
    page.get_by_role("button", name="Mời thiết bị cho Hữu Nghị").click()
    page.get_by_role("img", name="Mã mời thiết bị").wait_for()
    _check(page, "/gate/devices/invite")
    assert "/gate/app#enrol=" in page.locator("main code").inner_text()


def test_the_auditor_verifies_every_chain(page: Page, site: Flask, serve: Callable[[Flask], str]) -> None:
    address = serve(site)
    _log_in(page, address, Role.AUDITOR)
    page.goto(f"{address}/audit/verify")
    page.locator("main form button").click()
    page.get_by_text("Nhật ký còn nguyên vẹn.").wait_for()
    _check(page, "/audit/verify")
