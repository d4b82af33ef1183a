"""The gate page on a phone: enrol, scan the printed list with the camera, decide, record, annul."""

import pytest
import qrcode
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from borderreg.documents.work_list import render_list
from tests.browser.gate_double import CTI, ENTRY_CODE, SCAN, DeviceApi, gate
from tests.browser.gate_fixtures import (
    FRAME,
    FakeCamera,
    camera_in_place,
    fake_camera,
    gate_site,
    pages_of,
    phone,
    phone_browser,
    turn_to,
    verdict,
    wedge,
)
from tests.documents.papers import certified

__all__ = ["camera_in_place", "fake_camera", "gate", "gate_site", "phone_browser"]
pytestmark = pytest.mark.browser

LIST = certified(24)


def test_the_invitation_leaves_the_address_bar_at_once(phone_browser: Browser, gate_site: str) -> None:
    page = phone(phone_browser).new_page()
    page.goto(f"{gate_site}/gate/app#enrol=abcdefghijklmnopqrstuv")
    expect(page.get_by_label("Mã đăng ký")).to_have_value("abcdefghijklmnopqrstuv")
    assert page.url == f"{gate_site}/gate/app"
    page.context.close()


def test_the_invitation_can_be_scanned_with_the_camera(
    phone_browser: Browser, gate_site: str, fake_camera: FakeCamera
) -> None:
    symbol = (
        qrcode.make(f"{gate_site}/gate/app#enrol=abcdefghijklmnopqrstuv").convert("RGB").resize((400, 400))
    )
    frame = Image.new("RGB", FRAME, "white")
    frame.paste(symbol, (760, 340))
    fake_camera.show([frame] * 4)
    page = phone(phone_browser).new_page()
    page.goto(f"{gate_site}/gate/app")
    page.get_by_role("button", name="Quét mã đăng ký").click()
    expect(page.get_by_label("Mã đăng ký")).to_have_value("abcdefghijklmnopqrstuv")
    page.context.close()


def test_a_second_page_of_the_same_device_waits(gate: tuple[Page, DeviceApi], gate_site: str) -> None:
    first, _ = gate
    second = first.context.new_page()
    second.goto(f"{gate_site}/gate/app")
    expect(second.get_by_text("đang mở ở thẻ khác")).to_be_visible()
    first.goto("about:blank")
    expect(second.locator("main")).to_have_attribute("data-screen", "scan")


@pytest.fixture(scope="module")
def sheets() -> dict[str, Image.Image]:
    """One page of the annex and one of slips, as printed; both carry the code of row 7."""
    pages = pages_of(render_list(LIST, slips=True), first=3, last=6)
    return {"annex": pages[0], "slip": pages[3]}


