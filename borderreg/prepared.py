"""Statements of the scan: written in SQLAlchemy Core, compiled once for each database, run on its driver.

The general way costs 120 µs of processor time a statement more than the driver itself, at eight statements as
much as all the rest of a scan (docs/adr/0005-server.md). Only for statements that are always the same; values
go through the types of their columns, and errors come as SQLAlchemy's own, as everywhere else.
"""

from collections import namedtuple
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from sqlalchemy import Dialect, Executable
from sqlalchemy.orm import Session

from borderreg.drivers import Driver, Rows, Values, driver_below

Process = Callable[[Any], Any]
INFO = "borderreg_driver"


def driver_of(session: Session) -> Driver:
    """Return the driver under a session's transaction, no change waiting: for what goes straight to it."""
    driver = _driver(session)
    driver.send()
    return driver


def remember_driver(session: Session) -> None:
    """Keep the driver with a session that has one transaction for all its life."""
    session.info[INFO] = _driver(session)


def finish_changes(session: Session) -> None:
    """Send what still waits, before the commit: an error of it ends the transaction as any other does."""
    _driver(session).send()


def _driver(session: Session) -> Driver:
    known: Driver | None = session.info.get(INFO)
    return driver_below(session.connection()) if known is None else known


class Prepared:
    """A statement with named parameters; `columns` names the values of an INSERT or UPDATE."""

    def __init__(self, statement: Executable, *, columns: Iterable[str] | None = None) -> None:
        self.statement = statement
        self._columns = None if columns is None else list(columns)
        self._compiled: dict[str, Compiled] = {}

    def rows(self, session: Session, values: Mapping[str, Any]) -> Rows:
        """Run the statement and return its rows, with the names of their columns."""
        return self.rows_from(_driver(session), values)

    def rows_from(self, driver: Driver, values: Mapping[str, Any]) -> Rows:
        """Run the statement on a driver and return its rows, with the names of their columns."""
        compiled = self._for(driver.dialect)
        bound = compiled.bound(values)
        if compiled.table is None:
            return compiled.read(driver.ask(compiled.text, bound))
        return compiled.read(driver.change_and_answer(compiled.table, compiled.text, bound))

    def run(self, session: Session, values: Mapping[str, Any]) -> None:
        """Run the statement for what it changes; PostgreSQL may be told together with what follows."""
        driver = _driver(session)
        compiled = self._for(driver.dialect)
        assert compiled.table is not None, "only a change is run without rows"
        driver.change(compiled.table, compiled.text, compiled.bound(values))

    def _for(self, dialect: Dialect) -> "Compiled":
        compiled = self._compiled.get(dialect.name)
        if compiled is None:
            compiled = self._compiled[dialect.name] = Compiled(self.statement, self._columns, dialect)
        return compiled


class Compiled:
    """The text of a statement for one database, with what turns values and rows over."""

    def __init__(self, statement: Any, columns: list[str] | None, dialect: Dialect) -> None:
        compiled = statement.compile(dialect=_numbered(dialect), column_keys=columns)
        self.text = str(compiled)
        self.table: str | None = statement.table.name if statement.is_dml else None
        self.constants = {name: bind.value for bind, name in compiled.bind_names.items() if not bind.required}
        binds = {
            name: bind.type.dialect_impl(dialect).bind_processor(dialect)
            for bind, name in compiled.bind_names.items()
        }
        self.order = [(name, binds[name]) for name in compiled.positiontup]
        returned = list(getattr(statement, "exported_columns", ()))
        self.row: Any = namedtuple("Row", [column.key for column in returned]) if returned else None
        readers = (column.type.dialect_impl(dialect).result_processor(dialect, None) for column in returned)
        self.readers: list[tuple[int, Process]] = [
            (place, process) for place, process in enumerate(readers) if process is not None
        ]

    def bound(self, values: Mapping[str, Any]) -> Values:
        """Return the values in the order of the text, as the driver takes them."""
        given = {**self.constants, **values}
        return [given[name] if process is None else process(given[name]) for name, process in self.order]

    def read(self, fetched: Rows) -> Rows:
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


def _numbered(dialect: Any) -> Any:
    """Return the dialect that writes `$1` for PostgreSQL's values; SQLite's `?` stand in order already."""
    return type(dialect)(paramstyle="numeric_dollar") if dialect.name == "postgresql" else dialect


__all__ = ["Compiled", "Driver", "Prepared", "driver_of", "finish_changes", "remember_driver"]
