"""A small province for reports: lists, entries and a crossing log made through the models, then projected."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from borderreg.db import read_on, write_on
from borderreg.domain.access import Actor, Role
from borderreg.domain.names import match_key, search_key
from borderreg.domain.periods import local_day
from borderreg.models import Entry, Event, Organisation, User, Worker, WorkerRecord, WorkList, new_id
from borderreg.services.journeys import rebuild
from borderreg.services.search_words import KeyChange, store_words, words_of

NOW = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)
DONG_DANG, KY_LUA, MAU_SON = "06184", "06187", "06541"
NAMES = (
    "Nông Thị Mùi",
    "Vi Văn Páo",
    "Triệu Mùi Phấy",
    "Hoàng Văn Đức",
    "Lương Thị Én",
    "Đàm Văn Đông",
    "Lý A Sủng",
    "Chu Thị Ánh",
)
EMPLOYERS = ("Nông trường mía Long Châu", "Xưởng gỗ Bằng Tường", "")
COUNTIES = ("Long Châu", "Bằng Tường", "Ninh Minh")


@dataclass
class World:
    """What a test has put into the database so far."""

    engine: Engine
    organisations: dict[str, UUID]
    chief: UUID
    lists: dict[str, UUID] = field(default_factory=dict)
    people: int = 0

    def actor(self, role: Role, code: str) -> Actor:
        """Return a person of an organisation."""
        return Actor(new_id(), "can.bo", "Lương Thị Biên", role, self.organisations[code], code)

    @property
    def office(self) -> Actor:
        """Return the foreign-affairs office."""
        return self.actor(Role.FOREIGN_AFFAIRS, "SNGV")

    def work_list(self, session: Session, code: str, **changes: object) -> UUID:
        """Return a commune's certified list, made once."""
        if code not in self.lists:
            number = len(self.lists) + 1
            values = {
                "kind": "original",
                "status": "certified",
                "year": 2026,
                "number": number,
                "list_no": f"{number:02d}/2026",
                "content_hash": bytes(32),
                "certified_by": self.chief,
                "certified_at": NOW - timedelta(days=60),
                "created_at": NOW - timedelta(days=61),
                "updated_at": NOW - timedelta(days=60),
            }
            row = WorkList(id=new_id(), organisation_id=self.organisations[code], **(values | changes))
            session.add(row)
            session.flush()
            self.lists[code] = row.id
        return self.lists[code]

    def entry(
        self, session: Session, *, commune: str = DONG_DANG, worker: UUID | None = None, **changes: object
    ) -> tuple[UUID, UUID]:
        """Add a certified entry and return (entry, worker)."""
        self.people += 1
        name = NAMES[self.people % len(NAMES)]
        if worker is None:
            row = Worker(id=new_id(), personal_id_hash=new_id().bytes, personal_id=b"sealed", created_at=NOW)
            session.add(row)
            session.flush()
            worker = row.id
        list_id = self.work_list(session, commune)
        values = {
            "status": "certified",
            "cti": new_id().bytes[8:],
            "name": name,
            "search_key": search_key(name),
            "birth": "1990-02-12",
            "sex": "F",
            "personal_id": b"sealed",
            "id_last4_hash": b"h",
            "document_type": "passport",
            "document_number": b"sealed",
            "document_number_hash": b"h",
            "document_expires": date(2030, 1, 1),
            "employer": EMPLOYERS[self.people % 3],
            "country": "CN",
            "county": COUNTIES[self.people % 3],
            "valid_from": date(2026, 10, 1),
            "valid_to": date(2026, 12, 31),
            "gates": 0b11,
            "created_at": NOW,
            "updated_at": NOW,
        }
        entry = Entry(
            id=new_id(),
            list_id=list_id,
            organisation_id=self.organisations[commune],
            row=self.people,
            worker_id=worker,
            **(values | changes),
        )
        session.add(entry)
        session.flush()
        return entry.id, worker

    def event(
        self, session: Session, kind: str, *, entry: UUID | None, worker: UUID | None, **changes: object
    ) -> UUID:
        """Append one event at Hữu Nghị, now unless told otherwise."""
        when = changes.get("occurred_at", NOW)
        assert isinstance(when, datetime)
        values = {
            "prev_hash": "",
            "body_hash": b"h",
            "gate_code": "HUUNGHI",
            "crossing_point": "1116-1117",
            "direction": {"attempt": "departure"}.get(kind, kind),
            "country": "CN",
            "occurred_at": when,
            "said_at": when,
            "received_at": when,
            "local_day": local_day(when),
            "pack_serial": 0,
            "method": "camera",
            "live": True,
            "verdict": "accept",
            "reasons": [],
            "server_verdict": "",
            "server_reasons": [],
            "flags": [],
            "override_reason": "",
            "cause": "",
            "answer": {},
        }
        row = Event(id=new_id(), kind=kind, entry_id=entry, worker_id=worker, **(values | changes))
        session.add(row)
        session.flush()
        return row.id

    def project(self) -> None:
        """Fold the log into journeys."""
        operator = Actor(
            None, "operator", "operator", Role.OPERATOR, self.organisations["ADMIN"], "ADMIN", "cli"
        )
        write_on(self.engine, rebuild, actor=operator, at=NOW)


def make_world(engine: Engine) -> World:
    """Start with organisations and one chief who certifies."""

    def prepare(session: Session) -> tuple[dict[str, UUID], UUID]:
        codes = {code: key for key, code in session.execute(select(Organisation.id, Organisation.code))}
        chief = User(
            id=new_id(),
            username="mui.trieu",
            name="Triệu Mùi Phấy",
            role="commune_chief",
            organisation_id=codes[DONG_DANG],
            password_hash="-",
            created_at=NOW,
        )
        session.add(chief)
        return codes, chief.id

    return World(engine, *write_on(engine, prepare))


def add_record(session: Session, world: World, *, worker: UUID, commune: str, name: str) -> None:
    """Put a worker into a commune's register."""
    record_id = new_id()
    session.add(
        WorkerRecord(
            id=record_id,
            worker_id=worker,
            organisation_id=world.organisations[commune],
            name=name,
            search_key=search_key(name),
            match_key=match_key(name),
            birth="1990-02-12",
            birth_precision="day",
            sex="F",
            id_last4_hash=b"h",
            version=1,
            created_at=NOW,
            updated_at=NOW,
        )
    )
    session.flush()
    found_by = words_of(search_key=search_key(name), birth="1990-02-12")
    change = KeyChange(record_id=record_id, before="", after=found_by)
    store_words(session, organisation_id=world.organisations[commune], changes=[change])


def in_session(engine: Engine) -> Iterator[Session]:
    """Open a read-only session."""
    with read_on(engine) as session:
        yield session
