"""Open tasks about departures of people who were already abroad: to be cleared up by a person."""

from typing import Any
from uuid import UUID

from sqlalchemy import Select, extract, or_, select
from sqlalchemy.orm import Session

from borderreg.domain.access import Permission
from borderreg.domain.periods import end_of_day
from borderreg.domain.reasons import Text
from borderreg.models import Contradiction, Event
from borderreg.reports import dimensions as d
from borderreg.reports.columns import entry_columns, join_entry, known
from borderreg.reports.counted import person_columns
from borderreg.reports.questions import Asked, Measure, Question, RowColumn

TASKS = Text("việc", "tasks", "项")


def _open_tasks(_session: Session, asked: Asked) -> Select[Any]:
    query = select(
        Contradiction.worker_id.label("person"),
        Contradiction.worker_id,
        Contradiction.event_id,
        *entry_columns(),
        *person_columns(extract("year", Event.local_day)),
        known(Event.gate_code).label("gate"),
        Event.local_day.label("day"),
        Event.occurred_at.label("moment"),
        Contradiction.opened_at,
    )
    query = query.select_from(Contradiction).join(Event, Event.id == Contradiction.event_id)
    query = join_entry(query, entry_id=Event.entry_id)
    if asked.on is None:
        return query.where(Contradiction.closed_at.is_(None))
    night = end_of_day(asked.on)
    open_then = or_(Contradiction.closed_at.is_(None), Contradiction.closed_at >= night)
    return query.where(Contradiction.opened_at < night, open_then)


CONTRADICTIONS = Question(
    slug="contradictions",
    title=Text("Dữ liệu chưa khớp", "Contradictory records", "数据不一致"),
    about=Text(
        "Lượt xuất cảnh của người đang được ghi là ở nước ngoài: thiếu một lượt về, hoặc quét nhầm người.",
        "Departures of people recorded as abroad: a return is missing, or the wrong person was scanned.",
        "记录为境外人员的再次出境：可能漏登返回，或扫错人。",
    ),
    permission=Permission.FIGURES_READ,
    source=_open_tasks,
    measures=(Measure("tasks", Text("Việc cần làm rõ", "Tasks to clear up", "待核实事项"), TASKS),),
    dimensions=(d.GATE, d.DAY, *d.PARTICULARS),
    stock=True,
    columns=(
        *d.PERSON_COLUMNS,
        d.GATE_COLUMN,
        d.MOMENT_COLUMN,
        RowColumn("opened_at", Text("Mở việc lúc", "Opened", "登记时间"), "datetime"),
    ),
    newest_first=True,
)


def open_task(session: Session, *, event_id: UUID) -> UUID | None:
    """Return the worker of an open task, None when there is no such task or it is closed."""
    query = select(Contradiction.worker_id).where(Contradiction.event_id == event_id)
    return session.scalar(query.where(Contradiction.closed_at.is_(None)))
