"""The JSON shapes of the API as typed models; the OpenAPI document is made from them."""

from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, Field, StringConstraints

from borderreg.api.shapes import Cti, Digits, Direction, Given, Journey, Line, Shape, Short


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
    exchange_key: PublicKey | None = None
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
    pin: bool


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


class SearchRequest(Shape):
    """A name without accents, four last digits, or a list number."""

    q: Annotated[Line, Field(min_length=3)]


Count = Annotated[int, Field(ge=0, le=2**31 - 1)]
Seq = Annotated[int, Field(ge=0, le=2**53 - 1)]


class PackAgeAt(Shape):
    """How old the pack was at a full hour, in minutes; null without one."""

    at: Annotated[Short, Given]
    minutes: Count | None


class ShiftReportRequest(Shape):
    """One shift as its device counted it; signed like a batch of events."""

    id: UUID
    officer: UUID | None
    started_at: Annotated[Short, Given]
    ended_at: Annotated[Short, Given]
    offline: bool
    direction: Direction
    crossing_point: Short = ""
    first_seq: Seq
    last_seq: Seq
    departures: Count
    returns: Count
    attempts: Count
    reasons: Annotated[dict[Short, Count], Field(max_length=60)]
    annulments: Count
    contradictions: Count
    not_recorded: Count
    unsent: Count
    rejected: Count
    pack_ages: Annotated[list[PackAgeAt], Field(max_length=24)]
    signed: Literal["pin", "password", "none"]
    closed: Literal["hand_over", "change", "ended"]


class ReportKept(Shape):
    """What became of a report."""

    server_time: str
    result: Literal["stored", "duplicate", "conflict"]


class PinRequest(Shape):
    """The verifier of a PIN chosen on the device, in base64url; the PIN stays there."""

    salt: Short
    iterations: int
    verifier: Short


class SealedBox(Shape):
    """What only one device opens: ECDH-ES on P-256, HKDF-SHA-256, AES-256-GCM (docs/packs.md)."""

    epk: str
    iv: str
    data: str


class PackGate(Shape):
    """The device's own gate as its off-line verdicts see it; `closures` are pairs, the end may be null."""

    code: str
    bit: int
    international: bool
    lanes: list[str]
    hours: list[tuple[str, str]]
    closures: list[tuple[str, str | None]]


class Pack(Shape):
    """A signed pack (docs/packs.md): `rows` 13 bytes a code, `hashes` 16, `details` 8, base64url."""

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
    details: str
    notes: dict[str, dict[str, Any]]
    officers: SealedBox | None = None
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
