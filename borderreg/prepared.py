"""Statements of the scan: written in SQLAlchemy Core, compiled once for each database, run on its driver.

The general way costs 120 µs of processor time a statement more than the driver itself, at eight statements as
much as all the rest of a scan (docs/adr/0005-server.md). Only for statements that are always the same; values
go through the types of their columns, and errors come as SQLAlchemy's own, as everywhere else.
"""

from collections import namedtuple
from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

from sqlalchemy import Dialect, Executable
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

Process = Callable[[Any], Any]
INFO = "borderreg_driver"


class Driver(NamedTuple):
    """A driver's connection, the words of its database, and how to give the connection up when it broke."""

    connection: Any
    dialect: Dialect
    invalidate: Callable[[BaseException], None]


def driver_of(session: Session) -> Driver:
    """Return the driver under a session's transaction; a writing session remembers it (`remember_driver`)."""
    known: Driver | None = session.info.get(INFO)
    if known is not None:
        return known
    connection = session.connection()
    raw = connection.connection.driver_connection
    return Driver(raw, connection.dialect, connection.invalidate)


def remember_driver(session: Session) -> None:
    """Keep the driver with a session that has one transaction for all its life."""
    session.info[INFO] = driver_of(session)


class Prepared:
    """A statement with named parameters; `columns` names the values of an INSERT or UPDATE."""

    def __init__(self, statement: Executable, *, columns: Iterable[str] | None = None) -> None:
        self.statement = statement
        self._columns = None if columns is None else list(columns)
        self._compiled: dict[str, Compiled] = {}

    def rows(self, session: Session, values: Mapping[str, Any]) -> list[Any]:
        """Run the statement and return its rows, with the names of their columns."""
        return self.rows_from(driver_of(session), values)

    def rows_from(self, driver: Driver, values: Mapping[str, Any]) -> list[Any]:
        """Run the statement on a driver and return its rows, with the names of their columns."""
        compiled = self._for(driver.dialect)
        return compiled.read(compiled.run(driver, values).fetchall())

    def run(self, session: Session, values: Mapping[str, Any]) -> None:
        """Run the statement for what it changes."""
        driver = driver_of(session)
        self._for(driver.dialect).run(driver, values)

    def _for(self, dialect: Dialect) -> "Compiled":
        compiled = self._compiled.get(dialect.name)
        if compiled is None:
            compiled = self._compiled[dialect.name] = Compiled(self.statement, self._columns, dialect)
        return compiled


class Compiled:
    """The text of a statement for one database, with what turns values and rows over."""

    def __init__(self, statement: Any, columns: list[str] | None, dialect: Dialect) -> None:
        compiled = statement.compile(dialect=dialect, column_keys=columns)
        self.text = str(compiled)
        self.constants = {name: bind.value for bind, name in compiled.bind_names.items() if not bind.required}
        binds = {
            name: bind.type.dialect_impl(dialect).bind_processor(dialect)
            for bind, name in compiled.bind_names.items()
        }
        self.processed = [(name, process) for name, process in binds.items() if process is not None]
        self.order = [(name, binds[name]) for name in compiled.positiontup] if compiled.positional else None
        self.options = {"prepare": True} if dialect.name == "postgresql" else {}
        returned = list(getattr(statement, "exported_columns", ()))
        self.row: Any = namedtuple("Row", [column.key for column in returned]) if returned else None
        readers = (column.type.dialect_impl(dialect).result_processor(dialect, None) for column in returned)
        self.readers: list[tuple[int, Process]] = [
            (place, process) for place, process in enumerate(readers) if process is not None
        ]

    def run(self, driver: Driver, values: Mapping[str, Any]) -> Any:
        """Run the statement on a driver; return its cursor."""
        try:
            return driver.connection.execute(self.text, self._bound(values), **self.options)
        except driver.dialect.loaded_dbapi.Error as error:
            raise self._translated(driver, error) from error

    def _bound(self, values: Mapping[str, Any]) -> Any:
        given = {**self.constants, **values}
        if self.order is not None:
            return [given[name] if process is None else process(given[name]) for name, process in self.order]
        for name, process in self.processed:
            given[name] = process(given[name])
        return given

    def _translated(self, driver: Driver, error: Exception) -> BaseException:
        """Return SQLAlchemy's own error without the values, which may be personal."""
        dialect: Any = driver.dialect
        gone = dialect.is_disconnect(error, driver.connection, None)
        if gone:
            driver.invalidate(error)
        return DBAPIError.instance(
            self.text,
            None,
            error,
            dialect.loaded_dbapi.Error,
            hide_parameters=True,
            connection_invalidated=gone,
            dialect=dialect,
        )

    def read(self, fetched: Iterable[Any]) -> list[Any]:
        """Return fetched rows with names and with the values of their columns' types."""
        make, readers = self.row._make, self.readers
        if not readers:
            return [make(line) for line in fetched]
        lines = []
        for line in fetched:
            values = list(line)
            for place, process in readers:
                values[place] = process(values[place])
            lines.append(make(values))
        return lines


__all__ = ["Compiled", "Driver", "Prepared", "driver_of", "remember_driver"]
