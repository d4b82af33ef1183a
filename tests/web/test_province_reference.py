"""Reference data and closures in the browser: shown with what they touch, then saved, then seen by all."""

import re
from datetime import date

import pytest
from sqlalchemy import select

from borderreg.db import read_on
from borderreg.domain.access import Role
from borderreg.models import Agreement, County, GateClosure, Holiday, Setting
from tests.communes import Desk
from tests.web.site import Browser, Site

NOTICE = "Công văn 214/SNgV-LS ngày 12/11/2026"
SLUGS = (
    *("organisations", "gates", "crossing-points", "counties", "document-types", "holidays"),
    *("agreement", "settings"),
)


@pytest.fixture
def office(site: Site) -> Browser:
    browser = site.logged_in(Role.FOREIGN_AFFAIRS)
    browser.read_token("/account")
    return browser


@pytest.mark.parametrize("slug", SLUGS)
@pytest.mark.parametrize("language", ["vi", "en", "zh"])
def test_every_register_is_shown_in_every_language(site: Site, slug: str, language: str) -> None:
    browser = site.logged_in(Role.ADMIN, language=language)
    assert browser.get(f"/reference/{slug}").status_code == 200


@pytest.mark.parametrize("slug", [slug for slug in SLUGS if slug not in ("holidays", "agreement")])
def test_the_form_of_a_change_shows_what_holds_now(office: Browser, slug: str) -> None:
    page = office.get(f"/reference/{slug}").text
    address = re.search(rf'href="(/reference/{slug}/[^"]+/change)"', page)
    assert address
    assert office.get(address[1]).status_code == 200


def test_the_index_leads_to_every_register(office: Browser) -> None:
    page = office.get("/reference").text
    assert all(f'href="/reference/{slug}"' in page for slug in SLUGS)
    assert office.get("/reference/secrets").status_code == 404


def _county(site: Site) -> str:
    with read_on(site.engine) as session:
        return str(session.scalars(select(County.id).where(County.code == "451481")).one())


def test_a_change_is_shown_with_what_it_touches_and_saved_by_the_second_button(
    site: Site, office: Browser
) -> None:
    Desk.open(site.engine).filled(3)
    address = f"/reference/counties/{_county(site)}/change"
    form = {"name_vi": "Bằng Tường", "name_zh": "凭祥市", "pinyin": "Pingxiang", "on_border": "y"}
    form |= {"since": "01/12/2026", "source_document": NOTICE}
    shown = office.submit(address, **form)
    assert shown.status_code == 200
    for words in ("凭祥市", "Từ 01/12/2026", "3 người trong danh sách chưa xác nhận", NOTICE):
        assert words in shown.text, words
    assert "Longzhou" not in shown.text
    with read_on(site.engine) as session:
        assert len(session.scalars(select(County).where(County.code == "451481")).all()) == 1
    assert office.submit(address, **form, step="confirm").status_code == 302
    with read_on(site.engine) as session:
        rows = session.scalars(
            select(County).where(County.code == "451481").order_by(County.valid_from)
        ).all()
    assert [row.name_zh for row in rows] == ["凭祥", "凭祥市"]
    assert "Sắp áp dụng" in office.get("/reference/counties").text
    late = office.submit(address, **form, step="confirm")
    assert late.status_code == 422
    assert "vừa được người khác sửa" in late.text


def test_what_is_wrong_is_said_beside_its_field(site: Site, office: Browser) -> None:
    address = f"/reference/counties/{_county(site)}/change"
    bad = office.submit(address, name_vi="", name_zh="凭祥", pinyin="P", since="mai", source_document="")
    assert bad.status_code == 422
    for words in ("Hãy ghi ngày dạng ngày/tháng/năm", "Hãy ghi văn bản làm căn cứ"):
        assert words in bad.text
    missing = office.submit(
        address, name_vi="", name_zh="凭祥", pinyin="P", since="01/12/2026", source_document=NOTICE
    )
    assert "Hãy điền ô này" in missing.text


