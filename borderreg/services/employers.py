"""Employers and recruiters: the province adds and edits them; a list finds one or proposes a new one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import insert
from sqlalchemy.orm import Session

from borderreg.db import insert_or_ignore
from borderreg.domain.access import Actor, Permission
from borderreg.domain.audit import AuditAction
from borderreg.domain.employers import (
    Act,
    EmployerFacts,
    Flaw,
    RecruiterFacts,
    RegisterKind,
    Standing,
    check_employer,
    check_recruiter,
)
from borderreg.domain.names import search_key
from borderreg.models import Employer, Recruiter, new_id, table_of
from borderreg.services import audit
from borderreg.services.guard import require
from borderreg.services.registers import (
    CHANGES,
    EMPLOYERS,
    RECRUITERS,
    REGISTERS,
    Facts,
    Register,
    Registered,
    add_names,
    find_by_names,
    move_to,
    note,
    refuse_flaws,
    registered,
    set_facts,
)

COUNTRY = "CN"


@dataclass(frozen=True, slots=True)
class Typed:
    """A name as a row of a list says it, with the county's code where one is known."""

    name: str
    county: str = ""


def add_registered(
    session: Session, *, actor: Actor, facts: Facts, since: date, source_document: str, at: datetime
) -> UUID:
    """Add an employer or a recruiter to its register, active from the start; Refused with every flaw."""
    require(actor, Permission.EMPLOYER_WRITE)
    register = _register_of(facts)
    refuse_flaws(_check(facts))
    found = _blank(register, Standing.ACTIVE, at)
    changed = set_facts(session, register, found, facts)
    note(
        session,
        actor=actor,
        kind=register.kind.value,
        object_id=found.id,
        act="added",
        action=AuditAction.REGISTER_ADDED,
        at=at,
        facts=changed,
        source_document=source_document,
        valid_from=since,
    )
    return found.id


def edit_registered(
    session: Session,
    *,
    actor: Actor,
    object_id: UUID,
    version: int,
    facts: Facts,
    since: date,
    source_document: str,
    accept: bool = False,
    at: datetime,
) -> int:
    """Change what the register says from a day on, or accept a proposed one; return how many facts changed.

    Refused with every flaw; Conflict when somebody else changed it first.
    """
    require(actor, Permission.EMPLOYER_WRITE)
    register = _register_of(facts)
    refuse_flaws(_check(facts))
    found = registered(session, register, object_id, version=version)
    if accept:
        move_to(found, Act.ACCEPT)
        found.question = ""
    changed = set_facts(session, register, found, facts)
    if changed or accept:
        note(
            session,
            actor=actor,
            kind=register.kind.value,
            object_id=object_id,
            act="accepted" if accept else "edited",
            action=AuditAction.REGISTER_ACCEPTED if accept else AuditAction.REGISTER_CHANGED,
            at=at,
            facts=changed,
            source_document=source_document,
            valid_from=since,
        )
    return len(changed)


def match_or_propose(
    session: Session, *, actor: Actor, kind: RegisterKind, typed: Sequence[Typed], at: datetime
) -> dict[str, UUID]:
    """Find employers or recruiters by name without accents, pinyin, Chinese name or code.

    A name that the register does not know is kept as proposed by the actor's commune; it never blocks.
    Returns key (`search_key` of the name) → id. A constant number of statements for a page of names.
    """
    register = REGISTERS[kind]
    names = {key: item for item in reversed(typed) if (key := search_key(item.name))}
    known = find_by_names(session, register, list(names))
    missing = {key: item for key, item in names.items() if key not in known}
    if missing:
        _propose(session, actor, register, missing, at)
        known |= find_by_names(session, register, list(missing))
    return known


def _propose(
    session: Session, actor: Actor, register: Register, missing: Mapping[str, Typed], at: datetime
) -> None:
    table, ids = table_of(register.model), {key: new_id() for key in missing}
    rows = [_proposed(register, actor, ids[key], key, item, at) for key, item in missing.items()]
    session.execute(insert_or_ignore(session, table), rows)
    for key, object_id in ids.items():
        add_names(session, register, object_id, [key])
    changes = [
        {
            "id": new_id(),
            "register": register.kind.value,
            "object_id": str(ids[key]),
            "act": "proposed",
            "facts": {register.name: item.name},
            "reason": "",
            "source_document": "",
            "organisation_id": actor.organisation_id,
            "changed_by": actor.user_id,
            "changed_at": at,
        }
        for key, item in missing.items()
    ]
    session.execute(insert(CHANGES), changes)
    audit.record(
        session,
        actor=actor,
        action=AuditAction.REGISTER_PROPOSED,
        object_type=register.kind.value,
        object_id=next(iter(ids.values())),
        payload={"proposed": [str(object_id) for object_id in ids.values()]},
        at=at,
    )


def _proposed(
    register: Register, actor: Actor, object_id: UUID, key: str, item: Typed, at: datetime
) -> dict[str, object]:
    columns: dict[str, object] = {
        "id": object_id,
        register.name: item.name,
        "search_key": key,
        "search_text": " | ".join(dict.fromkeys((key, key.replace(" ", "")))),
        "status": Standing.PROPOSED.value,
        "proposed_by": actor.organisation_id,
        "question": "",
        "version": 1,
        "created_at": at,
        "address": "",
    }
    if register is EMPLOYERS:
        return {**columns, "name_zh": "", "country": COUNTRY, "county": item.county}
    return {**columns, "licence_number": "", "phone": ""}


def _blank(register: Register, standing: Standing, at: datetime) -> Registered:
    found: Registered = Recruiter() if register is RECRUITERS else Employer(country=COUNTRY)
    found.id, found.status, found.created_at = new_id(), standing.value, at
    found.proposed_by = found.merged_into = None
    found.search_text = found.question = ""
    return found


def _register_of(facts: Facts) -> Register:
    return RECRUITERS if isinstance(facts, RecruiterFacts) else EMPLOYERS


def _check(facts: Facts) -> tuple[Flaw, ...]:
    return check_recruiter(facts) if isinstance(facts, RecruiterFacts) else check_employer(facts)


__all__ = ["EmployerFacts", "Typed", "add_registered", "edit_registered", "match_or_propose"]
