"""Refused departures of a period by their main reason."""

from typing import Any

from sqlalchemy import Select
from sqlalchemy.orm import Session

from borderreg.domain.access import Permission
from borderreg.domain.reasons import Text
from borderreg.reports import dimensions as d
from borderreg.reports.counted import ATTEMPT, Reach, counted
from borderreg.reports.questions import ATTEMPTS, PEOPLE, Asked, Measure, Question, RowColumn


def _refusals(session: Session, asked: Asked) -> Select[Any]:
    reach = Reach(first=asked.period.first, last=asked.period.last, kinds=(ATTEMPT,), known_at=asked.known_at)
    return counted(session, reach)


FORGED_ONES = (("forged", "yes"),)

REFUSALS = Question(
    slug="refusals",
    title=Text("Lượt bị từ chối", "Refused departures", "被拒绝的出境"),
    about=Text(
        "Mỗi lượt tính một lần, theo lý do đầu tiên được nêu. Không ai bị từ chối khi về nước.",
        "Each attempt counts once, by the first reason named. No return is ever refused.",
        "每次按首要原因计一次；返回从不拒绝。",
    ),
    permission=Permission.FIGURES_READ,
    source=_refusals,
    measures=(
        Measure("attempts", Text("Lượt bị từ chối", "Refused attempts", "被拒次数"), ATTEMPTS),
        Measure("people", Text("Người bị từ chối", "People refused", "被拒人数"), PEOPLE, persons=True),
        Measure("forged", Text("Nghi mã giả", "Suspected forgeries", "疑似伪造"), ATTEMPTS, FORGED_ONES),
    ),
    dimensions=(d.REASON, d.GATE, d.DAY, d.HOUR, *d.PARTICULARS),
    tallied=(ATTEMPT,),
    columns=(*d.PERSON_COLUMNS, RowColumn("reason", d.REASON.label), d.GATE_COLUMN, d.MOMENT_COLUMN),
    has_period=True,
    newest_first=True,
)
