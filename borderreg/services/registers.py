"""What the registers of employers and recruiters share: names that find one, versions, history."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any, cast
from uuid import UUID

from sqlalchemy import ColumnElement, insert, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from borderreg.db import insert_or_ignore
from borderreg.domain.access import Actor
from borderreg.domain.audit import AuditAction
from borderreg.domain.employers import (
    TRANSITIONS,
    Act,
    EmployerFacts,
    Flaw,
    RecruiterFacts,
    RegisterKind,
    Standing,
    name_keys,
    search_text,
)
from borderreg.domain.errors import Conflict, NotFound, Refused
from borderreg.domain.names import search_key
from borderreg.models import (
    Employer,
    Entry,
    Recruiter,
    RegisterChange,
    RegisterName,
    User,
    new_id,
    table_of,
)
from borderreg.services import audit
from borderreg.services.people_store import pages

NAMES = table_of(RegisterName)
CHANGES = table_of(RegisterChange)
Registered = Employer | Recruiter
Facts = EmployerFacts | RecruiterFacts


@dataclass(frozen=True, slots=True)
class Register:
    """One register: its table, the column of an entry that points into it, and the column of the name."""

    kind: RegisterKind
    model: type[Employer] | type[Recruiter]
    link: InstrumentedAttribute[UUID | None]
    name: str


EMPLOYERS = Register(RegisterKind.EMPLOYER, Employer, Entry.employer_id, "name_vi")
RECRUITERS = Register(RegisterKind.RECRUITER, Recruiter, Entry.recruiter_id, "name")
REGISTERS = {register.kind: register for register in (EMPLOYERS, RECRUITERS)}


@dataclass(frozen=True, slots=True)
class Change:
    """One line of the history of something in a register; `facts` are the new values of what changed."""

    act: str
    facts: Mapping[str, Any]
    reason: str
    source_document: str
    valid_from: date | None
    valid_to: date | None
    changed_by: str
    changed_at: datetime


def registered(
    session: Session, register: Register, object_id: UUID, *, version: int | None = None
) -> Registered:
    """Return one of a register; NotFound when unknown; with a version locked, Conflict when that is stale."""
    query = select(register.model).where(register.model.id == object_id)
    if version is not None:
        query = query.with_for_update().execution_options(populate_existing=True)
    found = cast("Registered | None", session.scalars(query).first())
    if found is None:
        raise NotFound(register.kind.value)
    if version is not None and found.version != version:
        raise Conflict("Mục này vừa được người khác sửa.")
    return found


def move_to(found: Registered, act: Act) -> None:
    """Give the standing that an act leads to; Conflict when it does not fit or the object was merged away."""
    standing = TRANSITIONS.get((Standing(found.status), act))
    if standing is None or found.merged_into is not None:
        raise Conflict("Việc này không còn phù hợp với tình trạng hiện tại.", code="wrong_status")
    found.status = standing.value


def refuse_flaws(flaws: Sequence[Flaw]) -> None:
    """Raise Refused with every flaw of a form at once; nothing when there is none."""
    if flaws:
        raise Refused("Thông tin chưa đúng.", problems=flaws, code="flaws")


def find_by_names(session: Session, register: Register, keys: Sequence[str]) -> dict[str, UUID]:
    """Return which names (as keys) the register knows, and whose; merged ones lead to what is kept."""
    found: dict[str, UUID] = {}
    for page in pages(sorted(set(keys))):
        query = select(NAMES.c.key, NAMES.c.object_id)
        query = query.where(NAMES.c.register == register.kind.value, NAMES.c.key.in_(page))
        found.update({row.key: row.object_id for row in session.execute(query)})
    return found


def set_facts(session: Session, register: Register, found: Registered, facts: Facts) -> dict[str, Any]:
    """Write facts and the names that find them; return what changed. Refused when a name is another's."""
    keys = name_keys(facts)
    known = find_by_names(session, register, keys)
    taken = [key for key in keys if known.get(key, found.id) != found.id]
    if taken:
        field = "name_vi" if register is EMPLOYERS else "name"
        raise Refused("Tên đã có.", problems=(Flaw(field, "name_taken"),), code="flaws")
    values = {name: value if value != "" else _nothing(name) for name, value in asdict(facts).items()}
    changed = {name: value for name, value in values.items() if getattr(found, name) != value}
    for name, value in changed.items():
        setattr(found, name, value)
    found.search_key = search_key(facts.name)
    session.add(found)
    session.flush()
    add_names(session, register, found.id, [key for key in keys if key not in known])
    found.search_text = search_text(_all_names(session, found.id))
    session.flush()
    return {name: _plain(value) for name, value in changed.items()}


