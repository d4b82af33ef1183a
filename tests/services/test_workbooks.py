"""Hostile and broken files: each is refused with a reason, quickly, and nothing of it reaches the parser."""

import json
import os
import subprocess
import sys
import time
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from borderreg.services.workbooks import MAX_BYTES, FileRefusal, FileRefused, child, read_workbook, sandbox
from borderreg.services.workbooks.limits import CHILD_CPU_SECONDS, CHILD_MEMORY
from borderreg.services.workbooks.refusals import TEXTS
from tests.services.workbook_files import (
    inline,
    list_xlsx,
    overlapping,
    packed,
    parts,
    person,
    understated,
    worksheet,
    xlsx,
    zeros,
)

GOOD = list_xlsx([person(1)])
HEADER_ROW = f'<row r="1">{inline("A1", "Họ và tên")}</row>'
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
BILLION = (
    '<!DOCTYPE worksheet [<!ENTITY a "mật mật mật"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>'
)


def refusal(data, filename="danh sach.xlsx"):
    with pytest.raises(FileRefused) as caught:
        read_workbook(data, filename=filename)
    assert caught.value.message
    return caught.value.reason


@pytest.mark.parametrize(
    ("filename", "reason"),
    [
        ("danh sach.xls", FileRefusal.OLD_EXCEL),
        ("danh sach.xlsm", FileRefusal.EXTENSION),
        ("danh sach.ods", FileRefusal.EXTENSION),
        ("danh sach.pdf", FileRefusal.EXTENSION),
        ("danh sach.xlsx.exe", FileRefusal.EXTENSION),
        ("danh sach", FileRefusal.EXTENSION),
        ("", FileRefusal.EXTENSION),
        ("danh sach.csv", FileRefusal.NOT_A_WORKBOOK),
    ],
)
def test_only_the_right_kind_under_the_right_name_is_read(filename, reason):
    assert refusal(GOOD, filename) is reason


def test_the_extension_may_be_in_capitals():
    assert read_workbook(GOOD, filename="DS.XLSX").rows


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", FileRefusal.EMPTY),
        (b" \r\n\t ", FileRefusal.EMPTY),
        (b"%PDF-1.7 ...", FileRefusal.NOT_A_WORKBOOK),
        (b"H\xe1\xbb\x8d v\xc3\xa0 t\xc3\xaan;Ng\xc3\xa0y sinh", FileRefusal.NOT_A_WORKBOOK),
        (OLE + bytes(600), FileRefusal.OLD_EXCEL),
        (OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le") + bytes(600), FileRefusal.PASSWORD),
        (GOOD[: len(GOOD) // 2], FileRefusal.DAMAGED),
        (GOOD[:-10], FileRefusal.DAMAGED),
        (b"PK\x03\x04" + os.urandom(2000), FileRefusal.DAMAGED),
        (packed({"word/document.xml": b"<x/>"}), FileRefusal.NOT_A_WORKBOOK),
        (packed({"xl/workbook.xml": b"<x"}), FileRefusal.DAMAGED),
        (packed(parts("<worksheet><sheetData><row>")), FileRefusal.DAMAGED),
        (packed(parts(worksheet(""))), FileRefusal.NO_SHEET),
    ],
)
def test_what_is_no_workbook_is_refused_with_advice(data, reason):
    assert refusal(data) is reason


def test_a_file_of_a_hundred_megabytes_is_not_even_read(tmp_path: Path):
    large = tmp_path / "large.xlsx"
    with large.open("wb") as stream:
        stream.truncate(100 * 1024 * 1024)
    started = time.monotonic()
    assert refusal(large) is FileRefusal.TOO_LARGE
    assert refusal(bytes(MAX_BYTES + 1)) is FileRefusal.TOO_LARGE
    assert time.monotonic() - started < 2


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(packed(parts(worksheet(" " * 100_000_000))), id="100 MB of spaces"),
        pytest.param(packed(parts(worksheet("<row/>" * 1_000_000))), id="a million empty rows"),
        pytest.param(overlapping(parts(worksheet(HEADER_ROW)), copies=400), id="entries that overlap"),
        pytest.param(packed({**parts(worksheet("")), "xl/a.zip": GOOD}), id="an archive inside"),
        pytest.param(
            packed({**parts(worksheet("")), **{f"xl/{n}": b"" for n in range(600)}}), id="600 parts"
        ),
        pytest.param(packed(parts(worksheet(HEADER_ROW)), method=zipfile.ZIP_LZMA), id="another method"),
        pytest.param(packed(parts(worksheet(HEADER_ROW, before=BILLION))), id="XML entities"),
        pytest.param(
            understated(parts(worksheet(" " * 900_000)), name="xl/worksheets/sheet1.xml", size=1000),
            id="understated size",
        ),
    ],
)
def test_bombs_are_refused_before_they_unpack(data):
    assert len(data) < 1024 * 1024
    started = time.monotonic()
    assert refusal(data) is FileRefusal.TOO_HEAVY
    assert time.monotonic() - started < 10


