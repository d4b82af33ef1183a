"""Write people in bulk: one worker per number in the province, one record per commune, papers beneath it.

The number of statements does not depend on the number of people (up to a page of them at a time).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, bindparam, select, update
from sqlalchemy.orm import Session

from borderreg.db import insert_or_ignore
from borderreg.domain.access import Actor
from borderreg.domain.names import match_key, search_key
from borderreg.domain.people import last4
from borderreg.domain.person_rows import PersonDraft
from borderreg.models import TravelDocument, Worker, WorkerRecord, new_id, table_of
from borderreg.services.private_fields import find_hash, seal, seal_optional
from borderreg.services.search_words import KeyChange, store_words, words_of

WORKERS = table_of(Worker)
RECORDS = table_of(WorkerRecord)
DOCUMENTS = table_of(TravelDocument)
PAGE = 500


@dataclass(frozen=True, slots=True)
class Stored:
    """Where a person was stored: the worker of the province and this commune's record."""

    worker_id: UUID
    record_id: UUID


def pages(items: Sequence[Any]) -> Iterator[Sequence[Any]]:
    """Cut a sequence into pages that a statement's parameters can hold."""
    return (items[start : start + PAGE] for start in range(0, len(items), PAGE))


def store_people(
    session: Session,
    *,
    actor: Actor,
    organisation_id: UUID,
    people: Sequence[PersonDraft],
    at: datetime,
) -> list[Stored]:
    """Insert or update people by their number; return where each is, in the same order."""
    stored: list[Stored] = []
    for page in pages(people):
        workers = _store_workers(session, [person.personal_id for person in page], at)
        placed = [(workers[find_hash("personal_id", person.personal_id)], person) for person in page]
        records = _store_records(session, actor, organisation_id, placed, at)
        _store_documents(session, actor, [(records[worker], person) for worker, person in placed], at)
        stored.extend(Stored(worker, records[worker]) for worker, _ in placed)
    return stored


def worker_of_number(session: Session, *, personal_id: str, at: datetime) -> UUID:
    """Return the worker of a number, made when the province has none yet."""
    return _store_workers(session, [personal_id], at)[find_hash("personal_id", personal_id)]


def _store_workers(session: Session, numbers: Iterable[str], at: datetime) -> dict[bytes, UUID]:
    hashes = {find_hash("personal_id", number): number for number in numbers}
    known = _worker_ids(session, hashes)
    missing = []
    for found, number in hashes.items():
        if found not in known:
            worker_id = new_id()
            sealed = seal(number, place="workers.personal_id", row_id=worker_id)
            missing.append(
                {"id": worker_id, "personal_id_hash": found, "personal_id": sealed, "created_at": at}
            )
    if not missing:
        return known
    session.execute(insert_or_ignore(session, WORKERS), missing)
    return _worker_ids(session, hashes)


def _worker_ids(session: Session, hashes: Iterable[bytes]) -> dict[bytes, UUID]:
    query = select(WORKERS.c.personal_id_hash, WORKERS.c.id).where(
        WORKERS.c.personal_id_hash.in_(list(hashes))
    )
    return {row.personal_id_hash: row.id for row in session.execute(query)}


def _store_records(
    session: Session,
    actor: Actor,
    organisation_id: UUID,
    placed: Sequence[tuple[UUID, PersonDraft]],
    at: datetime,
) -> dict[UUID, UUID]:
    workers = [worker for worker, _ in placed]
    before = _records_of(session, organisation_id, workers)
    known = {worker: row.id for worker, row in before.items()}
    people = dict(placed)
    new = [
        {
            "id": (record_id := new_id()),
            "worker_id": worker,
            "organisation_id": organisation_id,
            "version": 1,
            "created_at": at,
            **_record_columns(person, record_id=record_id, actor=actor, at=at),
        }
        for worker, person in people.items()
        if worker not in known
    ]
    if new:
        session.execute(insert_or_ignore(session, RECORDS), new)
    changed = [
        {"b_id": known[worker], **_record_columns(person, record_id=known[worker], actor=actor, at=at)}
        for worker, person in people.items()
        if worker in known
    ]
    if changed:
        statement = update(RECORDS).where(RECORDS.c.id == bindparam("b_id"))
        session.execute(statement.values(version=RECORDS.c.version + 1), changed)
    after = _records_of(session, organisation_id, workers) if new else before
    stored = {worker: row.id for worker, row in after.items()}
    _store_words(session, organisation_id, people, stored, before)
    return stored


