"""Every address as every role, with one's own objects and another organisation's; what pages never show.

Complete by construction: an address that is missing from the table, or a table that says something else than
the views, is a failure. Nothing that a request writes is kept, so every request meets the same province.
"""

import re
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

import borderreg.db
from borderreg.app import create_app
from borderreg.config import Config
from borderreg.domain.access import HIDDEN, ROLE_PERMISSIONS, Permission, Role
from borderreg.reports import REPORTS
from borderreg.web.permission_table import API, PAGES, as_markdown, roles_of
from borderreg.web.security import PUBLIC, access_of
from tests.databases import SqliteDatabases
from tests.preparation import INSTANCE, open_test_vault
from tests.web.province_of_marks import MARKS, ONE, OTHER, SECRET, Owned, Province, plant
from tests.web.site import PEOPLE, TOKEN, Browser, Clock, Site
from tests.web.write_permissions import DOCUMENT, bare_app

ROLES = tuple(role for role in Role if role is not Role.OPERATOR)
COMMUNE_ROLES = frozenset({Role.COMMUNE_OFFICER, Role.COMMUNE_CHIEF})
GATE_ROLES = frozenset({Role.GATE_OFFICER, Role.GATE_COMMANDER})
# kind of object → roles for which another organisation's does not exist
CLOSED_TO: dict[str, frozenset[Role]] = {
    "list": COMMUNE_ROLES,
    "notice": COMMUNE_ROLES,
    "team": COMMUNE_ROLES,
    "worker": COMMUNE_ROLES,
    "gate": GATE_ROLES,
    "device": GATE_ROLES,
    "closure": GATE_ROLES,
    "shift_report": GATE_ROLES,
    "control_import": GATE_ROLES,
    "session": frozenset(ROLES),
    "view": frozenset(ROLES),
    "passkey": frozenset(ROLES),
    **dict.fromkeys(
        ("visit", "assistance", "known", "line", "seeker", "household", "request"), COMMUNE_ROLES
    ),
}
DONE = frozenset({200, 302, 303, 400, 409, 422})  # served, or told what is missing in an empty form
ON_CERTIFIED = frozenset(
    {
        "commune.withdraw",
        "commune.revoke",
        "commune.supplement",
        "commune.team",
        "commune.save_team",
        "commune.print_list",
        "commune.export_list",
        "commune.reprint",
        "paper.sheet",
        "paper.print_sheet",
    }
)
ON_SUBMITTED = frozenset(
    {"commune.certify_list", "commune.return_list", "commune.correct_row"}
    | {"commune.agree", "commune.decline", "commune.take_back", "passkeys.ask_to_certify"}
)
SEEN_BY_ALL_PROVINCE = frozenset({Role.FOREIGN_AFFAIRS, Role.PROTECTION})
HREF = re.compile(r'href="(/[^"#]*)')


@pytest.fixture(scope="module")
def province(sqlite_databases: SqliteDatabases) -> Iterator[Province]:
    """Two communes and two posts, made once."""
    open_test_vault()
    with sqlite_databases.database() as url:
        engine = borderreg.db.make_engine(url)
        yield plant(engine)
        engine.dispose()


@pytest.fixture(scope="module")
def app(province: Province) -> Iterator[Flask]:
    """The application on that province, at its time."""
    now = datetime.fromisoformat("2026-11-22T01:00:00+00:00")
    config = Config(
        instance=INSTANCE, database=str(province.engine.url), extra={"CLOCK": Clock(now), "QUIET": True}
    )
    app = create_app(config)
    yield app
    with app.app_context():
        borderreg.db.db.engine.dispose()


@pytest.fixture
def nothing_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """Run every use case and take it back."""

    def write_and_forget(engine: Any, use_case: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        with Session(engine, expire_on_commit=False) as session:
            session.connection(execution_options={borderreg.db.MODE: "write"})
            result = use_case(session, *args, **kwargs)
            session.flush()
            session.rollback()
            return result

    monkeypatch.setattr(borderreg.db, "_write_once", write_and_forget)


@pytest.fixture
def enter(app: Flask, province: Province, nothing_is_kept: None) -> Callable[..., Browser]:
    """Give a browser in which a role is logged in, or nobody."""

    known = app.extensions.setdefault("tokens_of_forms", {})

    def open_browser(role: Role | None, code: str = "") -> Browser:
        browser = Site(app, province.engine, app.config["CLOCK"]).browser()
        browser.inspecting = False
        if role is not None:
            browser.set_cookie("borderreg", province.tokens[role, code or PEOPLE[role][2]])
        if (role, code) not in known:
            found = TOKEN.search(browser.get("/account" if role else "/log-in").text)
            cookie = browser.get_cookie("borderreg-form")
            assert found
            assert cookie
            known[role, code] = (found[1], cookie.value)
        browser.token, form_cookie = known[role, code]
        browser.set_cookie("borderreg-form", form_cookie)
        return browser

    return open_browser


def _rules(app: Flask) -> list[Rule]:
    return [rule for rule in app.url_map.iter_rules() if rule.endpoint != "static"]


def _methods(rule: Rule) -> list[str]:
    return sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})


