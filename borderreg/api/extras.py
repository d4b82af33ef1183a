"""What an event may carry beside its passage: a list on paper, a trip or hand-over, conditions let pass."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from borderreg.api.event_shapes import EventIn, HandOverIn, TripIn
from borderreg.domain.events import EventNotReadable, read_time
from borderreg.domain.groups import CONDITIONS, OPENED, GroupKind, SentGroup
from borderreg.domain.paper_lists import PaperList

COUNTED = {"opened_at", "expected", "present"}


def check_extras(event: EventIn, *, named: Sequence[str]) -> None:
    """Refuse an event that says two things of its person or its group; EventNotReadable says which."""
    if event.paper_list is not None and (named or event.declared is not None):
        raise EventNotReadable("paper_list_and_code")
    if event.trip is not None and event.hand_over is not None:
        raise EventNotReadable("two_groups")


def read_extras(event: EventIn) -> dict[str, Any]:
    """Return the extra facts of an event by their names in `SentEvent`."""
    known = (*CONDITIONS, OPENED)
    return {
        "group": _group(event),
        "paper": _paper(event),
        "paper_said": event.paper_list.model_dump() if event.paper_list else None,
        "conditions": tuple(code for code in known if code in event.conditions),
    }


def _paper(event: EventIn) -> PaperList | None:
    if event.paper_list is None:
        return None
    try:
        return PaperList.read(event.paper_list.model_dump())
    except ValueError as error:
        raise EventNotReadable("paper_list_not_readable") from error


def _group(event: EventIn) -> SentGroup | None:
    if event.trip is not None:
        return _sent(event.trip, GroupKind.TRIP)
    return _sent(event.hand_over, GroupKind.HAND_OVER) if event.hand_over is not None else None


def _sent(group: TripIn | HandOverIn, kind: GroupKind) -> SentGroup:
    closed = group.closed
    if closed is None:
        return SentGroup(id=group.id, kind=kind)
    return SentGroup(
        id=group.id,
        kind=kind,
        said=closed.model_dump(exclude=COUNTED),
        opened_at=_time(closed.opened_at),
        expected=closed.expected,
        present=closed.present,
    )


def _time(text: str | None) -> datetime | None:
    return read_time(text) if text else None
