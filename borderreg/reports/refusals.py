"""Refused departures of a period by their main reason."""

from typing import Any

from sqlalchemy import Select, and_, func, select
from sqlalchemy.orm import Session

from borderreg.domain.access import Permission
from borderreg.domain.reasons import Text
from borderreg.models import Event
from borderreg.reports import dimensions as d
from borderreg.reports.columns import entry_columns, first_reason, join_entry, known, let_in, not_annulled
from borderreg.reports.questions import ATTEMPTS, PEOPLE, Asked, Measure, Question, RowColumn


def _refusals(_session: Session, asked: Asked) -> Select[Any]:
    query = select(
        func.coalesce(Event.worker_id, Event.id).label("person"),
        Event.worker_id,
        *entry_columns(),
        first_reason(Event).label("reason"),
        known(Event.gate_code).label("gate"),
        Event.local_day.label("day"),
        Event.occurred_at.label("moment"),
    )
    days = Event.local_day.between(asked.period.first, asked.period.last)
    counted = and_(days, Event.kind == "attempt", let_in(Event), not_annulled(Event))
    return join_entry(query.select_from(Event), entry_id=Event.entry_id).where(counted)


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
    ),
    dimensions=(d.REASON, d.GATE, d.DAY, d.COMMUNE, d.EMPLOYER),
    columns=(*d.PERSON_COLUMNS, RowColumn("reason", d.REASON.label), d.GATE_COLUMN, d.MOMENT_COLUMN),
    has_period=True,
    newest_first=True,
)
