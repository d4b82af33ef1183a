"""What people who came home answered, for the office: months that are over, small figures hidden."""

from flask import Blueprint, g, render_template
from flask.typing import ResponseReturnValue

from borderreg.db import db
from borderreg.domain.access import Permission
from borderreg.domain.debriefs import ANSWER_TEXTS, QUESTION_TEXTS, SMALLEST_SHOWN, Answer
from borderreg.domain.periods import local_day
from borderreg.reports.debriefs import debrief_months
from borderreg.web.security import requires

bp = Blueprint("debrief_figures", __name__, url_prefix="/province/return-answers")


@bp.get("")
@requires(Permission.REPORTS_COLLECT)
def index() -> ResponseReturnValue:
    """Show each question by month."""
    lines = debrief_months(db.session(), today=local_day(g.at))
    return render_template(
        "province/return_answers.html",
        lines=lines,
        questions=QUESTION_TEXTS,
        answers=ANSWER_TEXTS,
        codes=tuple(Answer),
        smallest=SMALLEST_SHOWN,
    )
