"""What a printed list is made of: frozen data in, so that the same facts always give the same bytes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from borderreg.domain.lists import ListKind


@dataclass(frozen=True, slots=True)
class PaperHeader:
    """The head of an official paper: per-organisation data with dates (Decree 30/2020/NĐ-CP, annex I)."""

    parent_body: str  # "Công an tỉnh Lạng Sơn"
    issuing_body: str  # "Công an xã Đồng Đăng"; printed in capitals above, as it stands in sentences
    place: str  # "Đồng Đăng"
    recipients: tuple[str, ...] = ()  # "Nơi nhận", one a line


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signs: the position of the head, and the deputy's own when a deputy signs for the head (KT.)."""

    position: str  # "Trưởng Công an xã"
    name: str  # "Thiếu tá Hoàng Văn Thắng"
    deputy_position: str | None = None  # "Phó Trưởng Công an xã"
    signs_as: str = ""  # "Q." of an acting head, "TUQ." of somebody authorised; a deputy signs KT.

    @property
    def lines(self) -> tuple[str, ...]:
        """Return the lines above the name, in capitals (Decree 30/2020/NĐ-CP, annex I)."""
        prefix = self.signs_as or ("KT." if self.deputy_position else "")
        lines = (f"{prefix} {self.position}".strip(), self.deputy_position or "")
        return tuple(line.upper() for line in lines if line)


@dataclass(frozen=True, slots=True)
class PrintNumbers:
    """The how-manieth print of each paper this is; 2 and more is said on the paper."""

    table: int = 1
    slips: int = 1
    cards: int = 1


@dataclass(frozen=True, slots=True)
class ContactPoint:
    """Where a worker abroad gets help; printed on every slip in both languages."""

    label_vi: str
    label_zh: str
    phone: str


@dataclass(frozen=True, slots=True)
class PaperRow:
    """One person as printed. Dates are ISO text; a birth may be a year only. Empty text is not known."""

    row: int
    name: str
    birth: str  # "1988-03-12" or "1988"
    sex: str  # "M" or "F"
    personal_id: str
    residence: str
    document_type: str  # as printed: "Hộ chiếu"
    document_number: str
    document_expires: str  # ISO date or empty
    employer: str
    county: str
    valid_from: str
    valid_to: str
    job: str = ""
    phone: str = ""
    contact: str = ""  # name and phone of the person to call at home
    gates: tuple[str, ...] = ()  # names as printed
    reason: str = ""  # why the person is withdrawn; only on a withdrawal
    entry_code: str | None = None  # "7K3M-9QXP-2D5H-4X"
    digits: str | None = None  # LS1, None on a draft and on a withdrawal


@dataclass(frozen=True, slots=True)
class ListPaper:
    """A whole list for printing. A specimen is a draft: marked on every page and without any code."""

    kind: ListKind
    header: PaperHeader
    rows: tuple[PaperRow, ...]
    number: str | None = None  # the system's list number as printed: "05/DS-CAX"
    document_number: str | None = (
        None  # "Số văn bản" given by the office's clerk; dotted to be filled in when None
    )
    issued_on: date | None = None
    signature: Signature | None = None
    contacts: tuple[ContactPoint, ...] = ()  # most needed first: a slip has room for three
    changes_number: str | None = None  # the list that a supplement or withdrawal changes
    changes_date: date | None = None
    head_digits: str | None = None  # LS1 kind 3
    content_hash: bytes | None = None  # printed in the foot so that sheets of two lists are never mixed
    specimen: bool = False
    prints: PrintNumbers = PrintNumbers()
    short_link: str = ""  # where a slip sends whoever came home; in letters, never a second symbol

    def check(self) -> None:
        """Raise ValueError when the paper would look certified without being complete."""
        if not self.rows:
            raise ValueError("a list has at least one person")
        if self.specimen:
            return
        if (
            self.number is None
            or self.issued_on is None
            or self.signature is None
            or self.head_digits is None
        ):
            raise ValueError("a certified list has a number, a date, a signatory and a head code")
        if any(row.entry_code is None for row in self.rows):
            raise ValueError("every person of a certified list has an entry code")
        if self.prints_codes and any(row.digits is None for row in self.rows):
            raise ValueError("every person of a certified list has a code")

    @property
    def prints_codes(self) -> bool:
        """Say whether persons' codes are printed: not on a specimen, nor on a withdrawal, whose codes end."""
        return not self.specimen and self.kind is not ListKind.WITHDRAWAL
