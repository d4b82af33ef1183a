"""A frozen report as files: an official PDF, an editable DOCX of the same words, a workbook, a CSV table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING, Any

from borderreg.documents import words
from borderreg.documents.letter import ITALIC, STRONG, WIDE, Letter, LetterColumn
from borderreg.documents.paper import PaperHeader, Signature
from borderreg.documents.sheets import as_csv, as_workbook
from borderreg.documents.tables import Cell, Column, ColumnKind, Table
from borderreg.domain.frozen_reports import ReportTable

if TYPE_CHECKING:
    from docx.document import Document

REPORT_TITLE = "BÁO CÁO"
SUBJECT = "Tình hình công dân xuất cảnh đi làm việc qua biên giới"
TOTAL = "Tổng số"
NOTHING = "Không có số liệu trong kỳ."
HOW = (
    "Số liệu đếm từ sổ ghi nhận của các cửa khẩu, theo những gì hệ thống đã nhận đến thời điểm chốt. "
    "Lượt người là số lần qua cửa khẩu; người là số người khác nhau."
)
NARROWEST, WIDEST = 22.0, 36.0
FIRST = 50.0
PER_PART = int((WIDE - FIRST) // NARROWEST)


@dataclass(frozen=True, slots=True)
class ProvincePaper:
    """A version of a report as it is printed; number 0 is the first, then corrections."""

    header: PaperHeader
    signature: Signature | None
    on: date
    first: date
    last: date
    number: int
    reason: str
    content_hash: bytes | None
    tables: tuple[ReportTable, ...]


def as_table(table: ReportTable) -> Table:
    """Return a table of a report for a sheet: one line a group, the total last."""
    columns = [
        Column(one.key, f"{one.label.vi} ({one.unit.vi})", ColumnKind.INTEGER) for one in table.measures
    ]
    rows: list[tuple[Cell, ...]] = [(row.label.vi, *row.counts) for row in table.rows]
    if table.totals is not None:
        rows.append((TOTAL, *table.totals))
    return Table(f"{table.title.vi} – {table.by.vi}", (Column("key", table.by.vi), *columns), rows)


def report_xlsx(tables: Sequence[ReportTable]) -> bytes:
    """Return a report as a workbook, one sheet a table."""
    return as_workbook([as_table(table) for table in tables], title=SUBJECT)


def report_csv(tables: Sequence[ReportTable]) -> bytes:
    """Return the first table of a report as CSV: a file of this kind holds one."""
    return as_csv(as_table(tables[0]))


def report_pdf(paper: ProvincePaper) -> bytes:
    """Draw a report as an official paper (Decree 30/2020/NĐ-CP)."""
    letter = Letter(title=SUBJECT, author=paper.header.issuing_body, foot=_foot(paper))
    place = words.place_and_date(paper.header.place, paper.on)
    letter.head(paper.header, number="", place_and_date=place)
    letter.title(REPORT_TITLE, SUBJECT, under=_under(paper))
    for line in _opening(paper):
        letter.paragraph(line, ITALIC)
    for heading, table in _headed(paper.tables):
        letter.room(40)
        letter.paragraph(heading, STRONG, indent=0)
        if not table.rows:
            letter.paragraph(NOTHING)
            continue
        _draw(letter, table)
        letter.y += 4
    if paper.signature:
        letter.signature(paper.signature, paper.header.recipients, prefix="")
    return letter.finish()


def _draw(letter: Letter, table: ReportTable) -> None:
    sheet = as_table(table)
    rows = [[_written(cell) for cell in row] for row in sheet.rows]
    places = range(1, len(sheet.columns))
    for start in range(0, len(places), PER_PART):
        part = places[start : start + PER_PART]
        wide = min(WIDEST, (WIDE - FIRST) / len(part))
        columns = [LetterColumn(sheet.columns[0].label, WIDE - wide * len(part))]
        columns += [LetterColumn(sheet.columns[place].label, wide, "right") for place in part]
        letter.table(columns, [[row[0], *(row[place] for place in part)] for row in rows])


def report_docx(paper: ProvincePaper) -> bytes:
    """Return a report as a document to go on writing in: the same head, words and tables as the PDF."""
    from docx import Document as new_document  # noqa: PLC0415 (heavy, and needed by these files only)
    from docx.enum.text import WD_ALIGN_PARAGRAPH  # noqa: PLC0415 (as above)
    from docx.shared import Pt  # noqa: PLC0415 (as above)

    document = new_document()
    document.core_properties.title = SUBJECT
    document.core_properties.author = paper.header.issuing_body
    normal = document.styles["Normal"].font
    normal.name, normal.size = "Times New Roman", Pt(13)
    _docx_head(document, paper)
    for line in (REPORT_TITLE, SUBJECT, _under(paper)):
        paragraph = document.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.add_run(line).bold = line is not _under(paper)
    for line in _opening(paper):
        document.add_paragraph().add_run(line).italic = True
    for heading, table in _headed(paper.tables):
        document.add_paragraph().add_run(heading).bold = True
        if table.rows:
            _docx_table(document, as_table(table))
        else:
            document.add_paragraph(NOTHING)
    if paper.signature:
        paragraph = document.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        paragraph.add_run(f"{paper.signature.position.upper()}\n\n\n\n{paper.signature.name}").bold = True
    document.add_paragraph().add_run(_foot(paper)).font.size = Pt(9)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _docx_head(document: Document, paper: ProvincePaper) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH  # noqa: PLC0415 (as above)

    head = document.add_table(rows=1, cols=2)
    left = f"{paper.header.parent_body.upper()}\n{paper.header.issuing_body.upper()}\nSố:        /BC"
    right = f"{words.NATION}\n{words.MOTTO}\n{words.place_and_date(paper.header.place, paper.on)}"
    for cell, text in zip(head.rows[0].cells, (left, right), strict=True):
        cell.text = text
        for paragraph in cell.paragraphs:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    document.add_paragraph()


def _docx_table(document: Document, sheet: Table) -> None:
    rows: list[Any] = list(sheet.rows)
    made = document.add_table(rows=1 + len(rows), cols=len(sheet.columns))
    made.style = "Table Grid"
    for place, column in enumerate(sheet.columns):
        made.cell(0, place).paragraphs[0].add_run(column.label).bold = True
    for number, row in enumerate(rows, 1):
        cells = made.rows[number].cells
        for place, cell in enumerate(row):
            cells[place].text = _written(cell)
    document.add_paragraph()


def _headed(tables: Sequence[ReportTable]) -> Iterator[tuple[str, ReportTable]]:
    return (
        (f"{number}. {one.title.vi} – theo {one.by.vi.lower()}", one) for number, one in enumerate(tables, 1)
    )


def _opening(paper: ProvincePaper) -> tuple[str, ...]:
    correction = (f"Đính chính lần {paper.number}. Lý do: {paper.reason}.",) if paper.number else ()
    return (*correction, HOW)


def _under(paper: ProvincePaper) -> str:
    return f"(Số liệu từ ngày {paper.first:%d/%m/%Y} đến ngày {paper.last:%d/%m/%Y})"


def _foot(paper: ProvincePaper) -> str:
    if paper.content_hash is None:
        return f"{SUBJECT} · chưa chốt"
    return f"{SUBJECT} · bản {paper.number} · SHA-256 {paper.content_hash.hex()[:16]}…"


def _written(cell: Any) -> str:
    return f"{cell:,}".replace(",", ".") if isinstance(cell, int) else str(cell)
