"""The entry code (mã tra cứu), typed when the printed code cannot be read: it finds, it proves nothing.

Crockford base32 of the 8 bytes of `cti` (13 characters) and a Luhn mod 32 check character, written 4-4-4-2.
"""

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CTI_BYTES = 8
BODY_CHARACTERS = 13
GROUPS = (4, 4, 4, 2)
MAX_TYPED = 64  # characters looked at before giving up: fourteen, hyphens and generous spaces

_VALUES = {character: value for value, character in enumerate(ALPHABET)}
_TYPED = {ord(lower): ord(upper) for lower, upper in zip(ALPHABET.lower(), ALPHABET, strict=True)}
_TYPED |= {ord(character): ord("0") for character in "oO"} | {
    ord(character): ord("1") for character in "iIlL"
}
_TYPED_OR_DROPPED: dict[int, int | None] = _TYPED | dict.fromkeys(
    map(ord, " \t\r\n\u00a0-\u2010\u2011\u2013\u2014")
)


def format_entry_code(cti: bytes) -> str:
    """Write the entry code of an issued code's 8 bytes, such as `7K3M-9QXP-2D5H-4X`."""
    if len(cti) != CTI_BYTES:
        raise ValueError("cti is 8 bytes")
    number = int.from_bytes(cti, "big")
    body = "".join(ALPHABET[number >> shift & 31] for shift in range(5 * (BODY_CHARACTERS - 1), -1, -5))
    code = body + _check_character(body)
    groups, start = [], 0
    for size in GROUPS:
        groups.append(code[start : start + size])
        start += size
    return "-".join(groups)


def parse_entry_code(text: str) -> bytes | None:
    """Read a typed entry code: o for 0, i and l for 1, lower case, spaces and hyphens are forgiven.

    Returns the 8 bytes of `cti`, or None when it is no entry code or its check character does not agree.
    """
    if len(text) > MAX_TYPED:
        return None
    code = text.translate(_TYPED_OR_DROPPED)
    if len(code) != BODY_CHARACTERS + 1 or any(character not in _VALUES for character in code):
        return None
    body, check = code[:-1], code[-1]
    number = 0
    for character in body:
        number = number << 5 | _VALUES[character]
    if check != _check_character(body) or number >> 8 * CTI_BYTES:
        return None
    return number.to_bytes(CTI_BYTES, "big")


def _check_character(body: str) -> str:
    """Return the Luhn mod 32 character: every single wrong one and nearly every swap of neighbours shows."""
    total = 0
    for position, character in enumerate(reversed(body)):
        value = _VALUES[character] * (2 if position % 2 == 0 else 1)
        total += value // 32 + value % 32
    return ALPHABET[-total % 32]
