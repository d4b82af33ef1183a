"""Likenesses with certified entries that have not ended: the same number anywhere, others in other communes.

Of another commune's entry nothing is given away but the commune, the list's number and the dates.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import Session

from borderreg.domain.columns import Column
from borderreg.domain.likeness import DAY, LikenessKind, NameLikeness, compare_names, pair_key
from borderreg.domain.lists import EntryStatus
from borderreg.domain.problems import Problem, ProblemCode, problem
from borderreg.models import Entry, OrganisationName, WorkerRecord, WorkList
from borderreg.services.likeness_marks import Candidate, Mark, by_fact, by_name
from borderreg.services.people_store import pages

_SAME_NAME = frozenset({NameLikeness.SAME, NameLikeness.ACCENTS})


def marks_elsewhere(
    session: Session, *, work_list: WorkList, rows: Sequence[Candidate], day: date
) -> Iterator[Mark]:
    """Compare rows with the certified entries that have not ended: four statements for a page of rows.

    The next period of somebody on an own list is the usual repetition and no second entry (adr/0019).
    """
    foreign = Entry.organisation_id != work_list.organisation_id
    for page in pages(rows):
        workers = {row.worker_id: row for row in page}
        named = _entries(day, Entry.worker_id.in_(list(workers)), Entry.list_id != work_list.id)
        for other in session.execute(named):
            row = workers[other.worker_id]
            if other.organisation_id != work_list.organisation_id or _overlap(row, other):
                yield _by_number(row, other)
        yield from _by_names(session, _entries(day, foreign), page)
        yield from _by_papers(session, _entries(day, foreign), page)
        yield from _by_phones(session, _entries(day, foreign), page)


def _entries(day: date, *conditions: ColumnElement[bool]) -> Select[Any]:
    called = and_(
        OrganisationName.organisation_id == Entry.organisation_id,
        OrganisationName.valid_from <= day,
        or_(OrganisationName.valid_to.is_(None), OrganisationName.valid_to >= day),
    )
    query: Select[Any] = (
        select(Entry.id, Entry.worker_id, Entry.valid_from, Entry.valid_to, WorkList.list_no)
        .add_columns(OrganisationName.name.label("commune"), Entry.name, Entry.birth)
        .add_columns(Entry.document_number_hash, Entry.organisation_id)
        .join(WorkList, WorkList.id == Entry.list_id)
        .outerjoin(OrganisationName, called)
        .where(Entry.status == EntryStatus.CERTIFIED.value, Entry.valid_to >= day, *conditions)
        .order_by(Entry.valid_from, Entry.id)
    )
    return query


def _by_number(row: Candidate, other: Any) -> Mark:
    overlap = _overlap(row, other)
    code, column = ProblemCode.DUPLICATE_OPEN_ENTRY, Column.PERSONAL_ID
    item = problem(code, column=column, variant="overlap" if overlap else "", **_list_words(other))
    periods = (f"{row.valid_from}..{row.valid_to}", f"{other.valid_from}..{other.valid_to}")
    key = pair_key(LikenessKind.NUMBER, str(row.worker_id), str(other.id), *periods)
    return Mark(row, LikenessKind.NUMBER, item, key, row.worker_id, other.id)


def _overlap(row: Candidate, other: Any) -> bool:
    return bool(other.valid_from <= row.valid_to and row.valid_from <= other.valid_to)


def _list_words(other: Any) -> dict[str, str]:
    """Say of an entry what another commune may know."""
    return {
        "list": f"{other.list_no} – {other.commune}",
        "valid_from": f"{other.valid_from:%d/%m/%Y}",
        "valid_to": f"{other.valid_to:%d/%m/%Y}",
    }


def _by_names(session: Session, entries: Select[Any], page: Sequence[Candidate]) -> Iterator[Mark]:
    births: defaultdict[str, list[Candidate]] = defaultdict(list)
    for row in page:
        if len(row.birth) == DAY:
            births[row.birth].append(row)
    for other in session.execute(entries.where(Entry.birth.in_(list(births)))) if births else ():
        for row in births[other.birth]:
            if row.worker_id != other.worker_id and compare_names(row.name, other.name) in _SAME_NAME:
                yield by_name(
                    row,
                    LikenessKind.ELSEWHERE,
                    _elsewhere(other),
                    other_worker=other.worker_id,
                    facts=(other.name, other.birth),
                    other_entry=other.id,
                )


def _elsewhere(other: Any) -> Problem:
    code, column = ProblemCode.SIMILAR_PERSON, Column.NAME
    return problem(code, column=column, variant="elsewhere", **_list_words(other))


def _by_papers(session: Session, entries: Select[Any], page: Sequence[Candidate]) -> Iterator[Mark]:
    papers = _hashes(page, "document_hash")
    found = entries.where(Entry.document_number_hash.in_(list(papers)))
    for other in session.execute(found) if papers else ():
        yield from _sharing(LikenessKind.DOCUMENT, papers[other.document_number_hash], other)


def _by_phones(session: Session, entries: Select[Any], page: Sequence[Candidate]) -> Iterator[Mark]:
    phones = _hashes(page, "phone_hash")
    same = (WorkerRecord.worker_id == Entry.worker_id) & (
        WorkerRecord.organisation_id == Entry.organisation_id
    )
    found = entries.join(WorkerRecord, same).where(WorkerRecord.phone_hash.in_(list(phones)))
    for other in session.execute(found.add_columns(WorkerRecord.phone_hash)) if phones else ():
        yield from _sharing(LikenessKind.PHONE, phones[other.phone_hash], other)


def _hashes(page: Sequence[Candidate], name: str) -> defaultdict[bytes, list[Candidate]]:
    hashes: defaultdict[bytes, list[Candidate]] = defaultdict(list)
    for row in page:
        found: bytes | None = getattr(row, name)
        if found:
            hashes[found].append(row)
    return hashes


def _sharing(kind: LikenessKind, rows: Sequence[Candidate], other: Any) -> Iterator[Mark]:
    for row in rows:
        if row.worker_id != other.worker_id:
            words = _list_words(other)
            yield by_fact(row, kind, other_worker=other.worker_id, other=words, other_entry=other.id)