def test_an_entity_is_never_expanded_even_where_only_the_parser_looks():
    shared = f'<?xml version="1.0"?>{BILLION}<sst><si><t>&c;</t></si></sst>'.encode()
    row = '<row r="1"><c r="A1" t="s"><v>0</v></c></row>'
    data = packed({**parts(worksheet(row)), "xl/sharedStrings.xml": shared})
    with suppress(FileRefused):
        assert "mật" not in str(read_workbook(data, filename="x.xlsx").rows)


@pytest.mark.parametrize(("cell", "row"), [("A1048576", 1_048_576), ("XFD1", 1), ("IV3", 3)])
def test_a_cell_far_outside_the_list_is_named(cell, row):
    far = f'<row r="{row}">{inline(cell, "x")}</row>'
    with pytest.raises(FileRefused) as caught:
        read_workbook(packed(parts(worksheet(far))), filename="x.xlsx")
    assert caught.value.reason is FileRefusal.STRAY_CELL
    assert cell in caught.value.message


def test_a_formatted_but_empty_sheet_to_the_last_row_is_no_burden():
    def write(book, sheet):
        sheet.write_row(0, 0, ["Họ và tên", "Ngày sinh", "Giới tính"])
        for row in range(1, 30_000):
            sheet.write_blank(row, 3, None, book.add_format({"bold": True}) if row == 1 else None)
        sheet.write_blank(1_000_000, 5, None, book.add_format({"bold": True}))

    assert [row.number for row in read_workbook(xlsx(write), filename="x.xlsx").rows] == [1]


def test_one_shared_text_used_a_million_times_is_refused():
    shared = f"<sst><si><t>{'x' * 2000}</t></si></sst>".encode()
    row = "<row>" + '<c t="s"><v>0</v></c>' * 190 + "</row>"
    cells = row * 400
    data = packed({**parts(worksheet(cells)), "xl/sharedStrings.xml": shared})
    assert refusal(data) is FileRefusal.TOO_HEAVY


def test_the_child_is_stopped_when_it_takes_too_long():
    with pytest.raises(FileRefused) as caught:
        sandbox.parse_in_child(GOOD, wall_seconds=0.001)
    assert caught.value.reason is FileRefusal.TOO_HEAVY


@pytest.mark.parametrize(
    ("program", "reason"),
    [
        ("import os; os.abort()", FileRefusal.TOO_HEAVY),
        (
            "from borderreg.services.workbooks import child; child.limit_resources(); bytearray(10**9)",
            FileRefusal.DAMAGED,
        ),
        ("raise SystemExit(1)", FileRefusal.DAMAGED),
    ],
)
def test_a_child_that_dies_is_a_refusal(monkeypatch, program, reason):
    monkeypatch.setattr(sandbox, "_PROGRAM", f"import sys; sys.path.insert(0, sys.argv[1]); {program}")
    with pytest.raises(FileRefused) as caught:
        sandbox.parse_in_child(GOOD)
    assert caught.value.reason is reason


def test_the_child_has_little_memory_no_files_and_little_time(monkeypatch):
    limits = "print(json.dumps([r.getrlimit(k)[1] for k in (r.RLIMIT_AS, r.RLIMIT_FSIZE, r.RLIMIT_CPU)]))"
    program = (
        "import json, resource as r; from borderreg.services.workbooks.child import limit_resources; "
        f"limit_resources(); {limits}"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, text=True)
    assert json.loads(done.stdout) == [CHILD_MEMORY, 0, CHILD_CPU_SECONDS]


@given(st.binary(max_size=300), st.integers(min_value=0, max_value=len(GOOD) - 1))
@settings(max_examples=40, deadline=None)
def test_no_damage_breaks_the_reader(noise, place):
    damaged = GOOD[:place] + noise + GOOD[place + len(noise) :]
    assert set(child.answer(damaged)) in ({"sheet"}, {"refused", "params"})


@pytest.mark.parametrize("reason", list(FileRefusal))
def test_every_refusal_says_what_to_do_in_three_languages(reason):
    refused = FileRefused(reason, limit=10, cell="XFD1", expected=".xlsx")
    assert refused.code == reason.value
    assert len({refused.text(language) for language in ("vi", "en", "zh")}) == 3
    assert "{" not in "".join(refused.text(language) for language in ("vi", "en", "zh"))
    assert len(TEXTS[reason]) == 3


def test_hundred_megabytes_of_zeros_pack_into_little():
    assert len(zeros(100 * 1024 * 1024)) < 200_000
