"""The office's pages in Chromium: accessible and without a sideways scroll, at a desk and on a phone."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Page
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from borderreg.app import create_app
from borderreg.config import load_config
from borderreg.crypto import create_key_files
from borderreg.db import db, write_on
from borderreg.domain.access import Role
from tests.databases import SqliteDatabases
from tests.reports.world import KY_LUA, NOW, World, make_world
from tests.web.site import PASSWORD, Clock, Site

pytestmark = pytest.mark.browser
DAY = timedelta(days=1)
PAGES = (
    "/province",
    "/province/figures",
    "/province/figures/crossings?by=gate",
    "/province/figures/balance",
    "/province/pivot?rows=commune&columns=gate",
    "/province/figures/abroad/rows",
    "/province/search",
    "/province/contradictions",
)


def _fill(engine: Engine) -> World:
    world = make_world(engine)

    def happen(session: Session) -> None:
        for number in range(9):
            entry, worker = world.entry(session, commune=KY_LUA)
            away = {"entry": entry, "worker": worker}
            world.event(session, "departure", **away, occurred_at=NOW - (number + 1) * DAY)
            if number == 3:
                world.event(session, "departure", **away, occurred_at=NOW - DAY)
            if number > 5:
                world.event(session, "return", **away, occurred_at=NOW)

    write_on(engine, happen)
    world.project()
    return world


@pytest.fixture
def province(
    tmp_path: Path, sqlite_databases: SqliteDatabases, serve: Callable[[Flask], str]
) -> Iterator[str]:
    """The address of a served site with people abroad."""
    create_key_files(tmp_path / "keys")
    with sqlite_databases.database() as url:
        clock = Clock(NOW)
        app = create_app(load_config(instance=tmp_path, database=url, extra={"CLOCK": clock, "QUIET": True}))
        with app.app_context():
            engine = db.engine
        _fill(engine)
        Site(app, engine, clock).person(Role.FOREIGN_AFFAIRS)
        yield serve(app)
        engine.dispose()


def _log_in(page: Page, address: str) -> None:
    page.goto(f"{address}/log-in")
    page.get_by_label("Tên đăng nhập").fill("lan.luongthi")
    page.locator("#password").fill(PASSWORD)
    page.locator("main button[type=submit]").click()
    page.wait_for_url(f"{address}/province")


@pytest.mark.parametrize("width", [1280, 360])
def test_the_offices_pages_hold_for_everybody_at_any_width(page: Page, province: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    _log_in(page, province)
    page.goto(f"{province}/province/contradictions")
    task = page.locator("main a[href*='/contradictions/']").first.get_attribute("href") or ""
    page.goto(f"{province}/province/figures/abroad/rows")
    person = page.locator("main a[href*='/workers/']").first.get_attribute("href") or ""
    axe = Axe()
    for path in (*PAGES, task, person):
        page.goto(province + path)
        found = axe.run(page).response["violations"]
        assert not found, (path, [(one["id"], one["nodes"][0]["html"]) for one in found])
        wider = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert page.evaluate(wider) <= 0, f"{path} scrolls sideways at {width} px"
