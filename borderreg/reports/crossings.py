"""Departures and returns of a period, as crossings and as people: two figures that are never mixed."""

from typing import Any

from sqlalchemy import Select
from sqlalchemy.orm import Session

from borderreg.domain.access import Permission
from borderreg.domain.reasons import Text
from borderreg.reports import dimensions as d
from borderreg.reports.counted import DEPARTURE, LEARNT, ON_PAPER, PASSAGES, RETURN, Reach, counted
from borderreg.reports.questions import CROSSINGS as UNIT
from borderreg.reports.questions import PEOPLE, Asked, Measure, Question, RowColumn

CROSSING_KINDS = (DEPARTURE, RETURN)


def _crossings(session: Session, asked: Asked) -> Select[Any]:
    reach = Reach(
        first=asked.period.first, last=asked.period.last, kinds=CROSSING_KINDS, known_at=asked.known_at
    )
    return counted(session, reach)


DEPARTED, RETURNED = (("kind", DEPARTURE),), (("kind", RETURN),)

HOW_CROSSINGS = Text(
    "Mỗi lần qua cửa khẩu là một lượt. Không tính lượt đã huỷ, lượt chờ xem xét, và lượt ghi thứ hai của "
    "cùng một lần qua trong 10 phút.",
    "Each passage of a gate counts once. Annulled ones, ones held for review, and the second record of one "
    "passage within 10 minutes do not count.",
    "每次通关计一次；已撤销、待审核以及10分钟内同一次通关的重复记录不计。",
)
HOW_PEOPLE = Text(
    "Số người khác nhau có ít nhất một lượt trong kỳ; một người đi nhiều lượt chỉ tính một lần.",
    "Different persons with at least one passage in the period; somebody who crosses often counts once.",
    "期内至少通关一次的不同人数；多次通关者只计一次。",
)
HOW_LEARNT = Text(
    "Người mà gia đình hoặc cán bộ cho biết đã về, không có lượt nào ở cửa khẩu.",
    "People whom the family or an officer knows to be home, without any passage at a gate.",
    "据家属或干部得知已返回、但口岸无记录的人员。",
)

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
        Measure("departures", Text("Xuất cảnh", "Departures", "出境"), UNIT, DEPARTED, how=HOW_CROSSINGS),
        Measure(
            "departed",
            Text("Người xuất cảnh", "People departed", "出境人数"),
            PEOPLE,
            DEPARTED,
            persons=True,
            how=HOW_PEOPLE,
        ),
        Measure("returns", Text("Về nước", "Returns", "返回"), UNIT, RETURNED, how=HOW_CROSSINGS),
        Measure(
            "returned",
            Text("Người về nước", "People returned", "返回人数"),
            PEOPLE,
            RETURNED,
            persons=True,
            how=HOW_PEOPLE,
        ),
        Measure(
            "learnt",
            Text("Về, biết qua xác minh", "Home, learnt otherwise", "经核实已返回"),
            PEOPLE,
            (("kind", LEARNT),),
            persons=True,
            how=HOW_LEARNT,
        ),
        Measure(
            "departures_on_paper",
            Text("Xuất cảnh theo danh sách giấy", "Departures by paper lists", "凭纸质名单出境"),
            UNIT,
            (("kind", ON_PAPER[DEPARTURE]),),
            how=HOW_CROSSINGS,
        ),
        Measure(
            "returns_on_paper",
            Text("Về theo danh sách giấy", "Returns by paper lists", "凭纸质名单返回"),
            UNIT,
            (("kind", ON_PAPER[RETURN]),),
            how=HOW_CROSSINGS,
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
