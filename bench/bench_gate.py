"""From frame to verdict, from confirm to green, one lane, a bus in group mode: on a phone six times slower.

    python -m bench.bench_gate [people]

The whole app in Chromium at 360 × 740 with a server of its own; a track that is written frame by frame stands
for the camera. The page's thread runs six times slower (Chromium's own protocol); the decoder's worker cannot
be slowed, so its time is told apart, and the verdict stands there again with the decoder counted six times.

- frame → verdict: from taking the first frame with the code (two are needed) to the answer on the screen
- in view → verdict: from the instant at which the code is put before the camera
- confirm → green: from the officer's press until the crossing is durable and shown so
"""

import base64
import io
import statistics
import sys
import time
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import qrcode
from PIL import Image
from playwright.sync_api import Page, expect, sync_playwright
from qrcode.constants import ERROR_CORRECT_Q

from borderreg.db import make_engine
from tests.browser.conftest import launch
from tests.browser.gate_fixtures import phone
from tests.browser.offline_site import OfflineSite, wait_until_sent
from tests.browser.test_gate_lane import begin, head_of, other_work
from tests.crossings import CertifiedList
from tests.databases import SqliteDatabases
from tests.preparation import prepare
from tests.reuse import new_application

SLOWER = 6
PEOPLE = 30
BUS = 45
AN_OFFICER_LOOKS = 3.0  # seconds in which a face and a paper are compared; the rest of six is the machine's
SIZE = (1280, 720)

# a track that is written frame by frame stands for the camera: `show(picture)` puts a code before it
CAMERA = """(() => {
  const track = new MediaStreamTrackGenerator({ kind: "video" }), writer = track.writable.getWriter();
  const table = new OffscreenCanvas(1280, 720);
  table.getContext("2d").fillRect(0, 0, 1280, 720);
  let picture = table;
  setInterval(() => {
    const frame = new VideoFrame(picture, { timestamp: performance.now() * 1000 });
    writer.write(frame).catch(() => {});
  }, 33);
  globalThis.show = async (text) => {
    if (!text) return void (picture = table);
    const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
    picture = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
    return performance.now();
  };
  const grabs = [], grab = createImageBitmap;
  globalThis.createImageBitmap = (source, ...rest) => {
    if (source instanceof HTMLVideoElement) grabs.push(performance.now());
    return grab(source, ...rest);
  };
  globalThis.firstOfTwo = () => grabs.splice(0).at(-2);
  navigator.mediaDevices.getUserMedia = async () => new MediaStream([track.clone()]);
  globalThis.until = (found) => new Promise((resolve) => {
    const painted = () => requestAnimationFrame(() => resolve(performance.now()));
    const look = () => (found() ? painted() : setTimeout(look, 4));
    look();
  });
  globalThis.decoding = () => {
    const all = performance.getEntriesByName("borderreg:decode");
    performance.clearMeasures("borderreg:decode");
    return all.slice(-2).reduce((sum, { duration }) => sum + duration, 0);
  };
})()"""
ONE = """async (picture) => {
  const main = document.querySelector("main");
  const began = await show(picture);
  const seen = await until(() => main.querySelector("[data-verdict]") && main.dataset.screen === "verdict");
  const frame = firstOfTwo(), decoded = decoding();
  const { verdict } = main.querySelector("[data-verdict]").dataset;
  await show(null);
  const pressed = performance.now();
  main.querySelector(".actions .button").click();
  const green = await until(() => ["done", "problem"].includes(main.dataset.screen));
  const times = { view: seen - began, look: seen - frame, confirm: green - pressed, decoded };
  return { verdict, screen: main.dataset.screen, ...times };
}"""
ABOARD = """async ([picture, number]) => {
  const began = await show(picture);
  const figures = document.querySelector(".group__figures");
  const seen = await until(() => figures.textContent.startsWith(`Có mặt ${number} `));
  return { look: seen - began, decoded: decoding() };
}"""


