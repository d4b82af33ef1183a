"""Read lists for the pages of their commune: masked, in a constant number of statements."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, case, func, select
from sqlalchemy.orm import Session

from borderreg.domain.access import Actor, Permission
from borderreg.domain.entry_codes import format_entry_code
from borderreg.domain.lists import EntryStatus, ListKind, ListStatus
from borderreg.domain.people import last4
from borderreg.domain.periods import local_day
from borderreg.models import (
    Correction,
    CorrectionAnswer,
    County,
    Entry,
    EntryChange,
    Gate,
    IssuedCode,
    ListAuthor,
    User,
    WorkList,
)
from borderreg.services.guard import require
from borderreg.services.list_core import own_list
from borderreg.services.post_reading import responsible_for
from borderreg.services.presence import NEVER_LEFT, presence_of_entries
from borderreg.services.private_fields import unseal

EXPIRES_SOON_DAYS = 14


@dataclass(frozen=True, slots=True)
class ListLine:
    """One list among others; `status` is a ListStatus, or in_force / expired / not_yet once certified.

    `people` are those on the paper, `live` those whose entry still counts; `corrections` wait.
    """

    id: UUID
    kind: ListKind
    status: str
    title: str
    list_no: str
    people: int
    valid_from: date | None
    valid_to: date | None
    updated_at: datetime
    certified_at: datetime | None
    return_reason: str
    parent_id: UUID | None
    version: int
    live: int = 0
    corrections: int = 0
    proposed: int = 0

    def ends_soon(self, day: date) -> bool:
        """Say whether the last entry ends within two weeks of a day."""
        return self.valid_to is not None and 0 <= (self.valid_to - day).days < EXPIRES_SOON_DAYS


@dataclass(frozen=True, slots=True)
class RowLine:
    """One row of a list, numbers masked; `state` is where the entry's person is once certified."""

    entry_id: UUID
    row: int
    worker_id: UUID
    status: EntryStatus
    name: str
    birth: str
    sex: str
    id_last4: str
    hamlet: str
    document_type: str
    document_last4: str
    document_expires: date
    employer: str
    county: str
    job: str
    valid_from: date
    valid_to: date
    gates: tuple[str, ...]
    source_row: int | None
    entry_code: str = ""
    cti: str = ""
    digits: str = ""
    state: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ListPage:
    """A list with its rows as a page shows it."""

    head: ListLine
    rows: tuple[RowLine, ...]
    removed: tuple[RowLine, ...]
    changes: tuple[ListLine, ...]
    parent: ListLine | None
    content_hash: str
    document_number: str
    prints: int
    certified_by: str
    signed_as: str
    submitted_by: str
    returned_by: str
    authors: frozenset[UUID] = field(default_factory=frozenset)
    revoke_reason: str = ""
    responsible: str = ""


def list_lists(
    session: Session, *, actor: Actor, at: datetime, ids: Sequence[UUID] | None = None
) -> tuple[ListLine, ...]:
    """Return the lists of the actor's commune (or those of `ids`), last changed first; one statement."""
    require(actor, Permission.LIST_READ)
    query = _lines().where(WorkList.organisation_id == actor.organisation_id)
    if ids is not None:
        query = query.where(WorkList.id.in_(ids))
    rows = session.execute(query.order_by(WorkList.updated_at.desc(), WorkList.id.desc()))
    return tuple(_line(row, local_day(at)) for row in rows)


def read_list(session: Session, *, actor: Actor, list_id: UUID, at: datetime) -> ListPage:
    """Return a list of the actor's commune with masked rows; NotFound for any other."""
    require(actor, Permission.LIST_READ)
    work_list = own_list(session, actor=actor, list_id=list_id)
    day = local_day(at)
    lines = {line.id: line for line in _family(session, work_list, day)}
    rows = _rows(session, work_list, at)
    names = _names(session, (work_list.certified_by, work_list.submitted_by, work_list.returned_by))
    kept = (work_list.content_hash or b"").hex()
    authors = session.scalars(select(ListAuthor.user_id).where(ListAuthor.list_id == list_id))
    return ListPage(
        head=lines[list_id],
        rows=tuple(row for row in rows if row.status is not EntryStatus.REMOVED),
        removed=tuple(row for row in rows if row.status is EntryStatus.REMOVED and row.row > 0),
        changes=tuple(line for line in lines.values() if line.parent_id == list_id),
        parent=lines.get(work_list.parent_id) if work_list.parent_id else None,
        content_hash=kept,
        document_number=work_list.document_number,
        prints=work_list.prints,
        certified_by=names.get(work_list.certified_by, ""),
        signed_as=work_list.signed_as,
        submitted_by=names.get(work_list.submitted_by, ""),
        returned_by=names.get(work_list.returned_by, ""),
        authors=frozenset(authors),
        revoke_reason=work_list.revoke_reason,
        responsible=responsible_for(session, work_list=work_list, at=at),
    )


