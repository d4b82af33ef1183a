"""Search people and lists within the actor's scope: one box for names and numbers; each search is logged."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, select, union_all
from sqlalchemy.orm import Session

from borderreg.domain.access import Actor, Permission
from borderreg.domain.audit import AuditAction
from borderreg.domain.lists import EntryStatus
from borderreg.domain.names import match_key
from borderreg.domain.periods import local_day
from borderreg.domain.search_terms import SearchKind, Wanted, read_search
from borderreg.models import Entry, IssuedCode, TravelDocument, Worker, WorkerRecord, WorkList
from borderreg.services import audit
from borderreg.services.guard import require
from borderreg.services.name_search import find_by_name
from borderreg.services.people import scope_of
from borderreg.services.people_search import WorkerFound, as_found, scoped
from borderreg.services.private_fields import find_hash

SHOWN = 100
LISTS_SHOWN = 10


@dataclass(frozen=True, slots=True)
class ListFound:
    """A numbered list of the actor's own commune."""

    list_id: UUID
    list_no: str
    title: str
    status: str
    certified_on: date


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found, best first; `more` when there are more people than are shown."""

    kind: SearchKind
    people: tuple[WorkerFound, ...] = ()
    lists: tuple[ListFound, ...] = ()
    more: bool = False


def search_people(session: Session, *, actor: Actor, text: str, at: datetime, limit: int = SHOWN) -> Found:
    """Find people by what was typed, best first, and log that the actor looked.

    A name's words stand in any order, without accents, begun or from inside; a number is a personal number or
    its last four digits, a phone, a paper, an entry code, a list. Under three characters find nothing.
    """
    require(actor, Permission.WORKER_READ)
    wanted = read_search(text)
    if wanted.kind is SearchKind.TOO_SHORT:
        return Found(wanted.kind)
    day = local_day(at)
    ids = _record_ids(session, actor, wanted, limit + 1)
    people = _shown(session, actor, wanted, ids[:limit], day)
    lists = _lists(session, actor, wanted) if wanted.kind is SearchKind.LIST else ()
    audit.record(
        session,
        actor=actor,
        action=AuditAction.WORKER_SEARCHED,
        object_type="register",
        object_id=actor.organisation_id,
        payload={
            "found": len(people),
            "kind": wanted.kind.value,
            "query": find_hash("search", wanted.text.casefold()).hex()[:32],
        },
        at=at,
    )
    return Found(wanted.kind, people, lists, more=len(ids) > limit)


def search_workers(
    session: Session, *, actor: Actor, text: str, at: datetime, limit: int = SHOWN
) -> tuple[WorkerFound, ...]:
    """Find people only: see search_people."""
    return search_people(session, actor=actor, text=text, at=at, limit=limit).people


def _record_ids(session: Session, actor: Actor, wanted: Wanted, limit: int) -> list[UUID]:
    if wanted.kind is SearchKind.NAME:
        ranked = find_by_name(session, wanted=wanted, scope=scope_of(actor), limit=limit)
        return [line.record_id for line in ranked]
    query = BY_NUMBER[wanted.kind](wanted)
    scope = scope_of(actor)
    if scope is not None:
        query = query.where(WorkerRecord.organisation_id == scope)
    return list(dict.fromkeys(session.scalars(query.limit(limit))))


def _records() -> Select[UUID]:
    return select(WorkerRecord.id)


def _newest(query: Select[UUID]) -> Select[UUID]:
    return query.order_by(WorkerRecord.updated_at.desc(), WorkerRecord.id.desc())


def _by_personal_id(wanted: Wanted) -> Select[UUID]:
    named = Worker.personal_id_hash == find_hash("personal_id", wanted.personal_id)
    return _newest(_records().join(Worker, Worker.id == WorkerRecord.worker_id).where(named))


def _by_last4(wanted: Wanted) -> Select[UUID]:
    return _newest(_records().where(WorkerRecord.id_last4_hash == find_hash("id_last4", wanted.last4[0])))


def _by_number(wanted: Wanted) -> Select[UUID]:
    """A phone, own or of the contact at home, or a travel document old or new; each by its own index."""
    found: list[Select[UUID]] = []
    if wanted.phone:
        phone = find_hash("phone", wanted.phone)
        found.append(_records().where(WorkerRecord.phone_hash == phone))
        found.append(_records().where(WorkerRecord.contact_phone_hash == phone))
    if wanted.paper:
        paper = find_hash("document_number", wanted.paper)
        found.append(select(TravelDocument.record_id).where(TravelDocument.number_hash == paper))
    return _newest(_records().where(WorkerRecord.id.in_(union_all(*found))))


def _of_entries(query: Select[UUID]) -> Select[UUID]:
    """Lead from entries to the record that the entry's own commune has of the person."""
    same = (WorkerRecord.worker_id == Entry.worker_id) & (
        WorkerRecord.organisation_id == Entry.organisation_id
    )
    return query.join(WorkerRecord, same)


def _by_entry_code(wanted: Wanted) -> Select[UUID]:
    code = IssuedCode.entry_id == Entry.id
    query = select(WorkerRecord.id).select_from(IssuedCode).join(Entry, code)
    return _of_entries(query).where(IssuedCode.cti == wanted.cti)


def _by_list(wanted: Wanted) -> Select[UUID]:
    query = select(WorkerRecord.id).select_from(WorkList).join(Entry, Entry.list_id == WorkList.id)
    kept = Entry.status.not_in((EntryStatus.DRAFT.value, EntryStatus.REMOVED.value))
    named = _of_entries(query).where(kept, *_numbered(wanted))
    return named.order_by(WorkList.certified_at.desc(), WorkList.id, Entry.row)


def _numbered(wanted: Wanted) -> list[ColumnElement[bool]]:
    tests = [WorkList.number == wanted.list_number]
    if wanted.list_year is not None:
        tests.append(WorkList.year == wanted.list_year)
    if wanted.list_symbol:
        tests.append(WorkList.list_no.contains(f"/{wanted.list_symbol}", autoescape=True))
    return tests


BY_NUMBER: dict[SearchKind, Callable[[Wanted], Select[UUID]]] = {
    SearchKind.PERSONAL_ID: _by_personal_id,
    SearchKind.ENTRY_CODE: _by_entry_code,
    SearchKind.LAST4: _by_last4,
    SearchKind.NUMBER: _by_number,
    SearchKind.LIST: _by_list,
}


def _shown(
    session: Session, actor: Actor, wanted: Wanted, ids: Sequence[UUID], day: date
) -> tuple[WorkerFound, ...]:
    """Read the records in the order found; among names of one grade those with the typed accents first."""
    if not ids:
        return ()
    query = scoped(actor, day).where(WorkerRecord.id.in_(ids))
    rows = {row.WorkerRecord.id: row for row in session.execute(query)}
    found = [rows[record] for record in ids if record in rows]
    if wanted.kind is SearchKind.NAME:
        key = match_key(wanted.text)
        found.sort(key=lambda row: row.WorkerRecord.match_key != key)
    return as_found(session, found, day)


def _lists(session: Session, actor: Actor, wanted: Wanted) -> tuple[ListFound, ...]:
    query = select(WorkList).where(WorkList.organisation_id == actor.organisation_id, *_numbered(wanted))
    lists: Any = session.scalars(query.order_by(WorkList.certified_at.desc()).limit(LISTS_SHOWN))
    return tuple(
        ListFound(
            list_id=line.id,
            list_no=line.list_no,
            title=line.title,
            status=line.status,
            certified_on=local_day(line.certified_at),
        )
        for line in lists
    )