def picture_of(digits: str) -> str:
    """Return a frame with a printed code in the middle, as PNG in base64."""
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_Q, border=4, mask_pattern=2)
    code.add_data(digits)
    symbol = code.make_image().get_image().convert("RGB").resize((380, 380), Image.Resampling.BICUBIC)
    frame = Image.new("RGB", SIZE, (118, 104, 92))
    frame.paste(symbol, ((SIZE[0] - 380) // 2, (SIZE[1] - 380) // 2))
    buffer = io.BytesIO()
    frame.save(buffer, "PNG")
    return base64.b64encode(buffer.getvalue()).decode()


def slow_down(page: Page, rate: int) -> None:
    """Let the page's thread run so many times slower."""
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": rate})


def spread(milliseconds: Sequence[float]) -> str:
    """Return p50 and p95."""
    cuts = statistics.quantiles(milliseconds, n=20, method="inclusive")
    return f"p50 {cuts[9]:5.0f}  p95 {cuts[18]:5.0f} ms"


def lane(page: Page, name: str, codes: list[str]) -> None:
    """Pass people one after the other through one lane and print the times."""
    began = time.monotonic()
    seen: list[dict[str, Any]] = [page.evaluate(ONE, picture_of(digits)) for digits in codes]
    seconds = (time.monotonic() - began) / len(codes)
    wrong = [one for one in seen if (one["verdict"], one["screen"]) != ("ready", "done")]
    if wrong:
        raise SystemExit(f"{name}: not let pass: {wrong[:3]}")
    looks = [one["look"] for one in seen]
    whole = [one["look"] + (SLOWER - 1) * one["decoded"] for one in seen]
    confirms = [one["confirm"] for one in seen]
    minute = 60 / (AN_OFFICER_LOOKS + statistics.median(whole) / 1000 + statistics.median(confirms) / 1000)
    views = spread([one["view"] for one in seen])
    cells = (name, spread(looks), spread(whole), views, spread(confirms), f"{minute:.0f} a minute")
    print(f"| {' | '.join(cells)} |")
    print(f"  ({seconds:.2f} s a person in this run, without an officer)", flush=True)


def bus(page: Page, people: CertifiedList, head: str, codes: list[str]) -> None:
    """Board a bus in group mode without a network: each code before the camera, then one confirmation."""
    other_work(page, "Đoàn xe")
    page.get_by_label("Biển số xe").fill("12B-004.51")
    page.get_by_role("button", name="Mở chuyến").click()
    page.evaluate("show", picture_of(head))
    expect(page.locator(".group__said")).to_contain_text("Danh sách 05/2026", timeout=20_000)
    began = time.monotonic()
    seen = [page.evaluate(ABOARD, [picture_of(code), number]) for number, code in enumerate(codes, 1)]
    page.get_by_role("button", name="Kiểm lại và ghi").click()
    page.get_by_role("button", name=f"Ghi xuất cảnh {len(codes)} người").click()
    expect(page.locator("h1")).to_have_text(f"Đã ghi xuất cảnh {len(codes)} người", timeout=60_000)
    seconds = time.monotonic() - began
    whole = [one["look"] + (SLOWER - 1) * one["decoded"] for one in seen]
    machine = seconds + (SLOWER - 1) * sum(one["decoded"] for one in seen) / 1000
    left = (180 - machine) / len(codes)
    print(
        f"bus of {len(codes)} ({people.rows} on the list), off-line, group mode: from code to counted "
        f"{spread(whole)}; {machine:.0f} s for all of it, which leaves {left:.1f} s a person of three minutes"
    )


def run(people: int) -> None:
    """Measure on-line, then off-line, then the bus."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="borderreg-bench-")))
        url = stack.enter_context(SqliteDatabases(folder, prepare).database())
        engine = make_engine(url)
        work_list = CertifiedList(engine)
        codes = [work_list.issue().digits for _ in range(2 * people + 2)]
        coach = CertifiedList(engine, number=6)
        seats = [coach.issue(name="Triệu Mùi Phấy").digits for _ in range(BUS + 2)]
        browser = launch(stack.enter_context(sync_playwright()))
        context = phone(browser, keeps_shell=True)
        context.add_init_script(CAMERA)
        site = OfflineSite(new_application(url, QUIET=True), context)
        stack.callback(site.close)
        page = begin(site, engine)
        slow_down(page, SLOWER)
        print(
            f"page {SLOWER} times slower, {people} people each; decoder as it runs, and {SLOWER} times slower"
        )
        print("| | frame → verdict | decoder slower, too | code in view → verdict | confirm → green | lane |")
        print("|---|---|---|---|---|---|")
        page.evaluate(ONE, picture_of(codes[-1]))
        lane(page, "on-line", codes[:people])
        site.cut()
        page.evaluate(ONE, picture_of(codes[-2]))
        lane(page, "off-line", codes[people : 2 * people])
        page.get_by_role("button", name="Quét người tiếp theo").click()
        bus(page, coach, head_of(engine, coach), seats[:BUS])
        slow_down(page, 1)
        site.restore()
        page.get_by_role("button", name="Xong").click()
        page.evaluate("dispatchEvent(new Event('online'))")
        wait_until_sent(page)
        engine.dispose()


if __name__ == "__main__":
    run(int(sys.argv[1]) if len(sys.argv) > 1 else PEOPLE)
