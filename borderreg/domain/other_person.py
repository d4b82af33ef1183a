"""Whether one number carries two people: a name that was corrected, or somebody else altogether."""

from __future__ import annotations

from dataclasses import dataclass

from borderreg.domain.names import search_key

NEAR = 1
"""Letters by which two writings of one syllable may differ: Phấy/Phấu, Mùi/Muồi."""


@dataclass(frozen=True, slots=True)
class NamedPerson:
    """A name as written and a birth date as stored (YYYY-MM-DD or YYYY)."""

    name: str
    birth: str


def is_other_person(one: NamedPerson, other: NamedPerson) -> bool:
    """Tell whether two records of one number look like two people.

    The same name without accents is one person; so is one whose family and given name are nearly the same
    when the birth year agrees (a middle name may be missing). Anything else needs a decision.
    """
    first, second = search_key(one.name).split(), search_key(other.name).split()
    if first == second:
        return False
    if not first or not second or one.birth[:4] != other.birth[:4]:
        return True
    return not (_near(first[0], second[0]) and _near(first[-1], second[-1]))


def _near(one: str, other: str) -> bool:
    """Tell whether two syllables differ by at most one letter, and not altogether."""
    if one == other:
        return True
    if abs(len(one) - len(other)) > NEAR or min(len(one), len(other)) < 2:
        return False
    head = 0
    while head < min(len(one), len(other)) and one[head] == other[head]:
        head += 1
    tails = {(len(one) - head - a, len(other) - head - b) for a, b in ((1, 1), (1, 0), (0, 1))}
    return any(
        a >= 0 and b >= 0 and one[len(one) - a :] == other[len(other) - b :] and a == b for a, b in tails
    )
