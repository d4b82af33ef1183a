"""The office's pages: figures that open their rows, search, one record for a purpose, tasks, files."""

import csv
import io
import re
from collections import defaultdict
from dataclasses import replace
from datetime import date, timedelta
from html import unescape
from uuid import UUID

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from borderreg.db import db, read_on, write_on
from borderreg.domain.access import Role
from borderreg.domain.dates import BirthDate
from borderreg.domain.person_rows import DocumentDraft, PersonDraft
from borderreg.models import AuditRecord, Contradiction, Entry
from borderreg.services.people import register_worker
from tests.reports.world import DONG_DANG, KY_LUA, NOW, World, make_world
from tests.web.site import Browser, Site

DAY = timedelta(days=1)
LINKED = re.compile(r'<a class="govuk-link" href="([^"]+/rows\?[^"]+)">([\d.,]+)\s*<span', re.S)


@pytest.fixture
def world(site: Site) -> World:
    """Two communes: somebody abroad, overdue, returned, contradictory, refused."""
    world = make_world(site.engine)

    def happen(session: Session) -> None:
        entry, worker = world.entry(session, employer="=HYPERLINK(1)", county="Bằng Tường")
        world.event(session, "departure", entry=entry, worker=worker, occurred_at=NOW - 2 * DAY)
        entry, worker = world.entry(session, commune=KY_LUA, valid_to=date(2026, 11, 19))
        world.event(session, "departure", entry=entry, worker=worker, occurred_at=NOW - 20 * DAY)
        entry, worker = world.entry(session)
        world.event(session, "departure", entry=entry, worker=worker, occurred_at=NOW - 3 * DAY)
        world.event(session, "return", entry=entry, worker=worker, occurred_at=NOW)
        entry, worker = world.entry(session, commune=KY_LUA)
        world.event(session, "departure", entry=entry, worker=worker, occurred_at=NOW - 5 * DAY)
        world.event(session, "departure", entry=entry, worker=worker, occurred_at=NOW - 4 * DAY)
        entry, worker = world.entry(session)
        refused = {"verdict": "refuse", "reasons": ["expired"]}
        world.event(session, "attempt", entry=entry, worker=worker, **refused)

    write_on(site.engine, happen)
    world.project()
    return world


def test_the_first_page_says_who_is_away_and_how_fresh_that_is(site: Site, world: World) -> None:
    page = site.logged_in(Role.FOREIGN_AFFAIRS).get("/province").text
    assert "Dữ liệu đến 08:00 22/11/2026." in page
    assert "Hơn 24 giờ chưa nhận được lượt nào từ: Ga Đồng Đăng" in page
    for words in ("Đang ở nước ngoài", "Quá hạn", "Trung Quốc", "Bằng Tường", "1–7 ngày"):
        assert words in page
    assert re.search(r"Xuất cảnh trong kỳ.*?>\s*4 .*?Về nước trong kỳ.*?>\s*1 ", page, re.S)


