"""A worker's telephone at 360 px: back home, four questions, a tip with its receipt, and the answer to it."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Page
from sqlalchemy import select

from borderreg.app import create_app
from borderreg.config import Config
from borderreg.db import db, read_on, write_on
from borderreg.domain.access import Role
from borderreg.models import ProtectionDebrief, ProtectionTip
from borderreg.services import tip_desk
from tests.communes import make_actor
from tests.databases import SqliteDatabases
from tests.preparation import INSTANCE, open_test_vault
from tests.web.site import Clock

pytestmark = pytest.mark.browser
NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
STORY = "Chủ vườn mía ở Phù Tuy giữ hộ chiếu của tôi và em gái"


def check(page: Page) -> None:
    found = Axe().run(page).response["violations"]
    assert not found, (page.url, [(v["id"], [n["html"] for n in v["nodes"]][:3]) for v in found])
    over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert over <= 0, (page.url, over)


def test_a_worker_back_home_answers_leaves_a_tip_and_reads_the_answer(
    page: Page, serve: Callable[[Flask], str], sqlite_databases: SqliteDatabases
) -> None:
    open_test_vault()
    with sqlite_databases.database() as url:
        app = create_app(Config(instance=INSTANCE, database=url, extra={"CLOCK": Clock(NOW), "QUIET": True}))
        page.set_viewport_size({"width": 360, "height": 740})
        address = serve(app)
        with app.app_context():
            engine = db.engine
        guardian = make_actor(engine, "ly.binh", Role.PROTECTION, "BAOHO")

        page.goto(f"{address}/r")
        check(page)
        page.get_by_text("Không được trả", exact=True).click()
        page.get_by_text("Có, tôi cần giúp").click()
        page.get_by_role("button", name="Gửi câu trả lời").click()
        page.get_by_role("heading", name="Cảm ơn bạn").wait_for()
        check(page)
        with read_on(engine) as session:
            assert session.scalars(select(ProtectionDebrief.case_id)).one() is not None

        page.goto(f"{address}/vi/tip")
        check(page)
        page.get_by_text("Bị giữ giấy tờ").click()
        page.get_by_label("Bạn muốn cho biết điều gì?").fill(STORY)
        page.get_by_role("button", name="Gửi tin").click()
        receipt = page.locator("#receipt").inner_text()
        check(page)
        with read_on(engine) as session:
            tip_id = session.scalars(select(ProtectionTip.id)).one()
        said = {"tip_id": tip_id, "text": "Chúng tôi đang liên hệ Tổng lãnh sự quán.", "at": NOW}
        write_on(engine, tip_desk.answer_tip, actor=guardian, **said)

        page.goto(f"{address}/vi/tip/answer")
        page.get_by_label("Mã biên nhận").fill(receipt)
        page.get_by_role("button", name="Xem trả lời").click()
        page.get_by_text("Chúng tôi đang liên hệ Tổng lãnh sự quán.").wait_for()
        check(page)
        page.get_by_role("link", name="Thoát nhanh khỏi trang này").click()
        page.wait_for_url("**/vi/gates")
        page.go_back()
        assert "/tip" not in page.url or STORY not in page.content()
        assert page.context.cookies() == []

        page.set_viewport_size({"width": 1080, "height": 1400})
        page.clock.install()
        page.goto(f"{address}/zh/kiosk/HUUNGHI")
        check(page)
        page.locator("input[type=radio]").first.check()
        page.clock.run_for(50_000)
        page.keyboard.press("Tab")
        page.clock.run_for(50_000)
        assert page.url.endswith("/zh/kiosk/HUUNGHI")
        page.clock.run_for(15_000)
        page.wait_for_url("**/vi/kiosk/HUUNGHI")
        assert page.locator("input[type=radio]:checked").count() == 0
        page.goto("about:blank")
        engine.dispose()
