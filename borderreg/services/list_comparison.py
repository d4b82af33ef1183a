"""What is different from the last list of the same people: who is new or gone, whose work or paper changed.

The last list of the same team is the latest certified one that shares at least half as many people with this
list as the one that shares most: a replaced worker does not send the chief back to a list of last year.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from borderreg.domain.access import Actor, Permission
from borderreg.domain.columns import Column
from borderreg.domain.lists import EntryStatus, ListKind, ListStatus
from borderreg.domain.people import last4
from borderreg.models import County, Entry, WorkList
from borderreg.services.guard import require
from borderreg.services.list_core import own_list
from borderreg.services.people_store import pages
from borderreg.services.private_fields import unseal

NOT_ON_PAPER = (EntryStatus.DRAFT.value, EntryStatus.REMOVED.value)


@dataclass(frozen=True, slots=True)
class Changed:
    """One fact of one person that was otherwise on the list before; numbers by their last four digits."""

    row: int
    name: str
    column: Column
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """A list beside the one before: rows that are new, names that are gone, facts that changed.

    `period` is the change of dates that most people share (its own rows are then not named), if any.
    """

    list_id: UUID
    list_no: str
    certified_on: datetime
    shared: int
    new: tuple[tuple[int, str], ...]
    gone: tuple[str, ...]
    changed: tuple[Changed, ...]
    period: tuple[str, str, int] | None


def compare_list(session: Session, *, actor: Actor, list_id: UUID, at: datetime) -> Comparison | None:
    """Compare a list of the actor's commune with the last one of the same people; None when there is none."""
    require(actor, Permission.LIST_READ)
    work_list = own_list(session, actor=actor, list_id=list_id)
    here = _entries(session, list_id, certified=work_list.certified_at is not None)
    before = _last_of_same_people(session, work_list, list(here), work_list.certified_at or at)
    if before is None:
        return None
    there = _entries(session, before.id, certified=True)
    counties = {row.code: row.name_vi for row in session.execute(select(County.code, County.name_vi))}
    both = [(there[worker], entry) for worker, entry in here.items() if worker in there]
    period, shared_period = _shared_period(both)
    changed = [item for was, now in both for item in _changes(was, now, counties, but=shared_period)]
    return Comparison(
        list_id=before.id,
        list_no=before.list_no,
        certified_on=before.certified_at or before.updated_at,
        shared=len(both),
        new=tuple((entry.row, entry.name) for worker, entry in here.items() if worker not in there),
        gone=tuple(entry.name for worker, entry in there.items() if worker not in here),
        changed=tuple(changed),
        period=period,
    )


def _entries(session: Session, list_id: UUID, *, certified: bool) -> dict[UUID, Entry]:
    """Return the people of a list by worker, in the order of their rows."""
    query = select(Entry).where(Entry.list_id == list_id).order_by(Entry.row)
    if certified:
        query = query.where(Entry.status.not_in(NOT_ON_PAPER))
    else:
        query = query.where(Entry.status == EntryStatus.DRAFT.value)
    return {entry.worker_id: entry for entry in session.scalars(query)}


def _last_of_same_people(
    session: Session, work_list: WorkList, people: Sequence[UUID], before: datetime
) -> WorkList | None:
    shared: Counter[UUID] = Counter()
    for page in pages(list(people)):
        query = (
            select(Entry.list_id, func.count())
            .join(WorkList, WorkList.id == Entry.list_id)
            .where(
                Entry.worker_id.in_(page),
                WorkList.organisation_id == work_list.organisation_id,
                WorkList.kind != ListKind.WITHDRAWAL.value,
                WorkList.status.in_((ListStatus.CERTIFIED.value, ListStatus.REVOKED.value)),
                Entry.status.not_in(NOT_ON_PAPER),
                Entry.list_id != work_list.id,
                WorkList.certified_at < before,
            )
            .group_by(Entry.list_id)
        )
        shared.update({row[0]: row[1] for row in session.execute(query)})
    if not shared:
        return None
    most = max(shared.values())
    close = [list_id for list_id, count in shared.items() if 2 * count >= most]
    latest = select(WorkList).where(WorkList.id.in_(close)).order_by(WorkList.certified_at.desc())
    return session.scalars(latest.limit(1)).first()


Both = tuple[Entry, Entry]


def _shared_period(both: Iterable[Both]) -> tuple[tuple[str, str, int] | None, tuple[str, str] | None]:
    """Return the change of dates that at least half of the people share, as text and with their number."""
    moves = Counter((_period(was), _period(now)) for was, now in both)
    if not moves:
        return None, None
    move, count = moves.most_common(1)[0]
    if move[0] == move[1] or 2 * count < moves.total():
        return None, None
    return (*move, count), move


def _changes(
    was: Entry, now: Entry, counties: dict[str, str], *, but: tuple[str, str] | None
) -> Iterable[Changed]:
    facts = (
        (Column.NAME, was.name, now.name),
        (Column.EMPLOYER, was.employer, now.employer),
        (Column.COUNTY, counties.get(was.county, was.county), counties.get(now.county, now.county)),
        (Column.JOB, was.job, now.job),
        (Column.DOCUMENT_EXPIRES, _day(was.document_expires), _day(now.document_expires)),
    )
    for column, before, after in facts:
        if before != after:
            yield Changed(now.row, now.name, column, before, after)
    if was.document_number_hash != now.document_number_hash or was.document_type != now.document_type:
        yield Changed(now.row, now.name, Column.DOCUMENT_NUMBER, _masked(was), _masked(now))
    move = (_period(was), _period(now))
    if move[0] != move[1] and move != but:
        yield Changed(now.row, now.name, Column.VALID_FROM, *move)


def _masked(entry: Entry) -> str:
    number = unseal(entry.document_number, place="entries.document_number", row_id=entry.id)
    return f"…{last4(number)}"


def _period(entry: Entry) -> str:
    return f"{_day(entry.valid_from)} – {_day(entry.valid_to)}"


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"
