"""Read the reference registers as their pages show them: rows with their days, newest names first."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from borderreg.domain.access import Actor, Permission
from borderreg.domain.errors import NotFound
from borderreg.domain.reference_registers import REFERENCE_REGISTERS, ReferenceRegister
from borderreg.models import (
    Agreement,
    County,
    CrossingPoint,
    DocumentType,
    Gate,
    Holiday,
    Organisation,
    OrganisationName,
    Setting,
)
from borderreg.services.guard import require

MODELS: dict[str, type[Any]] = {
    "organisations": OrganisationName,
    "gates": Gate,
    "crossing-points": CrossingPoint,
    "counties": County,
    "document-types": DocumentType,
    "holidays": Holiday,
    "agreement": Agreement,
    "settings": Setting,
}
# register → columns that say whose row it is; rows of one object follow each other by date
OBJECT: dict[str, tuple[str, ...]] = {
    "organisations": ("organisation_id",),
    "crossing-points": ("gate_code", "code"),
    "counties": ("code",),
    "document-types": ("code",),
    "agreement": (),
}
ORDER: dict[str, tuple[str, ...]] = {
    "gates": ("bit",),
    "settings": ("name",),
    "holidays": ("first_day",),
}


@dataclass(frozen=True, slots=True)
class ReferenceRow:
    """One row of a register; `key` names it in an address, `when` is now, later or past on the day."""

    key: str
    code: str
    name: str
    values: dict[str, Any]
    valid_from: date | None
    valid_to: date | None
    when: str
    is_last: bool


def register_named(slug: str) -> ReferenceRegister:
    """Return a register of the table; NotFound for any other name."""
    if slug not in REFERENCE_REGISTERS:
        raise NotFound(slug)
    return REFERENCE_REGISTERS[slug]


def list_rows(session: Session, *, actor: Actor, slug: str, day: date) -> tuple[ReferenceRow, ...]:
    """Return a register's rows: what holds on the day first, then what is to come, then the past."""
    require(actor, Permission.REFERENCE_READ)
    register = register_named(slug)
    rows = list(session.scalars(_all(slug)))
    codes = _codes(session, slug)
    last = {_object(slug, row): row for row in rows}
    found = [_row(register, row, codes, day, is_last=last[_object(slug, row)] is row) for row in rows]
    order = ("now", "later", "past")
    return tuple(sorted(found, key=lambda row: order.index(row.when)))


def find_row(session: Session, *, slug: str, key: str) -> Any:
    """Return the stored row of an address; NotFound when there is none."""
    model = MODELS[register_named(slug).slug]
    if slug in ("gates", "settings"):
        found = session.get(model, key)
    else:
        try:
            found = session.get(model, UUID(key))
        except ValueError as error:
            raise NotFound(slug) from error
    if found is None:
        raise NotFound(slug)
    return found


def rows_of_object(session: Session, *, slug: str, row: Any) -> list[Any]:
    """Return the dated rows of the same object, the oldest first."""
    model = MODELS[slug]
    same = [getattr(model, column) == getattr(row, column) for column in OBJECT[slug]]
    return list(session.scalars(select(model).where(*same).order_by(model.valid_from)))


def values_of(register: ReferenceRegister, row: Any) -> dict[str, Any]:
    """Return the fields of a row as a form shows them."""
    return {field.name: getattr(row, field.name) for field in (*register.new_fields, *register.fields)}


def _all(slug: str) -> Select[Any]:
    model = MODELS[slug]
    dated = OBJECT.get(slug)
    columns = ORDER.get(slug) or (*(dated or ()), "valid_from")
    return select(model).order_by(*(getattr(model, column) for column in columns))


def _object(slug: str, row: Any) -> tuple[Any, ...]:
    if slug not in OBJECT:
        return (id(row),)
    return tuple(getattr(row, column) for column in OBJECT[slug])


def _codes(session: Session, slug: str) -> Callable[[Any], str]:
    if slug == "organisations":
        known = {row.id: row.code for row in session.execute(select(Organisation.id, Organisation.code))}
        return lambda row: known.get(row.organisation_id, "")
    if slug == "crossing-points":
        return lambda row: f"{row.gate_code} {row.code}"
    return lambda row: str(getattr(row, "code", "") or (row.name if slug == "settings" else ""))


def _row(
    register: ReferenceRegister, row: Any, code_of: Callable[[Any], str], day: date, *, is_last: bool
) -> ReferenceRow:
    first = getattr(row, "valid_from", getattr(row, "first_day", None))
    last = getattr(row, "valid_to", getattr(row, "last_day", None))
    when = "later" if first and first > day else "past" if last and last < day else "now"
    if getattr(row, "withdrawn_at", None) is not None:
        when = "past"
    return ReferenceRow(
        key=str(getattr(row, "id", None) or getattr(row, "code", "") or row.name),
        code=code_of(row),
        name=str(getattr(row, register.name_field)),
        values=values_of(register, row),
        valid_from=first,
        valid_to=last,
        when=when,
        is_last=is_last,
    )
