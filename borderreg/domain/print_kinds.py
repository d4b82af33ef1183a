"""The papers that are printed of a list; each is counted for itself, so that a reprint carries its number."""

from enum import StrEnum


class PrintKind(StrEnum):
    """What was printed: a draft, the official table with its annex of codes, slips, or cards to cut out."""

    DRAFT = "draft"
    TABLE = "table"
    SLIPS = "slips"
    CARDS = "cards"
