"""Codes on list entries (format LS1): the digits, the keys and what a verifier may answer.

Signatures and CBOR live in `borderreg.ls1`, private keys in `borderreg.crypto`; here are facts and rules.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Literal

from borderreg.domain.entry_codes import format_entry_code, parse_entry_code
from borderreg.domain.half_years import HalfYear, half_year_of
from borderreg.domain.keys import ALG_ED25519, Key, KeyList, KeyStatus, KeyUse, kid_of
from borderreg.domain.periods import end_of_day, local_day, start_of_day
from borderreg.domain.reasons import REASONS, Reason, VerdictClass, worst_class

__all__ = [
    "ALG_ED25519",
    "EntryPayload",
    "HalfYear",
    "HeadPayload",
    "Key",
    "KeyList",
    "KeyStatus",
    "KeyUse",
    "Kind",
    "Person",
    "Reading",
    "fit_name",
    "format_entry_code",
    "half_year_of",
    "is_plain_text",
    "kid_of",
    "parse_entry_code",
    "read_prefix",
    "to_cose",
    "to_digits",
]

MAX_DIGITS = 520
MAX_NAME_BYTES = 60
MAX_LIST_NO_BYTES = 16
COUNTRY = "84"
VERSION = "01"
SENTINEL = 1
WHITE_SPACE = " \t\r\n\v\f"
AIM_PREFIX = "]Q1"

Kind = Literal["entry", "head"]
KIND_DIGITS: dict[Kind, str] = {"entry": "2", "head": "3"}
KINDS = {digit: kind for kind, digit in KIND_DIGITS.items()}
PREFIXES: dict[Kind, str] = {kind: COUNTRY + digit + VERSION for kind, digit in KIND_DIGITS.items()}
PREFIX_LENGTH = 5

_DIGITS = re.compile("[0-9]{6,520}")
_BIRTH = re.compile("[0-9]{4}(-[0-9]{2}-[0-9]{2})?")
_LAST4 = re.compile("[0-9]{4}")


@dataclass(frozen=True, slots=True)
class Person:
    """The sealed part: name as written, birth `1990-02-12` or `1990`, sex `M` or `F`, last four digits."""

    name: str
    birth: str
    sex: str
    id_last4: str

    def __post_init__(self) -> None:
        if not self.name or len(self.name.encode()) > MAX_NAME_BYTES or not is_plain_text(self.name):
            raise ValueError("name: composed text of 1 to 60 bytes without control characters")
        if not _BIRTH.fullmatch(self.birth) or self.sex not in ("M", "F"):
            raise ValueError("birth: a date or a year; sex: M or F")
        if not _LAST4.fullmatch(self.id_last4):
            raise ValueError("id_last4: four digits")


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryPayload:
    """What a code says about an entry; `nbf` and `exp` are whole seconds, `exp` exclusive."""

    cti: bytes
    nbf: int
    exp: int
    list_no: str
    row: int
    gates: int
    seal_no: int
    sealed: bytes

    @classmethod
    def for_days(
        cls,
        *,
        cti: bytes,
        valid_from: date,
        valid_to: date,
        list_no: str,
        row: int,
        gates: int,
        seal_no: int,
        sealed: bytes,
    ) -> "EntryPayload":
        """Build a payload whose days are whole days in Vietnam, the last one included."""
        return cls(
            cti=cti,
            nbf=int(start_of_day(valid_from).timestamp()),
            exp=int(end_of_day(valid_to).timestamp()),
            list_no=list_no,
            row=row,
            gates=gates,
            seal_no=seal_no,
            sealed=sealed,
        )

    @property
    def valid_from(self) -> date:
        """Return the first day of the authorisation in Vietnam."""
        return local_day(datetime.fromtimestamp(self.nbf, UTC))

    @property
    def valid_to(self) -> date:
        """Return the last day of the authorisation in Vietnam."""
        return local_day(datetime.fromtimestamp(self.exp - 1, UTC))


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadPayload:
    """What the head-of-list code says: the list's number, how many entries, SHA-256 of its content."""

    list_no: str
    entries: int
    content_hash: bytes


