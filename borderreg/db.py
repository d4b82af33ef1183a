"""One way to a database: read-only sessions by default, and one helper that writes in one transaction."""

import contextlib
import math
import os
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any, Concatenate, ParamSpec, TypeVar
from weakref import WeakKeyDictionary

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import URL, Connection, Dialect, Engine, Table, create_engine, event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError, DisconnectionError, OperationalError
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from borderreg.domain.errors import Unavailable
from borderreg.drivers import driver_below, driver_under, send_changes
from borderreg.models import Base
from borderreg.prepared import Prepared, finish_changes, remember_driver

if sys.platform == "linux":
    import pysqlite3 as sqlite_module  # newer library than Python's own: WAL-reset fix (ADR 0003)
else:
    import sqlite3 as sqlite_module

if sys.platform != "win32":
    import fcntl
else:
    fcntl = None

P = ParamSpec("P")
T = TypeVar("T")
MODE = "borderreg_mode"
RETRIED = frozenset({"40001", "40P01", "55P03"})
RACES = frozenset({"23505"})
"""A unique violation may be a race of two equal calls: the second try sees what the first one wrote."""
ATTEMPTS = 4
POSTGRESQL_SETTINGS = {
    "lock_timeout": "4s",
    "statement_timeout": "60s",
    "jit": "off",
    "timezone": "UTC",
    "plan_cache_mode": "force_generic_plan",
}
"""Set once for each connection. The plan mode concerns only what is prepared, and only `Prepared` prepares:
planning a scan's nine joins anew cost 10 ms each time, and a prepared LIKE is up to five times slower."""
NEVER_BY_ITSELF = None
"""psycopg prepares nothing: after a rollback it has the server forget what `Prepared` prepared, too."""
IDLE_SECONDS = 5.0
"""A connection that lay idle longer is asked whether it still lives before it is used."""


