"""A fake camera for Chromium: pages of the printed PDF as a phone would see them, in a motion-JPEG file."""

import io
import re
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import Thread

import pytest
import zxingcpp
from flask import Flask
from flask_babel import Babel
from PIL import Image, ImageEnhance, ImageFilter
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect
from werkzeug.serving import make_server
from whitenoise import WhiteNoise

from borderreg.web.gate_app import gate_app
from borderreg.web.headers import init_headers
from tests.browser.conftest import launch

FRAME = (1920, 1080)
SMALL = (320, 180)  # where nothing is to be seen, so that decoding it costs nothing
DPI = 200
TABLE = (118, 104, 92)  # what lies around the paper


@dataclass(frozen=True, slots=True)
class SeenCode:
    """A code found on a rendered page: its text, its centre and its side, in pixels."""

    text: str
    x: float
    y: float
    side: float


class FakeCamera:
    """The file that stands for the camera; what it shows may be changed before the camera is opened again."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.show_nothing()

    @property
    def flags(self) -> tuple[str, ...]:
        """Chromium's flags for a browser that looks through this camera."""
        return (
            "--use-fake-ui-for-media-stream",
            "--use-fake-device-for-media-stream",
            f"--use-file-for-fake-video-capture={self.path}",
        )

    def show(self, frames: Iterable[Image.Image]) -> None:
        """Show these frames of 1920 × 1080, again and again."""
        self.path.write_bytes(b"".join(as_jpeg(frame) for frame in frames))

    def show_code(self, page: Image.Image, text: str, *, span: float = 0.42) -> None:
        """Hold the code with this text in front of the camera; `span` is its part of the frame's height."""
        code = next(code for code in codes_on(page) if code.text == text)
        self.show(as_seen(page, code, span=span))

    def show_nothing(self) -> None:
        """Show the bare table."""
        self.show([Image.new("RGB", SMALL, TABLE)] * 2)


@pytest.fixture(scope="module")
def camera_in_place(tmp_path_factory: pytest.TempPathFactory) -> FakeCamera:
    """The one camera of a module's browser."""
    return FakeCamera(tmp_path_factory.mktemp("camera") / "camera.mjpeg")


@pytest.fixture
def fake_camera(camera_in_place: FakeCamera) -> FakeCamera:
    """A camera that shows a bare table until told otherwise."""
    camera_in_place.show_nothing()
    return camera_in_place


@pytest.fixture(scope="module")
def phone_browser(playwright: Playwright, camera_in_place: FakeCamera) -> Iterator[Browser]:
    """A Chromium whose only camera is the fake one."""
    browser = launch(playwright, *camera_in_place.flags)
    yield browser
    browser.close()


def pages_of(pdf: bytes, *, dpi: int = DPI, first: int = 1, last: int = 999) -> list[Image.Image]:
    """Render pages of a PDF as a printer would, at that many dots an inch."""
    with tempfile.TemporaryDirectory() as folder:
        command = [
            "pdftoppm",
            "-gray",
            "-r",
            str(dpi),
            "-f",
            str(first),
            "-l",
            str(last),
            "-",
            f"{folder}/page",
        ]
        subprocess.run(command, input=pdf, check=True, timeout=120, capture_output=True)
        return [Image.open(path).convert("RGB") for path in sorted(Path(folder).glob("*.pgm"))]


def codes_on(page: Image.Image) -> list[SeenCode]:
    """Find every QR code of a rendered page."""
    found = []
    for code in zxingcpp.read_barcodes(page, formats=zxingcpp.BarcodeFormat.QRCode):
        place = code.position
        corners = (place.top_left, place.top_right, place.bottom_right, place.bottom_left)
        x, y = sum(corner.x for corner in corners) / 4, sum(corner.y for corner in corners) / 4
        side = max(corner.x for corner in corners) - min(corner.x for corner in corners)
        found.append(SeenCode(code.text, x, y, side))
    return found


