"""Names of people: kept as written, compared by keys, sorted in Vietnamese order.

NFC does not merge `hoà` and `hòa`; official data hold both, so keys take the tone off its letter.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

NAME_BYTES = 60
"""Longest name in UTF-8 after NFC that the sealed part of a code holds (format LS1)."""

_APOSTROPHES = str.maketrans(dict.fromkeys("’‘ʼʻ′`´ˈ", "'"))
_LOOKALIKES = str.maketrans({"Ð": "Đ", "ð": "đ", "Ɖ": "Đ", "ɖ": "đ"})
_TONES = {"\u0300": "2", "\u0309": "3", "\u0303": "4", "\u0301": "5", "\u0323": "6"}
"""Combining marks of the five written tones, in dictionary order; the level tone is 1."""
_TONE_FIRST = re.compile("([\u0300\u0301\u0303\u0309])([\u0302\u0306])")
_REFUSED = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
# A final i or y after one of these reads the same and is written both ways: Lý/Lí, Mỹ/Mĩ, Quý/Quí, Vy/Vi.
_FINAL_Y = re.compile(r"^(|b|ch|d|đ|g|gh|h|k|kh|l|m|n|ng|nh|ph|qu|r|s|t|th|tr|v|x)y$")
_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"


def hidden_character(text: str) -> str | None:
    """Return the first control or bidi character as U+XXXX, else None; line breaks and tabs are spaces."""
    if text.isprintable():
        return None
    for character in text:
        if character not in "\t\n\r" and unicodedata.category(character) in _REFUSED:
            return f"U+{ord(character):04X}"
    return None


def normalise_text(text: str) -> str:
    """Return the text in NFC with single spaces inside and none around.

    A tone that old converters wrote before the letter's own mark (e + acute + circumflex) composes too.
    """
    composed = unicodedata.normalize("NFC", text)
    if "\u0302" in composed or "\u0306" in composed:
        ordered = _TONE_FIRST.sub(r"\2\1", unicodedata.normalize("NFD", text))
        composed = unicodedata.normalize("NFC", ordered)
    return " ".join(composed.split())


def normalise_name(text: str) -> str:
    """Return a name as it is kept: letters and capitals as written, NFC, single spaces."""
    return normalise_text(text)


def name_bytes(name: str) -> int:
    """Return the length of a name in UTF-8 after NFC (bytes)."""
    return len(normalise_name(name).encode("utf-8", "surrogatepass"))


def has_letter(text: str) -> bool:
    """Tell whether the text holds at least one letter of any script."""
    return any(character.isalpha() for character in text)


def _syllables(name: str) -> list[str]:
    text = normalise_name(name).translate(_LOOKALIKES).translate(_APOSTROPHES).casefold()
    return "".join(c if _belongs(c) else " " for c in text if c != "'").split()


def _belongs(character: str) -> bool:
    return character.isalnum() or unicodedata.category(character).startswith("M")


def _without_tone(syllable: str) -> tuple[str, str]:
    """Split a syllable into its letters (â, ê, ơ kept) and its tone digit."""
    tone, letters = "1", []
    for character in unicodedata.normalize("NFD", syllable):
        if character in _TONES:
            tone = _TONES[character]
        else:
            letters.append(character)
    return unicodedata.normalize("NFC", "".join(letters)), tone


def _plain(letters: str) -> str:
    marks_off = (c for c in unicodedata.normalize("NFD", letters) if not unicodedata.combining(c))
    return "".join(marks_off).replace("đ", "d")


def plain_text(text: str) -> str:
    """Return the text without case and diacritics, đ as d; spaces and punctuation stay."""
    return _plain(normalise_text(text).translate(_LOOKALIKES).casefold())


def _final_i(letters: str) -> str:
    return _FINAL_Y.sub(r"\1i", letters)


def search_key(name: str) -> str:
    """Return what a name is searched by: no case, no diacritics, đ as d, final y as i, single spaces."""
    return " ".join(_final_i(_plain(_without_tone(syllable)[0])) for syllable in _syllables(name))


def match_key(name: str) -> str:
    """Return what makes two names the same: accents count, but not tone placement, case, spaces or i/y."""
    parts = (_without_tone(syllable) for syllable in _syllables(name))
    return " ".join(_final_i(letters) + tone for letters, tone in parts)


@lru_cache(maxsize=4096)
def _letter_rank(character: str) -> str:
    position = _ALPHABET.find(character)
    if position >= 0:
        return chr(0x30 + position)
    base = _plain(character)
    if base != character and len(base) == 1:
        return _letter_rank(base)
    return "~" + character


def _sort_parts(syllables: list[str]) -> str:
    split = [_without_tone(syllable) for syllable in syllables]
    letters = "-".join("".join(_letter_rank(c) for c in letters) for letters, _ in split)
    return letters + " " + "".join(tone for _, tone in split)


def sort_key(name: str) -> str:
    """Return a text that sorts names in Vietnamese order by code point (COLLATE "C" or BINARY).

    Đ comes after D, Ă and Â after A; tones decide last: level, huyền, hỏi, ngã, sắc, nặng.
    """
    return _sort_parts(_syllables(name))


def given_name_sort_key(name: str) -> str:
    """Return a sort text by given name (the last syllable), then family and middle names."""
    syllables = _syllables(name)
    return _sort_parts(syllables[-1:]) + " " + _sort_parts(syllables[:-1])
