"""Papers of a list: each print counted, numbered and kept on record, the codes always the same.

The table goes with its annex of codes and its own export attached; slips and cards are handed out to people
whose entries still count, to all of them or again to one who lost the paper.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from borderreg.documents.paper import ListPaper, PaperRow, PrintNumbers
from borderreg.documents.work_list import Parts, Printed
from borderreg.documents.work_list import print_list as draw_list
from borderreg.domain.access import Actor, Permission
from borderreg.domain.audit import AuditAction
from borderreg.domain.errors import BadInput, NotFound, NotPermitted, Refused
from borderreg.domain.lists import EntryStatus, ListStatus
from borderreg.domain.names import hidden_character, normalise_text
from borderreg.domain.print_kinds import PrintKind
from borderreg.models import Entry, ListPrint, User, WorkList, new_id
from borderreg.services.guard import require
from borderreg.services.list_core import log, own_list, touch
from borderreg.services.paper_data import PaperData, certified_data, specimen_data

LONGEST_DOCUMENT_NUMBER = 40


@dataclass(frozen=True, slots=True)
class PaperJob:
    """Everything that a print needs, taken out of the database: drawing needs no transaction."""

    paper: ListPaper
    export: bytes | None
    parts: Parts
    handouts: tuple[PaperRow, ...]
    entries: int
    filename: str


@dataclass(frozen=True, slots=True)
class PrintLine:
    """One print on record: what, the how-manieth, for whom (a row, or everybody), by whom and when."""

    paper: PrintKind
    number: int
    people: int
    row: int | None
    name: str
    printed_by: str
    printed_at: datetime


def print_list(
    session: Session,
    *,
    actor: Actor,
    list_id: UUID,
    slips: bool = False,
    cards: bool = False,
    document_number: str | None = None,
    at: datetime,
) -> Printed:
    """Print a list in one go: see `prepare_print` and `draw`."""
    job = prepare_print(
        session,
        actor=actor,
        list_id=list_id,
        slips=slips,
        cards=cards,
        document_number=document_number,
        at=at,
    )
    return draw(job)


def prepare_print(
    session: Session,
    *,
    actor: Actor,
    list_id: UUID,
    slips: bool = False,
    cards: bool = False,
    entry_id: UUID | None = None,
    document_number: str | None = None,
    at: datetime,
) -> PaperJob:
    """Count and log a print and take out what it shows: the certified list, or a specimen without codes.

    A reprint carries the same codes. With `entry_id` one person's slip or card alone. `document_number` (số
    văn bản) is kept for the next print. Refused `revoked` for a revoked list, `entry_over` for a person
    whose entry does not count any more, `content_changed` when the rows are not what was certified.
    """
    require(actor, Permission.LIST_PRINT)
    work_list = own_list(session, actor=actor, list_id=list_id, lock=True)
    if work_list.status in (ListStatus.REVOKED.value, ListStatus.DISCARDED.value):
        raise Refused("Danh sách này không còn hiệu lực nên không in được.", code="revoked")
    if document_number is not None:
        work_list.document_number = _checked_number(document_number)
    if work_list.status != ListStatus.CERTIFIED.value:
        if entry_id is not None:
            raise Refused("Chỉ in phiếu, thẻ của danh sách đã xác nhận.", code="not_certified")
        data, parts, row = specimen_data(session, actor=actor, work_list=work_list, at=at), Parts(), None
    else:
        data = certified_data(session, work_list=work_list, commune=actor.organisation_code)
        row = _row(session, work_list, entry_id)
        handed_out = data.paper.prints_codes and bool(data.live)
        parts = Parts(table=row is None, slips=slips and handed_out, cards=cards and handed_out)
        if row is not None and not (parts.slips or parts.cards):
            parts = Parts(table=False, slips=True)
    return _counted(session, actor, work_list, data, parts, entry_id, row, at)


def draw(job: PaperJob, *, short_link: str = "") -> Printed:
    """Draw the PDF of a prepared print, its slips with a short address if given: processor time only."""
    paper = replace(job.paper, short_link=short_link)
    return draw_list(paper, parts=job.parts, handouts=job.handouts, export=job.export)


def export_list(session: Session, *, actor: Actor, list_id: UUID, at: datetime) -> bytes:
    """Return the certified list as the JSON document that verifies itself, and log the export."""
    require(actor, Permission.LIST_PRINT)
    work_list = own_list(session, actor=actor, list_id=list_id)
    if work_list.status != ListStatus.CERTIFIED.value:
        raise Refused("Chỉ xuất được danh sách đã xác nhận.", code="not_certified")
    log(session, actor, AuditAction.LIST_EXPORTED, list_id, {}, at)
    return certified_data(session, work_list=work_list, commune=actor.organisation_code).export or b""


def prints_of(session: Session, *, actor: Actor, list_id: UUID, at: datetime) -> tuple[PrintLine, ...]:
    """Return the prints of a list of the actor's commune up to an instant, the latest first."""
    require(actor, Permission.LIST_READ)
    own_list(session, actor=actor, list_id=list_id)
    query = (
        select(ListPrint, Entry.row, Entry.name, User.name.label("printed_by"))
        .join(User, User.id == ListPrint.printed_by)
        .outerjoin(Entry, Entry.id == ListPrint.entry_id)
        .where(ListPrint.list_id == list_id, ListPrint.printed_at <= at)
        .order_by(ListPrint.printed_at.desc(), ListPrint.id.desc())
    )
    return tuple(
        PrintLine(
            PrintKind(row.ListPrint.paper),
            row.ListPrint.number,
            row.ListPrint.people,
            row.row,
            row.name or "",
            row.printed_by,
            row.ListPrint.printed_at,
        )
        for row in session.execute(query)
    )


