"""Kill the server, and the database, again and again while a phone uploads: nothing acknowledged is lost.

    python -m bench.kill_loop [sqlite|postgresql] [kills]

Phones send their queues in batches and repeat each until it is answered. `kill -9` ends the server while
they do, on PostgreSQL every third time the database instead. In the end every acknowledged event must be in
the log exactly once and nothing else, no answer was a failure of ours (500), the journeys equal a rebuild,
and every audit chain holds.
"""

import http.client
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, select

from borderreg.app import create_app
from borderreg.config import Config
from borderreg.db import db, make_engine, read_on, write_on
from borderreg.domain.access import Role
from borderreg.models import Event
from borderreg.services import audit
from borderreg.services.journeys import rebuild
from tests import databases, preparation
from tests.crossings import CertifiedList, GateDevice, actor_of, make_user

BATCH = 5
PHONES = 3
PEOPLE = 6  # for each phone
SPARE = (0.0, 0.2)  # seconds that a server lives once uploads go through again


@dataclass
class Server:
    """The production server with one worker, in a process group that can be killed at once."""

    database: str
    port: int = field(default_factory=databases._free_port)
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it and wait until it answers."""
        environment = os.environ | {
            "BORDERREG_INSTANCE": str(preparation.INSTANCE),
            "BORDERREG_DATABASE": self.database,
        }
        command = [
            sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1",
            "--port", str(self.port), "--blocking-threads", "2", "--log-level", "error",
            "borderreg.cli.served:app",
        ]  # fmt: skip
        self.process = subprocess.Popen(
            command,
            env=environment,
            start_new_session=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        deadline = time.monotonic() + 60
        while _answer(self.port, "GET", "/api/v1/keys", b"", {}) is None:
            if time.monotonic() > deadline:
                raise RuntimeError("the server did not start within a minute")
            time.sleep(0.05)

    def kill(self) -> None:
        """End it as a power cut would."""
        if self.process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


def _answer(port: int, method: str, path: str, body: bytes, headers: dict[str, str]) -> Any:
    """Return status and JSON of a call, None when nobody answered it to the end."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request(method, path, body, headers | {"Content-Type": "application/json"})
        answer = connection.getresponse()
        return answer.status, json.loads(answer.read())
    except (OSError, http.client.HTTPException, ValueError):
        return None
    finally:
        connection.close()


