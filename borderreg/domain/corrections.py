"""Corrections that a chief proposes in a list handed in: its writer agrees, so the second-person rule holds.

A chief who wrote into a row could not certify it any more; a typo goes back for one tap instead.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from borderreg.domain.columns import Column


class CorrectionOutcome(StrEnum):
    """How a proposed correction ended; it lapses when the list goes back for completion."""

    ACCEPTED = "accepted"
    DECLINED = "declined"
    TAKEN_BACK = "taken_back"
    LAPSED = "lapsed"


@dataclass(frozen=True, slots=True)
class Difference:
    """One cell before and after, as a form writes it."""

    column: Column
    before: str
    after: str


def differences(before: Mapping[str, object], after: Mapping[str, object]) -> tuple[Difference, ...]:
    """Return the cells that two readings of a row do not share, in the order of the columns."""
    pairs = ((column, _text(before, column), _text(after, column)) for column in Column)
    return tuple(Difference(column, was, will) for column, was, will in pairs if was != will)


def _text(cells: Mapping[str, object], column: Column) -> str:
    return str(cells.get(column) or "")
