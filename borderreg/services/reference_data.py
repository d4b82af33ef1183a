"""Load the reference data that the project ships: adds what is missing, never overwrites what was edited."""

import csv
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from sqlalchemy import Table, insert, select
from sqlalchemy.orm import Session

from borderreg.domain.periods import local_day
from borderreg.models import (
    Base,
    Commune,
    CommuneSuccession,
    Country,
    County,
    CrossingPoint,
    DocumentType,
    Gate,
    Organisation,
    OrganisationName,
    Setting,
    table_of,
)

DATA = Path(__file__).parents[1] / "data"
Row = dict[str, Any]
Read = Callable[[str], Any]

READERS: dict[str, Read] = {
    "bit": int,
    "on_border": lambda text: text == "yes",
    "border_zone_only": lambda text: text == "yes",
    "valid_from": date.fromisoformat,
    "valid_to": lambda text: date.fromisoformat(text) if text else None,
    "changed_on": date.fromisoformat,
    "open_from": time.fromisoformat,
    "open_to": time.fromisoformat,
}


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many communes (in force), gates and organisations there are after loading, and rows added."""

    communes: int
    gates: int
    organisations: int
    added: int


def load_reference_data(session: Session, *, at: datetime) -> Loaded:
    """Add the shipped reference data that the database lacks; running it twice is harmless."""
    added = sum(_add(session, model, _rows(name), key) for model, name, key in PLAIN)
    added += _add_organisations(session)
    added += _add_gates(session)
    added += _add(session, CrossingPoint, _rows("crossing_points"), ("gate_code", "code", "valid_from"))
    added += _add_settings(session, at)
    return _counts(session, local_day(at), added)


PLAIN: tuple[tuple[type[Base], str, tuple[str, ...]], ...] = (
    (Country, "countries", ("code",)),
    (Commune, "communes", ("code", "valid_from")),
    (CommuneSuccession, "commune_mapping", ("old_code", "new_code", "changed_on")),
    (County, "counties", ("code", "valid_from")),
    (DocumentType, "document_types", ("code", "valid_from")),
)


def _rows(name: str) -> Iterator[Row]:
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        for line in csv.DictReader(file):
            yield {column: READERS.get(column, str)(text) for column, text in line.items()}


def _add(session: Session, model: type[Base], rows: Iterator[Row], key: tuple[str, ...]) -> int:
    table: Table = table_of(model)
    known = {tuple(row) for row in session.execute(select(*(table.c[name] for name in key)))}
    missing = [row for row in rows if tuple(row[name] for name in key) not in known]
    if missing:
        session.execute(insert(table), missing)
    return len(missing)


def _organisation_ids(session: Session) -> dict[str, Any]:
    return {code: key for key, code in session.execute(select(Organisation.id, Organisation.code))}


def _add_organisations(session: Session) -> int:
    rows = list(_rows("organisations"))
    heads = ({"code": row["code"], "kind": row["kind"]} for row in rows)
    added = _add(session, Organisation, heads, ("code",))
    ids = _organisation_ids(session)
    names = (
        {k: v for k, v in row.items() if k not in ("code", "kind")} | {"organisation_id": ids[row["code"]]}
        for row in rows
    )
    return added + _add(session, OrganisationName, names, ("organisation_id", "valid_from"))


def _add_gates(session: Session) -> int:
    ids = _organisation_ids(session)
    gates = (
        {k: v for k, v in row.items() if k not in ("organisation", "post")}
        | {"organisation_id": ids[row["organisation"]], "post_id": ids[row["post"]]}
        for row in _rows("gates")
    )
    return _add(session, Gate, gates, ("code",))


def _add_settings(session: Session, at: datetime) -> int:
    settings = (
        {"name": row["name"], "value": json.loads(row["value"]), "updated_at": at}
        for row in _rows("settings")
    )
    return _add(session, Setting, settings, ("name",))


def _counts(session: Session, day: date, added: int) -> Loaded:
    communes = session.scalars(
        select(Commune.code).where(
            Commune.valid_from <= day, Commune.valid_to.is_(None) | (Commune.valid_to >= day)
        )
    ).all()
    gates = session.scalars(select(Gate.code)).all()
    return Loaded(len(communes), len(gates), len(_organisation_ids(session)), added)
