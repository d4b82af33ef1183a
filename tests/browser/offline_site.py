"""A gate whose network is really cut: a server that stops and starts, a phone whose clock can be moved."""

import threading
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from flask import Flask, Response
from playwright.sync_api import BrowserContext, Page, expect
from werkzeug.http import http_date
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from tests.crossings import AT

# Time runs from a given instant on; moveClock changes it as a hand in the settings does, for later pages too.
CLOCK = """(() => {
  const Real = Date, now = () => Real.now() + Number(localStorage.getItem("test-clock") ?? SHIFT);
  globalThis.moveClock = (ms) => localStorage.setItem("test-clock", now() - Real.now() + ms);
  globalThis.Date = class extends Real {
    constructor(...given) { given.length ? super(...given) : super(now()); }
    static now() { return now(); }
  };
})()"""

# Be a keyboard scanner and an officer who presses the one big button of each screen; gives the screens seen.
PASS = """async (codes) => {
  const main = document.querySelector("main"), seen = [];
  const screen = async (...names) => {
    for (let tries = 0; tries < 2000; tries += 1) {
      if (names.includes(main.dataset.screen)) return main.dataset.screen;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    throw new Error(`still ${main.dataset.screen}: ${main.textContent}`);
  };
  for (const digits of codes) {
    await screen("scan", "done");
    for (const key of [...digits, "Enter"]) {
      const code = key === "Enter" ? key : `Digit${key}`;
      document.activeElement.dispatchEvent(
        new KeyboardEvent("keydown", { code, key, bubbles: true, cancelable: true }));
    }
    await screen("verdict");
    seen.push(main.querySelector("[data-verdict]").dataset.verdict);
    const before = main.querySelector(".actions .button");
    before.click();
    await screen("done", "problem");
    seen.push(main.dataset.screen);
  }
  return seen;
}"""


KEPT = """() => new Promise((resolve) => {
  const workers = navigator.serviceWorker;
  if (workers.controller) resolve();
  else workers.addEventListener("controllerchange", () => resolve(), { once: true });
})"""


class Dateless(WSGIRequestHandler):
    """Leave the Date header to the application, so that there is one, as behind a production server."""

    send_response = WSGIRequestHandler.send_response_only


@dataclass
class OfflineSite:
    """A server on one port; `cut` and `restore` take the network away from everybody and give it back."""

    app: Flask
    context: BrowserContext
    port: int = 0
    server: BaseWSGIServer | None = None
    started: datetime = field(default_factory=lambda: datetime.now(UTC))

    def __post_init__(self) -> None:
        self.app.config["CLOCK"] = self.now
        self.app.after_request_funcs.setdefault(None, []).append(self._tell_time)
        self.restore()
        self.context.add_init_script(
            CLOCK.replace("SHIFT", str(round(self._ahead / timedelta(milliseconds=1))))
        )

    @property
    def _ahead(self) -> timedelta:
        return AT - self.started

    @property
    def address(self) -> str:
        """Where the server listens."""
        return f"http://127.0.0.1:{self.port}"

    def now(self) -> datetime:
        """The server's time: it runs, from 22 November 2026 on."""
        return datetime.now(UTC) + self._ahead

    def _tell_time(self, response: Response) -> Response:
        response.headers["Date"] = http_date(self.now())
        return response

    def cut(self) -> None:
        """Take the phone off the network and stop the server."""
        self.context.set_offline(True)
        assert self.server is not None
        self.server.shutdown()
        self.server.server_close()
        self.server = None

    def restore(self) -> None:
        """Start the server, on the port that it had, and give the network back."""
        self.server = make_server("127.0.0.1", self.port, self.app, threaded=True, request_handler=Dateless)
        self.port = self.server.server_port
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.context.set_offline(False)

    def close(self) -> None:
        """Stop everything; the application is left as it was found."""
        self.app.after_request_funcs[None].remove(self._tell_time)
        if self.server is not None:
            self.server.shutdown()
            self.server.server_close()
        self.context.close()


def pass_people(page: Page, codes: list[str]) -> list[str]:
    """Scan these codes one after the other and confirm each; return the verdicts and screens seen."""
    seen: list[str] = page.evaluate(PASS, codes)
    return seen


def wait_until_kept(page: Page) -> None:
    """Wait until the page is installed and holds a pack."""
    page.evaluate(KEPT)
    expect(page.locator("[data-fact=pack]")).to_contain_text("Dữ liệu", timeout=20_000)
    expect(page.locator("[data-fact=pack]")).not_to_contain_text("Chưa có", timeout=20_000)


def wait_until_sent(page: Page) -> None:
    """Wait until nothing waits any more."""
    expect(page.locator("[data-fact=outbox]")).to_have_count(0, timeout=30_000)


__all__ = ["OfflineSite", "pass_people", "wait_until_kept", "wait_until_sent"]
