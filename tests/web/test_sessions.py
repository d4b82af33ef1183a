"""Sessions: how long they last, what a stolen cookie is worth, and that nothing typed is lost."""

from base64 import urlsafe_b64decode
from dataclasses import replace

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from borderreg.app import create_app
from borderreg.db import db, read_on
from borderreg.domain.access import Role
from borderreg.models import FormDraft, LoginThrottle, UserSession
from tests.web.site import PASSWORD, TOKEN, Browser, Site

NEW_USER = {"name": "Mã Thị Lý", "username": "ly.mathi", "organisation": "06184", "role": "commune_officer"}


def test_a_session_ends_after_half_an_hour_without_use(site: Site) -> None:
    browser = site.logged_in(Role.ADMIN)
    for _ in range(3):
        site.clock.forward(minutes=29)
        assert browser.get("/account").status_code == 200
    site.clock.forward(minutes=30)
    assert browser.get("/account").status_code == 302


def test_a_session_ends_after_twelve_hours_however_busy(site: Site) -> None:
    browser = site.logged_in(Role.ADMIN)
    for _ in range(47):
        site.clock.forward(minutes=15)
        assert browser.get("/account").status_code == 200
    site.clock.forward(minutes=15)
    assert browser.get("/account").status_code == 302


def test_the_time_last_seen_is_written_at_most_once_a_minute(site_on_both: Site) -> None:
    site = site_on_both
    browser = site.logged_in(Role.ADMIN)
    opened = site.clock.now
    site.clock.forward(seconds=59)
    browser.get("/account")
    assert _seen(site) == opened
    site.clock.forward(seconds=1)
    browser.get("/account")
    assert _seen(site) == site.clock.now


def _seen(site: Site) -> object:
    with read_on(site.engine) as session:
        return session.scalars(select(UserSession.seen_at)).one()


def test_the_database_keeps_no_token_that_opens_a_session(site: Site) -> None:
    browser = site.logged_in(Role.ADMIN)
    cookie = browser.get_cookie("borderreg")
    assert cookie is not None
    with read_on(site.engine) as session:
        stored = session.scalars(select(UserSession.token_hash)).one()
    assert len(stored) == 32
    assert cookie.value.encode() not in stored


def test_the_cookie_is_hidden_from_scripts_and_other_sites(site: Site) -> None:
    browser = site.browser()
    answer = browser.log_in(site.person(Role.ADMIN))
    cookie = next(c for c in answer.headers.getlist("Set-Cookie") if c.startswith("borderreg="))
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Max-Age" not in cookie


def test_a_form_sent_too_late_comes_back_filled_in_after_log_in(site_on_both: Site) -> None:
    site = site_on_both
    browser = site.logged_in(Role.ADMIN)
    browser.read_token("/admin/users/new")
    site.clock.forward(minutes=31)
    sent = browser.submit("/admin/users/new", **NEW_USER)
    assert sent.status_code == 302
    assert "hết hạn" in browser.get(sent.location).text
    back = browser.submit(sent.location, username="quan.dinhcong", password=PASSWORD)
    assert back.location == "/admin/users/new"
    page = browser.get(back.location).text
    assert 'value="Mã Thị Lý"' in page
    assert 'value="ly.mathi"' in page
    assert "Biểu mẫu này chưa được ghi" in page


def test_what_was_typed_is_kept_encrypted_and_without_secrets(site: Site) -> None:
    browser = site.logged_in(Role.ADMIN)
    browser.read_token("/admin/users/new")
    site.clock.forward(minutes=31)
    browser.submit("/admin/users/new", **NEW_USER, step_up_password=PASSWORD)
    with read_on(site.engine) as session:
        draft = session.scalars(select(FormDraft)).one()
    assert "Mã Thị Lý".encode() not in draft.content
    assert PASSWORD.encode() not in draft.content
    browser.log_in("quan.dinhcong", next_="/admin/users/new")
    assert PASSWORD not in browser.get("/admin/users/new").text


def test_nobody_else_sees_what_was_typed(site: Site) -> None:
    browser = site.logged_in(Role.ADMIN)
    browser.read_token("/admin/users/new")
    site.clock.forward(minutes=31)
    browser.submit("/admin/users/new", **NEW_USER)
    site.person(Role.ADMIN, username="thu.hoangthi")
    browser.log_in("thu.hoangthi", next_="/admin/users/new")
    assert "Mã Thị Lý" not in browser.get("/admin/users/new").text


def test_a_session_that_was_ended_on_purpose_keeps_nothing(site: Site) -> None:
    browser = site.logged_in(Role.ADMIN)
    cookie = browser.get_cookie("borderreg")
    assert cookie is not None
    browser.submit("/log-out")
    browser.set_cookie("borderreg", cookie.value)
    browser.read_token()
    browser.submit("/admin/users/new", **NEW_USER)
    with read_on(site.engine) as session:
        assert session.scalars(select(FormDraft)).all() == []


def test_a_grave_act_asks_for_the_password_again_and_then_goes_on(site: Site) -> None:
    browser = site.logged_in(Role.ADMIN)
    browser.read_token("/admin/users/new")
    site.clock.forward(minutes=6)
    question = browser.submit("/admin/users/new", **NEW_USER)
    assert "Xác nhận bằng mật khẩu" in question.text
    assert 'value="Mã Thị Lý"' in question.text
    wrong = browser.submit("/admin/users/new", **NEW_USER, step_up_password="không phải mật khẩu")
    assert wrong.status_code == 422
    assert 'value="Mã Thị Lý"' in wrong.text
    done = browser.submit("/admin/users/new", **NEW_USER, step_up_password=PASSWORD)
    assert "Đã thêm người dùng" in done.text
    assert "user:stepped_up" in site.acts()


