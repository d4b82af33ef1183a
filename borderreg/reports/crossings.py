"""Departures and returns of a period, as crossings and as people: two figures that are never mixed."""

from typing import Any

from sqlalchemy import Select, and_, case, func, not_, select
from sqlalchemy.orm import Session

from borderreg.domain.access import Permission
from borderreg.domain.journeys import CROSSINGS as CROSSING_KINDS
from borderreg.domain.reasons import Text
from borderreg.domain.visits import LEARNT_METHODS
from borderreg.models import Event
from borderreg.reports import dimensions as d
from borderreg.reports.columns import entry_columns, join_entry, known, let_in, not_annulled
from borderreg.reports.questions import CROSSINGS as UNIT
from borderreg.reports.questions import PEOPLE, UNKNOWN, Asked, Measure, Question, RowColumn
from borderreg.reports.recount import merged_events


def _crossings(session: Session, asked: Asked) -> Select[Any]:
    """Count what journeys count: not annulled, not in quarantine, one of two records of one passage.

    A return without a worker (an unread code) is a crossing of one unknown person. A return that no gate saw,
    learnt from the family or inferred, is no crossing: it has a kind of its own and no gate.
    """
    learnt = Event.method.in_(LEARNT_METHODS)
    days = Event.local_day.between(asked.period.first, asked.period.last)
    query = select(
        func.coalesce(Event.worker_id, Event.id).label("person"),
        Event.worker_id,
        *entry_columns(),
        case((learnt, LEARNT_KIND), else_=Event.kind).label("kind"),
        known(Event.country).label("country"),
        case((learnt, UNKNOWN), else_=known(Event.gate_code)).label("gate"),
        Event.local_day.label("day"),
        Event.occurred_at.label("moment"),
        Event.received_at.label("recorded_at"),
    )
    counted = and_(days, Event.kind.in_(CROSSING_KINDS), let_in(Event), not_annulled(Event))
    query = join_entry(query.select_from(Event), entry_id=Event.entry_id).where(counted)
    merged = merged_events(session, first=asked.period.first, last=asked.period.last)
    return query.where(not_(Event.id.in_(merged))) if merged else query


LEARNT_KIND = "learnt"
DEPARTURE, RETURN = (("kind", "departure"),), (("kind", "return"),)
LEARNT = (("kind", LEARNT_KIND),)

CROSSINGS = Question(
    slug="crossings",
    title=Text("Xuất cảnh và về nước", "Departures and returns", "出境与返回"),
    about=Text(
        "Lượt người là số lần qua cửa khẩu; người là số người khác nhau. Một người có thể đi nhiều lượt.",
        "Crossings count passages; people count different persons. One person may cross several times.",
        "“人次”为通关次数，“人”为不同人数；一人可多次通关。",
    ),
    permission=Permission.FIGURES_READ,
    source=_crossings,
    measures=(
        Measure("departures", Text("Xuất cảnh", "Departures", "出境"), UNIT, DEPARTURE),
        Measure(
            "departed",
            Text("Người xuất cảnh", "People departed", "出境人数"),
            PEOPLE,
            DEPARTURE,
            persons=True,
        ),
        Measure("returns", Text("Về nước", "Returns", "返回"), UNIT, RETURN),
        Measure(
            "returned", Text("Người về nước", "People returned", "返回人数"), PEOPLE, RETURN, persons=True
        ),
        Measure(
            "learnt",
            Text("Về, biết qua xác minh", "Home, learnt otherwise", "经核实已返回"),
            PEOPLE,
            LEARNT,
            persons=True,
        ),
    ),
    dimensions=(d.DAY, d.COMMUNE, d.GATE, d.EMPLOYER, d.COUNTY, d.COUNTRY),
    columns=(
        *d.PERSON_COLUMNS,
        RowColumn("kind", Text("Chiều", "Direction", "方向"), "event"),
        d.GATE_COLUMN,
        d.MOMENT_COLUMN,
        d.EMPLOYER_COLUMN,
    ),
    has_period=True,
    newest_first=True,
)
