"""A gate for tests: certified entries with real codes, enrolled devices with real keys, and their calls."""

import base64
import json
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cache
from typing import Any
from uuid import UUID

import rfc8785
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from flask.testing import FlaskClient
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from borderreg.crypto import new_cti
from borderreg.db import write_on
from borderreg.domain.access import ORGANISATION_KIND, Actor, Role
from borderreg.domain.events import hash_body
from borderreg.domain.names import search_key
from borderreg.domain.passes import EntryPayload, Person
from borderreg.ls1 import seal_person, sign_entry
from borderreg.models import Entry, IssuedCode, Organisation, User, Worker, WorkList, new_id
from borderreg.services.devices import enrol_device, invite_device
from borderreg.services.key_use import current_seal, issuing_key_for
from borderreg.services.passwords import hash_password
from borderreg.services.private_fields import find_hash, seal

AT = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)
PASSWORD = "cửa khẩu mùa mía 2026"


@dataclass(frozen=True)
class Issued:
    """A certified entry and the digits printed for it."""

    entry_id: UUID
    worker_id: UUID
    cti: bytes
    digits: str


@cache
def _hashed() -> str:
    return hash_password(PASSWORD)


def make_user(
    engine: Engine, username: str, role: Role, organisation: str, name: str = "Hoàng Văn Thắng"
) -> UUID:
    """Add a user who can log in with PASSWORD."""

    def add(session: Session) -> UUID:
        found = session.scalars(select(Organisation).where(Organisation.code == organisation)).one()
        assert found.kind == ORGANISATION_KIND[role]
        user = User(
            id=new_id(),
            username=username,
            name=name,
            role=role.value,
            organisation_id=found.id,
            password_hash=_hashed(),
            must_change_password=False,
            created_at=AT,
        )
        session.add(user)
        session.flush()
        return user.id

    return write_on(engine, add)


def actor_of(engine: Engine, user_id: UUID) -> Actor:
    """Return a user as an acting person."""

    def read(session: Session) -> Actor:
        user = session.get_one(User, user_id)
        organisation = session.get_one(Organisation, user.organisation_id)
        return Actor(
            user.id, user.username, user.name, Role(user.role), organisation.id, organisation.code, "web"
        )

    return write_on(engine, read)


@dataclass
class CertifiedList:
    """A certified list of a commune to which tests add entries."""

    engine: Engine
    commune: str = "06184"
    number: int = 5
    list_id: UUID = field(default_factory=new_id)
    organisation_id: UUID = field(init=False)
    rows: int = 0

    def __post_init__(self) -> None:
        chief = make_user(
            self.engine, f"truong_{self.commune}_{self.number}", Role.COMMUNE_CHIEF, self.commune
        )
        self.organisation_id = write_on(self.engine, self._add_list, chief)

    def _add_list(self, session: Session, chief: UUID) -> UUID:
        commune = session.scalars(select(Organisation).where(Organisation.code == self.commune)).one()
        session.add(
            WorkList(
                id=self.list_id,
                organisation_id=commune.id,
                kind="original",
                status="certified",
                year=2026,
                number=self.number,
                list_no=f"{self.number:02d}/2026",
                created_at=AT,
                updated_at=AT,
                certified_by=chief,
                certified_at=AT,
                content_hash=bytes(32),
            )
        )
        return commune.id

    def issue(self, *, name: str = "Nông Thị Mùi", **facts: Any) -> Issued:
        """Add one certified entry with a real signed code."""
        self.rows += 1
        return write_on(self.engine, self._issue, name, facts)

    def _issue(self, session: Session, name: str, facts: dict[str, Any]) -> Issued:
        number = facts.pop("personal_id", f"0203900{self.number % 100:02d}{self.rows:03d}")
        worker_id = session.scalars(
            select(Worker.id).where(Worker.personal_id_hash == find_hash("personal_id", number))
        ).first()
        if worker_id is None:
            worker_id = new_id()
            session.add(
                Worker(
                    id=worker_id,
                    personal_id_hash=find_hash("personal_id", number),
                    personal_id=seal(number, place="workers.personal_id", row_id=worker_id),
                    created_at=AT,
                )
            )
        session.flush()
        entry_id, cti = new_id(), new_cti()
        values: dict[str, Any] = {
            "birth": "1990-02-12",
            "sex": "F",
            "valid_from": date(2026, 11, 20),
            "valid_to": date(2027, 2, 20),
            "gates": 0b11,
            "document_type": "passport",
            "document_expires": date(2030, 1, 1),
            "employer": "Công ty Đường Bằng Tường",
            "country": "CN",
            "county": "pingxiang",
            "status": "certified",
        } | facts
        document = values.pop("document_number", f"C{self.number:03d}{self.rows:04d}")
        session.add(
            Entry(
                id=entry_id,
                list_id=self.list_id,
                organisation_id=self.organisation_id,
                row=self.rows,
                worker_id=worker_id,
                cti=cti,
                name=name,
                search_key=search_key(name),
                personal_id=seal(number, place="entries.personal_id", row_id=entry_id),
                id_last4_hash=find_hash("id_last4", number[-4:]),
                document_number=seal(document, place="entries.document_number", row_id=entry_id),
                document_number_hash=find_hash("document_number", document),
                created_at=AT,
                updated_at=AT,
                **values,
            )
        )
        session.flush()
        digits = self._sign(session, cti, name, number, values)
        session.add(IssuedCode(cti=cti, entry_id=entry_id, kid=b"1234", digits=digits, issued_at=AT))
        return Issued(entry_id, worker_id, cti, digits)

    def _sign(self, session: Session, cti: bytes, name: str, number: str, values: dict[str, Any]) -> str:
        person = Person(name=name, birth=values["birth"], sex=values["sex"], id_last4=number[-4:])
        issuing = issuing_key_for(session, commune=self.commune, at=AT)
        sealing = current_seal(session)
        payload = EntryPayload.for_days(
            cti=cti,
            valid_from=values["valid_from"],
            valid_to=values["valid_to"],
            list_no=f"{self.number:02d}/2026",
            row=self.rows,
            gates=values["gates"],
            seal_no=sealing.number,
            sealed=seal_person(person, cti=cti, seal_key=sealing.key),
        )
        return sign_entry(payload=payload, key=issuing.key, signer=issuing.signer)


