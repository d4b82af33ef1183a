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

HOW_PEOPLE = Text(
    "Số người khác nhau bị từ chối ít nhất một lần; mỗi mã không đọc được tính là một người.",
    "Different persons refused at least once; each unreadable code counts as one person.",
    "至少被拒一次的不同人数；每个无法读取的码计为一人。",
)
HOW_FORGED = Text(
    "Lượt bị từ chối mà lý do chính là chữ ký, khoá hoặc ngày trong mã không phải do xã, phường cấp.",
    "Refusals whose main reason is that signature, key or dates of the code are not a commune's.",
    "主要原因为码的签名、密钥或日期并非乡坊签发的被拒次数。",
)

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
        Measure(
            "people",
            Text("Người bị từ chối", "People refused", "被拒人数"),
            PEOPLE,
            persons=True,
            how=HOW_PEOPLE,
        ),
        Measure(
            "forged",
            Text("Nghi mã giả", "Suspected forgeries", "疑似伪造"),
            ATTEMPTS,
            FORGED_ONES,
            how=HOW_FORGED,
        ),
    ),
    dimensions=(d.REASON, d.GATE, d.DAY, d.HOUR, *d.PARTICULARS),
    tallied=(ATTEMPT,),
    columns=(*d.PERSON_COLUMNS, RowColumn("reason", d.REASON.label), d.GATE_COLUMN, d.MOMENT_COLUMN),
    has_period=True,
    newest_first=True,
)
