"""Likenesses with the people whom the commune has registered already, list or no list."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session

from borderreg.domain.columns import Column
from borderreg.domain.likeness import (
    BirthLikeness,
    LikenessKind,
    NameLikeness,
    compare_births,
    compare_names,
    spelling_variant,
)
from borderreg.domain.names import search_key
from borderreg.domain.people import last4
from borderreg.domain.problems import Problem, ProblemCode, problem
from borderreg.models import TravelDocument, Worker, WorkerRecord
from borderreg.services.likeness_marks import Candidate, Mark, by_fact, by_name
from borderreg.services.people_store import pages
from borderreg.services.private_fields import unseal

_PERSON = (WorkerRecord.worker_id, WorkerRecord.name, WorkerRecord.birth, Worker.personal_id)


def marks_in_register(
    session: Session, *, organisation_id: UUID, rows: Sequence[Candidate]
) -> Iterator[Mark]:
    """Compare rows with the other records of their commune: four statements for a page of rows."""
    listed = {row.worker_id for row in rows}
    own = WorkerRecord.organisation_id == organisation_id
    for page in pages(rows):
        births, keys = _block(page, lambda row: row.birth), _block(page, lambda row: search_key(row.name))
        met: dict[UUID, Any] = {}
        for condition in (WorkerRecord.birth.in_(list(births)), WorkerRecord.search_key.in_(list(keys))):
            met.update({row.worker_id: row for row in session.execute(_people(own, condition))})
        for other in met.values():
            if other.worker_id not in listed:
                near = {row.entry_id: row for row in births[other.birth]}
                near |= {row.entry_id: row for row in keys[search_key(other.name)]}
                yield from (mark for row in near.values() if (mark := _by_name(row, other)))
        yield from _by_facts(session, own, page, listed)


def _people(*conditions: ColumnElement[bool]) -> Select[UUID, str, str, bytes]:
    query = select(*_PERSON).join(Worker, Worker.id == WorkerRecord.worker_id)
    return query.where(*conditions).order_by(WorkerRecord.worker_id)


def _block(rows: Iterable[Candidate], key_of: Any) -> defaultdict[Any, list[Candidate]]:
    blocks: defaultdict[Any, list[Candidate]] = defaultdict(list)
    for row in rows:
        key = key_of(row)
        if key:
            blocks[key].append(row)
    return blocks


def _by_name(row: Candidate, other: Any) -> Mark | None:
    names, births = compare_names(row.name, other.name), compare_births(row.birth, other.birth)
    if names is None or births is None:
        return None
    facts = (other.name, other.birth)
    if (names, births) == (NameLikeness.SAME, BirthLikeness.DAY):
        code, column = ProblemCode.SAME_NAME_AND_BIRTH, Column.NAME
        item = problem(code, column=column, variant="registered", last4=_ends_in(other))
        return by_name(row, LikenessKind.NAME, item, other_worker=other.worker_id, facts=facts)
    variant = spelling_variant(names, births)
    if variant is None:
        return None
    item = _similar(variant, other)
    return by_name(row, LikenessKind.SPELLING, item, other_worker=other.worker_id, facts=facts)


def _similar(variant: str, other: Any) -> Problem:
    return problem(ProblemCode.SIMILAR_PERSON, column=Column.NAME, variant=variant, **_words(other))


def _by_facts(
    session: Session, own: ColumnElement[bool], page: Sequence[Candidate], listed: set[UUID]
) -> Iterator[Mark]:
    papers, phones = _block(page, lambda row: row.document_hash), _block(page, lambda row: row.phone_hash)
    by_paper = _people(own, TravelDocument.number_hash.in_(list(papers))).join(
        TravelDocument, TravelDocument.record_id == WorkerRecord.id
    )
    by_phone = _people(own, WorkerRecord.phone_hash.in_(list(phones)))
    for kind, query, fact, blocks in (
        (LikenessKind.DOCUMENT, by_paper, TravelDocument.number_hash, papers),
        (LikenessKind.PHONE, by_phone, WorkerRecord.phone_hash, phones),
    ):
        for other in session.execute(query.add_columns(fact.label("fact"))) if blocks else ():
            for row in blocks[other.fact] if other.worker_id not in listed else ():
                yield by_fact(row, kind, other_worker=other.worker_id, other=_words(other))


def _ends_in(other: Any) -> str:
    return last4(unseal(other.personal_id, place="workers.personal_id", row_id=other.worker_id))


def _words(other: Any) -> dict[str, str]:
    ends = _ends_in(other)
    return {
        "other": f"{other.name} (CCCD …{ends})",
        "other_en": f"{other.name} (personal id …{ends})",
        "other_zh": f"{other.name}（身份证号…{ends}）",
    }
