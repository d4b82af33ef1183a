"""Find records by parts of a name, best first: the whole name, whole words, beginnings, parts inside.

No scan: the vocabulary (every word of every name, a few hundred) says which words a part stands for, and the
rarest of them leads through `search_words`, newest record first. One statement per step, on both databases.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, literal, or_, select, union_all
from sqlalchemy.orm import Session, aliased

from borderreg.domain.search_terms import Wanted
from borderreg.models import SearchVocabulary, SearchWord, WorkerRecord
from borderreg.services.private_fields import find_hash

COUNTED = 2000
"""Words with more people than this are common: they are walked newest first instead of being sorted."""
FEW_WORDS = 8
MANY_WORDS = 60
GRADES = (1, 2, 3)
Scope = UUID | None


@dataclass(frozen=True, slots=True)
class Ranked:
    """A record that was found: `grade` 0 the same name, 1 whole words, 2 beginnings, 3 parts inside."""

    record_id: UUID
    grade: int


@dataclass(slots=True)
class _Meaning:
    """What one typed word may stand for, by grade."""

    typed: frozenset[str]
    whole: list[str] = field(default_factory=list)
    beginnings: list[str] = field(default_factory=list)
    inside: list[str] = field(default_factory=list)

    def of_grade(self, grade: int) -> "_Choice":
        chosen = (self.whole, self.beginnings, self.inside)[:grade]
        return _Choice([word for words in chosen for word in words], self._in_key(grade))

    def _in_key(self, grade: int) -> ColumnElement[bool]:
        """Say the same as the words do, on the key of a record: for parts that stand for many words."""
        key = WorkerRecord.search_key
        tests = [
            key.contains(part, autoescape=True)
            if grade == len(GRADES)
            else or_(key.startswith(part, autoescape=True), key.contains(f" {part}", autoescape=True))
            for part in sorted(self.typed)
        ]
        return or_(*tests)


@dataclass(frozen=True, slots=True)
class _Choice:
    """The words that one typed word is taken for, and the same as a condition on the record."""

    words: list[str]
    in_key: ColumnElement[bool]


def find_by_name(session: Session, *, wanted: Wanted, scope: Scope, limit: int) -> tuple[Ranked, ...]:
    """Return at most `limit` records of a commune (`scope`), or of the province (None), best first."""
    if not wanted.words:
        return ()
    found = dict.fromkeys(_of_whole_name(session, wanted, scope, limit), 0)
    meanings = _meanings(session, wanted)
    found |= dict.fromkeys(_of_last_four(session, meanings, wanted, scope, limit), 0)
    years = [_year(digits) for digits in (*wanted.last4, *(birth[:4] for birth in wanted.births))]
    before: list[list[str]] = []
    for grade in GRADES:
        choices = [*(meaning.of_grade(grade) for meaning in meanings), *years]
        words = [choice.words for choice in choices]
        if len(found) >= limit or words == before or not all(words):
            continue
        before = words
        for record in _of_words(session, choices, wanted, scope, limit):
            found.setdefault(record, grade)
    return tuple(Ranked(record, grade) for record, grade in list(found.items())[:limit])


def _of_whole_name(session: Session, wanted: Wanted, scope: Scope, limit: int) -> Iterable[UUID]:
    query = select(WorkerRecord.id).where(WorkerRecord.search_key == wanted.key, *_narrow(wanted))
    if scope is not None:
        query = query.where(WorkerRecord.organisation_id == scope)
    return session.scalars(query.order_by(WorkerRecord.id.desc()).limit(limit))


def _narrow(wanted: Wanted) -> list[ColumnElement[bool]]:
    """Digits beside a name: a date of birth (a record may hold its year only), a year, or the last four."""
    births = [WorkerRecord.birth.in_((birth, birth[:4])) for birth in wanted.births]
    return [*births, *(or_(_born_in(digits), _ends_in(digits)) for digits in wanted.last4)]


def _born_in(digits: str) -> ColumnElement[bool]:
    return WorkerRecord.birth.startswith(digits, autoescape=True)


def _ends_in(digits: str) -> ColumnElement[bool]:
    return WorkerRecord.id_last4_hash == find_hash("id_last4", digits)


def _year(digits: str) -> _Choice:
    """The year of birth is a word of its own in the register of words."""
    return _Choice([digits], _born_in(digits))


def _of_last_four(
    session: Session, meanings: Sequence[_Meaning], wanted: Wanted, scope: Scope, limit: int
) -> Iterable[UUID]:
    """Four digits that end a number lead to a handful of people, whose names then decide."""
    if not wanted.last4:
        return ()
    named = (meaning.of_grade(len(GRADES)).in_key for meaning in meanings)
    query = select(WorkerRecord.id).where(*(_ends_in(digits) for digits in wanted.last4), *named)
    if scope is not None:
        query = query.where(WorkerRecord.organisation_id == scope)
    return session.scalars(query.order_by(WorkerRecord.id.desc()).limit(limit))


def _meanings(session: Session, wanted: Wanted) -> list[_Meaning]:
    meanings = [
        _Meaning(frozenset(pair)) for pair in dict.fromkeys(zip(wanted.words, wanted.typed, strict=True))
    ]
    parts = sorted({part for meaning in meanings for part in meaning.typed})
    query = select(SearchVocabulary.word).where(
        or_(*(SearchVocabulary.word.contains(part, autoescape=True) for part in parts))
    )
    for word in sorted(session.scalars(query), key=lambda word: (len(word), word)):
        for meaning in meanings:
            if word in meaning.typed:
                meaning.whole.append(word)
            elif word.startswith(tuple(meaning.typed)):
                meaning.beginnings.append(word)
            elif any(part in word for part in meaning.typed):
                meaning.inside.append(word)
    return meanings


def _of_words(
    session: Session, choices: Sequence[_Choice], wanted: Wanted, scope: Scope, limit: int
) -> list[UUID]:
    """Walk the rarest word's people and keep those who have a word of each of the others."""
    counts = [_count(session, choice.words, scope) for choice in choices]
    place = min(range(len(choices)), key=lambda place: (counts[place], len(choices[place].words)))
    leading, others = choices[place].words, [*choices[:place], *choices[place + 1 :]]
    if counts[place] < COUNTED:
        query = _people(leading, others, wanted, scope).order_by(SearchWord.record_id.desc())
        return list(dict.fromkeys(session.scalars(query.limit(limit))))
    found: set[UUID] = set()
    for start in range(0, min(len(leading), MANY_WORDS), FEW_WORDS):
        each = [
            _people([word], others, wanted, scope)
            .order_by(SearchWord.record_id.desc())
            .limit(limit)
            .subquery()
            for word in leading[start : start + FEW_WORDS]
        ]
        found.update(session.scalars(union_all(*(select(part.c.record_id) for part in each))))
        if len(found) >= limit:
            break
    return sorted(found, reverse=True)