def make_engine(url: str, **options: Any) -> Engine:
    """Create an engine with the settings of security.md for SQLite or PostgreSQL."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        if parsed.database and parsed.database != ":memory:":
            options.setdefault("pool_use_lifo", True)
        engine = create_engine(parsed, module=sqlite_module, **options)
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    else:
        engine = _postgresql_engine(parsed, **options)
        event.listen(engine, "begin", _begin_postgresql)
        event.listen(engine, "before_cursor_execute", send_changes)
    return engine


def _postgresql_engine(
    url: URL, *, settings: Mapping[str, str] = POSTGRESQL_SETTINGS, **options: Any
) -> Engine:
    given = " ".join(f"-c {name}={value}" for name, value in settings.items())
    options.setdefault("pool_size", 8)
    options.setdefault("max_overflow", 8)
    options.setdefault("pool_use_lifo", True)
    options.setdefault(
        "connect_args", {"connect_timeout": 2, "prepare_threshold": NEVER_BY_ITSELF, "options": given}
    )
    engine = create_engine(url, **options)
    event.listen(engine, "checkin", _note_idle)
    event.listen(engine, "checkout", partial(_ask_idle, engine.dialect))
    return engine


def _note_idle(_connection: Any, record: Any) -> None:
    record.info["idle_since"] = time.monotonic()


def _ask_idle(dialect: Dialect, connection: Any, record: Any, _fairy: Any) -> None:
    """Let the pool open a new connection when one that lay idle is dead; a ping each time costs 150 µs."""
    if time.monotonic() - record.info.get("idle_since", math.inf) < IDLE_SECONDS:
        return
    try:
        dialect.do_ping(connection)
    except dialect.loaded_dbapi.Error as error:
        raise DisconnectionError from error


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "busy_timeout=10000",
        "mmap_size=0",
        "cache_size=-16000",
        "wal_autocheckpoint=4000",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    """Begin for reading or for writing; the PRAGMA makes SQLite forget its compiled statements."""
    writing = connection.get_execution_options().get(MODE) == "write"
    raw: Any = connection.connection.dbapi_connection
    known = connection.connection.info
    if known.get(MODE) is not writing:
        raw.execute(f"PRAGMA query_only={0 if writing else 1}")
        known[MODE] = writing
    raw.execute("BEGIN IMMEDIATE" if writing else "BEGIN")


def _begin_postgresql(connection: Connection) -> None:
    """Say in the BEGIN what the transaction is for."""
    raw: Any = connection.connection.driver_connection
    if not raw.autocommit:
        writing = connection.get_execution_options().get(MODE) == "write"
        driver_below(connection).begin(writing=writing)


class Database(SQLAlchemy):
    """Flask-SQLAlchemy with our own engines, so that pages, API and command line share their settings."""

    def _make_engine(self, bind_key: str | None, options: dict[str, Any], app: Any) -> Engine:  # noqa: ARG002
        return make_engine(str(options.pop("url")), **options)


db = Database(model_class=Base, session_options={"expire_on_commit": False})


@contextlib.contextmanager
def _writers_turn(engine: Engine) -> Iterator[None]:
    """Queue writers of all processes in front of SQLite's own lock, which is not fair (performance.md)."""
    path = engine.url.database if engine.dialect.name == "sqlite" else None
    if fcntl is None or not path or path == ":memory:":
        yield
        return
    handle = os.open(f"{path}.writers", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def write(use_case: Callable[Concatenate[Session, P], T], /, *args: P.args, **kwargs: P.kwargs) -> T:
    """Run a use case in one writing transaction on the application's database and commit it."""
    if db.session.registry.has():
        db.session.rollback()
    return write_on(db.engine, use_case, *args, **kwargs)


def write_on(
    engine: Engine, use_case: Callable[Concatenate[Session, P], T], /, *args: P.args, **kwargs: P.kwargs
) -> T:
    """Run a use case in one writing transaction; retry serialization failures at most three times."""
    for attempt in range(ATTEMPTS):
        try:
            return _write_once(engine, use_case, *args, **kwargs)
        except (OperationalError, DBAPIError) as error:
            if not _is_transient(error) or attempt == ATTEMPTS - 1:
                if _is_outage(error):
                    raise Unavailable("database unavailable") from error
                raise
            time.sleep(0.01 * (attempt + 1))
    raise AssertionError("unreachable")


def _write_once(
    engine: Engine, use_case: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs
) -> T:
    with _writers_turn(engine), Session(engine, expire_on_commit=False) as session:
        session.connection(execution_options={MODE: "write"})
        remember_driver(session)
        result = use_case(session, *args, **kwargs)
        finish_changes(session)
        session.commit()
        return result


def _sqlstate(error: DBAPIError) -> str | None:
    return getattr(error.orig, "sqlstate", None)


def _is_transient(error: DBAPIError) -> bool:
    return _sqlstate(error) in RETRIED | RACES


def _is_outage(error: DBAPIError) -> bool:
    if isinstance(error.orig, sqlite_module.OperationalError):
        return "locked" in str(error.orig) or "disk" in str(error.orig) or "unable to open" in str(error.orig)
    return _sqlstate(error) in RETRIED or error.connection_invalidated or isinstance(error, OperationalError)


def ask(engine: Engine, statement: Prepared, values: Mapping[str, Any]) -> list[Any]:
    """Run one reading statement in no transaction and return its rows."""
    dialect: Any = engine.dialect
    try:
        fairy = _asking(engine).raw_connection()
    except dialect.loaded_dbapi.Error as error:
        raise Unavailable("database unavailable") from error
    try:
        raw: Any = fairy.driver_connection
        driver = driver_under(raw, engine.dialect, fairy.info, fairy.invalidate)
        return statement.rows_from(driver, values)
    finally:
        fairy.close()


_askers: WeakKeyDictionary[Engine, Engine] = WeakKeyDictionary()


def _asking(engine: Engine) -> Engine:
    """Return the engine beside an engine whose connections never begin a transaction and cannot write."""
    if engine.dialect.name == "sqlite":
        return engine
    if engine not in _askers:
        settings = {**POSTGRESQL_SETTINGS, "default_transaction_read_only": "on"}
        beside = _postgresql_engine(
            engine.url, settings=settings, isolation_level="AUTOCOMMIT", pool_reset_on_return=None
        )
        event.listen(engine, "engine_disposed", lambda _engine: beside.dispose())
        _askers[engine] = beside
    return _askers[engine]


def insert_or_ignore(session: Session, table: Table) -> Any:
    """Return an INSERT that leaves an existing row alone: the same words on both databases."""
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    return dialect.insert(table).on_conflict_do_nothing()


@contextlib.contextmanager
def read_on(engine: Engine) -> Iterator[Session]:
    """Open a read-only session outside a request."""
    with Session(engine) as session:
        yield session


__all__ = [
    "Database",
    "NullPool",
    "ask",
    "db",
    "insert_or_ignore",
    "make_engine",
    "read_on",
    "sqlite_module",
    "write",
    "write_on",
]