@dataclass
class GateDevice:
    """An enrolled device that speaks the API as the gate page does."""

    client: FlaskClient
    private: ec.EllipticCurvePrivateKey
    device_id: UUID
    api_token: str
    shift_token: str = ""
    seq: int = 0
    last: str = ""

    @classmethod
    def enrol(
        cls, engine: Engine, client: FlaskClient, commander: Actor, *, gate: str = "HUUNGHI"
    ) -> "GateDevice":
        """Invite and enrol a device at a gate."""
        private = ec.generate_private_key(ec.SECP256R1())
        invite = write_on(engine, invite_device, actor=commander, gate_code=gate, at=AT)
        enrolled = write_on(
            engine,
            enrol_device,
            token=invite.token,
            public_key=jwk(private),
            name="Máy 1",
            app_version="1.0",
            at=AT,
        )
        return cls(client, private, enrolled.device_id, enrolled.api_token)

    def sign_in(self, username: str, password: str = PASSWORD) -> Any:
        """Open a shift."""
        answer = self.post("/shifts", {"username": username, "password": password})
        if answer.status_code == 201:
            self.shift_token = answer.json["shift_token"]
        return answer

    def headers(self) -> dict[str, str]:
        """Return the tokens of a call."""
        return {"Authorization": f"Bearer {self.api_token}", "X-Shift": self.shift_token}

    def post(self, path: str, body: Any) -> Any:
        """Call the API without a signature."""
        return self.client.post(f"/api/v1{path}", json=body, headers=self.headers())

    def verify(self, direction: str = "departure", **naming: Any) -> Any:
        """Ask for a verdict."""
        return self.post("/verify", {"direction": direction, **naming})

    def event(self, direction: str, **facts: Any) -> dict[str, Any]:
        """Make the next event of this device's chain."""
        self.seq += 1
        event = {
            "id": str(new_id()),
            "seq": self.seq,
            "prev_hash": self.last,
            "direction": direction,
            "occurred_at": AT.isoformat(),
            "method": "camera",
            "pack_serial": 0,
            "verdict": "accept",
            "reasons": [],
        } | facts
        self.last = base64.urlsafe_b64encode(hash_body(rfc8785.dumps(event))).rstrip(b"=").decode()
        return event

    def send(self, *events: dict[str, Any], live: bool = True, at: datetime = AT, **more: Any) -> Any:
        """Send a signed batch."""
        body = json.dumps(
            {"device_time": at.isoformat(), "live": live, "events": list(events)} | more
        ).encode()
        return self.send_raw(body)

    def send_raw(self, body: bytes, signature: str | None = None) -> Any:
        """Send bytes with the device's signature, or another."""
        headers = self.headers() | {"X-Signature": signature or self.sign(body)}
        return self.client.post("/api/v1/events", data=body, headers=headers, content_type="application/json")

    def sign(self, body: bytes) -> str:
        """Return r‖s in base64url over a body."""
        r, s = decode_dss_signature(self.private.sign(body, ec.ECDSA(hashes.SHA256())))
        return base64.urlsafe_b64encode(r.to_bytes(32, "big") + s.to_bytes(32, "big")).rstrip(b"=").decode()

    def record(self, direction: str, **facts: Any) -> dict[str, Any]:
        """Record one live event and return its result."""
        answer = self.send(self.event(direction, **facts))
        assert answer.status_code == 200, answer.data
        result: dict[str, Any] = answer.json["results"][0]
        return result


def jwk(private: ec.EllipticCurvePrivateKey) -> dict[str, str]:
    """Return the public half as a JWK."""
    numbers = private.public_key().public_numbers()
    x, y = (
        base64.urlsafe_b64encode(n.to_bytes(32, "big")).rstrip(b"=").decode() for n in (numbers.x, numbers.y)
    )
    return {"kty": "EC", "crv": "P-256", "x": x, "y": y}


__all__ = ["AT", "PASSWORD", "CertifiedList", "GateDevice", "Issued", "actor_of", "jwk", "make_user"]
