"""What can be wrong with a row, a form or a list, as values with a stable code and a text per language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from borderreg.domain.columns import COLUMNS, Column
from borderreg.domain.likeness_texts import LIKENESS_TEXTS
from borderreg.domain.problem_texts import TEXTS
from borderreg.domain.register_texts import REGISTER_TEXTS
from borderreg.domain.scan_texts import ON_FORM, SCAN_TEXTS


class Severity(StrEnum):
    """Say whether a problem keeps the row out (error) or only asks for a look (warning)."""

    ERROR = "error"
    WARNING = "warning"


class ProblemCode(StrEnum):
    """Name every problem that an import, a form or the check before certifying can report."""

    MISSING = "missing"
    PERSONAL_ID_FORMAT = "personal_id_format"
    PERSONAL_ID_ZEROS_RESTORED = "personal_id_zeros_restored"
    PERSONAL_ID_PREFIX = "personal_id_prefix"
    PERSONAL_ID_SEX = "personal_id_sex"
    PERSONAL_ID_BIRTH = "personal_id_birth"
    BIRTH_DATE = "birth_date"
    MINOR = "minor"
    DOCUMENT_TYPE = "document_type"
    DOCUMENT_NUMBER = "document_number"
    DOCUMENT_EXPIRED = "document_expired"
    DOCUMENT_SHORT = "document_short"
    BORDER_PASS_NOT_BORDER_COMMUNE = "border_pass_not_border_commune"  # noqa: S105 (no password)
    OUTSIDE_BORDER_ZONE = "outside_border_zone"
    COUNTY_UNKNOWN = "county_unknown"
    PERIOD = "period"
    EMPLOYER_SUSPENDED = "employer_suspended"
    RECRUITER_SUSPENDED = "recruiter_suspended"
    RECRUITER_LICENCE = "recruiter_licence"
    AGREEMENT_STAY = "agreement_stay"
    AGREEMENT_PAPER = "agreement_paper"
    AGREEMENT_SECTOR = "agreement_sector"
    GATE_UNKNOWN = "gate_unknown"
    GATE_NOT_INTERNATIONAL = "gate_not_international"
    DUPLICATE_IN_FILE = "duplicate_in_file"
    DUPLICATE_OPEN_ENTRY = "duplicate_open_entry"
    SAME_NAME_AND_BIRTH = "same_name_and_birth"
    SIMILAR_PERSON = "similar_person"
    NUMBER_OF_OTHER = "number_of_other"
    COLUMN_TWICE = "column_twice"
    FORMULA = "formula"
    TOO_LONG = "too_long"
    CONTROL_CHARACTERS = "control_characters"
    ROW_LIMIT = "row_limit"
    CARD_UNREADABLE = "card_unreadable"
    CARD_NAME = "card_name"
    CARD_BIRTH = "card_birth"
    MRZ_UNREADABLE = "mrz_unreadable"
    MRZ_DIFFERS = "mrz_differs"
    NAME_DIGITS = "name_digits"
    PHONE_FORMAT = "phone_format"
    DOCUMENT_ENDED = "document_ended"
    DOCUMENT_TERM = "document_term"
    DOCUMENT_ISSUED = "document_issued"


WARNINGS = frozenset(
    {
        ProblemCode.PERSONAL_ID_ZEROS_RESTORED,
        ProblemCode.PERSONAL_ID_PREFIX,
        ProblemCode.PERSONAL_ID_SEX,
        ProblemCode.PERSONAL_ID_BIRTH,
        ProblemCode.DOCUMENT_SHORT,
        ProblemCode.OUTSIDE_BORDER_ZONE,
        ProblemCode.COUNTY_UNKNOWN,
        ProblemCode.RECRUITER_LICENCE,
        ProblemCode.AGREEMENT_STAY,
        ProblemCode.AGREEMENT_PAPER,
        ProblemCode.AGREEMENT_SECTOR,
        ProblemCode.DUPLICATE_OPEN_ENTRY,
        ProblemCode.SAME_NAME_AND_BIRTH,
        ProblemCode.SIMILAR_PERSON,
        ProblemCode.CARD_NAME,
        ProblemCode.CARD_BIRTH,
        ProblemCode.MRZ_DIFFERS,
    }
)


@dataclass(frozen=True, slots=True)
class ProblemInfo:
    """Hold what the register knows of one code: how grave it is and its texts (variant → language → text)."""

    severity: Severity
    texts: Mapping[str, Mapping[str, str]]


PROBLEMS: dict[ProblemCode, ProblemInfo] = {
    code: ProblemInfo(
        severity=Severity.WARNING if code in WARNINGS else Severity.ERROR,
        texts=(TEXTS | REGISTER_TEXTS | LIKENESS_TEXTS).get(code.value) or SCAN_TEXTS[code.value],
    )
    for code in ProblemCode
}


@dataclass(frozen=True, slots=True)
class Problem:
    """State one problem: `row` is the sheet's row, `column` a `Column` value, `cell` the sheet's cell (D7).

    `variant` chooses between the texts of one code; `params` fill them (`type_en` is `type` in English) and
    never hold a person's whole number.
    """

    code: ProblemCode
    row: int | None = None
    column: str | None = None
    params: Mapping[str, str] = field(default_factory=dict)
    variant: str = ""
    cell: str | None = None

    @property
    def severity(self) -> Severity:
        """Return how grave it is."""
        return PROBLEMS[self.code].severity

    @property
    def is_error(self) -> bool:
        """Tell whether the row must be left out."""
        return self.severity is Severity.ERROR

    @property
    def message(self) -> str:
        """Return the Vietnamese text."""
        return self.text("vi")

    def text(self, language: str) -> str:
        """Return the text in a language (vi, en, zh): what is wrong and what to do."""
        texts = PROBLEMS[self.code].texts
        return self._filled(texts.get(self.variant, texts[""]), language)

    def text_on_form(self, language: str) -> str:
        """Return what a person at a form is told: without advice for a workbook's cell."""
        own = {} if self.variant else ON_FORM.get(self.code.value, {})
        return self._filled(own, language) if own else self.text(language)

    def _filled(self, texts: Mapping[str, str], language: str) -> str:
        template = texts.get(language) or texts["vi"]
        label = COLUMNS[Column(self.column)].label(language) if self.column else ""
        ending = f"_{language}"
        here = {k.removesuffix(ending): v for k, v in self.params.items() if k.endswith(ending)}
        return template.format_map(_Blank({"column": label, **self.params, **here}))

    def as_dict(self, language: str = "vi") -> dict[str, object]:
        """Return the shape that the command line and the pages print."""
        return {
            "row": self.row,
            "column": self.column,
            "cell": self.cell,
            "code": self.code.value,
            "severity": self.severity.value,
            "message": self.text(language),
        }


class _Blank(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return "…"


def problem(
    code: ProblemCode, *, column: Column | None = None, variant: str = "", **params: str | int
) -> Problem:
    """Make a problem that has no row yet; params are turned to text."""
    texts = {name: str(value) for name, value in params.items()}
    return Problem(code=code, column=column and column.value, params=texts, variant=variant)


def at_row(problems: Iterable[Problem], *, row: int | None) -> tuple[Problem, ...]:
    """Return the same problems placed in a row of the sheet."""
    return tuple(replace(item, row=row) for item in problems)


def has_errors(problems: Iterable[Problem]) -> bool:
    """Tell whether one of the problems keeps the row out."""
    return any(item.is_error for item in problems)
