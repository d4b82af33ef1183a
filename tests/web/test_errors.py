"""Errors: the right status, a page that says what to do, nothing of the cause; documents under /api."""

import pytest
from flask import Flask
from sqlalchemy.exc import OperationalError

from borderreg.domain import errors
from borderreg.domain.access import Role
from borderreg.domain.errors import BorderregError
from borderreg.web import security
from borderreg.web.errors import STATUS, status_of
from tests.web.site import Site


def _all_kinds(kind: type[BorderregError] = BorderregError) -> list[type[BorderregError]]:
    return [sub for child in kind.__subclasses__() for sub in (child, *_all_kinds(child))]


def test_every_expected_error_of_the_domain_has_a_status() -> None:
    named = [kind for kind in _all_kinds() if kind.__module__ == errors.__name__]
    assert set(named) == set(STATUS)
    assert all(400 <= status_of(kind.__new__(kind)) < 600 for kind in _all_kinds())


@pytest.fixture
def broken(site_to_change: Site) -> Site:
    """A site with a page for each kind of error."""

    @security.public
    def fail(kind: str) -> str:
        if kind == "database":
            raise OperationalError("SELECT secret_column", {}, Exception("password=hunter2"))
        if kind == "bug":
            raise RuntimeError("Nông Thị Mùi 020187000001")
        raise getattr(errors, kind)("Nông Thị Mùi")

    for prefix in ("", "/api/v1"):
        site_to_change.app.add_url_rule(f"{prefix}/fail/<kind>", f"fail{prefix}", fail)
    return site_to_change


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        ("NotFound", 404),
        ("NotPermitted", 403),
        ("Conflict", 409),
        ("Refused", 422),
        ("BadInput", 400),
        ("Unavailable", 503),
        ("database", 503),
        ("bug", 500),
    ],
)
def test_an_error_becomes_a_page_or_a_problem_document_without_its_cause(
    broken: Site, kind: str, status: int, capfd: pytest.CaptureFixture[str]
) -> None:
    page = broken.browser().get(f"/fail/{kind}")
    document = broken.browser().get(f"/api/v1/fail/{kind}")
    assert (page.status_code, document.status_code) == (status, status)
    assert document.mimetype == "application/problem+json"
    assert document.json["code"]
    for text in (page.text, document.text, *capfd.readouterr()):
        assert "secret_column" not in text
        assert "020187000001" not in text
        assert "hunter2" not in text
        assert "Traceback" not in text
    assert page.headers["X-Request-ID"] in page.text
    if status == 503:
        assert page.headers["Retry-After"] == document.headers["Retry-After"] == "5"


def test_an_unknown_address_is_404_for_everybody(site: Site) -> None:
    assert site.browser().get("/khong-co").status_code == 404
    assert site.logged_in(Role.AUDITOR).get("/khong-co").status_code == 404


def test_the_wrong_method_names_the_right_one(site: Site) -> None:
    answer = site.browser().get("/log-out")
    assert answer.status_code == 405
    assert "POST" in answer.headers["Allow"]


def test_a_stale_form_is_told_to_be_opened_again(site: Site) -> None:
    assert site.logged_in(Role.ADMIN).post("/admin/users/new", data={"name": "x"}).status_code == 400


def test_another_host_name_is_refused(site: Site) -> None:
    answer = site.browser().get("/log-in", headers={"Host": "evil.example"})
    assert answer.status_code == 400
    assert "evil" not in answer.text


def test_an_upload_of_more_than_12_megabytes_is_refused(site: Site) -> None:
    answer = site.browser().post("/log-in", data={"username": "x" * (13 * 1024 * 1024)})
    assert answer.status_code == 413


def test_an_api_body_of_more_than_a_megabyte_is_refused(site: Site) -> None:
    answer = site.browser().post("/api/v1/shifts", data=b"x" * (1024 * 1024 + 1))
    assert answer.status_code == 413
    assert answer.mimetype == "application/problem+json"


@pytest.mark.parametrize(
    "address", ["/log-in", "/khong-co", "/healthz", "/", "/api/v1/keys", "/static/css/main.css"]
)
def test_every_answer_carries_the_headers_that_protect_it(site: Site, address: str) -> None:
    answer = site.browser().get(address, buffered=True)
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in answer.headers["Permissions-Policy"]


def test_pages_are_not_kept_by_browsers_and_static_files_are(site: Site) -> None:
    browser = site.logged_in(Role.ADMIN)
    assert browser.get("/admin/users").headers["Cache-Control"] == "no-store"
    assert browser.get("/log-in").headers["Cache-Control"] == "no-store"
    assert "max-age=600" in browser.get("/static/css/main.css", buffered=True).headers["Cache-Control"]


def test_the_health_of_the_database_is_told_and_nothing_else(site: Site) -> None:
    assert site.browser().get("/healthz").json == {"status": "ok"}


def test_the_log_line_names_the_rule_and_never_the_address(
    site: Site, capfd: pytest.CaptureFixture[str]
) -> None:
    site.app.config["QUIET"] = False
    from borderreg.web.logs import init_logs

    init_logs(Flask("again"))
    auditor = site.logged_in(Role.AUDITOR)
    auditor.get("/audit/records/06184?day=2026-11-22&secret=NongThiMui")
    lines = capfd.readouterr().err
    assert '"path": "/audit/records/<code>"' in lines
    assert "NongThiMui" not in lines
    assert "kiem.chuthi" not in lines
