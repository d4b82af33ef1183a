"""What happened at the gates beside ordinary passages: turned back, home without papers, home late."""

from datetime import datetime

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from borderreg.domain.frozen_reports import ReportMeasure, ReportRow, ReportTable
from borderreg.domain.periods import Period, local_day
from borderreg.domain.reasons import Flag, Text
from borderreg.domain.visits import LEARNT_METHODS
from borderreg.models import Event
from borderreg.reports.columns import has_flag, let_in, not_annulled, one_if
from borderreg.reports.names import Names
from borderreg.reports.questions import CROSSINGS

TITLE = Text("Tiếp nhận tại cửa khẩu", "Received at the gates", "口岸接收情况")
MEASURES = (
    ReportMeasure(
        "turned_back", Text("Phía bạn không cho vào", "Turned back by the neighbour", "被对方劝返"), CROSSINGS
    ),
    ReportMeasure(
        "declared",
        Text("Về theo lời khai, không có giấy tờ", "Home by declaration", "无证件凭申报返回"),
        CROSSINGS,
    ),
    ReportMeasure(
        "late", Text("Về sau hạn trong danh sách", "Home after the listed period", "超期返回"), CROSSINGS
    ),
)
TURNED_BACK = "turned_back"


def care_at_gates(session: Session, *, period: Period, known_at: datetime) -> ReportTable:
    """Count returns by gate: turned back, declared without papers, after the list's last day."""
    counted = (
        Event.cause == TURNED_BACK,
        has_flag(Event.flags, Flag.DECLARED_IDENTITY),
        or_(has_flag(Event.flags, Flag.OVERDUE), has_flag(Event.flags, Flag.RETURN_AFTER_EXPIRY)),
    )
    query = (
        select(Event.gate_code, *(func.count(one_if(one)) for one in counted))
        .where(
            Event.local_day.between(period.first, period.last),
            Event.kind == "return",
            Event.method.not_in(LEARNT_METHODS),
            Event.received_at <= known_at,
            and_(let_in(Event, known_at=known_at), not_annulled(Event, known_at=known_at)),
        )
        .group_by(Event.gate_code)
        .order_by(Event.gate_code)
    )
    names = Names(session, min(period.last, local_day(known_at)))
    rows = tuple(
        ReportRow(code, names.of("gate", code), tuple(counts)) for code, *counts in session.execute(query)
    )
    totals = tuple(sum(row.counts[place] for row in rows) for place in range(len(MEASURES)))
    return ReportTable("gates.care", TITLE, Text("Cửa khẩu", "Gate", "口岸"), MEASURES, rows, totals)