def test_a_holiday_a_setting_and_the_agreement(site: Site, office: Browser) -> None:
    tet = {"name_vi": "Tết Nguyên đán", "name_en": "Tet", "name_zh": "春节", "country": "VN"}
    tet |= {"first_day": "05/02/2027", "last_day": "11/02/2027", "source_document": NOTICE}
    assert office.get("/reference/holidays/new").status_code == 200
    reversed_ = office.submit("/reference/holidays/new", **{**tet, "last_day": "01/02/2027"})
    assert "Ngày cuối trước ngày đầu" in reversed_.text
    assert "Xem lại trước khi ghi" in office.submit("/reference/holidays/new", **tet).text
    assert office.submit("/reference/holidays/new", **tet, step="confirm").status_code == 302
    with read_on(site.engine) as session:
        holiday = session.scalars(select(Holiday)).one()
        assert holiday.first_day == date(2027, 2, 5)
    page = office.get("/reference/holidays").text
    assert "Tết Nguyên đán" in page
    ended = office.submit(f"/reference/holidays/{holiday.id}/end", since="22/11/2026", source_document=NOTICE)
    assert ended.status_code == 302
    change = {"value": "90", "since": "22/11/2026", "source_document": NOTICE, "step": "confirm"}
    assert office.submit("/reference/settings/longest_stay_days/change", **change).status_code == 302
    assert office.get("/reference/settings/contact_points/change").status_code == 404
    with read_on(site.engine) as session:
        assert session.get_one(Setting, "longest_stay_days").value == 90
    agreed = {"name_vi": "Thoả thuận 2026", "longest_stay_days": "180", "sectors": ["sugar", "garments"]}
    agreed |= {"papers": ["passport"], "since": "01/01/2026", "source_document": NOTICE}
    assert "Mía đường, May mặc, giày da" in office.submit("/reference/agreement/new", **agreed).text
    assert office.submit("/reference/agreement/new", **agreed, step="confirm").status_code == 302
    with read_on(site.engine) as session:
        assert session.scalars(select(Agreement.sectors)).one() == ["sugar", "garments"]
    assert office.get("/reference/agreement").status_code == 200


def test_a_commander_closes_a_gate_and_communes_and_gates_are_told(site: Site) -> None:
    commander = site.logged_in(Role.GATE_COMMANDER)
    commander.read_token("/closures/new")
    form = {"gate": "HUUNGHI", "first_day": "22/11/2026", "first_time": "09:30", "last_day": "22/11/2026"}
    form |= {"last_time": "08:30", "source_document": NOTICE}
    assert "phải sau giờ đóng" in commander.submit("/closures/new", **form).text
    form["last_time"] = "11:00"
    preview = commander.submit("/closures/new", **form)
    assert "09:30 22/11/2026" in preview.text
    with read_on(site.engine) as session:
        assert session.scalars(select(GateClosure)).all() == []
    assert commander.submit("/closures/new", **form, step="confirm").status_code == 302
    assert commander.submit("/closures/new", **{**form, "gate": "CHIMA"}).status_code == 422
    assert commander.submit("/closures/new", **{**form, "first_time": "09:45"}).status_code == 422
    for role, address in ((Role.GATE_OFFICER, "/gate"), (Role.COMMUNE_OFFICER, "/commune")):
        page = site.logged_in(role).get(address).text
        assert "Cửa khẩu Hữu Nghị đóng" in page
        assert NOTICE in page
    with read_on(site.engine) as session:
        closure = session.scalars(select(GateClosure)).one()
    other = site.logged_in(Role.GATE_COMMANDER, at_organisation="CHIMA", username="khac.chima")
    other.read_token("/closures/new")
    assert other.submit(f"/closures/{closure.id}/end").status_code == 404
    assert commander.submit(f"/closures/{closure.id}/end").status_code == 302
    assert commander.submit(f"/closures/{closure.id}/end").status_code == 422
    assert "Cửa khẩu Hữu Nghị đóng" not in site.logged_in(Role.COMMUNE_OFFICER).get("/commune").text
    assert "Đã hết" in commander.get("/closures").text
