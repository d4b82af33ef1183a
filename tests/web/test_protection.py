"""The compartment's pages: a story from opening to closing; for everybody else nothing is there."""

import re

import pytest

from borderreg.domain.access import Role
from borderreg.models import new_id
from tests.web.site import PASSWORD, Browser, Site

CASE = re.compile(r"/protection/cases/([0-9a-f-]{36})")
STORY = "Gia đình mất liên lạc, chủ giữ hộ chiếu"


@pytest.fixture
def guardian(site: Site) -> Browser:
    """A person of the compartment, logged in."""
    return site.logged_in(Role.PROTECTION)


def open_case(browser: Browser, **changes: object) -> str:
    browser.read_token("/protection/new")
    facts = {
        "case_id": str(new_id()),
        "worker": "",
        "name": "Nông Thị Mùi",
        "source": "tip",
        "summary": STORY,
    }
    answer = browser.submit("/protection/new", **{**facts, **changes})
    assert answer.status_code == 302, answer.text
    return answer.location


def test_a_case_is_opened_worked_on_and_closed(guardian: Browser) -> None:
    assert "Chưa có hồ sơ nào" in guardian.get("/protection").text
    address = open_case(guardian)
    page = guardian.get(address).text
    assert STORY in page
    assert "Liên hệ gia đình" in page
    task = re.search(rf"{address}/tasks/([0-9a-f-]{{36}})/done", page)
    assert task
    assert guardian.submit(f"{address}/tasks/{task[1]}/done").status_code == 302
    note = {"note-kind": "family", "note-text": "Mẹ cho biết con gọi về tuần trước"}
    assert guardian.submit(f"{address}/notes", **note).status_code == 302
    page = guardian.get(address).text
    assert "Mẹ cho biết con gọi về tuần trước" in page
    version = re.search(r'name="outcome-version" value="(\d+)"', page)
    assert version
    ended = {"outcome-outcome": "located_well", "outcome-version": version[1]}
    assert guardian.submit(f"{address}/close", **ended).status_code == 302
    assert "Đã liên lạc được, bình an" in guardian.get("/protection?closed=1").text
    assert "Chưa có hồ sơ nào" in guardian.get("/protection").text


def test_a_colleague_says_why_and_gives_the_password_before_seeing_a_case(
    site: Site, guardian: Browser
) -> None:
    address = open_case(guardian)
    colleague = site.logged_in(Role.PROTECTION, username="luong.hoa")
    asked = colleague.get(address)
    assert "Mở hồ sơ để làm gì?" in asked.text
    assert STORY not in asked.text
    colleague.read_token(address)
    site.clock.forward(minutes=6)
    step_up = colleague.submit(f"{address}/look", reason="family")
    assert STORY not in step_up.text
    done = colleague.submit(f"{address}/look", reason="family", step_up_password=PASSWORD)
    assert done.status_code == 302
    assert STORY in colleague.get(address).text
    for _ in range(2):
        site.clock.forward(minutes=29)
        assert STORY in colleague.get(address).text
    for _ in range(2):
        site.clock.forward(minutes=16)
        colleague.get("/protection")
    assert "Mở hồ sơ để làm gì?" in colleague.get(address).text


def test_what_is_missing_is_said_beside_its_field_and_nothing_typed_is_lost(guardian: Browser) -> None:
    address = open_case(guardian)
    guardian.get(address)
    answer = guardian.submit(
        f"{address}/tasks", **{"task-text": "Gọi tổng lãnh sự", "task-due_on": "31/31/2026"}
    )
    assert answer.status_code == 422
    assert "Hãy ghi ngày dạng ngày/tháng/năm, ví dụ 05/11/2026." in answer.text
    assert "Gọi tổng lãnh sự" in answer.text
    assert "<details" in answer.text


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.PROTECTION, Role.OPERATOR)])
def test_for_every_other_role_a_case_answers_like_an_address_that_never_was(
    site: Site, guardian: Browser, role: Role
) -> None:
    address = open_case(guardian)
    other = site.logged_in(role)
    real, unknown, nowhere = (
        other.get(path) for path in (address, f"/protection/cases/{new_id()}", "/protection/nowhere/at/all")
    )
    assert {answer.status_code for answer in (real, unknown, nowhere)} == {404}
    for answer in (real, unknown):
        assert STORY not in answer.text
    assert _without_reference(real.text) == _without_reference(unknown.text)
    assert "Hồ sơ bảo hộ" not in other.get("/").text


def _without_reference(page: str) -> str:
    return re.sub(r"[0-9a-f]{16}|nonce-\S+|value=\"[^\"]*\"|next=[^\"&]*|[0-9a-f-]{36}", "", page)


def test_a_case_of_a_worker_links_to_the_worker_and_marks_the_gates(site: Site, guardian: Browser) -> None:
    from tests.web.test_commune import certified

    chief, listed = certified(site, 1)
    found = re.search(
        r"/province/workers/([0-9a-f-]{36})|/commune/workers/([0-9a-f-]{36})", chief.get(listed).text
    )
    worker = (found[1] or found[2]) if found else ""
    assert worker
    address = open_case(guardian, worker=worker)
    assert f"/province/workers/{worker}" in guardian.get(address).text
    mark = {
        "stop-worker": worker,
        "stop-effect": "check",
        "stop-instruction": "Mời vào phòng riêng",
        "stop-until": "20/12/2026",
    }
    assert guardian.submit(f"{address}/stops", **mark).status_code == 302
    page = guardian.get(address).text
    assert "Mời vào phòng riêng" in page
    stop = re.search(rf"{address}/stops/([0-9a-f-]{{36}})/lift", page)
    assert stop
    assert guardian.submit(f"{address}/stops/{stop[1]}/lift").status_code == 302
    assert "đã gỡ" in guardian.get(address).text
