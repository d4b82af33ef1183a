"""The shapes of POST /events: what a device says happened, and what became of it."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from borderreg.api.shapes import Cti, Digits, Given, Journey, Line, Note, Shape, Short
from borderreg.domain.groups import MOST_ABSENT

MAX_EVENTS = 500


class Declared(Shape):
    """A returning person without a code, by declaration; merged with an entry later, by a person."""

    name: Annotated[Line, Given]
    birth: Short = ""
    personal_id: Short | None = None
    note: Note = ""
    sex: Literal["M", "F", ""] = ""
    commune: Short = ""


class PaperDocument(Shape):
    """A worker's own travel document."""

    type: Short
    number: Annotated[Short, Given]
    expires: Annotated[Short, Given]


class OtherDocument(Shape):
    """The other or new paper that a person showed."""

    number: Short
    expires: Short


class PaperListIn(Shape):
    """A list on paper of a commune outside the system, and the worker's papers, as keyed in."""

    unit: Annotated[Line, Given]
    number: Annotated[Short, Given]
    date: Annotated[Short, Given]
    name: Annotated[Line, Given]
    birth: Annotated[Short, Given]
    personal_id: Short | None = None
    document: PaperDocument


class ListOfTrip(Shape):
    """A list that was opened for a trip."""

    list: Short
    commune: Short = ""
    entries: Annotated[int, Field(ge=0, le=100_000)] = 0


class ClosedTrip(Shape):
    """What was counted when a trip was closed; `absent` are codes of those who were expected."""

    plate: Short = ""
    leader: Line = ""
    opened_at: Short | None = None
    lists: Annotated[list[ListOfTrip], Field(max_length=50, default_factory=list)]
    expected: Annotated[int, Field(ge=0, le=100_000)] | None = None
    present: Annotated[int, Field(ge=0, le=100_000)] | None = None
    absent: Annotated[list[Cti], Field(max_length=MOST_ABSENT, default_factory=list)]


class ClosedHandOver(Shape):
    """What was counted when a group was taken over: who gave it, by which record, how many."""

    giver: Line = ""
    record: Line = ""
    opened_at: Short | None = None
    expected: Annotated[int, Field(ge=0, le=100_000)] | None = None
    present: Annotated[int, Field(ge=0, le=100_000)] | None = None


class TripIn(Shape):
    """The trip of an event; the last event of a trip also closes it."""

    id: UUID
    closed: ClosedTrip | None = None


class HandOverIn(Shape):
    """The hand-over of a declared return; the last one also closes it."""

    id: UUID
    closed: ClosedHandOver | None = None


class Override(Shape):
    """The officer's preset reason for a passage that needed a look."""

    document: OtherDocument | None = None

    reason: Annotated[Line, Given]


class EventIn(Shape):
    """One event as a device says it."""

    id: UUID
    seq: Annotated[int, Field(ge=0, le=2**53 - 1)]
    prev_hash: Short = ""
    direction: Literal["departure", "return", "annulment"]
    occurred_at: Annotated[Short, Given]
    method: Literal["camera", "wedge", "typed", "search", "group", "paper", "inferred", "verified"] = "camera"
    digits: Digits | None = None
    cti: Cti | None = None
    entry_code: Short | None = None
    declared: Declared | None = None
    annuls: UUID | None = None
    reason: Line = ""
    cause: Literal["", "turned_back"] = ""
    document_changed: bool = False
    pack_serial: Annotated[int, Field(ge=0, le=2**31 - 1)] = 0
    verdict: Literal["accept", "check", "refuse", "unreadable", ""] = ""
    reasons: Annotated[list[Short], Field(max_length=20, default_factory=list)]
    override: Override | None = None
    paper_list: PaperListIn | None = None
    trip: TripIn | None = None
    hand_over: HandOverIn | None = None
    conditions: Annotated[list[Short], Field(max_length=20, default_factory=list)]
    officer: Line | None = None
    gate: Short | None = None
    crossing_point: Short = ""


class EventsRequest(Shape):
    """A signed batch of up to 500 events."""

    device_time: Annotated[Short, Given]
    live: bool
    events: Annotated[list[EventIn], Field(min_length=1)]


class EventResult(Shape):
    """What became of one event."""

    id: UUID
    result: Literal["stored", "duplicate", "conflict", "invalid"]
    code: str | None = None
    verdict: str | None = None
    reasons: list[str] | None = None
    flags: list[str] | None = None
    server_verdict: str | None = None
    server_reasons: list[str] | None = None
    journey: Journey | None = None


class EventsAnswer(Shape):
    """One result for each event, in the order of the batch."""

    server_time: str
    results: list[EventResult]
