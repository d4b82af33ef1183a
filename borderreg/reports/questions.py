"""What a report is made of: a source of rows, what may be counted in it, and by what it may be grouped.

A figure and the rows behind it come from the same source with the same conditions, so they always agree.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select
from sqlalchemy.orm import Session

from borderreg.domain.access import Permission
from borderreg.domain.periods import Period, local_day
from borderreg.domain.reasons import Text
from borderreg.reports.scope import Scope

UNKNOWN = "-"
"""The key of a group whose value is not known; never an empty text, which means "all" in an address."""

PEOPLE = Text("người", "people", "人")
CROSSINGS = Text("lượt người", "crossings", "人次")
ATTEMPTS = Text("lượt", "attempts", "次")
ENTRIES = Text("người trong danh sách", "entries", "名单人员")


@dataclass(frozen=True, slots=True)
class Measure:
    """What is counted: rows that meet `where`, or the different persons in them.

    `where` maps a column of the source to the key that it must have; `how` says in words how it is counted.
    """

    key: str
    label: Text
    unit: Text
    where: tuple[tuple[str, str], ...] = ()
    persons: bool = False
    how: Text | None = None


@dataclass(frozen=True, slots=True)
class Dimension:
    """By what figures are grouped and filtered: a column of the source, as text.

    `longest` is the greatest number of days of a period that may be cut up this way, None when any may.
    """

    key: str
    label: Text
    longest: int | None = None


@dataclass(frozen=True, slots=True)
class RowColumn:
    """A column of the rows behind a figure; kind is text, date, datetime, number or state."""

    key: str
    label: Text
    kind: str = "text"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question as asked: for whom, when, over which days, with which groups chosen.

    `known_at` counts only what the server had received by then; `on` is the past day at whose end those who
    were abroad are counted, None for now.
    """

    scope: Scope
    at: datetime
    period: Period
    where: Mapping[str, str] = field(default_factory=dict)
    known_at: datetime | None = None
    on: date | None = None

    @property
    def today(self) -> date:
        """Return the local day of asking."""
        return local_day(self.at)

    @property
    def stock_day(self) -> date:
        """Return the day as of which those abroad are counted."""
        return self.on or self.today

    def narrowed(self, **where: str) -> Asked:
        """Return the same question with more groups chosen."""
        return replace(self, where={**self.where, **where})


Source = Callable[[Session, Asked], Select[Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One report; its source has the columns of dimensions and rows, `person` and `organisation_id`.

    `tallied` names the kinds of tallies that add it up beforehand, none when it is always counted anew;
    `stock` says that it may be counted as of a past day.
    """

    slug: str
    title: Text
    about: Text
    permission: Permission
    source: Source
    measures: tuple[Measure, ...]
    dimensions: tuple[Dimension, ...]
    columns: tuple[RowColumn, ...]
    has_period: bool = False
    newest_first: bool = False
    tallied: tuple[str, ...] = ()
    stock: bool = False

    def measure(self, key: str | None) -> Measure:
        """Return the measure of a key, the first one for None; KeyError when there is none."""
        if key is None:
            return self.measures[0]
        return {measure.key: measure for measure in self.measures}[key]

    def dimension(self, key: str | None) -> Dimension:
        """Return the dimension of a key, the first one for None; KeyError when there is none."""
        if key is None:
            return self.dimensions[0]
        return {dimension.key: dimension for dimension in self.dimensions}[key]


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One group: its key, its name, and one count for each measure."""

    key: str
    label: Text
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Figures:
    """The answer in figures. Totals are counted on their own: a person in two groups is one person."""

    question: Question
    by: Dimension
    rows: tuple[FigureRow, ...]
    totals: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One row behind a figure, masked: no number of a person or a paper is in it."""

    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Rows:
    """A page of the rows behind a figure; `total` equals the figure."""

    question: Question
    measure: Measure
    total: int
    lines: tuple[Line, ...]
