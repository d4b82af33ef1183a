"""The commune's month through its pages, and what the province sees of it."""

import re
from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from sqlalchemy import select

from borderreg.db import read_on, write_on
from borderreg.domain.access import Role
from borderreg.models import Household, JobSeeker, KnownAbroad, MonthReport, ReportRequest, Visit, new_id
from tests.client import page_text
from tests.reports.world import World, make_world
from tests.web.site import PASSWORD, Browser, Site

PEOPLE = "/commune/people"
MONTH = "/commune/month"
HIDDEN = re.compile(r'name="(visit_id|line_id|known_id|request_id|version)" value="([^"]*)"')


@pytest.fixture
def world(site: Site) -> World:
    """Nông Thị Mùi of Đồng Đăng is abroad and overdue."""
    return overdue_person(site)


def overdue_person(site: Site) -> World:
    """Put an overdue person into the log."""
    world = make_world(site.engine)

    def fill(session):
        entry, worker = world.entry(
            session, name="Nông Thị Mùi", hamlet="Thôn Nà Pài", valid_to=date(2026, 11, 10)
        )
        left = datetime(2026, 11, 3, 2, tzinfo=UTC)
        world.event(session, "departure", entry=entry, worker=worker, occurred_at=left)
        return worker

    world.worker = write_on(site.engine, fill)
    world.project()
    return world


def hidden(browser: Browser, address: str) -> dict[str, str]:
    """Return the hidden fields of a page's first form, and take its token."""
    browser.read_token(address)
    return dict(HIDDEN.findall(browser.get(address).text))


def test_a_visit_takes_two_taps_from_the_list(site_on_both: Site) -> None:
    site = site_on_both
    world = overdue_person(site)
    officer = site.logged_in(Role.COMMUNE_OFFICER)
    page = officer.get(PEOPLE)
    assert "Nông Thị Mùi" in page.text
    assert "quá 12 ngày" in page.text
    address = f"{PEOPLE}/{world.worker}"
    assert address in page.text
    fields = hidden(officer, address)
    answer = officer.submit(
        address, **fields, told="visit:returned", visited_on="22/11/2026", returned_on="12/11/2026"
    )
    assert answer.status_code == 302
    assert "không còn ở nước ngoài" in officer.get(address).text
    assert (
        officer.submit(address, **fields, told="visit:returned", visited_on="22/11/2026").status_code == 302
    )
    with read_on(site.engine) as session:
        assert len(session.scalars(select(Visit)).all()) == 1
    assert "Không có ai trong nhóm này" in officer.get(PEOPLE).text


def test_an_impossible_day_is_explained_and_nothing_is_recorded(site: Site, world: World) -> None:
    officer = site.logged_in(Role.COMMUNE_OFFICER)
    address = f"{PEOPLE}/{world.worker}"
    fields = hidden(officer, address)
    wrong = officer.submit(
        address, **fields, told="call:returned", visited_on="22/11/2026", returned_on="1/11/2026"
    )
    assert wrong.status_code == 422
    assert "Ngày về phải từ ngày đi đến hôm nay" in wrong.text
    assert officer.submit(address, **fields, told="call:returned", visited_on="hôm qua").status_code == 422
    assert officer.submit(address, **fields, told="bịa", visited_on="22/11/2026").status_code == 422
    with read_on(site.engine) as session:
        assert session.scalars(select(Visit)).all() == []


def test_a_visit_is_undone_with_a_reason_and_phones_are_shown_on_demand(site: Site, world: World) -> None:
    officer = site.logged_in(Role.COMMUNE_OFFICER)
    address = f"{PEOPLE}/{world.worker}"
    fields = hidden(officer, address)
    officer.submit(address, **fields, told="visit:returned", visited_on="22/11/2026", note="Chị về hôm 12")
    assert "Chị về hôm 12" not in officer.get(address).text
    assert "Chị về hôm 12" in officer.submit(f"{address}/phones").text
    assert "phones:read" in site.acts()
    undo = f"{PEOPLE}/visits/{fields['visit_id']}/undo"
    officer.submit(undo, back=str(world.worker), reason="x")
    assert "lý do, từ 5 đến 500" in officer.get(address).text
    officer.submit(undo, back=str(world.worker), reason="ghi nhầm người")
    shown = page_text(officer.get(address))
    assert "Đã huỷ" in shown
    assert "không còn ở nước ngoài" not in shown


