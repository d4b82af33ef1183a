"""A synthetic border day: real codes, real devices, the real API, and a reconciliation that can fail."""

from collections.abc import Iterator
from datetime import UTC, datetime
from random import Random
from threading import Thread

import pytest
from sqlalchemy import text
from werkzeug.serving import WSGIRequestHandler, make_server

from borderreg.app import create_app
from borderreg.config import Config
from borderreg.db import db
from borderreg.services import simulation
from borderreg.services.simulation.stories import STORIES, USUAL, cast_stories
from tests.preparation import INSTANCE

FIGURES = {
    *("people", "departures", "returns", "refused", "conflicts", "lost"),
    *("p50_ms", "p95_ms", "p99_ms"),
}


class Quiet(WSGIRequestHandler):
    """Say nothing of requests."""

    def log_request(self, *_: object) -> None:
        """Leave the line out."""


@pytest.fixture
def server(database_url: str, at: datetime, borderreg, monkeypatch) -> Iterator[str]:
    """A server of the test's database; its clock and the command's run together, from 22 November 2026 on."""
    ahead = at - datetime.now(UTC)
    clock = lambda: datetime.now(UTC) + ahead  # noqa: E731
    monkeypatch.setattr("borderreg.cli.state.now", clock)
    app = create_app(
        Config(
            instance=INSTANCE, database=database_url, extra={"CLOCK": clock, "TESTING": True, "QUIET": True}
        )
    )
    running = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Quiet)
    Thread(target=running.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{running.server_port}"
    running.shutdown()
    running.server_close()
    with app.app_context():
        db.engine.dispose()


def test_a_day_ends_with_every_event_once_and_every_journey_true(borderreg, server, tmp_path):
    words = ("simulate-day", "--people", 34, "--gate", "HUUNGHI", "--seed", 3, "--server", server)
    done = borderreg(*words)
    assert done.status == 0, done.output
    day = done.document
    assert set(day) == FIGURES
    assert (day["people"], day["lost"], day["conflicts"]) == (34, 0, 1)

    file = tmp_path / "log.jsonl"
    assert borderreg("events", "export", "-o", file).status == 0
    log = file.read_text(encoding="utf-8")
    kinds = {kind: log.count(f'"kind":"{kind}"') for kind in ("departure", "return", "attempt")}
    assert kinds == {
        name: day[shown] for name, shown in zip(kinds, ("departures", "returns", "refused"), strict=True)
    }
    for reason in ("bad_signature", "copied_code", "already_departed", "expired", "revoked", "withdrawn"):
        assert reason in log

    assert borderreg("journeys", "rebuild", "--check").status == 0
    balance = borderreg("stats", "balance").document
    assert balance["difference"] == 0
    assert balance["total"]["contradictory"] == 1
    assert borderreg("audit", "verify").document["ok"] is True
    users = [
        user for user in borderreg("user", "list").document["users"] if user["username"].startswith("mophong")
    ]
    assert users
    assert all(user["disabled"] for user in users)
    devices = borderreg("device", "list").document["devices"]
    assert len(devices) == 6
    assert all(device["revoked_at"] for device in devices)


def _take_away(engine) -> None:
    """Delete one attempt and contradict one journey, as no program may."""
    with engine.connect().execution_options(borderreg_mode="write") as connection:
        sqlite = engine.dialect.name == "sqlite"
        trigger = "events_no_delete" if sqlite else "events_no_change ON events"
        connection.execute(text(f"DROP TRIGGER {trigger}"))
        pick = "(SELECT id FROM events WHERE kind = 'attempt' ORDER BY received_at DESC LIMIT 1)"
        connection.execute(text(f"DELETE FROM events WHERE id = {pick}"))
        pick = "(SELECT max(departed_event_id) FROM journeys WHERE NOT contradicted)"
        connection.execute(text(f"UPDATE journeys SET contradicted = true WHERE departed_event_id = {pick}"))
        connection.commit()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_is_lost_or_altered_is_found_and_a_second_day_has_other_people(
    borderreg, server, engine, monkeypatch
):
    words = ("simulate-day", "--people", 21, "--server", server)
    first = borderreg(*words)
    assert first.status == 0, first.output
    compare = simulation.reconcile

    def tampered(session, **facts):
        _take_away(engine)
        return compare(session, **facts)

    monkeypatch.setattr(simulation, "reconcile", tampered)
    second = borderreg(*words)
    assert second.status == 1
    found = [difference["code"] for difference in second.document["differences"]]
    assert (second.document["lost"], sorted(set(found) & {"lost", "journey"})) == (1, ["journey", "lost"])
    same = ("departures", "returns", "conflicts")
    assert [first.document[name] for name in same] == [second.document[name] for name in same]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_day_needs_an_open_gate_and_never_happens_in_production(borderreg, monkeypatch):
    assert borderreg("simulate-day", "--gate", "KHONGCO").status == 3
    assert borderreg("simulate-day", "--gate", "BINHNGHI").document["error"] == "gate_not_open"
    assert borderreg("simulate-day", "--server", "http://example.org").status == 2
    monkeypatch.setenv("BORDERREG_HTTPS", "1")
    assert borderreg("simulate-day").document["error"] == "not_for_production"


def test_every_story_is_told_and_its_truth_names_its_own_steps():
    told = cast_stories(Random(1), people=400)
    assert told == cast_stories(Random(1), people=400)
    assert set(told) == {*STORIES, USUAL}
    assert len(set(cast_stories(Random(1), people=len(STORIES)))) == len(STORIES)
    for story in told:
        used = [place for trip in story.trips for place in (trip.left, trip.back) if place is not None]
        assert all(story.steps[place].kind in ("departure", "return") for place in (*used, *story.tasks))