@dataclass
class Phone:
    """A phone with a queue: sends batches until each is answered, and remembers what was acknowledged."""

    device: GateDevice
    digits: list[str]
    port: int
    acknowledged: Counter[str] = field(default_factory=Counter)
    interrupted: int = 0
    repeated: int = 0
    stop: threading.Event = field(default_factory=threading.Event)
    wrong: list[Any] = field(default_factory=list)

    def run(self) -> None:
        """Send until told to stop; the batch at hand is finished first."""
        number = 0
        while not self.stop.is_set():
            events = []
            for _ in range(BATCH):
                person = self.digits[number // 2 % len(self.digits)]
                events.append(self._event("return" if number % 2 else "departure", person))
                number += 1
            self._send(events)

    def _event(self, direction: str, digits: str) -> dict[str, Any]:
        now = datetime.now(UTC).isoformat()
        return self.device.event(direction, digits=digits, occurred_at=now)

    def _send(self, events: list[dict[str, Any]]) -> None:
        for attempt in count():
            self.interrupted += attempt == 1
            now = datetime.now(UTC).isoformat()
            body = json.dumps({"device_time": now, "live": False, "events": events}).encode()
            headers = self.device.headers() | {"X-Signature": self.device.sign(body)}
            answer = _answer(self.port, "POST", "/api/v1/events", body, headers)
            if answer is not None and answer[0] == 200:
                results = answer[1]["results"]
                self.wrong += [one for one in results if one["result"] not in ("stored", "duplicate")]
                self.repeated += sum(one["result"] == "duplicate" for one in results)
                self.acknowledged.update(one["id"] for one in results)
                return
            if answer is not None and answer[0] != 503:
                self.wrong.append(answer)
                return
            time.sleep(0.02)


@dataclass(frozen=True)
class Outcome:
    """What a run showed; everything after the first four must be zero."""

    kills: int
    acknowledged: int
    interrupted: int
    repeated: int
    lost: int
    doubled: int
    wrong: int
    unlike_rebuild: int
    broken_chains: int

    @property
    def is_clean(self) -> bool:
        """Say whether nothing was lost, doubled or damaged."""
        return not (self.lost or self.doubled or self.wrong or self.unlike_rebuild or self.broken_chains)


def _phones(engine: Engine, database: str, port: int) -> list[Phone]:
    app = create_app(Config(instance=preparation.INSTANCE, database=database, extra={"QUIET": True}))
    commander = actor_of(
        engine, make_user(engine, "chihuy", Role.GATE_COMMANDER, "HUUNGHI", "Lương Văn Bình")
    )
    work_list = CertifiedList(engine)
    phones = []
    for _ in range(PHONES):
        device = GateDevice.enrol(engine, app.test_client(), commander)
        assert device.sign_in("chihuy").status_code == 201
        phones.append(Phone(device, [work_list.issue().digits for _ in range(PEOPLE)], port))
    with app.app_context():
        db.engine.dispose()
    return phones


def _judge(engine: Engine, phones: Sequence[Phone], kills: int) -> Outcome:
    acknowledged = Counter[str]()
    for phone in phones:
        acknowledged.update(phone.acknowledged)
    with read_on(engine) as session:
        stored = Counter(str(found) for found in session.scalars(select(Event.id)))
        broken = sum(check.first_bad is not None for check in audit.verify(session))
    again = write_on(
        engine, lambda s: rebuild(s, actor=preparation.operator(s), at=datetime.now(UTC), check=True)
    )
    return Outcome(
        kills=kills,
        acknowledged=len(acknowledged),
        interrupted=sum(phone.interrupted for phone in phones),
        repeated=sum(phone.repeated for phone in phones),
        lost=len(acknowledged.keys() - stored.keys()),
        doubled=sum(number > 1 for number in stored.values()) + len(stored.keys() - acknowledged.keys()),
        wrong=sum(len(phone.wrong) for phone in phones),
        unlike_rebuild=again.changed,
        broken_chains=broken,
    )


def _wait_for_uploads(phones: Sequence[Phone]) -> None:
    """Return when one of the phones has got an answer again."""
    before, deadline = [len(phone.acknowledged) for phone in phones], time.monotonic() + 60
    while [len(phone.acknowledged) for phone in phones] == before:
        if time.monotonic() > deadline:
            raise RuntimeError("no upload was answered within a minute")
        time.sleep(0.005)


def kill_while_uploading(
    database: str, kills: int, *, cluster: databases.PostgresqlDatabases | None = None, seed: int = 1
) -> Outcome:
    """Kill so many times while phones upload to a prepared database; return what was found afterwards."""
    luck = random.Random(seed)
    with ExitStack() as stack:
        engine = make_engine(database)
        stack.callback(engine.dispose)
        server = Server(database)
        phones = _phones(engine, database, server.port)
        engine.dispose()
        server.start()
        stack.callback(server.kill)
        uploads = [threading.Thread(target=phone.run) for phone in phones]
        for upload in uploads:
            upload.start()
        stack.callback(lambda: [phone.stop.set() for phone in phones])
        for number in range(kills):
            _wait_for_uploads(phones)
            time.sleep(luck.uniform(*SPARE))
            if cluster is not None and number % 3 == 2:
                cluster.kill()
                cluster.start()
                continue
            server.kill()
            server.start()
        for phone in phones:
            phone.stop.set()
        for upload in uploads:
            upload.join(30)
        return _judge(engine, phones, kills)


def run(kind: str, kills: int) -> Outcome:
    """Kill on a database of its own, every commit of which is synced."""
    with ExitStack() as stack:
        if kind == "sqlite":
            folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="borderreg-kills-"))
            database = f"sqlite:///{Path(folder) / 'kills.sqlite3'}"
            preparation.prepare(make_engine(database))
            return kill_while_uploading(database, kills)
        cluster = stack.enter_context(databases.postgresql_cluster(preparation.prepare, durable=True))
        return kill_while_uploading(stack.enter_context(cluster.database()), kills, cluster=cluster)


if __name__ == "__main__":
    for each in [sys.argv[1]] if sys.argv[1:] else ["sqlite", "postgresql"]:
        outcome = run(each, int(sys.argv[2]) if sys.argv[2:] else 50)
        print(each, outcome, flush=True)
        if not outcome.is_clean:
            raise SystemExit(1)
