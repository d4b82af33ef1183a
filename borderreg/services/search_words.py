"""Keep the words of names beside their records, in the transaction that writes the record.

The year of birth is one of the words, so that a name and a year are found as two words are.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import bindparam, delete, insert
from sqlalchemy.orm import Session

from borderreg.db import insert_or_ignore
from borderreg.models import SearchVocabulary, SearchWord, table_of

WORDS = table_of(SearchWord)
VOCABULARY = table_of(SearchVocabulary)


@dataclass(frozen=True, slots=True)
class KeyChange:
    """A record's words before (empty for a new record) and after: see words_of."""

    record_id: UUID
    before: str
    after: str


def words_of(*, search_key: str, birth: str) -> str:
    """Return the words by which a record is found, in one text."""
    return f"{search_key} {birth[:4]}"


def store_words(session: Session, *, organisation_id: UUID, changes: Sequence[KeyChange]) -> None:
    """Bring the words of records in line with their new keys; no statement when nothing changed."""
    added, gone = [], []
    for change in changes:
        before, after = set(change.before.split()), set(change.after.split())
        added += [
            {"word": word, "record_id": change.record_id, "organisation_id": organisation_id}
            for word in sorted(after - before)
        ]
        gone += [{"b_word": word, "b_record": change.record_id} for word in sorted(before - after)]
    if gone:
        old = (WORDS.c.word == bindparam("b_word")) & (WORDS.c.record_id == bindparam("b_record"))
        session.execute(delete(WORDS).where(old), gone)
    if added:
        session.execute(insert(WORDS), added)
        known = [{"word": word} for word in sorted({str(line["word"]) for line in added})]
        session.execute(insert_or_ignore(session, VOCABULARY), known)
