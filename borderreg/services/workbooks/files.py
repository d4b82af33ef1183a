"""The way in for a file: what it claims to be, what it is, and which reader may open it."""

from __future__ import annotations

from pathlib import Path, PurePath

from borderreg.services.workbooks.csv_text import read_text_table
from borderreg.services.workbooks.limits import MAX_BYTES
from borderreg.services.workbooks.refusals import FileRefusal, FileRefused
from borderreg.services.workbooks.sandbox import parse_in_child
from borderreg.services.workbooks.sheets import Sheet

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
_NO_TEXT = (
    _ZIP,
    b"PK\x05\x06",
    _OLE,
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"7z\xbc\xaf",
    b"Rar!",
    b"\x1f\x8b",
)


def read_workbook(source: bytes | Path, *, filename: str) -> Sheet:
    """Read the sheet with the list from an .xlsx or .csv; anything else raises FileRefused with a reason.

    `filename` only decides which of the two it claims to be. At most MAX_BYTES are read of a path.
    """
    suffix = PurePath(filename.strip()).suffix.lower()
    data = source if isinstance(source, bytes) else _read_file(source)
    if len(data) > MAX_BYTES:
        raise FileRefused(FileRefusal.TOO_LARGE, limit=MAX_BYTES // 1024 // 1024)
    if suffix not in (".xlsx", ".csv"):
        raise FileRefused(FileRefusal.OLD_EXCEL if suffix == ".xls" else FileRefusal.EXTENSION)
    if not data.strip():
        raise FileRefused(FileRefusal.EMPTY)
    if data.startswith(_OLE):
        encrypted = _ENCRYPTED_PACKAGE in data
        raise FileRefused(FileRefusal.PASSWORD if encrypted else FileRefusal.OLD_EXCEL)
    if suffix == ".csv":
        if data.startswith(_NO_TEXT):
            raise FileRefused(FileRefusal.NOT_A_WORKBOOK, expected=".csv")
        return read_text_table(data)
    if not data.startswith(_ZIP):
        raise FileRefused(FileRefusal.NOT_A_WORKBOOK, expected=".xlsx")
    return parse_in_child(data)


def _read_file(path: Path) -> bytes:
    with path.open("rb") as stream:
        return stream.read(MAX_BYTES + 1)
