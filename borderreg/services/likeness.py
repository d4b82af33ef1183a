"""Find rows that may be somebody's second one, by keys: never all pairs, a constant number of statements.

Blocks are the birth, the search key, the paper's and the phone's hash; inside a block names are compared. Of
another commune's entry only commune, list number and dates are shown.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import combinations
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from borderreg.domain.blockers import Likeness
from borderreg.domain.columns import Column
from borderreg.domain.likeness import (
    DAY,
    KINDS,
    LikenessKind,
    NameLikeness,
    compare_names,
)
from borderreg.domain.names import search_key
from borderreg.domain.problems import Problem, ProblemCode, problem
from borderreg.models import DuplicateDecision, Entry, WorkList
from borderreg.services.likeness_elsewhere import marks_elsewhere
from borderreg.services.likeness_marks import Candidate, Mark, by_fact, by_name
from borderreg.services.likeness_register import marks_in_register
from borderreg.services.people_store import pages

__all__ = ["Candidate", "Found", "find_likenesses"]

Found = dict[UUID, tuple[Likeness, ...]]
AT_MOST = 5
"""A row shows so many likenesses of one kind that only asks for a look: a shared phone is no flood."""
STRENGTH = tuple(LikenessKind)
PAIRED_AT_MOST, NEAREST = 100, 20


def find_likenesses(session: Session, *, work_list: WorkList, rows: Sequence[Candidate], day: date) -> Found:
    """Return each row's likenesses, the gravest first, with the reasons that the commune has given for them.

    What was decided for the same pair and the same facts, on this list or an earlier one, is not asked again.
    """
    own = work_list.organisation_id
    marks = _strongest(
        (
            *marks_elsewhere(session, work_list=work_list, rows=rows, day=day),
            *_marks_in_list(rows),
            *marks_in_register(session, organisation_id=own, rows=rows),
        )
    )
    decided = _decided(session, own, [mark.key for mark in marks])
    found: defaultdict[UUID, list[Likeness]] = defaultdict(list)
    for mark in marks:
        reason, preset = decided.get(mark.key, (None, None))
        likeness = Likeness(
            key=mark.key,
            problem=replace(mark.problem, row=mark.row.row),
            decided=reason,
            preset=preset or "",
            must_decide=KINDS[mark.kind].must_decide,
            kind=mark.kind,
            other_worker=mark.other_worker,
            other_entry=mark.other_entry,
        )
        found[mark.row.entry_id].append(likeness)
    return {entry_id: tuple(items) for entry_id, items in found.items()}


def _strongest(marks: Iterable[Mark]) -> list[Mark]:
    """Keep one mark for each pair, but each entry of one's own number; and only a few of a soft kind."""
    kept: dict[tuple[UUID, UUID], Mark] = {}
    shown: defaultdict[tuple[UUID, LikenessKind], int] = defaultdict(int)
    for mark in sorted(marks, key=lambda mark: STRENGTH.index(mark.kind)):
        named = mark.other_entry if mark.kind is LikenessKind.NUMBER else mark.other_worker
        pair = (mark.row.entry_id, named or mark.other_worker)
        soft = not KINDS[mark.kind].must_decide
        if pair in kept or (soft and shown[mark.row.entry_id, mark.kind] >= AT_MOST):
            continue
        kept[pair] = mark
        shown[mark.row.entry_id, mark.kind] += 1
    return list(kept.values())


def _decided(
    session: Session, organisation_id: UUID, keys: Sequence[str]
) -> dict[str, tuple[str, str | None]]:
    decided: dict[str, tuple[str, str | None]] = {}
    for page in pages(sorted(set(keys))):
        query = (
            select(DuplicateDecision.likeness, DuplicateDecision.reason, DuplicateDecision.preset)
            .join(Entry, Entry.id == DuplicateDecision.entry_id)
            .where(DuplicateDecision.likeness.in_(page), Entry.organisation_id == organisation_id)
            .order_by(DuplicateDecision.decided_at)
        )
        for row in session.execute(query):
            decided[row.likeness] = (row.reason, row.preset)
    return decided


def _marks_in_list(rows: Sequence[Candidate]) -> Iterator[Mark]:
    """Compare the rows of the list with each other; a shared year alone is said by the review itself."""
    for group in _groups((row.birth, row) for row in rows if len(row.birth) == DAY):
        for one, other in _pairs(group):
            names = compare_names(one.name, other.name)
            if names is not None and one.worker_id != other.worker_id:
                yield _twin(one, other, names)
                yield _twin(other, one, names)
    for kind, facts in (
        (LikenessKind.DOCUMENT, ((row.document_hash, row) for row in rows)),
        (LikenessKind.PHONE, ((row.phone_hash, row) for row in rows)),
    ):
        for group in _groups((fact.hex(), row) for fact, row in facts if fact):
            yield from _sharing(kind, group)


def _pairs(group: Sequence[Candidate]) -> Iterator[tuple[Candidate, Candidate]]:
    """Pair everybody of one birth date; of more than any real list has, each with the nearest names only.

    Equal names stand beside each other, so that nobody with a twin is left unmarked; the time stays linear.
    """
    if len(group) <= PAIRED_AT_MOST:
        yield from combinations(group, 2)
        return
    ordered = sorted(group, key=lambda row: search_key(row.name))
    for place, one in enumerate(ordered):
        for other in ordered[place + 1 : place + 1 + NEAREST]:
            yield one, other


def _groups(facts: Iterable[tuple[str, Candidate]]) -> Iterator[list[Candidate]]:
    groups: defaultdict[str, list[Candidate]] = defaultdict(list)
    for fact, row in facts:
        groups[fact].append(row)
    return (group for group in groups.values() if len(group) > 1)


def _sharing(kind: LikenessKind, group: Sequence[Candidate]) -> Iterator[Mark]:
    """Mark each row of a group beside the first of it: as many marks as rows, not as pairs."""
    first = group[0]
    for other in group[1:]:
        if other.worker_id != first.worker_id:
            for row, twin in ((first, other), (other, first)):
                yield by_fact(row, kind, other_worker=twin.worker_id, other=_row_words(twin))


def _twin(row: Candidate, other: Candidate, names: NameLikeness) -> Mark:
    if names is NameLikeness.SAME:
        item = problem(ProblemCode.SAME_NAME_AND_BIRTH, column=Column.NAME, other_row=other.row)
        return by_name(row, LikenessKind.NAME, item, other_worker=other.worker_id, facts=_facts(other))
    item = _similar(names.value, _row_words(other))
    return by_name(row, LikenessKind.SPELLING, item, other_worker=other.worker_id, facts=_facts(other))


def _facts(row: Candidate) -> tuple[str, str]:
    return row.name, row.birth


def _similar(variant: str, other: dict[str, str]) -> Problem:
    return problem(ProblemCode.SIMILAR_PERSON, column=Column.NAME, variant=variant, **other)


def _row_words(row: Candidate) -> dict[str, str]:
    return {
        "other": f"dòng {row.row} ({row.name})",
        "other_en": f"row {row.row} ({row.name})",
        "other_zh": f"第{row.row}行（{row.name}）",
    }
