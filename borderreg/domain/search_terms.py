"""What somebody typed into the search box: a name, or one of the numbers by which a person is known."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from borderreg.domain.documents_ import normalise_document_number
from borderreg.domain.entry_codes import parse_entry_code
from borderreg.domain.names import normalise_text, plain_text, search_key
from borderreg.domain.people import is_personal_id, normalise_phone

SHORTEST = 3
"""Fewer characters would find half the province; every search is a logged read of personal data."""

_SEPARATORS = re.compile(r"[\s.\-–]")
_LIST_NUMBER = re.compile(r"(?:số\s*|so\s*)?0*([1-9][0-9]{0,4})\s*/\s*([0-9a-zđ][0-9a-zđ \-]*)?")
_PAPER = re.compile(r"(?=[^0-9]*[0-9])[A-Z0-9/.\-]{6,15}")
_SPACED_PAPER = re.compile(r"[A-Z]{0,2}[0-9]{5,13}")
_FOUR_DIGITS = re.compile(r"[0-9]{4}")
_YEAR = re.compile(r"20[0-9]{2}|[23][0-9]")
_BIRTH = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})", re.ASCII)
_NO_LETTER = re.compile(r"[^\w ]")


class SearchKind(StrEnum):
    """Name what a text was taken for; it goes into the audit log instead of the text."""

    TOO_SHORT = "too_short"
    PERSONAL_ID = "personal_id"
    ENTRY_CODE = "entry_code"
    LIST = "list"
    LAST4 = "last4"
    NUMBER = "number"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class Wanted:
    """One search: `text` as typed and cleaned; the other fields hold what its kind needs.

    `words` are the keys of a name's words, `typed` the same words without the rule for a final y (a word may
    be typed half); `last4` and `births` narrow a name; `phone` and `paper` are two readings of one number.
    """

    kind: SearchKind
    text: str
    words: tuple[str, ...] = ()
    typed: tuple[str, ...] = ()
    last4: tuple[str, ...] = ()
    births: tuple[str, ...] = ()
    personal_id: str = ""
    phone: str | None = None
    paper: str | None = None
    cti: bytes = b""
    list_number: int = 0
    list_year: int | None = None
    list_symbol: str = ""

    @property
    def key(self) -> str:
        """Return the whole search key of a name."""
        return " ".join(self.words)


def read_search(text: str) -> Wanted:
    """Take a text for what it looks like, the strictest form first; whatever is left is a name."""
    text = normalise_text(text)
    if len(text) < SHORTEST:
        return Wanted(SearchKind.TOO_SHORT, text)
    digits = _SEPARATORS.sub("", text)
    if is_personal_id(digits):
        return Wanted(SearchKind.PERSONAL_ID, text, personal_id=digits)
    cti = parse_entry_code(text)
    if cti is not None and any(character.isdigit() or character == "-" for character in text):
        return Wanted(SearchKind.ENTRY_CODE, text, cti=cti)
    listed = _LIST_NUMBER.fullmatch(plain_text(text))
    if listed:
        return _of_list(text, int(listed[1]), (listed[2] or "").strip())
    if _FOUR_DIGITS.fullmatch(digits):
        return Wanted(SearchKind.LAST4, text, last4=(digits,))
    phone, paper = normalise_phone(text), _paper(text)
    if phone or paper:
        return Wanted(SearchKind.NUMBER, text, phone=phone, paper=paper)
    return _of_name(text)


def _paper(text: str) -> str | None:
    """Return a travel document's number; `an 1983` is a name and a year, `C 1234567` a number."""
    number = normalise_document_number(text)
    shape = _PAPER if len(number) == len(text) else _SPACED_PAPER
    return number if shape.fullmatch(number) and not _BIRTH.fullmatch(text) else None


def _of_list(text: str, number: int, rest: str) -> Wanted:
    """Read what stands behind the stroke: a year in four or two digits, or the beginning of a symbol."""
    year = int(rest) + (2000 if len(rest) == 2 else 0) if _YEAR.fullmatch(rest) else None
    symbol = "" if year else rest.upper().replace(" ", "")
    return Wanted(SearchKind.LIST, text, list_number=number, list_year=year, list_symbol=symbol)


def _of_name(text: str) -> Wanted:
    """Split a name into words; digits among them narrow it: a birth date or year, or a number's last four."""
    parts = text.split()
    births = tuple(_iso(found) for part in parts if (found := _BIRTH.fullmatch(part)))
    last4 = tuple(part for part in parts if _FOUR_DIGITS.fullmatch(part))
    letters = " ".join(part for part in parts if part not in last4 and not _BIRTH.fullmatch(part))
    words = tuple(search_key(letters).split())
    typed = tuple(_NO_LETTER.sub(" ", plain_text(letters).replace("'", "")).split())
    known = typed if len(typed) == len(words) else words
    return Wanted(SearchKind.NAME, text, words=words, typed=known, last4=last4, births=births)


def _iso(written: re.Match[str]) -> str:
    day, month, year = written.groups()
    return f"{year}-{int(month):02d}-{int(day):02d}"
