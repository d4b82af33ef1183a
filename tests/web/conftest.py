"""The site: the application with people who log in; on SQLite, and on both databases where it matters."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from jinja2 import FileSystemBytecodeCache

from borderreg.app import create_app
from borderreg.config import Config
from borderreg.db import db
from borderreg.services import passwords
from tests.databases import SqliteDatabases
from tests.preparation import INSTANCE
from tests.web.site import Clock, Site


@pytest.fixture(autouse=True)
def _quick_passwords(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Hash with the smallest parameters: what is tested is that it is hashed, not how long it takes."""
    monkeypatch.setattr(passwords, "_hasher", PasswordHasher(time_cost=1, memory_cost=64, parallelism=1))
    passwords._dummy.cache_clear()
    yield
    passwords._dummy.cache_clear()


@pytest.fixture(scope="session")
def template_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where compiled templates wait for the next test's application."""
    return tmp_path_factory.mktemp("templates")


@contextmanager
def _running(url: str, at: datetime, cache: Path) -> Iterator[Site]:
    clock = Clock(at)
    app = create_app(Config(instance=INSTANCE, database=url, extra={"CLOCK": clock, "QUIET": True}))
    app.jinja_env.bytecode_cache = FileSystemBytecodeCache(str(cache))
    with app.app_context():
        engine = db.engine
    yield Site(app, engine, clock)
    engine.dispose()


@pytest.fixture
def site(sqlite_databases: SqliteDatabases, at: datetime, template_cache: Path) -> Iterator[Site]:
    """The application at Sunday 22 November 2026, 08:00 in Hanoi, until the test moves the clock."""
    with sqlite_databases.database() as url, _running(url, at, template_cache) as site:
        yield site


@pytest.fixture
def site_on_both(database_url: str, at: datetime, template_cache: Path) -> Iterator[Site]:
    """The same on each of the two databases."""
    with _running(database_url, at, template_cache) as site:
        yield site
