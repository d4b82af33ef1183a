"""The registers in the browser: the province keeps them, a commune picks from them and answers questions."""

import re
from datetime import date
from html import unescape

import pytest
from sqlalchemy import event, select

from borderreg.db import db, read_on, write_on
from borderreg.domain.access import Role
from borderreg.domain.employers import EmployerFacts
from borderreg.models import Employer, Entry, Recruiter
from borderreg.services.employers import add_registered
from tests.communes import AT, Desk, make_actor
from tests.web.site import Browser, Site

SUGAR = EmployerFacts(
    name_vi="Công ty TNHH Mía đường Nam Hoa",
    name_zh="凭祥市南华糖业有限公司",
    pinyin="Pingxiang Nanhua Tangye",
    credit_code="91350100M000100Y43",
    county="451481",
    sector="sugar",
)
NOTICE = "Công văn 214/SNgV-LS ngày 12/11/2026"
FORM = {
    "name_vi": "Công ty May mặc Cẩm Tú",
    "name_zh": "扶绥锦绣服装有限公司",
    "pinyin": "Fusui Jinxiu Fuzhuang",
    "credit_code": "9144 0300 7152 6726 xg",
    "county": "451421",
    "sector": "garments",
    "since": "22/11/2026",
    "source_document": NOTICE,
}


@pytest.fixture
def office(site: Site) -> Browser:
    browser = site.logged_in(Role.FOREIGN_AFFAIRS)
    browser.read_token("/account")
    return browser


@pytest.fixture
def employer(site: Site) -> str:
    actor = make_actor(site.engine, "nguoi.them", Role.FOREIGN_AFFAIRS, "SNGV")
    facts = {"facts": SUGAR, "since": date(2026, 1, 1), "source_document": ""}
    return str(write_on(site.engine, add_registered, actor=actor, at=AT, **facts))


def stored(site: Site, name: str) -> Employer:
    with read_on(site.engine) as session:
        return session.scalars(select(Employer).where(Employer.name_vi == name)).one()


def test_the_office_adds_an_employer_and_finds_it_by_pinyin(site: Site, office: Browser) -> None:
    assert office.get("/province/employers/new").status_code == 200
    added = office.submit("/province/employers/new", **FORM)
    assert added.status_code == 302
    page = office.get(added.location).text
    for words in (
        "扶绥锦绣服装有限公司",
        "9144030071526726XG",
        "May mặc, giày da",
        "Phù Tuy",
        "Thêm vào sổ",
        NOTICE,
    ):
        assert words in page, words
    assert "Công ty May mặc Cẩm Tú" in office.get("/province/employers?q=fusui+jinxiu").text
    assert "Không có mục nào khớp" in office.get("/province/employers?q=nanhua").text


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"credit_code": "9144030071526726XH"}, "sai ký tự kiểm tra"),
        ({"credit_code": "91440300"}, "đúng 18 ký tự"),
        ({"name_vi": ""}, "Hãy ghi tên"),
        ({"name_zh": "Cam Tu"}, "phải có chữ Hán"),
        ({"since": "mai"}, "Hãy ghi ngày dạng ngày/tháng/năm"),
        ({"name_vi": "cong ty tnhh mia duong nam hoa"}, "đã có trong sổ"),
    ],
)
def test_what_is_wrong_stands_beside_its_field_and_nothing_is_lost(
    office: Browser, employer: str, change: dict[str, str], words: str
) -> None:
    answer = office.submit("/province/employers/new", **{**FORM, **change})
    assert answer.status_code == 422
    assert words in answer.text
    assert 'value="Fusui Jinxiu Fuzhuang"' in answer.text


