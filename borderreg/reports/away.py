"""Who is abroad now and who is overdue: open journeys with the last day that the worker is listed for.

Overdue asks for help, not for blame (product.md): abroad after the end of every authorisation that has begun.
"""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.orm import Session, aliased

from borderreg.domain.access import Permission
from borderreg.domain.lists import EntryStatus
from borderreg.domain.reasons import Text
from borderreg.models import Entry, Journey
from borderreg.reports import dimensions as d
from borderreg.reports.columns import entry_columns, join_entry, known
from borderreg.reports.questions import PEOPLE, Asked, Measure, Question

BANDS = (("1-7", 7), ("8-30", 30))
LAST_BAND = "over-30"


def deadline(day: date) -> ColumnElement[Any]:
    """Return the last day for which the worker of an open journey is listed, as of a day.

    That of the entry the person left with, or of another certified entry whose period has begun.
    """
    other = aliased(Entry)
    begun = and_(other.status == EntryStatus.CERTIFIED.value, other.valid_from <= day)
    last_days = select(func.max(other.valid_to)).where(
        other.worker_id == Journey.worker_id, or_(other.id == Journey.entry_id, begun)
    )
    return last_days.correlate(Journey).scalar_subquery()


def _open_journeys(asked: Asked) -> Select[Any]:
    query = select(
        Journey.worker_id.label("person"),
        Journey.worker_id,
        *entry_columns(),
        known(Journey.country).label("country"),
        known(Journey.departed_gate).label("gate"),
        Journey.departed_at.label("moment"),
        deadline(asked.today).label("valid_to"),
        case((Journey.contradicted, "contradictory"), else_="abroad").label("state"),
    )
    return join_entry(query.select_from(Journey), entry_id=Journey.entry_id).where(
        Journey.returned_event_id.is_(None)
    )


def _abroad(_session: Session, asked: Asked) -> Select[Any]:
    return _open_journeys(asked).where(~Journey.contradicted)


def _overdue(_session: Session, asked: Asked) -> Select[Any]:
    rows = _open_journeys(asked).subquery()
    band = case(
        *((rows.c.valid_to >= asked.today - timedelta(days=days), key) for key, days in BANDS),
        else_=LAST_BAND,
    )
    return select(rows, band.label("band")).where(rows.c.valid_to < asked.today)


ABROAD = Question(
    slug="abroad",
    title=Text("Đang ở nước ngoài", "Abroad now", "现在境外"),
    about=Text(
        "Người đã xuất cảnh theo danh sách và chưa ghi nhận về.",
        "People who left by a list and whose return is not recorded yet.",
        "按名单出境、尚未登记返回的人员。",
    ),
    permission=Permission.FIGURES_READ,
    source=_abroad,
    measures=(Measure("people", Text("Đang ở nước ngoài", "Abroad now", "现在境外"), PEOPLE),),
    dimensions=(d.COUNTRY, d.COUNTY, d.COMMUNE, d.GATE, d.EMPLOYER),
    columns=(
        *d.PERSON_COLUMNS,
        d.EMPLOYER_COLUMN,
        d.COUNTY_COLUMN,
        d.GATE_COLUMN,
        d.SINCE_COLUMN,
        d.VALID_TO_COLUMN,
    ),
)

OVERDUE = Question(
    slug="overdue",
    title=Text("Quá hạn, cần hỏi thăm", "Overdue, to be looked for", "逾期未归，需联系"),
    about=Text(
        "Người đang ở nước ngoài sau ngày cuối trong danh sách, kể cả khi dữ liệu chưa khớp: "
        "cần liên hệ gia đình và hỗ trợ.",
        "People abroad after the last day on their list, contradictory records included: "
        "to be contacted and helped.",
        "超过名单有效期仍在境外的人员（含数据不一致者）：需要联系和帮助。",
    ),
    permission=Permission.FIGURES_READ,
    source=_overdue,
    measures=(Measure("people", Text("Quá hạn", "Overdue", "逾期"), PEOPLE),),
    dimensions=(d.BAND, d.COMMUNE, d.COUNTY, d.EMPLOYER, d.GATE),
    columns=(
        *d.PERSON_COLUMNS,
        d.VALID_TO_COLUMN,
        d.SINCE_COLUMN,
        d.COUNTY_COLUMN,
        d.EMPLOYER_COLUMN,
        d.STATE_COLUMN,
    ),
)
