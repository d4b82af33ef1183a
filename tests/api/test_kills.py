"""Nothing acknowledged is lost when server and database are killed during uploads (bench/kill_loop.py)."""

import psycopg
import pytest

from bench.kill_loop import Outcome, kill_while_uploading
from tests.databases import PostgresqlDatabases, SqliteDatabases


def assert_nothing_lost(outcome: Outcome) -> None:
    assert outcome.is_clean, outcome
    assert outcome.acknowledged > 0
    assert outcome.interrupted > 0, "no kill met an upload"


def test_killing_the_server_loses_no_acknowledged_event_and_doubles_none(sqlite_databases: SqliteDatabases):
    with sqlite_databases.database() as database:
        assert_nothing_lost(kill_while_uploading(database, 2))


@pytest.mark.postgresql
def test_killing_server_and_database_loses_no_acknowledged_event_and_doubles_none(
    postgresql_databases: PostgresqlDatabases,
):
    with postgresql_databases.database() as database:
        with psycopg.connect(database.replace("+psycopg", ""), autocommit=True) as connection:
            name = connection.info.dbname
            connection.execute(
                f"ALTER DATABASE {name} SET synchronous_commit = on"
            )  # the tests' cluster has it off
        assert_nothing_lost(kill_while_uploading(database, 3, cluster=postgresql_databases))
