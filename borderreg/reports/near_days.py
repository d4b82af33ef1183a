"""Which days hold a page of rows, the newest first: so that a page costs its days and not its period."""

from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy.orm import Session

from borderreg.domain.periods import between
from borderreg.reports.questions import Asked, Measure, Question
from borderreg.reports.tallied import tallied_cells


@dataclass(frozen=True, slots=True)
class NearDays:
    """The question about the days of a page only, the offset within them, and how many rows there are."""

    asked: Asked
    offset: int
    total: int


def days_of_page(
    session: Session, question: Question, measure: Measure, asked: Asked, offset: int, per_page: int
) -> NearDays | None:
    """Return the days of a page of crossings; None for people, and where the tallies cannot say."""
    if measure.persons or not question.newest_first:
        return None
    cells = tallied_cells(session, replace(question, measures=(measure,)), asked, ("day",))
    if cells is None:
        return None
    counts = sorted(((place[0], found[0]) for place, found in cells.items() if place[0]), reverse=True)
    total = sum(count for _, count in counts)
    days: list[date] = []
    passed, skipped = 0, 0
    for day, count in counts:
        if passed + count <= offset:
            skipped += count
        elif passed < offset + per_page:
            days.append(date.fromisoformat(day))
        passed += count
    if not days:
        return NearDays(asked, offset, total)
    return NearDays(replace(asked, period=between(days[-1], days[0])), offset - skipped, total)
