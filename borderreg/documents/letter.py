"""An official portrait paper: head by Decree 30/2020/NĐ-CP, paragraphs, tables, signature; it flows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from borderreg.documents import text, words
from borderreg.documents.paper import PaperHeader, Signature
from borderreg.documents.press import MM, PORTRAIT, Press
from borderreg.documents.text import Face, Style

LEFT, RIGHT, TOP, BOTTOM = 30.0, 192.0, 20.0, 275.0
WIDE = RIGHT - LEFT
BODY = Style(Face.REGULAR, 13, 17)
STRONG = Style(Face.BOLD, 13, 17)
ITALIC = Style(Face.ITALIC, 13, 17)
CELL = Style(Face.REGULAR, 11, 13.5)
HEAD_CELL = Style(Face.BOLD, 11, 13.5)
_PARENT = Style(Face.REGULAR, 12, 14)
_ISSUER = Style(Face.BOLD, 12, 14)
_MOTTO = Style(Face.BOLD, 13, 15)
_NUMBER = Style(Face.REGULAR, 13, 16)
_PLACE = Style(Face.ITALIC, 13, 16)
_TITLE = Style(Face.BOLD, 14, 18)
_SMALL = Style(Face.REGULAR, 9, 11)
_RECIPIENTS = Style(Face.BOLD_ITALIC, 12, 14)
_RECIPIENT = Style(Face.REGULAR, 11, 13)
PADDING = 1.2
SIGNATURE_HIGH = 42.0


@dataclass(frozen=True, slots=True)
class LetterColumn:
    """A column of a table in a letter: heading, width in mm, how cells stand."""

    heading: str
    wide: float
    align: str = "left"


class Letter:
    """Writes down a page and goes on to the next; `y` is where the next line's top is, in mm."""

    def __init__(self, *, title: str, author: str, foot: str = "") -> None:
        self.press = Press(title=title, author=author, subject=title)
        self._foot = foot
        self.y = 0.0
        self.new_page()

    def new_page(self) -> None:
        """Start a page; its number stands on top from the second on."""
        self.press.new_page(PORTRAIT)
        if self.press.page_count > 1:
            self.press.write(str(self.press.page_count), PORTRAIT[0] / 2, 14, _NUMBER, align="centre")
        if self._foot:
            self.press.ink(0.35)
            self.press.write(self._foot, LEFT, 287, _SMALL)
            self.press.ink(0)
        self.y = TOP

    def room(self, high: float) -> None:
        """Go on to the next page unless so many millimetres are left."""
        if self.y + high > BOTTOM:
            self.new_page()

    def head(self, header: PaperHeader, *, number: str, place_and_date: str) -> None:
        """Write bodies and number on the left, the national title and place and date on the right."""
        press, left, right = self.press, LEFT + 28, 141.0
        y = press.write_lines(
            _fit(header.parent_body.upper(), _PARENT, 58), left, 25, _PARENT, align="centre"
        )
        body = _fit(header.issuing_body.upper(), _ISSUER, 58)
        y = press.write_lines(body, left, y, _ISSUER, align="centre") - _ISSUER.leading / MM + 1.8
        half = 0.4 * text.width(body[-1], _ISSUER) / MM / 2
        press.line(left - half, y, left + half, y, points=0.75)
        press.write(words.NATION, right, 25, _ISSUER, align="centre")
        wide = press.write(words.MOTTO, right, 30.4, _MOTTO, align="centre")
        press.line(right - wide / 2, 32.2, right + wide / 2, 32.2, points=0.75)
        below = max(y + 7, 40.0)
        if number:
            press.write(f"Số: {number}", left, below, _NUMBER, align="centre")
        press.write_lines(_fit(place_and_date, _PLACE, 95), right, below, _PLACE, align="centre")
        self.y = below + 9

    def title(self, *lines: str, under: str = "") -> None:
        """Write the title in bold capitals, centred, and a line below it."""
        centre = (LEFT + RIGHT) / 2
        y = self.press.write_lines(lines, centre, self.y + 5, _TITLE, align="centre")
        if under:
            y = self.press.write_lines(_fit(under, ITALIC, WIDE), centre, y, ITALIC, align="centre")
        self.y = y - 1

    def paragraph(self, words_: str, style: Style = BODY, *, indent: float = 10.0, gap: float = 1.5) -> None:
        """Write a paragraph; an empty one is nothing."""
        if not words_.strip():
            return
        lines = _indented(words_, style, indent)
        for number, line in enumerate(lines):
            self.room(style.leading / MM)
            self.y += style.leading / MM
            self.press.write(line, LEFT + (indent if number == 0 else 0), self.y - 1.2, style)
        self.y += gap

    def table(
        self, columns: Sequence[LetterColumn], rows: Sequence[Sequence[str]], *, least: float = 0.0
    ) -> None:
        """Draw a table with its head repeated on each page; `least` is the smallest height of a row."""
        self.room(24)
        self._row(columns, [column.heading for column in columns], HEAD_CELL, 0.0, shade=True)
        for row in rows:
            if self.y + self._high(columns, row, least) > BOTTOM:
                self.new_page()
                self._row(columns, [column.heading for column in columns], HEAD_CELL, 0.0, shade=True)
            bold = len(row) > 1 and not any(row[1:])
            self._row(
                columns,
                row,
                HEAD_CELL if bold and row[0] and least == 0 else CELL,
                least,
                span=bold and least == 0,
            )
        self.y += 3

    def _high(self, columns: Sequence[LetterColumn], row: Sequence[str], least: float) -> float:
        most = max(
            len(_fit(cell, CELL, column.wide - 2 * PADDING))
            for cell, column in zip(row, columns, strict=True)
        )
        return max(least, most * CELL.leading / MM + 2 * PADDING)

    def _row(
        self,
        columns: Sequence[LetterColumn],
        row: Sequence[str],
        style: Style,
        least: float,
        *,
        shade: bool = False,
        span: bool = False,
    ) -> None:
        wide = sum(column.wide for column in columns)
        cells = (
            [(row[0], wide, "left")]
            if span
            else [(c, k.wide, k.align) for c, k in zip(row, columns, strict=True)]
        )
        laid = [_fit(cell, style, room - 2 * PADDING) for cell, room, _ in cells]
        high = max(least, max(len(lines) for lines in laid) * style.leading / MM + 2 * PADDING, 6.0)
        if shade:
            self.press.shade(LEFT, self.y, wide, high, 0.92)
        x = LEFT
        for (_, room, align), lines in zip(cells, laid, strict=True):
            at = {"left": x + PADDING, "centre": x + room / 2, "right": x + room - PADDING}[align]
            first = self.y + (high - len(lines) * style.leading / MM) / 2 + style.leading / MM - 1.3
            self.press.write_lines(lines, at, first, style, align=align)
            self.press.line(x, self.y, x, self.y + high)
            x += room
        self.press.line(x, self.y, x, self.y + high)
        self.press.line(LEFT, self.y, x, self.y)
        self.y += high
        self.press.line(LEFT, self.y, x, self.y)

    def signature(self, signature: Signature | None, recipients: Sequence[str], *, prefix: str = "") -> None:
        """Write where copies go on the left and who signs on the right; both stay on one page."""
        self.room(SIGNATURE_HIGH)
        y = self.y + 6
        if recipients:
            below = self.press.write_lines([words.RECIPIENTS], LEFT, y, _RECIPIENTS)
            for number, recipient in enumerate(recipients, 1):
                end = "." if number == len(recipients) else ";"
                below = self.press.write_lines(
                    _fit(f"- {recipient}{end}", _RECIPIENT, 75), LEFT, below, _RECIPIENT
                )
        if signature is not None:
            lines = [f"{prefix} {signature.position}".strip().upper()]
            if signature.deputy_position:
                lines.append(signature.deputy_position.upper())
            below = self.press.write_lines(lines, 150, y, STRONG, align="centre")
            self.press.write(signature.name, 150, below + 24, STRONG, align="centre")
        self.y += SIGNATURE_HIGH

    def dotted(self, label: str, *, until: float = RIGHT) -> None:
        """Write a label and dots to write upon, to the right edge."""
        self.room(9)
        self.y += 8
        wide = self.press.write(label, LEFT, self.y, BODY)
        self.press.line(LEFT + wide + 1.5, self.y + 0.6, until, self.y + 0.6, points=0.4, dashed=True)

    def finish(self) -> bytes:
        """Return the PDF."""
        return self.press.finish()


def _fit(line: str, style: Style, wide: float) -> list[str]:
    return text.wrap(line, style, wide * MM) or [""]


def _indented(line: str, style: Style, indent: float) -> list[str]:
    """Wrap a paragraph whose first line begins further right."""
    whole = _fit(line, style, WIDE - indent)
    rest = text.normal(line)[len(whole[0]) :].strip()
    return [whole[0], *(_fit(rest, style, WIDE) if rest else ())]
