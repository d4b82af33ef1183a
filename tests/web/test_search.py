"""The search box of every page: by its button without JavaScript, and answers while somebody types."""

import pytest
from sqlalchemy import select

from borderreg.db import read_on
from borderreg.domain.access import Role
from borderreg.models import FormDraft
from tests.web.site import Browser, Site
from tests.web.test_commune import certified, new_list

BOX = 'id="people-search"'


def suggest(browser: Browser, text: str) -> dict[str, object]:
    """Ask as the page's script does."""
    answer = browser.submit("/search/suggestions", text=text)
    assert answer.mimetype == "application/json"
    found: dict[str, object] = answer.get_json()
    return found


@pytest.mark.parametrize("role", [Role.COMMUNE_OFFICER, Role.COMMUNE_CHIEF, Role.FOREIGN_AFFAIRS])
def test_who_may_see_people_has_the_box_on_every_page_and_a_key_leads_there(site: Site, role: Role) -> None:
    browser = site.logged_in(role)
    for address in ("/account", browser.get("/").location):
        page = browser.get(address).text
        assert BOX in page
        assert 'data-module="search-key"' in page
        assert page.count('data-module="search-key"') == 1


@pytest.mark.parametrize("role", [Role.GATE_OFFICER, Role.ADMIN, Role.AUDITOR])
def test_who_may_not_see_people_has_no_box(site: Site, role: Role) -> None:
    browser = site.logged_in(role)
    assert BOX not in browser.get("/account").text
    browser.read_token("/account")
    assert browser.submit("/search/suggestions", text="mui").status_code == 403


def test_the_button_shows_a_page_of_results_that_lead_to_the_person(site: Site) -> None:
    officer = site.logged_in(Role.COMMUNE_OFFICER)
    new_list(officer, 3)
    officer.read_token("/search")
    page = officer.submit("/search", text="mui")
    assert page.status_code == 200
    assert "Nông Thị Mùi" in page.text
    assert "/commune/workers/" in page.text
    assert "020180000000" not in page.text
    assert BOX not in page.text
    assert 'value="mui"' in page.text


def test_a_short_text_and_an_empty_answer_say_what_to_do(site: Site) -> None:
    officer = site.logged_in(Role.COMMUNE_OFFICER)
    officer.read_token("/search")
    short = officer.submit("/search", text="mu")
    assert short.status_code == 422
    assert "Gõ ít nhất 3 ký tự" in short.text
    assert suggest(officer, "mu") == {"items": [], "said": "Gõ ít nhất 3 ký tự, nhiều nhất 100."}
    assert "Không tìm thấy ai" in officer.submit("/search", text="đặng thị không").text
    assert "Không tìm thấy ai" in str(suggest(officer, "đặng thị không")["said"])


def test_suggestions_lead_to_people_and_lists_masked(site: Site) -> None:
    chief, address = certified(site, 3)
    chief.read_token("/search")
    found = suggest(chief, "nong thi")
    assert found["items"][0]["name"] == "Nông Thị Mùi"  # type: ignore[index]
    assert "CCCD …0000" in found["items"][0]["note"]  # type: ignore[index]
    assert chief.get(found["items"][0]["href"]).status_code == 200  # type: ignore[index]
    listed = suggest(chief, "1/2026")["items"]
    assert listed[0]["href"] == address  # type: ignore[index]
    assert [line["name"] for line in listed[1:]] == ["Nông Thị Mùi", "Vi Văn Páo", "Triệu Mùi Phấy"]  # type: ignore[index]


def test_each_search_is_logged_and_nothing_typed_is_in_the_log_or_the_address(site: Site) -> None:
    officer = site.logged_in(Role.COMMUNE_OFFICER)
    new_list(officer, 2)
    officer.read_token("/search")
    before = site.acts().count("worker:searched")
    suggest(officer, "vi van pao")
    assert "Vi Văn Páo" in officer.submit("/search", text="vi van pao").text
    assert site.acts().count("worker:searched") == before + 2
    assert "Vi Văn Páo" not in officer.get("/search?text=vi+van+pao").text


def test_a_text_of_markup_is_shown_as_text(site: Site) -> None:
    officer = site.logged_in(Role.COMMUNE_OFFICER)
    officer.read_token("/search")
    page = officer.submit("/search", text='"><b>mùi</b>')
    assert "<b>mùi" not in page.text


def test_the_office_finds_a_person_without_any_list_and_sees_where_the_person_is(site: Site) -> None:
    officer = site.logged_in(Role.COMMUNE_OFFICER)
    new_list(officer, 1)
    office = site.logged_in(Role.FOREIGN_AFFAIRS)
    office.read_token("/search")
    href = suggest(office, "nong thi mui")["items"][0]["href"]  # type: ignore[index]
    assert href.startswith("/province/workers/")
    page = office.get(href).text
    assert "Nông Thị Mùi" in page
    assert "Hiện nay" in page
    assert "Chưa xuất cảnh" in page


def test_without_a_session_suggestions_lead_to_the_log_in(site: Site) -> None:
    browser = site.browser()
    browser.read_token("/log-in")
    assert browser.submit("/search/suggestions", text="mui").status_code == 302


def test_what_was_looked_for_when_the_session_ended_is_no_draft(site: Site) -> None:
    officer = site.logged_in(Role.COMMUNE_OFFICER)
    officer.read_token("/search")
    site.clock.forward(hours=1)
    assert officer.submit("/search/suggestions", text="nong thi mui").status_code == 302
    assert officer.submit("/search", text="nong thi mui").status_code == 302
    with read_on(site.engine) as session:
        assert session.scalars(select(FormDraft)).all() == []
