"""What only the XML of a sheet tells: formulas, merged cells and its extent; read as a stream."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from xml.parsers import expat

from borderreg.services.workbooks.limits import MAX_COLUMNS, MAX_SHEET_ROWS
from borderreg.services.workbooks.refusals import FileRefusal, FileRefused
from borderreg.services.workbooks.sheets import cell_name

StartHandler = Callable[[str, dict[str, str]], Any]
Range = tuple[int, int, int, int]
"""First row, first column, last row, last column; rows from 1, columns from 0."""

MAX_MERGES = 20_000
MAX_FORMULA_RANGES = 200
ACROSS = 3
_SMALL_PART = 2 * 1024 * 1024
_CHUNK = 64 * 1024
_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})")
_CONTENT = frozenset({"v", "is", "f"})


@dataclass(slots=True)
class SheetFacts:
    """Collect the facts of one sheet."""

    formulas: set[tuple[int, int]] = field(default_factory=set)
    formula_ranges: list[Range] = field(default_factory=list)
    merged_down: dict[int, dict[int, int]] = field(default_factory=dict)
    """First row → column → last row of cells merged over rows of one column."""
    merged_across: set[int] = field(default_factory=set)
    """Rows with a cell merged over so many columns that it is a title or a section."""
    merges: int = 0

    def add_merge(self, merged: Range) -> None:
        """Note a merged cell."""
        first_row, first, last_row, last = merged
        self.merges += 1
        if first == last:
            self.merged_down.setdefault(first_row, {})[first] = last_row
        elif last - first + 1 >= ACROSS:
            self.merged_across.add(first_row)

    def is_formula(self, row: int, index: int) -> bool:
        """Tell whether a cell is or belongs to a formula; row from 1, index from 0."""
        if (row, index) in self.formulas:
            return True
        return any(r1 <= row <= r2 and c1 <= index <= c2 for r1, c1, r2, c2 in self.formula_ranges)


def read_reference(text: str) -> tuple[int, int] | None:
    """Read a cell's name (D7) as row from 1 and column from 0, else None."""
    match = _REFERENCE.fullmatch(text.strip())
    if match is None:
        return None
    index = 0
    for letter in match[1]:
        index = index * 26 + ord(letter) - ord("A") + 1
    return int(match[2]), index - 1


def read_range(text: str) -> Range | None:
    """Read a range (A1:C3, or one cell), else None."""
    first, _, last = text.partition(":")
    start, end = read_reference(first), read_reference(last or first)
    return None if start is None or end is None else (*start, *end)


class _SheetScan:
    """Follow rows and cells of one sheet; positions are counted where a file leaves them out."""

    def __init__(self) -> None:
        self.facts = SheetFacts()
        self.row = self.index = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        if name == "row":
            number = attributes.get("r", "")
            self.row = int(number) if number.isascii() and number.isdigit() else self.row + 1
            self.index = -1
        elif name == "c":
            place = read_reference(attributes.get("r", ""))
            self.row, self.index = place or (self.row, self.index + 1)
        elif name in _CONTENT:
            self._content(name, attributes)
        elif name == "mergeCell":
            merged = read_range(attributes.get("ref", ""))
            if merged and self.facts.merges < MAX_MERGES:
                self.facts.add_merge(merged)

    def _content(self, name: str, attributes: dict[str, str]) -> None:
        if self.row > MAX_SHEET_ROWS or self.index >= MAX_COLUMNS:
            raise FileRefused(FileRefusal.STRAY_CELL, cell=cell_name(self.row, self.index))
        if name != "f":
            return
        self.facts.formulas.add((self.row, self.index))
        spread = (
            read_range(attributes.get("ref", "")) if attributes.get("t") in ("array", "dataTable") else None
        )
        if spread and len(self.facts.formula_ranges) < MAX_FORMULA_RANGES:
            self.facts.formula_ranges.append(spread)


def scan_sheet(archive: zipfile.ZipFile, part: str) -> SheetFacts:
    """Read formulas and merged cells; a cell too far away, a DOCTYPE or broken XML raise FileRefused."""
    scan = _SheetScan()
    parser = _parser(scan.start)
    with archive.open(part) as stream:
        try:
            while chunk := stream.read(_CHUNK):
                parser.Parse(chunk, False)
            parser.Parse(b"", True)
        except (expat.ExpatError, zipfile.BadZipFile) as error:
            raise FileRefused(FileRefusal.DAMAGED) from error
    return scan.facts


def visible_sheets(archive: zipfile.ZipFile) -> dict[str, str]:
    """Return the part of each visible worksheet by its name, in the workbook's order.

    The way is the parser's own: package, workbook, relations. Two sheets of one name are refused.
    """
    package = _relations(archive, "_rels/.rels", folder="")
    workbook = next((path for kind, path in package.values() if kind == "officeDocument"), "")
    folder, _, name = workbook.rpartition("/")
    targets = _relations(archive, f"{folder}/_rels/{name}.rels".lstrip("/"), folder=folder)
    sheets: list[tuple[str, str]] = []

    def sheet(tag: str, attributes: dict[str, str]) -> None:
        if tag.rpartition(":")[2] == "sheet":
            key = next((v for k, v in attributes.items() if k.rpartition(":")[2] == "id"), "")
            kind, path = targets.get(key, ("", ""))
            hidden = attributes.get("state", "visible") != "visible" or kind != "worksheet"
            sheets.append((attributes.get("name", ""), "" if hidden else path))

    _parse_small(archive, workbook, sheet)
    if len({name for name, _ in sheets}) != len(sheets):
        raise FileRefused(FileRefusal.DAMAGED)
    return {name: path for name, path in sheets if path in archive.NameToInfo}


def _relations(archive: zipfile.ZipFile, part: str, *, folder: str) -> dict[str, tuple[str, str]]:
    """Return the relations of a part: id → (last word of the type, path in the archive)."""
    found: dict[str, tuple[str, str]] = {}

    def relation(tag: str, attributes: dict[str, str]) -> None:
        if tag.rpartition(":")[2] == "Relationship":
            target = attributes.get("Target", "")
            path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"{folder}/{target}")
            kind = attributes.get("Type", "").rpartition("/")[2]
            found[attributes.get("Id", "")] = (kind, path.lstrip("/"))

    _parse_small(archive, part, relation)
    return found


def _parse_small(archive: zipfile.ZipFile, part: str, start: StartHandler) -> None:
    entry = archive.NameToInfo.get(part)
    if entry is None or entry.file_size > _SMALL_PART:
        raise FileRefused(FileRefusal.DAMAGED)
    try:
        _parser(start).Parse(archive.read(part), True)
    except (expat.ExpatError, zipfile.BadZipFile) as error:
        raise FileRefused(FileRefusal.DAMAGED) from error


def _parser(start: StartHandler) -> expat.XMLParserType:
    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.EntityDeclHandler = _refuse_doctype
    return parser


def _refuse_doctype(*_: object) -> None:
    """No spreadsheet program writes a DOCTYPE; entities are how small files grow without end."""
    raise FileRefused(FileRefusal.TOO_HEAVY)
