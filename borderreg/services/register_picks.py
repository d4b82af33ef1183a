"""What a commune sees of the registers: names to pick while typing, and the province's questions to it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import cast
from uuid import UUID

from sqlalchemy import case, or_, select
from sqlalchemy.orm import Session

from borderreg.domain.access import Actor, Permission
from borderreg.domain.employers import RegisterKind, Standing
from borderreg.domain.names import search_key
from borderreg.domain.periods import local_day
from borderreg.services.guard import require
from borderreg.services.register_reading import contains_words, status_on
from borderreg.services.registers import REGISTERS, Register, Registered

OFFERED = 8
SHORTEST = 2


@dataclass(frozen=True, slots=True)
class Pick:
    """A name to pick with what tells it from others; no contact of anybody is in it."""

    id: UUID
    name: str
    name_zh: str
    pinyin: str
    county: str
    code: str
    status: str


@dataclass(frozen=True, slots=True)
class Question:
    """What the province asks about a name that the commune wrote."""

    id: UUID
    kind: RegisterKind
    name: str
    question: str
    created_at: datetime


def suggest(
    session: Session, *, actor: Actor, kind: RegisterKind, text: str, at: datetime
) -> tuple[Pick, ...]:
    """Return up to eight names that have every typed word; one statement.

    Accents are not needed; pinyin, Chinese and the code are found too. What other communes proposed is not
    offered: only the province has looked at it.
    """
    require(actor, Permission.LIST_EDIT)
    key = search_key(text)
    if len(key) < SHORTEST and key.isascii():
        return ()
    register = REGISTERS[kind]
    model = register.model
    own = (model.status != Standing.PROPOSED.value) | (model.proposed_by == actor.organisation_id)
    ranks = (
        (model.search_key.startswith(key, autoescape=True), 0),
        (model.search_text.startswith(key, autoescape=True), 1),
    )
    query = (
        select(model)
        .where(model.merged_into.is_(None), own, *contains_words(register, text))
        .order_by(case(*ranks, else_=2), model.status != "active", model.search_key, model.id)
        .limit(OFFERED)
    )
    found = cast("list[Registered]", list(session.scalars(query)))
    return tuple(_pick(item, register, local_day(at)) for item in found)


def _pick(found: Registered, register: Register, day: date) -> Pick:
    return Pick(
        id=found.id,
        name=getattr(found, register.name),
        name_zh=getattr(found, "name_zh", ""),
        pinyin=getattr(found, "pinyin", ""),
        county=getattr(found, "county", ""),
        code=str(getattr(found, "credit_code", None) or getattr(found, "licence_number", "")),
        status=status_on(found, day),
    )


def known_names(session: Session, *, actor: Actor, kind: RegisterKind, most: int = 200) -> tuple[str, ...]:
    """Return names to offer where no script runs: the register's active ones and the commune's own."""
    require(actor, Permission.LIST_EDIT)
    register = REGISTERS[kind]
    model = register.model
    name = getattr(model, register.name)
    fit = or_(model.status == Standing.ACTIVE.value, model.proposed_by == actor.organisation_id)
    query = select(name).where(model.merged_into.is_(None), fit).order_by(model.search_key, model.id)
    return tuple(session.scalars(query.limit(most)))


def open_questions(session: Session, *, actor: Actor) -> tuple[Question, ...]:
    """Return what the province asks the actor's commune about the names that it proposed."""
    require(actor, Permission.LIST_EDIT)
    found: list[Question] = []
    for kind, register in REGISTERS.items():
        model = register.model
        asked = (
            model.proposed_by == actor.organisation_id,
            model.question != "",
            model.merged_into.is_(None),
        )
        rows = cast("list[Registered]", list(session.scalars(select(model).where(*asked).order_by(model.id))))
        found += [
            Question(item.id, kind, getattr(item, register.name), item.question, item.created_at)
            for item in rows
        ]
    return tuple(found)
