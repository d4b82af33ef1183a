"""The identity card's own code: read for its number only; it is unsigned, a convenience and never a proof."""

from borderreg.domain.people import is_personal_id

SEPARATOR = "|"


def read_card(text: str) -> str | None:
    """Return the personal number of a card's text (first field of six or more), None when there is none."""
    number = text.strip().split(SEPARATOR, 1)[0].strip()
    return number if is_personal_id(number) else None
