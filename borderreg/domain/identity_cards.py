"""The identity card's own code: read for what a form needs; unsigned, a convenience and never a proof.

`number|old number or empty|full name|ddmmyyyy|Nam or Nữ|address|ddmmyyyy issued`; what stands after the
address is never taken out of the text (the card of 2024 names the parents there).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from itertools import takewhile

from borderreg.domain.columns import Column
from borderreg.domain.dates import BirthDate, parse_birth
from borderreg.domain.keyboard_text import decode_telex, decode_vni, digits_of_row, repair_bytes
from borderreg.domain.names import has_letter, normalise_name, normalise_text
from borderreg.domain.people import is_personal_id, parse_sex
from borderreg.domain.problems import Problem, ProblemCode, problem

SEPARATOR = "|"
OTHER_SEPARATORS = "¦‖¬~"
"""What the key of the separator types on other keyboard layouts."""
LONGEST_TEXT = 2000

_NUMBER, _OLD, _NAME, _BIRTH, _SEX, _ADDRESS = range(6)
_HAMLET_WORDS = re.compile(
    r"(thôn|khối|bản|xóm|tổ|khu|phố|ngõ|ngách|số|làng|ấp|đội|tdp|kp)\b|.*[0-9]", re.IGNORECASE
)
_NAME_TEXT = re.compile(r"[^\W\d_]+(?:[ '’ʼ.-]{1,2}[^\W\d_]+)*[.']?")
_UNKNOWN_DAY = re.compile(r"(?:00|__|--|/)[/.-]?(?:\d\d|__|--|/)?[/.-]?(\d{4})", re.ASCII)
_LONGEST_HAMLET = 100

Restore = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class IdentityCard:
    """What a card says that a form asks for; name, birth and sex are empty where they could not be read."""

    personal_id: str
    name: str
    birth: BirthDate | None
    sex: str
    hamlet: str
    problems: tuple[Problem, ...] = ()


def read_card(text: str) -> str | None:
    """Return the personal number of a card's text (first field of six or more), None when there is none."""
    number = text.strip().split(SEPARATOR, 1)[0].strip()
    return number if is_personal_id(number) else None


def read_identity_card(text: str) -> IdentityCard | Problem:
    """Read a card's text as a scanner or a camera gives it, or say why it cannot be used.

    Line ends, missing fields, capitals, decomposed letters and wrongly read bytes do not matter; names
    typed through Telex or VNI keys are restored where one reading is possible, else left empty. A problem
    never holds a part of the text.
    """
    if not text.strip():
        return _refused("empty")
    if len(text) > LONGEST_TEXT:
        return _refused()
    fields = _fields(repair_bytes(text))
    number = fields[_NUMBER]
    if not is_personal_id(number):
        return _refused(_why(text, fields))
    if len(fields) <= _SEX:
        return _refused("cut")
    address = normalise_text(fields[_ADDRESS]) if len(fields) > _ADDRESS else ""
    restore = _restorer(fields[_NAME], address)
    name, noticed = _name(fields[_NAME], address, restore)
    birth = _birth(fields[_BIRTH])
    unread = () if birth else (problem(ProblemCode.CARD_BIRTH, column=Column.BIRTH),)
    sex = _sex(fields[_SEX])
    return IdentityCard(number, name, birth, sex, _hamlet(restore(address)), (*noticed, *unread))


def _refused(variant: str = "") -> Problem:
    return problem(ProblemCode.CARD_UNREADABLE, variant=variant)


def _fields(text: str) -> list[str]:
    """Cut the text at its separators; nothing after the address is kept."""
    line = text.strip()
    if SEPARATOR not in line:
        line = line.replace(max(OTHER_SEPARATORS, key=line.count), SEPARATOR)
    fields = [_field(field) for field in line.split(SEPARATOR)[: _ADDRESS + 1]]
    if len(fields) > _OLD and has_letter(fields[_OLD]):
        fields.insert(_OLD, "")  # a card whose text leaves the old number's field out
    return fields[: _ADDRESS + 1]


def _field(text: str) -> str:
    """Tidy one field; a number that the Vietnamese keyboard layout hid is digits again."""
    digits = digits_of_row("".join(text.split()))
    return digits if digits.isascii() and digits.isdigit() else normalise_text(text)


def _why(text: str, fields: list[str]) -> str:
    """Say what a text without a number is: a passport, a card changed by an input method, a part of one."""
    if re.match(r"\s*[PV][A-Z<][A-Z<]{3}", text):
        return "passport"
    if len(fields) <= _SEX:
        return ""
    return "cut" if re.fullmatch("[0-9]*", fields[_NUMBER]) else "input_method"


def _restorer(name: str, address: str) -> Restore:
    """Find out how the scanner typed: through VNI keys, through Telex keys, or plainly.

    An address has accents (each names its province); one without any tells of keys, too.
    """
    clue = f"{name} {address}" if address.isascii() else name
    for decode, shortest in ((decode_vni, 1 if _has_digit(name) else 2), (decode_telex, 1)):
        if sum(decode(word.strip(",.")) is not None for word in clue.split()) >= shortest:
            return partial(_by_words, decode)
    return str


def _by_words(decode: Callable[[str], str | None], text: str) -> str:
    return re.sub(r"[^\s,.]+", lambda word: decode(word[0]) or word[0], text)


def _has_digit(text: str) -> bool:
    return any(character.isdigit() for character in text)


def _name(field: str, address: str, restore: Restore) -> tuple[str, tuple[Problem, ...]]:
    """Read the name; empty when its accents were lost or it holds what no name holds."""
    code, column = ProblemCode.CARD_NAME, Column.NAME
    name = normalise_name(restore(field))
    plainly = restore is str and field.isascii() and bool(address) and address.isascii()
    if plainly or not _NAME_TEXT.fullmatch(name):
        return "", (problem(code, column=column),)
    return name, (problem(code, column=column, variant="restored"),) if name != field else ()


def _birth(field: str) -> BirthDate | None:
    """Read ddmmyyyy or a year; a day or month of zeros is an unknown one."""
    unknown = _UNKNOWN_DAY.fullmatch(field)
    return parse_birth(unknown[1] if unknown else field)


def _sex(field: str) -> str:
    tries = (field, decode_vni(field), decode_telex(field))
    return next((sex for text in tries if text and (sex := parse_sex(text))), "")


def _hamlet(address: str) -> str:
    """Return the part of an address below the commune: what is named so, or stands before three places."""
    parts = [part.strip() for part in address.split(",") if part.strip()]
    named = list(takewhile(_HAMLET_WORDS.match, parts))
    return ", ".join(named or parts[:-3])[:_LONGEST_HAMLET]
