"""The administrator adds, disables and resets users; sees organisations and devices, and never a worker."""

import pytest

from borderreg.domain.access import Role
from tests.web.site import PASSWORD, Site

LY = {"name": "Mã Thị Lý", "username": "ly.mathi", "organisation": "06184", "role": "commune_officer"}


def _made_password(text: str) -> str:
    return text.split("Mật khẩu</dt>")[1].split('value">')[1].split("</dd>")[0].strip()


def test_a_new_user_gets_a_password_that_is_shown_once_and_works_once(site: Site) -> None:
    admin = site.logged_in(Role.ADMIN)
    page = admin.submit("/admin/users/new", **LY)
    password = _made_password(page.text)
    assert password not in admin.get(f"/admin/users/{site.user_id('ly.mathi')}").text
    hers = site.browser()
    assert hers.log_in("ly.mathi", password).status_code == 302
    assert hers.get("/").status_code == 302
    assert hers.get("/account").location == "/account/password"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"role": "gate_officer"}, "không thuộc loại đơn vị"),
        ({"username": "Mã Lý"}, "chữ thường không dấu"),
        ({"username": "quan.dinhcong"}, "đã có người dùng"),
        ({"name": ""}, "Hãy nhập họ và tên."),
        ({"name": "x" * 121}, "120"),
        ({"organisation": "99999"}, "Đơn vị"),
        ({"name": "<script>alert(1)</script>", "username": "Q"}, "&lt;script&gt;"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field_and_nothing_typed_is_lost(
    site: Site, changes: dict[str, str], words: str
) -> None:
    admin = site.logged_in(Role.ADMIN)
    page = admin.submit("/admin/users/new", **{**LY, **changes})
    assert page.status_code == 422
    assert words in page.text
    assert "ly.mathi" not in admin.get("/admin/users").text


def test_a_disabled_user_is_out_at_once_and_a_reset_lets_in_again(site: Site) -> None:
    officer = site.logged_in(Role.GATE_OFFICER)
    admin = site.logged_in(Role.ADMIN)
    address = f"/admin/users/{site.user_id('phay.trieumui')}"
    assert "Đã khoá" in admin.submit(f"{address}/disable").text
    assert officer.get("/gate").status_code == 302
    assert officer.log_in("phay.trieumui").status_code == 422
    password = _made_password(admin.submit(f"{address}/reset").text)
    assert site.browser().log_in("phay.trieumui", password).status_code == 302
    assert {"user:disabled", "user:reset"} <= set(site.acts())


def test_the_administrator_cannot_disable_the_own_account(site: Site) -> None:
    admin = site.logged_in(Role.ADMIN)
    page = admin.submit(f"/admin/users/{site.user_id('quan.dinhcong')}/disable")
    assert page.status_code == 422
    assert "không thể tự khoá" in page.text
    assert admin.get("/admin/users").status_code == 200


def test_disabling_asks_for_a_fresh_password(site: Site) -> None:
    site.person(Role.AUDITOR)
    admin = site.logged_in(Role.ADMIN)
    site.clock.forward(minutes=6)
    address = f"/admin/users/{site.user_id('kiem.chuthi')}/disable"
    assert "Xác nhận bằng mật khẩu" in admin.submit(address).text
    assert site.browser().log_in("kiem.chuthi").status_code == 302
    assert "Đã khoá" in admin.submit(address, step_up_password=PASSWORD).text


def test_the_organisations_are_listed_under_their_names_of_today(site: Site) -> None:
    admin = site.logged_in(Role.ADMIN)
    assert "Công an xã Đồng Đăng" in admin.get("/admin/organisations").text
    posts = admin.get("/admin/organisations?kind=post").text
    assert "Hữu Nghị" in posts
    assert "Công an xã Đồng Đăng" not in posts


def test_the_commander_invites_a_device_once_and_only_for_the_own_post(site: Site) -> None:
    commander = site.logged_in(Role.GATE_COMMANDER)
    page = commander.submit("/gate/devices/invite", gate="HUUNGHI")
    assert "/gate/app#enrol=" in page.text
    assert "<svg" in page.text
    assert commander.submit("/gate/devices/invite", gate="CHIMA").status_code == 404
    officer = site.logged_in(Role.GATE_OFFICER)
    assert officer.submit("/gate/devices/invite", gate="HUUNGHI").status_code == 403
    assert "permission:refused" in site.acts()


@pytest.mark.parametrize("day", ["22/11/2026", "2026-11-22", ""])
def test_the_log_of_a_gate_opens_for_a_day_as_people_write_it(site: Site, day: str) -> None:
    officer = site.logged_in(Role.GATE_OFFICER)
    assert "22/11/2026" in officer.get(f"/gate/log?day={day}").text


@pytest.mark.parametrize(
    "query", ["day=31/02/2026", "day=hôm qua", "page=0", "page=-1", "page=٣", "page=1e9"]
)
def test_an_address_that_means_nothing_is_refused(site: Site, query: str) -> None:
    officer = site.logged_in(Role.GATE_OFFICER)
    assert officer.get(f"/gate/log?{query}").status_code == 400


def test_the_auditor_reads_chains_by_id_and_verifies_them(site: Site) -> None:
    site.logged_in(Role.COMMUNE_OFFICER)
    auditor = site.logged_in(Role.AUDITOR)
    assert "Công an xã Đồng Đăng" in auditor.get("/audit").text
    records = auditor.get("/audit/records/06184").text.replace("<wbr>", "")
    assert "user:logged_in" in records
    assert str(site.user_id("mui.nongthi")) in records
    assert "Nông Thị Mùi" not in records
    assert auditor.get("/audit/records/99999").status_code == 404
    assert "còn nguyên vẹn" in auditor.submit("/audit/verify").text
    assert "audit:verified" in site.acts()


def test_the_auditor_is_shown_where_a_chain_is_broken(site: Site) -> None:
    site.logged_in(Role.COMMUNE_OFFICER)
    auditor = site.logged_in(Role.AUDITOR)
    with site.engine.connect().execution_options(borderreg_mode="write") as connection:
        connection.exec_driver_sql("DROP TRIGGER IF EXISTS audit_records_no_update")
        connection.exec_driver_sql(
            "UPDATE audit_records SET action = 'user:added' WHERE action = 'user:logged_in'"
        )
        connection.commit()
    assert "Hỏng từ dòng" in auditor.submit("/audit/verify").text
