"""Years of crossings for benchmarks: about a million a year, by the same people, straight into the tables.

Everybody of a year goes a trip a month and comes home after 18 to 25 days; a few are refused. Rows are
written as text: COPY on PostgreSQL, one prepared INSERT on SQLite.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import islice
from random import Random
from typing import Any
from uuid import UUID

from sqlalchemy import Engine, Index, Table, select, text
from sqlalchemy.orm import Session

from borderreg.db import write_on
from borderreg.domain.names import search_key
from borderreg.models import (
    Employer,
    Entry,
    EntryState,
    Event,
    Gate,
    Journey,
    Organisation,
    Tally,
    User,
    Worker,
    WorkList,
    new_id,
    table_of,
)
from borderreg.prepared import driver_of

AT = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)
ACTIVE = 40_000
"""People who cross in a year; a seventh of them are new each year."""
NEW_EACH_YEAR = 6_000
TRIPS = 12
EMPLOYERS = 300
COUNTIES = ("Bằng Tường", "Ninh Minh", "Long Châu", "Đại Tân", "Giang Châu", "Phù Tuy", "Thiên Đẳng")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
NULL = "\\N"
Row = tuple[str, ...]


def key(kind: int, number: int) -> str:
    """Return a readable identifier: its kind and a number."""
    return f"{kind:02x}8f0000000070008000{number:012x}"


def fill(engine: Engine, years: int) -> dict[str, int]:
    """Fill an empty prepared database with whole years that end today; return how many rows were written."""
    with engine.connect().execution_options(borderreg_mode="write", isolation_level="AUTOCOMMIT") as raw:
        indexes = _drop_indexes(raw, engine)
        counts = write_on(engine, _fill, years)
        for index in indexes:
            index.create(raw)
        raw.execute(text("ANALYZE"))
    return counts


def _drop_indexes(raw: Any, engine: Engine) -> list[Index]:
    if engine.dialect.name == "postgresql":
        raw.execute(text("SET maintenance_work_mem = '512MB'"))
        raw.execute(text("SET statement_timeout = 0"))
    found = [
        index
        for model in (Event, Journey, Entry, Tally)
        for index in table_of(model).indexes
        if not index.unique
    ]
    for index in found:
        index.drop(raw)
    return found


def _fill(session: Session, years: int) -> dict[str, int]:
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SET LOCAL session_replication_role = replica"))
        session.execute(text("SET LOCAL statement_timeout = 0"))
    chance = Random(2026)
    places = _places(session, years)
    people = range(ACTIVE + NEW_EACH_YEAR * (years - 1))
    counts = {"workers": _load(session, Worker, WORKERS, _workers(people), **STILL_WORKERS)}
    entries = _entries(places, years)
    counts["entries"] = _load(session, Entry, ENTRIES, entries, **STILL_ENTRIES)
    events = journeys = 0
    for year in range(years):
        trips = list(_trips(chance, year, years))
        found = _events(chance, sorted(_passages(trips)))
        events += _load(session, Event, EVENTS, found, **STILL_EVENTS)
        journeys += _load(session, Journey, JOURNEYS, _journeys(trips), **STILL_JOURNEYS)
    counts |= {"events": events, "journeys": journeys}
    counts["states"] = _load(session, EntryState, ("entry_id", "state"), _states(years, trips))
    for log in ("tally_changes", "pack_changes"):
        session.execute(text(f"DELETE FROM {log}"))
    session.execute(text("UPDATE tally_state SET complete = false"))
    return counts


def _places(session: Session, years: int) -> list[str]:
    chief = User(id=new_id(), username="mui.trieu", name="Triệu Mùi Phấy", role="commune_chief")
    communes = session.scalars(
        select(Organisation).where(Organisation.kind == "commune").order_by(Organisation.code)
    ).all()
    chief.organisation_id, chief.password_hash, chief.created_at = communes[0].id, "-", AT
    session.add(chief)
    sectors = ("sugar", "farming", "timber", "garments", "electronics")
    for number in range(EMPLOYERS):
        name = f"Nông trường mía số {number + 1}"
        row = Employer(id=UUID(key(9, number)), name_vi=name, search_key=search_key(name), country="CN")
        row.status, row.sector, row.created_at = "active", sectors[number % 5], AT
        session.add(row)
    for half in range(2 * years):
        for place, commune in enumerate(communes):
            session.add(
                WorkList(
                    id=UUID(key(4, half * 100 + place)),
                    organisation_id=commune.id,
                    kind="original",
                    status="certified",
                    year=1000 + half,
                    number=place + 1,
                    list_no=f"{place + 1:02d}/{1000 + half}",
                    content_hash=bytes(32),
                    certified_by=chief.id,
                    certified_at=AT - timedelta(days=366 * years),
                    created_at=AT,
                    updated_at=AT,
                )
            )
    session.flush()
    gates = session.scalars(select(Gate.code).order_by(Gate.bit)).all()
    assert {"HUUNGHI", "DONGDANG"} <= set(gates)
    return [commune.id.hex for commune in communes]


WORKERS = ("id", "personal_id_hash")
STILL_WORKERS = {"personal_id": "s", "created_at": "2020-01-01 00:00:00.000000"}


def _workers(people: Iterable[int]) -> Iterator[Row]:
    for person in people:
        yield key(3, person), f"h{person}"


ENTRIES = (
    "id", "list_id", "organisation_id", "row", "worker_id", "cti", "name", "search_key", "birth", "sex",
    "document_type", "employer_id", "county", "valid_from", "valid_to",
)  # fmt: skip
STILL_ENTRIES = {
    "status": "certified",
    "personal_id": "s",
    "id_last4_hash": "h",
    "document_number": "s",
    "document_number_hash": "h",
    "document_expires": "2036-01-01",
    "employer": "Nông trường mía",
    "country": "CN",
    "gates": "3",
    "created_at": "2020-01-01 00:00:00.000000",
    "updated_at": "2020-01-01 00:00:00.000000",
}


def _entries(communes: list[str], years: int) -> Iterator[Row]:
    for half in range(2 * years):
        first = half // 2 * NEW_EACH_YEAR
        begins = AT.date() - timedelta(days=365 * years - half * 182)
        ends = (begins + timedelta(days=190)).isoformat()
        for person in range(first, first + ACTIVE):
            place, employer = person % len(communes), (person * 7 + half) % EMPLOYERS
            woman = person % 2
            yield (
                _entry_key(person, half),
                key(4, half * 100 + place),
                communes[place],
                str(person // len(communes) + 1),
                key(3, person),
                f"{half:04d}{person:08d}",
                "Nông Thị Mùi" if woman else "Vi Văn Páo",
                "nong thi mui" if woman else "vi van pao",
                f"{1965 + person % 41}-05-17",
                "F" if woman else "M",
                "border_pass" if person % 3 else "passport",
                key(9, employer),
                COUNTIES[employer % len(COUNTIES)],
                begins.isoformat(),
                ends,
            )


def _entry_key(person: int, half: int) -> str:
    return key(5, half * 10_000_000 + person)


Trip = tuple[int, int, int, int, int | None]
"""Serial number, person, half-year, minute of the departure and of the return (None: still away)."""


def _trips(chance: Random, year: int, years: int) -> Iterator[Trip]:
    now = int((AT - EPOCH).total_seconds()) // 60
    begins = now // 1440 - 365 * (years - year)
    for turn in range(TRIPS):
        for person in range(year * NEW_EACH_YEAR, year * NEW_EACH_YEAR + ACTIVE):
            serial = (year * TRIPS + turn) * 200_000 + person
            luck = int(chance.random() * 4 * 720 * 7 * 600)
            left = (begins + turn * 30 + luck % 4 - 1) * 1440 + 1320 + luck // 4 % 720
            back: int | None = left + (18 + luck // 2880 % 7) * 1440 + luck // 20160 % 600 - 300
            if back is not None and back > now:
                back = None
            if left < now:
                yield serial, person, 2 * year + turn // 6, left, back


def _passages(trips: Iterable[Trip]) -> Iterator[tuple[int, int, int, int, int]]:
    for serial, person, half, left, back in trips:
        yield left, 0, serial, person, half
        if back is not None:
            yield back, 1, serial, person, half


@cache
def _utc_day(number: int) -> str:
    return date.fromordinal(number + 719_163).isoformat()


def _at(minutes: int) -> str:
    return f"{_utc_day(minutes // 1440)} {minutes // 60 % 24:02d}:{minutes % 60:02d}:00.000000"


def _day(minutes: int) -> str:
    """Return the day in Vietnam."""
    return _utc_day((minutes + 420) // 1440)


EVENTS = (
    "id", "kind", "direction", "verdict", "reasons", "gate_code", "entry_id", "worker_id", "occurred_at",
    "said_at", "received_at", "local_day", "live",
)  # fmt: skip
STILL_EVENTS = {
    "province_code": "20",
    "body_hash": "h",
    "crossing_point": "1116-1117",
    "country": "CN",
    "pack_serial": "0",
    "method": "camera",
    "server_reasons": "[]",
    "flags": "[]",
    "answer": "{}",
}
KINDS = ("departure", "return")


def _events(chance: Random, passages: list[tuple[int, int, int, int, int]]) -> Iterator[Row]:
    for minute, way, serial, person, half in passages:
        moment, luck = _at(minute), chance.random()
        gate = "DONGDANG" if person % 5 == 0 else "HUUNGHI"
        where = (gate, _entry_key(person, half), key(3, person), moment, moment, moment, _day(minute))
        live = "0" if luck > 0.95 else "1"
        yield _event_key(serial, way), KINDS[way], KINDS[way], "accept", "[]", *where, live
        if way == 0 and luck < 0.02:
            reasons = '["bad_signature"]' if luck < 0.001 else '["expired"]'
            yield _event_key(serial, 2), "attempt", KINDS[way], "refuse", reasons, *where, live


def _event_key(serial: int, way: int) -> str:
    return key(6, serial * 4 + way)


JOURNEYS = (
    "departed_event_id", "worker_id", "entry_id", "departed_at", "departed_day", "departed_gate",
    "returned_event_id", "returned_at", "returned_day", "returned_gate",
)  # fmt: skip
STILL_JOURNEYS = {"country": "CN", "contradicted": "0"}


def _journeys(trips: Iterable[Trip]) -> Iterator[Row]:
    for serial, person, half, left, back in trips:
        gate = "DONGDANG" if person % 5 == 0 else "HUUNGHI"
        home: Row = (NULL,) * 4
        if back is not None:
            home = (_event_key(serial, 1), _at(back), _day(back), gate)
        yield (
            _event_key(serial, 0),
            key(3, person),
            _entry_key(person, half),
            _at(left),
            _day(left),
            gate,
            *home,
        )


def _states(years: int, newest: list[Trip]) -> Iterator[Row]:
    away = {(person, half) for _, person, half, _, back in newest if back is None}
    for half in range(2 * years):
        first = half // 2 * NEW_EACH_YEAR
        for person in range(first, first + ACTIVE):
            yield _entry_key(person, half), "abroad" if (person, half) in away else "returned"


def _load(session: Session, model: Any, names: tuple[str, ...], rows: Iterable[Row], **still: str) -> int:
    """Write rows given as texts, with what is the same in all of them; return how many."""
    table = table_of(model)
    given = {column.name: "" for column in table.columns if not column.nullable and column.name not in names}
    given |= still
    columns = (*names, *given)
    connection, count = driver_of(session).connection, 0
    if session.get_bind().dialect.name == "postgresql":
        end = "".join(f"\t{value}" for value in given.values()) + "\n"
        with connection.cursor() as cursor, cursor.copy(_into(table, columns)) as copy:
            for some in _some(rows):
                copy.write("".join("\t".join(row) + end for row in some))
                count += len(some)
        return count
    constants = tuple(given.values())
    insert = f"INSERT INTO {table.name} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"
    for some in _some(rows):
        lines = ([None if cell == NULL else cell for cell in row] + list(constants) for row in some)
        connection.executemany(insert, lines)
        count += len(some)
    return count


def _into(table: Table, columns: tuple[str, ...]) -> str:
    return f"COPY {table.name} ({', '.join(columns)}) FROM STDIN"


def _some(rows: Iterable[Row]) -> Iterator[list[Row]]:
    rows = iter(rows)
    while some := list(islice(rows, 5000)):
        yield some
