"""Real databases, thrown away: a SQLite file and a PostgreSQL database per test, copied from a template."""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import Engine

from borderreg.db import make_engine

ROOM = 2 * 1024**3
Prepare = Callable[[Engine], None]
POSTGRESQL_BIN = next((p for p in sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)), None)


def _as_postgres(*command: str | Path) -> list[str]:
    words = [str(word) for word in command]
    return ["runuser", "-u", "postgres", "--", *words] if os.geteuid() == 0 else words


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def quick_folder() -> str | None:
    """Return a folder in memory for databases that are thrown away, None where there is no room for them."""
    memory = Path("/dev/shm")
    if os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > ROOM:
        return str(memory)
    return None


class SqliteDatabases:
    """Copies of one prepared SQLite file."""

    def __init__(self, folder: Path, prepare: Prepare) -> None:
        self.folder = folder
        self.template = folder / "template.sqlite3"
        engine = make_engine(f"sqlite:///{self.template}")
        prepare(engine)
        with engine.connect() as connection:
            connection.exec_driver_sql("SELECT 1")
        engine.dispose()

    @contextmanager
    def database(self) -> Iterator[str]:
        """Give the URL of a fresh copy and remove it afterwards."""
        copy = self.folder / f"{uuid.uuid4().hex}.sqlite3"
        for suffix in ("", "-wal"):
            part = Path(f"{self.template}{suffix}")
            if part.exists():
                shutil.copyfile(part, f"{copy}{suffix}")
        try:
            yield f"sqlite:///{copy}"
        finally:
            for part in self.folder.glob(f"{copy.name}*"):
                part.unlink()


class PostgresqlDatabases:
    """Databases of one throw-away cluster, each made from a prepared template."""

    def __init__(self, folder: Path, prepare: Prepare, *, durable: bool = False) -> None:
        if POSTGRESQL_BIN is None:
            if os.environ.get("CI"):
                pytest.fail("PostgreSQL is not installed, and nothing may be left out in CI")
            pytest.skip("left out: PostgreSQL is not installed")
        self.data = folder / "pg"
        self.data.mkdir()
        if os.geteuid() == 0:
            folder.chmod(0o755)
            shutil.chown(self.data, "postgres", "postgres")
        self.port = _free_port()
        subprocess.run(
            _as_postgres(
                POSTGRESQL_BIN / "initdb", "-D", self.data, "-U", "borderreg", "-A", "trust", "-E", "UTF8",
                "--locale=C.UTF-8", "--no-sync",
            ),
            check=True,
            capture_output=True,
        )  # fmt: skip
        settings = f"-p {self.port} -h 127.0.0.1 -k {self.data} -c max_connections=200 -c shared_buffers=64MB"
        if not durable:
            settings += " -c fsync=off -c synchronous_commit=off -c full_page_writes=off"
        self.settings = settings
        self.start()
        self._execute("CREATE DATABASE template_borderreg")
        engine = make_engine(self.url("template_borderreg"))
        prepare(engine)
        engine.dispose()

    def start(self) -> None:
        """Start the cluster and wait until it answers."""
        program = POSTGRESQL_BIN / "pg_ctl"
        how = ("-D", self.data, "-w", "-l", self.data / "log", "-o", self.settings)
        subprocess.run(_as_postgres(program, *how, "start"), check=True, capture_output=True)

    def kill(self) -> None:
        """End every process of the cluster as a power cut would, by SIGKILL."""
        first = int((self.data / "postmaster.pid").read_text().split()[0])
        found = subprocess.run(["pgrep", "-P", str(first)], capture_output=True, text=True)
        for process in (first, *map(int, found.stdout.split())):
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        while any(Path(f"/proc/{process}").exists() for process in map(int, found.stdout.split())):
            time.sleep(0.02)

    def url(self, name: str) -> str:
        """Return the SQLAlchemy URL of a database of the cluster."""
        return f"postgresql+psycopg://borderreg@127.0.0.1:{self.port}/{name}"

    def _execute(self, statement: str) -> None:
        with psycopg.connect(
            f"postgresql://borderreg@127.0.0.1:{self.port}/postgres", autocommit=True
        ) as connection:
            connection.execute(statement)

    @contextmanager
    def database(self, template: str = "template_borderreg") -> Iterator[str]:
        """Give the URL of a fresh copy and drop it afterwards."""
        name = f"t_{uuid.uuid4().hex}"
        self._execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        try:
            yield self.url(name)
        finally:
            self._execute(f"DROP DATABASE {name} WITH (FORCE)")

    def stop(self) -> None:
        """Stop the cluster at once; its folder goes with the run."""
        subprocess.run(
            _as_postgres(POSTGRESQL_BIN / "pg_ctl", "-D", self.data, "-m", "immediate", "stop"),
            check=True,
            capture_output=True,
        )


@contextmanager
def postgresql_cluster(prepare: Prepare, *, durable: bool = False) -> Iterator[PostgresqlDatabases]:
    """Run a cluster for as long as the block lasts; a durable one syncs every commit, for benchmarks."""
    place = None if durable else quick_folder()
    with tempfile.TemporaryDirectory(prefix="borderreg-pg-", dir=place) as folder:
        cluster = PostgresqlDatabases(Path(folder), prepare, durable=durable)
        try:
            yield cluster
        finally:
            cluster.stop()