@dataclass(frozen=True, slots=True)
class Reading:
    """What the verifier made of some digits: the class for a departure, reasons in order, perhaps a payload.

    `payload` is there exactly when the signature holds under `key`; with a revoked or expired key or outside
    the dates it is there too, flagged by `reasons`, so that a return can be recorded. `kind` is what the
    prefix says.
    """

    reasons: tuple[Reason, ...]
    kind: Kind | None
    payload: EntryPayload | HeadPayload | None = None
    key: Key | None = None

    @property
    def class_(self) -> VerdictClass:
        """Return the class that these reasons give a departure, before the gate looks at anything else."""
        return worst_class(*(REASONS[reason].class_for_departure for reason in self.reasons))

    @property
    def reason(self) -> Reason | None:
        """Return the first reason in the order of verification, None when the code holds."""
        return self.reasons[0] if self.reasons else None

    @property
    def entry(self) -> EntryPayload | None:
        """Return the payload of an entry's code, None for anything else."""
        return self.payload if isinstance(self.payload, EntryPayload) else None

    @property
    def head(self) -> HeadPayload | None:
        """Return the payload of a head-of-list code, None for anything else."""
        return self.payload if isinstance(self.payload, HeadPayload) else None


def is_plain_text(text: str) -> bool:
    """Say whether text is composed (NFC) and free of control, bidi and other invisible characters."""
    if text.isascii():
        return text.isprintable()
    return unicodedata.is_normalized("NFC", text) and all(
        unicodedata.category(character)[0] not in "C" and unicodedata.category(character) not in ("Zl", "Zp")
        for character in text
    )


def fit_name(name: str) -> str:
    """Return a name composed, with single spaces, cut at a syllable to the 60 bytes that a code can hold."""
    words = unicodedata.normalize("NFC", name).split()
    text = " ".join(words)
    while len(text.encode()) > MAX_NAME_BYTES and len(words) > 1:
        words.pop()
        text = " ".join(words) + "…"
    while len(text.encode()) > MAX_NAME_BYTES:
        text = text[:-2] + "…"
    return text


def read_prefix(text: str, *, expect: Kind = "entry") -> tuple[str, Kind | None, Reason | None]:
    """Strip what a reader adds; look at length, characters and prefix, in this order, before any arithmetic.

    Returns the bare digits, the kind that the prefix names and, where the digits go no further, why.
    """
    digits = text.strip(WHITE_SPACE).removeprefix(AIM_PREFIX)
    if len(digits) > MAX_DIGITS:
        return "", None, Reason.TOO_LONG
    if not _DIGITS.fullmatch(digits):
        ours = digits.startswith(tuple(PREFIXES.values()))
        return "", None, Reason.MALFORMED if ours else Reason.NOT_OURS
    if not digits.startswith(COUNTRY):
        return "", None, Reason.NOT_OURS
    kind = KINDS.get(digits[2])
    if kind != expect:
        return digits, kind, Reason.WRONG_KIND
    if digits[3:5] != VERSION:
        return digits, kind, Reason.UNSUPPORTED_VERSION
    return digits, kind, None


def to_cose(digits: str) -> bytes | None:
    """Return the bytes that the digits after the prefix spell; None unless spelt in the only way."""
    number = int(digits[PREFIX_LENGTH:])
    spelt = number.to_bytes((number.bit_length() + 7) // 8, "big")
    if not spelt or spelt[0] != SENTINEL or str(number) != digits[PREFIX_LENGTH:]:
        return None
    return spelt[1:]


def to_digits(cose: bytes, *, kind: Kind) -> str:
    """Return the digits of a code; ValueError when they are more than 520."""
    digits = PREFIXES[kind] + str(int.from_bytes(bytes([SENTINEL]) + cose, "big"))
    if len(digits) > MAX_DIGITS:
        raise ValueError("too long for one code")
    return digits
