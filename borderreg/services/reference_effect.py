"""Say what a change of a reference register will touch: counts, before it is saved."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, func, select, true
from sqlalchemy.orm import Session

from borderreg.domain.access import Actor, Permission
from borderreg.domain.lists import EntryStatus, ListStatus
from borderreg.domain.reason_codes import Text
from borderreg.models import Entry, Gate, Journey, User, WorkList
from borderreg.services.guard import require
from borderreg.services.reference_rows import find_row, register_named
from borderreg.services.register_effect import OPEN

WAITING = Text("người trong danh sách chưa xác nhận", "people on lists not certified yet", "人在未确认名单中")
IN_FORCE = Text("người trong danh sách còn hiệu lực", "people on lists in force", "人在有效名单中")
ABROAD = Text("người đang ở nước ngoài", "people abroad now", "人现在境外")
USERS = Text("người dùng của đơn vị", "users of the organisation", "名本机构用户")
CERTIFIED = Text(
    "danh sách đã xác nhận, giữ tên cũ",
    "certified lists, which keep the old name",
    "份已确认名单，保留旧名称",
)
DRAFTS = Text(
    "danh sách chưa xác nhận, theo tên mới",
    "lists not certified yet, with the new name",
    "份未确认名单，用新名称",
)
ENDING = Text(
    "người hết hạn danh sách trong những ngày này", "people whose period ends in these days", "人在此期间到期"
)


@dataclass(frozen=True, slots=True)
class Touched:
    """How many of what a change touches."""

    words: Text
    count: int


def effect_of_change(
    session: Session, *, actor: Actor, slug: str, key: str | None, values: dict[str, Any], day: date
) -> tuple[Touched, ...]:
    """Count what a change of a row (or a new row, without key) will touch; at most four statements."""
    require(actor, Permission.REFERENCE_READ)
    register_named(slug)
    row = find_row(session, slug=slug, key=key) if key else None
    return EFFECTS[slug](session, row, values, day)


def _people(session: Session, condition: ColumnElement[bool], day: date) -> tuple[Touched, ...]:
    waiting = select(func.count()).select_from(Entry).join(WorkList, WorkList.id == Entry.list_id)
    waiting = waiting.where(condition, Entry.status == EntryStatus.DRAFT.value, WorkList.status.in_(OPEN))
    in_force = select(func.count()).select_from(Entry)
    in_force = in_force.where(condition, Entry.status == EntryStatus.CERTIFIED.value, Entry.valid_to >= day)
    abroad = select(func.count()).select_from(Journey).join(Entry, Entry.id == Journey.entry_id)
    abroad = abroad.where(condition, Journey.returned_event_id.is_(None))
    counted = ((WAITING, waiting), (IN_FORCE, in_force), (ABROAD, abroad))
    return tuple(Touched(words, session.scalar(query) or 0) for words, query in counted)


def _organisation(session: Session, row: Any, _values: dict[str, Any], _day: date) -> tuple[Touched, ...]:
    own = WorkList.organisation_id == row.organisation_id
    certified = select(func.count()).select_from(WorkList)
    certified = certified.where(own, WorkList.status == ListStatus.CERTIFIED.value)
    drafts = select(func.count()).select_from(WorkList).where(own, WorkList.status.in_(OPEN))
    users = select(func.count()).select_from(User)
    users = users.where(User.organisation_id == row.organisation_id, User.disabled_at.is_(None))
    counted = ((CERTIFIED, certified), (DRAFTS, drafts), (USERS, users))
    return tuple(Touched(words, session.scalar(query) or 0) for words, query in counted)


def _gate(session: Session, row: Any, values: dict[str, Any], day: date) -> tuple[Touched, ...]:
    code = values.get("gate_code") or getattr(row, "gate_code", None) or getattr(row, "code", None)
    gate = session.get(Gate, code) if code else None
    if gate is None:
        return _people(session, ~true(), day)
    return _people(session, Entry.gates.bitwise_and(1 << gate.bit) != 0, day)


def _county(session: Session, row: Any, values: dict[str, Any], day: date) -> tuple[Touched, ...]:
    named = [row.code, row.name_vi] if row is not None else [values.get("code") or ""]
    return _people(session, Entry.county.in_(named), day)


def _document_type(session: Session, row: Any, values: dict[str, Any], day: date) -> tuple[Touched, ...]:
    code = row.code if row is not None else values.get("code") or ""
    return _people(session, Entry.document_type == code, day)


def _everybody(session: Session, _row: Any, _values: dict[str, Any], day: date) -> tuple[Touched, ...]:
    return _people(session, true(), day)


def _holiday(session: Session, row: Any, values: dict[str, Any], _day: date) -> tuple[Touched, ...]:
    first = row.first_day if row is not None else values.get("first_day")
    last = row.last_day if row is not None else values.get("last_day")
    if first is None or last is None:
        return ()
    query = select(func.count()).select_from(Entry)
    query = query.where(Entry.status == EntryStatus.CERTIFIED.value, Entry.valid_to.between(first, last))
    return (Touched(ENDING, session.scalar(query) or 0),)


EFFECTS: dict[str, Callable[[Session, Any, dict[str, Any], date], tuple[Touched, ...]]] = {
    "organisations": _organisation,
    "gates": _gate,
    "crossing-points": _gate,
    "counties": _county,
    "document-types": _document_type,
    "holidays": _holiday,
    "agreement": _everybody,
    "settings": _everybody,
}
