"""The site: the application with people who log in; on SQLite, and on both databases where it matters."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

import pytest
from argon2 import PasswordHasher
from flask import Flask

from borderreg.db import db
from borderreg.services import passwords
from tests.databases import SqliteDatabases
from tests.reuse import application_for, new_application
from tests.web.site import Clock, Site


@pytest.fixture(autouse=True)
def _quick_passwords(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Hash with the smallest parameters: what is tested is that it is hashed, not how long it takes."""
    monkeypatch.setattr(passwords, "_hasher", PasswordHasher(time_cost=1, memory_cost=64, parallelism=1))
    passwords._dummy.cache_clear()
    yield
    passwords._dummy.cache_clear()


@contextmanager
def _running(url: str, at: datetime, build: Callable[..., Flask] = application_for) -> Iterator[Site]:
    clock = Clock(at)
    app = build(url, CLOCK=clock, QUIET=True)
    with app.app_context():
        engine = db.engine
    yield Site(app, engine, clock)
    engine.dispose()


@pytest.fixture
def site(sqlite_databases: SqliteDatabases, at: datetime) -> Iterator[Site]:
    """The application at Sunday 22 November 2026, 08:00 in Hanoi, until the test moves the clock."""
    with sqlite_databases.database() as url, _running(url, at) as site:
        yield site


@pytest.fixture
def site_to_change(sqlite_databases: SqliteDatabases, at: datetime) -> Iterator[Site]:
    """The same with an application of its own, which the test may change."""
    with sqlite_databases.database() as url, _running(url, at, new_application) as site:
        yield site


@pytest.fixture
def site_on_both(database_url: str, at: datetime) -> Iterator[Site]:
    """The same on each of the two databases."""
    with _running(database_url, at) as site:
        yield site
