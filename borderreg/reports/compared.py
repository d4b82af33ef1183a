"""A report's figures beside those of the period before and of the same period last year (so với cùng kỳ)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

from sqlalchemy.orm import Session

from borderreg.domain.periods import Period, between, previous, same_last_year
from borderreg.reports.asking import dimension_of, figures
from borderreg.reports.cubes import cube
from borderreg.reports.questions import Asked, Dimension, Figures, Question

BY_CALENDAR = frozenset({"day"})
"""Dimensions whose groups have no namesake in another period: only the totals are compared."""


@dataclass(frozen=True, slots=True)
class Beside:
    """The same figures of other days: of a period, or at the end of its last day for those who are abroad."""

    period: Period
    counts: Mapping[str, tuple[int, ...]]
    totals: tuple[int, ...]

    def of(self, key: str) -> tuple[int, ...]:
        """Return the counts of a group, zeros where there was none."""
        return self.counts.get(key, (0,) * len(self.totals))


@dataclass(frozen=True, slots=True)
class Compared:
    """Figures, the period before, and the same period last year; None where a report has no past."""

    now: Figures
    before: Beside | None
    year_ago: Beside | None


def compared(session: Session, question: Question, *, asked: Asked, by: str | None = None) -> Compared:
    """Count a report by a dimension, and the same a period and a year earlier."""
    dimension = dimension_of(question, by)
    now = figures(session, question, asked=asked, by=dimension.key)
    if not (question.has_period or question.stock):
        return Compared(now, None, None)
    earlier, last_year = periods_beside(asked)
    return Compared(
        now,
        _beside(session, question, asked, dimension, earlier),
        _beside(session, question, asked, dimension, last_year),
    )


def periods_beside(asked: Asked) -> tuple[Period, Period]:
    """Return the periods to compare with; one that still runs is compared with as many days of them."""
    gone = min(asked.period.days, max((asked.today - asked.period.first).days + 1, 1))
    found = (previous(asked.period), same_last_year(asked.period))
    if gone == asked.period.days:
        return found
    earlier, last_year = (
        between(one.first, min(one.last, one.first + timedelta(days=gone - 1))) for one in found
    )
    return earlier, last_year


def at_period(asked: Asked, question: Question, period: Period) -> Asked:
    """Return the same question about another period: its days, or the end of its last day."""
    if question.stock:
        return replace(asked, on=period.last, period=period)
    return replace(asked, period=period)


def _beside(session: Session, question: Question, asked: Asked, by: Dimension, period: Period) -> Beside:
    dimensions = () if by.key in BY_CALENDAR else (by,)
    counted = cube(session, question, asked=at_period(asked, question, period), by=dimensions)
    keys = counted.keys(0) if dimensions else ()
    return Beside(period, {key: counted.at(key) for key in keys}, counted.total)
