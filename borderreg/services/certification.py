"""Certify a list: the only place where codes are signed.

One transaction: the list is locked, the second person checked, every blocker looked for again, the number
taken from the counter, the rows frozen under a content hash, each code signed, the act logged.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.orm import Session

from borderreg import ls1
from borderreg.crypto import new_cti, same
from borderreg.db import insert_or_ignore
from borderreg.domain.access import Actor, Permission
from borderreg.domain.audit import AuditAction
from borderreg.domain.content import content_hash
from borderreg.domain.errors import Conflict, NotPermitted, Refused
from borderreg.domain.keys import KeyUse
from borderreg.domain.lists import EntryStatus, ListKind, ListStatus, list_number, next_status
from borderreg.domain.passes import EntryPayload, HeadPayload, Person, fit_name
from borderreg.domain.people import last4
from borderreg.domain.periods import local_day
from borderreg.models import (
    Entry,
    IssuedCode,
    ListAuthor,
    ListCounter,
    Organisation,
    Worker,
    WorkList,
    table_of,
)
from borderreg.services.correction_log import open_corrections
from borderreg.services.frozen import frozen_facts, waiting_hash
from borderreg.services.guard import require
from borderreg.services.keys import IssuingKey, Seal, current_seal, issuing_key_for
from borderreg.services.list_core import log, move_to, own_list, touch
from borderreg.services.list_reference import list_reference
from borderreg.services.people_store import pages
from borderreg.services.places import organisation_named
from borderreg.services.review import draft_entries, review_entries
from borderreg.services.signatories import signatory_of

ENTRIES = table_of(Entry)
COUNTERS = table_of(ListCounter)
CODES = table_of(IssuedCode)


@dataclass(frozen=True, slots=True)
class Certified:
    """A list as it was certified."""

    list_id: UUID
    number: int
    list_no: str
    entries: int
    content_hash: str
    version: int


@dataclass(frozen=True, slots=True)
class _Row:
    """One row on its way to being certified."""

    entry: Entry
    row: int
    cti: bytes
    facts: dict[str, object]


def certify_list(
    session: Session,
    *,
    actor: Actor,
    list_id: UUID,
    version: int | None = None,
    confirmed: bytes | None = None,
    at: datetime,
) -> Certified:
    """Certify a submitted list of the actor's commune and sign its codes.

    Refused `blockers` with every problem at once; `certifier_is_author` for who wrote a row or submitted
    it; Conflict when the list is not waiting any more, changed after `version`, or is not what a passkey
    `confirmed` (its `waiting_content`).
    """
    require(actor, Permission.LIST_CERTIFY)
    work_list = own_list(session, actor=actor, list_id=list_id, version=version, lock=True)
    if next_status(ListStatus(work_list.status), "certify") is None:
        raise Conflict("Danh sách này không chờ xác nhận.", code="wrong_status")
    check_certifier(session, actor=actor, list_id=list_id)
    _check_parent(session, work_list)
    if open_corrections(session, list_id=list_id):
        raise Refused("Còn đề nghị sửa chưa được trả lời.", code="correction_open")
    entries = draft_entries(session, list_id=list_id)
    _lock_people(session, entries)
    reference = list_reference(session, commune=actor.organisation_code, at=at)
    review = review_entries(session, work_list=work_list, entries=entries, reference=reference)
    if review.blockers:
        raise Refused("Danh sách chưa đủ điều kiện xác nhận.", problems=review.blockers, code="blockers")
    rows = _freeze(entries)
    facts = [row.facts for row in rows]
    if confirmed is not None and not same(confirmed, waiting_hash(work_list, facts)):
        raise Conflict(
            "Danh sách không còn đúng như lúc xác nhận bằng khoá truy cập.", code="not_as_confirmed"
        )
    number_list(session, actor=actor, work_list=work_list, facts=facts, at=at)
    _store(session, rows, list_id, at)
    _issue(session, actor, work_list, rows, at)
    move_to(work_list, "certify")
    return finish(session, actor=actor, work_list=work_list, entries=len(rows), at=at)


def waiting_content(session: Session, *, actor: Actor, list_id: UUID, version: int) -> bytes:
    """Return the hash of a waiting list as it would be certified now, for a passkey to confirm.

    NotFound for another commune's list, Conflict when it changed after `version` or does not wait any more.
    """
    require(actor, Permission.LIST_CERTIFY)
    work_list = own_list(session, actor=actor, list_id=list_id, version=version)
    if next_status(ListStatus(work_list.status), "certify") is None:
        raise Conflict("Danh sách này không chờ xác nhận.", code="wrong_status")
    entries = draft_entries(session, list_id=list_id)
    facts = [frozen_facts(entry, row=number, cti=b"") for number, entry in enumerate(entries, start=1)]
    return waiting_hash(work_list, facts)


def check_certifier(session: Session, *, actor: Actor, list_id: UUID | None) -> None:
    """Make sure that this person may certify here: a known one, no author of the list, commune not frozen."""
    user_id = certifier_of(actor)
    author = list_id and session.get(ListAuthor, (list_id, user_id))
    if author is not None:
        raise Refused(
            "Người nhập hoặc gửi danh sách không được xác nhận danh sách đó.", code="certifier_is_author"
        )
    if session.get_one(Organisation, actor.organisation_id).frozen_at is not None:
        raise Refused("Đơn vị đang tạm dừng xác nhận. Hãy liên hệ Sở Ngoại vụ.", code="organisation_frozen")


def certifier_of(actor: Actor) -> UUID:
    """Return the user who certifies; the operator of the machine never does."""
    if actor.user_id is None:
        raise NotPermitted(Permission.LIST_CERTIFY.value)
    return actor.user_id


def number_list(
    session: Session,
    *,
    actor: Actor,
    work_list: WorkList,
    facts: Sequence[dict[str, object]],
    at: datetime,
) -> None:
    """Give a list its number, content hash, signatory and head code; the counter stays locked."""
    day = local_day(at)
    names = organisation_named(session, code=actor.organisation_code, day=day)
    number = _next_number(session, work_list.organisation_id, day.year)
    work_list.year, work_list.number = day.year, number
    work_list.list_no = list_number(number=number, symbol=names.symbol)
    work_list.content_hash = content_hash(facts)
    work_list.certified_by, work_list.certified_at = actor.user_id, at
    signatory = signatory_of(session, user_id=certifier_of(actor), organisation=names, day=day)
    work_list.signed_as, work_list.signed_name = signatory.signs_as.value, signatory.name
    work_list.signed_position = signatory.own_position
    key = issuing_key_for(session, commune=actor.organisation_code, at=at, use=KeyUse.LIST)
    head = HeadPayload(list_no=work_list.list_no, entries=len(facts), content_hash=work_list.content_hash)
    work_list.head_digits = ls1.sign_head(payload=head, key=key.key, signer=key.signer)


def finish(session: Session, *, actor: Actor, work_list: WorkList, entries: int, at: datetime) -> Certified:
    """Log a numbered list and return it."""
    hashed = (work_list.content_hash or b"").hex()
    payload: dict[str, object] = {
        "kind": work_list.kind,
        "number": work_list.number,
        "year": work_list.year,
        "entries": entries,
        "content_hash": hashed,
    }
    log(session, actor, AuditAction.LIST_CERTIFIED, work_list.id, payload, at)
    version = touch(session, work_list, at)
    return Certified(work_list.id, work_list.number or 0, work_list.list_no, entries, hashed, version)


def _check_parent(session: Session, work_list: WorkList) -> None:
    if work_list.kind != ListKind.SUPPLEMENT.value:
        return
    parent = session.get_one(WorkList, work_list.parent_id, with_for_update={"read": True})
    if parent.status != ListStatus.CERTIFIED.value:
        raise Refused("Danh sách gốc không còn hiệu lực.", code="parent_not_in_force")


def _lock_people(session: Session, entries: Sequence[Entry]) -> None:
    """Lock the workers in one order, so that two communes certifying one person see each other."""
    for page in pages(sorted({entry.worker_id for entry in entries})):
        locked = select(Worker.id).where(Worker.id.in_(page)).order_by(Worker.id)
        session.execute(locked.with_for_update()).all()


def _next_number(session: Session, organisation_id: UUID, year: int) -> int:
    """Take the commune's next number of the year: rolled back with the act, so without gaps."""
    here = (COUNTERS.c.organisation_id == organisation_id) & (COUNTERS.c.year == year)
    first = insert_or_ignore(session, COUNTERS)
    session.execute(first.values(organisation_id=organisation_id, year=year, last=0))
    last = session.execute(select(COUNTERS.c.last).where(here).with_for_update()).scalar_one()
    session.execute(update(COUNTERS).where(here).values(last=last + 1))
    return int(last) + 1


