"""Text on paper: the embedded fonts, widths, wrapping, and which face has which character."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from itertools import groupby
from pathlib import Path
from threading import Lock

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

FONTS = Path(__file__).parent / "fonts"
_WIDE = re.compile("[\u2e80-\u9fff\uff00-\uff60]")
_WORD = re.compile(r"\S+ ?")
MISSING = "□"  # printed for a character that no face has, so that the gap is seen
_registering = Lock()


class Face(StrEnum):
    """A face that papers are set in; the value is its file and its name in the PDF."""

    REGULAR = "Tinos-Regular"
    BOLD = "Tinos-Bold"
    ITALIC = "Tinos-Italic"
    BOLD_ITALIC = "Tinos-BoldItalic"
    CHINESE = "NotoSansSC-Regular"


@dataclass(frozen=True, slots=True)
class Style:
    """A face with its size and the distance of its lines, in points."""

    face: Face
    size: float
    leading: float


@cache
def widths_of(face: Face) -> dict[str, float]:
    """Return the width of each character that the face has, in ems, and make the face known to reportlab."""
    with _registering:
        font = TTFont(face.value, str(FONTS / f"{face.value}.ttf"), shapable=False)
        pdfmetrics.registerFont(font)
    return {chr(code): font.face.charWidths[code] / 1000 for code in font.face.charToGlyph}


def normal(text: str) -> str:
    """Return the text in NFC with each run of white space as one space: as it is drawn and extracted."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def runs(text: str, face: Face) -> list[tuple[Face, str]]:
    """Split text by the face that has its characters: the wanted one, the Chinese one, else a visible gap."""
    wanted = widths_of(face)
    if all(character in wanted for character in text):
        return [(face, text)] if text else []
    chinese = widths_of(Face.CHINESE)

    def placed(character: str) -> tuple[Face, str]:
        if character in wanted:
            return face, character
        return (Face.CHINESE, character) if character in chinese else (face, MISSING)

    pairs = [placed(character) for character in text]
    return [(which, "".join(c for _, c in part)) for which, part in groupby(pairs, key=lambda pair: pair[0])]


def width(text: str, style: Style) -> float:
    """Return the width of one line in points."""
    wanted = widths_of(style.face)
    try:
        return style.size * sum(map(wanted.__getitem__, text))
    except KeyError:
        return style.size * sum(
            sum(map(widths_of(face).__getitem__, part)) for face, part in runs(text, style.face)
        )


def wrap(text: str, style: Style, room: float) -> list[str]:
    """Break text into lines of at most `room` points: at spaces, between hanzi, else anywhere."""
    lines: list[str] = []
    line = ""
    for piece in _pieces(normal(text)):
        if width((line + piece).rstrip(), style) <= room:
            line += piece
            continue
        if line.strip():
            lines.append(line.strip())
        line = piece.lstrip()
        while width(line.rstrip(), style) > room:
            fits = _longest_start(line, lambda start: width(start, style) <= room)
            lines.append(fits)
            line = line[len(fits) :]
    return [*lines, line.strip()] if line.strip() else lines


def _pieces(text: str) -> Iterable[str]:
    """Return what must stay on one line: words with their following space, and single Chinese characters."""
    return _characters(text) if _WIDE.search(text) else _WORD.findall(text)


def _characters(text: str) -> Iterator[str]:
    word = ""
    for character in text:
        if _is_wide(character):
            # Closing punctuation never starts a line: it stays with what stands before it.
            if word and character not in "，。；：、）》！？":
                yield word
                word = ""
            word += character
            continue
        if word and _is_wide(word[-1]):
            yield word
            word = ""
        word += character
        if character == " ":
            yield word
            word = ""
    if word:
        yield word


def _is_wide(character: str) -> bool:
    return _WIDE.match(character) is not None


def _longest_start(text: str, fits: Callable[[str], bool]) -> str:
    length = next((n for n in range(len(text), 1, -1) if fits(text[:n])), 1)
    return text[:length]
