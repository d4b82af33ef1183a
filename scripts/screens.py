"""Render every page of every role at 360 and 1280 px into contact sheets under screens/.

A demo instance is made in screens/instance and served; from each role's home page every link is followed
until each kind of page has been seen, in each state that the demo has. Look at screens/*.png.
"""

import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections import Counter, deque
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from urllib.parse import urlsplit

from PIL import Image, ImageDraw, ImageFont
from playwright.sync_api import Browser, Page, sync_playwright

from borderreg.services.demo import LOGINS, PASSWORD

FOLDER = Path("screens")
WIDTHS = {360: 740, 1280: 768}
TALLEST = 2400
SAME_KIND = 2
"""How many pages of one kind are shown, since lists differ by their state; filters of one only once."""
COLUMNS = {360: 6, 1280: 3}
THUMB = {360: 300, 1280: 620}
MARGIN, CAPTION = 12, 22
NOT_PAGES = re.compile(
    r"\.(pdf|csv|xlsx|json|svg|png)$|/log-out|/language/|/static/|/print|/export|/template"
)
IDS = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|\b\d+\b")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"]
CHROMIUM = "/usr/bin/chromium"
FONT = Path("borderreg/documents/fonts/Tinos-Regular.ttf")


def main() -> None:
    """Make the demo, serve it, look at everything, and write the sheets."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    instance = FOLDER / "instance"
    borderreg = str(Path(sys.executable).with_name("borderreg"))
    subprocess.run([borderreg, "--instance", str(instance), "demo", "--no-serve"], check=True)
    with _served(borderreg, instance) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for width in WIDTHS:
            _sheet("nobody", width, _public(browser, address, width))
            for login in LOGINS:
                _sheet(login.role.value, width, _pages(browser, address, width, login.username))
        browser.close()


@contextmanager
def _served(borderreg: str, instance: Path) -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with (FOLDER / "server.log").open("w") as log:
        server = subprocess.Popen(
            [borderreg, "--instance", str(instance), "serve", "--port", str(port), "--workers", "1"],
            stdout=log,
            stderr=log,
        )
    address = f"http://127.0.0.1:{port}"
    try:
        _wait(address)
        yield address
    finally:
        server.terminate()
        server.wait(10)


def _wait(address: str) -> None:
    for _ in range(300):
        try:
            urllib.request.urlopen(f"{address}/log-in").close()
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise SystemExit(f"the server does not answer: see {FOLDER / 'server.log'}")


def _open(browser: Browser, width: int) -> Page:
    context = browser.new_context(viewport={"width": width, "height": WIDTHS[width]}, locale="vi-VN")
    return context.new_page()


def _public(browser: Browser, address: str, width: int) -> Iterator[tuple[str, Image.Image]]:
    page = _open(browser, width)
    for path in ("/log-in", "/gate/app", "/no-such-page"):
        page.goto(address + path)
        yield path, _picture(page)
    page.context.close()


def _pages(browser: Browser, address: str, width: int, username: str) -> Iterator[tuple[str, Image.Image]]:
    page = _open(browser, width)
    page.goto(f"{address}/log-in")
    page.fill("input[name=username]", username)
    page.fill("input[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    queue, seen, kinds = deque([urlsplit(page.url).path]), set[str](), Counter[str]()
    while queue:
        path = queue.popleft()
        kind = IDS.sub("…", path.partition("?")[0])
        if path in seen or kinds[kind] >= (1 if "?" in path else SAME_KIND):
            continue
        seen.add(path)
        response = page.goto(address + path)
        if response is None or "text/html" not in response.headers.get("content-type", ""):
            continue
        kinds[kind] += 1
        yield f"{response.status} {path}", _picture(page)
        queue.extend(_links(page, address))
    page.context.close()


def _links(page: Page, address: str) -> Iterator[str]:
    for link in page.eval_on_selector_all("a[href]", "links => links.map(link => link.href)"):
        parts = urlsplit(link)
        path = parts.path + (f"?{parts.query}" if parts.query else "")
        if link.startswith(address) and not NOT_PAGES.search(parts.path):
            yield path


def _picture(page: Page) -> Image.Image:
    size = page.viewport_size or {"width": 360, "height": 740}
    tall = min(page.evaluate("document.documentElement.scrollHeight"), TALLEST)
    clip = {"x": 0, "y": 0, "width": size["width"], "height": max(tall, size["height"])}
    return Image.open(BytesIO(page.screenshot(full_page=True, clip=clip, type="jpeg"))).convert("RGB")


def _sheet(name: str, width: int, pages: Iterator[tuple[str, Image.Image]]) -> None:
    """Lay the pages of one role out in columns, each under its address."""
    shown = [(caption, _small(picture, THUMB[width])) for caption, picture in pages]
    columns = [MARGIN] * COLUMNS[width]
    places = []
    for _, picture in shown:
        column = columns.index(min(columns))
        places.append((MARGIN + column * (THUMB[width] + MARGIN), columns[column]))
        columns[column] += picture.height + CAPTION + MARGIN
    size = (MARGIN + len(columns) * (THUMB[width] + MARGIN), max(columns) + MARGIN)
    sheet = Image.new("RGB", size, "#d8d8d8")
    draw, font = ImageDraw.Draw(sheet), ImageFont.truetype(FONT, 16)
    for (caption, picture), (x, y) in zip(shown, places, strict=True):
        draw.text((x, y), caption[: THUMB[width] // 8], fill="#111111", font=font)
        sheet.paste(picture, (x, y + CAPTION))
    sheet.save(FOLDER / f"{name}-{width}.png", optimize=True)
    print(f"{FOLDER / f'{name}-{width}.png'}: {len(shown)} pages", flush=True)


def _small(picture: Image.Image, width: int) -> Image.Image:
    height = round(picture.height * width / picture.width)
    return picture.resize((width, height), Image.Resampling.LANCZOS)


if __name__ == "__main__":
    main()
