"""The drivers under SQLAlchemy, for statements that are always the same (prepared.py, adr/0005-server.md).

PostgreSQL is asked through libpq's own calls: of the 115 µs that a cursor of psycopg takes, 70 are its own.
Changes of it wait for each other and travel as one statement: one round trip instead of four.
"""

import re
from collections.abc import Callable, MutableMapping, Sequence
from functools import lru_cache, partial
from typing import Any, NamedTuple

from sqlalchemy import Connection, Dialect
from sqlalchemy.exc import DBAPIError

INFO = "borderreg_wire"
PLACE = re.compile(r"\$(\d+)")
Values = list[Any]
Rows = list[Any]


class SqliteWire:
    """A connection to SQLite: every statement runs at once."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    def execute(self, text: str, values: Values) -> Rows:
        """Run a statement with `?` for its values; return its rows."""
        return list(self._connection.execute(text, values).fetchall())


class PostgresqlWire:
    """A connection to PostgreSQL: a text is prepared once, then run by its name."""

    def __init__(self, connection: Any, psycopg: Any) -> None:
        self._libpq = connection.pgconn
        self._psycopg = psycopg
        self._types = psycopg.adapt.Transformer(connection)
        self._names: dict[str, bytes] = {}

    def begin(self, *, writing: bool) -> None:
        """Begin a transaction; psycopg sees it begun and sends no BEGIN of its own."""
        self._checked(self._libpq.exec_(b"BEGIN READ WRITE" if writing else b"BEGIN READ ONLY"))

    def execute(self, text: str, values: Values) -> Rows:
        """Run a statement with `$1`, `$2` … for its values; return its rows."""
        name = self._names.get(text) or self._prepare(text)
        given = self._types.dump_sequence(values, [self._psycopg.adapt.PyFormat.TEXT] * len(values))
        binary = self._psycopg.pq.Format.BINARY
        result = self._checked(self._libpq.exec_prepared(name, given, self._types.formats, binary))
        self._types.set_pgresult(result)
        return list(self._types.load_rows(0, result.ntuples, tuple))

    def _prepare(self, text: str) -> bytes:
        name = b"borderreg_%d" % len(self._names)
        self._checked(self._libpq.prepare(name, text.encode()))
        self._names[text] = name
        return name

    def _checked(self, result: Any) -> Any:
        status = self._psycopg.pq.ExecStatus
        if result.status in (status.TUPLES_OK, status.COMMAND_OK):
            return result
        error = self._psycopg.errors.error_from_result(result)
        if error.sqlstate is None:  # not the server's answer: there was none
            raise self._psycopg.OperationalError(str(error)) from error
        raise error


class Driver(NamedTuple):
    """A driver's connection, the words of its database, and how to give the connection up when it broke."""

    connection: Any
    dialect: Dialect
    invalidate: Callable[[BaseException], None]
    wire: SqliteWire | PostgresqlWire
    waiting: list["Change"]

    def ask(self, text: str, values: Values) -> Rows:
        """Run a question and return its rows; it sees every change before it."""
        self.send()
        return self.execute(text, values)

    def change(self, table: str, text: str, values: Values) -> None:
        """Change a table: on PostgreSQL together with the changes of other tables that follow."""
        if not isinstance(self.wire, PostgresqlWire):
            self.execute(text, values)
            return
        if any(one.table == table for one in self.waiting):
            self.send()
        self.waiting.append(Change(table, text, values))

    def change_and_answer(self, table: str, text: str, values: Values) -> Rows:
        """Change a table together with the changes that wait; return the rows of this one."""
        if not isinstance(self.wire, PostgresqlWire):
            return self.execute(text, values)
        self.change(table, text, values)
        return self.send()

    def send(self) -> Rows:
        """Send the changes that wait as one statement; return the rows of the last one."""
        if not self.waiting:
            return []
        changes = tuple(self.waiting)
        self.waiting.clear()
        text = joined(tuple(one.text for one in changes))
        return self.execute(text, [value for one in changes for value in one.values])

    def begin(self, *, writing: bool) -> None:
        """Begin a transaction on PostgreSQL, with nothing waiting from an earlier one."""
        self.waiting.clear()
        if isinstance(self.wire, PostgresqlWire):
            try:
                self.wire.begin(writing=writing)
            except self.dialect.loaded_dbapi.Error as error:
                raise self._translated("BEGIN", error) from error

    def execute(self, text: str, values: Values) -> Rows:
        """Send one statement now; return its rows."""
        try:
            return self.wire.execute(text, values)
        except self.dialect.loaded_dbapi.Error as error:
            raise self._translated(text, error) from error

    def _translated(self, text: str, error: Exception) -> BaseException:
        """Return SQLAlchemy's own error without the values, which may be personal."""
        dialect: Any = self.dialect
        gone = dialect.is_disconnect(error, self.connection, None)
        if gone:
            self.invalidate(error)
        return DBAPIError.instance(
            text,
            None,
            error,
            dialect.loaded_dbapi.Error,
            hide_parameters=True,
            connection_invalidated=gone,
            dialect=dialect,
        )


class Change(NamedTuple):
    """A change of one table that waits to be sent."""

    table: str
    text: str
    values: Values


@lru_cache(maxsize=256)
def joined(texts: Sequence[str]) -> str:
    """Make one statement of changes and the statement that goes last, their values one after the other.

    All of it sees the same state of the database, so no two may change one table; foreign keys are looked at
    when everything is there. Only the last one may have a WITH of its own.
    """
    shifted, count = [], 0
    for text in texts:
        shifted.append(PLACE.sub(partial(_shifted, by=count), text))
        count += len(set(PLACE.findall(text)))
    *changes, last = shifted
    if not changes:
        return last
    named = ", ".join(f"change_{number} AS ({text})" for number, text in enumerate(changes))
    own = last.startswith("WITH ")
    return f"WITH {named}, {last.removeprefix('WITH ')}" if own else f"WITH {named} {last}"


def _shifted(place: re.Match[str], *, by: int) -> str:
    return f"${int(place[1]) + by}"


def driver_under(
    connection: Any, dialect: Dialect, info: MutableMapping[str, Any], invalidate: Callable[..., None]
) -> Driver:
    """Return the driver of a raw connection; what it prepared and what waits is kept with its `info`."""
    known = info.get(INFO)
    if known is None:
        postgresql = dialect.name == "postgresql"
        psycopg: Any = dialect.loaded_dbapi
        wire = PostgresqlWire(connection, psycopg) if postgresql else SqliteWire(connection)
        known = info[INFO] = (wire, [])
    return Driver(connection, dialect, invalidate, *known)


def driver_below(connection: Connection) -> Driver:
    """Return the driver under a connection of SQLAlchemy."""
    raw = connection.connection.driver_connection
    return driver_under(raw, connection.dialect, connection.info, connection.invalidate)


def send_changes(connection: Connection, *_: Any) -> None:
    """Send what waits before SQLAlchemy says anything of its own."""
    known = connection.info.get(INFO)
    if known is not None and known[1]:
        driver_below(connection).send()


__all__ = ["Driver", "driver_below", "driver_under", "joined", "send_changes"]