def test_somebody_elses_change_is_told_and_what_was_typed_stays(
    site: Site, office: Browser, employer: str
) -> None:
    address = f"/province/employers/{employer}/edit"
    version = re.search(r'name="version" value="(\d+)"', office.get(address).text)
    assert version
    first = {**FORM, "name_vi": SUGAR.name_vi, "credit_code": "", "version": version[1]}
    assert office.submit(address, **first, contact_name="Lý Minh").status_code == 302
    late = office.submit(address, **first, contact_name="Vương Quế")
    assert late.status_code == 422
    assert "vừa được người khác sửa" in late.text
    assert 'value="Vương Quế"' in late.text
    assert stored(site, SUGAR.name_vi).contact_name == "Lý Minh"


def test_a_suspension_shows_whom_it_touches_before_it_is_confirmed(
    site: Site, office: Browser, employer: str
) -> None:
    desk = Desk.open(site.engine)
    desk.submitted(3, employer="nanhua tangye pingxiang")
    desk.submitted(2, first=5, employer=SUGAR.name_zh)
    address = f"/province/employers/{employer}/suspend"
    page = office.get(address).text
    assert "2 người trong danh sách chưa xác nhận" in page
    assert "Công an xã Đồng Đăng" in page
    version = stored(site, SUGAR.name_vi).version
    fields = {"version": version, "first": "22/11/2026", "last": "", "reason": "Nợ lương ba tháng"}
    missing = office.submit(address, **fields, source_document="")
    assert missing.status_code == 422
    assert "văn bản làm căn cứ" in missing.text
    assert office.submit(address, **fields, source_document=NOTICE).status_code == 302
    shown = office.get(f"/province/employers/{employer}").text
    assert "đến khi có thông báo mới" in shown
    assert "Nợ lương ba tháng" in shown
    version = stored(site, SUGAR.name_vi).version
    lifted = {"version": version, "reason": "Đã trả đủ lương", "source_document": NOTICE}
    assert office.submit(f"/province/employers/{employer}/lift", **lifted).status_code == 302
    assert stored(site, SUGAR.name_vi).status == "active"


def test_a_proposed_name_is_asked_about_answered_and_merged(
    site: Site, office: Browser, employer: str
) -> None:
    site.person(Role.COMMUNE_OFFICER)
    Desk.open(site.engine).filled(2, employer="Mía đường Nam Hoa Bằng Tường")
    proposed = stored(site, "Mía đường Nam Hoa Bằng Tường").id
    queue = office.get("/province/employers?status=proposed").text
    assert "Công an xã Đồng Đăng" in queue
    assert "1 tên mới chờ xem" in queue
    page = office.get(f"/province/employers/{proposed}").text
    assert "Có thể là:" in page
    assert SUGAR.name_vi in page
    ask = {
        "version": stored(site, "Mía đường Nam Hoa Bằng Tường").version,
        "question": "Có phải công ty Nam Hoa không?",
    }
    assert office.submit(f"/province/employers/{proposed}/ask", **ask).status_code == 302
    commune = site.logged_in(Role.COMMUNE_OFFICER)
    asked = commune.get("/commune/registers/questions")
    assert "Có phải công ty Nam Hoa không?" in asked.text
    commune.read_token("/commune/registers/questions")
    said = {"kind": "employer", "object_id": str(proposed), "text": "Đúng là công ty đó"}
    assert commune.submit("/commune/registers/questions", **{**said, "text": "ừ"}).status_code == 422
    assert commune.submit("/commune/registers/questions", **said).status_code == 302
    assert "Không có câu hỏi nào" in commune.get("/commune/registers/questions").text
    assert "Đúng là công ty đó" in office.get(f"/province/employers/{proposed}").text
    assert office.get(f"/province/employers/{proposed}/merge?q=nanhua").status_code == 200
    version = stored(site, "Mía đường Nam Hoa Bằng Tường").version
    address = f"/province/employers/{proposed}/merge"
    assert office.submit(address, version=version).status_code == 422
    merged = office.submit(address, version=version, into=employer)
    assert merged.location.endswith(employer)
    with read_on(site.engine) as session:
        assert {str(found) for found in session.scalars(select(Entry.employer_id))} == {employer}
    assert "Đã gộp" in office.get(f"/province/employers/{proposed}").text
    assert office.submit(address, version=version + 1, into=employer).status_code == 422


