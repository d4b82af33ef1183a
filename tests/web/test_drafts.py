"""Forms that keep themselves: what is kept, for whom, until when; and two people who edit one row."""

import re

import pytest
from sqlalchemy import select

from borderreg.db import read_on
from borderreg.domain.access import Role
from borderreg.models import FormDraft
from tests.web.site import Browser, Site
from tests.web.test_commune import new_list, row

VERSION = re.compile(r'name="version" value="(\d+)"')
WAS = re.compile(r'name="was" value="([^"]*)"')


def kept(site: Site) -> list[FormDraft]:
    """Return the drafts in the database."""
    with read_on(site.engine) as session:
        return list(session.scalars(select(FormDraft)))


def hidden(page: str) -> dict[str, str]:
    """Return what a row's form carries along."""
    version, was = VERSION.search(page), WAS.search(page)
    assert version
    return {"version": version[1], "was": was[1].replace("&#34;", '"') if was else ""}


def row_address(browser: Browser, address: str) -> str:
    """Return the address of the first row of a list."""
    found = re.search(rf'href="({address}/rows/[0-9a-f-]{{36}})"', browser.get(address).text)
    assert found
    return found[1]


def test_a_form_keeps_itself_and_is_there_after_log_out(site_on_both: Site) -> None:
    site = site_on_both
    officer = site.logged_in(Role.COMMUNE_OFFICER)
    form = f"{new_list(officer, 0)}/rows/new"
    saved = officer.submit("/drafts", draft_form=form, **row(name="Nông Thị Mùi"))
    assert saved.json == {"words": "Đã lưu nháp lúc 08:00"}
    officer.submit("/log-out")
    officer.log_in("mui.nongthi", next_=form)
    page = officer.get(form).text
    assert 'value="Nông Thị Mùi"' in page
    assert "Những gì bạn đã nhập lúc 08:00 22/11/2026 vẫn còn đây" in page
    assert officer.submit(form, draft_kept="1", **row(name="Nông Thị Mùi")).status_code == 302
    assert kept(site) == []


def test_a_draft_is_encrypted_and_holds_neither_secrets_nor_cards(site: Site) -> None:
    officer = site.logged_in(Role.COMMUNE_OFFICER)
    form = f"{new_list(officer, 0)}/rows/new"
    card = "020188001234||Nông Thị Mùi|12031988|Nữ|Bố: Nông Văn Lâm"
    officer.submit("/drafts", draft_form=form, card=card, mrz="P<VNM", password="x", name="Nông Thị Mùi")
    (draft,) = kept(site)
    assert "Nông Thị Mùi".encode() not in draft.content
    page = officer.get(form).text
    assert "Nông Thị Mùi" in page
    assert "Nông Văn Lâm" not in page
    assert "P&lt;VNM" not in page


def test_nobody_else_sees_a_draft(site: Site) -> None:
    officer = site.logged_in(Role.COMMUNE_OFFICER)
    form = f"{new_list(officer, 0)}/rows/new"
    officer.submit("/drafts", draft_form=form, name="Nông Thị Mùi")
    other = site.logged_in(Role.COMMUNE_CHIEF)
    assert 'value="Nông Thị Mùi"' not in other.get(form).text


def test_a_draft_is_thrown_away_on_request(site: Site) -> None:
    officer = site.logged_in(Role.COMMUNE_OFFICER)
    form = f"{new_list(officer, 0)}/rows/new"
    officer.submit("/drafts", draft_form=form, name="Nông Thị Mùi")
    assert "Bỏ bản nháp, lấy dữ liệu đã lưu" in officer.get(form).text
    assert officer.submit("/drafts/discard", draft_form=form).location == form
    assert 'value="Nông Thị Mùi"' not in officer.get(form).text
    assert kept(site) == []


@pytest.mark.parametrize("form", ["https://khac.example/", "/khong-co", "//khac.example/x", ""])
def test_a_draft_belongs_to_a_form_of_ours(site: Site, form: str) -> None:
    officer = site.logged_in(Role.COMMUNE_OFFICER)
    officer.read_token("/commune/lists")
    assert officer.submit("/drafts", draft_form=form, name="Nông Thị Mùi").status_code == 400
    assert officer.submit("/drafts/discard", draft_form=form).status_code == 400


