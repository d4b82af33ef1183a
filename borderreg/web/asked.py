"""What an address of the figures asks: report, period, group, figure and filters; never anything personal."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from flask import g, request, url_for

from borderreg.domain.access import Permission
from borderreg.domain.errors import BadInput, NotPermitted
from borderreg.domain.periods import Period, between, current_period, local_day, parse_period
from borderreg.reports import report_named
from borderreg.reports.questions import Asked, Dimension, Measure, Question
from borderreg.reports.scope import scope_of
from borderreg.web.query import YEARS, read_day
from borderreg.web.security import actor

LONGEST_VALUE = 300


@dataclass(frozen=True, slots=True)
class Address:
    """A question with everything that its address says."""

    question: Question
    asked: Asked
    by: Dimension
    measure: Measure

    def to(self, endpoint: str, **where: object) -> str:
        """Return the address of the same question at another page, with some parts changed or taken out."""
        parts: dict[str, object] = {"by": self.by.key, **self.asked.where}
        if self.question.has_period:
            parts["period"] = self.asked.period.slug
        parts.update(where)
        kept = {key: str(value) for key, value in parts.items() if value is not None}
        return url_for(endpoint, slug=self.question.slug, **kept)  # type: ignore[arg-type]  # texts only


def asked_period() -> Period:
    """Return the period of `?from=&to=` or `?period=`, the running one without; BadInput for anything else.

    Two days typed into the filters come before the period that is chosen in the list.
    """
    slug = request.args.get("period", "").strip()
    first, last = (request.args.get(name, "").strip() for name in ("from", "to"))
    if not (slug or first or last):
        return current_period(local_day(g.at))
    try:
        period = between(*_two_days(first, last)) if first or last else parse_period(slug)
    except ValueError as error:
        raise BadInput("period", code="period") from error
    if period.first.year not in YEARS or period.last.year not in YEARS:
        raise BadInput("period", code="period")
    return period


def _two_days(first: str, last: str) -> tuple[date, date]:
    """Read two typed days; one alone is both."""
    return read_day(first or last), read_day(last or first)


def read_address(slug: str, *, permission: Permission) -> Address:
    """Read the question of this request; NotFound for an unknown report, BadInput for an unknown part."""
    question = report_named(slug)
    if not actor().may(question.permission):
        raise NotPermitted(question.permission)
    scope = scope_of(actor(), permission=permission)
    asked = Asked(scope=scope, at=g.at, period=asked_period(), where=_filters(question))
    try:
        by = question.dimension(request.args.get("by") or None)
        measure = question.measure(request.args.get("measure") or None)
    except KeyError as error:
        raise BadInput("by", code="dimension") from error
    return Address(question, asked, by, measure)


def _filters(question: Question) -> dict[str, str]:
    return filters_of(dimension.key for dimension in question.dimensions)


def filters_of(keys: Iterable[str]) -> dict[str, str]:
    """Return what an address chooses of some dimensions; BadInput for a value that is too long."""
    given = {key: request.args.get(key, "").strip() for key in keys}
    if any(len(value) > LONGEST_VALUE for value in given.values()):
        raise BadInput("filter", code="too_long")
    return {key: value for key, value in given.items() if value}


def offered_periods(today: date, chosen: Period) -> list[Period]:
    """Return the periods to offer: today, running, previous, months, quarter, half-year, year, the chosen."""
    running = current_period(today)
    month = today.replace(day=1)
    before = month - timedelta(days=1)
    quarter = f"{today.year}-Q{(today.month + 2) // 3}"
    slugs = [f"{month:%Y-%m}", f"{before:%Y-%m}", quarter, f"{today.year}-H{1 + (today.month > 6)}"]
    slugs += [f"{today.year}", f"{today.year - 1}", today.isoformat()]
    previous = current_period(running.first - timedelta(days=1))
    offered = [running, previous, *(parse_period(slug) for slug in slugs)]
    return offered if chosen.slug in (period.slug for period in offered) else [*offered, chosen]
