"""What a paper of a list shows, taken out of the database: the list as it was frozen, or a specimen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from borderreg.crypto import vault
from borderreg.documents.export import CertifiedList, build_export
from borderreg.documents.facts import FactWords, row_of
from borderreg.documents.paper import ContactPoint, ListPaper, PaperHeader, Signature
from borderreg.domain.access import Actor
from borderreg.domain.errors import Refused
from borderreg.domain.lists import EntryStatus, ListKind
from borderreg.domain.periods import local_day
from borderreg.domain.places import ReferenceFacts
from borderreg.domain.posts import SignsAs
from borderreg.models import Entry, IssuedCode, User, WorkList
from borderreg.services.frozen import Facts, facts_of, frozen_facts
from borderreg.services.keys import published_key_list
from borderreg.services.places import OrganisationFacts, organisation_named, reference_facts
from borderreg.services.review import draft_entries
from borderreg.services.signatories import deputy_position

RECIPIENTS = ("Sở Ngoại vụ tỉnh Lạng Sơn", "Đồn Biên phòng các cửa khẩu quốc tế", "Lưu: VT")


@dataclass(frozen=True, slots=True)
class PaperData:
    """A paper to draw; `live` are the rows whose people get slips and cards: their entries still count."""

    paper: ListPaper
    export: bytes | None
    live: frozenset[int]
    filename: str


def specimen_data(session: Session, *, actor: Actor, work_list: WorkList, at: datetime) -> PaperData:
    """Lay out a draft: marked on every page, without codes."""
    day = local_day(at)
    facts = reference_facts(session, day=day)
    organisation = organisation_named(session, code=actor.organisation_code, day=day)
    entries = draft_entries(session, list_id=work_list.id)
    if not entries:
        raise Refused("Danh sách chưa có người nào.", code="empty")
    said = _words(facts, organisation)
    rows = [frozen_facts(entry, row=number, cti=b"") for number, entry in enumerate(entries, start=1)]
    paper = ListPaper(
        kind=ListKind(work_list.kind),
        header=_header(organisation),
        rows=tuple(row_of(row, said) for row in rows),
        **_changed_list(session, work_list),
        specimen=True,
    )
    return PaperData(paper, None, frozenset(), "ban-nhap.pdf")


def certified_data(session: Session, *, work_list: WorkList, commune: str) -> PaperData:
    """Take a certified list out as it was frozen, with the names, words and signatory of its day.

    Refused `content_changed` when the stored rows are not what was certified.
    """
    at = work_list.certified_at or work_list.created_at
    day = local_day(at)
    facts = reference_facts(session, day=day)
    organisation = organisation_named(session, code=commune, day=day)
    rows = facts_of(session, work_list=work_list)
    digits, live = _codes(session, work_list)
    signature = _signature(session, work_list, organisation)
    said = _words(facts, organisation)
    paper = ListPaper(
        kind=ListKind(work_list.kind),
        header=_header(organisation),
        rows=tuple(row_of(row, said, digits=digits.get(str(row["cti"]))) for row in rows),
        number=work_list.list_no,
        document_number=work_list.document_number or None,
        issued_on=day,
        signature=signature,
        contacts=_contacts(facts),
        **_changed_list(session, work_list),
        head_digits=work_list.head_digits,
        content_hash=work_list.content_hash,
    )
    export = _export(session, work_list, commune, signature, rows, digits, _used(said, rows))
    name = work_list.list_no.replace("/", "-").lower()
    return PaperData(paper, export, live, f"danh-sach-{name}-{work_list.year}.pdf")


def _codes(session: Session, work_list: WorkList) -> tuple[dict[str, str], frozenset[int]]:
    """Return the codes by `cti` and the rows that still count; a withdrawal prints none."""
    if work_list.kind == ListKind.WITHDRAWAL.value:
        return {}, frozenset()
    query = (
        select(IssuedCode.cti, IssuedCode.digits, Entry.row, Entry.status)
        .join(Entry, Entry.cti == IssuedCode.cti)
        .where(Entry.list_id == work_list.id)
    )
    found = session.execute(query).all()
    live = (row.row for row in found if row.status == EntryStatus.CERTIFIED.value)
    return {row.cti.hex(): row.digits for row in found}, frozenset(live)


def _header(organisation: OrganisationFacts) -> PaperHeader:
    return PaperHeader(
        parent_body=organisation.parent_body,
        issuing_body=organisation.name,
        place=organisation.place,
        recipients=organisation.recipients or RECIPIENTS,
    )


def _signature(session: Session, work_list: WorkList, organisation: OrganisationFacts) -> Signature:
    """Return the signatory as frozen; a list of before this was kept shows the user's name of today."""
    name = work_list.signed_name
    if not name:
        name = session.scalar(select(User.name).where(User.id == work_list.certified_by)) or ""
    sign = SignsAs(work_list.signed_as)
    own = work_list.signed_position
    if sign is SignsAs.DEPUTY and not own:
        own = deputy_position(organisation)
    return Signature(
        position=organisation.position, name=name, deputy_position=own or None, signs_as=sign.value
    )


def _contacts(facts: ReferenceFacts) -> tuple[ContactPoint, ...]:
    points: Any = facts.settings.get("contact_points") or ()
    return tuple(ContactPoint(point["vi"], point["zh"], point["phone"]) for point in points)


def _changed_list(session: Session, work_list: WorkList) -> dict[str, Any]:
    if work_list.parent_id is None:
        return {}
    parent = session.get_one(WorkList, work_list.parent_id)
    changed: date | None = local_day(parent.certified_at) if parent.certified_at else None
    return {"changes_number": parent.list_no, "changes_date": changed}


def _words(facts: ReferenceFacts, organisation: OrganisationFacts) -> FactWords:
    commune = facts.commune(organisation.code)
    return FactWords(
        home=f"{commune.kind} {commune.name}" if commune else organisation.name,
        document_types={kind.code: kind.name_vi for kind in facts.document_types},
        counties={county.code: county.vi for county in facts.counties},
        gates={gate.bit: gate.name_vi for gate in sorted(facts.gates, key=lambda gate: gate.bit)},
    )


def _used(said: FactWords, rows: Sequence[Facts]) -> FactWords:
    """Keep the words of the codes that the rows use."""
    kinds, counties = ({str(row[name]) for row in rows} for name in ("document_type", "county"))
    mask = 0
    for row in rows:
        mask |= int(str(row["gates"]))
    return FactWords(
        home=said.home,
        document_types={code: name for code, name in said.document_types.items() if code in kinds},
        counties={code: name for code, name in said.counties.items() if code in counties},
        gates={bit: name for bit, name in said.gates.items() if mask >> bit & 1},
    )


def _export(
    session: Session,
    work_list: WorkList,
    commune: str,
    signature: Signature,
    rows: Sequence[Facts],
    digits: Mapping[str, str],
    said: FactWords,
) -> bytes:
    signed_as = f"{work_list.signed_as} {signature.position} – {signature.name}".strip()
    return build_export(
        CertifiedList(
            list_id=str(work_list.id),
            number=work_list.list_no,
            kind=ListKind(work_list.kind),
            commune=commune,
            certified_by=signed_as,
            certified_at=work_list.certified_at or work_list.created_at,
            entries=rows,
            head_digits=work_list.head_digits or "",
            entry_digits=[digits[str(row["cti"])] for row in rows] if digits else [],
            key_list=published_key_list(session),
            root_public=vault().root_public,
            words=said.document(),
        )
    )
