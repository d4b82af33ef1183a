"""The life of a list before it is certified: create, fill, submit, return, discard.

Whoever changes a list names the version that was on the screen; when somebody else was first, Conflict is
raised and nothing is overwritten.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from borderreg.domain.access import Actor, Permission
from borderreg.domain.audit import AuditAction
from borderreg.domain.columns import Column
from borderreg.domain.errors import Conflict, NotFound, Refused
from borderreg.domain.list_facts import RowDraft
from borderreg.domain.lists import EDITABLE, EntryStatus, ListKind, ListStatus
from borderreg.domain.problems import Problem, ProblemCode, at_row, problem
from borderreg.models import Entry, Worker, WorkList, new_id
from borderreg.services.correction_log import lapse_corrections
from borderreg.services.guard import require
from borderreg.services.list_core import checked_reason, log, move_to, note_author, own_list, touch, visible
from borderreg.services.list_reference import list_reference
from borderreg.services.list_store import RowToStore, rewrite_row, store_rows
from borderreg.services.number_corrections import carry_record
from borderreg.services.private_fields import find_hash
from borderreg.services.registered_names import refuse_other_person

LONGEST_TITLE = 120
NO_ROW = UUID(int=0)


@dataclass(frozen=True, slots=True)
class RowSaved:
    """A row as it was saved, and the version of the list after it."""

    list_id: UUID
    entry_id: UUID
    row: int
    version: int


def create_list(session: Session, *, actor: Actor, title: str = "", at: datetime) -> UUID:
    """Open an empty draft for the actor's commune."""
    require(actor, Permission.LIST_EDIT)
    work_list = new_list(actor=actor, kind=ListKind.ORIGINAL, parent_id=None, title=title, at=at)
    session.add(work_list)
    session.flush()
    log(session, actor, AuditAction.LIST_CREATED, work_list.id, {"kind": work_list.kind}, at)
    return work_list.id


def new_list(*, actor: Actor, kind: ListKind, parent_id: UUID | None, title: str, at: datetime) -> WorkList:
    """Make an empty draft of a kind; the caller stores and logs it."""
    return WorkList(
        id=new_id(),
        organisation_id=actor.organisation_id,
        kind=kind.value,
        parent_id=parent_id,
        status=ListStatus.DRAFT.value,
        title=visible(title)[:LONGEST_TITLE],
        created_by=actor.user_id,
        created_at=at,
        updated_at=at,
    )


def rename_list(
    session: Session, *, actor: Actor, list_id: UUID, version: int, title: str, at: datetime
) -> int:
    """Give a draft another working title and return its version."""
    require(actor, Permission.LIST_EDIT)
    work_list = _editable(session, actor, list_id, version)
    work_list.title = visible(title)[:LONGEST_TITLE]
    return touch(session, work_list, at)


def add_row(
    session: Session,
    *,
    actor: Actor,
    list_id: UUID,
    draft: RowDraft,
    same_person: bool = False,
    at: datetime,
) -> RowSaved:
    """Add a person to a draft; Refused when the person is in it already (nothing can be overwritten).

    Refused with code `number_of_other` when the register has the number under quite another name, unless
    somebody said that it is the `same_person`.
    """
    require(actor, Permission.LIST_EDIT)
    work_list = _editable(session, actor, list_id, None)
    refuse_twice(session, work_list.id, draft, but=NO_ROW)
    if not same_person:
        refuse_other_person(session, organisation_id=actor.organisation_id, draft=draft)
    reference = list_reference(session, commune=actor.organisation_code, at=at)
    rows = [RowToStore(draft)]
    entry_id = store_rows(session, actor=actor, work_list=work_list, rows=rows, facts=reference.facts, at=at)[
        0
    ]
    return _row_saved(session, actor, work_list, entry_id, AuditAction.ROW_ADDED, at)


def edit_row(
    session: Session,
    *,
    actor: Actor,
    list_id: UUID,
    entry_id: UUID,
    version: int,
    draft: RowDraft,
    same_person: bool = False,
    at: datetime,
) -> RowSaved:
    """Replace the facts of a row of a draft; asks about the number of somebody else as `add_row` does.

    A number that was only mistyped takes the register's record along, so that nobody is in it twice.
    """
    require(actor, Permission.LIST_EDIT)
    work_list = _editable(session, actor, list_id, version)
    entry = _row(session, work_list, entry_id, EntryStatus.DRAFT)
    refuse_twice(session, work_list.id, draft, but=entry_id)
    if not same_person:
        refuse_other_person(session, organisation_id=actor.organisation_id, draft=draft)
    carry_record(session, entry=entry, draft=draft, at=at)
    reference = list_reference(session, commune=actor.organisation_code, at=at)
    rewrite_row(session, actor=actor, entry=entry, draft=draft, facts=reference.facts, at=at)
    return _row_saved(session, actor, work_list, entry_id, AuditAction.ROW_EDITED, at)


def remove_row(
    session: Session, *, actor: Actor, list_id: UUID, entry_id: UUID, version: int, at: datetime
) -> RowSaved:
    """Take a person out of a draft; the row stays aside and can be put back until the list is certified."""
    require(actor, Permission.LIST_EDIT)
    work_list = _editable(session, actor, list_id, version)
    entry = _row(session, work_list, entry_id, EntryStatus.DRAFT)
    entry.status = EntryStatus.REMOVED.value
    entry.updated_at = at
    return _row_saved(session, actor, work_list, entry_id, AuditAction.ROW_REMOVED, at)


