"""The registers with a keyboard: an employer is picked by pinyin; the office's pages hold at every width."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Page, expect
from sqlalchemy import update

from borderreg.app import create_app
from borderreg.config import Config
from borderreg.db import db, make_engine, write_on
from borderreg.domain.access import Role
from borderreg.domain.employers import EmployerFacts
from borderreg.models import User
from borderreg.services.employers import add_registered
from tests.communes import AT, Desk, make_actor
from tests.databases import SqliteDatabases
from tests.preparation import INSTANCE, open_test_vault
from tests.web.site import PASSWORD, Clock, password_hash

pytestmark = pytest.mark.browser
NOW = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)
SUGAR = EmployerFacts(
    name_vi="Công ty TNHH Mía đường Nam Hoa",
    name_zh="凭祥市南华糖业有限公司",
    pinyin="Pingxiang Nanhua Tangye",
    county="451481",
)


@pytest.fixture(scope="module")
def made(sqlite_databases: SqliteDatabases) -> Iterator[tuple[Flask, UUID, UUID]]:
    """The application, a draft list of Đồng Đăng, and an employer of the register."""
    open_test_vault()
    with sqlite_databases.database() as url:
        engine = make_engine(url)
        desk, office = Desk.open(engine), make_actor(engine, "hoa.luong", Role.FOREIGN_AFFAIRS, "SNGV")
        facts = {"facts": SUGAR, "since": date(2026, 1, 1), "source_document": ""}
        employer = write_on(engine, add_registered, actor=office, at=AT, **facts)
        list_id = desk.filled(2, employer="Mía đường Nam Hoa Bằng Tường")
        write_on(engine, lambda session: session.execute(update(User).values(password_hash=password_hash())))
        engine.dispose()
        app = create_app(Config(instance=INSTANCE, database=url, extra={"CLOCK": Clock(NOW), "QUIET": True}))
        yield app, list_id, employer
        with app.app_context():
            db.engine.dispose()


def _enter(page: Page, address: str, username: str, path: str) -> None:
    page.goto(f"{address}/log-in")
    page.get_by_label("Tên đăng nhập").fill(username)
    page.locator("#password").fill(PASSWORD)
    page.locator("main button[type=submit]").click()
    page.wait_for_url(lambda url: "/log-in" not in url)
    page.goto(address + path)
    page.wait_for_selector("html[data-ready]")


def _holds(page: Page) -> None:
    found = Axe().run(page).response["violations"]
    assert not found, [(v["id"], [n["html"] for n in v["nodes"]][:3]) for v in found]
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0


def test_an_employer_is_picked_by_pinyin_with_the_keyboard_alone(
    page: Page, serve: Callable[[Flask], str], made: tuple[Flask, UUID, UUID]
) -> None:
    app, list_id, _ = made
    _enter(page, serve(app), "canbo_06184", f"/commune/lists/{list_id}/rows/new")
    field = page.locator("[name=employer]")
    field.fill("")
    field.press_sequentially("nanhua", delay=30)
    option = page.locator(".br-picker__option").first
    expect(option).to_contain_text("凭祥市南华糖业有限公司 · Pingxiang Nanhua Tangye · Bằng Tường")
    expect(field).to_have_attribute("aria-expanded", "true")
    _holds(page)
    field.press("ArrowDown")
    expect(option).to_have_attribute("aria-selected", "true")
    field.press("Enter")
    expect(field).to_have_value(SUGAR.name_vi)
    expect(field).to_have_attribute("aria-expanded", "false")
    field.fill("")
    field.press_sequentially("lò vôi lạ", delay=30)
    expect(page.locator(".br-picker__said").first).to_contain_text("Chưa có trong sổ")
    field.press("Escape")
    expect(field).to_have_value("lò vôi lạ")


@pytest.mark.parametrize("width", [360, 1366])
def test_the_offices_pages_hold(
    page: Page, serve: Callable[[Flask], str], made: tuple[Flask, UUID, UUID], width: int
) -> None:
    app, _, employer = made
    address = serve(app)
    page.set_viewport_size({"width": width, "height": 768})
    _enter(page, address, "hoa.luong", "/province/employers")
    one = f"/province/employers/{employer}"
    paths = ("", "/edit", "/suspend", "/merge?q=mia")
    others = ("/province/recruiters/new", "/reference/counties", "/reference/settings", "/closures/new")
    for path in ("/province/employers", *(one + end for end in paths), *others):
        page.goto(address + path)
        page.wait_for_selector("html[data-ready]")
        _holds(page)