def _store_words(
    session: Session,
    organisation_id: UUID,
    people: Mapping[UUID, PersonDraft],
    stored: Mapping[UUID, UUID],
    before: Mapping[UUID, Row[UUID, UUID, str, str]],
) -> None:
    changes = [
        KeyChange(
            record_id=stored[worker],
            before=words_of(search_key=before[worker].search_key, birth=before[worker].birth)
            if worker in before
            else "",
            after=words_of(search_key=search_key(person.name), birth=str(person.birth)),
        )
        for worker, person in people.items()
    ]
    store_words(session, organisation_id=organisation_id, changes=changes)


def _record_columns(person: PersonDraft, *, record_id: UUID, actor: Actor, at: datetime) -> dict[str, object]:
    """Return the columns of a commune's record about a person."""
    return {
        "name": person.name,
        "search_key": search_key(person.name),
        "match_key": match_key(person.name),
        "birth": str(person.birth),
        "birth_precision": person.birth.precision,
        "sex": person.sex,
        "id_last4_hash": find_hash("id_last4", last4(person.personal_id)),
        "hamlet": person.hamlet,
        "phone": seal_optional(person.phone, place="worker_records.phone", row_id=record_id),
        "phone_hash": find_hash("phone", person.phone) if person.phone else None,
        "contact_name": person.contact_name,
        "contact_phone": seal_optional(
            person.contact_phone, place="worker_records.contact_phone", row_id=record_id
        ),
        "contact_phone_hash": find_hash("phone", person.contact_phone) if person.contact_phone else None,
        "updated_at": at,
        "updated_by": actor.user_id,
    }


def _records_of(
    session: Session, organisation_id: UUID, workers: Sequence[UUID]
) -> dict[UUID, Row[UUID, UUID, str, str]]:
    query = select(RECORDS.c.worker_id, RECORDS.c.id, RECORDS.c.search_key, RECORDS.c.birth).where(
        RECORDS.c.organisation_id == organisation_id, RECORDS.c.worker_id.in_(workers)
    )
    return {row.worker_id: row for row in session.execute(query)}


def _store_documents(
    session: Session, actor: Actor, people: Sequence[tuple[UUID, PersonDraft]], at: datetime
) -> None:
    """Add papers that are new and take over a changed last day; one that has ended stays ended."""
    records = [record for record, person in people if person.document]
    query = select(DOCUMENTS).where(DOCUMENTS.c.record_id.in_(records))
    known = {(row.record_id, row.type, row.number_hash): row for row in session.execute(query)}
    new, changed = [], []
    for record, person in people:
        if (paper := person.document) is None:
            continue
        found = find_hash("document_number", paper.number)
        before = known.get((record, paper.type, found))
        if before is None:
            document_id = new_id()
            new.append(
                {
                    "id": document_id,
                    "record_id": record,
                    "type": paper.type,
                    "number": seal(paper.number, place="travel_documents.number", row_id=document_id),
                    "number_hash": found,
                    "expires_on": paper.expires,
                    "created_at": at,
                    "added_by": actor.user_id,
                }
            )
        elif before.expires_on != paper.expires and before.ended_at is None:
            changed.append({"b_id": before.id, "expires_on": paper.expires})
    if new:
        session.execute(insert_or_ignore(session, DOCUMENTS), new)
    if changed:
        session.execute(update(DOCUMENTS).where(DOCUMENTS.c.id == bindparam("b_id")), changed)
