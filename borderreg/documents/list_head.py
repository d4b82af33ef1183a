"""The head and the foot of a printed list, as Decree 30/2020/NĐ-CP, annex I, lays out official papers."""

from __future__ import annotations

from borderreg.documents import qr, text, words
from borderreg.documents.list_table import LEFT, RIGHT
from borderreg.documents.paper import ListPaper, Signature
from borderreg.documents.press import LANDSCAPE, MM, Press, quiet
from borderreg.documents.text import Face, Style

TOP, BOTTOM = 20.0, 190.0  # of the text on a landscape page: margins of 20 mm
FIRST_LINE = 23.2  # the baseline of the first words, so that their capitals begin at the margin
SIGNATURE_HIGH = 34.0  # two lines of position, room for signature and seal, the name
SIGNATURE_FIELD = "ChuKySo"  # the empty field that a signing program of the agency fills
_PARENT = Style(Face.REGULAR, 12, 14)
_BODY = Style(Face.BOLD, 12, 14)
_NATION = Style(Face.BOLD, 12, 14)
_MOTTO = Style(Face.BOLD, 13, 15)
_NUMBER = Style(Face.REGULAR, 12, 15)
_PLACE = Style(Face.ITALIC, 12, 15)
_TITLE = Style(Face.BOLD, 14, 17)
_RELATION = Style(Face.ITALIC, 12, 15)
_SMALL = Style(Face.REGULAR, 7.5, 9)
_CLOSING = Style(Face.REGULAR, 11, 13)
_SIGN = Style(Face.BOLD, 12, 14)
_RECIPIENTS = Style(Face.BOLD_ITALIC, 11, 13)
_RECIPIENT = Style(Face.REGULAR, 10, 12)
_CODE_BOX = 38.0  # at the right edge, with the quiet zone


def draw_head(press: Press, paper: ListPaper) -> float:
    """Draw bodies, numbers, national title, date, title and head code; returns where the table begins."""
    below = max(
        _draw_issuing_body(press, paper, centre=LEFT + 46),
        _draw_nation(press, paper, centre=(LEFT + 92 + RIGHT - _CODE_BOX) / 2),
    )
    if paper.head_digits and not paper.specimen:
        _draw_head_code(press, paper.head_digits)
    middle = (LEFT + RIGHT) / 2
    y = press.write_lines([words.TITLES[paper.kind], words.SUBJECT], middle, below, _TITLE, align="centre")
    y = press.write_lines(_fit(words.relation(paper), _RELATION, 200), middle, y, _RELATION, align="centre")
    return y - _RELATION.leading / MM + 2.6


def _draw_issuing_body(press: Press, paper: ListPaper, centre: float) -> float:
    """Draw who issues the list and under which numbers; returns where the title may begin."""
    header = paper.header
    parent = _fit(header.parent_body.upper(), _PARENT, 90)
    y = press.write_lines(parent, centre, FIRST_LINE, _PARENT, align="centre")
    body = _fit(header.issuing_body.upper(), _BODY, 90)
    y = press.write_lines(body, centre, y, _BODY, align="centre") - _BODY.leading / MM + 1.6
    half = 0.4 * text.width(body[-1], _BODY) / MM / 2
    press.line(centre - half, y, centre + half, y, points=0.75)
    y += 6.2
    y = press.write_lines([f"Số: {paper.number or words.BLANK}"], centre, y, _NUMBER, align="centre")
    given = paper.document_number or words.BLANK
    return press.write_lines(_fit(f"Số văn bản: {given}", _NUMBER, 90), centre, y, _NUMBER, align="centre")


def _draw_nation(press: Press, paper: ListPaper, centre: float) -> float:
    """Draw the national title, the motto and the date; returns where the title may begin."""
    press.write(words.NATION, centre, FIRST_LINE, _NATION, align="centre")
    wide = press.write(words.MOTTO, centre, FIRST_LINE + 5.2, _MOTTO, align="centre")
    press.line(centre - wide / 2, FIRST_LINE + 6.9, centre + wide / 2, FIRST_LINE + 6.9, points=0.75)
    line = words.place_and_date(paper.header.place, paper.issued_on)
    return press.write_lines(_fit(line, _PLACE, 112), centre, FIRST_LINE + 13, _PLACE, align="centre") + 1


def _draw_head_code(press: Press, digits: str) -> None:
    size = qr.modules_along(digits)
    side, free = qr.side_mm(size), quiet(size, qr.SYMBOL_MM)
    left = RIGHT - _CODE_BOX + (_CODE_BOX - side) / 2
    press.symbol(digits, left, TOP - 1, at_least=qr.SYMBOL_MM)
    press.write(words.HEAD_CODE, left + side / 2, TOP - 1 + side + free + 1.5, _SMALL, align="centre")


def _fit(line: str, style: Style, wide: float) -> list[str]:
    return text.wrap(line, style, wide * MM)


def draw_page_marks(press: Press, paper: ListPaper, *, page: int, pages: int) -> None:
    """Draw the page number (on top, from page 2) and the line that ties the sheets of one list together."""
    if page > 1:
        press.write(str(page), LANDSCAPE[0] / 2, 14, _NUMBER, align="centre")
    parts = [f"Danh sách số {paper.number}" if paper.number else words.SPECIMEN, paper.header.issuing_body]
    if paper.content_hash and not paper.specimen:
        parts.append(f"SHA-256 {paper.content_hash.hex()[:16]}…")
    if paper.prints.table > 1 and not paper.specimen:
        parts.append(words.reprint(paper.prints.table))
    press.ink(0.35)
    press.write(" · ".join(parts), LEFT, 198, _SMALL)
    press.write(f"Trang {page}/{pages}", RIGHT, 198, _SMALL, align="right")
    press.ink(0)


def closing_height(paper: ListPaper, sentence: str) -> float:
    """Return the room in mm that the closing needs below the last row."""
    lines = len(_fit(sentence, _CLOSING, RIGHT - LEFT)) * _CLOSING.leading / MM
    recipients = _RECIPIENTS.leading / MM + sum(
        len(_fit(f"- {recipient};", _RECIPIENT, 110)) * _RECIPIENT.leading / MM
        for recipient in paper.header.recipients
    )
    return 8.5 + lines + max(recipients, SIGNATURE_HIGH if paper.signature else 0)


def draw_closing(press: Press, paper: ListPaper, sentence: str, y: float) -> None:
    """Draw what follows the last row: the number of people, the signatory and where copies go."""
    lines = _fit(sentence, _CLOSING, RIGHT - LEFT)
    below = press.write_lines(lines, LEFT, y + 5.5, _CLOSING)
    _draw_recipients(press, paper.header.recipients, below + 3)
    if paper.signature:
        _draw_signature(press, paper.signature, below + 3, signed=not paper.specimen)


def _draw_signature(press: Press, signature: Signature, y: float, *, signed: bool) -> None:
    centre = RIGHT - 50
    y = press.write_lines(signature.lines, centre, y, _SIGN, align="centre")
    if signed:
        press.write(signature.name, centre, y + 21, _SIGN, align="centre")
        press.signature_field(SIGNATURE_FIELD, centre - 30, y - 3, 60, 19)


def _draw_recipients(press: Press, recipients: tuple[str, ...], y: float) -> None:
    if not recipients:
        return
    y = press.write_lines([words.RECIPIENTS], LEFT, y, _RECIPIENTS)
    for number, recipient in enumerate(recipients, 1):
        end = "." if number == len(recipients) else ";"
        y = press.write_lines(_fit(f"- {recipient}{end}", _RECIPIENT, 110), LEFT, y, _RECIPIENT)
