"""What scanners and input methods do to Vietnamese text on its way through a keyboard, and how it is undone.

Undone only where one reading is possible: the result must be a Vietnamese syllable and what was typed none.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import suppress

_TONES = {"2": "\u0300", "3": "\u0309", "4": "\u0303", "5": "\u0301", "6": "\u0323"}
_TELEX_TONES = {"f": "2", "r": "3", "x": "4", "s": "5", "j": "6"}
_VNI_TONES = {"2": "2", "3": "3", "4": "4", "1": "5", "5": "6"}
_TELEX_MARKS = (
    ("dd", "đ"),
    ("uow", "ươ"),
    ("uwow", "ươ"),
    ("aa", "â"),
    ("ee", "ê"),
    ("oo", "ô"),
    ("aw", "ă"),
    ("ow", "ơ"),
    ("uw", "ư"),
)
_VNI_MARKS = (
    ("d9", "đ"),
    ("u7o7", "ươ"),
    ("uo7", "ươ"),
    ("a6", "â"),
    ("e6", "ê"),
    ("o6", "ô"),
    ("a8", "ă"),
    ("o7", "ơ"),
    ("u7", "ư"),
)

# Onset, nucleus, coda as the orthography writes them (tone taken off).
_SYLLABLE = re.compile(
    "(?:b|ch|c|d|đ|gh|gi|g|h|kh|k|l|m|ngh|ng|nh|n|ph|p|qu|r|s|th|tr|t|v|x)?"
    "(?:iê|yê|ia|ya|uô|ươ|ưa|ua|uâ|uê|uơ|uy|uya|uyê|oa|oă|oe|[aăâeêioôơuưy])"
    "(?:ch|c|m|nh|ng|n|p|t|[iyouư])?"
)
_STOPS = re.compile("(?:ch|c|p|t)$")

# Keys 1–0 of the Vietnamese keyboard layout of Windows: letters and tone marks where others have digits.
_DIGIT_ROW = str.maketrans("ăâêô\u0300\u0309\u0303\u0301\u0323đ", "1234567890")

_CODE_PAGES = ("cp1252", "cp1258")


def repair_bytes(text: str) -> str:
    """Return the text with UTF-8 that was shown as Latin-1 or a Windows code page read rightly.

    À is C3 A0, and A0 is a space that cannot break: scanners type a usual one in its place.
    """
    for _ in range(2):
        if text.isascii():
            break
        text = next(_readings(text), text)
    return text


def _readings(text: str) -> Iterator[str]:
    for page in _CODE_PAGES:
        for shown in (text, text.replace("Ã ", "Ã\u00a0"), text.replace("Ă ", "Ă\u00a0")):
            raw = _bytes_of(shown, page)
            if raw is not None:
                with suppress(UnicodeDecodeError):
                    yield raw.decode()


def _bytes_of(text: str, page: str) -> bytes | None:
    """Return the bytes behind a text; holes of the code page stand for themselves."""
    found = bytearray()
    for character in text:
        try:
            found += character.encode(page)
        except UnicodeEncodeError:
            if ord(character) > 0xFF:
                return None
            found.append(ord(character))
    return bytes(found)


def digits_of_row(text: str) -> str:
    """Return the digits that the Vietnamese keyboard layout hid behind letters and tone marks."""
    return text.translate(_DIGIT_ROW)


def decode_telex(syllable: str) -> str | None:
    """Return the syllable that was typed in Telex keys, None when it is none or reads as it stands."""
    onset, rhyme = _parts(syllable)
    tones = [letter for letter in rhyme if letter in _TELEX_TONES]
    bare = onset + "".join(letter for letter in rhyme if letter not in _TELEX_TONES)
    for typed, meant in _TELEX_MARKS:
        bare = bare.replace(typed, meant)
    return _decoded(syllable, bare, [_TELEX_TONES[tone] for tone in tones])


def decode_vni(syllable: str) -> str | None:
    """Return the syllable that was typed in VNI keys, None when it is none or reads as it stands."""
    if not syllable[:1].isalpha():
        return None
    letters = syllable.casefold()
    for typed, meant in _VNI_MARKS:
        letters = letters.replace(typed, meant)
    for mark in re.findall("[678]", letters):  # a mark may be typed at the end of the syllable: Nguyen6
        letters = _mark_late(letters.replace(mark, "", 1), mark)
    tones = [_VNI_TONES[letter] for letter in letters if letter in _VNI_TONES]
    return _decoded(syllable, "".join(letter for letter in letters if letter not in _VNI_TONES), tones)


def _parts(syllable: str) -> tuple[str, str]:
    """Split what was typed before the first vowel: r, s and x are consonants there."""
    letters = syllable.casefold()
    place = next((i for i, c in enumerate(letters) if _plain(c) in "aeiouyw"), len(letters))
    return letters[:place], letters[place:]


def _plain(character: str) -> str:
    return unicodedata.normalize("NFD", character)[0]


def _mark_late(letters: str, mark: str) -> str:
    if mark == "7" and "uo" in letters:
        return letters.replace("uo", "ươ", 1)
    pairs = {"6": {"a": "â", "e": "ê", "o": "ô"}, "7": {"o": "ơ", "u": "ư"}, "8": {"a": "ă"}}[mark]
    place = max((letters.rfind(letter) for letter in pairs), default=-1)
    return letters if place < 0 else letters[:place] + pairs[letters[place]] + letters[place + 1 :]


def _decoded(typed: str, bare: str, tones: Sequence[str]) -> str | None:
    if len(tones) > 1 or is_syllable(typed) or not is_syllable(bare):
        return None
    marked = _with_tone(bare, tones[0]) if tones else bare
    if not is_syllable(marked):
        return None
    if typed.isupper() and len(typed) > 1:
        return marked.upper()
    return marked[:1].upper() + marked[1:] if typed[:1].isupper() else marked


def is_syllable(text: str) -> bool:
    """Tell whether a text is one syllable of Vietnamese as it is spelt."""
    split = unicodedata.normalize("NFD", text.casefold())
    tones = [character for character in split if character in _TONES.values()]
    letters = unicodedata.normalize("NFC", "".join(c for c in split if c not in _TONES.values()))
    if len(tones) > 1 or not _SYLLABLE.fullmatch(letters):
        return False
    return not (_STOPS.search(letters) and tones and tones[0] not in ("\u0301", "\u0323"))


def _with_tone(letters: str, tone: str) -> str:
    """Put a tone over the vowel that carries it: a marked one, else the one before a final consonant."""
    start = 2 if re.match("qu|gi[aăâeêoôơuưy]", letters) else 0
    vowels = [place for place, letter in enumerate(letters) if place >= start and letter in "aăâeêioôơuưy"]
    marked = [place for place in vowels if letters[place] in "ăâêôơư"]
    closed = vowels[-1] < len(letters) - 1
    if marked:
        place = marked[-1]
    elif len(vowels) == 1 or (len(vowels) == 2 and not closed):
        place = vowels[0]
    else:
        place = vowels[-1] if closed else vowels[1]
    return unicodedata.normalize("NFC", letters[: place + 1] + _TONES[tone] + letters[place + 1 :])
