"""Change the reference registers: dated ones by a new row, undated ones with their history; all audited."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from borderreg.domain.access import Actor, Permission
from borderreg.domain.audit import AuditAction
from borderreg.domain.employers import Flaw
from borderreg.domain.errors import Conflict, Refused
from borderreg.domain.periods import local_day
from borderreg.domain.reference_registers import ReferenceRegister, check_values
from borderreg.models import Gate, Setting, new_id
from borderreg.services.guard import require
from borderreg.services.reference_rows import MODELS, OBJECT, find_row, register_named, rows_of_object
from borderreg.services.register_acts import checked_source
from borderreg.services.registers import note, refuse_flaws


def change_row(
    session: Session,
    *,
    actor: Actor,
    slug: str,
    key: str,
    values: Mapping[str, Any],
    since: date,
    source_document: str,
    at: datetime,
) -> None:
    """Change an object of a register from a day on; old lists and reports keep the row of their own day.

    Refused with every flaw; Conflict when somebody changed the object since the page was shown.
    """
    register = _writable(actor, slug)
    row = find_row(session, slug=slug, key=key)
    source = checked_source(source_document)
    refuse_flaws(check_values(register.fields, values))
    changed = {name: value for name, value in values.items() if _kept(getattr(row, name)) != _kept(value)}
    if not changed:
        return
    if register.is_dated:
        fresh = _append(session, slug, row, values, since, at)
        _stamp(fresh, actor, source, at)
    else:
        _set(row, changed)
        if isinstance(row, Setting):
            row.updated_at = at
    session.flush()
    _note(session, actor, register, row, "changed", changed, source, since, at)


def _append(
    session: Session, slug: str, row: Any, values: Mapping[str, Any], since: date, at: datetime
) -> Any:
    """Close the last row the day before and add one; a row that has not begun yet may be put right."""
    rows = rows_of_object(session, slug=slug, row=row)
    last = rows[-1]
    if last is not row:
        raise Conflict("Mục này vừa được người khác sửa.")
    if since == last.valid_from and last.valid_from > local_day(at):
        _set(last, values)
        return last
    if since <= last.valid_from:
        raise Refused("Ngày.", problems=(Flaw("since", "too_early"),), code="flaws")
    if last.valid_to is not None and last.valid_to < since - timedelta(days=1):
        raise Refused("Ngày.", problems=(Flaw("since", "ended"),), code="flaws")
    kept = {column.key: getattr(last, column.key) for column in type(last).__mapper__.column_attrs}
    until, last.valid_to = last.valid_to, since - timedelta(days=1)
    session.flush()
    fresh = type(last)(**{**kept, "id": new_id(), "valid_from": since, "valid_to": until})
    _set(fresh, values)
    session.add(fresh)
    return fresh


def add_row(
    session: Session,
    *,
    actor: Actor,
    slug: str,
    values: Mapping[str, Any],
    since: date,
    source_document: str,
    at: datetime,
) -> None:
    """Add an object to a register from a day on; Refused with every flaw, a known code included."""
    register = _writable(actor, slug)
    source = checked_source(source_document)
    flaws = [*check_values((*register.new_fields, *register.fields), values)]
    if "gate_code" in values and session.get(Gate, values["gate_code"]) is None:
        flaws.append(Flaw("gate_code", "unknown"))
    refuse_flaws(flaws)
    row = MODELS[slug]()
    _set(row, values)
    row.id = new_id()
    if slug in OBJECT:
        if OBJECT[slug] and rows_of_object(session, slug=slug, row=row):
            raise Refused("Mã.", problems=(Flaw("code", "name_taken"),), code="flaws")
        row.valid_from, row.valid_to = since, None
    _stamp(row, actor, source, at)
    session.add(row)
    session.flush()
    _note(session, actor, register, row, "added", values, source, since, at)


def end_row(
    session: Session, *, actor: Actor, slug: str, key: str, last_day: date, source_document: str, at: datetime
) -> None:
    """Let an object of a register end with a day, or withdraw a holiday."""
    register = _writable(actor, slug)
    if not register.may_end:
        raise Conflict("Mục này không kết thúc được.", code="wrong_status")
    source = checked_source(source_document)
    row = find_row(session, slug=slug, key=key)
    if slug == "holidays":
        row.withdrawn_at = at
    else:
        if rows_of_object(session, slug=slug, row=row)[-1] is not row or row.valid_to is not None:
            raise Conflict("Mục này vừa được người khác sửa.")
        if last_day < row.valid_from:
            raise Refused("Ngày.", problems=(Flaw("since", "too_early"),), code="flaws")
        row.valid_to = last_day
    session.flush()
    _note(session, actor, register, row, "ended", {}, source, last_day, at)


def begin_agreement(
    session: Session,
    *,
    actor: Actor,
    values: Mapping[str, Any],
    since: date,
    source_document: str,
    at: datetime,
) -> None:
    """Write down the first agreement; a later one is a change of it."""
    if rows_of_object(session, slug="agreement", row=None):
        raise Conflict("Đã có thoả thuận.", code="wrong_status")
    add_row(
        session,
        actor=actor,
        slug="agreement",
        values=values,
        since=since,
        source_document=source_document,
        at=at,
    )


def _writable(actor: Actor, slug: str) -> ReferenceRegister:
    require(actor, Permission.REFERENCE_WRITE)
    return register_named(slug)


def _set(row: Any, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        setattr(row, name, list(value) if isinstance(value, tuple) else value)


def _stamp(row: Any, actor: Actor, source: str, at: datetime) -> None:
    stamps = {"created_by": actor.user_id, "created_at": at, "source_document": source, "source": source}
    for name, value in stamps.items():
        if hasattr(type(row), name):
            setattr(row, name, value)


def _kept(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _note(
    session: Session,
    actor: Actor,
    register: ReferenceRegister,
    row: Any,
    act: str,
    facts: Mapping[str, Any],
    source: str,
    since: date,
    at: datetime,
) -> None:
    note(
        session,
        actor=actor,
        kind=register.slug,
        object_id=_object_of(register.slug, row),
        act=act,
        action=AuditAction.REGISTER_CHANGED,
        at=at,
        facts={name: _plain(value) for name, value in facts.items()},
        source_document=source,
        valid_from=since,
    )


def _object_of(slug: str, row: Any) -> str:
    columns = OBJECT.get(slug)
    if columns is None:
        return str(getattr(row, "code", None) or getattr(row, "name", None) or row.id)
    return " ".join(str(getattr(row, column)) for column in columns) or slug


def _plain(value: Any) -> Any:
    if isinstance(value, tuple | list):
        return list(value)
    return value.isoformat() if hasattr(value, "isoformat") else value
