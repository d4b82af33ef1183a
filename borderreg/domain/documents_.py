"""Travel documents: the types as dated facts and what must hold on the day of exit."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from borderreg.domain.columns import Column
from borderreg.domain.dates import add_months
from borderreg.domain.names import normalise_text, search_key
from borderreg.domain.problems import Problem, ProblemCode, problem

SHORT_MONTHS = 6
"""Months left below which a document is worth a warning; no bar since Law 23/2023/QH15 (15 August 2023)."""


@dataclass(frozen=True, slots=True)
class DocumentType:
    """State one kind of travel document, its number pattern (full match) and when it is in use."""

    code: str
    name_vi: str
    name_en: str
    name_zh: str
    pattern: str
    border_zone_only: bool = False
    valid_from: date = date.min
    valid_to: date | None = None
    other_names: tuple[str, ...] = ()

    def in_use(self, day: date) -> bool:
        """Tell whether the type is in use on a day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


DOCUMENT_TYPES: tuple[DocumentType, ...] = (
    DocumentType(
        code="passport",
        name_vi="Hộ chiếu",
        name_en="Passport",
        name_zh="护照",
        pattern=r"[A-Z][0-9]{7}",
    ),
    DocumentType(
        code="border_pass",
        name_vi="Giấy thông hành",
        name_en="Border pass",
        name_zh="边境通行证",
        pattern=r".{6,15}",
        border_zone_only=True,
    ),
)
"""The types that an installation starts with; its register may date and extend them."""

_OTHER_NAMES: dict[str, tuple[str, ...]] = {
    "passport": ("HC", "Hộ chiếu phổ thông", "HCPT"),
    "border_pass": ("GTH", "Thông hành", "Giấy thông hành biên giới", "Thông hành biên giới", "通行证"),
}


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """Hold one document as a row states it."""

    type: DocumentType | None
    number: str
    expires: date | None


def find_document_type(text: str, *, types: Iterable[DocumentType]) -> DocumentType | None:
    """Return the type that a text names (any language, the code, a usual short form), else None."""
    wanted = search_key(text)
    for kind in types:
        if wanted in _known_names(kind) or wanted.startswith(search_key(kind.name_vi) + " "):
            return kind
    return None


@lru_cache(maxsize=64)
def _known_names(kind: DocumentType) -> frozenset[str]:
    names = (kind.code, kind.name_vi, kind.name_en, kind.name_zh, *kind.other_names)
    return frozenset(search_key(name) for name in (*names, *_OTHER_NAMES.get(kind.code, ())))


def type_names(kind: DocumentType) -> dict[str, str]:
    """Return the type's names as texts for a problem (type, type_en, type_zh)."""
    return {"type": kind.name_vi.lower(), "type_en": kind.name_en.lower(), "type_zh": kind.name_zh}


def normalise_document_number(text: str) -> str:
    """Return the number in capitals without spaces."""
    return normalise_text(text).replace(" ", "").upper()


def document_number_rule(kind: DocumentType) -> dict[str, str]:
    """Return what a number of this type looks like, as texts for a problem (rule, rule_en, rule_zh)."""
    vi, en, zh = _RULES.get(kind.pattern, (kind.pattern,) * 3)
    return {"rule": vi, "rule_en": en, "rule_zh": zh}


_RULES: dict[str, tuple[str, str, str]] = {
    r"[A-Z][0-9]{7}": (
        "một chữ cái in hoa và 7 chữ số, ví dụ C1234567",
        "one capital letter and 7 digits, such as C1234567",
        "一个大写字母加7位数字，例如 C1234567",
    ),
    r".{6,15}": ("từ 6 đến 15 ký tự", "6 to 15 characters", "6至15个字符"),
}


def check_document(
    document: DocumentFacts,
    *,
    exit_on: date | None,
    valid_to: date | None,
    commune: str,
    commune_on_border: bool,
    county: str | None = None,
    county_in_border_zone: bool | None = None,
) -> tuple[Problem, ...]:
    """Return what is wrong with a document for an exit on a day and a period until `valid_to`.

    It must be valid on the day of exit (Law 49/2019/QH14 as amended by Law 23/2023/QH15). A border pass is
    for residents of border communes and holds only in the opposite border zone. Unknown facts (None) pass.
    """
    return (
        *_check_number(document),
        *_check_validity(document, exit_on=exit_on, valid_to=valid_to),
        *_check_border_pass(
            document.type,
            commune=commune,
            commune_on_border=commune_on_border,
            county=county,
            in_zone=county_in_border_zone,
        ),
    )


def _check_number(document: DocumentFacts) -> tuple[Problem, ...]:
    if document.type is None or not document.number:
        return ()
    if re.fullmatch(document.type.pattern, document.number, re.ASCII):
        return ()
    names = type_names(document.type)
    rule = document_number_rule(document.type)
    return (problem(ProblemCode.DOCUMENT_NUMBER, column=Column.DOCUMENT_NUMBER, **names, **rule),)


def _check_validity(
    document: DocumentFacts, *, exit_on: date | None, valid_to: date | None
) -> tuple[Problem, ...]:
    expires, column = document.expires, Column.DOCUMENT_EXPIRES
    if expires is None or exit_on is None:
        return ()
    shown = f"{expires:%d/%m/%Y}"
    leaving = f"{exit_on:%d/%m/%Y}"
    if expires < exit_on:
        return (problem(ProblemCode.DOCUMENT_EXPIRED, column=column, expires=shown, day=leaving),)
    code = ProblemCode.DOCUMENT_SHORT
    if valid_to is not None and expires < valid_to:
        end = f"{valid_to:%d/%m/%Y}"
        return (problem(code, column=column, variant="before_end", expires=shown, day=end),)
    if expires < add_months(exit_on, SHORT_MONTHS):
        return (problem(code, column=column, expires=shown, day=leaving, months=SHORT_MONTHS),)
    return ()


def _check_border_pass(
    kind: DocumentType | None,
    *,
    commune: str,
    commune_on_border: bool,
    county: str | None,
    in_zone: bool | None,
) -> tuple[Problem, ...]:
    if kind is None or not kind.border_zone_only:
        return ()
    found = []
    if not commune_on_border:
        code = ProblemCode.BORDER_PASS_NOT_BORDER_COMMUNE
        found.append(problem(code, column=Column.DOCUMENT_TYPE, commune=commune))
    if county and in_zone is False:
        found.append(problem(ProblemCode.OUTSIDE_BORDER_ZONE, column=Column.COUNTY, county=county))
    return tuple(found)
