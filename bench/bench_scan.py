"""Scans at 8 connections on the production server with 2 workers, beside a bare JSON call and a bare INSERT.

    python -m bench.bench_scan [sqlite|postgresql]

Prints requests a second, p50/p95/p99 and the ratio of a scan's rate to the bare durable INSERT of the same
run; rounds alternate (json, insert, scan, json, insert, scan …) so that a change of the machine's speed falls
on all three. Fails on any answer that is not 200.
"""

import http.client
import json
import multiprocessing
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import ExitStack, contextmanager
from pathlib import Path

from sqlalchemy import create_engine

from bench.scan_server import BARE
from borderreg.app import create_app
from borderreg.config import Config
from borderreg.db import make_engine
from borderreg.domain.access import Role
from tests import databases, preparation
from tests.crossings import CertifiedList, GateDevice, actor_of, make_user

CONNECTIONS = 8
WORKERS = 2
ROUNDS = 3
PEOPLE = int(os.environ.get("BENCH_PEOPLE", "40"))  # a round and connection; each leaves and comes back


class Line:
    """One connection: keep-alive requests, one after the other, each timed."""

    def __init__(self, port: int) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        self.times: list[float] = []
        self.wrong: list[int] = []

    def send(self, path: str, body: bytes, headers: dict[str, str]) -> bytes:
        start = time.perf_counter()
        self.connection.request("POST", path, body, headers | {"Content-Type": "application/json"})
        answer = self.connection.getresponse()
        data = answer.read()
        self.times.append(time.perf_counter() - start)
        if answer.status != 200:
            self.wrong.append(answer.status)
        return data


def drive(
    port: int, calls: list[list[tuple[str, bytes, dict[str, str]]]], results: multiprocessing.Queue
) -> None:
    """Send each connection's calls at the same time; put (seconds, times, wrong statuses) into the queue."""
    lines = [Line(port) for _ in calls]
    gate = threading.Barrier(len(calls) + 1)

    def run(line: Line, todo: list[tuple[str, bytes, dict[str, str]]]) -> None:
        gate.wait()
        for call in todo:
            line.send(*call)

    threads = [threading.Thread(target=run, args=pair) for pair in zip(lines, calls, strict=True)]
    for thread in threads:
        thread.start()
    gate.wait()
    start = time.perf_counter()
    for thread in threads:
        thread.join()
    seconds = time.perf_counter() - start
    results.put(
        (seconds, [t for line in lines for t in line.times], [w for line in lines for w in line.wrong])
    )


def measure(port: int, calls: list[list[tuple[str, bytes, dict[str, str]]]]) -> tuple[float, list[float]]:
    """Return requests a second and the times; SystemExit when any answer was not 200."""
    results: multiprocessing.Queue = multiprocessing.Queue()
    process = multiprocessing.Process(target=drive, args=(port, calls, results))
    process.start()
    seconds, times, wrong = results.get()
    process.join()
    if wrong:
        raise SystemExit(f"answers that are not 200: {sorted(set(wrong))} × {len(wrong)}")
    return len(times) / seconds, times


@contextmanager
def serving(database: str, folder: Path):  # type: ignore[no-untyped-def]
    """Run the production server on a free port."""
    port = databases._free_port()
    environment = os.environ | {
        "BORDERREG_BENCH": "1",
        "BORDERREG_INSTANCE": str(folder),
        "BORDERREG_DATABASE": database,
    }
    command = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port),
        "--workers", str(WORKERS), "--blocking-threads", os.environ.get("BENCH_THREADS", "1"),
        "--log-level", "error", "bench.scan_server:app",
    ]  # fmt: skip
    server = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_until_up(port)
        yield port
    finally:
        server.terminate()
        try:
            server.wait(10)
        except subprocess.TimeoutExpired:
            server.kill()