def test_a_recruiter_has_a_licence_that_ends(site: Site, office: Browser) -> None:
    form = {
        "name": "Trung tâm Dịch vụ việc làm Lạng Sơn",
        "licence_number": "12/GP-SNV",
        "licence_from": "01/01/2025",
        "licence_to": "21/11/2026",
        "phone": "0205 3812 345",
        "since": "22/11/2026",
    }
    assert office.get("/province/recruiters/new").status_code == 200
    bad = office.submit("/province/recruiters/new", **{**form, "licence_to": "31/12/2024"})
    assert "Ngày cuối trước ngày đầu" in bad.text
    added = office.submit("/province/recruiters/new", **form)
    assert "đã hết hạn" in office.get(added.location).text
    assert "đã hết hạn" in office.get("/province/recruiters").text
    assert office.get(f"{added.location}/edit").status_code == 200
    with read_on(site.engine) as session:
        assert session.scalars(select(Recruiter.licence_to)).one() == date(2026, 11, 21)


def test_an_officer_picks_by_pinyin_and_sees_county_and_standing(site: Site, employer: str) -> None:
    browser = site.logged_in(Role.COMMUNE_OFFICER)
    (item,) = browser.get("/commune/registers/employer/suggestions?q=nanhua").json["items"]
    assert item == {
        "name": SUGAR.name_vi,
        "note": "凭祥市南华糖业有限公司 · Pingxiang Nanhua Tangye · Bằng Tường",
        "county": "Bằng Tường",
    }
    assert browser.get("/commune/registers/employer/suggestions").json == {"items": []}
    assert browser.get("/commune/registers/visitor/suggestions?q=nanhua").status_code == 404
    chinese = site.logged_in(Role.COMMUNE_OFFICER, username="tieng.trung", language="zh")
    (item,) = chinese.get("/commune/registers/employer/suggestions?q=nanhua").json["items"]
    assert item["note"].endswith("凭祥")


def test_the_row_form_offers_the_picker_and_works_without_it(site: Site, employer: str) -> None:
    desk = Desk.open(site.engine)
    list_id = desk.filled(1)
    page = site.logged_in(Role.COMMUNE_OFFICER).get(f"/commune/lists/{list_id}/rows/new").text
    assert 'data-module="picker"' in page
    assert f'<option value="{SUGAR.name_vi}">' in unescape(page)


def test_protection_reads_and_writes_nothing(site: Site, employer: str) -> None:
    browser = site.logged_in(Role.PROTECTION)
    page = browser.get(f"/province/employers/{employer}")
    assert page.status_code == 200
    assert "/suspend" not in page.text
    assert browser.get("/province/employers/new").status_code == 403


def test_a_list_costs_the_same_number_of_statements_however_long(site: Site, office: Browser) -> None:
    actor = make_actor(site.engine, "nguoi.them", Role.FOREIGN_AFFAIRS, "SNGV")
    with site.app.app_context():
        engine = db.engine
    counts = []
    for first, last in ((0, 2), (2, 40)):
        for number in range(first, last):
            facts = EmployerFacts(name_vi=f"Nông trường Đông Phong số {number}")
            kept = {"facts": facts, "since": date(2026, 1, 1), "source_document": ""}
            write_on(site.engine, add_registered, actor=actor, at=AT, **kept)
        statements: list[str] = []
        listener = lambda *told: statements.append(told[2])  # noqa: B023, E731 (taken off below)
        event.listen(engine, "before_cursor_execute", listener)
        assert office.get("/province/employers").status_code == 200
        event.remove(engine, "before_cursor_execute", listener)
        counts.append(len(statements))
    assert counts[0] == counts[1]
