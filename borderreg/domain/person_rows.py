"""A person of the commune's register, read from a form by the same rules as a row of a list."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from borderreg.domain.columns import Column
from borderreg.domain.dates import BirthDate
from borderreg.domain.list_cells import is_blank
from borderreg.domain.list_facts import RowDraft, RowReference
from borderreg.domain.list_rows import read_row
from borderreg.domain.problems import Problem, has_errors

DOCUMENT_COLUMNS = (Column.DOCUMENT_TYPE, Column.DOCUMENT_NUMBER, Column.DOCUMENT_EXPIRES)
PERSON_COLUMNS = (
    Column.NAME,
    Column.BIRTH,
    Column.SEX,
    Column.PERSONAL_ID,
    Column.HAMLET,
    Column.PHONE,
    Column.CONTACT_NAME,
    Column.CONTACT_PHONE,
    *DOCUMENT_COLUMNS,
)


@dataclass(frozen=True, slots=True)
class DocumentDraft:
    """A travel document as recorded with a person; `type` is a code of the register of types."""

    type: str
    number: str
    expires: date


@dataclass(frozen=True, slots=True)
class PersonDraft:
    """The facts about one person; empty optional facts are empty texts, `document` None when unknown."""

    name: str
    birth: BirthDate
    sex: str
    personal_id: str
    hamlet: str
    phone: str
    contact_name: str
    contact_phone: str
    document: DocumentDraft | None


def person_of(draft: RowDraft) -> PersonDraft:
    """Return what a row of a list says about the person."""
    return PersonDraft(
        name=draft.name,
        birth=draft.birth,
        sex=draft.sex,
        personal_id=draft.personal_id,
        hamlet=draft.hamlet,
        phone=draft.phone,
        contact_name=draft.contact_name,
        contact_phone=draft.contact_phone,
        document=DocumentDraft(draft.document_type, draft.document_number, draft.document_expires),
    )


def read_person(
    cells: Mapping[str, object], *, reference: RowReference, at: date
) -> tuple[PersonDraft | None, tuple[Problem, ...]]:
    """Read a person's form (column name → text); the draft is None when a problem is an error.

    A person may be registered before having a travel document, but half a document is refused. The work
    itself belongs to a list, so a row of a list is read with a stay of one day.
    """
    given = {column.value: cells.get(column.value) for column in PERSON_COLUMNS}
    without = all(is_blank(given[column.value]) for column in DOCUMENT_COLUMNS)
    rest = {**_one_day(reference, at), **(_usual_document(reference, at) if without else {})}
    draft, found = read_row({**given, **rest}, row=None, reference=reference, at=at)
    if draft is None:
        own = tuple(item for item in found if item.column in PERSON_COLUMNS)
        return None, own if has_errors(own) else found
    person = person_of(draft)
    kept = tuple(item for item in found if item.column in PERSON_COLUMNS and item.column not in rest)
    return (replace(person, document=None) if without else person), kept


def _one_day(reference: RowReference, at: date) -> dict[str, object]:
    county = next((county.vi for county in reference.counties if county.on_border), "Bằng Tường")
    return {
        Column.EMPLOYER.value: "Chưa có",
        Column.COUNTY.value: county,
        Column.VALID_FROM.value: at,
        Column.VALID_TO.value: at,
    }


def _usual_document(reference: RowReference, at: date) -> dict[str, object]:
    kind = next(kind for kind in reference.document_types if not kind.border_zone_only)
    return {
        Column.DOCUMENT_TYPE.value: kind.name_vi,
        Column.DOCUMENT_NUMBER.value: "C0000000",
        Column.DOCUMENT_EXPIRES.value: date(at.year + 5, 1, 1),
    }
