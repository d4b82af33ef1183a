"""The modules of lane work in Chromium: counts of a group, notices, lists on paper, sealed instructions."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from borderreg.crypto.code_bound import seal_to_code
from borderreg.ls1.wire import write_bytes
from tests.browser.conftest import watch
from tests.browser.gate_fixtures import gate_site
from tests.browser.test_gate_modules import call

__all__ = ["gate_site"]

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def modules(chromium: Browser, gate_site: str) -> Iterator[Page]:
    """A page of the gate's own origin, from which its modules can be imported one by one."""
    page = chromium.new_page()
    faults = watch(page)
    page.goto(f"{gate_site}/gate/app")
    page.wait_for_selector("main[data-screen=enrol]")
    yield page
    page.close()
    assert not faults, faults


ROWS = [
    {"cti": "a1", "row": 1, "person": {"name": "Nông Thị Mùi"}, "may": True},
    {"cti": "a2", "row": 2, "person": {"name": "Vi Văn Páo"}, "may": True},
    {"cti": "a3", "row": 3, "person": None, "may": False},
    {"cti": "a4", "row": 4, "person": None, "may": True},
]
BUS = {
    "kind": "trip", "said": {"plate": "12B-004.51", "leader": ""}, "openedAt": "2026-11-22T08:00:00+07:00",
    "lists": [{"list": "05/2026", "commune": "06184", "entries": 4, "rows": ROWS}],
    "people": {"a1": {"state": "present"}, "a2": {"state": "aside"}, "b9": {"state": "present"}},
}  # fmt: skip


def test_a_group_counts_who_is_here_and_who_of_those_expected_is_missing(modules: Page) -> None:
    counted = call(modules, "group/counts", "m.counts(a)", BUS)
    assert counted == {"present": 2, "expected": 3, "absent": 2, "aside": 1, "stopped": 0}
    absent = call(modules, "group/counts", "m.absentees(a).map(({ cti }) => cti)", BUS)
    assert absent == ["a2", "a4"]
    closed = call(modules, "group/counts", "m.closing(a, 1)", BUS)
    assert (closed["plate"], closed["present"], closed["expected"], closed["absent"]) == (
        "12B-004.51", 2, 3, ["a2"],
    )  # fmt: skip
    assert closed["lists"] == [{"list": "05/2026", "commune": "06184", "entries": 4}]


def test_a_head_count_of_a_hand_over_blocks_nobody(modules: Page) -> None:
    said = {"giver": "Hữu Nghị Quan", "record": "12", "expected": 5}
    taken = {"kind": "hand_over", "said": said, "openedAt": "2026-11-22T08:00:00+07:00",
             "lists": [], "people": {"x": {"state": "present"}}}  # fmt: skip
    closed = call(modules, "group/counts", "m.closing(a, 500)", taken)
    assert (closed["giver"], closed["expected"], closed["present"]) == ("Hữu Nghị Quan", 5, 1)
    del said["expected"]
    assert "expected" not in call(modules, "group/counts", "m.closing(a, 500)", taken)


GATE = {
    "hours": [["06:00:00", "18:00:00"]],
    "closures": [["2026-11-22T08:30:00Z", "2026-11-22T09:30:00Z"], ["2026-11-25T00:00:00Z", None]],
}
NOTICES = [
    ("2026-11-22T07:59:00", None),  # 14:59 here
    ("2026-11-22T08:00:00", ["gate.closing", {"time": "15:30", "n": 30}]),
    ("2026-11-22T08:30:00", ["gate.closed_until", {"time": "16:30"}]),
    ("2026-11-22T10:31:00", ["gate.hours_end", {"time": "18:00", "n": 29}]),
    ("2026-11-22T11:00:00", ["gate.outside_hours", None]),
    ("2026-11-26T03:00:00", ["gate.closed", None]),
]


def test_closures_and_hours_are_announced_half_an_hour_ahead(modules: Page) -> None:
    for text, expected in NOTICES:
        at = datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp() * 1000
        found = call(modules, "hours", "m.gateNotice(a[0], a[1])", [GATE, at])
        assert (found and [found["key"], found.get("values")]) == expected, text


def test_a_code_recorded_within_three_seconds_is_the_same_passage(modules: Page) -> None:
    asked = "[['1', 2900], ['2', 2950], ['1', 3100], ['', 0]].map(([code, at]) => m.isRepeated(code, at))"
    script = f"(m.taken('1', 0), {asked})"
    assert call(modules, "debounce", script) == [True, False, False, False]


FORM = {
    "unit": " Công an xã Bản Thi ", "number": "04/DS", "date": "20/11/2026", "name": "Lý Thị Sáo",
    "birth": "1988", "type": "passport", "document": "c 7654321", "expires": "31/01/2029", "personal_id": "",
}  # fmt: skip


def test_a_list_on_paper_is_read_or_says_what_is_missing(modules: Page) -> None:
    paper = call(modules, "screens/paper-list", "m.readPaper(a)", FORM)
    assert paper == {
        "unit": "Công an xã Bản Thi", "number": "04/DS", "date": "2026-11-20", "name": "Lý Thị Sáo",
        "birth": "1988", "document": {"type": "passport", "number": "C7654321", "expires": "2029-01-31"},
    }  # fmt: skip
    for wrong, key in (
        ({"number": " "}, "sheet.list_missing"),
        ({"date": "31/02/2026"}, "sheet.date_wrong"),
        ({"name": ""}, "declared.name_missing"),
        ({"birth": ""}, "declared.birth_wrong"),
        ({"document": "?"}, "document.number_wrong"),
        ({"expires": "2029"}, "document.expires_wrong"),
    ):
        assert call(modules, "screens/paper-list", "m.readPaper(a)", FORM | wrong) == key


def test_an_instruction_opens_with_the_scanned_code_and_with_no_other(modules: Page) -> None:
    digits, text = "84201" + "31415926" * 30, "Mời vào phòng riêng, gọi 0205 123 456"
    sealed = write_bytes(seal_to_code(text, digits=digits))
    assert call(modules, "pack/instructions", "m.openInstruction(a[0], a[1])", [sealed, digits]) == text
    other: Any = [sealed, digits[:-1] + "0"]
    assert call(modules, "pack/instructions", "m.openInstruction(a[0], a[1])", other) is None