def _freeze(entries: Sequence[Entry]) -> list[_Row]:
    rows = []
    for number, entry in enumerate(entries, start=1):
        cti = new_cti()
        rows.append(_Row(entry, number, cti, frozen_facts(entry, row=number, cti=cti)))
    return rows


def _store(session: Session, rows: Sequence[_Row], list_id: UUID, at: datetime) -> None:
    """Close the gaps that removed rows left (they keep a negative number) and mark the rows certified."""
    removed = (ENTRIES.c.list_id == list_id) & (ENTRIES.c.status == EntryStatus.REMOVED.value)
    session.execute(update(ENTRIES).where(removed, ENTRIES.c.row > 0).values(row=-ENTRIES.c.row))
    statement = update(ENTRIES).where(ENTRIES.c.id == bindparam("b_id"))
    certified = EntryStatus.CERTIFIED.value
    session.execute(
        statement,
        [
            {
                "b_id": row.entry.id,
                "row": row.row,
                "cti": row.cti,
                "status": certified,
                "updated_at": at,
            }
            for row in rows
        ],
    )


def _issue(session: Session, actor: Actor, work_list: WorkList, rows: Sequence[_Row], at: datetime) -> None:
    """Seal each person, sign each code, and keep the digits so that every reprint is the same."""
    key = issuing_key_for(session, commune=actor.organisation_code, at=at)
    seal = current_seal(session)
    codes: list[dict[str, Any]] = [
        {
            "cti": row.cti,
            "entry_id": row.entry.id,
            "kid": key.key.kid,
            "digits": _sign(row, work_list.list_no, key, seal),
            "issued_at": at,
        }
        for row in rows
    ]
    session.execute(insert(CODES), codes)


def _sign(row: _Row, list_no: str, key: IssuingKey, seal: Seal) -> str:
    entry = row.entry
    number = str(row.facts["personal_id"])
    person = Person(name=fit_name(entry.name), birth=entry.birth, sex=entry.sex, id_last4=last4(number))
    payload = EntryPayload.for_days(
        cti=row.cti,
        valid_from=entry.valid_from,
        valid_to=entry.valid_to,
        list_no=list_no,
        row=row.row,
        gates=entry.gates,
        seal_no=seal.number,
        sealed=ls1.seal_person(person, cti=row.cti, seal_key=seal.key),
    )
    return ls1.sign_entry(payload=payload, key=key.key, signer=key.signer)
