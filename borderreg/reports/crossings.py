"""Departures and returns of a period, as crossings and as people: two figures that are never mixed."""

from typing import Any

from sqlalchemy import Select
from sqlalchemy.orm import Session

from borderreg.domain.access import Permission
from borderreg.domain.reasons import Text
from borderreg.reports import dimensions as d
from borderreg.reports.counted import DEPARTURE, LEARNT, PASSAGES, RETURN, Reach, counted
from borderreg.reports.questions import CROSSINGS as UNIT
from borderreg.reports.questions import PEOPLE, Asked, Measure, Question, RowColumn

CROSSING_KINDS = (DEPARTURE, RETURN)


def _crossings(session: Session, asked: Asked) -> Select[Any]:
    reach = Reach(
        first=asked.period.first, last=asked.period.last, kinds=CROSSING_KINDS, known_at=asked.known_at
    )
    return counted(session, reach)


DEPARTED, RETURNED = (("kind", DEPARTURE),), (("kind", RETURN),)

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
        Measure("departures", Text("Xuất cảnh", "Departures", "出境"), UNIT, DEPARTED),
        Measure(
            "departed",
            Text("Người xuất cảnh", "People departed", "出境人数"),
            PEOPLE,
            DEPARTED,
            persons=True,
        ),
        Measure("returns", Text("Về nước", "Returns", "返回"), UNIT, RETURNED),
        Measure(
            "returned", Text("Người về nước", "People returned", "返回人数"), PEOPLE, RETURNED, persons=True
        ),
        Measure(
            "learnt",
            Text("Về, biết qua xác minh", "Home, learnt otherwise", "经核实已返回"),
            PEOPLE,
            (("kind", LEARNT),),
            persons=True,
        ),
    ),
    dimensions=(d.DAY, d.HOUR, d.GATE, d.COUNTRY, *d.PARTICULARS),
    tallied=PASSAGES,
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
