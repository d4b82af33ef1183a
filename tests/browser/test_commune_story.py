"""The whole way of a first-time officer: thirty cards and passports, a list, the chief, the printed paper.

The clicks and key strokes are counted and kept in docs/usability.md, which this test writes.
"""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from borderreg.domain.access import Role
from borderreg.web.words import TAGS
from tests.browser.commune_desk import (
    SUGAR,
    begin_list,
    camera,
    card_of,
    computer,
    desk,
    log_in,
    passport_of,
    ready,
    site,
)
from tests.browser.conftest import watch
from tests.browser.hand import Effort, Hand

__all__ = ["camera", "computer", "desk", "site"]
pytestmark = pytest.mark.browser
PEOPLE_COUNT = 30
READY = "html[data-ready=true]"  # the page's behaviours have started
DOCUMENT = Path(__file__).parents[2] / "docs" / "usability.md"
BEGIN, END = "<!-- counted by tests/browser/test_commune_story.py -->", "<!-- end of the count -->"

PAPER_KEYS = 14  # of one person: a passport's number and its last day
# seconds: a key 0.28, a click with the way to it 1.3 (keystroke-level model), a card taken up and scanned 2
SECONDS = {"keys": 0.28, "clicks": 1.3, "scans": 2.0}


def paper(page: Page, hand: Hand, number: int) -> None:
    """Type number and expiry: the cursor is there, and moves on by itself."""
    page.locator(f"{READY} #document_number:focus").wait_for()
    hand.type(page, passport_of(number).lower())
    page.locator("#document_expires:focus").wait_for()
    hand.type(page, f"{1 + number % 28:02d}0631")


def work_of_the_team(page: Page, hand: Hand) -> None:
    """Pick the employer, and type once for all what is done there and for how long."""
    hand.click(page.locator("#employer"))
    hand.type(page, "duong bang")
    expect(page.locator(".br-picker__option").first).to_contain_text(SUGAR.name_vi)
    hand.press(page, "ArrowDown")
    hand.press(page, "Enter")
    expect(page.locator("#county")).to_have_value("Bằng Tường")
    hand.click(page.locator("#job"))
    hand.type(page, "Chặt mía")
    for text in ("251126", "200227"):
        hand.press(page, "Tab")
        hand.type(page, text)


def added(page: Page, count: int) -> None:
    """Wait until the page says that the row is in the list."""
    page.locator(f"{READY}:has-text('vào danh sách, dòng {count}.')").wait_for()


def test_thirty_people_from_their_cards_to_the_printed_list(
    desk: Page, computer: Browser, site: Flask, serve: Callable[[Flask], str]
) -> None:
    address, hand = serve(site), Hand()
    with hand.step("officer logs in"):
        log_in(desk, address, Role.COMMUNE_OFFICER, hand)
    with hand.step("new list"):
        begin_list(desk, hand)
    with hand.step("first person by camera, with the team's work"):
        hand.click(desk.get_by_role("button", name="Dùng camera"))
        expect(desk.locator("#personal_id")).to_have_value(card_of(0)[:12], timeout=15_000)
        hand.now.scans += 1
        paper(desk, hand, 0)
        work_of_the_team(desk, hand)
    with hand.step(f"{PEOPLE_COUNT - 1} people by scanner"):
        for number in range(1, PEOPLE_COUNT):
            hand.scan(desk, card_of(number))  # the next card saves the row before
            added(desk, number)
            paper(desk, hand, number)
        hand.press(desk, "Enter")
        added(desk, PEOPLE_COUNT)
    with hand.step("to the chief"):
        hand.click(desk.get_by_role("link", name="Quay lại danh sách"))
        expect(desk.locator("main")).to_contain_text("30")
        hand.click(desk.get_by_role("button", name="Gửi lãnh đạo xác nhận"))
        expect(desk.locator("main")).to_contain_text(str(TAGS["list"]["submitted"].word))
    list_address = desk.url
    officer_effort = hand.total
    context = computer.new_context(viewport={"width": 1366, "height": 768}, locale="vi-VN")
    chief = context.new_page()
    chief.route("**/favicon.ico", lambda route: route.fulfill(status=204))  # asked for beside a PDF
    faults = watch(chief)
    certify_and_print(chief, address, list_address, hand)
    context.close()
    assert not faults, faults
    again = Hand(steps={"officer logs in": hand.steps["officer logs in"]})
    repeat_the_team(desk, address, list_address, again)
    keep_count(hand, officer_effort, again)


