"""Papers of a list: the PDF with its codes, and the export that proves itself without this system."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from borderreg.crypto import vault
from borderreg.documents.export import CertifiedList, build_export
from borderreg.documents.paper import ContactPoint, ListPaper, PaperHeader, PaperRow, Signature
from borderreg.documents.work_list import Printed
from borderreg.documents.work_list import print_list as draw_list
from borderreg.domain.access import Actor, Permission
from borderreg.domain.audit import AuditAction
from borderreg.domain.entry_codes import format_entry_code
from borderreg.domain.errors import BadInput, Refused
from borderreg.domain.lists import ListKind, ListStatus
from borderreg.domain.names import hidden_character, normalise_text
from borderreg.domain.periods import local_day
from borderreg.domain.places import ReferenceFacts
from borderreg.models import Entry, IssuedCode, User, WorkList
from borderreg.services.frozen import facts_of, frozen_facts
from borderreg.services.guard import require
from borderreg.services.keys import published_key_list
from borderreg.services.list_core import log, own_list, touch
from borderreg.services.places import OrganisationFacts, organisation_named, reference_facts
from borderreg.services.review import draft_entries

LONGEST_DOCUMENT_NUMBER = 40
RECIPIENTS = ("Sở Ngoại vụ tỉnh Lạng Sơn", "Đồn Biên phòng các cửa khẩu quốc tế", "Lưu: VT")


@dataclass(frozen=True, slots=True)
class PaperJob:
    """Everything that a print needs, taken out of the database: drawing needs no transaction."""

    paper: ListPaper
    export: bytes | None
    with_slips: bool
    entries: int
    filename: str


def print_list(
    session: Session,
    *,
    actor: Actor,
    list_id: UUID,
    slips: bool = False,
    document_number: str | None = None,
    at: datetime,
) -> Printed:
    """Print a list in one go: see `prepare_print` and `draw`."""
    job = prepare_print(
        session, actor=actor, list_id=list_id, slips=slips, document_number=document_number, at=at
    )
    return draw(job)


def prepare_print(
    session: Session,
    *,
    actor: Actor,
    list_id: UUID,
    slips: bool = False,
    document_number: str | None = None,
    at: datetime,
) -> PaperJob:
    """Count and log a print and take out what it shows: the certified list, or a specimen without codes.

    A reprint carries the same codes. `document_number` (số văn bản) is kept for the next print. Refused
    `revoked` for a revoked list and `content_changed` when the stored rows are not what was certified.
    """
    require(actor, Permission.LIST_PRINT)
    work_list = own_list(session, actor=actor, list_id=list_id, lock=True)
    if work_list.status in (ListStatus.REVOKED.value, ListStatus.DISCARDED.value):
        raise Refused("Danh sách này không còn hiệu lực nên không in được.", code="revoked")
    if document_number is not None:
        work_list.document_number = _checked_number(document_number)
    work_list.prints += 1
    log(session, actor, AuditAction.LIST_PRINTED, list_id, {"prints": work_list.prints, "slips": slips}, at)
    touch(session, work_list, at)
    if work_list.status != ListStatus.CERTIFIED.value:
        return _specimen(session, actor, work_list, at)
    return _certified(session, work_list, actor.organisation_code, slips)


def draw(job: PaperJob) -> Printed:
    """Draw the PDF of a prepared print: processor time only."""
    return draw_list(job.paper, with_slips=job.with_slips, export=job.export)


def export_list(session: Session, *, actor: Actor, list_id: UUID, at: datetime) -> bytes:
    """Return the certified list as the JSON document that verifies itself, and log the export."""
    require(actor, Permission.LIST_PRINT)
    work_list = own_list(session, actor=actor, list_id=list_id)
    if work_list.status != ListStatus.CERTIFIED.value:
        raise Refused("Chỉ xuất được danh sách đã xác nhận.", code="not_certified")
    log(session, actor, AuditAction.LIST_EXPORTED, list_id, {}, at)
    job = _certified(session, work_list, actor.organisation_code, False)
    return job.export or b""


def _checked_number(text: str) -> str:
    number = normalise_text(text)
    if len(number) > LONGEST_DOCUMENT_NUMBER or hidden_character(text) is not None:
        raise BadInput("Số văn bản dài quá 40 ký tự hoặc có ký tự lạ.", code="document_number")
    return number


def _specimen(session: Session, actor: Actor, work_list: WorkList, at: datetime) -> PaperJob:
    """Lay out a draft: marked on every page, without codes."""
    day = local_day(at)
    facts = reference_facts(session, day=day)
    organisation = organisation_named(session, code=actor.organisation_code, day=day)
    entries = draft_entries(session, list_id=work_list.id)
    if not entries:
        raise Refused("Danh sách chưa có người nào.", code="empty")
    rows = [frozen_facts(entry, row=number, cti=b"") for number, entry in enumerate(entries, start=1)]
    paper = ListPaper(
        kind=ListKind(work_list.kind),
        header=_header(organisation),
        rows=_rows(rows, facts, organisation, digits={}),
        **_changed_list(session, work_list),
        specimen=True,
    )
    return PaperJob(paper, None, False, len(rows), "ban-nhap.pdf")


def _certified(session: Session, work_list: WorkList, commune: str, slips: bool) -> PaperJob:
    at = work_list.certified_at or work_list.created_at
    day = local_day(at)
    facts = reference_facts(session, day=day)
    organisation = organisation_named(session, code=commune, day=day)
    rows = facts_of(session, work_list=work_list)
    digits = _digits(session, work_list)
    signature = _signature(session, work_list, organisation)
    paper = ListPaper(
        kind=ListKind(work_list.kind),
        header=_header(organisation),
        rows=_rows(rows, facts, organisation, digits),
        number=work_list.list_no,
        document_number=work_list.document_number or None,
        issued_on=day,
        signature=signature,
        contacts=_contacts(facts),
        **_changed_list(session, work_list),
        head_digits=work_list.head_digits,
        content_hash=work_list.content_hash,
    )
    export = _export(session, work_list, commune, signature, rows, digits, at)
    name = work_list.list_no.replace("/", "-").lower()
    return PaperJob(paper, export, slips, len(rows), f"danh-sach-{name}-{work_list.year}.pdf")


def _digits(session: Session, work_list: WorkList) -> dict[str, str]:
    """Return the codes by `cti`; a withdrawal prints none."""
    if work_list.kind == ListKind.WITHDRAWAL.value:
        return {}
    codes = (
        select(IssuedCode.cti, IssuedCode.digits)
        .join(Entry, Entry.cti == IssuedCode.cti)
        .where(Entry.list_id == work_list.id)
    )
    return {row.cti.hex(): row.digits for row in session.execute(codes)}


def _header(organisation: OrganisationFacts) -> PaperHeader:
    return PaperHeader(
        parent_body=organisation.parent_body,
        issuing_body=organisation.name,
        place=organisation.place,
        recipients=RECIPIENTS,
    )


def _signature(session: Session, work_list: WorkList, organisation: OrganisationFacts) -> Signature:
    name = session.scalar(select(User.name).where(User.id == work_list.certified_by)) or ""
    deputy = f"Phó {organisation.position}" if work_list.signed_as else None
    return Signature(position=organisation.position, name=name, deputy_position=deputy)


def _contacts(facts: ReferenceFacts) -> tuple[ContactPoint, ...]:
    points: Any = facts.settings.get("contact_points") or ()
    return tuple(ContactPoint(point["vi"], point["zh"], point["phone"]) for point in points)


def _changed_list(session: Session, work_list: WorkList) -> dict[str, Any]:
    if work_list.parent_id is None:
        return {}
    parent = session.get_one(WorkList, work_list.parent_id)
    changed: date | None = local_day(parent.certified_at) if parent.certified_at else None
    return {"changes_number": parent.list_no, "changes_date": changed}


def _rows(
    rows: Sequence[Mapping[str, Any]],
    facts: ReferenceFacts,
    organisation: OrganisationFacts,
    digits: Mapping[str, str],
) -> tuple[PaperRow, ...]:
    commune = facts.commune(organisation.code)
    home = f"{commune.kind} {commune.name}" if commune else organisation.name
    kinds = {kind.code: kind.name_vi for kind in facts.document_types}
    return tuple(_row(row, facts, home, kinds, digits) for row in rows)


def _row(
    row: Mapping[str, Any],
    facts: ReferenceFacts,
    home: str,
    kinds: Mapping[str, str],
    digits: Mapping[str, str],
) -> PaperRow:
    county = facts.county(row["county"])
    code = bytes.fromhex(row["cti"])
    return PaperRow(
        row=row["row"],
        name=row["name"],
        birth=row["birth"],
        sex=row["sex"],
        personal_id=row["personal_id"],
        residence=", ".join(part for part in (row["hamlet"], home) if part),
        document_type=kinds.get(row["document_type"], row["document_type"]),
        document_number=row["document_number"],
        document_expires=row["document_expires"],
        employer=row["employer"],
        county=county.vi if county else row["county"],
        valid_from=row["valid_from"],
        valid_to=row["valid_to"],
        job=row["job"],
        phone=row["phone"],
        contact=" – ".join(part for part in (row["contact_name"], row["contact_phone"]) if part),
        gates=tuple(gate.name_vi for gate in facts.gates_in(row["gates"])),
        reason=row.get("reason", ""),
        entry_code=format_entry_code(code) if code else None,
        digits=digits.get(row["cti"]),
    )


def _export(
    session: Session,
    work_list: WorkList,
    commune: str,
    signature: Signature,
    rows: Sequence[Mapping[str, object]],
    digits: Mapping[str, str],
    at: datetime,
) -> bytes:
    signed_as = f"{work_list.signed_as} {signature.position} – {signature.name}".strip()
    return build_export(
        CertifiedList(
            list_id=str(work_list.id),
            number=work_list.list_no,
            kind=ListKind(work_list.kind),
            commune=commune,
            certified_by=signed_as,
            certified_at=at,
            entries=rows,
            head_digits=work_list.head_digits or "",
            entry_digits=[digits[str(row["cti"])] for row in rows] if digits else [],
            key_list=published_key_list(session),
            root_public=vault().root_public,
        )
    )
