"""The search box with a keyboard: a key leads to it, arrows choose, Enter opens, Escape puts it away."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Page, expect
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
BOX, FOUND = "#people-search", "#people-search-found li"


@pytest.fixture(scope="module")
def site(sqlite_databases: SqliteDatabases) -> Iterator[Flask]:
    """Two communes full of people, and notices between them."""
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


@pytest.fixture
def officer(page: Page, site: Flask, serve: Callable[[Flask], str]) -> tuple[Page, str]:
    """The officer of Đồng Đăng on the first page, and the address of the application."""
    return page, _enter(page, serve(site), Role.COMMUNE_OFFICER, "/commune")


def _enter(page: Page, address: str, role: Role, path: str) -> str:
    page.goto(f"{address}/log-in")
    page.get_by_label("Tên đăng nhập").fill(PEOPLE[role][0])
    page.locator("#password").fill(PASSWORD)
    page.locator("main button[type=submit]").click()
    page.wait_for_url(lambda url: "/log-in" not in url)
    _open(page, address + path)
    return address


def _open(page: Page, url: str) -> None:
    page.goto(url)
    page.wait_for_selector("html[data-ready]")


def _holds(page: Page) -> None:
    found = Axe().run(page).response["violations"]
    assert not found, [(v["id"], [n["html"] for n in v["nodes"]][:3]) for v in found]
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0


def test_a_key_a_few_letters_an_arrow_and_enter_open_the_person(officer: tuple[Page, str]) -> None:
    page, _ = officer
    page.keyboard.press("/")
    expect(page.locator(BOX)).to_be_focused()
    page.keyboard.type("nong danh", delay=30)
    expect(page.locator(FOUND).first).to_contain_text("Nông Thị Đánhdấu")
    _holds(page)
    page.keyboard.press("ArrowDown")
    expect(page.locator(FOUND).first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    page.wait_for_url("**/commune/workers/**")
    assert "danh" not in page.url


def test_enter_without_a_choice_shows_everything_and_escape_puts_the_list_away(
    officer: tuple[Page, str],
) -> None:
    page, _ = officer
    page.locator(BOX).fill("nong")
    expect(page.locator(FOUND).first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#people-search-found")).to_be_hidden()
    assert page.locator(BOX).input_value() == "nong"
    page.keyboard.press("Enter")
    page.wait_for_url("**/search")
    expect(page.get_by_role("heading", level=1)).to_have_text("Tìm người")
    expect(page.locator("table")).to_contain_text("Nông Thị Đánhdấu")


def test_two_letters_say_that_three_are_needed_and_nobody_is_said(officer: tuple[Page, str]) -> None:
    page, _ = officer
    page.locator(BOX).fill("no")
    expect(page.locator(".br-search__said")).to_have_text("Gõ ít nhất 3 ký tự")
    page.locator(BOX).fill("khong co ai")
    expect(page.locator(".br-search__said")).to_contain_text("Không tìm thấy ai")
    expect(page.locator("#people-search-found")).to_be_hidden()


def test_typing_asks_once_and_coming_back_to_a_text_asks_nothing(officer: tuple[Page, str]) -> None:
    page, _ = officer
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "suggestions" in request.url else None)
    page.locator(BOX).press_sequentially("nong", delay=20)
    expect(page.locator(FOUND).first).to_be_visible()
    page.locator(BOX).press_sequentially("zz", delay=20)
    expect(page.locator(".br-search__said")).to_contain_text("Không tìm thấy ai")
    page.locator(BOX).fill("nong")
    expect(page.locator(FOUND).first).to_be_visible()
    assert len(asked) == 2


@pytest.mark.parametrize("width", [1366, 360])
def test_the_pages_around_search_and_notices_hold_at_any_width(officer: tuple[Page, str], width: int) -> None:
    page, address = officer
    page.set_viewport_size({"width": width, "height": 768})
    for path in ("/search", "/commune/notices", "/commune/lists", "/commune/workers"):
        _open(page, address + path)
        _holds(page)


def test_the_office_searches_with_the_same_box(
    page: Page, site: Flask, serve: Callable[[Flask], str]
) -> None:
    _enter(page, serve(site), Role.FOREIGN_AFFAIRS, "/province/search")
    page.keyboard.press("/")
    page.keyboard.type("danhdau", delay=20)
    expect(page.locator("#text-found li").first).to_contain_text("Công an")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    page.wait_for_url("**/province/workers/**")
    expect(page.locator("main")).to_contain_text("Hiện nay")
    _holds(page)