def _lines() -> Select[WorkList, int, int, int, int, date, date]:
    counted = case((Entry.status != EntryStatus.REMOVED.value, 1))
    named = select(func.count()).where(EntryChange.list_id == WorkList.id).correlate(WorkList)
    withdrawn = case((WorkList.kind == ListKind.WITHDRAWAL.value, named.scalar_subquery()), else_=0)
    answered = select(CorrectionAnswer.correction_id).where(CorrectionAnswer.correction_id == Correction.id)
    proposed = select(func.count()).where(Correction.list_id == WorkList.id)
    waiting = proposed.where(~answered.exists())
    return (
        select(
            WorkList,
            (func.count(counted) + withdrawn).label("people"),
            func.count(case((Entry.status == EntryStatus.CERTIFIED.value, 1))).label("live"),
            waiting.correlate(WorkList).scalar_subquery().label("corrections"),
            proposed.correlate(WorkList).scalar_subquery().label("proposed"),
            func.min(Entry.valid_from).label("valid_from"),
            func.max(Entry.valid_to).label("valid_to"),
        )
        .outerjoin(Entry, Entry.list_id == WorkList.id)
        .group_by(WorkList.id)
    )


def _family(session: Session, work_list: WorkList, day: date) -> list[ListLine]:
    ids = [work_list.id, *([work_list.parent_id] if work_list.parent_id else [])]
    query = _lines().where(WorkList.id.in_(ids) | (WorkList.parent_id == work_list.id))
    return [_line(row, day) for row in session.execute(query.order_by(WorkList.created_at))]


def _line(row: Any, day: date) -> ListLine:
    work_list: WorkList = row.WorkList
    return ListLine(
        id=work_list.id,
        kind=ListKind(work_list.kind),
        status=status_on(work_list.status, row.valid_from, row.valid_to, day),
        title=work_list.title,
        list_no=work_list.list_no,
        people=row.people,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        updated_at=work_list.updated_at,
        certified_at=work_list.certified_at,
        return_reason=work_list.return_reason,
        parent_id=work_list.parent_id,
        version=work_list.version,
        live=row.live,
        corrections=row.corrections,
        proposed=row.proposed,
    )


def status_on(status: str, first: date | None, last: date | None, day: date) -> str:
    """Return a list's status on a day: a certified one is not begun, in force or expired by its entries."""
    if status != ListStatus.CERTIFIED.value or first is None or last is None:
        return status
    return "certified" if day < first else "expired" if last < day else "in_force"


def _names(session: Session, ids: Iterable[UUID | None]) -> dict[UUID | None, str]:
    wanted = sorted({user_id for user_id in ids if user_id})
    query = select(User.id, User.name).where(User.id.in_(wanted))
    return {row.id: row.name for row in session.execute(query)}


def _rows(session: Session, work_list: WorkList, at: datetime) -> list[RowLine]:
    query = (
        select(Entry, IssuedCode.digits, EntryChange.reason)
        .outerjoin(IssuedCode, IssuedCode.cti == Entry.cti)
        .outerjoin(EntryChange, _last_change(work_list))
        .order_by(Entry.row)
    )
    if work_list.kind == ListKind.WITHDRAWAL.value:
        query = query.where(EntryChange.list_id == work_list.id)
    else:
        query = query.where(Entry.list_id == work_list.id)
    found = session.execute(query).all()
    counties = {row.code: row.name_vi for row in session.execute(select(County.code, County.name_vi))}
    certified = work_list.status in (ListStatus.CERTIFIED.value, ListStatus.REVOKED.value)
    states = presence_of_entries(session, list_id=work_list.id, day=local_day(at)) if certified else None
    gates = session.execute(select(Gate.bit, Gate.name_vi).order_by(Gate.bit))
    names = {gate.bit: gate.name_vi for gate in gates}
    return [_row(row, counties, names, states) for row in found]


def _last_change(work_list: WorkList) -> Any:
    """Join the change that this list made, or the one that ended the entry."""
    if work_list.kind == ListKind.WITHDRAWAL.value:
        return (EntryChange.entry_id == Entry.id) & (EntryChange.list_id == work_list.id)
    return (EntryChange.entry_id == Entry.id) & (EntryChange.status == Entry.status)


def _row(
    row: Any, counties: dict[str, str], gates: dict[int, str], states: dict[UUID, str] | None
) -> RowLine:
    entry: Entry = row.Entry
    number = unseal(entry.personal_id, place="entries.personal_id", row_id=entry.id)
    paper = unseal(entry.document_number, place="entries.document_number", row_id=entry.id)
    return RowLine(
        entry_id=entry.id,
        row=entry.row,
        worker_id=entry.worker_id,
        status=EntryStatus(entry.status),
        name=entry.name,
        birth=entry.birth,
        sex=entry.sex,
        id_last4=last4(number),
        hamlet=entry.hamlet,
        document_type=entry.document_type,
        document_last4=last4(paper),
        document_expires=entry.document_expires,
        employer=entry.employer,
        county=counties.get(entry.county, entry.county),
        job=entry.job,
        valid_from=entry.valid_from,
        valid_to=entry.valid_to,
        gates=tuple(name for bit, name in gates.items() if entry.gates >> bit & 1),
        source_row=entry.source_row,
        entry_code=format_entry_code(entry.cti) if entry.cti else "",
        cti=entry.cti.hex() if entry.cti else "",
        digits=row.digits or "",
        state="" if states is None else states.get(entry.id, NEVER_LEFT),
        reason=row.reason or "",
    )
