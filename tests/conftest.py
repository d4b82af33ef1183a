"""Fixtures that every test may use: databases, keys, the application and its inspecting client."""

import os
import tempfile
from collections.abc import Generator, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine

from borderreg.db import db
from tests.client import InspectingClient
from tests.databases import PostgresqlDatabases, SqliteDatabases, postgresql_cluster, quick_folder
from tests.preparation import open_test_vault, prepare
from tests.reuse import application_for, engine_for

CI = os.environ.get("CI", "") not in ("", "0", "false")
BOTH = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Turn a test that leaves itself out into a failure in CI: there nothing may be left out."""
    report = yield
    if CI and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"left out in CI: {report.longrepr}"
    return report


@pytest.fixture(scope="session")
def sqlite_databases() -> Iterator[SqliteDatabases]:
    """One prepared SQLite file per run."""
    with tempfile.TemporaryDirectory(prefix="borderreg-sqlite-", dir=quick_folder()) as folder:
        yield SqliteDatabases(Path(folder), prepare)


@pytest.fixture(scope="session")
def postgresql_databases() -> Iterator[PostgresqlDatabases]:
    """One PostgreSQL cluster per run (per worker under xdist)."""
    with postgresql_cluster(prepare) as cluster:
        yield cluster


@pytest.fixture(autouse=True)
def vault() -> None:
    """The keys that the template databases were made with."""
    open_test_vault()


@pytest.fixture(params=BOTH)
def database_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """A fresh database with the reference data, on each of the two systems."""
    with request.getfixturevalue(f"{request.param}_databases").database() as url:
        yield url


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """The engine of a fresh database."""
    engine = engine_for(database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def at() -> datetime:
    """Sunday 22 November 2026, 08:00 in Hanoi."""
    return datetime(2026, 11, 22, 1, 0, tzinfo=UTC)


@pytest.fixture
def clock(at: datetime) -> list[datetime]:
    """The application's clock: set `clock[0]` to move it."""
    return [at]


@pytest.fixture
def app(database_url: str, engine: Engine, clock: list[datetime]) -> Iterator[Flask]:
    """The application on the test's database, with a clock that stands still."""
    app = application_for(database_url, CLOCK=lambda: clock[0], TESTING=True)
    app.test_client_class = InspectingClient
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A client that inspects every page it fetches."""
    return app.test_client()


@pytest.fixture
def instance(tmp_path: Path) -> Path:
    """An empty instance folder."""
    folder = tmp_path / "instance"
    folder.mkdir()
    return folder
