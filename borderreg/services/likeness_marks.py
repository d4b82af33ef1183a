"""One row beside somebody it may be the second record of: what is compared, and the key of the pair."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from borderreg.domain.columns import Column
from borderreg.domain.likeness import LikenessKind, pair_key
from borderreg.domain.problems import Problem, ProblemCode, problem


@dataclass(frozen=True, slots=True)
class Candidate:
    """What a likeness is looked for with: one row of a draft; hashes are the keyed ones of the database."""

    entry_id: UUID
    row: int
    worker_id: UUID
    name: str
    birth: str
    valid_from: date
    valid_to: date
    document_hash: bytes | None = None
    phone_hash: bytes | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """A likeness of one row, not yet held against what was decided."""

    row: Candidate
    kind: LikenessKind
    problem: Problem
    key: str
    other_worker: UUID
    other_entry: UUID | None = None


COLUMN_OF = {LikenessKind.DOCUMENT: Column.DOCUMENT_NUMBER, LikenessKind.PHONE: Column.PHONE}


def by_name(
    row: Candidate,
    kind: LikenessKind,
    item: Problem,
    *,
    other_worker: UUID,
    facts: tuple[str, str],
    other_entry: UUID | None = None,
) -> Mark:
    """Mark two people by their names and births (`facts` of the other): a corrected name is asked anew."""
    told = (" ".join((row.name, row.birth)), " ".join(facts))
    elsewhere = (str(other_entry),) if other_entry else ()
    key = pair_key(kind, str(row.worker_id), str(other_worker), *told, *elsewhere)
    return Mark(row, kind, item, key, other_worker, other_entry)


def by_fact(
    row: Candidate,
    kind: LikenessKind,
    *,
    other_worker: UUID,
    other: Mapping[str, str],
    other_entry: UUID | None = None,
) -> Mark:
    """Mark two people who share a paper's number or a phone; `other` fills the text."""
    variant = f"{kind}_elsewhere" if other_entry else kind.value
    item = problem(ProblemCode.SIMILAR_PERSON, column=COLUMN_OF[kind], variant=variant, **other)
    shared = row.document_hash if kind is LikenessKind.DOCUMENT else row.phone_hash
    facts = ((shared or b"").hex(), *((str(other_entry),) if other_entry else ()))
    return Mark(
        row,
        kind,
        item,
        pair_key(kind, str(row.worker_id), str(other_worker), *facts),
        other_worker,
        other_entry,
    )