def _nothing(field: str) -> str | None:
    return None if field == "credit_code" else ""


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


def _all_names(session: Session, object_id: UUID) -> tuple[str, ...]:
    query = select(NAMES.c.key).where(NAMES.c.object_id == object_id)
    return tuple(sorted(session.scalars(query)))


def add_names(session: Session, register: Register, object_id: UUID, keys: Sequence[str]) -> None:
    """Let more names find one of a register; a name that is known stays whose it is."""
    rows = [{"register": register.kind.value, "key": key, "object_id": object_id} for key in keys]
    if rows:
        session.execute(insert_or_ignore(session, NAMES), rows)


def refresh_search(session: Session, found: Registered) -> None:
    """Make the text that searches look into again from all names."""
    found.search_text = search_text(_all_names(session, found.id))


def note(
    session: Session,
    *,
    actor: Actor,
    kind: str,
    object_id: object,
    act: str,
    action: AuditAction,
    at: datetime,
    facts: Mapping[str, Any] | None = None,
    reason: str = "",
    source_document: str = "",
    valid_from: date | None = None,
    valid_to: date | None = None,
) -> None:
    """Append one change to the history of a register and to the audit log (which names no contact)."""
    session.execute(
        insert(CHANGES),
        [
            {
                "id": new_id(),
                "register": kind,
                "object_id": str(object_id),
                "act": act,
                "facts": dict(facts or {}),
                "reason": reason,
                "source_document": source_document,
                "valid_from": valid_from,
                "valid_to": valid_to,
                "organisation_id": actor.organisation_id,
                "changed_by": actor.user_id,
                "changed_at": at,
            }
        ],
    )
    days = {"valid_from": _day(valid_from), "valid_to": _day(valid_to)}
    payload = {"act": act, "fields": sorted(facts or ()), **{k: v for k, v in days.items() if v}}
    audit.record(
        session, actor=actor, action=action, object_type=kind, object_id=object_id, payload=payload, at=at
    )


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def history(session: Session, *, kind: str, object_id: object) -> tuple[Change, ...]:
    """Return everything that was changed of one of a register, newest first; one statement."""
    return _changes(session, CHANGES.c.register == kind, CHANGES.c.object_id == str(object_id))


def register_history(session: Session, *, kind: str, most: int = 20) -> tuple[Change, ...]:
    """Return the last changes of a whole register, newest first; one statement."""
    return _changes(session, CHANGES.c.register == kind, most=most)


def _changes(session: Session, *wanted: ColumnElement[bool], most: int | None = None) -> tuple[Change, ...]:
    query = (
        select(CHANGES, User.name.label("who"))
        .outerjoin(User, User.id == CHANGES.c.changed_by)
        .where(*wanted)
        .order_by(CHANGES.c.changed_at.desc(), CHANGES.c.id.desc())
        .limit(most)
    )
    return tuple(
        Change(
            act=row.act,
            facts=row.facts,
            reason=row.reason,
            source_document=row.source_document,
            valid_from=row.valid_from,
            valid_to=row.valid_to,
            changed_by=row.who or "",
            changed_at=row.changed_at,
        )
        for row in session.execute(query)
    )
