"""A month at the gates: people go to work and come home, some do not, a few are refused."""

import base64
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import groupby
from random import Random
from typing import Any
from uuid import UUID, uuid5

import rfc8785
from cryptography.hazmat.primitives.asymmetric import ec
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from borderreg.db import read_on, write_on
from borderreg.domain.events import SentEvent, hash_body
from borderreg.domain.periods import HANOI, end_of_day, start_of_day
from borderreg.models import Entry, IssuedCode, WorkList
from borderreg.services.accounts import Proof, authenticate
from borderreg.services.demo.cast import PASSWORD, Cast
from borderreg.services.devices import enrol_device, invite_device
from borderreg.services.event_batches import receive_events
from borderreg.services.known_devices import find_device
from borderreg.services.shifts import start_shift

GATES = ("HUUNGHI", "DONGDANG")
SPACE = UUID("6c1f2b0e-6f0c-5d53-9a50-0f6a3f1e8d20")
OPENS, CLOSES = 7.2, 17.8
"""Hours of the day in Vietnam between which the demo's people pass."""


@dataclass(frozen=True, slots=True)
class Traveller:
    """An entry with its code, and the time in which it may leave."""

    cti: bytes
    digits: str
    first: datetime
    last: datetime
    withdrawn: bool


@dataclass(frozen=True, slots=True)
class Passage:
    """What somebody does at a gate at an instant."""

    at: datetime
    gate: str
    direction: str
    digits: str
    method: str = "camera"
    override: str = ""


@dataclass
class Phone:
    """An enrolled device with its chain of events."""

    api_token: str
    shift_token: str = ""
    seq: int = 0
    last: str = ""

    def next(self, passage: Passage) -> SentEvent:
        """Make the next event of this device."""
        self.seq += 1
        body: dict[str, Any] = {
            "seq": self.seq,
            "prev_hash": self.last,
            "direction": passage.direction,
            "occurred_at": passage.at.isoformat(),
            "digits": passage.digits,
            "method": passage.method,
        }
        if passage.override:
            body["override"] = {"reason": passage.override}
        hashed = hash_body(rfc8785.dumps(body))
        event = SentEvent(
            id=_event_id(passage.at, hashed),
            direction=passage.direction,
            said_at=passage.at,
            body_hash=hashed,
            seq=self.seq,
            prev_hash=self.last,
            method=passage.method,
            pack_serial=0,
            digits=passage.digits,
            cti=None,
            entry_code=None,
            declared=None,
            verdict="accept",
            reasons=(),
            override_reason=passage.override,
            cause="",
            document_changed=False,
            annuls=None,
            officer=None,
            gate=None,
        )
        self.last = base64.urlsafe_b64encode(hashed).rstrip(b"=").decode()
        return event


def _event_id(at: datetime, hashed: bytes) -> UUID:
    """Return a UUIDv7 of the instant, its random part from the body, so that a seed gives the same ids."""
    random = int.from_bytes(uuid5(SPACE, hashed.hex()).bytes, "big")
    value = int(at.timestamp() * 1000) << 80 | random & ((1 << 80) - 1)
    value = value & ~(0xF << 76) | 0x7 << 76
    return UUID(int=value & ~(0x3 << 62) | 0x2 << 62)


@dataclass
class Border:
    """The gates of the demo: their phones, and everybody who passes."""

    engine: Engine
    cast: Cast
    phones: dict[str, Phone] = field(default_factory=dict)

    def enrol(self, at: datetime) -> None:
        """Enrol one phone at each gate."""
        for gate in GATES:
            key = ec.generate_private_key(ec.SECP256R1()).public_key().public_numbers()
            jwk = {"kty": "EC", "crv": "P-256", "x": _coordinate(key.x), "y": _coordinate(key.y)}
            invite = write_on(self.engine, invite_device, actor=self.cast.commander, gate_code=gate, at=at)
            name = "Điện thoại làn đường bộ" if gate == "HUUNGHI" else "Máy tính bảng nhà ga"
            enrolled = write_on(
                self.engine,
                enrol_device,
                token=invite.token,
                public_key=jwk,
                name=name,
                app_version="0.1.0",
                at=at,
            )
            self.phones[gate] = Phone(enrolled.api_token)

    def play(self, passages: list[Passage]) -> None:
        """Record passages in order, one shift a day and gate."""
        with read_on(self.engine) as session:
            proof = authenticate(
                session,
                username=self.cast.guard.username,
                password=PASSWORD,
                address="127.0.0.1",
                at=passages[0].at,
            )
        ordered = sorted(passages, key=lambda passage: passage.at)
        for _, day in groupby(ordered, key=lambda passage: passage.at.astimezone(HANOI).date()):
            today = list(day)
            self._begin_shifts({passage.gate for passage in today}, proof, today[0].at - timedelta(minutes=9))
            write_on(self.engine, self._play_day, today)

    def _begin_shifts(self, gates: set[str], proof: Proof, begins: datetime) -> None:
        for gate in sorted(gates):
            phone = self.phones[gate]
            device = find_device(self.engine, api_token=phone.api_token, shift_token="", at=begins)
            assert device is not None
            started = write_on(self.engine, start_shift, device=device, proof=proof, at=begins)
            assert started is not None
            phone.shift_token = started.shift_token

    def _play_day(self, session: Session, passages: list[Passage]) -> None:
        for passage in passages:
            phone = self.phones[passage.gate]
            device = find_device(
                self.engine, api_token=phone.api_token, shift_token=phone.shift_token, at=passage.at
            )
            assert device is not None
            receive_events(
                session, device=device, live=True, events=[phone.next(passage)], offset=0, at=passage.at
            )


