"""The first page beside other periods, cross tables as pages and files, and tables that people keep."""

import csv
import io
import re
from datetime import timedelta
from html import unescape

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy.orm import Session

from borderreg.db import write_on
from borderreg.domain.access import Role
from borderreg.services.tallies import fold_changes
from tests.reports.world import DONG_DANG, KY_LUA, NOW, World, make_world
from tests.web.site import Browser, Site

DAY = timedelta(days=1)
LINKED = re.compile(r'<a class="govuk-link" href="([^"]+/rows\?[^"]+)">([\d.,]+)\s*<span', re.S)


@pytest.fixture
def world(site: Site) -> World:
    """Two communes with crossings of this window, the one before and last year; half of it folded in."""
    world = make_world(site.engine)

    def happen(session: Session, days: int) -> None:
        for number, commune in enumerate((DONG_DANG, DONG_DANG, KY_LUA)):
            entry, worker = world.entry(
                session, commune=commune, employer="=HYPERLINK(1)", sex="MF"[number % 2]
            )
            away = {"entry": entry, "worker": worker}
            world.event(session, "departure", **away, occurred_at=NOW - days * DAY)
            world.event(session, "return", **away, occurred_at=NOW - (days - 1) * DAY)
            world.event(session, "departure", **away, occurred_at=NOW - (days - 2) * DAY)
        forged = {"verdict": "refuse", "reasons": ["bad_signature"]}
        world.event(session, "attempt", entry=None, worker=None, occurred_at=NOW - days * DAY, **forged)

    for days in (368, 35, 4):
        write_on(site.engine, happen, days)
        if days > 4:
            write_on(site.engine, fold_changes, at=NOW)
    world.project()
    return world


def _opens_what_it_says(browser: Browser, page: str, least: int) -> None:
    opened = set(LINKED.findall(page))
    assert len(opened) >= least
    for address, figure in opened:
        assert f"({figure} dòng)" in browser.get(unescape(address)).text, (address, figure)


def test_the_first_page_stands_beside_other_periods_and_every_figure_opens_its_rows(
    site: Site, world: World
) -> None:
    browser = site.logged_in(Role.FOREIGN_AFFAIRS)
    page = browser.get("/province?by=commune").text
    assert "So với kỳ trước (15/10/2026 – 22/10/2026) và cùng kỳ năm trước (15/11/2025 – 22/11/2025)." in page
    assert re.search(r"Xuất cảnh trong kỳ.*?>\s*6 .*?3 người; kỳ trước 6, cùng kỳ 6", page, re.S)
    assert "1 lượt nghi mã giả" in page
    _opens_what_it_says(browser, page, 20)
    narrow = browser.get("/province?by=sex&commune=06187&from=18/11/2026&to=20/11/2026").text
    assert "Kỳ 18/11/2026 – 20/11/2026." in narrow
    assert "Kỳ Lừa" in narrow
    _opens_what_it_says(browser, narrow, 6)
    one_day = browser.get("/province?period=2026-11-20").text
    assert "Lượt người theo giờ" in one_day
    for wrong in ("by=guilt", "from=31/02/2026", "from=22/11/2026&to=01/11/2026"):
        assert browser.get(f"/province?{wrong}").status_code == 400


def test_reports_cut_crossings_up_by_hour_only_where_the_period_is_short(site: Site, world: World) -> None:
    browser = site.logged_in(Role.FOREIGN_AFFAIRS)
    page = browser.get("/province/figures/crossings?by=hour").text
    assert "08:00–08:59" in page
    _opens_what_it_says(browser, page, 4)
    assert ">Giờ</a>" not in browser.get("/province/figures/crossings?period=2026").text
    assert browser.get("/province/figures/crossings?period=2026&by=hour").status_code == 400


def test_a_cross_table_opens_its_rows_and_goes_out_as_it_is_shown(site: Site, world: World) -> None:
    browser = site.logged_in(Role.FOREIGN_AFFAIRS)
    address = "/province/pivot?report=crossings&measure=departures&rows=employer&columns=commune"
    page = browser.get(address).text
    _opens_what_it_says(browser, page, 4)
    browser.read_token(address)
    export = address.replace("/pivot?", "/pivot/export?")
    text = browser.submit(export, format="csv").data.decode("utf-8-sig")
    lines = list(csv.reader(io.StringIO(text)))
    assert lines[0] == ["Đơn vị sử dụng lao động", "Đồng Đăng", "Kỳ Lừa", "Tổng số"]
    assert lines[1:] == [["'=HYPERLINK(1)", "4", "2", "6"], ["Tổng số", "4", "2", "6"]]
    book = CalamineWorkbook.from_filelike(io.BytesIO(browser.submit(export, format="xlsx").data))
    assert book.get_sheet_by_index(0).to_python()[1] == ["=HYPERLINK(1)", 4.0, 2.0, 6.0]
    assert browser.submit(export, format="pdf").data.startswith(b"%PDF")
    assert browser.submit(export, format="exe").status_code == 400
    assert site.acts().count("figures:exported") == 3
    for wrong in ("rows=commune&columns=commune", "rows=guilt", "measure=sins", "report=guilt"):
        assert browser.get(f"/province/pivot?{wrong}").status_code in (400, 404)


def test_a_kept_table_is_ones_own_until_it_is_shared(site: Site, world: World) -> None:
    browser = site.logged_in(Role.COMMUNE_OFFICER)
    address = "/province/pivot?report=abroad&rows=sex"
    browser.read_token(address)
    keep = address.replace("/pivot?", "/pivot/views?")
    assert browser.submit(keep, name=" ").status_code == 302
    assert "Tên bảng phải có" in browser.get(address).text
    browser.submit(keep, name="Nam nữ đang đi", shared="yes")
    browser.submit(keep, name="Của riêng tôi")
    page = browser.get("/province/pivot").text
    assert "report=abroad&amp;rows=sex" in page
    chief = site.logged_in(Role.COMMUNE_CHIEF)
    theirs = chief.get("/province/pivot").text
    assert "Nam nữ đang đi" in theirs
    assert "Của riêng tôi" not in theirs
    assert "Nam nữ đang đi" not in site.logged_in(Role.FOREIGN_AFFAIRS).get("/province/pivot").text
    remove = re.findall(r'action="(/province/pivot/views/[^"]+/remove)"', page)
    chief.read_token("/province/pivot")
    assert chief.submit(remove[0]).status_code == 404
    assert [browser.submit(one).status_code for one in remove] == [302, 302]
    assert "Chưa lưu bảng nào." in browser.get("/province/pivot").text