@pytest.mark.parametrize("sheet", ["annex", "slip"])
def test_a_printed_code_is_read_by_the_camera_and_green_comes_only_after_the_server(
    gate: tuple[Page, DeviceApi], fake_camera: FakeCamera, sheets: dict[str, Image.Image], sheet: str
) -> None:
    page, api = gate
    row = LIST.rows[6]
    fake_camera.show_code(sheets[sheet], row.digits or "")
    page.reload()
    verdict(page, "ready")
    assert api.asked("verify") == [{"digits": row.digits, "direction": "departure"}]
    assert not api.events
    assert page.locator("[data-verdict=accept]").count() == 0
    page.keyboard.press("Enter")
    expect(page.locator("[data-verdict=accept]")).to_contain_text("Đã ghi xuất cảnh")
    (event,) = api.events
    assert (event["digits"], event["direction"], event["method"]) == (row.digits, "departure", "camera")
    times = page.evaluate("performance.getEntriesByName('borderreg:decode').map((e) => e.duration)")
    assert sorted(times)[len(times) // 2] < 500


def test_two_codes_in_the_frame_are_refused_until_one_is_covered(
    gate: tuple[Page, DeviceApi], fake_camera: FakeCamera, sheets: dict[str, Image.Image]
) -> None:
    page, api = gate
    fake_camera.show_code(sheets["annex"], LIST.rows[6].digits or "", span=0.2)
    page.reload()
    expect(page.get_by_text("Có hai mã trong khung, hãy che bớt")).to_be_visible()
    assert not api.asked("verify")


def test_a_keyboard_scanner_works_from_anywhere_and_leaves_nothing_in_a_field(
    gate: tuple[Page, DeviceApi],
) -> None:
    page, api = gate
    page.get_by_role("button", name="Tìm người").click()
    page.get_by_label("Họ tên").fill("mùi")
    wedge(page, SCAN)
    verdict(page, "ready")
    assert api.asked("verify") == [{"digits": SCAN, "direction": "departure"}]
    assert not api.asked("search")
    assert SCAN not in page.url


def test_a_key_still_on_its_way_from_the_scanner_confirms_nobody(gate: tuple[Page, DeviceApi]) -> None:
    page, _ = gate
    late_enter = page.evaluate_handle(LATE_ENTER)
    wedge(page, SCAN)
    assert late_enter.evaluate("(kept) => kept.promise") == "kept from the button"


LATE_ENTER = """() => {
  let resolve;
  const promise = new Promise((r) => (resolve = r));
  new MutationObserver((_, observer) => {
    if (!document.querySelector("[data-verdict=ready]")) return;
    observer.disconnect();
    const enter = new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true });
    const reached = document.querySelector(".button--primary").dispatchEvent(enter);
    resolve(reached ? "pressed the button" : "kept from the button");
  }).observe(document.querySelector("main"), { childList: true });
  return { promise };
}"""


def test_a_typed_entry_code_is_checked_here_before_it_is_sent(gate: tuple[Page, DeviceApi]) -> None:
    page, api = gate
    api.verdict = {"class": "check", "reasons": ["typed_code"]}
    page.get_by_role("button", name="Nhập mã").click()
    field = page.get_by_label("Mã tra cứu")
    field.press_sequentially(ENTRY_CODE.replace("-", "")[:-1].lower() + "0")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Mã tra cứu sai một ký tự")).to_be_visible()
    assert not api.asked("verify")
    page.keyboard.press("Backspace")
    field.press_sequentially(ENTRY_CODE[-1])
    expect(field).to_have_value(ENTRY_CODE)
    page.keyboard.press("Enter")
    verdict(page, "check")
    page.get_by_role("button", name="Đã so người, đúng").click()
    expect(page.locator("[data-verdict=accept]")).to_be_visible()
    (event,) = api.events
    assert (event["cti"], event["method"]) == (CTI, "typed")
    assert event["override"] == {"reason": "compared_person"}


def test_a_refusal_says_why_what_to_say_and_what_solves_it_and_is_logged_as_an_attempt(
    gate: tuple[Page, DeviceApi],
) -> None:
    page, api = gate
    api.verdict = {"class": "refuse", "reasons": ["expired"]}
    wedge(page, SCAN)
    verdict(page, "refuse")
    reason = page.locator("[data-reason=expired]")
    expect(reason).to_contain_text("Thời hạn của anh/chị trong danh sách đã hết.")
    expect(reason.locator("[lang=zh-Hans]")).to_contain_text("期限")
    expect(reason).to_contain_text("công an xã")
    (event,) = api.events
    assert (event["direction"], event["verdict"], "override" in event) == ("departure", "refuse", False)
    expect(page.get_by_role("button", name="Đúng người")).to_have_count(0)


def test_a_return_is_never_red_and_one_key_records_it(gate: tuple[Page, DeviceApi]) -> None:
    page, api = gate
    turn_to(page, "return")
    api.verdict = {"class": "refuse", "reasons": ["revoked"], "flags": ["return_of_revoked"]}
    wedge(page, SCAN)
    verdict(page, "check")
    page.keyboard.press("Enter")
    expect(page.locator("[data-verdict=accept]")).to_contain_text("Đã ghi lượt về")
    assert api.events[0]["direction"] == "return"


def test_an_unreadable_code_still_lets_the_person_come_home(gate: tuple[Page, DeviceApi]) -> None:
    page, api = gate
    turn_to(page, "return")
    api.verdict, api.person = {"class": "unreadable", "reasons": ["malformed"]}, None
    wedge(page, SCAN)
    verdict(page, "unreadable")
    page.keyboard.press("Enter")
    expect(page.locator("[data-verdict=accept]")).to_be_visible()
    assert api.events[0]["digits"] == SCAN


def test_a_return_by_declaration_needs_no_code(gate: tuple[Page, DeviceApi]) -> None:
    page, api = gate
    turn_to(page, "return")
    page.get_by_role("button", name="Tìm người").click()
    page.get_by_role("button", name="Ghi theo lời khai").click()
    page.get_by_label("Họ và tên").fill("Triệu Mùi Phấy")
    page.get_by_label("Ngày sinh").fill("5/1/1996")
    page.get_by_role("button", name="Ghi lượt về").click()
    expect(page.locator("[data-verdict=accept]")).to_be_visible()
    assert api.events[0]["declared"] == {"name": "Triệu Mùi Phấy", "birth": "1996-01-05", "note": ""}


def test_returned_but_not_recorded_writes_both_crossings(gate: tuple[Page, DeviceApi]) -> None:
    page, api = gate
    api.verdict = {"class": "check", "reasons": ["already_departed"]}
    wedge(page, SCAN)
    verdict(page, "check")
    page.keyboard.press("1")
    expect(page.locator("[data-verdict=accept]")).to_be_visible()
    back, out = api.events
    assert (back["direction"], back["method"]) == ("return", "inferred")
    assert (out["direction"], out["override"]) == ("departure", {"reason": "returned_unrecorded"})


def test_the_same_person_scanned_twice_writes_nothing(gate: tuple[Page, DeviceApi]) -> None:
    page, api = gate
    api.verdict = {"class": "check", "reasons": ["already_departed"]}
    wedge(page, SCAN)
    verdict(page, "check")
    page.get_by_role("button", name="Quét hai lần").click()
    expect(page.locator("main")).to_have_attribute("data-screen", "scan")
    assert not api.events


def test_a_crossing_is_taken_back_with_a_preset_reason(gate: tuple[Page, DeviceApi]) -> None:
    page, api = gate
    wedge(page, SCAN)
    verdict(page, "ready")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Huỷ lượt").click()
    page.get_by_role("button", name="Quét nhầm người").click()
    expect(page.get_by_role("heading", name="Đã huỷ lượt")).to_be_visible()
    first, second = api.events
    assert (second["direction"], second["annuls"], second["reason"]) == (
        "annulment",
        first["id"],
        "wrong_person",
    )


def test_the_answer_is_read_out(gate: tuple[Page, DeviceApi]) -> None:
    page, _ = gate
    wedge(page, SCAN)
    verdict(page, "ready")
    expect(page.locator("#announce")).to_have_text("Hợp lệ theo danh sách. Nông Thị Mùi")


def test_every_screen_of_the_gate_can_be_used_without_seeing_colours(gate: tuple[Page, DeviceApi]) -> None:
    page, api = gate
    found = violations(page)
    for kind, reasons in (
        ("check", ["already_departed"]),
        ("refuse", ["expired"]),
        ("unreadable", ["malformed"]),
    ):
        api.verdict = {"class": kind, "reasons": reasons}
        wedge(page, SCAN)
        verdict(page, kind)
        found += violations(page)
        page.keyboard.press("Escape")
    for name in ("Nhập mã", "Tìm người", "Ca trực"):
        page.get_by_role("button", name=name).click()
        found += violations(page)
        page.keyboard.press("Escape")
    assert not found


def violations(page: Page) -> list[str]:
    """What axe finds wrong on the screen now."""
    screen = page.locator("main").get_attribute("data-screen")
    answer = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [f"{screen}: {one['id']} {node['html']}" for one in answer for node in one["nodes"]]
