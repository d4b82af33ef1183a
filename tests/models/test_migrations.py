"""Migrations: numbered, one head, up and down on both databases, and equal to the models."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from sqlalchemy import Engine, inspect, text
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.types import TypeDecorator

from borderreg import migrations
from borderreg.db import MODE, make_engine
from borderreg.models import Base
from tests.databases import PostgresqlDatabases, SqliteDatabases

LOGS = ("events", "event_conflicts", "entry_changes", "duplicate_decisions")
SAMPLES = {
    UUID: UUID(int=7),
    str: "x",
    bytes: bytes(32),
    int: 1,
    bool: True,
    object: [],  # JSON
    datetime: datetime(2026, 11, 22, 1, tzinfo=UTC),
    date: date(2026, 11, 22),
}


def empty(engine: Engine) -> Engine:
    """Take every table away."""
    migrations.downgrade(engine, "base")
    return engine


@pytest.fixture
def other(request: pytest.FixtureRequest, engine: Engine) -> Iterator[Engine]:
    """A second database of the same system whose tables come straight from the models."""
    databases: SqliteDatabases | PostgresqlDatabases = request.getfixturevalue(
        f"{engine.dialect.name}_databases"
    )
    with databases.database() as url:
        second = empty(make_engine(url))
        with second.connect().execution_options(**{MODE: "write"}) as connection:
            Base.metadata.create_all(connection)
            connection.commit()
        yield second
        second.dispose()


def index_words(index) -> str:
    """Describe an index with its condition."""
    options = {name: str(value) for name, value in index.get("dialect_options", {}).items()}
    return str(dict(index) | {"dialect_options": options})


def shape(engine: Engine, table: str) -> dict[str, object]:
    """Describe a table fully: columns, keys, indexes and checks, without their order."""
    found = inspect(engine)
    return {
        "columns": {c["name"]: (str(c["type"]), c["nullable"]) for c in found.get_columns(table)},
        "primary": found.get_pk_constraint(table),
        "unique": sorted(str(u) for u in found.get_unique_constraints(table)),
        "foreign": sorted(str(f) for f in found.get_foreign_keys(table)),
        "indexes": sorted(index_words(i) for i in found.get_indexes(table)),
        "checks": sorted((str(c["name"]), c["sqltext"]) for c in found.get_check_constraints(table)),
    }


def test_migrated_tables_equal_the_models(engine, other):
    assert migrations.differences(engine) == []
    for table in Base.metadata.tables:
        assert shape(engine, table) == shape(other, table)


def test_down_leaves_nothing_and_up_again_gives_the_same(engine):
    before = {table: shape(engine, table) for table in Base.metadata.tables}
    empty(engine)
    assert set(inspect(engine).get_table_names()) <= {"alembic_version"}
    assert migrations.upgrade(engine) == migrations.head() == migrations.current(engine)
    assert {table: shape(engine, table) for table in Base.metadata.tables} == before


def test_every_single_step_goes_down_and_up(engine):
    while migrations.current(engine):
        here = migrations.current(engine)
        migrations.downgrade(engine, "-1")
        assert migrations.upgrade(engine, here) == here
        migrations.downgrade(engine, "-1")
    assert migrations.upgrade(engine) == migrations.head()


def test_upgrading_twice_is_harmless(engine):
    assert migrations.upgrade(engine) == migrations.upgrade(engine)


def test_a_difference_from_the_models_is_named(engine):
    with engine.connect().execution_options(**{MODE: "write"}) as connection:
        connection.execute(text("DROP TABLE form_drafts"))
        connection.commit()
    assert any("form_drafts" in line for line in migrations.differences(engine))


@pytest.mark.parametrize("log", LOGS)
@pytest.mark.parametrize("statement", ["UPDATE {log} SET id = id", "DELETE FROM {log}"])
def test_the_database_refuses_to_change_a_log(engine, log, statement):
    with engine.connect().execution_options(**{MODE: "write"}) as connection:
        add_fact(connection, log)
        with pytest.raises((IntegrityError, DBAPIError), match="appended, never changed"):
            connection.execute(text(statement.format(log=log)))


@pytest.mark.postgresql
def test_a_log_cannot_be_truncated(postgresql_databases):
    with postgresql_databases.database() as url:
        engine = make_engine(url)
        with (
            engine.connect().execution_options(**{MODE: "write"}) as connection,
            pytest.raises(DBAPIError, match="appended, never changed"),
        ):
            connection.execute(text("TRUNCATE event_conflicts"))
        engine.dispose()


def sample(kind):
    """Return a value of a column's type."""
    if isinstance(kind, TypeDecorator):
        kind = kind.impl_instance
    return SAMPLES[kind.python_type]


def add_fact(connection, log):
    """Insert one row that refers to nothing (never committed)."""
    sqlite = connection.dialect.name == "sqlite"
    connection.execute(
        text("PRAGMA defer_foreign_keys=ON" if sqlite else "SET session_replication_role = replica")
    )
    table = Base.metadata.tables[log]
    values = {c.name: sample(c.type) for c in table.c if not c.nullable}
    if log == "events":
        values |= {"kind": "departure", "direction": "departure", "verdict": "accept"}
    connection.execute(table.insert().values(values))
    if not sqlite:
        connection.execute(text("SET session_replication_role = origin"))
