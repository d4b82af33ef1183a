"""The system Chromium for tests: pages that fail on console errors and on requests to other hosts."""

from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Thread
from urllib.parse import urlsplit

import pytest
from flask import Flask
from playwright.sync_api import Browser, ConsoleMessage, Page, Playwright, Request
from werkzeug.serving import make_server

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
NO_KEEPER = "Service Worker registration blocked by Playwright"  # where requests are rerouted
OWN_HOSTS = frozenset({"127.0.0.1", "localhost"})


def launch(playwright: Playwright, *flags: str) -> Browser:
    """Start the system Chromium, with more flags where a test needs them (a fake camera)."""
    return playwright.chromium.launch(executable_path=CHROMIUM, args=[*FLAGS, *flags])


def watch(page: Page) -> list[str]:
    """Collect what a page must not do: log an error, throw, or ask another host for something."""
    faults: list[str] = []

    def said(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and NO_KEEPER not in message.text:
            faults.append(f"console {message.type}: {message.text}")

    def asked(request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme in ("http", "https", "ws", "wss") and address.hostname not in OWN_HOSTS:
            faults.append(f"request to another host: {request.url}")

    page.on("console", said)
    page.on("pageerror", lambda error: faults.append(f"uncaught: {error}"))
    page.on("request", asked)
    return faults


@pytest.fixture(scope="session")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    """The system Chromium, once a run (`playwright` is pytest-playwright's own fixture)."""
    if not CHROMIUM.exists():
        pytest.skip("no /usr/bin/chromium: apt-get install chromium")
    browser = launch(playwright)
    yield browser
    browser.close()


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A fresh page with its own cookies; the test fails on console errors and foreign requests."""
    context = chromium.new_context(viewport={"width": 1280, "height": 768}, locale="vi-VN")
    page = context.new_page()
    faults = watch(page)
    yield page
    context.close()
    assert not faults, "\n".join(faults)


@pytest.fixture
def serve() -> Iterator[Callable[[Flask], str]]:
    """Serve an application on a free port until the test ends; returns its address."""
    servers = []

    def start(app: Flask) -> str:
        server = make_server("127.0.0.1", 0, app, threaded=True)
        servers.append(server)
        Thread(target=server.serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{server.server_port}"

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()
