"""Every certified entry in exactly one class: never left, abroad, returned, contradictory (product.md)."""

from typing import Any

from sqlalchemy import ColumnElement, Select, cast, func, literal, select
from sqlalchemy import Text as TextType
from sqlalchemy.orm import Session

from borderreg.domain.access import Permission
from borderreg.domain.lists import EntryStatus, ListKind
from borderreg.domain.reasons import Text
from borderreg.models import Employer, Entry, EntryState, Gate, Journey, Organisation, WorkList
from borderreg.reports import dimensions as d
from borderreg.reports.columns import entry_columns
from borderreg.reports.counted import person_columns
from borderreg.reports.questions import ENTRIES, Asked, Measure, Question

NEVER_LEFT = "never_left"
CLASSES = (NEVER_LEFT, "abroad", "returned", "contradictory")
NOT_ISSUED = (EntryStatus.DRAFT.value, "removed")
MASK_KEY = "#"
"""Before a number: the gates that an entry names, for one that nobody left with."""


def certified(asked: Asked) -> ColumnElement[bool]:
    """Return the condition of a certified entry: whatever became of it afterwards, it stays accounted for."""
    return (
        WorkList.certified_at.is_not(None)
        & (WorkList.certified_at <= asked.at)
        & (WorkList.kind != ListKind.WITHDRAWAL.value)
        & Entry.status.not_in(NOT_ISSUED)
    )


def gate_key() -> ColumnElement[Any]:
    """Return the gate of the entry's latest departure, else the one gate that it names, else their mask."""
    latest = (
        select(Journey.departed_gate)
        .where(Journey.entry_id == Entry.id)
        .order_by(Journey.departed_at.desc())
        .limit(1)
        .correlate(Entry)
        .scalar_subquery()
    )
    only = select(Gate.code).where(literal(1).bitwise_lshift(Gate.bit) == Entry.gates)
    named = only.correlate(Entry).scalar_subquery()
    return func.coalesce(latest, named, literal(MASK_KEY) + cast(Entry.gates, TextType))


def _entries(_session: Session, asked: Asked) -> Select[Any]:
    state = func.coalesce(EntryState.state, NEVER_LEFT)
    return (
        select(
            Entry.worker_id.label("person"),
            Entry.worker_id,
            *entry_columns(),
            *person_columns(literal(asked.today.year)),
            state.label("state"),
            gate_key().label("gate"),
            Entry.valid_to,
        )
        .select_from(Entry)
        .join(WorkList, WorkList.id == Entry.list_id)
        .join(Organisation, Organisation.id == Entry.organisation_id)
        .outerjoin(Employer, Employer.id == Entry.employer_id)
        .outerjoin(EntryState, EntryState.entry_id == Entry.id)
        .where(certified(asked))
    )


def _never_left(session: Session, asked: Asked) -> Select[Any]:
    return _entries(session, asked).where(EntryState.state.is_(None))


_LABELS = {
    NEVER_LEFT: Text("Chưa xuất cảnh", "Never left", "未出境"),
    "abroad": Text("Đang ở nước ngoài", "Abroad", "境外"),
    "returned": Text("Đã về", "Returned", "已返回"),
    "contradictory": Text("Dữ liệu chưa khớp", "Contradictory", "数据不一致"),
}
_COLUMNS = (*d.PERSON_COLUMNS, d.EMPLOYER_COLUMN, d.STATE_COLUMN, d.GATE_COLUMN, d.VALID_TO_COLUMN)

BALANCE = Question(
    slug="balance",
    title=Text("Cân đối danh sách", "Balance of the lists", "名单平衡表"),
    about=Text(
        "Đã xác nhận = chưa xuất cảnh + đang ở nước ngoài + đã về + dữ liệu chưa khớp. "
        "Mỗi người trong danh sách tính một lần, theo chuyến đi mới nhất.",
        "Certified = never left + abroad + returned + contradictory. Each entry counts once.",
        "已确认 = 未出境 + 境外 + 已返回 + 数据不一致。名单中每人按最近行程计一次。",
    ),
    permission=Permission.FIGURES_READ,
    source=_entries,
    measures=(
        Measure("certified", Text("Đã xác nhận", "Certified", "已确认"), ENTRIES),
        *(Measure(key, _LABELS[key], ENTRIES, (("state", key),)) for key in CLASSES),
    ),
    dimensions=(d.GATE, *d.PARTICULARS),
    columns=_COLUMNS,
)

NEVER_LEFT_REPORT = Question(
    slug="never-left",
    title=Text("Chưa xuất cảnh", "Never left", "未出境"),
    about=Text(
        "Người có tên trong danh sách đã xác nhận nhưng chưa có lượt xuất cảnh nào.",
        "People on a certified list without any departure.",
        "名单已确认但从未出境的人员。",
    ),
    permission=Permission.FIGURES_READ,
    source=_never_left,
    measures=(Measure("entries", _LABELS[NEVER_LEFT], ENTRIES),),
    dimensions=(d.GATE, *d.PARTICULARS),
    columns=(*d.PERSON_COLUMNS, d.EMPLOYER_COLUMN, d.COUNTY_COLUMN, d.GATE_COLUMN, d.VALID_TO_COLUMN),
)
