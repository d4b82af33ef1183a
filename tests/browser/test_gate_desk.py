"""The gate on a desk PC: a keyboard scanner under a Vietnamese input method, answers told apart by ear."""

import itertools

import pytest
from playwright.sync_api import Page

from tests.browser.gate_double import SCAN, DeviceApi, gate
from tests.browser.gate_fixtures import camera_in_place, fake_camera, gate_site, phone_browser, verdict

__all__ = ["camera_in_place", "fake_camera", "gate", "gate_site", "phone_browser"]
pytestmark = pytest.mark.browser

# VNI on: after "ưu" in a field every digit is a tone or a hook. Each key is then called "Process" (229),
# its place on the keyboard stays true, and the method writes into the field, whatever the page prevents.
SCANNER_UNDER_VNI = """async (digits) => {
  const field = document.activeElement;
  const marks = { 1: "\\u0301", 2: "\\u0300", 3: "\\u0309", 4: "\\u0303", 5: "\\u0323" };
  const press = (code) => field.dispatchEvent(new KeyboardEvent("keydown",
    { code, key: "Process", keyCode: 229, isComposing: true, bubbles: true, cancelable: true }));
  field.dispatchEvent(new CompositionEvent("compositionstart", { bubbles: true }));
  for (const digit of digits) {
    press(`Digit${digit}`);
    field.value = (field.value + (marks[digit] ?? digit)).normalize("NFC");
    field.dispatchEvent(new InputEvent("input",
      { inputType: "insertCompositionText", isComposing: true, bubbles: true }));
  }
  press("Enter");
  field.dispatchEvent(new CompositionEvent("compositionend", { bubbles: true }));
  return field.value;
}"""

CLASSES = ("accept", "check", "refuse", "unreadable", "recorded", "waiting")


def test_a_scan_is_read_whole_while_a_vietnamese_input_method_is_on(gate: tuple[Page, DeviceApi]) -> None:
    page, api = gate
    page.get_by_role("button", name="Tìm người").click()
    page.get_by_label("Họ tên").fill("Lưu")
    page.get_by_label("Họ tên").focus()
    assert page.evaluate(SCANNER_UNDER_VNI, SCAN) == "Lưu"
    verdict(page, "ready")
    assert api.asked("verify") == [{"digits": SCAN, "direction": "departure"}]
    assert not api.asked("search")


def test_every_answer_sounds_and_shakes_in_a_way_of_its_own(gate: tuple[Page, DeviceApi]) -> None:
    page, _ = gate
    tables = (
        "async () => { const m = await import('/static/gate/sound.mjs'); return [m.TONES, m.VIBRATION]; }"
    )
    tones, shakes = page.evaluate(tables)
    for one, other in itertools.combinations(CLASSES, 2):
        assert tones[one] != tones[other]
        assert shakes[one] != shakes[other]
    assert max(pitch for pitch, _ in tones["refuse"]) < min(pitch for pitch, _ in tones["accept"])
    assert sum(shakes["refuse"]) > 2 * sum(shakes["accept"])
