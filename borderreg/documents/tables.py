"""A table for a file or a page: typed columns and rows, the one shape that every report and export shares."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

Cell = str | int | float | Decimal | date | datetime | None


class ColumnKind(StrEnum):
    """What a column holds; text keeps its leading zeros whatever it looks like."""

    TEXT = "text"
    INTEGER = "integer"
    DECIMAL = "decimal"
    PERCENT = "percent"  # a share from 0 to 1
    DATE = "date"
    DATETIME = "datetime"  # written as local time in Vietnam


@dataclass(frozen=True, slots=True)
class Column:
    """A column: stable key for programs, label for people, kind for the types of cells."""

    key: str
    label: str
    kind: ColumnKind = ColumnKind.TEXT


@dataclass(frozen=True, slots=True)
class Table:
    """A titled table; each row has one cell a column. Rows may be an iterator: they are read once."""

    title: str
    columns: tuple[Column, ...]
    rows: Iterable[tuple[Cell, ...]]
