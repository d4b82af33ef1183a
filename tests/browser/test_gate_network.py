"""The gate page when something is gone: the network, the shift, the page itself, the room on the device."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.gate_double import OFFICER, PASSWORD, SCAN, DeviceApi, gate
from tests.browser.gate_fixtures import (
    camera_in_place,
    fake_camera,
    gate_site,
    phone_browser,
    sign_in,
    turn_to,
    verdict,
    wedge,
)

__all__ = ["camera_in_place", "fake_camera", "gate", "gate_site", "phone_browser"]
pytestmark = pytest.mark.browser


def test_without_the_network_nothing_is_green_and_the_same_event_is_sent_again(
    gate: tuple[Page, DeviceApi],
) -> None:
    page, api = gate
    wedge(page, SCAN)
    verdict(page, "ready")
    api.down = True
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Chưa ghi, đang gửi lại")).to_be_visible()
    expect(page.locator("[data-fact=connection]")).to_have_text("Mất mạng")
    expect(page.locator("[data-fact=outbox]")).to_contain_text("1 lượt chưa gửi")
    assert page.locator("[data-verdict=accept]").count() == 0
    expect(page.get_by_role("button", name="Thử lại ngay")).to_be_focused()
    api.down = False
    expect(page.locator("[data-verdict=accept]")).to_be_visible(timeout=15_000)
    assert len(api.events) == 1


def test_a_person_who_does_not_wait_for_the_network_is_taken_back(gate: tuple[Page, DeviceApi]) -> None:
    page, api = gate
    wedge(page, SCAN)
    verdict(page, "ready")
    api.down = True
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Người này không qua").click()
    api.down = False
    expect(page.locator("[data-fact=connection]")).to_have_text("Có mạng", timeout=15_000)
    departure, annulment = api.events
    assert annulment["annuls"] == departure["id"]
    assert page.locator("[data-verdict=accept]").count() == 0


def test_a_return_is_written_down_without_the_network_and_sent_later(gate: tuple[Page, DeviceApi]) -> None:
    page, api = gate
    turn_to(page, "return")
    api.down = True
    wedge(page, SCAN)
    page.get_by_role("button", name="Ghi lượt về").click()
    expect(page.get_by_text("người về không phải chờ")).to_be_visible()
    page.get_by_role("button", name="Quét người tiếp theo").click()
    api.down = False
    expect(page.locator("[data-fact=connection]")).to_have_text("Có mạng", timeout=15_000)
    expect(page.locator("[data-fact=outbox]")).to_have_count(0)
    assert [event["direction"] for event in api.events] == ["return"]


def test_what_waits_on_the_device_names_nobody(gate: tuple[Page, DeviceApi]) -> None:
    page, api = gate
    turn_to(page, "return")
    api.down = True
    page.get_by_role("button", name="Tìm người").click()
    page.get_by_role("button", name="Ghi theo lời khai").click()
    page.get_by_label("Họ và tên").fill("Triệu Mùi Phấy")
    page.get_by_role("button", name="Ghi lượt về").click()
    expect(page.get_by_role("heading", name="Chưa ghi, đang gửi lại")).to_be_visible()
    kept = page.evaluate(DUMP)
    assert '"seq":1' in kept
    assert "Phấy" not in kept
    assert PASSWORD not in kept


DUMP = """async () => {
  const open = indexedDB.open("borderreg-gate");
  const db = await new Promise((resolve) => (open.onsuccess = () => resolve(open.result)));
  const all = (name) => new Promise((resolve) => {
    const request = db.transaction(name).objectStore(name).getAll();
    request.onsuccess = () => resolve(request.result);
  });
  const plain = (key, value) => (value instanceof Uint8Array || value instanceof ArrayBuffer
    ? new TextDecoder().decode(value) : value);
  return JSON.stringify([await all("device"), await all("outbox"), { ...localStorage }], plain);
}"""


def test_a_departure_left_unanswered_by_a_closed_page_is_taken_back(gate: tuple[Page, DeviceApi]) -> None:
    page, api = gate
    wedge(page, SCAN)
    verdict(page, "ready")
    api.down = True
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Chưa ghi, đang gửi lại")).to_be_visible()
    api.down = False
    with page.expect_response("**/api/v1/events"):
        page.reload()
    expect(page.locator("[data-fact=outbox]")).to_have_count(0)
    expect(page.locator("main")).to_have_attribute("data-screen", "scan")
    assert [event["direction"] for event in api.events] == ["departure", "annulment"]


def test_a_return_recorded_as_the_shift_ends_still_arrives_and_names_its_officer(
    gate: tuple[Page, DeviceApi],
) -> None:
    page, api = gate
    turn_to(page, "return")
    wedge(page, SCAN)
    verdict(page, "ready")
    api.shift_over = True
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Hãy đăng nhập lại")
    expect(page.locator("[data-fact=outbox]")).to_have_count(0, timeout=15_000)
    (batch,) = api.batches
    assert batch["live"] is False
    assert batch["events"][0]["officer"] == "0192f0c1-0000-7000-8000-00000000000a"


def test_a_departure_without_an_answer_never_travels_outside_its_shift(gate: tuple[Page, DeviceApi]) -> None:
    page, api = gate
    wedge(page, SCAN)
    verdict(page, "ready")
    api.shift_over = True
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Hãy đăng nhập lại")
    page.wait_for_timeout(2500)
    assert not api.batches
    sign_in(page, "departure", username=OFFICER, password=PASSWORD)
    expect(page.locator("[data-fact=outbox]")).to_have_count(0, timeout=15_000)
    assert [event["direction"] for event in api.events] == ["departure", "annulment"]
    assert page.locator("[data-verdict=accept]").count() == 0


def test_a_full_device_says_not_recorded_and_is_never_green(gate: tuple[Page, DeviceApi]) -> None:
    page, api = gate
    wedge(page, SCAN)
    verdict(page, "ready")
    page.evaluate(FULL)
    page.keyboard.press("Enter")
    expect(page.locator(".lead")).to_contain_text("lượt này chưa ghi")
    assert not api.events


FULL = """() => {
  IDBObjectStore.prototype.add = () => { throw new DOMException("", "QuotaExceededError"); };
}"""


def test_a_revoked_device_forgets_everything(gate: tuple[Page, DeviceApi], gate_site: str) -> None:
    page, api = gate
    api.revoked = True
    wedge(page, SCAN)
    expect(page.get_by_role("heading", name="Thiết bị đã bị thu hồi")).to_be_visible()
    page.goto(f"{gate_site}/gate/app")
    expect(page.get_by_role("heading", name="Đăng ký thiết bị")).to_be_visible()
