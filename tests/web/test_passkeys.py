"""Passkeys on the pages: adding, logging in, confirming grave acts, certifying a list, removing."""

import pytest
from sqlalchemy import func, select

from borderreg.db import read_on
from borderreg.domain.access import Role
from borderreg.domain.public_limits import LIMITS, PublicAct
from borderreg.models import PasskeyChallenge
from borderreg.web.public_base import LIMITS as COUNTERS
from tests.authenticator import PRESENT, Authenticator
from tests.client import page_text
from tests.web.site import Browser, Site
from tests.web.test_commune import submitted, version_of

OLD = {"minutes": 6}


def added(browser: Browser, device: Authenticator, name: str = "Máy tính phòng trực") -> None:
    """Add a passkey on the own account's page."""
    browser.read_token("/account/passkeys/new")
    question = browser.submit("/account/passkeys/question").json
    assert question is not None
    done = browser.submit("/account/passkeys/new", name=name, passkey_answer=device.make(question))
    assert done.status_code == 302, page_text(done)


def answered(browser: Browser, device: Authenticator, address: str, **fields: object) -> str:
    """Ask a page's question and answer it."""
    question = browser.submit(address, **fields).json
    assert question is not None
    return device.answer(question)


@pytest.fixture
def device() -> Authenticator:
    """The chief's security key."""
    return Authenticator()


def test_a_chief_adds_a_passkey_logs_in_with_it_and_removes_it(site: Site, device: Authenticator) -> None:
    chief = site.logged_in(Role.COMMUNE_CHIEF)
    assert "Bạn chưa có khoá truy cập" in chief.get("/account").text
    added(chief, device)
    page = page_text(chief.get("/account"))
    assert "Máy tính phòng trực" in page
    assert "Chỉ trên một thiết bị" in page
    site.clock.forward(minutes=1)
    other = site.browser()
    other.read_token("/log-in?next=/commune/lists")
    answer = answered(other, device, "/log-in/passkey/question")
    opened = other.submit("/log-in/passkey?next=/commune/lists", passkey_answer=answer)
    assert opened.location == "/commune/lists"
    assert "Khoá truy cập “Máy tính phòng trực”" in page_text(other.get("/account"))
    address = next(
        part.split('"')[0] for part in chief.get("/account").text.split('href="') if "/remove" in part
    )
    assert "Gỡ khoá truy cập này?" in other.get(address).text
    other.read_token(address)
    assert other.submit(address).location == "/account"
    assert "Đã gỡ khoá truy cập" in other.get("/account").text
    assert other.get(address).status_code == 404
    assert {"passkey:added", "passkey:removed"} <= set(site.acts())


def test_a_passkey_that_fails_says_nothing_about_accounts_and_waits_like_a_password(
    site: Site, device: Authenticator
) -> None:
    added(site.logged_in(Role.COMMUNE_CHIEF), device)
    stranger = site.browser()
    stranger.read_token()
    said = set()
    for authenticator, flags in ((Authenticator(), PRESENT), (device, PRESENT)):
        question = stranger.submit("/log-in/passkey/question").json
        assert question is not None
        assert "allowCredentials" not in question or not question["allowCredentials"]
        answer = authenticator.answer(question, flags=flags)
        failed = stranger.submit("/log-in/passkey", passkey_answer=answer)
        assert failed.status_code == 422
        said.add(page_text(failed))
    assert len(said) == 1
    for _ in range(5):
        failed = stranger.submit("/log-in/passkey", passkey_answer=answer)
    assert failed.status_code == 429
    assert int(failed.headers["Retry-After"]) >= 1