def test_a_page_that_is_only_read_opens_after_the_password(site: Site) -> None:
    browser = site.logged_in(Role.ADMIN)
    site.clock.forward(minutes=6)
    sent = browser.get("/admin/users/new")
    assert sent.location == "/account/confirm?next=/admin/users/new"
    browser.read_token(sent.location)
    assert browser.submit(sent.location, step_up_password=PASSWORD).location == "/admin/users/new"
    assert browser.get("/admin/users/new").status_code == 200


@pytest.fixture
def attacker(site: Site) -> Browser:
    """A browser at another address."""
    return _elsewhere(site)


def _elsewhere(site: Site) -> Browser:
    browser = site.browser()
    browser.environ_base["REMOTE_ADDR"] = "203.0.113.9"
    return browser


def _fail(browser: FlaskClient, username: str, times: int) -> int:
    status = 0
    for number in range(times):
        status = browser.log_in(username, f"mật khẩu đoán mò số {number}").status_code  # type: ignore[attr-defined]
    return status


def test_guessing_costs_time_but_never_locks_the_account(site_on_both: Site) -> None:
    site = site_on_both
    attacker = _elsewhere(site)
    site.person(Role.GATE_OFFICER)
    assert _fail(attacker, "phay.trieumui", 5) == 422
    waited = attacker.log_in("phay.trieumui")
    assert waited.status_code == 429
    assert int(waited.headers["Retry-After"]) >= 1
    site.clock.forward(seconds=2)
    assert attacker.log_in("phay.trieumui").status_code == 302


def test_failures_from_elsewhere_do_not_stop_the_officer_at_the_gate(site: Site, attacker: Browser) -> None:
    site.person(Role.GATE_OFFICER)
    _fail(attacker, "phay.trieumui", 6)
    assert attacker.log_in("phay.trieumui").status_code == 429
    assert site.browser().log_in("phay.trieumui").status_code == 302


def test_an_unknown_name_is_slowed_down_like_a_known_one(site: Site, attacker: Browser) -> None:
    assert _fail(attacker, "khong.co.ai", 5) == 422
    assert attacker.log_in("khong.co.ai").status_code == 429


def test_the_throttle_keeps_neither_names_nor_addresses(site: Site, attacker: Browser) -> None:
    _fail(attacker, "phay.trieumui", 1)
    with read_on(site.engine) as session:
        keys = session.scalars(select(LoginThrottle.key)).all()
    assert len(keys) == 4
    assert not any(b"phay" in key or b"203.0" in key for key in keys)


def test_a_form_whose_token_is_gone_is_kept_and_shown_again(site: Site) -> None:
    browser = site.logged_in(Role.ADMIN)
    browser.delete_cookie("borderreg-form")
    sent = browser.post(
        "/admin/users/new", data={"csrf_token": "old", **NEW_USER}, headers={"Sec-Fetch-Site": "same-origin"}
    )
    assert sent.location == "/admin/users/new"
    assert 'value="Mã Thị Lý"' in browser.get(sent.location).text
    foreign = browser.post("/admin/users/new", data=NEW_USER, headers={"Sec-Fetch-Site": "cross-site"})
    assert foreign.status_code == 400


def test_a_kept_form_is_forgotten_once_it_was_saved(site: Site) -> None:
    browser = site.logged_in(Role.COMMUNE_OFFICER)
    browser.read_token("/account/password")
    site.clock.forward(minutes=31)
    browser.submit("/account/password", current_password=PASSWORD, note="ghi chú")
    browser.log_in("mui.nongthi", next_="/account/password")
    new = "suối chảy qua bản Nà Lầm"
    done = browser.submit("/account/password", current_password=PASSWORD, new_password=new, repeated=new)
    assert done.status_code == 302
    with read_on(site.engine) as session:
        assert session.scalars(select(FormDraft)).all() == []


def test_the_cookie_of_forms_and_messages_cannot_be_read_or_made(site: Site) -> None:
    browser = site.logged_in(Role.ADMIN)
    cookie = browser.get_cookie("borderreg-form")
    assert cookie is not None
    assert b"csrf" not in urlsafe_b64decode(cookie.value)
    for forged in ("", "x", cookie.value[:-4] + "AAAA", cookie.value.swapcase(), "é" * 40):
        browser.set_cookie("borderreg-form", forged)
        assert browser.post("/log-out", data={"csrf_token": browser.token}).status_code == 400


def test_over_https_both_cookies_belong_to_this_host_alone(site: Site) -> None:
    config = site.app.config["BORDERREG"]
    secure = create_app(replace(config, https=True, trusted_hosts=("danhsach.example",)))
    client = secure.test_client()
    headers = {"Host": "danhsach.example", "X-Forwarded-Proto": "https", "X-Forwarded-For": "198.51.100.7"}
    answer = client.get("/log-in", base_url="https://danhsach.example", headers=headers)
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-borderreg-form=")
    assert "Secure" in cookie
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=31536000")
    page = TOKEN.search(answer.text)
    assert page
    site.person(Role.ADMIN)
    sent = client.post(
        "/log-in",
        data={"csrf_token": page[1], "username": "quan.dinhcong", "password": PASSWORD},
        base_url="https://danhsach.example",
        headers={**headers, "Referer": "https://danhsach.example/log-in"},
    )
    token = next(c for c in sent.headers.getlist("Set-Cookie") if c.startswith("__Host-borderreg="))
    assert "Secure" in token
    assert "Domain" not in token
    assert "Path=/" in token
    with secure.app_context():
        db.engine.dispose()
