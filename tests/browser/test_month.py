"""The commune's month in Chromium: a visit in two taps, boxes ticked by keyboard, a report corrected."""

from collections.abc import Callable, Iterator

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
from tests.browser.test_staff_pages import NOW, _check, _log_in
from tests.databases import SqliteDatabases
from tests.preparation import INSTANCE, open_test_vault
from tests.web.province_of_marks import plant
from tests.web.site import Clock, password_hash

pytestmark = pytest.mark.browser


@pytest.fixture
def app(sqlite_databases: SqliteDatabases) -> Iterator[Flask]:
    """An application with two communes at work."""
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


@pytest.mark.parametrize("width", [1366, 360])
def test_a_visit_is_recorded_in_two_taps(
    page: Page, app: Flask, serve: Callable[[Flask], str], width: int
) -> None:
    address = serve(app)
    page.set_viewport_size({"width": width, "height": 760})
    _log_in(page, address, Role.COMMUNE_OFFICER)
    page.goto(f"{address}/commune/people?tab=away")
    _check(page, "/commune/people")
    page.get_by_role("link", name="Ghi thăm hỏi Vi Văn Đánhdấu").first.click()
    _check(page, "visit")
    page.get_by_role("button", name="Đã về nhà – Gọi điện").click()
    page.get_by_text("Chuyến đi được khép lại").wait_for()
    page.get_by_text("không còn ở nước ngoài").wait_for()
    _check(page, "visited")


def test_households_are_ticked_by_keyboard_alone(
    page: Page, app: Flask, serve: Callable[[Flask], str]
) -> None:
    address = serve(app)
    _log_in(page, address, Role.COMMUNE_OFFICER)
    page.goto(f"{address}/commune/month/pledges/hamlet?name=Khu Ga&year=2026")
    page.get_by_role("button", name="Đánh dấu tất cả").focus()
    page.keyboard.press("Enter")
    assert page.get_by_role("checkbox").first.is_checked()
    page.get_by_role("button", name="Ghi các hộ đã đánh dấu").focus()
    page.keyboard.press("Enter")
    page.get_by_text("Đã ghi 1 hộ ký.").wait_for()


def test_later_data_is_seen_beside_the_sent_report_and_a_correction_goes_out(
    page: Page, app: Flask, serve: Callable[[Flask], str]
) -> None:
    address = serve(app)
    _log_in(page, address, Role.COMMUNE_CHIEF)
    page.goto(f"{address}/commune/month/books/outreach")
    page.get_by_label("Buổi tuyên truyền").check()
    page.get_by_label("Số lượt người nghe").fill("35")
    page.get_by_label("Ngày", exact=True).fill("10/11/2026")
    page.get_by_role("button", name="Ghi vào sổ").click()
    page.get_by_text("Đã ghi.", exact=True).wait_for()
    page.goto(f"{address}/commune/month/2026-11")
    page.get_by_text("Khác với báo cáo đã gửi").wait_for()
    _check(page, "/commune/month/2026-11")
    page.get_by_label("Lý do đính chính").fill("sót buổi tuyên truyền ngày 10/11")
    page.get_by_role("button", name="Gửi đính chính").click()
    page.get_by_text("đính chính lần 1").wait_for()
    assert not Axe().run(page).response["violations"]