def test_a_call_for_help_goes_to_the_office_and_comes_back_with_an_answer(site: Site, world: World) -> None:
    officer, office = site.logged_in(Role.COMMUNE_OFFICER), site.logged_in(Role.FOREIGN_AFFAIRS)
    address = f"{PEOPLE}/{world.worker}"
    fields = hidden(officer, address)
    note = "Chủ giữ hộ chiếu"
    officer.submit(address, **fields, told="call:needs_help", visited_on="22/11/2026", note=note)
    listed = office.get("/province/monthly/help")
    assert "Nông Thị Mùi" in listed.text
    assert note not in listed.text
    found = re.search(r"/province/monthly/help/([0-9a-f-]{36})", listed.text)
    assert found
    office.read_token(found[0])
    assert note in office.get(found[0]).text
    assert "Sở đã xem" in officer.get(f"{PEOPLE}/help").text
    office.submit(found[0], answer="Phía bạn đã trả hộ chiếu ngày 21/11.")
    assert "đã trả hộ chiếu" in officer.get(f"{PEOPLE}/help/{found[1]}").text


def test_somebody_known_abroad_is_written_found_corrected_and_helped_home(site: Site) -> None:
    officer = site.logged_in(Role.COMMUNE_OFFICER)
    form = hidden(officer, f"{PEOPLE}/known/new")
    person = {
        "name": "Đặng Mùi Nhậy",
        "sex": "F",
        "country": "CN",
        "since": "03/2025",
        "contact_phone": "0912 333 444",
    }
    wrong = officer.submit(
        f"{PEOPLE}/known/new", **form, **(person | {"since": "bao giờ", "contact_phone": "12"})
    )
    assert wrong.status_code == 422
    assert "03/2025 hoặc 2025" in wrong.text
    where = officer.submit(f"{PEOPLE}/known/new", **form, **person).location
    shown = officer.get(where).text
    assert "03/2025" in shown
    assert "912333444" not in shown
    assert "+84912333444" in officer.submit(f"{where}/phones").text
    assert "Đặng Mùi Nhậy" in officer.submit(f"{PEOPLE}/known", text="nhay dang").text
    edit = hidden(officer, f"{where}/edit")
    officer.submit(f"{where}/edit", **edit, **(person | {"hamlet": "Thôn Co Sa"}))
    stale = officer.submit(f"{where}/edit", **edit, **person)
    assert stale.status_code == 422
    fields = hidden(officer, where)
    officer.submit(where, **fields, told="visit:working", visited_on="20/11/2026")
    officer.submit(f"{where}/end", ending="helped", ended_on="21/11/2026")
    shown = page_text(officer.get(where))
    assert "Được giúp đưa về, 21/11/2026" in shown
    assert "Sửa hồ sơ" in shown
    assert "Đặng Mùi Nhậy" in officer.get(f"{PEOPLE}/known?ended=1").text
    officer.submit(f"{where}/end", reopen="1")
    assert "Đặng Mùi Nhậy" in officer.get(f"{PEOPLE}/known").text


