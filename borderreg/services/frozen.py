"""The frozen facts of a list: what the content hash covers, made again from the stored rows at any time."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from borderreg.domain.content import content_hash
from borderreg.domain.errors import Refused
from borderreg.domain.lists import EntryStatus, ListKind
from borderreg.models import Entry, EntryChange, WorkList
from borderreg.services.private_fields import unseal

Facts = Mapping[str, object]
UNCERTIFIED = (EntryStatus.DRAFT.value, EntryStatus.REMOVED.value)


def frozen_facts(entry: Entry, *, row: int, cti: bytes) -> dict[str, object]:
    """Return one certified row as text and whole numbers, in clear: for hashing, printing and the export."""
    facts: dict[str, object] = {
        "row": row,
        "cti": cti.hex(),
        "name": entry.name,
        "birth": entry.birth,
        "sex": entry.sex,
        "personal_id": _clear(entry, "personal_id"),
        "hamlet": entry.hamlet,
        "phone": _clear(entry, "phone"),
        "contact_name": entry.contact_name,
        "contact_phone": _clear(entry, "contact_phone"),
        "document_type": entry.document_type,
        "document_number": _clear(entry, "document_number"),
        "document_expires": entry.document_expires.isoformat(),
        "employer": entry.employer,
        "country": entry.country,
        "county": entry.county,
        "job": entry.job,
        "valid_from": entry.valid_from.isoformat(),
        "valid_to": entry.valid_to.isoformat(),
        "gates": entry.gates,
    }
    if entry.recruiter:  # only where there is one, so that the hash of older lists stays the same
        facts["recruiter"] = entry.recruiter
    return facts


def waiting_hash(work_list: WorkList, facts: Sequence[Facts]) -> bytes:
    """Return the hash (32 bytes) of a list that waits: which one, and each row without its code."""
    head: Facts = {"list": str(work_list.id), "kind": work_list.kind}
    return content_hash([head, *({**row, "cti": ""} for row in facts)])


def withdrawn_facts(entries: Sequence[Entry], *, reason: str) -> list[dict[str, object]]:
    """Return the rows of a withdrawal: who is taken off which row, and why."""
    return [
        {
            **frozen_facts(entry, row=number, cti=entry.cti or b""),
            "withdrawn_row": entry.row,
            "reason": reason,
        }
        for number, entry in enumerate(entries, start=1)
    ]


def facts_of(session: Session, *, work_list: WorkList) -> list[dict[str, object]]:
    """Return the frozen rows of a certified list in order; Refused when they are not what was certified."""
    facts = stored_facts(session, work_list=work_list)
    if content_hash(facts) != work_list.content_hash:
        raise Refused(
            "Nội dung lưu không còn đúng như lúc xác nhận. Hãy báo quản trị ngay.", code="content_changed"
        )
    return facts


def stored_facts(session: Session, *, work_list: WorkList) -> list[dict[str, object]]:
    """Return the rows of a certified list as they are stored now, in order."""
    if work_list.kind == ListKind.WITHDRAWAL.value:
        entries, reason = _withdrawn(session, work_list.id)
        return withdrawn_facts(entries, reason=reason)
    query = select(Entry).where(Entry.list_id == work_list.id, Entry.status.not_in(UNCERTIFIED))
    rows = session.scalars(query.order_by(Entry.row))
    return [frozen_facts(entry, row=entry.row, cti=entry.cti or b"") for entry in rows]


def _withdrawn(session: Session, list_id: UUID) -> tuple[list[Entry], str]:
    query = (
        select(Entry, EntryChange.reason)
        .join(EntryChange, EntryChange.entry_id == Entry.id)
        .where(EntryChange.list_id == list_id)
        .order_by(Entry.row)
    )
    rows: list[Any] = list(session.execute(query))
    return [row.Entry for row in rows], rows[0].reason if rows else ""


def _clear(entry: Entry, column: str) -> str:
    return unseal(getattr(entry, column), place=f"entries.{column}", row_id=entry.id)
