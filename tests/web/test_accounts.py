"""Logging in and out, one's own password, sessions and language."""

import unicodedata

import pytest

from borderreg.domain.access import Role
from tests.web.site import PASSWORD, Site

NEW = "suối chảy qua bản Nà Lầm"


def test_a_person_logs_in_and_comes_to_the_page_of_the_role(site: Site) -> None:
    browser = site.browser()
    answer = browser.log_in(site.person(Role.ADMIN))
    assert answer.status_code == 302
    assert browser.get("/", follow_redirects=True).request.path.startswith("/admin")
    assert "user:logged_in" in site.acts()


def test_the_name_is_found_in_capitals_and_with_spaces_and_the_password_in_decomposed_letters(
    site: Site,
) -> None:
    site.person(Role.COMMUNE_OFFICER)
    decomposed = unicodedata.normalize("NFD", PASSWORD)
    assert decomposed != PASSWORD
    assert site.browser().log_in(" MUI.NongThi ", decomposed).status_code == 302


@pytest.mark.parametrize("username", ["mui.nongthi", "khong.co.ai", "locked.out"])
def test_every_failure_gives_the_same_words_whoever_it_is(site: Site, username: str) -> None:
    site.person(Role.COMMUNE_OFFICER)
    site.person(Role.GATE_OFFICER, username="locked.out", disabled_at=site.clock.now)
    answer = site.browser().log_in(username, "một mật khẩu khác hẳn")
    assert answer.status_code == 422
    assert "Tên đăng nhập hoặc mật khẩu không đúng." in answer.text
    assert "user:login_failed" in site.acts()


def test_a_disabled_user_cannot_log_in_even_with_the_right_password(site: Site) -> None:
    site.person(Role.GATE_OFFICER, disabled_at=site.clock.now)
    assert site.browser().log_in("phay.trieumui").status_code == 422


def test_log_in_needs_the_token_of_its_own_page(site: Site) -> None:
    username = site.person(Role.ADMIN)
    answer = site.browser().post("/log-in", data={"username": username, "password": PASSWORD})
    assert answer.status_code == 400


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example/",
        "javascript:alert(1)",
        "/%0d%0aLocation:x",
        "\\\\evil",
    ],
)
def test_after_log_in_nobody_is_led_to_another_site(site: Site, target: str) -> None:
    answer = site.browser().log_in(site.person(Role.ADMIN), next_=target)
    assert answer.status_code == 302
    assert answer.location in ("/", "/%0d%0aLocation:x") or answer.location.startswith("/%")


def test_after_log_in_the_page_that_was_asked_for_opens(site: Site) -> None:
    browser = site.browser()
    sent = browser.get("/admin/organisations?kind=post")
    assert sent.status_code == 302
    browser.read_token(sent.location)
    answer = browser.submit(sent.location, username=site.person(Role.ADMIN), password=PASSWORD)
    assert answer.location == "/admin/organisations?kind=post"


def test_logging_out_ends_the_session_on_the_server_and_not_only_the_cookie(site: Site) -> None:
    browser = site.logged_in(Role.ADMIN)
    kept = browser.get_cookie("borderreg")
    assert kept is not None
    assert browser.submit("/log-out").status_code == 302
    browser.set_cookie("borderreg", kept.value)
    assert browser.get("/admin/users").status_code == 302
    assert "user:logged_out" in site.acts()


def test_a_first_password_must_be_changed_before_anything_else(site: Site) -> None:
    browser = site.browser()
    browser.log_in(site.person(Role.ADMIN, must_change_password=True))
    assert browser.get("/admin/users").location == "/account/password"
    assert browser.get("/account").location == "/account/password"
    changed = browser.submit("/account/password", current_password=PASSWORD, new_password=NEW, repeated=NEW)
    assert changed.status_code == 302
    assert browser.get("/admin/users").status_code == 200