def _address(app: Flask, rule: Rule, province: Province, role: Role | None, *, own: bool) -> str:
    """Fill the rule's places with the role's own objects or another organisation's."""
    code = PEOPLE[role][2] if role else ONE
    mine = code in (ONE, "HUUNGHI") or role is None or role not in COMMUNE_ROLES | GATE_ROLES
    objects = province.owned[ONE if own == mine else OTHER]
    whose = role or Role.ADMIN
    stranger = Role.AUDITOR if whose is not Role.AUDITOR else Role.ADMIN
    places: dict[str, Any] = {
        "list_id": _list_for(rule.endpoint, objects),
        "entry_id": _row_for(rule.endpoint, objects),
        "worker_id": objects.worker,
        "document_id": objects.document,
        "notice_id": objects.notice,
        "team_id": objects.team,
        "device_id": objects.device,
        "grid_id": objects.grid,
        "view": "wrong",
        "page": 1,
        "session_id": province.spare_sessions[whose if own else stranger],
        "passkey_id": province.spare_passkeys[whose if own else stranger],
        "view_id": province.views[whose if own else stranger],
        "user_id": province.user,
        "correction_id": objects.correction,
        "event_id": province.contradiction,
        "case_id": province.case.id,
        "task_id": province.case.task,
        "stop_id": province.case.stop,
        "tip_id": province.case.tip,
        "picture_id": province.case.picture,
        "debrief_id": province.case.debrief,
        "code": ONE,
        "kind": "employer",
        "register": "employers",
        "object_id": province.employer,
        "key": province.county,
        "closure_id": objects.closure,
        "shift_id": objects.shift,
        "control_id": objects.control,
        "slug": "counties" if rule.endpoint.startswith("reference.") else "abroad",
        "language": "vi",
        "gate_code": objects.gate,
        **objects.month,
    }
    if rule.endpoint in ("commune_month.offer", "commune_month.seeker_phone"):
        places["line_id"] = objects.month["seeker"]
    wanted = {name: places[name] for name in rule.arguments}
    with app.test_request_context():
        return str(app.url_map.bind("localhost").build(rule.endpoint, wanted))


def _list_for(endpoint: str, objects: Owned) -> Any:
    if endpoint in ON_CERTIFIED:
        return objects.certified
    return objects.submitted if endpoint in ON_SUBMITTED else objects.draft


def _row_for(endpoint: str, objects: Owned) -> Any:
    if endpoint in ON_CERTIFIED:
        return objects.certified_row
    if endpoint in ON_SUBMITTED:
        return objects.submitted_row
    return objects.removed_row if endpoint == "commune.restore_row" else objects.draft_row


def _send(
    browser: Browser, method: str, address: str, province: Province, role: Role | None, *, own: bool
) -> TestResponse:
    if method == "GET":
        return browser.get(address)
    objects = province.owned[ONE if own else OTHER]
    fields = {"gate": objects.gate, "title": "Đợt mới", "reason": "ghi nhầm danh sách"}
    return browser.open(address, method=method, data={"csrf_token": browser.token, **fields})


def test_every_address_is_in_the_table_and_every_view_says_the_same(app: Flask) -> None:
    assert {rule.endpoint for rule in app.url_map.iter_rules()} == set(PAGES)
    for endpoint, access in PAGES.items():
        if access.permission != API:
            assert access_of(app.view_functions[endpoint]) == access.permission, endpoint
        else:
            assert endpoint.startswith("api.")


def test_an_address_that_forgot_to_say_whom_it_is_for_is_refused(
    app: Flask, enter: Callable[..., Browser]
) -> None:
    other = create_app(
        Config(
            instance=INSTANCE,
            database=app.config["SQLALCHEMY_DATABASE_URI"],
            extra={"QUIET": True, "CLOCK": app.config["CLOCK"]},
        )
    )
    other.add_url_rule("/forgotten", "forgotten", lambda: "secret")
    answer = other.test_client().get("/forgotten")
    assert answer.status_code == 403
    assert "secret" not in answer.text
    with other.app_context():
        borderreg.db.db.engine.dispose()


def test_the_document_of_permissions_is_current(tmp_path: Path) -> None:
    assert DOCUMENT.read_text(encoding="utf-8") == as_markdown(bare_app(tmp_path))
    open_test_vault()


@pytest.mark.parametrize("endpoint", sorted(set(PAGES) - {"static"}))
def test_each_role_reaches_what_the_table_says_and_nothing_else(
    app: Flask, province: Province, enter: Callable[..., Browser], endpoint: str
) -> None:
    access = PAGES[endpoint]
    for rule in (rule for rule in _rules(app) if rule.endpoint == endpoint):
        for role in (None, *ROLES):
            for own in (True, False):
                for method in _methods(rule):
                    address = _address(app, rule, province, role, own=own)
                    answer = _send(enter(role), method, address, province, role, own=own)
                    expected = _expected(access, role, own=own)
                    assert answer.status_code in expected, (role, own, method, address, answer.status_code)
                    if role is None and access.permission not in (PUBLIC, API):
                        assert answer.location.startswith("/log-in"), (method, address)


