"""What people who came home answered, by month, with small cells hidden; reads nothing but the counts."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from borderreg.domain.debriefs import Answer, Question, month_of, publishable
from borderreg.models import DebriefCount


@dataclass(frozen=True, slots=True)
class DebriefMonth:
    """One question in one month: a count per answer, None where it is hidden."""

    month: date
    question: Question
    counts: dict[Answer, int | None]


def debrief_months(session: Session, *, today: date, months: int = 12) -> tuple[DebriefMonth, ...]:
    """Return the months that are over, newest first: a month that still grows would tell the last answer."""
    counts: dict[tuple[date, Question], dict[Answer, int]] = {}
    rows = session.scalars(select(DebriefCount).where(DebriefCount.month < month_of(today)))
    for row in rows:
        counts.setdefault((row.month, Question(row.question)), {})[Answer(row.answer)] = row.count
    shown = sorted({month for month, _ in counts}, reverse=True)[:months]
    return tuple(
        DebriefMonth(month, question, publishable(counts.get((month, question), {})))
        for month in shown
        for question in Question
    )