def test_pledges_are_ticked_in_a_batch_and_printed(site: Site) -> None:
    officer = site.logged_in(Role.COMMUNE_OFFICER)
    officer.read_token(f"{MONTH}/pledges")
    heads = "1. Nông Văn Sáng\n2. Vi Thị Mến\n3. Lý A Sính"
    officer.submit(f"{MONTH}/pledges", hamlet="Thôn Nà Pài", heads=heads)
    address = f"{MONTH}/pledges/hamlet"
    page = officer.get(f"{address}?name=Thôn Nà Pài&year=2026")
    boxes = re.findall(r'name="household" value="([^"]+)"', page.text)
    assert len(boxes) == 3
    ticked = {"name": "Thôn Nà Pài", "year": "2026", "household": boxes[:2], "signed_on": "20/11/2026"}
    assert officer.submit(address, **ticked).status_code == 302
    assert officer.submit(address, **(ticked | {"signed_on": "30/11/2026"})).status_code == 422
    shown = page_text(officer.get(f"{address}?name=Thôn Nà Pài&year=2026"))
    assert "Đã ký (2 dòng)" in shown
    officer.submit(f"{MONTH}/pledges/{boxes[0]}", name="Thôn Nà Pài", year="2026")
    officer.submit(f"{MONTH}/pledges/{boxes[2]}", name="Thôn Nà Pài", year="2026", act="remove")
    table = page_text(officer.get(f"{MONTH}/pledges?year=2026"))
    assert "Thôn Nà Pài 2 1 1" in table
    for kind in ("blank", "named", "list"):
        paper = officer.get(f"{MONTH}/pledges/print?name=Thôn Nà Pài&kind={kind}&year=2026&blanks=2")
        assert paper.data.startswith(b"%PDF")
    assert officer.get(f"{MONTH}/pledges/print?kind=x").status_code == 400
    assert officer.get(f"{address}?name=").status_code == 400


BOOKS = {
    "outreach": {"kind": "session", "listeners": "40", "leaflets": "25", "hamlet": "Khu Ga"},
    "cases": {"kind": "luring_post", "persons": "0", "handed_to": "Công an tỉnh"},
    "seekers": {"name": "Lý A Sính", "phone": "0912 555 666", "wants": "Làm xưởng gỗ"},
}


@pytest.mark.parametrize("book", sorted(BOOKS))
def test_a_line_is_written_once_and_crossed_out(site: Site, book: str) -> None:
    officer = site.logged_in(Role.COMMUNE_OFFICER)
    address = f"{MONTH}/books/{book}"
    fields = hidden(officer, address)
    for _ in range(2):
        assert officer.submit(address, **fields, **BOOKS[book], held_on="20/11/2026").status_code == 302
    shown = officer.get(address).text
    assert shown.count("Bỏ dòng ghi nhầm") == 1
    assert officer.submit(address, held_on="").status_code == 422
    officer.submit(f"{address}/{fields['line_id']}/remove")
    assert "Sổ chưa có dòng nào" in officer.get(address).text
    assert officer.get(f"{MONTH}/books/khac").status_code == 404


def test_somebody_who_seeks_work_is_offered_some_and_rung_on_demand(site: Site) -> None:
    officer = site.logged_in(Role.COMMUNE_OFFICER)
    address = f"{MONTH}/books/seekers"
    fields = hidden(officer, address)
    officer.submit(address, **fields, **BOOKS["seekers"], held_on="20/11/2026")
    with read_on(site.engine) as session:
        seeker = session.scalars(select(JobSeeker)).one().id
    assert "912555666" not in officer.get(address).text
    assert "+84912555666" in officer.submit(f"{MONTH}/seekers/{seeker}/phone").text
    officer.submit(f"{MONTH}/seekers/{seeker}/offer", offer="", offered_on="21/11/2026")
    assert "Hãy chọn việc đã giới thiệu" in officer.get(address).text
    officer.submit(
        f"{MONTH}/seekers/{seeker}/offer", offer="training", offered="May", offered_on="21/11/2026"
    )
    assert "Học nghề: May" in officer.get(address).text


