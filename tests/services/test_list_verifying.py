"""The printed file against its own proof: what was changed after certifying is found and named."""

import io
import json
from dataclasses import replace
from typing import Any

import pytest
import rfc8785
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import FreeText
from sqlalchemy import Engine

from borderreg.crypto import fingerprint, vault
from borderreg.documents.paper import PaperRow
from borderreg.documents.press import LANDSCAPE, Press
from borderreg.documents.text import Face, Style
from borderreg.documents.verification import VerificationResult, verify_export
from borderreg.documents.work_list import Parts
from borderreg.documents.work_list import print_list as draw_list
from borderreg.services.certification import certify_list
from borderreg.services.list_changes import withdraw_entry
from borderreg.services.list_reading import read_list
from borderreg.services.papers import PaperJob, draw, prepare_print
from tests.communes import Desk
from tests.databases import SqliteDatabases
from tests.reuse import engine_for


@pytest.fixture(scope="module")
def job(sqlite_databases: SqliteDatabases) -> PaperJob:
    """A print of a certified list of eighteen people, with slips; made once: no test here asks a database."""
    with sqlite_databases.database() as url:
        engine = engine_for(url, "print")
        job = _print(Desk.open(engine))
        engine.dispose()
    return job


def _print(desk: Desk) -> PaperJob:
    list_id = desk.submitted(18)
    desk.write(certify_list, actor=desk.chief, list_id=list_id)
    return desk.write(prepare_print, list_id=list_id, slips=True)


def verified(pdf: bytes) -> VerificationResult:
    """Verify under the installation's own root."""
    return verify_export(pdf, root_fingerprint=fingerprint(vault().root_public))


def found(pdf: bytes) -> list[tuple[str, int | None]]:
    """Return the problems of a file with their rows."""
    result = verified(pdf)
    assert result.ok == (not result.problems)
    return [(problem.code, problem.row) for problem in result.problems]


def printed(of: PaperJob, number: int, **changes: Any) -> bytes:
    """Print the list with one row that says something else, its proof left as it was."""
    rows = [replace(each, **changes) if each.row == number else each for each in of.paper.rows]
    return draw_list(replace(of.paper, rows=tuple(rows)), parts=Parts(), export=of.export).pdf


def with_export(job: PaperJob, **changes: Any) -> bytes:
    """Print the list with another export attached."""
    document = {**json.loads(job.export or b""), **changes}
    return draw_list(job.paper, parts=job.parts, export=rfc8785.dumps(document)).pdf


def test_an_untouched_print_and_a_reprint_hold(job: PaperJob) -> None:
    assert verified(draw(job).pdf).outcome == "ok"
    again = replace(job, paper=replace(job.paper, prints=replace(job.paper.prints, table=4)))
    assert found(draw(again).pdf) == []
    assert found(draw_list(job.paper, parts=Parts(), export=job.export).pdf) == []


@pytest.mark.parametrize(
    "altered",
    [
        {"name": "Vi Văn Giả"},
        {"birth": "1990-01-01"},
        {"sex": "M"},
        {"personal_id": "020190000099"},
        {"document_number": "C9999999"},
        {"document_expires": "2035-01-01"},
        {"employer": "Công ty Khác"},
        {"county": "Long Châu"},
        {"job": "Bảo vệ"},
        {"valid_to": "2027-06-30"},
        {"phone": "0988888888"},
        {"contact": "Ai Đó 0977777777"},
        {"residence": "Thôn Khác, xã Đồng Đăng"},
        {"entry_code": "0000-0000-0000-00"},
    ],
    ids=lambda altered: next(iter(altered)),
)
def test_each_altered_cell_of_a_printed_row_is_named(job: PaperJob, altered: dict[str, Any]) -> None:
    result = verified(printed(job, 17, **altered))
    assert [(problem.code, problem.row) for problem in result.problems] == [("print_row", 17)]
    assert result.outcome == "altered"


