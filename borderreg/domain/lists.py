"""The life of a list: kinds, statuses, and the one table of transitions (product.md, The life of things)."""

from enum import StrEnum


class ListKind(StrEnum):
    """What a list is: the original, or a numbered change to a certified one."""

    ORIGINAL = "original"
    SUPPLEMENT = "supplement"
    WITHDRAWAL = "withdrawal"


class ListStatus(StrEnum):
    """Where a list is in its life; in force and expired follow from the date."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    CERTIFIED = "certified"
    REVOKED = "revoked"
    DISCARDED = "discarded"


class EntryStatus(StrEnum):
    """Where an entry is in its life; a row taken out of a draft is removed and can be put back."""

    DRAFT = "draft"
    REMOVED = "removed"
    CERTIFIED = "certified"
    WITHDRAWN = "withdrawn"
    REVOKED = "revoked"
    SUPERSEDED = "superseded"
    SUSPENDED = "suspended"


EDITABLE = frozenset({ListStatus.DRAFT, ListStatus.RETURNED})

TRANSITIONS: dict[tuple[ListStatus, str], ListStatus] = {
    (ListStatus.DRAFT, "submit"): ListStatus.SUBMITTED,
    (ListStatus.RETURNED, "submit"): ListStatus.SUBMITTED,
    (ListStatus.SUBMITTED, "return_for_completion"): ListStatus.RETURNED,
    (ListStatus.SUBMITTED, "certify"): ListStatus.CERTIFIED,
    (ListStatus.CERTIFIED, "revoke"): ListStatus.REVOKED,
    (ListStatus.DRAFT, "discard"): ListStatus.DISCARDED,
    (ListStatus.RETURNED, "discard"): ListStatus.DISCARDED,
    (ListStatus.DISCARDED, "restore"): ListStatus.DRAFT,
}


def next_status(status: ListStatus, act: str) -> ListStatus | None:
    """Return the status after the act, or None when the act does not fit the status."""
    return TRANSITIONS.get((status, act))


def list_number(*, number: int, symbol: str) -> str:
    """Return a list's number as papers write it, `05/DS-CAX` (Decree 30/2020/NĐ-CP, annex I)."""
    return f"{number:02d}/{symbol}"
