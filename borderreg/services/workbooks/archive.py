"""The zip directory of a workbook, checked before any parser unpacks it."""

from __future__ import annotations

import struct
import zipfile
import zlib
from io import BytesIO

from borderreg.services.workbooks.limits import MAX_ENTRIES, MAX_RATIO, MAX_UNCOMPRESSED, RATIO_FROM
from borderreg.services.workbooks.refusals import FileRefusal, FileRefused

_END_OF_DIRECTORY = struct.Struct("<4s4H2LH")
_LOCAL_HEADER = struct.Struct("<4s5H3L2H")
_CHUNK = 256 * 1024
_ARCHIVES = (".zip", ".xlsx", ".xlsm", ".xlsb", ".docx", ".jar", ".7z", ".rar", ".gz")
_ENCRYPTED = 0x1


def open_archive(data: bytes) -> zipfile.ZipFile:
    """Return the archive of a workbook whose directory and real sizes are harmless, else raise FileRefused.

    Refused: too many entries, overlapping entries, archives inside, other methods than deflate, sizes
    (declared or real) beyond the limits, real sizes that differ from the declared ones.
    """
    _check_directory_size(data)
    try:
        archive = zipfile.ZipFile(BytesIO(data))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, struct.error) as error:
        raise FileRefused(FileRefusal.DAMAGED) from error
    entries = archive.infolist()
    _check_entries(entries)
    if not any(entry.filename.lower().endswith("workbook.xml") for entry in entries):
        raise FileRefused(FileRefusal.NOT_A_WORKBOOK, expected=".xlsx")
    _check_layout(entries, size=len(data))
    for entry in entries:
        _check_real_size(data, entry)
    return archive


def _check_directory_size(data: bytes) -> None:
    """Look at the end record alone: a directory of a million entries is memory before it is a list."""
    place = data.rfind(b"PK\x05\x06", max(0, len(data) - 66_000))
    if place < 0 or len(data) - place < _END_OF_DIRECTORY.size:
        raise FileRefused(FileRefusal.DAMAGED)
    _, disk, first_disk, here, entries, length, offset, _ = _END_OF_DIRECTORY.unpack_from(data, place)
    if disk or first_disk or here != entries or entries > MAX_ENTRIES or length > MAX_ENTRIES * 512:
        raise FileRefused(FileRefusal.TOO_HEAVY)
    if offset + length > place:
        raise FileRefused(FileRefusal.DAMAGED)


def _check_entries(entries: list[zipfile.ZipInfo]) -> None:
    names = [entry.filename for entry in entries]
    if len(set(names)) != len(names):
        raise FileRefused(FileRefusal.DAMAGED)
    if any(entry.flag_bits & _ENCRYPTED for entry in entries):
        raise FileRefused(FileRefusal.PASSWORD)
    if len(entries) > MAX_ENTRIES or sum(entry.file_size for entry in entries) > MAX_UNCOMPRESSED:
        raise FileRefused(FileRefusal.TOO_HEAVY)
    for entry in entries:
        ratio = entry.file_size / max(entry.compress_size, 1)
        strange = entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
        nested = entry.filename.lower().endswith(_ARCHIVES)
        if strange or nested or (entry.file_size > RATIO_FROM and ratio > MAX_RATIO):
            raise FileRefused(FileRefusal.TOO_HEAVY)


def _check_layout(entries: list[zipfile.ZipInfo], *, size: int) -> None:
    """Refuse entries that share bytes: overlapping ones make a bomb out of a small file."""
    end = 0
    for entry in sorted(entries, key=lambda item: item.header_offset):
        if entry.header_offset < end:
            raise FileRefused(FileRefusal.TOO_HEAVY)
        end = entry.header_offset + _LOCAL_HEADER.size + len(entry.filename) + entry.compress_size
        if end > size:
            raise FileRefused(FileRefusal.DAMAGED)


def _check_real_size(data: bytes, entry: zipfile.ZipInfo) -> None:
    """Unpack once, counting only: some parsers trust the stream and not the directory."""
    if entry.compress_type == zipfile.ZIP_STORED:
        if entry.file_size != entry.compress_size:
            raise FileRefused(FileRefusal.DAMAGED)
        return
    start = _data_start(data, entry)
    unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
    rest, total = data[start : start + entry.compress_size], 0
    try:
        while rest and not unpacker.eof:
            total += len(unpacker.decompress(rest, _CHUNK))
            rest = unpacker.unconsumed_tail
            if total > entry.file_size:
                raise FileRefused(FileRefusal.TOO_HEAVY)
    except zlib.error as error:
        raise FileRefused(FileRefusal.DAMAGED) from error
    if not unpacker.eof or total != entry.file_size:
        raise FileRefused(FileRefusal.DAMAGED)


def _data_start(data: bytes, entry: zipfile.ZipInfo) -> int:
    header = data[entry.header_offset : entry.header_offset + _LOCAL_HEADER.size]
    if len(header) < _LOCAL_HEADER.size or header[:4] != b"PK\x03\x04":
        raise FileRefused(FileRefusal.DAMAGED)
    *_, name_length, extra_length = _LOCAL_HEADER.unpack(header)
    return entry.header_offset + _LOCAL_HEADER.size + int(name_length) + int(extra_length)
