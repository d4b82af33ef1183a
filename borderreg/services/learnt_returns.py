"""Returns that no gate saw: learnt at a visit, appended to the crossing log as `verified`, and taken back.

The event stands at the gate of the departure that it closes, because a journey needs one; its method keeps it
out of the gates' own figures (gate-protocol, rule 6).
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from borderreg.domain.access import Actor
from borderreg.domain.audit import canonical
from borderreg.domain.errors import NotFound, Refused
from borderreg.domain.events import hash_body
from borderreg.domain.journeys import Fact, Folded, fold
from borderreg.domain.periods import local_day
from borderreg.domain.visits import VERIFIED, return_moment
from borderreg.models import Entry, Event, Worker, new_id
from borderreg.reports.facts import EVENTS
from borderreg.services.event_log import journey_view
from borderreg.services.journeys import project, worker_facts


def record_return(session: Session, *, actor: Actor, worker_id: UUID, day: date, at: datetime) -> UUID:
    """Close the open journey of a worker with a return learnt on an approximate day; return the event's id.

    NotFound when the worker did not leave by an entry of the actor's commune; Refused `not_away` when the
    return is recorded already, `return_day` for a day that cannot be.
    """
    _lock(session, worker_id)
    before = worker_facts(session, worker_id=worker_id)
    folded = fold(before)
    if folded.open is None:
        raise Refused("not away", code="not_away")
    departed = folded.open.departed
    if departed.entry is None or not _is_own(session, actor, departed.entry):
        raise NotFound("worker")
    moment = return_moment(day, departed_at=departed.occurred_at, at=at)
    fact = replace(
        departed, id=new_id(), kind="return", occurred_at=moment, device=None, seq=None, live=False
    )
    values = learnt_values(fact, actor, worker_id, at) | {"direction": "return", "cause": ""}
    append_learnt(session, values, folded, fold((*before, fact)), worker_id, at)
    return fact.id


def annul_return(session: Session, *, actor: Actor, event_id: UUID, reason: str, at: datetime) -> UUID:
    """Take a learnt return back by an annulment; the journey is open again. Return the annulment's id."""
    event = session.get(Event, event_id)
    if event is None or event.worker_id is None or event.method != VERIFIED:
        raise NotFound("event")
    _lock(session, event.worker_id)
    before = worker_facts(session, worker_id=event.worker_id)
    fact = Fact(
        id=new_id(),
        kind="annulment",
        occurred_at=at,
        gate=event.gate_code,
        country=event.country,
        live=True,
        annuls=event_id,
    )
    values = learnt_values(fact, actor, event.worker_id, at) | {
        "direction": "annulment",
        "override_reason": reason,
    }
    append_learnt(session, values, fold(before), fold((*before, fact)), event.worker_id, at)
    return fact.id


def _lock(session: Session, worker_id: UUID) -> None:
    if session.scalar(select(Worker.id).where(Worker.id == worker_id).with_for_update()) is None:
        raise NotFound("worker")


def _is_own(session: Session, actor: Actor, entry_id: UUID) -> bool:
    own = select(Entry.id).where(Entry.id == entry_id, Entry.organisation_id == actor.organisation_id)
    return session.scalar(own) is not None


def append_learnt(
    session: Session, values: Mapping[str, Any], before: Folded, after: Folded, worker_id: UUID, at: datetime
) -> None:
    """Append an event that no gate recorded, and write the difference of the two folds."""
    answer = {"id": str(values["id"]), "result": "stored", "journey": journey_view(after)}
    session.execute(insert(EVENTS), {**values, "answer": answer})
    project(session, worker_id=worker_id, before=before, after=after, at=at)


def learnt_values(fact: Fact, actor: Actor, worker_id: UUID, at: datetime) -> dict[str, Any]:
    """Return the columns of such an event; direction and cause, or the reason, are the caller's."""
    said = {
        "id": str(fact.id),
        "kind": fact.kind,
        "worker": str(worker_id),
        "occurred_at": fact.occurred_at.isoformat(),
        "annuls": str(fact.annuls) if fact.annuls else None,
        "by": str(actor.user_id),
    }
    return {
        "id": fact.id,
        "province_code": "20",
        "device_id": None,
        "seq": None,
        "prev_hash": "",
        "body_hash": hash_body(canonical(said).encode()),
        "officer_id": actor.user_id,
        "gate_code": fact.gate,
        "crossing_point": "",
        "kind": fact.kind,
        "country": fact.country,
        "cti": None,
        "entry_id": fact.entry,
        "worker_id": worker_id,
        "declared": None,
        "occurred_at": fact.occurred_at,
        "said_at": fact.occurred_at,
        "received_at": at,
        "local_day": local_day(fact.occurred_at),
        "clock_offset": None,
        "pack_serial": 0,
        "method": VERIFIED,
        "live": fact.live,
        "verdict": "",
        "reasons": [],
        "server_verdict": "",
        "server_reasons": [],
        "flags": [],
        "override_reason": "",
        "cause": "",
        "annuls_id": fact.annuls,
    }