def test_a_row_that_was_added_left_out_or_exchanged_is_found(job: PaperJob) -> None:
    rows = job.paper.rows

    def print_rows(*changed: PaperRow) -> list[tuple[str, int | None]]:
        return found(draw_list(replace(job.paper, rows=changed), parts=Parts(), export=job.export).pdf)

    assert print_rows(*rows[:4], *rows[5:]) == [("print_row", 5)]
    assert ("print_row", 2) in print_rows(rows[0], rows[2], rows[1], *rows[3:])
    added = replace(rows[-1], row=19, name="Người Thêm Vào")
    assert print_rows(*rows, added) != []


def test_an_attachment_that_says_something_else_does_not_hold(job: PaperJob) -> None:
    entries = json.loads(job.export or b"")["entries"]
    entries[3]["name"] = "Vi Văn Giả"
    assert {"content_hash", "print_row"} <= {code for code, _ in found(with_export(job, entries=entries))}
    words = json.loads(job.export or b"")["words"]
    renamed = {**words, "counties": dict.fromkeys(words["counties"], "Long Châu")}
    assert ("words", None) in found(with_export(job, words=renamed))


def test_a_signature_that_is_not_the_communes_and_a_key_that_nobody_vouches_for(job: PaperJob) -> None:
    document = json.loads(job.export or b"")
    codes = document["entry_digits"]
    swapped = verified(with_export(job, entry_digits=[codes[1], codes[0], *codes[2:]]))
    assert (swapped.outcome, swapped.problems[0].row) == ("altered", 1)
    head = document["head_digits"]
    forged = head[:-1] + str((int(head[-1]) + 1) % 10)
    assert verified(with_export(job, head_digits=forged)).outcome == "wrong_signature"
    other = verify_export(draw(job).pdf, root_fingerprint="ab" * 32)
    assert [problem.outcome for problem in other.problems] == ["unknown_key"]


def test_what_is_not_ours_is_said_to_be_not_ours(job: PaperJob) -> None:
    bare = draw_list(job.paper, parts=Parts(), export=None).pdf
    for data in (b"", b"%PDF-1.4 rubbish", b"PK\x03\x04", bare, b'{"format": "other"}'):
        assert verified(data).outcome == "not_ours"
    assert verify_export(job.export or b"", root_fingerprint=None).outcome == "no_trusted_root"


def test_bytes_changed_anywhere_in_the_file_never_pass_as_another_list(job: PaperJob) -> None:
    pdf = draw_list(job.paper, parts=Parts(), export=job.export).pdf
    for place in range(100, len(pdf) - 100, len(pdf) // 12):
        harmed = pdf[:place] + bytes([pdf[place] ^ 0x55]) + pdf[place + 1 :]
        result = verified(harmed)
        assert not result.ok or result.number == job.paper.number


def overlaid(pdf: bytes, line: str, y: float) -> bytes:
    """Write a line over the first page, as an editor of PDFs would."""
    press = Press(title="", author="", subject="")
    press.new_page(LANDSCAPE)
    press.write(line, 45, y, Style(Face.BOLD, 9, 10))
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf)))
    writer.pages[0].merge_page(PdfReader(io.BytesIO(press.finish())).pages[0])
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


@pytest.mark.parametrize("y", [80, 120])
def test_text_written_over_the_table_is_found(job: PaperJob, y: int) -> None:
    codes = {code for code, _ in found(overlaid(draw(job).pdf, "Vi Văn Giả", y))}
    assert codes & {"print_row", "print_extra"}


def test_a_note_pinned_over_the_table_is_found(job: PaperJob) -> None:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(draw(job).pdf)))
    writer.add_annotation(0, FreeText(text="Vi Văn Giả", rect=(100, 300, 200, 320)))
    out = io.BytesIO()
    writer.write(out)
    assert ("print_extra", None) in found(out.getvalue())


def test_a_withdrawals_print_is_compared_as_well(engine: Engine) -> None:
    desk = Desk.open(engine)
    list_id = desk.submitted(2)
    desk.write(certify_list, actor=desk.chief, list_id=list_id)
    entry_id = desk.read(read_list, list_id=list_id).rows[0].entry_id
    gone = desk.write(withdraw_entry, actor=desk.chief, entry_id=entry_id, reason="Xin ở nhà chăm con")
    job = desk.write(prepare_print, list_id=gone.list_id)
    assert found(draw(job).pdf) == []
    assert found(printed(job, 1, reason="Lý do khác hẳn")) == [("print_row", 1)]
