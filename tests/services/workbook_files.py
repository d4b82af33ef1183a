"""Workbooks for tests: good ones from rows, hostile ones from bytes."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import xlsxwriter

from borderreg.domain.columns import COLUMNS, Column
from tests.domain.rows import GOOD_ROW

HEADINGS = [info.vi for info in COLUMNS.values()]
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def person(number: int, **changes: Any) -> dict[str, Any]:
    """Return a good row whose name and number are its own."""
    return {**GOOD_ROW, "name": f"Nông Thị Mùi {number}", "personal_id": f"020190{number:06d}", **changes}


def xlsx(write: Callable[[Any, Any], None]) -> bytes:
    """Return a workbook that a function writes (book, first sheet)."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        write(book, book.add_worksheet("Danh sách"))
    return stream.getvalue()


def list_xlsx(rows: Sequence[Mapping[str, Any]]) -> bytes:
    """Return a workbook with the header in row 1 and the rows below."""

    def write(_: Any, sheet: Any) -> None:
        sheet.write_row(0, 0, HEADINGS)
        for row, cells in enumerate(rows, start=1):
            for index, column in enumerate(Column):
                value = cells.get(column.value)
                if isinstance(value, str):
                    sheet.write_string(row, index, value)
                elif value is not None:
                    sheet.write_number(row, index, value)

    return xlsx(write)


def list_csv(rows: Sequence[Mapping[str, Any]], *, separator: str = ",") -> str:
    """Return the same table as text."""
    table = [HEADINGS, *([str(cells.get(column.value, "")) for column in Column] for cells in rows)]
    return "\r\n".join(separator.join(f'"{cell}"' for cell in line) for line in table) + "\r\n"


def parts(sheet: bytes | str, **more: bytes) -> dict[str, bytes]:
    """Return the parts of a small workbook around the XML of its one sheet."""
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    workbook = (
        f'{head}<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets>'
        '<sheet name="Danh sách" sheetId="1" r:id="rId1"/></sheets></workbook>'
    )
    relations = (
        f'{head}<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/>'
        "</Relationships>"
    )
    package = (
        f'{head}<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/>'
        "</Relationships>"
    )
    types = (
        f'{head}<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/></Types>'
    )
    return {
        "[Content_Types].xml": types.encode(),
        "_rels/.rels": package.encode(),
        "xl/workbook.xml": workbook.encode(),
        "xl/_rels/workbook.xml.rels": relations.encode(),
        "xl/worksheets/sheet1.xml": sheet if isinstance(sheet, bytes) else sheet.encode(),
        **more,
    }


def worksheet(rows: str, *, before: str = "", after: str = "") -> str:
    """Return the XML of a sheet around its rows."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>{before}<worksheet xmlns="{MAIN}">'
        f"<sheetData>{rows}</sheetData>{after}</worksheet>"
    )


def inline(reference: str, text: str) -> str:
    """Return a cell with its text in place."""
    return f'<c r="{reference}" t="inlineStr"><is><t>{text}</t></is></c>'


def packed(files: Mapping[str, bytes], *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return an archive of the parts."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return stream.getvalue()


def understated(files: Mapping[str, bytes], *, name: str, size: int) -> bytes:
    """Return an archive whose directory and local header declare a smaller size for one part."""
    data = bytearray(packed(files))
    real = struct.pack("<L", len(files[name]))
    encoded = name.encode()
    for signature, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        start = 0
        while (start := data.find(signature, start)) >= 0:
            header = 30 if signature == b"PK\x03\x04" else 46
            if data[start + header : start + header + len(encoded)] == encoded:
                assert data[start + offset : start + offset + 4] == real
                data[start + offset : start + offset + 4] = struct.pack("<L", size)
            start += 4
    return bytes(data)


def overlapping(files: Mapping[str, bytes], *, copies: int) -> bytes:
    """Return an archive in which many directory records share one compressed part."""
    stream = io.BytesIO(packed(files))
    with zipfile.ZipFile(stream) as archive:
        first = archive.getinfo("xl/worksheets/sheet1.xml")
    body = stream.getvalue()
    end = body.rfind(b"PK\x05\x06")
    size, start = struct.unpack_from("<LL", body, end + 12)
    records = body[start : start + size]
    for copy in range(copies):
        name = f"xl/media/{copy}.bin".encode()
        fields = (
            20,
            20,
            0,
            8,
            0,
            33,
            first.CRC,
            first.compress_size,
            first.file_size,
            len(name),
            0,
            0,
            0,
            0,
            0,
        )
        records += b"PK\x01\x02" + struct.pack("<6H3L5H2L", *fields, first.header_offset) + name
    total = len(files) + copies
    closing = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, total, total, len(records), start, 0)
    return body[:start] + records + closing


def zeros(size: int) -> bytes:
    """Return a deflated stream of zeros without holding them."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    chunks = [packer.compress(bytes(1024 * 1024)) for _ in range(size // (1024 * 1024))]
    return b"".join(chunks) + packer.flush()