def test_a_list_is_certified_by_a_passkey_that_confirmed_this_very_list(
    site_on_both: Site, device: Authenticator
) -> None:
    site = site_on_both
    chief = site.logged_in(Role.COMMUNE_CHIEF)
    added(chief, device)
    officer = site.logged_in(Role.COMMUNE_OFFICER)
    one, other = submitted(officer, 2), submitted(officer, 1, first=5)
    site.clock.forward(**OLD)
    assert "Xác nhận bằng khoá truy cập" in chief.get(one).text
    version = version_of(chief, one)
    chief.read_token(one)
    answer = answered(chief, device, f"{other}/certify/question", version=version_of(chief, other))
    wrong = chief.submit(f"{one}/certify", version=version, passkey_answer=answer)
    assert wrong.status_code == 422
    assert "Không xác nhận được bằng khoá truy cập" in wrong.text
    assert f'data-question="{one}/certify/question"' in wrong.text
    assert chief.submit(f"{one}/certify/question", version=int(version) + 1).status_code == 409
    answer = answered(chief, device, f"{one}/certify/question", version=version)
    done = chief.submit(f"{one}/certify", version=version, passkey_answer=answer)
    assert done.location == one
    assert "Đã xác nhận danh sách số" in chief.get(one).text
    assert chief.get(f"{one}/revoke").location.startswith("/account/confirm"), "it opened nothing else"


def test_any_grave_act_goes_on_after_the_passkey_with_all_that_was_typed(
    site: Site, device: Authenticator
) -> None:
    admin = site.logged_in(Role.ADMIN)
    added(admin, device)
    admin.read_token("/admin/users/new")
    site.clock.forward(**OLD)
    new = {"name": "Mã Thị Lý", "username": "ly.mathi", "organisation": "06184", "role": "commune_officer"}
    question = admin.submit("/admin/users/new", **new)
    assert "Xác nhận lại là bạn" in question.text
    assert 'data-question="/account/confirm/question"' in question.text
    nobody = admin.submit("/admin/users/new", **new, passkey_answer="{}")
    assert nobody.status_code == 422
    assert 'value="Mã Thị Lý"' in nobody.text
    answer = answered(admin, device, "/account/confirm/question")
    assert "Đã thêm người dùng" in admin.submit("/admin/users/new", **new, passkey_answer=answer).text


def test_adding_asks_who_it_is_first_and_says_what_went_wrong(site: Site, device: Authenticator) -> None:
    chief = site.logged_in(Role.COMMUNE_CHIEF)
    chief.read_token("/account/passkeys/new")
    question = chief.submit("/account/passkeys/question").json
    assert question is not None
    made = device.make(question)
    assert "Hãy đặt tên" in chief.submit("/account/passkeys/new", name="", passkey_answer=made).text
    assert "chưa tạo khoá" in chief.submit("/account/passkeys/new", name="Máy", passkey_answer="").text
    assert "Chưa tạo được" in chief.submit("/account/passkeys/new", name="Máy", passkey_answer="{}").text
    site.clock.forward(**OLD)
    assert chief.get("/account/passkeys/new").location.startswith("/account/confirm")
    late = chief.submit("/account/passkeys/question")
    assert (late.status_code, (late.json or {})["said"]) == (
        422,
        "Đã quá 5 phút. Hãy tải lại trang này rồi thử lại.",
    )


def test_under_an_address_of_numbers_the_pages_say_where_passkeys_work(site: Site) -> None:
    browser = site.browser()
    browser.environ_base["HTTP_HOST"] = "127.0.0.1:8000"
    browser.environ_base["SERVER_NAME"] = "127.0.0.1"
    site.person(Role.ADMIN)
    answer = browser.get("/log-in", base_url="http://127.0.0.1:8000")
    assert "khoá truy cập" not in answer.text
    browser.token = answer.text.split('name="csrf_token" value="')[1].split('"')[0]
    refused = browser.post(
        "/log-in/passkey/question",
        base_url="http://127.0.0.1:8000",
        data={"csrf_token": browser.token},
    )
    assert refused.status_code == 422
    assert "http://localhost:8000" in (refused.json or {})["said"]


def test_nobody_fills_the_database_with_questions_before_a_log_in(site: Site) -> None:
    site.app.extensions.pop(COUNTERS, None)  # the tests of a process share them
    stranger, most = site.browser(), LIMITS[PublicAct.PASSKEY][0].most
    stranger.read_token("/log-in")
    for _ in range(most):
        assert stranger.submit("/log-in/passkey/question").status_code == 200
    refused = site.browser()
    refused.read_token("/log-in")
    answer = refused.submit("/log-in/passkey/question")
    site.app.extensions.pop(COUNTERS)
    assert (answer.status_code, list(answer.json)) == (429, ["said"])
    with read_on(site.engine) as session:
        assert session.scalar(select(func.count()).select_from(PasskeyChallenge)) == 1
