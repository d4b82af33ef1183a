"""Find rows that may be somebody's second one: the same number elsewhere, the same name and birth here.

Of another commune's entry only commune, list number and dates are shown.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from borderreg.domain.blockers import Likeness
from borderreg.domain.columns import Column
from borderreg.domain.lists import EntryStatus
from borderreg.domain.names import match_key
from borderreg.domain.people import last4
from borderreg.domain.problems import Problem, ProblemCode, problem
from borderreg.models import (
    DuplicateDecision,
    Entry,
    OrganisationName,
    Worker,
    WorkerRecord,
    WorkList,
)
from borderreg.services.people_store import pages
from borderreg.services.private_fields import unseal


@dataclass(frozen=True, slots=True)
class Candidate:
    """What a likeness is looked for with: one row of a draft."""

    entry_id: UUID
    row: int
    worker_id: UUID
    name: str
    birth: str
    valid_from: date
    valid_to: date


Found = dict[UUID, tuple[Likeness, ...]]


def find_likenesses(session: Session, *, work_list: WorkList, rows: Sequence[Candidate], day: date) -> Found:
    """Return each row's likenesses that a person must decide, with the reasons already given."""
    decided = _decided(session, work_list.id)
    found: defaultdict[UUID, list[Likeness]] = defaultdict(list)
    for row, key, item in (
        *_open_entries(session, work_list, rows, day),
        *_twins_in_list(rows),
        *_twins_in_register(session, work_list, rows),
    ):
        placed = replace(item, row=row.row)
        found[row.entry_id].append(Likeness(key=key, problem=placed, decided=decided.get(key)))
    return {entry_id: tuple(items) for entry_id, items in found.items()}


def _decided(session: Session, list_id: UUID) -> dict[str, str]:
    query = (
        select(DuplicateDecision.likeness, DuplicateDecision.reason)
        .join(Entry, Entry.id == DuplicateDecision.entry_id)
        .where(Entry.list_id == list_id)
    )
    return {row.likeness: row.reason for row in session.execute(query)}


Marked = tuple[Candidate, str, Problem]


def _open_entries(
    session: Session, work_list: WorkList, rows: Sequence[Candidate], day: date
) -> Iterable[Marked]:
    """The same number on a certified entry that has not ended, anywhere in the province."""
    by_worker = {row.worker_id: row for row in rows}
    for page in pages(list(by_worker)):
        query = (
            select(Entry.id, Entry.worker_id, Entry.valid_from, Entry.valid_to, WorkList.list_no)
            .add_columns(OrganisationName.name)
            .join(WorkList, WorkList.id == Entry.list_id)
            .outerjoin(OrganisationName, _named_on(day))
            .where(
                Entry.worker_id.in_(page),
                Entry.status == EntryStatus.CERTIFIED.value,
                Entry.valid_to >= day,
                Entry.list_id != work_list.id,
            )
            .order_by(Entry.valid_from, Entry.id)
        )
        for other in session.execute(query):
            row = by_worker[other.worker_id]
            yield row, f"entry:{row.worker_id}:{other.id}", _open_entry(row, other)


def _named_on(day: date) -> Any:
    return and_(
        OrganisationName.organisation_id == Entry.organisation_id,
        OrganisationName.valid_from <= day,
        or_(OrganisationName.valid_to.is_(None), OrganisationName.valid_to >= day),
    )


def _open_entry(row: Candidate, other: Any) -> Problem:
    overlap = other.valid_from <= row.valid_to and row.valid_from <= other.valid_to
    return problem(
        ProblemCode.DUPLICATE_OPEN_ENTRY,
        column=Column.PERSONAL_ID,
        variant="overlap" if overlap else "",
        list=f"{other.list_no} – {other.name}",
        valid_from=f"{other.valid_from:%d/%m/%Y}",
        valid_to=f"{other.valid_to:%d/%m/%Y}",
    )


def _twins_in_list(rows: Sequence[Candidate]) -> Iterable[Marked]:
    groups: defaultdict[tuple[str, str], list[Candidate]] = defaultdict(list)
    for row in rows:
        groups[match_key(row.name), row.birth].append(row)
    for (_, birth), group in groups.items():
        if len(birth) < len("YYYY-MM-DD"):
            continue  # a shared year is no likeness that needs a decision
        for row in group:
            for other in group:
                if other.worker_id != row.worker_id:
                    code, column = ProblemCode.SAME_NAME_AND_BIRTH, Column.NAME
                    item = problem(code, column=column, other_row=other.row)
                    yield row, _pair(row.worker_id, other.worker_id), item


def _twins_in_register(session: Session, work_list: WorkList, rows: Sequence[Candidate]) -> Iterable[Marked]:
    in_list = {row.worker_id for row in rows}
    exact: dict[tuple[str, str], list[Candidate]] = {}
    for row in rows:
        if len(row.birth) == len("YYYY-MM-DD"):
            exact.setdefault((match_key(row.name), row.birth), []).append(row)
    for page in pages(sorted({key for key, _ in exact})):
        query = (
            select(WorkerRecord.match_key, WorkerRecord.birth, Worker.id, Worker.personal_id)
            .join(Worker, Worker.id == WorkerRecord.worker_id)
            .where(
                WorkerRecord.organisation_id == work_list.organisation_id,
                WorkerRecord.match_key.in_(page),
            )
            .order_by(Worker.id)
        )
        for other in session.execute(query):
            if other.id in in_list:
                continue
            for row in exact.get((other.match_key, other.birth), ()):
                yield row, _pair(row.worker_id, other.id), _registered(other)


def _registered(other: Any) -> Problem:
    number = unseal(other.personal_id, place="workers.personal_id", row_id=other.id)
    return problem(
        ProblemCode.SAME_NAME_AND_BIRTH, column=Column.NAME, variant="registered", last4=last4(number)
    )


def _pair(one: UUID, other: UUID) -> str:
    """Name a pair of people the same from both sides, so that one decision settles both rows."""
    first, second = sorted((one, other))
    return f"people:{first}:{second}"