def test_a_draft_has_its_limits(site: Site) -> None:
    officer = site.logged_in(Role.COMMUNE_OFFICER)
    form = f"{new_list(officer, 0)}/rows/new"
    assert officer.submit("/drafts", draft_form=form, name="x" * 500_000).status_code == 400
    assert kept(site) == []


def test_a_form_that_saved_itself_too_late_is_kept_for_after_the_log_in(site: Site) -> None:
    officer = site.logged_in(Role.COMMUNE_OFFICER)
    form = f"{new_list(officer, 0)}/rows/new"
    site.clock.forward(minutes=31)
    assert officer.submit("/drafts", draft_form=form, name="Nông Thị Mùi").status_code == 302
    officer.log_in("mui.nongthi", next_=form)
    assert 'value="Nông Thị Mùi"' in officer.get(form).text


def test_two_officers_in_one_row_see_both_versions_and_choose(site_on_both: Site) -> None:
    site = site_on_both
    mui = site.logged_in(Role.COMMUNE_OFFICER)
    address = new_list(mui, 1)
    form = row_address(mui, address)
    seen = hidden(mui.get(form).text)
    lan = site.logged_in(Role.COMMUNE_OFFICER, username="lan.chuthi")
    lan.read_token(form)
    typed = row(name="Nông Thị Muồi", job="lái máy xúc")
    assert lan.submit(form, **typed, **hidden(lan.get(form).text)).status_code == 302
    answer = mui.submit(form, **row(name="Nông Thị Mười", hamlet="Thôn Pò Hà"), **seen)
    assert answer.status_code == 409
    assert 'name="name" value="Nông Thị Muồi" checked' in answer.text
    assert 'name="name" value="Nông Thị Mười"' in answer.text
    assert 'name="job" value="lái máy xúc" checked' in answer.text
    assert 'name="hamlet" value="Thôn Pò Hà" checked' in answer.text
    chosen = row(name="Nông Thị Mười", hamlet="Thôn Pò Hà", job="lái máy xúc")
    assert mui.submit(form, **chosen, **hidden(answer.text)).status_code == 302
    page = mui.get(form).text
    assert "Nông Thị Mười" in page
    assert "lái máy xúc" in page


def test_another_row_that_was_saved_meanwhile_is_no_conflict(site: Site) -> None:
    mui = site.logged_in(Role.COMMUNE_OFFICER)
    address = new_list(mui, 1)
    form = row_address(mui, address)
    seen = hidden(mui.get(form).text)
    lan = site.logged_in(Role.COMMUNE_OFFICER, username="lan.chuthi")
    lan.read_token(address)
    other = row(name="Vi Văn Páo", personal_id="020085004321", sex="Nam", birth="01/02/1985")
    assert lan.submit(f"{address}/rows/new", **other).status_code == 302
    assert mui.submit(form, **row(name="Nông Thị Mười"), **seen).status_code == 302
    assert "Nông Thị Mười" in mui.get(address).text


def test_two_officers_in_one_record_see_both_versions(site: Site) -> None:
    mui = site.logged_in(Role.COMMUNE_OFFICER)
    new_list(mui, 1)
    found = re.search(r'href="(/commune/workers/[0-9a-f-]{36})"', mui.get("/commune/workers").text)
    assert found
    form = f"{found[1]}/edit"
    seen = hidden(mui.get(form).text)
    person = {name: row()[name] for name in ("name", "birth", "sex", "personal_id")}
    assert mui.submit(form, **person | {"hamlet": "Thôn Bản Liếp"}, **seen).status_code == 302
    answer = mui.submit(form, **person | {"hamlet": "Thôn Pò Hà"}, **seen)
    assert answer.status_code == 409
    assert 'name="hamlet" value="Thôn Bản Liếp" checked' in answer.text
    assert 'name="hamlet" value="Thôn Pò Hà"' in answer.text
