"""The outbox of the gate page in Chromium: nothing that waits is lost when the server refuses or revokes."""

from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.gate_fixtures import gate_site
from tests.browser.test_gate_modules import modules

__all__ = ["gate_site", "modules"]
pytestmark = pytest.mark.browser

# COUNT returns wait; the server answers the batches with these statuses, the last one for all others
FLUSH = """async (statuses) => {
  const { Outbox } = await import("/static/gate/outbox.mjs");
  const { makeKeys } = await import("/static/gate/keys.mjs");
  const rows = new Map(), sent = [];
  let head;
  const store = {
    get: async () => head,
    append: async (row, next) => { rows.set(row.seq, row); head = next; },
    waiting: async () => [...rows.values()],
    update: async (row) => void rows.set(row.seq, row),
    remove: async (seqs) => seqs.forEach((seq) => rows.delete(seq)),
    put: async () => {},
    noteLog: async () => {},
  };
  const api = {
    shift: null,
    ping: async () => {},
    sendEvents: async ({ events }) => {
      sent.push(events.length);
      const status = statuses[Math.min(sent.length, statuses.length) - 1];
      if (status !== 200) throw Object.assign(new Error("refused"), { status });
      return { results: events.map(({ id }) => ({ id, result: "stored" })) };
    },
  };
  const outbox = new Outbox({ store, api, keys: await makeKeys(), onChange() {} });
  for (let n = 0; n < COUNT; n += 1) await outbox.add({ direction: "return", officer: "o" });
  const error = await outbox.flush().then(() => null, (thrown) => thrown.status ?? String(thrown));
  return { sent, error, left: rows.size };
}"""


def flush(page: Page, *, count: int, statuses: list[int]) -> Any:
    """Let so many returns wait, send them, and say what was sent, thrown and left."""
    return page.evaluate(FLUSH.replace("COUNT", str(count)), statuses)


def test_a_revoked_device_says_all_it_has_before_it_is_told(modules: Page) -> None:
    assert flush(modules, count=501, statuses=[410]) == {"sent": [500, 1], "error": 410, "left": 0}


def test_a_revoked_device_keeps_what_it_could_not_say(modules: Page) -> None:
    answer = flush(modules, count=501, statuses=[410, 503])
    assert answer == {"sent": [500, 1], "error": 503, "left": 1}


def test_a_batch_that_is_too_large_is_sent_one_by_one(modules: Page) -> None:
    assert flush(modules, count=3, statuses=[413, 200]) == {"sent": [3, 1, 1, 1], "error": None, "left": 0}