def cross(engine: Engine, *, cast: Cast, chance: Random, at: datetime) -> None:
    """Play the month up to now."""
    with read_on(engine) as session:
        travellers = _travellers(session)
    border = Border(engine, cast)
    border.enrol(min(traveller.first for traveller in travellers))
    passages = [passage for traveller in travellers for passage in _story(traveller, chance, at)]
    passages += _odd_ones(travellers, chance, at)
    border.play([passage for passage in passages if passage.at < at - timedelta(minutes=3)])


def _coordinate(number: int) -> str:
    return base64.urlsafe_b64encode(number.to_bytes(32, "big")).rstrip(b"=").decode()


def _travellers(session: Session) -> list[Traveller]:
    query = (
        select(Entry, IssuedCode.digits)
        .join(IssuedCode, IssuedCode.cti == Entry.cti)
        .join(WorkList, WorkList.id == Entry.list_id)
        .order_by(WorkList.certified_at, Entry.organisation_id, Entry.row)
    )
    return [
        Traveller(
            cti=row.Entry.cti or b"",
            digits=row.digits,
            first=start_of_day(row.Entry.valid_from),
            last=end_of_day(row.Entry.valid_to),
            withdrawn=row.Entry.status != "certified",
        )
        for row in session.execute(query)
    ]


def _hour(day: datetime, chance: Random, earliest: float = OPENS, latest: float = CLOSES) -> datetime:
    """Return an instant of a day within the gate's hours, more often in the morning for departures."""
    midnight = day.astimezone(HANOI).replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight + timedelta(hours=chance.triangular(earliest, latest, earliest + 1.5))


def _story(traveller: Traveller, chance: Random, at: datetime) -> Iterator[Passage]:
    """Yield a traveller's passages: most leave soon after the list begins; many come home, some go again."""
    if traveller.withdrawn:
        gone = _hour(at - timedelta(days=chance.randint(1, 5)), chance)
        yield Passage(gone, "HUUNGHI", "departure", traveller.digits)
        return
    if chance.random() < 0.16:
        return
    day = traveller.first + timedelta(days=chance.choice((0, 0, 1, 1, 2, 3, 5)), hours=6)
    for _ in range(3):
        gate = chance.choices(GATES, (7, 3))[0]
        method = chance.choices(("camera", "wedge"), (8, 2))[0]
        left = _hour(day, chance)
        if left >= traveller.last:
            return
        yield Passage(left, gate, "departure", traveller.digits, method)
        stays = chance.choices((3, 9, 16, 24, 70), (2, 3, 3, 2, 4))[0] + chance.randint(0, 3)
        home = _hour(left + timedelta(days=stays), chance, 9.0, CLOSES)
        if home >= at or (home > traveller.last and chance.random() < 0.3):
            return
        yield Passage(home, chance.choices(GATES, (6, 4))[0], "return", traveller.digits, method)
        if chance.random() < 0.55:
            return
        day = home + timedelta(days=chance.randint(2, 5))


def _odd_ones(travellers: list[Traveller], chance: Random, at: datetime) -> Iterator[Passage]:
    """Yield what a gate must also handle: forged, early, late and doubled tries; two unmatched journeys."""
    usable = [traveller for traveller in travellers if not traveller.withdrawn]
    for traveller in chance.sample(usable, 4):
        day = _hour(at - timedelta(days=chance.randint(1, 9)), chance)
        last = traveller.digits[-7]
        forged = f"{traveller.digits[:-7]}{(int(last) + 3) % 10}{traveller.digits[-6:]}"
        yield Passage(day, "HUUNGHI", "departure", forged)
    for traveller in usable[:2]:
        yield Passage(
            _hour(traveller.first - timedelta(hours=14), chance), "HUUNGHI", "departure", traveller.digits
        )
    ended = [traveller for traveller in usable if traveller.last < at]
    for traveller in ended[:5]:
        day = traveller.last + timedelta(days=chance.randint(0, 2), hours=4)
        yield Passage(_hour(day, chance), "DONGDANG", "departure", traveller.digits)
    for traveller in usable[-2:]:
        first = _hour(traveller.first + timedelta(days=1, hours=6), chance)
        yield Passage(first, "HUUNGHI", "departure", traveller.digits)
        again = Passage(first + timedelta(days=3), "HUUNGHI", "departure", traveller.digits)
        yield again
        yield replace(again, at=again.at + timedelta(minutes=4), override="return_not_recorded")
