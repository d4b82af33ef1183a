"""Read the registers of employers and recruiters for the province's pages, and whom a suspension touches."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any, cast
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from borderreg.domain.access import Actor, Permission
from borderreg.domain.employers import (
    NEAR,
    EmployerFacts,
    RecruiterFacts,
    RegisterKind,
    Standing,
    likeness_of_names,
    suspended_on,
)
from borderreg.domain.names import plain_text, search_key
from borderreg.domain.periods import local_day
from borderreg.models import Employer
from borderreg.services.guard import require
from borderreg.services.register_effect import names_of_organisations, people_abroad, people_listed
from borderreg.services.registers import (
    EMPLOYERS,
    REGISTERS,
    Change,
    Facts,
    Register,
    Registered,
    history,
    registered,
)

MERGED = "merged"
SUSPENDED_LATER = "suspended_later"
OFFERED = 5


@dataclass(frozen=True, slots=True)
class RegisterLine:
    """One of a register in a list; `status` is as of today: a suspension that is over shows as active."""

    id: UUID
    name: str
    name_zh: str
    pinyin: str
    code: str
    county: str
    sector: str
    status: str
    licence_to: date | None
    proposed_by: str
    question: str
    created_at: datetime
    listed: int = 0
    abroad: int = 0


@dataclass(frozen=True, slots=True)
class Lines:
    """A page of a register, and how many there are in all."""

    lines: tuple[RegisterLine, ...]
    total: int


@dataclass(frozen=True, slots=True)
class RegisterPage:
    """One of a register with its standing today, its history and, while proposed, what it may be."""

    id: UUID
    kind: RegisterKind
    facts: Facts
    status: str
    standing: Standing
    suspended_from: date | None
    suspended_to: date | None
    version: int
    proposed_by: str
    question: str
    merged_into: UUID | None
    merged_name: str
    created_at: datetime
    history: tuple[Change, ...]
    similar: tuple[RegisterLine, ...]

    @property
    def name(self) -> str:
        """Return the name that lists carry."""
        return self.facts.name


def status_on(found: Registered, day: date) -> str:
    """Return what a page shows of a standing on a day."""
    if found.merged_into is not None:
        return MERGED
    if found.status != Standing.SUSPENDED.value:
        return found.status
    if suspended_on(found.status, first=found.suspended_from, last=found.suspended_to, day=day):
        return found.status
    later = found.suspended_from is not None and found.suspended_from > day
    return SUSPENDED_LATER if later else Standing.ACTIVE.value


def list_registered(
    session: Session,
    *,
    actor: Actor,
    kind: RegisterKind,
    text: str = "",
    status: str = "",
    county: str = "",
    page: int = 1,
    per_page: int = 50,
    at: datetime,
) -> Lines:
    """Return a page of a register by name; the search needs no accents and knows pinyin and Chinese.

    `status` is a Standing; without one merged ones are left out. Five statements whatever the size.
    """
    require(actor, Permission.EMPLOYER_READ)
    register, day = REGISTERS[kind], local_day(at)
    model = register.model
    wanted = [model.merged_into.is_(None), *contains_words(register, text)]
    if status:
        wanted.append(model.status == status)
    if county and register is EMPLOYERS:
        wanted.append(Employer.county == county)
    total = session.scalar(select(func.count()).select_from(model).where(*wanted)) or 0
    order = (model.created_at.desc(),) if status == Standing.PROPOSED.value else (model.search_key, model.id)
    query = select(model).where(*wanted).order_by(*order)
    found = cast(
        "list[Registered]", list(session.scalars(query.offset((page - 1) * per_page).limit(per_page)))
    )
    return Lines(tuple(_with_counts(session, register, found, day)), total)


def contains_words(register: Register, text: str) -> list[ColumnElement[bool]]:
    """Return the conditions that keep what has every word of a text in one of its names."""
    column = register.model.search_text
    pairs = [(word, plain_text(word)) for word in search_key(text).split()]
    plain = plain_text(text).split()
    if len(plain) == len(pairs):
        pairs = list(zip((key for key, _ in pairs), plain, strict=True))
    return [
        or_(column.contains(key, autoescape=True), column.contains(word, autoescape=True))
        for key, word in pairs
    ]


def read_registered(
    session: Session, *, actor: Actor, kind: RegisterKind, object_id: UUID, at: datetime
) -> RegisterPage:
    """Return one of a register with its history; NotFound when unknown."""
    require(actor, Permission.EMPLOYER_READ)
    register, day = REGISTERS[kind], local_day(at)
    found = registered(session, register, object_id)
    kept = registered(session, register, found.merged_into) if found.merged_into else None
    proposed = found.status == Standing.PROPOSED.value and kept is None
    return RegisterPage(
        id=found.id,
        kind=kind,
        facts=facts_of(found),
        status=status_on(found, day),
        standing=Standing(found.status),
        suspended_from=found.suspended_from,
        suspended_to=found.suspended_to,
        version=found.version,
        proposed_by=names_of_organisations(session, [found.proposed_by], day).get(found.proposed_by, ""),
        question=found.question,
        merged_into=found.merged_into,
        merged_name=getattr(kept, register.name) if kept else "",
        created_at=found.created_at,
        history=history(session, kind=kind.value, object_id=object_id),
        similar=_similar(session, register, found, day) if proposed else (),
    )


def facts_of(found: Registered) -> Facts:
    """Return what a register says of one, as its form shows it."""
    if isinstance(found, Employer):
        texts = {field.name: getattr(found, field.name) or "" for field in fields(EmployerFacts)}
        return EmployerFacts(**texts)
    values: dict[str, Any] = {field.name: getattr(found, field.name) for field in fields(RecruiterFacts)}
    return RecruiterFacts(**values)


def waiting_proposals(session: Session, *, actor: Actor) -> int:
    """Return how many proposed employers and recruiters wait for the province."""
    require(actor, Permission.EMPLOYER_READ)
    counts = (
        session.scalar(
            select(func.count())
            .select_from(register.model)
            .where(register.model.status == Standing.PROPOSED.value, register.model.merged_into.is_(None))
        )
        for register in REGISTERS.values()
    )
    return sum(count or 0 for count in counts)


def _with_counts(
    session: Session, register: Register, found: Sequence[Registered], day: date
) -> Sequence[RegisterLine]:
    ids = [item.id for item in found]
    listed = people_listed(session, register, ids, day)
    abroad = people_abroad(session, register, ids)
    names = names_of_organisations(session, [item.proposed_by for item in found], day)
    return [
        _line(
            item,
            register,
            day,
            names.get(item.proposed_by, ""),
            listed.get(item.id, 0),
            abroad.get(item.id, 0),
        )
        for item in found
    ]


def _line(
    found: Registered, register: Register, day: date, proposed_by: str = "", listed: int = 0, abroad: int = 0
) -> RegisterLine:
    return RegisterLine(
        id=found.id,
        name=getattr(found, register.name),
        name_zh=getattr(found, "name_zh", ""),
        pinyin=getattr(found, "pinyin", ""),
        code=str(getattr(found, "credit_code", None) or getattr(found, "licence_number", "")),
        county=getattr(found, "county", ""),
        sector=getattr(found, "sector", ""),
        status=status_on(found, day),
        licence_to=getattr(found, "licence_to", None),
        proposed_by=proposed_by,
        question=found.question,
        created_at=found.created_at,
        listed=listed,
        abroad=abroad,
    )


def _similar(session: Session, register: Register, found: Registered, day: date) -> tuple[RegisterLine, ...]:
    """Offer those of the register whose names share the most telling words, the most alike first."""
    model = register.model
    kept = select(model).where(model.id != found.id, model.merged_into.is_(None))
    others = cast("list[Registered]", list(session.scalars(kept.where(model.status != "proposed"))))
    ranked = sorted(
        ((likeness_of_names(found.search_key, other.search_key), other) for other in others),
        key=lambda pair: (-pair[0], pair[1].search_key),
    )
    near = [other for likeness, other in ranked if likeness >= NEAR]
    return tuple(_line(other, register, day) for other in near[:OFFERED])
