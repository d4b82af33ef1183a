"""Write rows of a draft list in bulk: people, employers, recruiters and entries, in few statements."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import bindparam, func, insert, select, update
from sqlalchemy.orm import Session

from borderreg.domain.access import Actor
from borderreg.domain.employers import RegisterKind
from borderreg.domain.list_facts import RowDraft
from borderreg.domain.lists import EntryStatus
from borderreg.domain.names import search_key
from borderreg.domain.people import last4
from borderreg.domain.person_rows import person_of
from borderreg.domain.places import ReferenceFacts
from borderreg.models import Entry, WorkList, new_id, table_of
from borderreg.services.employers import Typed, match_or_propose
from borderreg.services.people_store import store_people
from borderreg.services.private_fields import find_hash, seal, seal_optional

ENTRIES = table_of(Entry)
COUNTRY = "CN"


@dataclass(frozen=True, slots=True)
class Registers:
    """Which employer and which recruiter a name (as `search_key`) means."""

    employers: dict[str, UUID]
    recruiters: dict[str, UUID]


@dataclass(frozen=True, slots=True)
class RowToStore:
    """A good row, and the row of the workbook that it came from, if any."""

    draft: RowDraft
    source_row: int | None = None


def store_rows(
    session: Session,
    *,
    actor: Actor,
    work_list: WorkList,
    rows: Sequence[RowToStore],
    facts: ReferenceFacts,
    at: datetime,
) -> list[UUID]:
    """Insert or update rows by the person's number; return the entries in the same order.

    A person who is in the list already keeps the row number; one who was taken out comes back.
    """
    organisation = work_list.organisation_id
    people = [person_of(row.draft) for row in rows]
    stored = store_people(session, actor=actor, organisation_id=organisation, people=people, at=at)
    known_names = _registered(session, actor, [row.draft for row in rows], at)
    known, last = _rows_of(session, work_list.id)
    new, changed, ids = [], [], []
    for row, place in zip(rows, stored, strict=True):
        entry_id = known.get(place.worker_id) or new_id()
        columns = {
            "worker_id": place.worker_id,
            "source_row": row.source_row,
            **entry_columns(row.draft, entry_id=entry_id, facts=facts, registers=known_names, at=at),
        }
        if place.worker_id in known:
            changed.append({"b_id": entry_id, **columns})
        else:
            last += 1
            head = {"id": entry_id, "list_id": work_list.id, "organisation_id": organisation}
            new.append({**head, "row": last, "created_at": at, **columns})
        ids.append(entry_id)
    if new:
        session.execute(insert(ENTRIES), new)
    if changed:
        session.execute(update(ENTRIES).where(ENTRIES.c.id == bindparam("b_id")), changed)
    return ids


def rewrite_row(
    session: Session,
    *,
    actor: Actor,
    entry: Entry,
    draft: RowDraft,
    facts: ReferenceFacts,
    at: datetime,
) -> None:
    """Replace the facts of one draft row, whose number may have been corrected to another person's."""
    person = person_of(draft)
    organisation = entry.organisation_id
    stored = store_people(session, actor=actor, organisation_id=organisation, people=[person], at=at)[0]
    known_names = _registered(session, actor, [draft], at)
    columns = entry_columns(draft, entry_id=entry.id, facts=facts, registers=known_names, at=at)
    statement = update(ENTRIES).where(ENTRIES.c.id == entry.id)
    session.execute(statement.values(worker_id=stored.worker_id, **columns))


def entry_columns(
    draft: RowDraft,
    *,
    entry_id: UUID,
    facts: ReferenceFacts,
    registers: Registers,
    at: datetime,
) -> dict[str, object]:
    """Return the columns of a draft entry; a county or employer that no register knows stays as written."""
    return {
        "status": EntryStatus.DRAFT.value,
        "name": draft.name,
        "search_key": search_key(draft.name),
        "birth": str(draft.birth),
        "sex": draft.sex,
        "personal_id": seal(draft.personal_id, place="entries.personal_id", row_id=entry_id),
        "id_last4_hash": find_hash("id_last4", last4(draft.personal_id)),
        "hamlet": draft.hamlet,
        "phone": seal_optional(draft.phone, place="entries.phone", row_id=entry_id),
        "contact_name": draft.contact_name,
        "contact_phone": seal_optional(draft.contact_phone, place="entries.contact_phone", row_id=entry_id),
        "document_type": draft.document_type,
        "document_number": seal(draft.document_number, place="entries.document_number", row_id=entry_id),
        "document_number_hash": find_hash("document_number", draft.document_number),
        "document_expires": draft.document_expires,
        "employer": draft.employer,
        "employer_id": registers.employers.get(search_key(draft.employer)),
        "recruiter": draft.recruiter,
        "recruiter_id": registers.recruiters.get(search_key(draft.recruiter)),
        "country": COUNTRY,
        "county": draft.county_code or draft.county,
        "job": draft.job,
        "valid_from": draft.valid_from,
        "valid_to": draft.valid_to,
        "gates": facts.mask(draft.gates),
        "updated_at": at,
    }


def _rows_of(session: Session, list_id: UUID) -> tuple[dict[UUID, UUID], int]:
    removed_first = (ENTRIES.c.status == EntryStatus.DRAFT.value).asc()
    query = select(ENTRIES.c.worker_id, ENTRIES.c.id).where(ENTRIES.c.list_id == list_id)
    query = query.order_by(removed_first)
    known = {row.worker_id: row.id for row in session.execute(query)}
    last = session.scalar(select(func.max(ENTRIES.c.row)).where(ENTRIES.c.list_id == list_id))
    return known, last or 0


def _registered(session: Session, actor: Actor, drafts: Sequence[RowDraft], at: datetime) -> Registers:
    """Find employers and recruiters by name; unknown ones are kept as proposed, which never blocks."""
    employers = [Typed(draft.employer, draft.county_code or "") for draft in drafts]
    recruiters = [Typed(draft.recruiter) for draft in drafts if draft.recruiter]
    return Registers(
        match_or_propose(session, actor=actor, kind=RegisterKind.EMPLOYER, typed=employers, at=at),
        match_or_propose(session, actor=actor, kind=RegisterKind.RECRUITER, typed=recruiters, at=at),
    )
