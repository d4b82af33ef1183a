"""Fixtures that every test may use: databases, keys, the application and its inspecting client."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine

from borderreg.db import make_engine
from tests.databases import PostgresqlDatabases, SqliteDatabases, postgresql_cluster
from tests.preparation import prepare

BOTH = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)]


@pytest.fixture(scope="session")
def sqlite_databases(tmp_path_factory: pytest.TempPathFactory) -> SqliteDatabases:
    """One prepared SQLite file per run."""
    return SqliteDatabases(tmp_path_factory.mktemp("sqlite"), prepare)


@pytest.fixture(scope="session")
def postgresql_databases() -> Iterator[PostgresqlDatabases]:
    """One PostgreSQL cluster per run (per worker under xdist)."""
    with postgresql_cluster(prepare) as cluster:
        yield cluster


@pytest.fixture(params=BOTH)
def database_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """A fresh database with the reference data, on each of the two systems."""
    with request.getfixturevalue(f"{request.param}_databases").database() as url:
        yield url


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """The engine of a fresh database."""
    engine = make_engine(database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def at() -> datetime:
    """Sunday 22 November 2026, 08:00 in Hanoi."""
    return datetime(2026, 11, 22, 1, 0, tzinfo=UTC)


@pytest.fixture
def instance(tmp_path: Path) -> Path:
    """An empty instance folder."""
    folder = tmp_path / "instance"
    folder.mkdir()
    return folder