def restore_row(session: Session, *, actor: Actor, list_id: UUID, entry_id: UUID, at: datetime) -> RowSaved:
    """Put a removed row back where it stood."""
    require(actor, Permission.LIST_EDIT)
    work_list = _editable(session, actor, list_id, None)
    entry = _row(session, work_list, entry_id, EntryStatus.REMOVED)
    _refuse_same_worker(session, entry)
    entry.status = EntryStatus.DRAFT.value
    entry.updated_at = at
    return _row_saved(session, actor, work_list, entry_id, AuditAction.ROW_RESTORED, at)


def submit_list(
    session: Session, *, actor: Actor, list_id: UUID, version: int | None = None, at: datetime
) -> int:
    """Hand a draft to the chief; who submits counts as an author and can never certify it."""
    require(actor, Permission.LIST_SUBMIT)
    work_list = own_list(session, actor=actor, list_id=list_id, version=version, lock=True)
    if not _count_rows(session, list_id):
        empty = problem(ProblemCode.MISSING, variant="empty")
        raise Refused("Danh sách chưa có người nào.", problems=[empty], code="empty")
    move_to(work_list, "submit")
    work_list.submitted_by, work_list.submitted_at = actor.user_id, at
    note_author(session, list_id=list_id, actor=actor, at=at)
    log(session, actor, AuditAction.LIST_SUBMITTED, list_id, {}, at)
    return touch(session, work_list, at)


def return_list(
    session: Session, *, actor: Actor, list_id: UUID, reason: str, version: int | None = None, at: datetime
) -> int:
    """Send a submitted list back for completion, with the reason that its authors will read."""
    require(actor, Permission.LIST_RETURN)
    work_list = own_list(session, actor=actor, list_id=list_id, version=version, lock=True)
    move_to(work_list, "return_for_completion")
    work_list.return_reason = checked_reason(reason)
    work_list.returned_by, work_list.returned_at = actor.user_id, at
    lapse_corrections(session, actor=actor, list_id=list_id, at=at)
    log(session, actor, AuditAction.LIST_RETURNED, list_id, {}, at)
    return touch(session, work_list, at)


def discard_list(
    session: Session, *, actor: Actor, list_id: UUID, version: int | None = None, at: datetime
) -> int:
    """Put a draft away; it can be restored."""
    require(actor, Permission.LIST_EDIT)
    work_list = own_list(session, actor=actor, list_id=list_id, version=version, lock=True)
    move_to(work_list, "discard")
    log(session, actor, AuditAction.LIST_DISCARDED, list_id, {}, at)
    return touch(session, work_list, at)


def restore_list(session: Session, *, actor: Actor, list_id: UUID, at: datetime) -> int:
    """Bring a discarded draft back."""
    require(actor, Permission.LIST_EDIT)
    work_list = own_list(session, actor=actor, list_id=list_id, version=None, lock=True)
    move_to(work_list, "restore")
    log(session, actor, AuditAction.LIST_RESTORED, list_id, {}, at)
    return touch(session, work_list, at)


def _editable(session: Session, actor: Actor, list_id: UUID, version: int | None) -> WorkList:
    work_list = own_list(session, actor=actor, list_id=list_id, version=version, lock=True)
    if ListStatus(work_list.status) not in EDITABLE:
        raise Conflict("Danh sách này đã được gửi hoặc đã xác nhận, không sửa được nữa.", code="not_editable")
    return work_list


def _row(session: Session, work_list: WorkList, entry_id: UUID, status: EntryStatus) -> Entry:
    entry = session.scalars(select(Entry).where(Entry.id == entry_id, Entry.list_id == work_list.id)).first()
    if entry is None:
        raise NotFound("row")
    if entry.status != status.value:
        raise Conflict("Dòng này vừa được người khác sửa.", code="wrong_status")
    return entry


def _count_rows(session: Session, list_id: UUID) -> int:
    query = select(func.count()).where(Entry.list_id == list_id, Entry.status == EntryStatus.DRAFT.value)
    return session.scalar(query) or 0


def refuse_twice(session: Session, list_id: UUID, draft: RowDraft, *, but: UUID) -> None:
    """Refuse a person who is in the list already, in another row than `but`."""
    query = (
        select(Entry.row)
        .join(Worker, Worker.id == Entry.worker_id)
        .where(
            Entry.list_id == list_id,
            Entry.id != but,
            Entry.status == EntryStatus.DRAFT.value,
            Worker.personal_id_hash == find_hash("personal_id", draft.personal_id),
        )
    )
    other = session.scalar(query)
    if other is not None:
        raise Refused("Người này đã có trong danh sách.", problems=[_twice(other)], code="duplicate_in_file")


def _refuse_same_worker(session: Session, entry: Entry) -> None:
    """Refuse to put a row back when the person has been entered again meanwhile."""
    query = select(Entry.row).where(
        Entry.list_id == entry.list_id,
        Entry.worker_id == entry.worker_id,
        Entry.status == EntryStatus.DRAFT.value,
    )
    other = session.scalar(query)
    if other is not None:
        raise Refused("Người này đã có trong danh sách.", problems=[_twice(other)], code="duplicate_in_file")


def _twice(other: int) -> Problem:
    item = problem(ProblemCode.DUPLICATE_IN_FILE, column=Column.PERSONAL_ID, other_row=other)
    return at_row([item], row=other)[0]


def _row_saved(
    session: Session,
    actor: Actor,
    work_list: WorkList,
    entry_id: UUID,
    action: AuditAction,
    at: datetime,
) -> RowSaved:
    note_author(session, list_id=work_list.id, actor=actor, at=at)
    session.flush()
    row = session.scalars(select(Entry.row).where(Entry.id == entry_id)).one()
    log(session, actor, action, work_list.id, {"entry": str(entry_id), "row": row}, at)
    return RowSaved(work_list.id, entry_id, row, touch(session, work_list, at))
