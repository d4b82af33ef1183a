"""Figures on years of crossings, a million a year: read from tallies, and the plain way, from the log.

    python -m bench.bench_figures [sqlite|postgresql] [years, 1 by default]

One run fills a database, adds the tallies up, and times each page's questions both ways, with the bare count
of a month of events as calibration; then scans with and without the trigger that tells what is to be folded.
The cost should follow the period that is asked for, not the years that lie behind it.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, func, select, text

from bench.crossings_fill import AT, fill
from borderreg.app import create_app
from borderreg.config import Config
from borderreg.db import make_engine, read_on, write_on
from borderreg.domain.access import Actor, Role
from borderreg.domain.periods import Period, current_period, parse_period
from borderreg.models import Event, Organisation
from borderreg.reports import REPORTS
from borderreg.reports.asking import rows_behind
from borderreg.reports.compared import compared
from borderreg.reports.month_figures import month_counts
from borderreg.reports.overview import overview
from borderreg.reports.pivots import pivot
from borderreg.reports.questions import Asked
from borderreg.reports.scope import Scope
from borderreg.services.tallies import fold_changes, rebuild_tallies
from tests import databases, preparation
from tests.crossings import CertifiedList, GateDevice, actor_of, make_user

PERIODS = (current_period(AT.date()), parse_period("2026-Q3"), parse_period("2025"))
SETTINGS = (
    " -c shared_buffers=2GB -c work_mem=64MB -c max_wal_size=16GB -c wal_level=minimal -c max_wal_senders=0"
)
SCANS, BLOCKS = 24, 8
TRIGGER = "events_insert_tally"


def pages(actor: Actor, commune: Actor) -> dict[str, Callable[[Any, Period], object]]:
    """Return the questions of each page, by name."""

    def asked(period: Period) -> Asked:
        return Asked(scope=Scope(None), at=AT, period=period)

    def cross(session: Any, period: Period) -> object:
        question = replace(REPORTS["crossings"])
        return pivot(
            session, question, asked=asked(period), measure="departed", down="commune", across="permit"
        )

    def month(session: Any, period: Period) -> object:
        return month_counts(
            session,
            organisation_id=commune.organisation_id,
            first=period.first,
            last=period.last,
            at=AT,
            since=None,
        )

    return {
        "first page": lambda s, p: overview(s, actor=actor, at=AT, period=p),
        "crossings by employer": lambda s, p: compared(
            s, REPORTS["crossings"], asked=asked(p), by="employer"
        ),
        "cross table of people": cross,
        "refusals by reason": lambda s, p: compared(s, REPORTS["refusals"], asked=asked(p), by="reason"),
        "overdue list": lambda s, p: rows_behind(s, REPORTS["overdue"], asked=asked(p)),
        "a commune's month": month,
    }


def timed(act: Callable[[], object], most: int = 3) -> float:
    """Return the median seconds of a few calls; slow ones are called once."""
    times = []
    for _ in range(most):
        start = time.perf_counter()
        act()
        times.append(time.perf_counter() - start)
        if times[-1] > 2:
            break
    return statistics.median(times)


def measure(engine: Engine, *, plain: bool) -> dict[tuple[str, str], float]:
    """Time every page for every period, from the tallies or from the log."""
    complete = text(f"UPDATE tally_state SET complete = {'false' if plain else 'true'}")
    write_on(engine, lambda s: s.execute(complete))
    with read_on(engine) as session:
        places = {row.code: row for row in session.scalars(select(Organisation))}
    actor = Actor(None, "bench", "Bench", Role.FOREIGN_AFFAIRS, places["SNGV"].id, "SNGV", "cli")
    commune = Actor(None, "bench", "Bench", Role.COMMUNE_CHIEF, places["06184"].id, "06184", "cli")
    found = {}
    for period in PERIODS[:1] if plain else PERIODS:
        for name, ask in pages(actor, commune).items():
            with read_on(engine) as session:
                if not plain:
                    ask(session, period)  # the first reading fills the cache of the database
                most = 1 if plain else 3
                found[name, period.slug] = timed(lambda s=session, a=ask, p=period: a(s, p), most)
            print(f"    {'plain' if plain else 'tallies'} {name}, {period.slug}:", end=" ")
            print(f"{found[name, period.slug] * 1000:.0f} ms", flush=True)
    return found


def bare(engine: Engine) -> float:
    """Return the seconds of counting a month of events, nothing else."""
    days = Event.local_day.between(PERIODS[0].first, PERIODS[0].last)
    with read_on(engine) as session:
        return timed(lambda: session.scalar(select(func.count()).select_from(Event).where(days)))


def scans(engine: Engine, database: str) -> tuple[float, float]:
    """Return the median seconds of a live scan with and without the trigger, in alternating blocks."""
    app = create_app(Config(instance=preparation.INSTANCE, database=database))
    commander = actor_of(
        engine, make_user(engine, "chihuy", Role.GATE_COMMANDER, "HUUNGHI", "Lương Văn Bình")
    )
    device = GateDevice.enrol(engine, app.test_client(), commander)
    assert device.sign_in("chihuy").status_code == 201
    work_list = CertifiedList(engine)
    off, on = switch(engine)
    times: dict[bool, list[float]] = {True: [], False: []}
    for block in range(BLOCKS):
        turned_on = block % 2 == 0
        write_on(engine, lambda s, words=on if turned_on else off: s.execute(text(words)))
        people = [work_list.issue() for _ in range(SCANS)]
        for person in people:
            start = time.perf_counter()
            answer = device.send(device.event("departure", digits=person.digits), live=True)
            assert answer.status_code == 200
            times[turned_on].append(time.perf_counter() - start)
    write_on(engine, lambda s: s.execute(text(on)))
    return statistics.median(times[True]), statistics.median(times[False])


def switch(engine: Engine) -> tuple[str, str]:
    """Return the statements that turn the trigger of events off and on again."""
    if engine.dialect.name == "postgresql":
        return tuple(f"ALTER TABLE events {way} TRIGGER {TRIGGER}" for way in ("DISABLE", "ENABLE"))  # type: ignore[return-value]
    again = (
        f"CREATE TRIGGER IF NOT EXISTS {TRIGGER} AFTER INSERT ON events"
        " BEGIN INSERT INTO tally_changes (event_id) VALUES (NEW.id); END"
    )
    return f"DROP TRIGGER IF EXISTS {TRIGGER}", again


@contextmanager
def opened(kind: str, stack: ExitStack) -> Iterator[tuple[Engine, str]]:
    """Give a fresh prepared database and its address."""
    if kind == "sqlite":
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="borderreg-bench-")))
        database = f"sqlite:///{folder / 'bench.sqlite3'}"
        preparation.prepare(make_engine(database))
    else:
        cluster = stack.enter_context(databases.postgresql_cluster(preparation.prepare))
        cluster.stop()
        cluster.settings += SETTINGS
        cluster.start()
        database = stack.enter_context(cluster.database())
    engine = make_engine(database)
    yield engine, database
    engine.dispose()


def run(kind: str, years: int) -> None:
    """Fill, add up, measure and print one kind of database."""
    with ExitStack() as stack:
        engine, _ = stack.enter_context(opened(kind, stack))
        seconds = timed(lambda: print(f"\n{kind}, {years} years: {fill(engine, years)}", flush=True), 1)
        print(f"  filled in {seconds:.0f} s", flush=True)
        seconds = timed(lambda: write_on(engine, _rebuild), 1)
        print(f"  tallies added up from nothing in {seconds:.0f} s", flush=True)
        if kind == "postgresql":
            with engine.connect().execution_options(
                isolation_level="AUTOCOMMIT", borderreg_mode="write"
            ) as raw:
                raw.execute(text("SET statement_timeout = 0"))
                raw.execute(text("ANALYZE"))
        calibration = bare(engine)
        print(f"  calibration, bare count of a month of events: {calibration * 1000:.1f} ms", flush=True)
        report(measure(engine, plain=False), measure(engine, plain=True), calibration)


def run_scans(kind: str) -> None:
    """Measure what scans pay, on a database of their own."""
    with ExitStack() as stack:
        engine, database = stack.enter_context(opened(kind, stack))
        with_, without = scans(engine, database)
        print(f"\n{kind}: a live scan {with_ * 1000:.2f} ms with the trigger, ", end="")
        print(f"{without * 1000:.2f} ms without: {with_ / without:.2f} times")
        waiting = timed(lambda: write_on(engine, fold_changes, at=AT), 1)
        print(f"  folding {SCANS * BLOCKS // 2} scans: {waiting * 1000:.0f} ms", flush=True)


def _rebuild(session: Any) -> object:
    return rebuild_tallies(session, actor=preparation.operator(session), at=AT)


def report(tallied: dict[tuple[str, str], float], plain: dict[tuple[str, str], float], unit: float) -> None:
    """Print a line for each page and period."""
    print(f"  {'page':24}{'period':14}{'tallies ms':>12}{'plain ms':>12}{'tallies/bare':>14}")
    for (name, period), seconds in tallied.items():
        other = plain.get((name, period))
        shown = f"{other * 1000:12.0f}" if other is not None else f"{'':>12}"
        print(f"  {name:24}{period:14}{seconds * 1000:12.0f}{shown}{seconds / unit:14.1f}", flush=True)


if __name__ == "__main__":
    preparation.open_test_vault()
    wanted = [name for name in sys.argv[1:] if not name.isdigit()] or ["sqlite", "postgresql"]
    for each in wanted:
        run(each, next((int(word) for word in sys.argv[1:] if word.isdigit()), 1))
        run_scans(each)