def as_seen(
    page: Image.Image, code: SeenCode, *, span: float, shift: tuple[int, int] = (0, 0), frames: int = 4
) -> Iterator[Image.Image]:
    """Look at one code as a hand-held phone does: near, a little turned, soft, dim, never twice the same."""
    scale = FRAME[1] * span / code.side
    for number in range(frames):
        angle = (-4.0, -2.5, -3.2, -1.8)[number % 4]
        picture = page.rotate(angle, Image.Resampling.BICUBIC, center=(code.x, code.y), fillcolor=TABLE)
        wide, high = FRAME[0] / scale, FRAME[1] / scale
        left = code.x - wide / 2 - shift[0] / scale + number
        top = code.y - high / 2 - shift[1] / scale
        frame = picture.transform(
            FRAME,
            Image.Transform.EXTENT,
            (left, top, left + wide, top + high),
            Image.Resampling.BICUBIC,
            fillcolor=TABLE,
        )
        yield ImageEnhance.Brightness(frame.filter(ImageFilter.GaussianBlur(1.2))).enhance(0.85)


def as_jpeg(frame: Image.Image) -> bytes:
    """One baseline JPEG with 4:2:0 chroma: the only kind Chromium's capture file reader takes."""
    buffer = io.BytesIO()
    frame.save(buffer, "JPEG", quality=88, subsampling=2, progressive=False)
    return buffer.getvalue()


@pytest.fixture(scope="session")
def gate_site() -> Iterator[str]:
    """The address of the gate page alone: shell, modules, texts and the worker, without any database."""
    app = Flask("borderreg")
    app.config["HTTPS"] = False
    Babel(app, default_locale="vi")
    app.register_blueprint(gate_app)
    init_headers(app)
    app.wsgi_app = WhiteNoise(app.wsgi_app, root=app.static_folder, prefix="static/")  # as the product serves
    server = make_server("127.0.0.1", 0, app, threaded=True)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def phone(browser: Browser, *, keeps_shell: bool = False) -> BrowserContext:
    """A phone of 360 × 740 in Vietnam; a page that keeps its shell cannot have its requests rerouted."""
    return browser.new_context(
        service_workers="allow" if keeps_shell else "block",
        viewport={"width": 360, "height": 740},
        device_scale_factor=2,
        has_touch=True,
        locale="vi-VN",
        timezone_id="Asia/Ho_Chi_Minh",
    )


def wedge(page: Page, digits: str) -> None:
    """Be a keyboard scanner: the keys come faster than any hand could press them, then Enter.

    The keys are made in the page, at one go, so that a busy test machine does not slow the scanner down.
    """
    page.evaluate(SCANNER, digits)


SCANNER = """(digits) => {
  const press = (code, key) => {
    const target = document.activeElement;
    const event = new KeyboardEvent("keydown", { code, key, bubbles: true, cancelable: true });
    if (target.dispatchEvent(event) && target.matches("input") && key.length === 1) {
      target.setRangeText(key, target.selectionStart, target.selectionEnd, "end");
      target.dispatchEvent(new InputEvent("input", { bubbles: true }));
    }
  };
  for (const digit of digits) press(`Digit${digit}`, digit);
  press("Enter", "Enter");
}"""


def enrol(page: Page, site: str, *, token: str) -> None:
    """Enrol the phone with an invitation, as its commander would."""
    page.goto(f"{site}/gate/app#enrol={token}")
    page.get_by_label("Tên thiết bị").fill("Máy 1, luồng xe khách")
    page.get_by_role("button", name="Đăng ký", exact=True).click()


def sign_in(page: Page, direction: str, *, username: str, password: str) -> None:
    """Begin a shift with a fixed direction."""
    page.get_by_label("Tên đăng nhập").fill(username)
    page.get_by_label("Mật khẩu").fill(password)
    page.get_by_role("button", name="Bắt đầu ca").click()
    expect(page.locator("main")).to_have_attribute("data-screen", re.compile("pin|lanes"))
    if page.locator("main").get_attribute("data-screen") == "pin":
        page.get_by_role("button", name="Để sau").click()
    page.locator(f"[data-direction={direction}]").first.click()
    expect(page.locator("main")).to_have_attribute("data-screen", re.compile("scan|busy"))


def turn_to(page: Page, direction: str) -> None:
    """Change the direction of the shift."""
    page.get_by_role("button", name="Ca trực").click()
    page.get_by_role("button", name="Đổi luồng, chiều").click()
    page.locator(f"[data-direction={direction}]").first.click()
    expect(page.locator("main")).to_have_attribute("data-screen", re.compile("scan|busy|verdict"))


def verdict(page: Page, kind: str) -> None:
    """Wait for a verdict, and until the page takes keys again."""
    expect(page.locator("main")).to_have_attribute("data-screen", "verdict")
    expect(page.locator(f"[data-verdict={kind}]")).to_be_visible()
    page.wait_for_timeout(450)  # the page lets a key that is still on its way decide nothing