def wait_until_up(port: int) -> None:
    """Wait until the server answers; SystemExit after a minute."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            Line(port).send("/bench/bare_json", b"{}", {})
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise SystemExit("the server did not start within a minute")


def prepare_calls(engine, database: str):  # type: ignore[no-untyped-def]
    """Certify people, enrol a device for each connection and sign every round's events."""
    app = create_app(Config(instance=preparation.INSTANCE, database=database))
    commander = actor_of(
        engine, make_user(engine, "chihuy", Role.GATE_COMMANDER, "HUUNGHI", "Lương Văn Bình")
    )
    devices = []
    for _ in range(CONNECTIONS):
        device = GateDevice.enrol(engine, app.test_client(), commander)
        assert device.sign_in("chihuy").status_code == 201
        devices.append(device)
    work_list = CertifiedList(engine)
    rounds = []
    for _ in range(ROUNDS):
        calls = []
        for device in devices:
            issued = [work_list.issue() for _ in range(PEOPLE)]
            events = [
                device.event(way, digits=one.digits) for one in issued for way in ("departure", "return")
            ]
            bodies = [
                json.dumps({"device_time": event["occurred_at"], "live": True, "events": [event]}).encode()
                for event in events
            ]
            calls.append(
                [
                    ("/api/v1/events", body, device.headers() | {"X-Signature": device.sign(body)})
                    for body in bodies
                ]
            )
        rounds.append(calls)
    return rounds


def bare(path: str, times: int = PEOPLE * 2) -> list[list[tuple[str, bytes, dict[str, str]]]]:
    """Return the calls of one bare round."""
    return [[(path, b"{}", {})] * times for _ in range(CONNECTIONS)]


def spread(times: list[float]) -> str:
    """Return p50, p95 and p99 in milliseconds."""
    cuts = statistics.quantiles(times, n=100)
    return f"p50 {cuts[49] * 1000:6.1f}  p95 {cuts[94] * 1000:6.1f}  p99 {cuts[98] * 1000:6.1f} ms"


def run(kind: str) -> None:
    """Measure on one database and print the table."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="borderreg-bench-")))
        if kind == "sqlite":
            database = f"sqlite:///{folder / 'bench.sqlite3'}"
            preparation.prepare(make_engine(database))
        else:
            cluster = stack.enter_context(databases.postgresql_cluster(preparation.prepare, durable=True))
            database = stack.enter_context(cluster.database())
        engine = make_engine(database)
        plain = create_engine(engine.url) if kind != "sqlite" else engine
        with plain.connect().execution_options(borderreg_mode="write") as connection:
            BARE.metadata.create_all(connection)
            connection.commit()
        rounds = prepare_calls(engine, database)
        port = stack.enter_context(serving(database, preparation.INSTANCE))
        measure(port, bare("/bench/bare_json", 50))
        table: dict[str, list[tuple[float, list[float]]]] = {"json": [], "insert": [], "scan": []}
        for calls in rounds:
            table["json"].append(measure(port, bare("/bench/bare_json")))
            table["insert"].append(measure(port, bare("/bench/bare_insert")))
            table["scan"].append(measure(port, calls))
        report(kind, table)
        engine.dispose()


def report(kind: str, table: dict[str, list[tuple[float, list[float]]]]) -> None:
    """Print one database's table: medians of the rounds, all times together."""
    rates = {name: statistics.median(rate for rate, _ in rows) for name, rows in table.items()}
    print(f"\n{kind}: {CONNECTIONS} connections, {WORKERS} workers, {ROUNDS} rounds")
    for name, rows in table.items():
        times = [t for _, found in rows for t in found]
        print(f"  {name:7} {rates[name]:7.0f}/s  {spread(times)}")
    print(f"  scan / bare durable insert = {rates['scan'] / rates['insert']:.2f}")
    print(f"  scan / bare json           = {rates['scan'] / rates['json']:.2f}", flush=True)


if __name__ == "__main__":
    for each in sys.argv[1:] or ["sqlite", "postgresql"]:
        run(each)
