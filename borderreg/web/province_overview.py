"""The first page of the figures as it is written: every number with its neighbours and the rows it opens."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import url_for

from borderreg.domain.periods import Period, each_day
from borderreg.domain.reasons import Text
from borderreg.reports.asking import order_of
from borderreg.reports.overview import Overview
from borderreg.reports.questions import FigureRow, Measure
from borderreg.web.words import in_language

MOST_ROWS = 30
DETAILS = (
    ("abroad", "people"),
    ("overdue", "people"),
    ("crossings", "departures"),
    ("crossings", "departed"),
    ("crossings", "returns"),
    ("crossings", "returned"),
    ("refusals", "attempts"),
    ("refusals", "forged"),
)
"""(report, figure) of each column of the table of groups."""
EVERY = (
    *DETAILS[:2],
    ("contradictions", "tasks"),
    *DETAILS[2:6],
    ("crossings", "learnt"),
    ("refusals", "attempts"),
    ("refusals", "people"),
    ("refusals", "forged"),
)
"""The figures of the table that compares."""
REPORT_ORDER = ("abroad", "overdue", "contradictions", "crossings", "refusals")


@dataclass(frozen=True, slots=True)
class Shown:
    """A number, those of the period before and of last year, and the address of its rows, empty for none."""

    now: int
    before: int | None
    year_ago: int | None
    href: str


@dataclass(frozen=True, slots=True)
class Front:
    """What the first page is made of, and how its addresses are written."""

    seen: Overview
    where: Mapping[str, str]
    may_open: bool

    def rows_of(self, slug: str, measure: str, **parts: str) -> str:
        """Return the address of the rows behind a figure."""
        if not self.may_open:
            return ""
        given: dict[str, Any] = {**self.where, **parts, "measure": measure}
        if self.seen.details[slug].now.question.has_period:
            given.setdefault("period", self.seen.period.slug)
        return url_for("province.rows", slug=slug, **given)

    def here(self, **changes: str) -> str:
        """Return the address of this page with some parts changed."""
        parts: dict[str, Any] = {**self.where, "by": self.seen.by.key, "period": self.seen.period.slug}
        return url_for("province.home", **(parts | changes))

    def figure(self, slug: str, measure: str) -> tuple[Measure, Shown]:
        """Return a figure of everything that is chosen."""
        found = self.seen.details[slug]
        place = _place(found.now.question.measures, measure)
        now = found.now.totals[place]
        before = found.before.totals[place] if found.before else None
        year_ago = found.year_ago.totals[place] if found.year_ago else None
        href = self.rows_of(slug, measure) if now else ""
        return found.now.question.measures[place], Shown(now, before, year_ago, href)

    def every(self) -> list[tuple[str, Measure, Shown]]:
        """Return every figure with its report, for the table that compares."""
        return [(slug, *self.figure(slug, measure)) for slug, measure in EVERY]

    def columns(self) -> list[tuple[str, Measure]]:
        """Return the columns of the table of groups."""
        return [(slug, self.figure(slug, measure)[0]) for slug, measure in DETAILS]

    def groups(self) -> list[tuple[str, Text, list[Shown]]]:
        """Return the groups, the greatest first; key, name and a number for each column."""
        names: dict[str, Text] = {}
        sizes: dict[str, list[int]] = {}
        for report, slug in enumerate(REPORT_ORDER):
            for row in self.seen.details[slug].now.rows:
                names[row.key] = row.label
                sizes.setdefault(row.key, [0] * len(REPORT_ORDER))[report] = row.counts[0]
        rows = [FigureRow(key, names[key], tuple(counts)) for key, counts in sizes.items()]
        ordered = sorted(rows, key=order_of(self.seen.by))
        return [(row.key, row.label, self._line(row.key)) for row in ordered]

    def _line(self, key: str) -> list[Shown]:
        return [self._cell(slug, measure, key) for slug, measure in DETAILS]

    def _cell(self, slug: str, measure: str, key: str) -> Shown:
        found = self.seen.details[slug]
        place = _place(found.now.question.measures, measure)
        row = next((one for one in found.now.rows if one.key == key), None)
        now = row.counts[place] if row else 0
        before = found.before.of(key)[place] if found.before else None
        year_ago = found.year_ago.of(key)[place] if found.year_ago else None
        href = self.rows_of(slug, measure, **{self.seen.by.key: key}) if now else ""
        return Shown(now, before, year_ago, href)

    def series(self, today: date) -> tuple[list[str], list[int], list[int]]:
        """Return hours or days with departures and returns, those without any too."""
        counts = {row.key: row.counts for row in self.seen.days.rows}
        if self.seen.days.by.key == "hour":
            keys = [f"{hour:02d}" for hour in range(24)]
        else:
            last = min(self.seen.period.last, today)
            days = each_day(Period("", self.seen.period.first, max(last, self.seen.period.first)))
            keys = [day.isoformat() for day in days]
        pairs = [counts.get(key, (0, 0)) for key in keys]
        return keys, [out for out, _ in pairs], [back for _, back in pairs]


def _place(measures: tuple[Measure, ...], key: str) -> int:
    return [measure.key for measure in measures].index(key)


def chosen_texts(front: Front, names: Any) -> list[tuple[str, str, str]]:
    """Return (dimension, value, address without it) of each filter."""
    found = []
    for key, value in front.where.items():
        rest = {name: chosen for name, chosen in front.where.items() if name != key}
        parts: dict[str, Any] = {**rest, "by": front.seen.by.key, "period": front.seen.period.slug}
        address = url_for("province.home", **parts)
        found.append((key, in_language(names.of(key, value)), address))
    return found
