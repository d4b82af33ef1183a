"""Returns that name nobody, as the gate's commander and the communes see them, and who they may be."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from borderreg.crypto import vault
from borderreg.domain.access import Actor, Permission, Role
from borderreg.domain.entry_codes import format_entry_code
from borderreg.domain.names import search_key
from borderreg.domain.people import is_personal_id, last4
from borderreg.domain.return_matches import OPEN, MatchOutcome
from borderreg.models import (
    Entry,
    Event,
    Gate,
    GroupFact,
    Journey,
    Organisation,
    ReturnMatch,
    UnnamedReturn,
    Worker,
    WorkList,
)
from borderreg.reports.columns import let_in, not_annulled
from borderreg.services.guard import require
from borderreg.services.private_fields import find_hash, unseal

AT_MOST = 100
CANDIDATES = 20
LAST = aliased(ReturnMatch)
STILL_OPEN = [outcome.value for outcome in OPEN if outcome is not None]


@dataclass(frozen=True, slots=True)
class UnnamedLine:
    """A return that names nobody, with what the person declared; `decided` says what was decided last."""

    event_id: UUID
    kind: str
    at: datetime
    gate_code: str
    commune_code: str
    name: str
    birth: str
    sex: str
    id_last4: str
    note: str
    turned_back: bool
    handed_over: bool
    decided: str
    decided_entry: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entry that may be the person's: enough to compare, never the full number."""

    entry_id: UUID
    worker_id: UUID
    name: str
    birth: str
    sex: str
    id_last4: str
    commune: str
    list_no: str
    row: int
    departed_at: datetime | None


def unnamed_returns(session: Session, *, actor: Actor, decided: bool = False) -> tuple[UnnamedLine, ...]:
    """Return what waits, the oldest first, or what was decided, the newest first: at most a hundred.

    A commander sees those of the post's gates, a commune those whose person declared to be from there; one
    that was found to be another commune's leaves its pages.
    """
    require(actor, Permission.RETURN_MATCH)
    matched = aliased(Entry)
    told = or_(LAST.entry_id.is_(None), matched.id.is_not(None))
    done = and_(LAST.outcome.is_not(None), LAST.outcome.not_in(STILL_OPEN), told)
    query = (
        _visible(actor)
        .add_columns(LAST.outcome, matched.cti)
        .outerjoin(matched, _matched(actor, matched))
        .where(done if decided else or_(LAST.id.is_(None), LAST.outcome.in_(STILL_OPEN)))
        .order_by(Event.occurred_at.desc() if decided else Event.occurred_at, Event.id)
        .limit(AT_MOST)
    )
    return tuple(_line(*row) for row in session.execute(query))


def count_waiting(session: Session, *, actor: Actor) -> int:
    """Return how many returns wait for the actor, at most a hundred."""
    return len(unnamed_returns(session, actor=actor))


def show_unnamed(session: Session, *, actor: Actor, event_id: UUID) -> UnnamedLine | None:
    """Return one return that the actor may see, or None."""
    require(actor, Permission.RETURN_MATCH)
    matched = aliased(Entry)
    query = _visible(actor).add_columns(LAST.outcome, matched.cti).where(Event.id == event_id)
    row = session.execute(query.outerjoin(matched, _matched(actor, matched))).first()
    return None if row is None else _line(*row)


def _visible(actor: Actor) -> Select[*tuple[Any, ...]]:
    """Select the returns of the actor's post or commune with the last decision on each."""
    last_step = (
        select(func.max(ReturnMatch.step)).where(ReturnMatch.event_id == Event.id).correlate(Event)
    ).scalar_subquery()
    in_hand_over = exists().where(GroupFact.group_id == Event.group_id, GroupFact.kind == "hand_over")
    return (
        select(Event, UnnamedReturn, in_hand_over.label("handed_over"))
        .join(UnnamedReturn, UnnamedReturn.event_id == Event.id)
        .join(Gate, Gate.code == Event.gate_code)
        .outerjoin(LAST, and_(LAST.event_id == Event.id, LAST.step == last_step))
        .where(_own(actor), let_in(Event), not_annulled(Event))
    )


def _own(actor: Actor) -> ColumnElement[bool]:
    if actor.role is Role.GATE_COMMANDER:
        return or_(Gate.organisation_id == actor.organisation_id, Gate.post_id == actor.organisation_id)
    return UnnamedReturn.commune_code == actor.organisation_code