def _count(session: Session, words: Sequence[str], scope: Scope) -> int:
    """Count a word's people up to COUNTED; many words at once are common without counting."""
    if len(words) > MANY_WORDS:
        return COUNTED
    some = select(literal(1)).where(*_in_words(words, scope)).limit(COUNTED).subquery()
    return session.scalar(select(func.count()).select_from(some)) or 0


def _in_words(words: Sequence[str], scope: Scope) -> list[ColumnElement[bool]]:
    named = SearchWord.word == words[0] if len(words) == 1 else SearchWord.word.in_(words)
    return [named] if scope is None else [named, SearchWord.organisation_id == scope]


def _people(words: Sequence[str], others: Sequence[_Choice], wanted: Wanted, scope: Scope) -> Select[UUID]:
    query = select(SearchWord.record_id).where(*_in_words(words, scope))
    on_record = _narrow(wanted) if wanted.births else []
    for choice in others:
        if len(choice.words) > FEW_WORDS:
            on_record.append(choice.in_key)
            continue
        also = aliased(SearchWord)
        there = select(literal(1)).where(also.record_id == SearchWord.record_id, also.word.in_(choice.words))
        query = query.where(there.exists())
    if on_record:
        query = query.join(WorkerRecord, WorkerRecord.id == SearchWord.record_id).where(*on_record)
    return query
