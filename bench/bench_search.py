"""Search 100,000 invented people: p50 and p95 for each kind of query, by a commune and by the province.

    python -m bench.bench_search [sqlite|postgresql] [people]

Calibration, in the same run: the usual way, one LIKE over every name of the province. The ratio is the p95 of
a search (found, ranked, masked, decrypted for display; without the log's commit) to the median of that scan.
The last line is a whole search with its audit record and its durable commit.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

from sqlalchemy import Engine, func, select, text
from sqlalchemy.orm import Session

from bench.people_fill import AT, fill, people
from borderreg.db import make_engine, write_on
from borderreg.domain.access import Actor
from borderreg.domain.names import plain_text
from borderreg.domain.search_terms import read_search
from borderreg.models import WorkerRecord
from borderreg.services import search as search_service
from tests import databases, preparation

PEOPLE = next((int(word) for word in sys.argv[1:] if word.isdigit()), 100_000)
ROUNDS = 15
SHOWN = 20


def queries() -> dict[str, list[str]]:
    """Return texts to search for, by kind: of people who are there, as officers type them."""
    some = list(people(Random(2026), 40))  # the first ones that `fill` stored
    names = [person.name for person in some]
    return {
        "whole name with accents": names,
        "whole name without": [plain_text(name) for name in names],
        "given name": [name.split()[-1].ljust(3) + " " + name.split()[0] for name in names],
        "begun: 'nong thi m'": [
            " ".join((*plain_text(n).split()[:2], plain_text(n).split()[-1][0])) for n in names
        ],
        "one common word: thi": ["thi", "van", "nong", "hoang"] * 10,
        "three letters begun": [plain_text(name.split()[-1])[:3].ljust(3, "n") for name in names],
        "part inside: 'uye'": ["uye", "uon", "hau", "ien", "oan", "ang", "inh", "uan"] * 5,
        "rare pair: thi van": ["thi van", "mui van", "thi huu", "a thi"] * 10,
        "name and year": [f"{plain_text(p.name)} {p.birth.year}" for p in some],
        "nobody": ["zzz", "khong co ai", "xyz thi", "qwe van"] * 10,
        "last four": [f"{number:04d}" for number in range(0, 4000, 100)],
        "personal number": [person.personal_id for person in some],
        "phone": [person.phone.replace("+84", "0") for person in some],
        "document": [f"C{number:07d}" for number in range(0, 40_000, 1000)],
        "list number": ["5/2026", "05/DS-CAX", "12/26", "999/2026"] * 10,
    }


def ask(engine: Engine, actor: Actor, words: str) -> int:
    """Search as the page does, without writing: find, rank, mask; return how many were found."""
    with Session(engine) as session:
        wanted = read_search(words)
        ids = search_service._record_ids(session, actor, wanted, SHOWN + 1)
        found = search_service._shown(session, actor, wanted, ids[:SHOWN], AT.date())
        return len(found)


def scan(engine: Engine) -> float:
    """Return the seconds of the usual way: LIKE over every name."""
    start = time.perf_counter()
    with Session(engine) as session:
        found = WorkerRecord.search_key.contains("mui")
        session.scalar(select(func.count()).select_from(WorkerRecord).where(found))
    return time.perf_counter() - start


def timed(act: Callable[[], object]) -> float:
    """Return the seconds of one call."""
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


def p95(times: list[float]) -> float:
    """Return the 95th percentile."""
    return sorted(times)[int(len(times) * 0.95)]


def measure(kind: str, engine: Engine, actors: dict[str, Actor]) -> None:
    """Print a table: one line for each kind of query and scope."""
    ask(engine, actors["province"], "nong thi mui")
    usual = statistics.median(scan(engine) for _ in range(ROUNDS))
    print(f"\n{kind}: {PEOPLE} people; the usual way (one LIKE over all names): {usual * 1000:.1f} ms")
    print(f"  {'query':28}{'scope':10}{'found':>7}{'p50 ms':>9}{'p95 ms':>9}{'p95/usual':>11}")
    worst = 0.0
    for name, texts in queries().items():
        for scope, actor in actors.items():
            times, found = [], 0
            for words in texts:
                found += ask(engine, actor, words)
                times.append(timed(lambda actor=actor, words=words: ask(engine, actor, words)))
            worst = max(worst, p95(times))
            print(
                f"  {name:28}{scope:10}{found / len(texts):7.1f}{statistics.median(times) * 1000:9.1f}"
                f"{p95(times) * 1000:9.1f}{p95(times) / usual:11.2f}"
            )
    whole = [
        timed(
            lambda words=words: write_on(
                engine, search_service.search_people, actor=actors["province"], text=words, at=AT, limit=SHOWN
            )
        )
        for words in queries()["begun: 'nong thi m'"]
    ]
    print(
        f"  a whole search with its audit record and commit: p50 {statistics.median(whole) * 1000:.1f} ms,",
        end="",
    )
    print(f" p95 {p95(whole) * 1000:.1f} ms; slowest p95 of all kinds {worst * 1000:.1f} ms", flush=True)


@contextmanager
def opened(kind: str) -> Iterator[Engine]:
    """Give a fresh prepared database of a kind."""
    if kind == "sqlite":
        with tempfile.TemporaryDirectory(prefix="borderreg-bench-") as folder:
            engine = make_engine(f"sqlite:///{Path(folder) / 'bench.sqlite3'}")
            preparation.prepare(engine)
            yield engine
            engine.dispose()
        return
    with (
        databases.postgresql_cluster(preparation.prepare, durable=True) as cluster,
        cluster.database() as url,
    ):
        engine = make_engine(url)
        yield engine
        engine.dispose()


def run(kind: str) -> None:
    """Fill, measure and print one kind of database."""
    with opened(kind) as engine:
        seconds = time.perf_counter()
        actors = fill(engine, PEOPLE)
        print(f"\n{kind}: stored {PEOPLE} people in {time.perf_counter() - seconds:.0f} s")
        if kind == "postgresql":
            with engine.connect().execution_options(
                isolation_level="AUTOCOMMIT", borderreg_mode="write"
            ) as raw:
                raw.execute(text("ANALYZE"))
        measure(kind, engine, actors)


if __name__ == "__main__":
    preparation.open_test_vault()
    for each in [word for word in sys.argv[1:] if not word.isdigit()] or ["sqlite", "postgresql"]:
        run(each)
