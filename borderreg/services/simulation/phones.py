"""A gate's phone as the server meets it: a P-256 key, a numbered chain, signed batches, an own clock."""

import base64
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import rfc8785
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

from borderreg.domain.errors import Refused
from borderreg.domain.events import hash_body
from borderreg.models import new_id
from borderreg.services.simulation.wire import Reply, Wire

Clock = Callable[[], datetime]
NOTHING_AHEAD = timedelta(0)
NO_DEVICE = UUID(int=0)
VERSION = "simulate-day"


@dataclass
class Phone:
    """One enrolled device with an officer on shift; `ahead` is how far its clock is wrong."""

    wire: Wire
    clock: Clock
    name: str
    gate: str
    ahead: timedelta = NOTHING_AHEAD
    officer: str = ""
    device_id: UUID = NO_DEVICE
    api_token: str = ""
    shift_token: str = ""
    seq: int = 0
    last: str = ""
    _key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1()), repr=False
    )

    def now(self) -> datetime:
        """Return what the phone's own clock shows."""
        return self.clock() + self.ahead

    def enrol(self, token: str) -> None:
        """Enrol with an invitation, as the gate app does; Refused when the server says no."""
        numbers = self._key.public_key().public_numbers()
        jwk = {"kty": "EC", "crv": "P-256", "x": _coordinate(numbers.x), "y": _coordinate(numbers.y)}
        body = {"token": token, "public_key": jwk, "name": self.name, "app_version": VERSION}
        answer = self._ask("/devices/enrol", body, {}, 201)
        self.device_id, self.api_token = UUID(answer["device_id"]), answer["api_token"]

    def sign_in(self, username: str, password: str) -> None:
        """Begin a shift; Refused when the server says no."""
        body = {"username": username, "password": password}
        answer = self._ask("/shifts", body, self._tokens(), 201)
        self.shift_token, self.officer = answer["shift_token"], answer["officer"]["id"]

    def verify(self, direction: str, naming: dict[str, str]) -> Reply:
        """Ask for a verdict on what was presented."""
        body = _json({"direction": direction, **naming})
        return self.wire.post("/verify", body, self._tokens())

    def event(self, *, at: datetime | None, **facts: Any) -> dict[str, Any]:
        """Make the next event of the chain; `at` is the true time of a past one, None means now."""
        self.seq += 1
        said = self.now() if at is None else at + self.ahead
        event = {
            "id": str(new_id()),
            "seq": self.seq,
            "prev_hash": self.last,
            "occurred_at": said.isoformat(),
            "officer": self.officer,
            "gate": self.gate,
            "pack_serial": 0,
            **facts,
        }
        self.last = base64.urlsafe_b64encode(hash_of(event)).rstrip(b"=").decode()
        return event

    def send(self, events: Sequence[dict[str, Any]], *, live: bool) -> Reply:
        """Send a signed batch of up to 500 events."""
        body = _json({"device_time": self.now().isoformat(), "live": live, "events": list(events)})
        return self.wire.post("/events", body, self._tokens() | {"X-Signature": self._sign(body)})

    def _ask(self, path: str, body: dict[str, Any], headers: dict[str, str], status: int) -> dict[str, Any]:
        reply = self.wire.post(path, _json(body), headers)
        if reply.status != status:
            code = str(reply.document.get("code", reply.status))
            raise Refused(f"Máy chủ từ chối {path}: {code}", code="server_refused")
        return reply.document

    def _tokens(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.api_token}", "X-Shift": self.shift_token}

    def _sign(self, body: bytes) -> str:
        r, s = decode_dss_signature(self._key.sign(body, ec.ECDSA(hashes.SHA256())))
        return base64.urlsafe_b64encode(r.to_bytes(32, "big") + s.to_bytes(32, "big")).rstrip(b"=").decode()


def hash_of(event: dict[str, Any]) -> bytes:
    """Return the hash of an event's canonical form: what the log keeps as its body."""
    return hash_body(rfc8785.dumps(event))


def _json(document: dict[str, Any]) -> bytes:
    return json.dumps(document, ensure_ascii=False).encode()


def _coordinate(number: int) -> str:
    return base64.urlsafe_b64encode(number.to_bytes(32, "big")).rstrip(b"=").decode()
