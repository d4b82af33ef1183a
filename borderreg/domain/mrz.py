"""The two lines at the foot of a passport's page (ICAO Doc 9303 part 4, TD3): read, checked, compared.

Names there have no accents and may be cut at 39 characters, so only their letters are compared.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from borderreg.domain.columns import Column
from borderreg.domain.dates import BirthDate
from borderreg.domain.names import plain_text
from borderreg.domain.people import is_personal_id, last4
from borderreg.domain.problems import Problem, ProblemCode, problem

LINE = 44
WEIGHTS = (7, 3, 1)
HOME = "VNM"
FILLER = "<"

_PARTS: dict[str, tuple[slice, int, tuple[str, str, str]]] = {
    "number": (slice(0, 9), 9, ("số hộ chiếu", "passport number", "护照号码")),
    "birth": (slice(13, 19), 19, ("ngày sinh", "birth date", "出生日期")),
    "expires": (slice(21, 27), 27, ("ngày hết hạn", "expiry", "有效期")),
    "personal": (slice(28, 42), 42, ("số định danh", "personal number", "个人号码")),
}
"""Part of the second line → its place, the place of its check digit, its name in vi, en, zh."""
_WHOLE = ("cả dòng thứ hai", "the whole second line", "整个第二行")
_SEXES = {"M": "M", "F": "F"}


@dataclass(frozen=True, slots=True)
class Passport:
    """What the two lines say; `name` is letters without accents, `birth` None when the day is unknown."""

    number: str
    expires: date
    name: str
    birth: BirthDate | None
    sex: str
    personal_id: str
    issuer: str


def read_passport(text: str, *, at: date) -> Passport | Problem:
    """Read two lines from a reader or a hand, or say why they cannot be used; `at` decides the century.

    Case, spaces and line ends do not matter; every check digit must fit.
    """
    letters = re.sub(r"\s", "", text).upper()
    if not letters.isascii():
        return _refused("input_method")
    if not re.fullmatch(r"P[A-Z<][A-Z<]{42}[A-Z0-9<]{44}", letters):
        return _refused()
    first, second = letters[:LINE], letters[LINE:]
    wrong = _wrong_part(second)
    if wrong is not None:
        return _refused("check_digit", wrong)
    born, ends = second[_PARTS["birth"][0]], second[_PARTS["expires"][0]]
    birth, expires = _birth(born, at), _day(ends, 2000)
    if expires is None or (birth is None and not _unknown(born)):
        return _refused("date", _PARTS["birth" if expires else "expires"][2])
    personal = second[_PARTS["personal"][0]].strip(FILLER)
    return Passport(
        number=second[_PARTS["number"][0]].strip(FILLER),
        expires=expires,
        name=" ".join(first[5:].replace(FILLER, " ").split()),
        birth=birth,
        sex=_SEXES.get(second[20], ""),
        personal_id=personal if is_personal_id(personal) else "",
        issuer=first[2:5].strip(FILLER),
    )


def _refused(variant: str = "", part: tuple[str, str, str] | None = None) -> Problem:
    vi, en, zh = part or ("", "", "")
    return problem(ProblemCode.MRZ_UNREADABLE, variant=variant, part=vi, part_en=en, part_zh=zh)


def check_digit(text: str) -> str:
    """Return the check digit of a part: weights 7, 3, 1; letters count from A = 10, a filler is 0."""
    values = (0 if character == FILLER else int(character, 36) for character in text)
    return str(sum(value * WEIGHTS[place % 3] for place, value in enumerate(values)) % 10)


def _wrong_part(line: str) -> tuple[str, str, str] | None:
    for name, (place, check, called) in _PARTS.items():
        empty = name == "personal" and not line[place].strip(FILLER)
        if line[check] != check_digit(line[place]) and not (empty and line[check] == FILLER):
            return called
    whole = line[0:10] + line[13:20] + line[21:43]
    return None if line[43] == check_digit(whole) else _WHOLE


def _day(digits: str, century: int) -> date | None:
    if not re.fullmatch("[0-9]{6}", digits):
        return None
    try:
        return date(century + int(digits[:2]), int(digits[2:4]), int(digits[4:]))
    except ValueError:
        return None


def _unknown(digits: str) -> bool:
    return FILLER in digits or digits[2:] == "0000"


def _birth(digits: str, at: date) -> BirthDate | None:
    """Return the latest day of yymmdd that is not in the future, None when it is unknown or no day."""
    days = (_day(digits, century) for century in (2000, 1900))
    return next((BirthDate.of(day) for day in days if day is not None and day <= at), None)


def compare_passport(
    passport: Passport, *, name: str, birth: BirthDate | None, sex: str, personal_id: str
) -> tuple[Problem, ...]:
    """Return a warning beside each fact of a person that the passport says otherwise; what is empty passes.

    A year of birth agrees with any day in it.
    """
    found = []
    if name and not same_name(passport.name, name):
        found.append(_differs(Column.NAME, passport.name))
    if birth and passport.birth and not _same_birth(birth, passport.birth):
        found.append(_differs(Column.BIRTH, passport.birth.display()))
    if sex and passport.sex and sex != passport.sex:
        vi, en, zh = {"M": ("Nam", "male", "男"), "F": ("Nữ", "female", "女")}[passport.sex]
        shown = {"value": vi, "value_en": en, "value_zh": zh}
        found.append(problem(ProblemCode.MRZ_DIFFERS, column=Column.SEX, **shown))
    if personal_id and passport.personal_id and personal_id != passport.personal_id:
        found.append(_differs(Column.PERSONAL_ID, last4(passport.personal_id), "personal_id"))
    if passport.issuer != HOME:
        found.append(_differs(Column.DOCUMENT_TYPE, passport.issuer or "?", "issuer"))
    return tuple(found)


def _differs(column: Column, value: str, variant: str = "") -> Problem:
    return problem(ProblemCode.MRZ_DIFFERS, column=column, variant=variant, value=value)


def _same_birth(one: BirthDate, other: BirthDate) -> bool:
    return one.year == other.year if "year" in (one.precision, other.precision) else one == other


def same_name(passport_name: str, name: str) -> bool:
    """Tell whether a name without accents is this one; a name that filled its line may be cut."""
    one, other = _letters(passport_name), _letters(name)
    filled = len(passport_name) >= LINE - 5 - 2
    return one == other or (filled and bool(one) and other.startswith(one))


def _letters(name: str) -> str:
    return re.sub("[^a-z]", "", plain_text(name))