def repeat_the_team(page: Page, address: str, list_address: str, hand: Hand) -> None:
    """Keep the people of the list as a team, then let all but one go again: other days, to the chief."""
    with Hand().step("once"):
        page.goto(list_address)
        page.get_by_role("link", name="Đội đi lại").click()
        page.get_by_text("Lưu thành tổ để lần sau lập nhanh").click()
        page.get_by_label("Tên tổ").fill("Tổ mía Nà Pài")
        page.get_by_role("button", name="Lưu thành tổ").click()
        page.goto(f"{address}/commune")
    with hand.step("choose the team"):
        hand.click(page.get_by_role("link", name="Tổ mía Nà Pài"))
        ready(page)
    with hand.step("one stays at home, the days"):
        hand.click(page.locator("[name=who]").nth(4))
        for field, day in (("valid_from", "010327"), ("valid_to", "300427")):
            hand.click(page.locator(f"#{field}"))
            hand.press(page, "Control+a")
            hand.type(page, day)
    with hand.step("draft, to the chief"):
        hand.press(page, "Enter")
        expect(page.locator("main")).to_contain_text("Đã đưa 29 người vào bản nháp mới")
        hand.click(page.get_by_role("button", name="Gửi lãnh đạo xác nhận"))
        expect(page.locator("main")).to_contain_text(str(TAGS["list"]["submitted"].word))


def certify_and_print(page: Page, address: str, list_address: str, hand: Hand) -> None:
    """Log in as the chief, certify what waits, print it."""
    with hand.step("chief logs in"):
        log_in(page, address, Role.COMMUNE_CHIEF, hand)
    with hand.step("chief certifies"):
        hand.click(page.locator("main a[href*='/commune/lists/']").first)
        assert page.url.split("#")[0].split("?")[0] == list_address.split("#")[0].split("?")[0]
        hand.click(page.get_by_role("button", name="Xác nhận danh sách", exact=True))
        expect(page.locator("main")).to_contain_text("01/DS-CAX")
    with hand.step("print"):
        with page.expect_response(lambda answer: answer.url.endswith("/print")) as waiting:
            hand.click(page.get_by_role("button", name="In (PDF)", exact=True))
        assert waiting.value.status == 200
        assert waiting.value.headers["content-type"] == "application/pdf"


def keep_count(hand: Hand, officer: Effort, again: Hand) -> None:
    """Compare with docs/usability.md; write it anew when it is out of date, unless the counts rose."""
    text = DOCUMENT.read_text(encoding="utf-8")
    head, _, rest = text.partition(BEGIN)
    stored, _, tail = rest.partition(END)
    counted = f"\n{table(hand, officer, again)}\n"
    if stored == counted:
        return
    before = re.search(r"\*\*everything\*\* \| (\d+) \| (\d+) \| (\d+)", stored)
    now = hand.total
    if before:
        limits = [int(number) for number in before.groups()]
        longer = [new > old for new, old in zip((now.clicks, now.keys, now.scans), limits, strict=True)]
        assert not any(longer), f"the way has become longer: {now} instead of {limits}"
    DOCUMENT.write_text(f"{head}{BEGIN}{counted}{END}{tail}", encoding="utf-8")
    pytest.fail("docs/usability.md was out of date and has been written anew: look at it and commit it")


def rows_of(hand: Hand, whole: str) -> list[str]:
    """Return a table of every step and of all together."""
    lines = ["| step | clicks | keys | scans | seconds |", "|---|---|---|---|---|"]
    for name, effort in {**hand.steps, f"**{whole}**": hand.total}.items():
        lines.append(f"| {name} | {effort.clicks} | {effort.keys} | {effort.scans} | {seconds(effort)} |")
    return lines


def table(hand: Hand, officer: Effort, again: Hand) -> str:
    """Return the counts of every step, and what they take by the keystroke-level model."""
    lines = rows_of(hand, "everything")
    each = hand.steps[f"{PEOPLE_COUNT - 1} people by scanner"]
    people = PEOPLE_COUNT - 1
    lines += [
        "",
        f"Each further person takes one scan and {each.keys // people} keys: passport number and expiry;",
        "the next card saves the row.",
        f"From the first log-in to the paper it takes {seconds(hand.total)} seconds,",
        f"of which the officer's part {seconds(officer)}, papers included;",
        f"{seconds(hand.total) - saved_by(keys=PAPER_KEYS, scans=-1)} when a reader reads the passports,",
        f"{seconds(hand.total) - saved_by(keys=PAPER_KEYS, scans=0)} when the register knows them already.",
        "",
        "Last month's team again, all but one, on other days:",
        "",
        *rows_of(again, "the team again"),
    ]
    return "\n".join(lines)


def saved_by(*, keys: int, scans: int) -> int:
    """Return the seconds that fewer keys (or more scans) for each further person save."""
    return round((PEOPLE_COUNT - 1) * (keys * SECONDS["keys"] + scans * SECONDS["scans"]))


def seconds(effort: Effort) -> int:
    """Return how long hands take, without thinking."""
    return round(sum(getattr(effort, name) * each for name, each in SECONDS.items()))