@pytest.mark.parametrize(
    ("new", "words"),
    [
        ("ngắn quá", "ít nhất 15 ký tự"),
        ("x" * 201, "dài quá 200 ký tự"),
        ("matkhau123456789", "dễ đoán"),
        ("Mật Khẩu 20262026", "dễ đoán"),
        ("abcabcabcabcabcabc", "dễ đoán"),
        ("1234567890123456", "dễ đoán"),
        ("mui.nongthi.2026", "tên đăng nhập"),
    ],
)
def test_a_new_password_is_long_and_not_what_everybody_uses(site: Site, new: str, words: str) -> None:
    site.person(Role.COMMUNE_OFFICER, username="mui.nongthi.99")
    browser = site.browser()
    browser.log_in("mui.nongthi.99")
    answer = browser.submit("/account/password", current_password=PASSWORD, new_password=new, repeated=new)
    assert answer.status_code == 422
    assert words in answer.text


def test_the_new_password_is_typed_twice_alike_and_the_current_one_is_asked(site: Site) -> None:
    browser = site.logged_in(Role.ADMIN)
    fields = {"current_password": PASSWORD, "new_password": NEW, "repeated": NEW + "!"}
    assert "không giống nhau" in browser.submit("/account/password", **fields).text
    fields = {"current_password": "không phải của tôi", "new_password": NEW, "repeated": NEW}
    assert "Mật khẩu không đúng." in browser.submit("/account/password", **fields).text
    assert site.browser().log_in("quan.dinhcong").status_code == 302


def test_changing_the_password_gives_a_new_session_and_ends_all_others(site: Site) -> None:
    here, there = site.logged_in(Role.ADMIN), site.logged_in(Role.ADMIN)
    before = here.get_cookie("borderreg")
    here.submit("/account/password", current_password=PASSWORD, new_password=NEW, repeated=NEW)
    after = here.get_cookie("borderreg")
    assert before is not None
    assert after is not None
    assert before.value != after.value
    assert here.get("/account").status_code == 200
    assert there.get("/account").status_code == 302


def test_a_person_sees_the_own_open_sessions_and_ends_another_browser(site: Site) -> None:
    here, there = site.logged_in(Role.ADMIN), site.logged_in(Role.ADMIN)
    page = here.get("/account").text
    assert "Trình duyệt này" in page
    addresses = [part.split('"')[0] for part in page.split('action="')[1:] if "/sessions/" in part]
    assert len(addresses) == 1
    assert here.submit(addresses[0]).status_code == 302
    assert there.get("/account").status_code == 302
    assert here.get("/account").status_code == 200


def test_nobody_ends_the_session_of_somebody_else(site: Site) -> None:
    other = site.logged_in(Role.AUDITOR)
    mine = site.logged_in(Role.ADMIN)
    again = site.logged_in(Role.ADMIN)
    address = next(
        part.split('"')[0] for part in mine.get("/account").text.split('action="')[1:] if "/sessions/" in part
    )
    assert other.submit(address).status_code == 404
    assert again.get("/account").status_code == 200


def test_the_language_is_chosen_before_log_in_and_kept_with_the_user(site: Site) -> None:
    browser = site.browser()
    browser.read_token()
    browser.submit("/language", language="zh", next="/log-in")
    assert '<html lang="zh"' in browser.get("/log-in").text
    browser.log_in(site.person(Role.ADMIN, language="en"))
    assert '<html lang="en"' in browser.get("/account").text
    browser.submit("/language", language="xx", next="//evil.example")
    assert '<html lang="en"' in browser.get("/account").text


def test_logging_in_again_ends_the_session_that_the_browser_had(site: Site) -> None:
    browser = site.logged_in(Role.ADMIN)
    first = browser.get_cookie("borderreg")
    assert first is not None
    browser.submit("/log-in", username=site.person(Role.AUDITOR), password=PASSWORD)
    assert browser.get("/audit").status_code == 200
    browser.set_cookie("borderreg", first.value)
    assert browser.get("/admin/users").status_code == 302