def _counted(
    session: Session,
    actor: Actor,
    work_list: WorkList,
    data: PaperData,
    parts: Parts,
    entry_id: UUID | None,
    row: int | None,
    at: datetime,
) -> PaperJob:
    """Put each paper of the print on record and number it."""
    wanted = {row} if row is not None else data.live
    handouts = tuple(each for each in data.paper.rows if each.row in wanted)
    people = {PrintKind.DRAFT: len(data.paper.rows), PrintKind.TABLE: len(data.paper.rows)}
    numbers = {
        kind: _record(session, actor, work_list, kind, entry_id, people.get(kind, len(handouts)), at)
        for kind in _kinds(parts, specimen=data.paper.specimen)
    }
    work_list.prints += 1
    payload: dict[str, object] = {"prints": work_list.prints, "papers": [kind.value for kind in numbers]}
    if entry_id is not None:
        payload["entry"] = str(entry_id)
    log(session, actor, AuditAction.LIST_PRINTED, work_list.id, payload, at)
    touch(session, work_list, at)
    prints = PrintNumbers(
        *(numbers.get(kind, 1) for kind in (PrintKind.TABLE, PrintKind.SLIPS, PrintKind.CARDS))
    )
    return PaperJob(
        paper=replace(data.paper, prints=prints),
        export=data.export if parts.table else None,
        parts=parts,
        handouts=handouts,
        entries=len(data.paper.rows) if parts.table else len(handouts),
        filename=data.filename if parts.table else data.filename.replace("danh-sach", "phieu"),
    )


def _kinds(parts: Parts, *, specimen: bool) -> list[PrintKind]:
    if specimen:
        return [PrintKind.DRAFT]
    chosen = ((PrintKind.TABLE, parts.table), (PrintKind.SLIPS, parts.slips), (PrintKind.CARDS, parts.cards))
    return [kind for kind, wanted in chosen if wanted]


def _record(
    session: Session,
    actor: Actor,
    work_list: WorkList,
    kind: PrintKind,
    entry_id: UUID | None,
    people: int,
    at: datetime,
) -> int:
    """Append one print and return its number; a person's paper counts the prints of everybody's as well."""
    if actor.user_id is None:
        raise NotPermitted(Permission.LIST_PRINT.value)
    whose: ColumnElement[bool] = ListPrint.entry_id.is_(None)
    if entry_id is not None:
        whose = or_(whose, ListPrint.entry_id == entry_id)
    earlier = select(func.count()).where(
        ListPrint.list_id == work_list.id, ListPrint.paper == kind.value, whose
    )
    number = (session.scalar(earlier) or 0) + 1
    session.add(
        ListPrint(
            id=new_id(),
            list_id=work_list.id,
            entry_id=entry_id,
            paper=kind.value,
            number=number,
            people=people,
            printed_by=actor.user_id,
            printed_at=at,
        )
    )
    session.flush()
    return number


def _row(session: Session, work_list: WorkList, entry_id: UUID | None) -> int | None:
    """Return the row of one person whose entry still counts; None when the print is for everybody."""
    if entry_id is None:
        return None
    entry = session.get(Entry, entry_id)
    if entry is None or entry.list_id != work_list.id:
        raise NotFound("row")
    if entry.status != EntryStatus.CERTIFIED.value:
        raise Refused("Người này không còn hiệu lực trong danh sách.", code="entry_over")
    return entry.row


def _checked_number(text: str) -> str:
    number = normalise_text(text)
    if len(number) > LONGEST_DOCUMENT_NUMBER or hidden_character(text) is not None:
        raise BadInput("Số văn bản dài quá 40 ký tự hoặc có ký tự lạ.", code="document_number")
    return number
