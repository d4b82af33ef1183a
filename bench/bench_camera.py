"""How often the gate's own decoder reads a printed code, by condition; it must never name the wrong person.

    python -m bench.bench_camera [codes for each condition]

Pages of a real printed list are rendered as a printer would, and seen as a phone sees them (camera_views.py).
The frames go through the app's own modules in Chromium: the reticle's part of the frame (measured on the real
scan screen), the decoder with zxing-wasm in its worker, and the rule that two frames in a row must show the
same one code. A look lasts at most eight frames, about a second. Answers: read, held back because a second
code was in view, nothing, or the wrong code; a single wrong one ends the run with exit status 1.
"""

import base64
import io
import random
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from bench.camera_views import SIDE, VIEWS, View, look
from bench.gate_shell import serve_shell
from borderreg.documents.work_list import render_list
from tests.browser.conftest import launch
from tests.browser.gate_double import OFFICER, PASSWORD, DeviceApi
from tests.browser.gate_fixtures import FakeCamera, codes_on, enrol, pages_of, phone, sign_in
from tests.documents.papers import certified

CODES = 4
FRAMES = 8
ANSWERS = ("read", "two codes", "nothing", "WRONG")

# where the scan screen has its reticle, in pixels of a frame of 1920 × 1080
PLACE = """async () => {
  const { inFrame } = await import("/static/gate/camera.mjs");
  const video = document.querySelector(".stage__video"), reticle = document.querySelector(".stage__reticle");
  while (!video.videoWidth) await new Promise((resolve) => setTimeout(resolve, 50));
  const place = inFrame(video, reticle), scale = 1920 / video.videoWidth;
  return Object.fromEntries(Object.entries(place).map(([name, value]) => [name, Math.round(value * scale)]));
}"""
# the modules of the app, fed with pictures instead of a camera
LOOKING = """async () => {
  const { Decoder } = await import("/static/gate/decoder.mjs");
  const { Steady } = await import("/static/gate/steady.mjs");
  const decoder = new Decoder();
  await decoder.ready;
  let steady = new Steady();
  globalThis.lookAgain = () => { steady = new Steady(); };
  globalThis.lookAt = async (frame) => {
    const bytes = Uint8Array.from(atob(frame), (letter) => letter.charCodeAt(0));
    const picture = await createImageBitmap(new Blob([bytes], { type: "image/jpeg" }));
    const began = performance.now();
    const symbols = await decoder.read(picture);
    return { ...steady.feed(symbols), ms: performance.now() - began };
  };
}"""


def answer_of(page: Page, frames: Iterator[str], text: str) -> tuple[str, list[float]]:
    """Let the app look at some frames; return its answer and how long each frame took to decode, in ms."""
    page.evaluate("() => lookAgain()")
    answer, times = "nothing", []
    for frame in frames:
        seen = page.evaluate("(frame) => lookAt(frame)", frame)
        times.append(seen["ms"])
        if seen["state"] == "found":
            return ("read" if seen["text"] == text else "WRONG"), times
        if seen["state"] == "two_codes":
            answer = "two codes"
    return answer, times


def as_text(picture: Image.Image) -> str:
    """Return a frame as JPEG of a phone's quality, in base64."""
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=85)
    return base64.b64encode(buffer.getvalue()).decode()


def tell(view: View, found: Counter[str], times: list[float], codes: int) -> None:
    """Print one line of the table."""
    parts = " | ".join(str(found[name]) for name in ANSWERS)
    rate = round(100 * found["read"] / codes)
    print(f"| {view.group} | {view.name} | {rate} % | {parts} | {median(times):.0f} ms |", flush=True)


def scan_screen(browser: Browser, address: str) -> Page:
    """Open the real scan screen of an enrolled phone; the server's answers are the tests' double."""
    page = phone(browser).new_page()
    DeviceApi(page)
    enrol(page, address, token="abcdefghijklmnopqrstuv")
    sign_in(page, "departure", username=OFFICER, password=PASSWORD)
    page.wait_for_selector("main[data-screen=scan] .stage__video")
    return page


def run(codes: int) -> int:
    """Print the table and return how many wrong answers there were."""
    paper = certified(24)
    digits = {row.digits for row in paper.rows}
    sheet = pages_of(render_list(paper), dpi=200, first=3, last=3)[0]
    places = [code for code in codes_on(sheet) if code.text in digits]
    chance = random.Random(20)
    wrong = 0
    sums: defaultdict[str, Counter[str]] = defaultdict(Counter)
    with (
        sync_playwright() as playwright,
        serve_shell() as address,
        TemporaryDirectory() as folder,
    ):
        browser = launch(playwright, *FakeCamera(Path(folder) / "camera.mjpeg").flags)
        page = scan_screen(browser, address)
        place = page.evaluate(PLACE)
        page.evaluate(LOOKING)
        assert abs(place["width"] - SIDE) < 20, place
        print(f"reticle: {place['width']} × {place['height']} of 1920 × 1080; {codes} codes a condition")
        print("| condition | | rate | read | two codes | nothing | WRONG | a frame |")
        print("|---|---|---|---|---|---|---|---|")
        began = time.monotonic()
        for view in VIEWS:
            found: Counter[str] = Counter()
            times: list[float] = []
            for number in range(codes):
                code = places[number % len(places)]
                held = partial(look, sheet, at=(code.x, code.y), side=code.side, view=view, chance=chance)
                frames = (as_text(held()) for _ in range(FRAMES))
                answer, took = answer_of(page, frames, code.text)
                found[answer] += 1
                times += took
            tell(view, found, times, codes)
            sums[view.group] += found
            wrong += found["WRONG"]
        looks = sum(sum(found.values()) for found in sums.values())
        print(f"{looks} looks, {wrong} wrong; {time.monotonic() - began:.0f} s")
        browser.close()
    return wrong


if __name__ == "__main__":
    given = int(sys.argv[1]) if len(sys.argv) > 1 else CODES
    sys.exit(1 if run(given) else 0)
