"""Comparing the table that a PDF shows with the facts attached to it: letter by letter, row by row.

What is compared is the text that a reader sees and copies, in the order of drawing, spaces left out. A
picture pasted over the page is not text: in doubt the facts count, not the sheet.
"""

from __future__ import annotations

import csv
import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from borderreg.documents import list_table, text, words
from borderreg.documents.facts import FactWords, row_of
from borderreg.documents.paper import ListPaper, PaperHeader, PaperRow
from borderreg.domain.lists import ListKind

DATA = Path(__file__).parents[1] / "data"
MOST_PAGES = 2_000
NEXT_ROWS = 3
FOOT = 45.0  # points: below stand the marks of the page
_READER_LOG = logging.getLogger("pypdf")


@dataclass(frozen=True, slots=True)
class Difference:
    """Something that the sheet says and the facts do not; `row` where one row is meant."""

    code: str
    row: int | None = None


@dataclass(frozen=True, slots=True)
class _Item:
    """One piece of text as drawn: its letters without spaces and its height on the page (points)."""

    letters: str
    y: float


class NotComparable(Exception):
    """The facts lack what the sheet shows (an export made by something else), so nothing can be said."""


def compare_pages(pdf: bytes, document: Mapping[str, Any]) -> tuple[Difference, ...]:
    """Return where the printed table differs from the facts of the export attached to it.

    Raises NotComparable; never anything else for any bytes.
    """
    paper = _paper(document)
    renamed = [Difference("words")] if _renamed(document) else []
    table = list_table.columns(paper)
    expected = [(row.row, _letters_of(row, table)) for row in paper.rows]
    closing = _shown(words.summary(paper, gates=list_table.shared_gates(paper.rows) or ()))
    heading = "".join(_shown(line) for column in table for line in column.heading.split())
    try:
        pages = list(_table_pages(pdf, heading))
    except Exception:  # a hostile file can make the parser stumble anywhere
        return (Difference("print_unreadable"),)
    if not pages:
        return (Difference("print_unreadable"),)
    return (*renamed, *_compare(pages, expected, closing))


def _paper(document: Mapping[str, Any]) -> ListPaper:
    """Lay the facts out as they are printed."""
    said = FactWords.read(document.get("words")) or FactWords("", _register("document_types"), {}, {})
    try:
        rows = tuple(row_of(facts, said) for facts in document["entries"])
        return ListPaper(ListKind(document["kind"]), PaperHeader("", "", ""), rows)
    except (KeyError, TypeError, ValueError, AttributeError):
        raise NotComparable from None


def _letters_of(row: PaperRow, table: tuple[list_table.TableColumn, ...]) -> str:
    cells = (column.lines(row) for column in table)
    return "".join(_shown(line) for lines in cells for line in lines if line)


def _shown(line: str) -> str:
    """Return the letters of a line as it is drawn: composed, gaps for what no face has, no spaces."""
    drawn = "".join(part for _, part in text.runs(text.normal(line), text.Face.REGULAR))
    return "".join(drawn.split())


def _table_pages(pdf: bytes, heading: str) -> Iterator[tuple[list[_Item], list[_Item]]]:
    """Yield the pages that begin with the table's head: what stands before it, and what after."""
    from pypdf import PdfReader  # noqa: PLC0415 (heavy, and needed by `list verify` only)

    _READER_LOG.setLevel(logging.CRITICAL)
    for page in PdfReader(BytesIO(pdf)).pages[:MOST_PAGES]:
        items = _items(page)
        letters = "".join(item.letters for item in items)
        begin = letters.find(heading)
        if begin < 0:
            return
        before, after = _split(items, begin, begin + len(heading))
        marked = [annotation.get_object().get("/Subtype") for annotation in page.get("/Annots") or ()]
        foreign = [_Item("", 0.0) for kind in marked if kind != "/Widget"]
        yield before + foreign, after


def _items(page: Any) -> list[_Item]:
    found: list[_Item] = []

    def take(piece: str, _cm: Any, matrix: Sequence[float], _font: Any, _size: Any) -> None:
        letters = "".join(piece.split())
        if letters:
            found.append(_Item(letters, float(matrix[5])))

    page.extract_text(visitor_text=take)
    return found


def _split(items: list[_Item], begin: int, end: int) -> tuple[list[_Item], list[_Item]]:
    """Return the items before and after the letters of the head; one that straddles is cut."""
    before, after, place = [], [], 0
    for item in items:
        first, place = place, place + len(item.letters)
        if place <= begin:
            before.append(item)
        elif first >= end:
            after.append(item)
        elif place > end:
            after.append(_Item(item.letters[end - first :], item.y))
    return before, after


Pages = list[tuple[list[_Item], list[_Item]]]


def _compare(pages: Pages, expected: Sequence[tuple[int, str]], closing: str) -> Iterator[Difference]:
    """Walk through the printed letters; a row that is not there is named, then the next one is looked for."""
    items = [item for _, after in pages for item in after]
    letters = "".join(item.letters for item in items)
    place, whole = 0, True
    for row, wanted in expected:
        if letters.startswith(wanted, place):
            place += len(wanted)
            continue
        whole = False
        yield Difference("print_row", row)
        found = letters.find(wanted, place)
        following = _next(letters, place, expected, row)
        place = found + len(wanted) if 0 <= found < following else following
    if whole and (not letters.startswith(closing, place) or _overwritten(pages, items, place)):
        yield Difference("print_extra")


def _next(letters: str, place: int, expected: Sequence[tuple[int, str]], row: int) -> int:
    """Return where one of the next rows begins, so that an altered row does not put all in doubt."""
    following = [wanted for number, wanted in expected if number > row][:NEXT_ROWS]
    later = (letters.find(wanted, place) for wanted in following)
    return min((found for found in later if found >= 0), default=place)


def _overwritten(pages: Pages, items: list[_Item], place: int) -> bool:
    """Say whether text was drawn over the table, before its head or after its last row."""
    closing, at = [], 0
    for item in items:
        if at >= place:
            closing.append(item)
        at += len(item.letters)
    last = pages[-1][1]
    lowest = min((item.y for item in last[: len(last) - len(closing)]), default=None)
    over = lowest is not None and any(item.y > lowest for item in closing)
    for before, after in pages:
        top = max((item.y for item in after), default=FOOT)
        over = over or any(not item.letters or FOOT < item.y <= top for item in before)
    return over


def _renamed(document: Mapping[str, Any]) -> bool:
    """Say whether the export calls a registered code by a name that it never had."""
    said = FactWords.read(document.get("words"))
    if said is None:
        return False
    for register, given in (("counties", said.counties), ("document_types", said.document_types)):
        names = _names(register)
        if any(code in names and name not in names[code] for code, name in given.items()):
            return True
    return False


def _register(name: str) -> dict[str, str]:
    return {code: sorted(names)[0] for code, names in _names(name).items()}


@cache
def _names(register: str) -> dict[str, set[str]]:
    """Return all names that a code of the shipped register has had."""
    found: dict[str, set[str]] = {}
    with (DATA / f"{register}.csv").open(encoding="utf-8", newline="") as file:
        for line in csv.DictReader(file):
            found.setdefault(line["code"], set()).add(line["name_vi"])
    return found