def _matched(actor: Actor, matched: Any) -> ColumnElement[bool]:
    """Join the entry that was decided on; another commune's entry is not told to a commune."""
    same: ColumnElement[bool] = matched.id == LAST.entry_id
    if actor.role is Role.GATE_COMMANDER:
        return same
    return and_(same, matched.organisation_id == actor.organisation_id)


def declared_of(event: Event) -> Mapping[str, Any]:
    """Open what was declared of an event; empty when nothing was."""
    if event.declared is None:
        return {}
    text = vault().fields.decrypt(event.declared, bound_to=f"events.declared:{event.id}")
    said: Mapping[str, Any] = json.loads(text)
    return said if "name" in said else {}


def _line(
    event: Event, unnamed: UnnamedReturn, handed_over: bool, outcome: str | None, cti: bytes | None
) -> UnnamedLine:
    said = declared_of(event)
    decided = "" if outcome in (None, *STILL_OPEN) else str(outcome)
    return UnnamedLine(
        event_id=event.id,
        kind=unnamed.kind,
        at=event.occurred_at,
        gate_code=event.gate_code,
        commune_code=unnamed.commune_code,
        name=said.get("name", ""),
        birth=said.get("birth", ""),
        sex=said.get("sex", ""),
        id_last4=last4(said["personal_id"]) if said.get("personal_id") else "",
        note=said.get("note", ""),
        turned_back=event.cause == "turned_back",
        handed_over=bool(handed_over),
        decided=decided,
        decided_entry=format_entry_code(cti) if cti and decided == MatchOutcome.MATCHED else "",
    )


def candidates(session: Session, *, actor: Actor, event_id: UUID, text: str = "") -> tuple[Candidate, ...]:
    """Return up to 20 entries that may be the person's, who is away first; a commune only its own.

    `text` is a name, or a personal number; without it what was declared is searched for. Nothing for an event
    that the actor may not see. The caller logs whom it showed.
    """
    require(actor, Permission.RETURN_MATCH)
    event = session.execute(_visible(actor).where(Event.id == event_id)).first()
    if event is None:
        return ()
    said = declared_of(event[0])
    wanted = _likeness(text or said.get("name", ""), "" if text else said.get("birth", ""))
    number = "".join(text.split()) if text else (said.get("personal_id") or "")
    if is_personal_id(number):
        same = Worker.personal_id_hash == find_hash("personal_id", number)
        wanted = same if wanted is None else or_(same, wanted)
    if wanted is None:
        return ()
    query = (
        select(Entry, Organisation.code, WorkList.list_no, Journey.departed_at)
        .join(Worker, Worker.id == Entry.worker_id)
        .join(WorkList, WorkList.id == Entry.list_id)
        .join(Organisation, Organisation.id == Entry.organisation_id)
        .outerjoin(Journey, and_(Journey.worker_id == Entry.worker_id, Journey.returned_event_id.is_(None)))
        .where(Entry.cti.is_not(None), wanted)
        .order_by(Journey.departed_at.is_(None), Entry.valid_to.desc(), Entry.id)
        .limit(CANDIDATES)
    )
    if actor.role is not Role.GATE_COMMANDER:
        query = query.where(Entry.organisation_id == actor.organisation_id)
    return tuple(_candidate(*row) for row in session.execute(query))


def _likeness(name: str, birth: str) -> ColumnElement[bool] | None:
    words = search_key(name).split()
    if not words or len("".join(words)) < 3:
        return None
    parts = [Entry.search_key.contains(word, autoescape=True) for word in words]
    if birth:
        parts.append(Entry.birth.startswith(birth[:4], autoescape=True))
    return and_(*parts)


def _candidate(entry: Entry, commune: str, list_no: str, departed_at: datetime | None) -> Candidate:
    number = unseal(entry.personal_id, place="entries.personal_id", row_id=entry.id)
    return Candidate(
        entry_id=entry.id,
        worker_id=entry.worker_id,
        name=entry.name,
        birth=entry.birth,
        sex=entry.sex,
        id_last4=last4(number),
        commune=commune,
        list_no=list_no,
        row=entry.row,
        departed_at=departed_at,
    )
