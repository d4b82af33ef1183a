"""Import a commune's workbook as a draft list: good rows kept, every problem named by row and column."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePath
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from borderreg.domain.access import Actor, Permission
from borderreg.domain.audit import AuditAction
from borderreg.domain.columns import Column
from borderreg.domain.errors import Conflict
from borderreg.domain.lists import EDITABLE, ListKind, ListStatus
from borderreg.domain.periods import local_day
from borderreg.domain.problems import Problem
from borderreg.models import Entry, WorkList
from borderreg.services.guard import require
from borderreg.services.likeness import Candidate, find_likenesses
from borderreg.services.list_core import log, note_author, own_list, touch, visible
from borderreg.services.list_reference import list_reference
from borderreg.services.list_store import RowToStore, store_rows
from borderreg.services.lists import LONGEST_TITLE, new_list
from borderreg.services.people_store import pages
from borderreg.services.registered_names import find_other_people
from borderreg.services.workbooks import RowsRead, read_rows, read_workbook


@dataclass(frozen=True, slots=True)
class FileRead:
    """A workbook read and checked; nothing is stored yet."""

    title: str
    sha256: str
    rows: RowsRead


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What became of a workbook: the list (None when no row was good), people rows, kept rows, problems."""

    list_id: UUID | None
    rows: int
    imported: int
    problems: tuple[Problem, ...]


def read_file(session: Session, *, actor: Actor, filename: str, data: bytes, at: datetime) -> FileRead:
    """Read a workbook and check its rows without storing anything; FileRefused for a hostile or broken one.

    Reading takes long and needs no transaction of its own: pages call this before they write.
    """
    require(actor, Permission.LIST_EDIT)
    reference = list_reference(session, commune=actor.organisation_code, at=at)
    sheet = read_workbook(data, filename=filename)
    rows = read_rows(sheet, reference=reference.rows, at=reference.day)
    return FileRead(_title_of(filename), hashlib.sha256(data).hexdigest(), rows)


def import_rows(
    session: Session, *, actor: Actor, read: FileRead, list_id: UUID | None = None, at: datetime
) -> ImportResult:
    """Store the good rows of a workbook as a new draft, or into an open one; all or nothing.

    The same person's row is replaced, so that importing a file twice into one list doubles nobody. A row
    whose number the register knows under quite another name is left out (`number_of_other`).
    """
    require(actor, Permission.LIST_EDIT)
    organisation = actor.organisation_id
    others = find_other_people(session, organisation_id=organisation, drafts=read.rows.drafts)
    drafts = tuple(item for item in read.rows.drafts if item[0] not in others)
    problems = _in_order((*read.rows.problems, *others.values()))
    if not drafts:
        return ImportResult(list_id, read.rows.rows, 0, problems)
    work_list = _target(session, actor, list_id, read.title, at)
    reference = list_reference(session, commune=actor.organisation_code, at=at)
    rows = [RowToStore(draft, source_row=row) for row, draft in drafts]
    ids = store_rows(session, actor=actor, work_list=work_list, rows=rows, facts=reference.facts, at=at)
    note_author(session, list_id=work_list.id, actor=actor, at=at)
    payload: dict[str, object] = {"sha256": read.sha256, "rows": read.rows.rows, "imported": len(ids)}
    log(session, actor, AuditAction.LIST_IMPORTED, work_list.id, payload, at)
    touch(session, work_list, at)
    likenesses = _likenesses(session, work_list, ids, at)
    return ImportResult(work_list.id, read.rows.rows, len(ids), _in_order((*problems, *likenesses)))


def import_file(
    session: Session,
    *,
    actor: Actor,
    filename: str,
    data: bytes,
    list_id: UUID | None = None,
    at: datetime,
) -> ImportResult:
    """Read a workbook and store its good rows in one go."""
    read = read_file(session, actor=actor, filename=filename, data=data, at=at)
    return import_rows(session, actor=actor, read=read, list_id=list_id, at=at)


def _target(session: Session, actor: Actor, list_id: UUID | None, title: str, at: datetime) -> WorkList:
    if list_id is not None:
        work_list = own_list(session, actor=actor, list_id=list_id, lock=True)
        if ListStatus(work_list.status) not in EDITABLE:
            raise Conflict("Danh sách này không sửa được nữa.", code="not_editable")
        return work_list
    work_list = new_list(actor=actor, kind=ListKind.ORIGINAL, parent_id=None, title=title, at=at)
    session.add(work_list)
    session.flush()
    return work_list


def _title_of(filename: str) -> str:
    stem = PurePath(filename.replace("\\", "/")).stem
    return visible(stem.replace("_", " "))[:LONGEST_TITLE]


def _likenesses(session: Session, work_list: WorkList, ids: list[UUID], at: datetime) -> list[Problem]:
    """Return what the imported rows share with others outside the file, placed in the file's rows."""
    day = local_day(at)
    found = []
    for page in pages(ids):
        entries = list(session.scalars(select(Entry).where(Entry.id.in_(page)).order_by(Entry.row)))
        candidates = [
            Candidate(
                entry_id=entry.id,
                row=entry.source_row or entry.row,
                worker_id=entry.worker_id,
                name=entry.name,
                birth=entry.birth,
                valid_from=entry.valid_from,
                valid_to=entry.valid_to,
            )
            for entry in entries
        ]
        likenesses = find_likenesses(session, work_list=work_list, rows=candidates, day=day)
        found += [item.problem for items in likenesses.values() for item in items if item.must_decide]
    return [item for item in found if "other_row" not in item.params]


def _in_order(problems: tuple[Problem, ...]) -> tuple[Problem, ...]:
    order = {column.value: number for number, column in enumerate(Column)}
    return tuple(sorted(problems, key=lambda item: (item.row or 0, order.get(item.column or "", -1))))
