"""A fake camera for Chromium: pages of the printed PDF as a phone would see them, in a motion-JPEG file."""

import io
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image, ImageEnhance, ImageFilter
from playwright.sync_api import Browser, Playwright

from tests.browser.conftest import launch

FRAME = (1920, 1080)
DPI = 200
MILLIMETRES_PER_INCH = 25.4
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
        self.show([Image.new("RGB", FRAME, TABLE)] * 2)


@pytest.fixture
def fake_camera(tmp_path: Path) -> FakeCamera:
    """A camera that shows a bare table until told otherwise."""
    return FakeCamera(tmp_path / "camera.mjpeg")


@pytest.fixture
def phone_browser(playwright_driver: Playwright, fake_camera: FakeCamera) -> Iterator[Browser]:
    """A Chromium whose only camera is the fake one."""
    browser = launch(playwright_driver, *fake_camera.flags)
    yield browser
    browser.close()


def pages_of(pdf: bytes, *, dpi: int = DPI) -> list[Image.Image]:
    """Render every page of a PDF as a printer would, at that many dots an inch."""
    done = subprocess.run(
        ["pdftoppm", "-r", str(dpi), "-png", "-"], input=pdf, capture_output=True, check=True, timeout=120
    )
    parts = done.stdout.split(b"\x89PNG\r\n\x1a\n")[1:]
    return [Image.open(io.BytesIO(b"\x89PNG\r\n\x1a\n" + part)).convert("RGB") for part in parts]


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
