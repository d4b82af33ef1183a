"""Returns that name nobody, and what a person may decide of them later (gate-protocol, Settled details)."""

from enum import StrEnum


class NobodyKind(StrEnum):
    """Why a return names no worker."""

    DECLARED = "declared"
    UNREAD = "unread"


class MatchOutcome(StrEnum):
    """What was decided: it is this entry's, it is of nobody on a list, or the decision is taken back."""

    MATCHED = "matched"
    NOT_ON_A_LIST = "not_on_a_list"
    TAKEN_BACK = "taken_back"


OPEN = frozenset({None, MatchOutcome.TAKEN_BACK})
"""The last outcomes after which a return still waits for a person."""


def may_decide(last: MatchOutcome | None, outcome: MatchOutcome) -> bool:
    """Say whether a decision may follow the last one: decide what is open, take back what is decided."""
    return (last in OPEN) != (outcome is MatchOutcome.TAKEN_BACK)
