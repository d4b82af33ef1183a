"""The unified social credit code of a Chinese organisation: 18 characters, one computed (GB 32100-2015)."""

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""31 characters: digits and capitals without I, O, S, V and Z (GB 32100-2015, 4.2)."""
LENGTH = 18
_BASE = len(ALPHABET)
_WEIGHTS = tuple(pow(3, place, _BASE) for place in range(LENGTH - 1))
_SEPARATORS = str.maketrans("", "", " -.\u00a0\u3000")
_FULL_WIDTH = {0xFF01 + offset: 0x21 + offset for offset in range(94)}


def normalise_credit_code(text: str) -> str:
    """Return a code as it is kept: capitals, no spaces or hyphens, full-width letters made plain."""
    return text.translate(_FULL_WIDTH).translate(_SEPARATORS).upper()


def check_character(first: str) -> str:
    """Return the check character of the first 17 characters; ValueError when they cannot be a code.

    31 − Σ value × 3^place mod 31, where 31 stands for 0 (GB 32100-2015, annex A).
    """
    if len(first) != LENGTH - 1 or any(character not in ALPHABET for character in first):
        raise ValueError("17 characters of the code's alphabet")
    total = sum(ALPHABET.index(character) * weight for character, weight in zip(first, _WEIGHTS, strict=True))
    return ALPHABET[-total % _BASE]


def credit_code_problem(code: str) -> str:
    """Return what is wrong with a normalised code: length, characters or check; an empty text for nothing."""
    if len(code) != LENGTH:
        return "length"
    if any(character not in ALPHABET for character in code):
        return "characters"
    return "" if check_character(code[:-1]) == code[-1] else "check"
