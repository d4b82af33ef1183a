"""A person's travel documents through the years: how long each still holds, and why one ended."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from borderreg.domain.columns import Column
from borderreg.domain.dates import add_months, parse_date
from borderreg.domain.documents_ import SHORT_MONTHS
from borderreg.domain.form_rules import check_form
from borderreg.domain.list_cells import cell_text, is_blank
from borderreg.domain.list_facts import RowReference
from borderreg.domain.list_row_parts import Reading, read_document
from borderreg.domain.person_rows import DOCUMENT_COLUMNS
from borderreg.domain.problems import Problem, ProblemCode, has_errors, problem

ISSUED = "document_issued"
"""Name of the form's field for the day of issue, which no list has a column for."""


class Ending(StrEnum):
    """Why a travel document ended."""

    RENEWED = "renewed"
    LOST = "lost"
    DAMAGED = "damaged"
    WITHDRAWN = "withdrawn"
    MISTAKE = "mistake"


ENDINGS: dict[Ending, tuple[str, str, str]] = {
    Ending.RENEWED: ("đã đổi giấy tờ mới", "renewed", "已换发"),
    Ending.LOST: ("bị mất", "lost", "遗失"),
    Ending.DAMAGED: ("bị hỏng", "damaged", "损坏"),
    Ending.WITHDRAWN: ("bị thu hồi hoặc nộp lại", "withdrawn or handed in", "被收回或已上缴"),
    Ending.MISTAKE: ("ghi nhầm", "recorded by mistake", "登记有误"),
}
"""Each way to end, in vi, en, zh."""


class PaperState(StrEnum):
    """How a document stands on a day."""

    VALID = "valid"
    SHORT = "short"
    EXPIRED = "expired"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class PaperDraft:
    """A document as typed into its form; `type` is a code, `issued` None when not known."""

    type: str
    number: str
    issued: date | None
    expires: date


def paper_state(*, expires: date, ended: bool, day: date) -> PaperState:
    """Return how a document stands; SHORT for less than six months left."""
    if ended:
        return PaperState.ENDED
    if expires < day:
        return PaperState.EXPIRED
    return PaperState.SHORT if expires < add_months(day, SHORT_MONTHS) else PaperState.VALID


def ended_problem(*, day: date, reason: str) -> Problem:
    """Return what is said beside a document that has ended; it is not valid on any later day of exit."""
    vi, en, zh = ENDINGS.get(Ending(reason), ENDINGS[Ending.MISTAKE])
    shown = {"day": f"{day:%d/%m/%Y}", "reason": vi, "reason_en": en, "reason_zh": zh}
    return problem(ProblemCode.DOCUMENT_ENDED, column=Column.DOCUMENT_NUMBER, **shown)


def read_paper(
    cells: Mapping[str, object], *, reference: RowReference, at: date
) -> tuple[PaperDraft | None, tuple[Problem, ...]]:
    """Read a document's form (type, number, expiry, day of issue); the draft is None for an error.

    It is judged for an exit today: an expired one is of no use, a border pass is for border communes.
    """
    reading = Reading.of(cells)
    facts = read_document(reading, reference=reference, exit_on=at, valid_to=None, county=None)
    issued, wrong = _read_issued(cells.get(ISSUED), expires=facts["document_expires"], at=at)
    found = (
        *(item for item in reading.problems if item.column in DOCUMENT_COLUMNS),
        *wrong,
        *check_form(cells, types=reference.document_types, at=at),
    )
    if has_errors(found):
        return None, found
    kind, number, expires = (facts[column.value] for column in DOCUMENT_COLUMNS)
    return PaperDraft(type=kind, number=number, issued=issued, expires=expires), found


def _read_issued(value: object, *, expires: date | None, at: date) -> tuple[date | None, tuple[Problem, ...]]:
    if is_blank(value):
        return None, ()
    issued = parse_date(value)
    if issued is None:
        shown = cell_text(value)[:20]
        return None, (problem(ProblemCode.DOCUMENT_ISSUED, variant="unreadable", value=shown),)
    if issued <= at and (expires is None or issued < expires):
        return issued, ()
    return issued, (problem(ProblemCode.DOCUMENT_ISSUED, issued=f"{issued:%d/%m/%Y}"),)