def each_kind(opened: set[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return two links of each kind: of one report, with the same parts in their addresses."""
    kinds: defaultdict[tuple[str, ...], list[tuple[str, str]]] = defaultdict(list)
    for address, figure in sorted(opened):
        kinds[(address.split("?")[0], *re.findall(r"[?&;](\w+)=", address))].append((address, figure))
    return [link for links in kinds.values() for link in (links[0], links[-1])]


def test_every_kind_of_figure_on_every_page_opens_exactly_that_many_rows(site: Site, world: World) -> None:
    browser = site.logged_in(Role.FOREIGN_AFFAIRS)
    reports = re.findall(r'href="(/province/figures/[^"?]+)"', browser.get("/province/figures").text)
    pages = {address: browser.get(address).text for address in ("/province", *reports)}
    browser.inspecting = False  # the other views of a report differ in their groups only
    views = {
        unescape(address)
        for page in pages.values()
        for address in re.findall(r'href="(/province/figures/[^"/]+\?by=[^"]+)"', page)[-2:]
    }
    pages |= {address: browser.get(address).text for address in views}
    opened = {found for page in pages.values() for found in LINKED.findall(page)}
    assert len(opened) > 40
    for address, figure in each_kind(opened):
        assert f"({figure} dòng)" in browser.get(unescape(address)).text, (address, figure)


@pytest.mark.parametrize(
    ("language", "words"), [("en", "Abroad now"), ("zh", "现在境外"), ("vi", "Đang ở nước ngoài")]
)
def test_figures_speak_the_readers_language(site: Site, world: World, language: str, words: str) -> None:
    browser = site.logged_in(Role.FOREIGN_AFFAIRS, language=language)
    assert words in browser.get("/province/figures/abroad").text
    for address in ("/province", "/province/figures/crossings", "/province/figures/refusals/rows"):
        assert browser.get(address).status_code == 200


def test_the_balance_page_shows_its_difference(site: Site, world: World) -> None:
    page = site.logged_in(Role.FOREIGN_AFFAIRS).get("/province/figures/balance?by=gate").text
    assert "Chênh lệch: 0" in page


def test_a_commune_sees_its_own_figures_only(site: Site, world: World) -> None:
    browser = site.logged_in(Role.COMMUNE_OFFICER)
    for address in (
        "/province",
        "/province/figures/abroad?by=commune",
        "/province/figures/balance?by=commune",
    ):
        page = browser.get(address).text
        assert "Kỳ Lừa" not in page
    assert "(1 dòng)" in browser.get("/province/figures/abroad/rows").text
    assert "Không có dòng nào" in browser.get("/province/figures/abroad/rows?commune=06187").text
    other = _worker(world, KY_LUA)
    assert browser.get(f"/province/workers/{other}").status_code == 404
    assert browser.get(f"/province/workers/{_worker(world, DONG_DANG)}").status_code == 200


def _worker(world: World, commune: str) -> UUID:
    with read_on(world.engine) as session:
        query = select(Entry.worker_id).where(Entry.organisation_id == world.organisations[commune])
        return session.scalars(query.order_by(Entry.row)).first()


@pytest.mark.parametrize("role", [Role.GATE_OFFICER, Role.ADMIN, Role.AUDITOR])
def test_gates_administrators_and_auditors_have_no_figures(site: Site, role: Role) -> None:
    browser = site.logged_in(role)
    for address in ("/province", "/province/figures", "/province/figures/abroad", "/province/search"):
        assert browser.get(address).status_code == 403


@pytest.mark.parametrize(
    "address",
    [
        "/province/figures/abroad?by=guilt",
        "/province/figures/crossings?period=soon",
        "/province/figures/crossings/rows?day=yesterday",
        "/province/figures/crossings/rows?measure=sins",
        "/province/figures/abroad?page=0",
        "/province/figures/abroad?employer=" + "x" * 400,
    ],
)
def test_an_address_that_asks_nonsense_is_answered_400(site: Site, address: str) -> None:
    assert site.logged_in(Role.FOREIGN_AFFAIRS).get(address).status_code == 400
    assert site.logged_in(Role.FOREIGN_AFFAIRS).get("/province/figures/guilt").status_code == 404


def _export(browser: Browser, address: str, **fields: str) -> bytes:
    browser.read_token(address.replace("/export", ""))
    answer = browser.submit(address, **fields)
    assert answer.status_code == 200, answer.text
    return answer.data


def test_files_carry_the_figures_run_no_formula_and_are_logged(site: Site, world: World) -> None:
    browser = site.logged_in(Role.FOREIGN_AFFAIRS)
    text = _export(browser, "/province/figures/abroad/export?by=employer", what="figures", format="csv")
    lines = list(csv.reader(io.StringIO(text.decode("utf-8-sig"))))
    assert lines[0] == ["Đơn vị sử dụng lao động", "Đang ở nước ngoài (người)"]
    assert ["'=HYPERLINK(1)", "1"] in lines
    assert lines[-1] == ["Tổng số", "2"]
    book = _export(browser, "/province/figures/crossings/export?by=gate", what="rows", format="xlsx")
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(book)).get_sheet_by_index(0).to_python()
    assert sheet[0][:2] == ["Họ và tên", "Năm sinh"]
    assert len(sheet) == 1 + 4
    assert site.acts().count("figures:exported") == 2
    with read_on(site.engine) as session:
        payloads = session.scalars(
            select(AuditRecord.payload).where(AuditRecord.action == "figures:exported")
        )
        assert all("Nông" not in (payload or "") for payload in payloads)


def test_a_file_asks_for_the_password_again_after_five_minutes(site: Site, world: World) -> None:
    browser = site.logged_in(Role.FOREIGN_AFFAIRS)
    browser.read_token("/province/figures/abroad")
    site.clock.forward(minutes=6)
    answer = browser.submit("/province/figures/abroad/export", what="figures", format="csv")
    assert "mật khẩu" in answer.text.lower()
    assert "figures:exported" not in site.acts()


def test_only_the_office_takes_files_out(site: Site, world: World) -> None:
    for role in (Role.PROTECTION, Role.COMMUNE_CHIEF):
        browser = site.logged_in(role)
        browser.read_token("/province/figures/abroad")
        assert (
            browser.submit("/province/figures/abroad/export", what="figures", format="csv").status_code == 403
        )
        assert "Tải tệp" not in browser.get("/province/figures/abroad").text


def test_pages_cost_the_same_however_many_people_there_are(site: Site, world: World) -> None:
    browser = site.logged_in(Role.FOREIGN_AFFAIRS)
    addresses = ("/province", "/province/figures/abroad?by=commune", "/province/figures/crossings/rows")
    few = [_statements(site, browser, address) for address in addresses]

    def happen(session: Session) -> None:
        for number in range(45):
            entry, worker = world.entry(session, commune=(DONG_DANG, KY_LUA)[number % 2])
            world.event(session, "departure", entry=entry, worker=worker, occurred_at=NOW - DAY)

    write_on(site.engine, happen)
    world.project()
    assert [_statements(site, browser, address) for address in addresses] == few
    assert max(few) <= 90


def _statements(site: Site, browser: Browser, address: str) -> int:
    seen: list[str] = []
    with site.app.app_context():
        engine = db.engine
    listener = lambda *args: seen.append(args[2])  # noqa: E731
    event.listen(engine, "before_cursor_execute", listener)
    assert browser.get(address).status_code == 200
    event.remove(engine, "before_cursor_execute", listener)
    return len(seen)


def test_a_contradiction_is_cleared_up_by_a_person_and_stays_logged(site: Site, world: World) -> None:
    browser = site.logged_in(Role.FOREIGN_AFFAIRS)
    listed = browser.get("/province/contradictions").text
    address = re.search(r'href="(/province/contradictions/[^"]+)"', listed)[1]
    browser.read_token(address)
    assert browser.submit(address).status_code == 422
    assert browser.submit(address, outcome="late_event").status_code == 422
    assert browser.submit(address, outcome="return_not_recorded").status_code == 302
    assert "Không có việc nào cần làm rõ." in browser.get("/province/contradictions").text
    assert browser.get(address).status_code == 404
    assert "contradiction:closed" in site.acts()
    with read_on(site.engine) as session:
        assert session.scalars(select(Contradiction.outcome)).all() == ["return_not_recorded"]


def test_others_see_the_tasks_but_do_not_close_them(site: Site, world: World) -> None:
    browser = site.logged_in(Role.PROTECTION)
    assert "/province/workers/" in browser.get("/province/contradictions").text
    with read_on(site.engine) as session:
        task = session.scalars(select(Contradiction.event_id)).one()
    assert browser.get(f"/province/contradictions/{task}").status_code == 403
    assert (
        site.logged_in(Role.FOREIGN_AFFAIRS).get(f"/province/contradictions/{UUID(int=1)}").status_code == 404
    )


def _registered(world: World, site: Site) -> UUID:
    """Return Triệu Mùi Phấy of Kỳ Lừa, in the register with a number and a passport, and on a list."""
    officer = world.actor(Role.COMMUNE_OFFICER, KY_LUA)
    officer = replace(officer, user_id=world.chief)
    person = PersonDraft(
        name="Triệu Mùi Phấy",
        birth=BirthDate(1991, 5, 4),
        sex="F",
        personal_id="020191004321",
        hamlet="Nà Lầm",
        phone="+84912345678",
        contact_name="Triệu Văn Sinh",
        contact_phone="",
        document=DocumentDraft("passport", "C7654321", date(2031, 1, 1)),
    )
    worker = write_on(site.engine, register_worker, actor=officer, person=person, at=NOW)
    write_on(
        site.engine, lambda session: world.entry(session, commune=KY_LUA, worker=worker, name=person.name)
    )
    return worker


def test_a_full_record_opens_only_for_a_purpose_that_is_logged(site: Site, world: World) -> None:
    worker = _registered(world, site)
    browser = site.logged_in(Role.FOREIGN_AFFAIRS)
    address = f"/province/workers/{worker}"
    masked = browser.get(address).text
    assert "Triệu Mùi Phấy" in masked
    assert "020191004321" not in masked
    assert "C7654321" not in masked
    browser.read_token(address)
    assert browser.submit(address).status_code == 422
    assert "worker:read" not in site.acts()
    full = browser.submit(address, purpose="family", reference="12/PC").text
    for words in ("020191004321", "Hộ chiếu C7654321", "04/05/1991", "Nà Lầm"):
        assert words in full
    with read_on(site.engine) as session:
        record = session.scalars(select(AuditRecord).where(AuditRecord.action == "worker:read")).one()
    assert "family: 12/PC" in (record.payload or "")
    assert "Triệu" not in (record.payload or "")


def test_people_are_found_without_accents_and_by_four_digits_and_never_in_an_address(
    site: Site, world: World
) -> None:
    worker = _registered(world, site)
    browser = site.logged_in(Role.FOREIGN_AFFAIRS)
    assert "Triệu" not in browser.get("/province/search?text=trieu+mui+phay").text
    browser.read_token("/province/search")
    for text in ("trieu mui phay", "4321", "Triệu Mùi Phấy"):
        found = browser.submit("/province/search", text=text).text
        assert f"/province/workers/{worker}" in found
        assert "••••••••4321" in found
        assert "020191004321" not in found
    assert site.acts().count("worker:searched") == 3
    assert browser.submit("/province/search", text="x").status_code == 422


def test_a_commune_finds_only_its_own(site: Site, world: World) -> None:
    worker = _registered(world, site)
    browser = site.logged_in(Role.COMMUNE_OFFICER)
    browser.read_token("/province/search")
    assert "Không tìm thấy ai" in browser.submit("/province/search", text="trieu mui phay").text
    assert browser.get(f"/province/workers/{worker}").status_code == 404
