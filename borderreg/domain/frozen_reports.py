"""A report as it is frozen: tables of whole numbers with their names, a hash, and how two of them differ.

A frozen number always says the same (domain notes, Reports): names are kept as they were on that day, and the
counts can be counted again as they were known at that instant.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from borderreg.domain.monthly import freeze
from borderreg.domain.periods import Period
from borderreg.domain.reasons import Text

FORMAT = 1
TOTAL = "total"
"""The key of a table's last line, in differences."""
LANGUAGES = ("vi", "en", "zh")


@dataclass(frozen=True, slots=True)
class ReportMeasure:
    """A column of figures: key, name, and what its numbers are of (người, lượt người …)."""

    key: str
    label: Text
    unit: Text


@dataclass(frozen=True, slots=True)
class ReportRow:
    """A line of a table: key, name, one count for each measure."""

    key: str
    label: Text
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ReportTable:
    """A table of a report; totals are counted on their own, None where adding up says nothing."""

    key: str
    title: Text
    by: Text
    measures: tuple[ReportMeasure, ...]
    rows: tuple[ReportRow, ...]
    totals: tuple[int, ...] | None = None


@dataclass(frozen=True, slots=True)
class FrozenDifference:
    """A figure that two versions of a report give otherwise; `row` is TOTAL for the last line."""

    table: str
    row: str
    measure: str
    before: int
    after: int


def content_of(slug: str, period: Period, tables: Sequence[ReportTable]) -> dict[str, Any]:
    """Return what is frozen of a report, as JSON knows it."""
    return {
        "format": FORMAT,
        "slug": slug,
        "period": period.slug,
        "first": period.first.isoformat(),
        "last": period.last.isoformat(),
        "tables": [_table(table) for table in tables],
    }


def sealed(content: Mapping[str, Any]) -> tuple[str, bytes]:
    """Return the canonical text of a report and its SHA-256 (32 bytes)."""
    return freeze(content)


def read_content(text: str) -> dict[str, Any]:
    """Read the canonical text of a frozen report."""
    content: dict[str, Any] = json.loads(text)
    return content


def tables_of(content: Mapping[str, Any]) -> tuple[ReportTable, ...]:
    """Return the tables of a frozen report."""
    return tuple(
        ReportTable(
            key=table["key"],
            title=_read(table["title"]),
            by=_read(table["by"]),
            measures=tuple(
                ReportMeasure(one["key"], _read(one["label"]), _read(one["unit"]))
                for one in table["measures"]
            ),
            rows=tuple(
                ReportRow(row["key"], _read(row["label"]), tuple(row["counts"])) for row in table["rows"]
            ),
            totals=None if table["totals"] is None else tuple(table["totals"]),
        )
        for table in content["tables"]
    )


def period_of(content: Mapping[str, Any]) -> Period:
    """Return the period of a frozen report."""
    first, last = (date.fromisoformat(content[key]) for key in ("first", "last"))
    return Period(content["period"], first, last)


def recounted(content: Mapping[str, Any], tables: Sequence[ReportTable]) -> dict[str, Any]:
    """Return a frozen report with counts of today's counting under the names that it was frozen with.

    Lines stand in the order of the frozen report; a line that it does not have keeps its new name at the end.
    """
    known = {table.key: table for table in tables_of(content)}
    return {
        **content,
        "tables": [
            _table(_renamed(known[table.key], table) if table.key in known else table) for table in tables
        ],
    }


def frozen_differences(
    before: Sequence[ReportTable], after: Sequence[ReportTable]
) -> tuple[FrozenDifference, ...]:
    """Name each figure that differs, in the order of the later version; an absent one counts as 0."""
    earlier, later = (_figures(tables) for tables in (before, after))
    places = dict.fromkeys((*later, *earlier))
    found = ((place, earlier.get(place, 0), later.get(place, 0)) for place in places)
    return tuple(FrozenDifference(*place, one, other) for place, one, other in found if one != other)


def _figures(tables: Sequence[ReportTable]) -> dict[tuple[str, str, str], int]:
    return {
        (table.key, key, measure.key): count
        for table in tables
        for key, counts in (*((row.key, row.counts) for row in table.rows), (TOTAL, table.totals or ()))
        for measure, count in zip(table.measures, counts, strict=False)
    }


def _renamed(frozen: ReportTable, table: ReportTable) -> ReportTable:
    names = {row.key: (number, row.label) for number, row in enumerate(frozen.rows)}
    last = len(names)
    rows = [
        ReportRow(row.key, names[row.key][1] if row.key in names else row.label, row.counts)
        for row in sorted(table.rows, key=lambda row: names.get(row.key, (last, row.label))[0])
    ]
    return ReportTable(table.key, frozen.title, frozen.by, frozen.measures, tuple(rows), table.totals)


def _table(table: ReportTable) -> dict[str, Any]:
    return {
        "key": table.key,
        "title": _said(table.title),
        "by": _said(table.by),
        "measures": [
            {"key": one.key, "label": _said(one.label), "unit": _said(one.unit)} for one in table.measures
        ],
        "rows": [
            {"key": row.key, "label": _said(row.label), "counts": list(row.counts)} for row in table.rows
        ],
        "totals": None if table.totals is None else list(table.totals),
    }


def _said(text: Text) -> dict[str, str]:
    return dict(zip(LANGUAGES, text, strict=True))


def _read(texts: Mapping[str, str]) -> Text:
    return Text(*(texts[language] for language in LANGUAGES))
