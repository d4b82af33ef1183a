"""What a row of a list is checked against and what a good row holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from borderreg.domain.dates import BirthDate
from borderreg.domain.documents_ import DOCUMENT_TYPES, DocumentType
from borderreg.domain.list_places import CountyFacts, GateFacts

LONGEST_PERIOD = 365
"""Days that one entry may last at most unless the installation sets another number."""


@dataclass(frozen=True, slots=True)
class RowReference:
    """Give what a row is checked against: facts of the list's commune and of the registers on the day.

    `latest_end` is the last day that a code signed now can carry, None when nothing limits it.
    """

    commune: str
    commune_on_border: bool
    counties: tuple[CountyFacts, ...]
    gates: tuple[GateFacts, ...]
    document_types: tuple[DocumentType, ...] = DOCUMENT_TYPES
    longest_period: int = LONGEST_PERIOD
    latest_end: date | None = None


@dataclass(frozen=True, slots=True)
class RowDraft:
    """Hold the facts of one good row; empty optional facts are empty texts.

    `sex` is M or F; phones are +84… when they could be read, else as written; `county` is the register's
    Vietnamese name or the text as written, `county_code` None when the register does not know it; `gates` are
    gate codes.
    """

    name: str
    birth: BirthDate
    sex: str
    personal_id: str
    hamlet: str
    phone: str
    contact_name: str
    contact_phone: str
    document_type: str
    document_number: str
    document_expires: date
    employer: str
    county: str
    county_code: str | None
    job: str
    valid_from: date
    valid_to: date
    gates: tuple[str, ...]
    recruiter: str = ""