def _expected(access: Any, role: Role | None, *, own: bool) -> frozenset[int]:
    if access.permission == PUBLIC:
        return DONE
    if access.permission == API:
        return frozenset({200, 400, 401})
    if role is None:
        return frozenset({302})
    if role not in roles_of(access):
        return frozenset({404 if access.permission in HIDDEN else 403})
    if not own and role in CLOSED_TO.get(access.owned, frozenset()):
        return frozenset({404})
    return DONE


def test_a_log_in_means_nothing_to_the_devices_api(app: Flask, enter: Callable[..., Browser]) -> None:
    for role in (None, *ROLES):
        browser = enter(role)
        for path in ("verify", "events", "search", "shifts", "devices/enrol"):
            assert browser.post(f"/api/v1/{path}", json={}).status_code in (400, 401)


def _pages(browser: Browser, most: int = 60) -> Iterator[tuple[str, TestResponse]]:
    """Open every page that can be reached by links from the first one."""
    seen: set[str] = set()
    waiting = ["/"]
    shapes: dict[str, int] = {}
    while waiting and len(seen) < most:
        address = waiting.pop(0)
        if address in seen:
            continue
        seen.add(address)
        answer = browser.get(address, follow_redirects=True, buffered=True)
        yield address, answer
        if answer.mimetype != "text/html":
            continue
        for link in HREF.findall(answer.text.replace("&amp;", "&")):
            shape = re.sub(r"[0-9a-f-]{36}|=[^&]*", "*", link)
            shapes[shape] = shapes.get(shape, 0) + (link not in waiting and link not in seen)
            if not link.startswith("/static/") and shapes[shape] <= 2:
                waiting.append(link)


def _shown(text: str, code: str) -> list[str]:
    plain = text.replace("<wbr>", "")
    return [mark for mark in (MARKS[code] if code else SECRET) if mark in plain]


@pytest.mark.parametrize(
    ("role", "code", "forbidden"),
    [
        (Role.COMMUNE_OFFICER, ONE, (OTHER,)),
        (Role.COMMUNE_CHIEF, ONE, (OTHER,)),
        (Role.COMMUNE_OFFICER, OTHER, (ONE,)),
        (Role.COMMUNE_CHIEF, OTHER, (ONE,)),
        (Role.GATE_OFFICER, "", (ONE, OTHER)),
        (Role.GATE_COMMANDER, "", (ONE, OTHER)),
        (Role.ADMIN, "", (ONE, OTHER)),
        (Role.AUDITOR, "", (ONE, OTHER)),
        (Role.FOREIGN_AFFAIRS, "", ()),
        (Role.PROTECTION, "", ()),
    ],
)
def test_every_link_leads_somewhere_and_no_page_shows_another_communes_people(
    enter: Callable[..., Browser], role: Role, code: str, forbidden: tuple[str, ...]
) -> None:
    browser = enter(role, code)
    opened, seen_own = 0, False
    for address, answer in _pages(browser):
        assert answer.status_code == 200, (role, address, answer.status_code)
        opened += 1
        if answer.mimetype == "text/html":
            for other in (*forbidden, *(() if role is Role.PROTECTION else ("",))):
                assert not _shown(answer.text, other), (role, address, _shown(answer.text, other))
            seen_own = seen_own or bool(code and _shown(answer.text, code))
    assert opened >= 5
    assert seen_own == bool(code)


@pytest.mark.parametrize("role", sorted(COMMUNE_ROLES))
def test_figures_search_and_files_of_a_commune_hold_only_its_own(
    enter: Callable[..., Browser], role: Role
) -> None:
    browser = enter(role)
    found = browser.submit("/commune/workers", text=f"nong thi {_plain(MARKS[OTHER][0])}").text
    found += browser.submit("/province/search", text=f"vi van {_plain(MARKS[OTHER][0])}").text
    assert _shown(browser.submit("/province/search", text=f"nong thi {_plain(MARKS[ONE][0])}").text, ONE)
    for slug in REPORTS:
        for query in ("", f"?commune={OTHER}", f"?by=commune&commune={OTHER}", "?by=employer"):
            found += browser.get(f"/province/figures/{slug}{query}").text
            found += browser.get(f"/province/figures/{slug}/rows{query}").text
    assert not _shown(found, OTHER)


def _plain(name: str) -> str:
    from borderreg.domain.names import search_key

    return search_key(name)


def test_no_role_but_the_operator_lacks_a_home_and_nobody_has_everything() -> None:
    for role in ROLES:
        assert Permission.ACCOUNT_OWN in ROLE_PERMISSIONS[role]
        assert len(ROLE_PERMISSIONS[role]) < len(Permission)


def test_the_administrator_reads_no_worker_and_the_auditor_changes_nothing() -> None:
    workers = {p for p in Permission if p.value.startswith(("worker:", "list:", "figures:", "event:"))}
    assert not workers & ROLE_PERMISSIONS[Role.ADMIN]
    assert ROLE_PERMISSIONS[Role.AUDITOR] == {
        Permission.ACCOUNT_OWN,
        Permission.AUDIT_READ,
        Permission.AUDIT_VERIFY,
    }
