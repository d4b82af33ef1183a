"""Who is abroad now and who is overdue: open journeys with the last day that the worker is listed for.

Overdue asks for help, not for blame (product.md): abroad after the end of every authorisation that has begun.
"""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    case,
    exists,
    func,
    literal,
    or_,
    select,
    text,
)
from sqlalchemy.orm import Session, aliased

from borderreg.domain.access import Permission
from borderreg.domain.lists import EntryStatus
from borderreg.domain.reasons import Text
from borderreg.models import LONG, LONG_JOURNEY, Contradiction, Entry, Event, Journey
from borderreg.reports import dimensions as d
from borderreg.reports.columns import entry_columns, join_entry, known
from borderreg.reports.counted import person_columns
from borderreg.reports.questions import PEOPLE, Asked, Measure, Question

BANDS = (("1-7", 7), ("8-30", 30))
LAST_BAND = "over-30"


def deadline(day: date, *, joined: bool = False) -> ColumnElement[Any]:
    """Return the last day for which the worker of an open journey is listed, as of a day.

    That of the entry the person left with, or of another certified entry whose period has begun. In a query
    that joins the journey's entry, `joined` has it looked up only for what the entry's conditions leave.
    """
    other = aliased(Entry)
    begun = and_(other.status == EntryStatus.CERTIFIED.value, other.valid_from <= day)
    worker = func.coalesce(Entry.worker_id, Journey.worker_id) if joined else Journey.worker_id
    last_days = select(func.max(other.valid_to)).where(
        other.worker_id == worker, or_(other.id == Journey.entry_id, begun)
    )
    return last_days.correlate(Journey, Entry).scalar_subquery()


def _open_journeys(session: Session, asked: Asked) -> Select[Any]:
    query = select(
        Journey.worker_id.label("person"),
        Journey.worker_id,
        *entry_columns(),
        *person_columns(literal(asked.stock_day.year)),
        known(Journey.country).label("country"),
        known(Journey.departed_gate).label("gate"),
        Journey.departed_at.label("moment"),
        deadline(asked.stock_day, joined=True).label("valid_to"),
        case((_contradicted(asked), "contradictory"), else_="abroad").label("state"),
    )
    query = join_entry(query.select_from(Journey), entry_id=Journey.entry_id)
    return query.where(
        Journey.returned_event_id.is_(None) if asked.on is None else open_on(session, asked.on)
    )


def open_on(session: Session, day: date) -> ColumnElement[bool]:
    """Return the condition of a journey that was open at the end of a past day, as it is known now.

    Few journeys last longer than LONG days, and these have an index of their own, so that looking a year back
    costs what LONG days of departures cost and not the history since.
    """
    still = or_(Journey.returned_day.is_(None), Journey.returned_day > day)
    recent = Journey.departed_day > day - timedelta(days=LONG)
    long = text(LONG_JOURNEY[session.get_bind().dialect.name])
    found = or_(recent, and_(Journey.departed_day <= day, long), Journey.returned_event_id.is_(None))
    return and_(Journey.departed_day <= day, still, found)


def _contradicted(asked: Asked) -> ColumnElement[bool]:
    """Say whether the records of a journey contradict each other, now or by the end of a past day."""
    if asked.on is None:
        return Journey.contradicted.is_(True)
    again = exists().where(
        Contradiction.worker_id == Journey.worker_id,
        Contradiction.event_id == Event.id,
        Contradiction.outcome != "late_event",
        Event.id != Journey.departed_event_id,
        Event.occurred_at >= Journey.departed_at,
        or_(Journey.returned_at.is_(None), Event.occurred_at <= Journey.returned_at),
        Event.local_day <= asked.on,
    )
    return and_(Journey.contradicted, again)


def _abroad(session: Session, asked: Asked) -> Select[Any]:
    return _open_journeys(session, asked).where(~_contradicted(asked))


def _overdue(session: Session, asked: Asked) -> Select[Any]:
    """Look closer only at those whose own entry has ended: a later list can only lengthen a stay."""
    ended = or_(Entry.id.is_(None), Entry.valid_to < asked.stock_day)
    rows = _open_journeys(session, asked).where(ended).subquery()
    band = case(
        *((rows.c.valid_to >= asked.stock_day - timedelta(days=days), key) for key, days in BANDS),
        else_=LAST_BAND,
    )
    return select(rows, band.label("band")).where(rows.c.valid_to < asked.stock_day)


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
    dimensions=(d.COUNTRY, d.GATE, *d.PARTICULARS),
    stock=True,
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
    dimensions=(d.BAND, d.GATE, *d.PARTICULARS),
    stock=True,
    columns=(
        *d.PERSON_COLUMNS,
        d.VALID_TO_COLUMN,
        d.SINCE_COLUMN,
        d.COUNTY_COLUMN,
        d.EMPLOYER_COLUMN,
        d.STATE_COLUMN,
    ),
)