def test_the_report_is_prepared_sent_by_the_chief_and_corrected(site_on_both: Site) -> None:
    site = site_on_both
    officer, chief = site.logged_in(Role.COMMUNE_OFFICER), site.logged_in(Role.COMMUNE_CHIEF)
    assert "Báo cáo tháng" in officer.get(MONTH).text
    site.clock.forward(days=22)
    officer, chief = site.logged_in(Role.COMMUNE_OFFICER), site.logged_in(Role.COMMUNE_CHIEF)
    address = f"{MONTH}/2026-12"
    line = hidden(officer, f"{MONTH}/books/outreach")
    officer.submit(f"{MONTH}/books/outreach", **line, **BOOKS["outreach"], held_on="10/12/2026")
    fields = hidden(officer, address)
    wrong = officer.submit(address, **fields, completed="ba")
    assert wrong.status_code == 422
    assert "số nguyên không âm" in wrong.text
    officer.submit(address, **fields, completed="3", remarks="Đề nghị cấp thêm tờ rơi.", ready="1")
    assert officer.submit(f"{address}/send", version="1").status_code == 403
    assert "Cán bộ đã chuẩn bị xong" in chief.get(address).text
    send = hidden(chief, address)
    asked = chief.submit(f"{address}/send", **send)
    if asked.status_code == 200:
        asked = chief.submit(f"{address}/send", **send, step_up_password=PASSWORD)
    assert asked.status_code == 302
    shown = page_text(chief.get(address))
    assert "01/BC-CAX" in shown
    paper = chief.get(f"{address}/paper")
    assert paper.data.startswith(b"%PDF")
    assert chief.get(f"{address}/village").data.startswith(b"%PDF")
    rows = page_text(officer.get(f"{address}/rows/listeners"))
    assert "Số trong báo cáo: 40" in rows
    line = hidden(officer, f"{MONTH}/books/outreach")
    officer.submit(f"{MONTH}/books/outreach", **line, **BOOKS["outreach"], held_on="11/12/2026")
    assert "Khác với báo cáo đã gửi" in officer.get(address).text
    chief.submit(f"{address}/send", **hidden(chief, address), reason="sót buổi ngày 11/12")
    assert "đính chính lần 1" in page_text(chief.get(address))
    for wrong_address in (
        f"{MONTH}/2027-05",
        f"{MONTH}/thang-nay",
        f"{address}/rows/x",
        f"{MONTH}/2026-11/paper",
    ):
        assert officer.get(wrong_address).status_code == 404


def test_the_province_sees_who_has_not_reported_and_reminds_them(site: Site) -> None:
    site.person(Role.COMMUNE_OFFICER)
    office = site.logged_in(Role.FOREIGN_AFFAIRS)
    assert "Tình hình báo cáo" in office.get("/province/monthly").text
    site.clock.forward(days=24)
    office = site.logged_in(Role.FOREIGN_AFFAIRS)
    officer = site.logged_in(Role.COMMUNE_OFFICER)
    office.read_token("/province/monthly?month=2026-12")
    page = page_text(office.get("/province/monthly?month=2026-12&show=missing"))
    assert "Công an xã Đồng Đăng" in page
    assert office.submit("/province/monthly/remind", month="2026-12", all="1").status_code == 302
    assert "Đã nhắc 1 xã, phường" in office.get("/province/monthly?month=2026-12").text
    office.submit("/province/monthly/remind", month="2026-12", all="1")
    assert "Không nhắc ai" in office.get("/province/monthly?month=2026-12").text
    assert "Sở nhắc lúc" in officer.get(MONTH).text
    for show in ("sent", "no_list", "outside", ""):
        assert office.get(f"/province/monthly?month=2026-12&show={show}").status_code == 200
    assert "Chưa có báo cáo nào" in office.get("/province/monthly/table?month=2026-12").text
    assert office.get("/province/monthly?month=x").status_code == 404


