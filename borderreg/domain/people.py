"""People: the personal number and telephone numbers; names and birth dates come from their own modules."""

from __future__ import annotations

import re

from borderreg.domain.birth_provinces import BIRTH_PROVINCES
from borderreg.domain.columns import Column
from borderreg.domain.dates import BirthDate, age_on, is_adult, is_certainly_minor, parse_birth, parse_date
from borderreg.domain.names import (
    NAME_BYTES,
    given_name_sort_key,
    hidden_character,
    match_key,
    name_bytes,
    normalise_name,
    normalise_text,
    search_key,
    sort_key,
)
from borderreg.domain.problems import Problem, ProblemCode, problem

__all__ = [
    "NAME_BYTES",
    "BirthDate",
    "age_on",
    "check_personal_id",
    "given_name_sort_key",
    "hidden_character",
    "is_adult",
    "is_certainly_minor",
    "is_personal_id",
    "last4",
    "mask_personal_id",
    "match_key",
    "name_bytes",
    "normalise_name",
    "normalise_phone",
    "normalise_text",
    "parse_birth",
    "parse_date",
    "parse_sex",
    "read_personal_id",
    "search_key",
    "sort_key",
]

_PERSONAL_ID = re.compile(r"[0-9]{12}")
_SEXES = {"nam": "M", "m": "M", "male": "M", "男": "M", "nu": "F", "f": "F", "female": "F", "女": "F"}
_SEX_LABELS: dict[str, dict[str, str]] = {
    "M": {"sex": "Nam", "sex_en": "male", "sex_zh": "男"},
    "F": {"sex": "Nữ", "sex_en": "female", "sex_zh": "女"},
}
_EXACT_INTEGERS = 2**53


def is_personal_id(text: str) -> bool:
    """Tell whether the text is exactly 12 ASCII digits, the only hard rule: the number has no check digit."""
    return _PERSONAL_ID.fullmatch(text) is not None


def parse_sex(text: str) -> str | None:
    """Read Nam or Nữ (M, F, 男, 女) and return `M` or `F`, else None."""
    return _SEXES.get(search_key(text))


def read_personal_id(value: object) -> tuple[str | None, tuple[Problem, ...]]:
    """Read a personal number from a cell or a form; only a number cell may have lost zeros.

    Spaces inside a text and a leading apostrophe (how spreadsheets mark text) do not count.
    """
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _from_number(value)
    text = re.sub(r"[ \u00a0\u202f]", "", str(value).strip().removeprefix("'"))
    if is_personal_id(text):
        return text, ()
    return None, (_wrong_form(text),)


def _from_number(value: int | float) -> tuple[str | None, tuple[Problem, ...]]:
    if value != value or abs(value) >= _EXACT_INTEGERS or value != int(value) or value < 0:
        return None, (problem(ProblemCode.PERSONAL_ID_FORMAT, column=Column.PERSONAL_ID, variant="rounded"),)
    digits = str(int(value))
    if len(digits) == 12:
        return digits, ()
    if 9 <= len(digits) <= 11:
        restored = digits.zfill(12)
        count = 12 - len(digits)
        code = ProblemCode.PERSONAL_ID_ZEROS_RESTORED
        return restored, (problem(code, column=Column.PERSONAL_ID, count=count, last4=last4(restored)),)
    return None, (_wrong_form(digits),)


def _wrong_form(text: str) -> Problem:
    code, column = ProblemCode.PERSONAL_ID_FORMAT, Column.PERSONAL_ID
    if re.fullmatch(r"[0-9]+([.,][0-9]+)?[eE]\+?[0-9]+", text):
        return problem(code, column=column, variant="rounded")
    if not re.fullmatch(r"[0-9]*", text):
        return problem(code, column=column, variant="characters")
    return problem(code, column=column, count=len(text))


def check_personal_id(personal_id: str, *, sex: str | None, birth: BirthDate | None) -> tuple[Problem, ...]:
    """Return warnings where province, sex or year digits disagree; registries do hold such people.

    `PPP C YY NNNNNN`: province of birth registration, century and sex (20th century: male 0, female 1; 21st:
    2, 3; and so on), year of birth. Source: Decree 137/2015/NĐ-CP art. 13, Circular 59/2021/TT-BCA.
    """
    if not is_personal_id(personal_id):
        raise ValueError("12 digits are needed")
    found = []
    column = Column.PERSONAL_ID
    if personal_id[:3] not in BIRTH_PROVINCES:
        found.append(problem(ProblemCode.PERSONAL_ID_PREFIX, column=column, prefix=personal_id[:3]))
    century, odd = divmod(int(personal_id[3]), 2)
    if sex is not None and sex != "MF"[odd]:
        found.append(problem(ProblemCode.PERSONAL_ID_SEX, column=column, **_SEX_LABELS[sex]))
    year = 1900 + 100 * century + int(personal_id[4:6])
    if birth is not None and birth.year != year:
        code = ProblemCode.PERSONAL_ID_BIRTH
        found.append(problem(code, column=column, id_year=year, year=birth.year))
    return tuple(found)


def last4(text: str) -> str:
    """Return the last four characters."""
    return text[-4:]


def mask_personal_id(personal_id: str) -> str:
    """Return the number with all but the last four digits hidden, as lists show it."""
    return "•" * max(0, len(personal_id) - 4) + last4(personal_id)


def normalise_phone(value: object) -> str | None:
    """Return a Vietnamese or Chinese number as +84… or +86…, another as +…; None when it is no one number.

    A number cell has lost its zero: 912345678 is 0912345678. Eleven digits from 13 to 19 are a Chinese one.
    """
    if isinstance(value, float) and value == value and abs(value) < _EXACT_INTEGERS and value == int(value):
        value = int(value)
    text = re.sub(r"[\s\u00a0().\-–]", "", str(value).strip().removeprefix("'"))
    if not re.fullmatch(r"\+?[0-9]{8,15}", text):
        return None
    for rule, replacement in _PHONES:
        if rule.fullmatch(text):
            return rule.sub(replacement, text)
    return text if text.startswith("+") else None


_PHONES = (
    (re.compile(r"(?:\+|00)?84(?:0?)([235789][0-9]{8,9})"), r"+84\1"),
    (re.compile(r"0([35789][0-9]{8}|2[0-9]{9})"), r"+84\1"),
    (re.compile(r"(?:\+|00)?86(1[3-9][0-9]{9})"), r"+86\1"),
    (re.compile(r"(?:\+|00)86(?:0?)([2-9][0-9]{8,10})"), r"+86\1"),
    (re.compile(r"(1[3-9][0-9]{9})"), r"+86\1"),
    (re.compile(r"([35789][0-9]{8})"), r"+84\1"),
    (re.compile(r"00([1-9][0-9]{7,12})"), r"+\1"),
)
