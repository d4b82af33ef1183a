"""The JSON shapes of the API as typed models; the OpenAPI document is made from them."""

import re
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

MAX_EVENTS = 500


_HIDDEN = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def _plain(text: str) -> str:
    if _HIDDEN.search(text):
        raise ValueError("control or bidirectional characters")
    return text


Short = Annotated[str, StringConstraints(max_length=64), AfterValidator(_plain)]
Line = Annotated[str, StringConstraints(max_length=200), AfterValidator(_plain)]
Note = Annotated[str, StringConstraints(max_length=500), AfterValidator(_plain)]
Given = Field(min_length=1)
Digits = Annotated[str, StringConstraints(min_length=1, max_length=8192)]  # the largest QR holds 7,089
Cti = Annotated[str, StringConstraints(pattern="^[0-9a-fA-F]{16}$")]
Direction = Literal["departure", "return"]


class Shape(BaseModel):
    """A shape of the API: types are strict, unknown members are ignored."""

    model_config = ConfigDict(strict=True, extra="ignore", frozen=True)


class PublicKey(Shape):
    """The device's public P-256 key as a JWK."""

    kty: Literal["EC"]
    crv: Literal["P-256"]
    x: Annotated[str, StringConstraints(max_length=64)]
    y: Annotated[str, StringConstraints(max_length=64)]
    d: None = None


class EnrolRequest(Shape):
    """What a device sends with its invitation."""

    token: Annotated[Line, Given]
    public_key: PublicKey
    name: Annotated[Short, Given]
    app_version: Short = ""


class Enrolled(Shape):
    """What an enrolled device keeps."""

    device_id: UUID
    api_token: str
    gate: str
    gate_name: str
    root_public_key: str
    server_time: str


class ShiftRequest(Shape):
    """An officer's log-in on a device."""

    username: Annotated[Line, Given]
    password: Annotated[str, StringConstraints(min_length=1, max_length=1024)]
    totp: Short | None = None


class Officer(Shape):
    """Who holds a shift."""

    id: UUID
    name: str


class ShiftStarted(Shape):
    """A new shift."""

    shift_token: str
    officer: Officer
    expires_at: str


class VerifyRequest(Shape):
    """What names a person: exactly one of digits, entry_code, cti, document_number, card_text."""

    digits: Digits | None = None
    entry_code: Short | None = None
    cti: Cti | None = None
    document_number: Short | None = None
    card_text: Annotated[str, StringConstraints(max_length=1000)] | None = None
    direction: Direction
    at: Short | None = None


class TravelDocument(Shape):
    """The paper to compare."""

    type: str
    number: str
    expires: str


class Person(Shape):
    """Whom the officer compares with the papers."""

    name: str
    birth: str
    sex: Literal["M", "F"]
    id_last4: str
    commune: str
    list: str
    row: int
    employer: str
    valid_from: str
    valid_to: str
    document: TravelDocument


class Journey(Shape):
    """Where the worker is."""

    state: Literal["home", "abroad", "contradictory"]
    country: str | None = None
    since: str | None = None
    gate: str | None = None
    gate_name: str | None = None


class Texts(Shape):
    """One wording in three languages."""

    vi: str
    en: str
    zh: str


class Verified(Shape):
    """The answer to a scan; `person` is there only when the code or the paper names an entry."""

    class_: Literal["accept", "check", "refuse", "unreadable"] = Field(alias="class")
    reasons: list[str]
    flags: list[str]
    cti: str | None = None
    entry_code: str | None = None
    person: Person | None = None
    journey: Journey | None = None
    instruction: str | None = None
    text: Texts


class Declared(Shape):
    """A returning person without a code, by declaration; merged with an entry later, by a person."""

    name: Annotated[Line, Given]
    birth: Short = ""
    personal_id: Short | None = None
    note: Note = ""


class OtherDocument(Shape):
    """The other or new paper that a person showed."""

    number: Short
    expires: Short


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
    reasons: Annotated[list[Short], Field(max_length=20)] = []
    override: Override | None = None
    officer: Line | None = None
    gate: Short | None = None


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


class SearchRequest(Shape):
    """A name without accents, four last digits, or a list number."""

    q: Annotated[Line, Field(min_length=3)]


class PackGate(Shape):
    """The device's own gate as its off-line verdicts see it; `closures` are pairs, the end may be null."""

    code: str
    bit: int
    international: bool
    hours: list[tuple[str, str]]
    closures: list[tuple[str, str | None]]


class Pack(Shape):
    """A signed pack (docs/packs.md): `rows` 13 bytes a code and `hashes` 16, both base64url."""

    format: Literal["borderreg/pack/1"]
    kind: Literal["full", "delta"]
    base: str
    cursor: str
    serial: int
    issued_at: str
    fresh_until: str
    hard_until: str
    gate: PackGate
    gates: list[dict[str, Any]]
    keys: dict[str, Any]
    seals: dict[str, str]
    hash_keys: dict[str, str]
    revoked: list[Cti]
    rows: str
    hashes: str
    notes: dict[str, dict[str, Any]]
    kid: str
    signature: str


class DeviceStateRequest(Shape):
    """What a device says of itself; no person, no event."""

    device_time: Annotated[Short, Given]
    app_version: Short = ""
    pack_serial: Annotated[int, Field(ge=0, le=2**31 - 1)] = 0
    pack_issued_at: Short | None = None
    waiting: Annotated[int, Field(ge=0, le=2**31 - 1)] = 0
    rejected: Annotated[int, Field(ge=0, le=2**31 - 1)] = 0
    oldest_at: Short | None = None
    ready: bool = False


class ServerTime(Shape):
    """The server's clock."""

    server_time: str


class Found(Shape):
    """One entry in force."""

    entry_code: str
    cti: str
    name: str
    birth: str
    sex: Literal["M", "F"]
    commune: str
    list: str
    row: int
    valid_from: str
    valid_to: str


class SearchAnswer(Shape):
    """Up to 20 entries."""

    results: list[Found]


class Problem(BaseModel):
    """A problem document (RFC 9457) with its stable code."""

    type: str
    status: int
    code: str
    detail: str | None = None