def test_an_ad_hoc_report_is_asked_filled_sent_and_taken_out(site: Site) -> None:
    office = site.logged_in(Role.FOREIGN_AFFAIRS)
    form = hidden(office, "/province/monthly/requests/new")
    asked = {
        "title": "Người ở vườn mía Long Châu",
        "text": "Thống kê đến hết ngày 20/11.",
        "due_on": "30/11/2026",
    }
    table = {"label": ["Họ tên", "Số tháng", "Từ ngày"], "kind": ["text", "number", "date"]}
    wrong = office.submit("/province/monthly/requests/new", **form, **asked, label="", kind="text", all="1")
    assert wrong.status_code == 422
    assert "Bảng cần từ 1 đến 12 cột" in wrong.text
    where = office.submit(
        "/province/monthly/requests/new", **form, **asked, **table, commune=["06184", "06187"]
    ).location
    assert "0 trên 2" in page_text(office.get(where))
    officer, chief = site.logged_in(Role.COMMUNE_OFFICER), site.logged_in(Role.COMMUNE_CHIEF)
    assert asked["title"] in officer.get(MONTH).text
    with read_on(site.engine) as session:
        request_id = session.scalars(select(ReportRequest)).one().id
    address = f"{MONTH}/requests/{request_id}"
    fields = hidden(officer, address)
    bad = {"c0": ["=HYPERLINK(1)", ""], "c1": ["ba", ""], "c2": ["31/02/2026", ""]}
    answer = officer.submit(address, **fields, **bad)
    assert answer.status_code == 422
    assert "Dòng 1, cột Số tháng: phải là số." in page_text(answer)
    assert officer.submit(address, **fields, **bad, more="1").text.count('name="c0"') == 11
    good = {"c0": ["=HYPERLINK(1)", "Vi Văn Páo"], "c1": ["3", "12"], "c2": ["05/08/2026", ""]}
    assert officer.submit(address, **fields, **good).status_code == 302
    assert officer.submit(address, **fields, **good).status_code == 409
    send = hidden(chief, address)
    assert chief.submit(f"{address}/send", **send).status_code == 302
    shown = page_text(officer.get(address))
    assert "2 dòng" in shown
    assert "Bảng đã khoá" in shown
    assert officer.submit(address, version="9", **good).status_code == 422
    taken = office.submit(f"{where}/export", format="csv").data.decode("utf-8-sig")
    assert "'=HYPERLINK(1)" in taken
    assert "2026-08-05" in taken
    assert office.submit(f"{where}/export", format="xlsx").data.startswith(b"PK")
    office.submit(f"{where}/remind")
    assert "Đã nhắc 1 xã, phường" in office.get(where).text
    office.submit(f"{where}/close")
    assert "Đã kết thúc" in office.get(where).text


def test_another_communes_month_does_not_exist(site: Site, world: World) -> None:
    officer = site.logged_in(Role.COMMUNE_OFFICER)
    form = hidden(officer, f"{PEOPLE}/known/new")
    known = officer.submit(f"{PEOPLE}/known/new", **form, name="Bế Văn Đạt", sex="", country="CN").location
    officer.read_token(f"{MONTH}/pledges")
    officer.submit(f"{MONTH}/pledges", hamlet="Khu Ga", heads="Chu Văn Quý")
    with read_on(site.engine) as session:
        household = session.scalars(select(Household)).one().id
        assert session.scalars(select(KnownAbroad)).one()
    other = site.logged_in(Role.COMMUNE_CHIEF, at_organisation="06187", username="nguoi.khac")
    other.read_token(MONTH)
    for address in (f"{PEOPLE}/{world.worker}", known, f"{known}/edit"):
        assert other.get(address).status_code == 404
    for address in (
        f"{known}/phones",
        f"{known}/end",
        f"{MONTH}/pledges/{household}",
        f"{PEOPLE}/visits/{new_id()}/undo",
    ):
        assert other.submit(address, reopen="1", year="2026", reason="ghi nhầm rồi").status_code == 404
    assert "Bế Văn Đạt" not in other.submit(f"{PEOPLE}/known", text="be van dat").text
    assert isinstance(household, UUID)


def test_the_table_of_communes_is_taken_out_as_a_file(site: Site) -> None:
    chief = site.logged_in(Role.COMMUNE_CHIEF)
    site.clock.forward(days=22)
    chief = site.logged_in(Role.COMMUNE_CHIEF)
    chief.submit(f"{MONTH}/2026-12/send", **hidden(chief, f"{MONTH}/2026-12"))
    office = site.logged_in(Role.FOREIGN_AFFAIRS)
    office.read_token("/province/monthly/table?month=2026-12")
    assert "Công an xã Đồng Đăng" in office.get("/province/monthly/table?month=2026-12").text
    taken = office.submit("/province/monthly/export", month="2026-12", format="csv")
    assert "01/BC-CAX" in taken.data.decode("utf-8-sig")
    with read_on(site.engine) as session:
        report = session.scalars(select(MonthReport)).one().id
    shown = office.get(f"/province/monthly/reports/{report}")
    assert "Nội dung nguyên vẹn" in shown.text
    assert office.get(f"/province/monthly/reports/{report}/paper").data.startswith(b"%PDF")
    assert office.get(f"/province/monthly/reports/{new_id()}").status_code == 404
