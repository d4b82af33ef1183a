"""Questions to the register and the crossing log, read only: every report is listed here once."""

from borderreg.domain.access import Actor
from borderreg.domain.errors import NotFound
from borderreg.reports.away import ABROAD, OVERDUE
from borderreg.reports.contradictions import CONTRADICTIONS
from borderreg.reports.crossings import CROSSINGS
from borderreg.reports.entries import BALANCE, NEVER_LEFT_REPORT
from borderreg.reports.questions import Question
from borderreg.reports.refusals import REFUSALS
from borderreg.reports.registered import REGISTERED

REPORTS: dict[str, Question] = {
    question.slug: question
    for question in (
        ABROAD,
        OVERDUE,
        CROSSINGS,
        REGISTERED,
        REFUSALS,
        CONTRADICTIONS,
        NEVER_LEFT_REPORT,
        BALANCE,
    )
}


def report_named(slug: str) -> Question:
    """Return a report by its slug; NotFound for any other."""
    if slug not in REPORTS:
        raise NotFound(slug)
    return REPORTS[slug]


def reports_for(actor: Actor) -> tuple[Question, ...]:
    """Return the reports that the actor may run, in the order of the table."""
    return tuple(question for question in REPORTS.values() if actor.may(question.permission))
