"""Passages keyed in at a gate's desk: ordinary events of the log, without a device, idempotent by content."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from borderreg.domain.access import Actor
from borderreg.domain.audit import canonical
from borderreg.domain.errors import NotFound
from borderreg.domain.events import SentEvent, hash_body
from borderreg.domain.gate import GateFacts
from borderreg.domain.periods import local_day
from borderreg.models import Gate
from borderreg.services.event_log import Batch, record_events
from borderreg.services.key_use import current_key_list
from borderreg.services.known_devices import KnownDevice, OfficerOnShift
from borderreg.services.officers import OfficerClaim
from borderreg.services.places import reference_facts

NAMESPACE = UUID("6f0a5d1e-5d0b-5c57-9c0e-3a7d1d7f2b10")
NO_SHIFT = UUID(int=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """One passage as a paper or another system has it: whose code, which way, when."""

    cti: bytes
    direction: str
    at: datetime


def record_passages(
    session: Session,
    *,
    actor: Actor,
    gate_code: str,
    method: str,
    passages: Sequence[Passage],
    at: datetime,
) -> list[dict[str, Any]]:
    """Record passages at a gate of the actor's post and return an answer for each, in order.

    The same passage (code, way, minute and gate) has one id whoever keys it in: `duplicate` the second time.
    What is recorded there already within ten minutes folds with it, by the rules of every queued event.
    """
    batch = _batch(session, actor, gate_code, at)
    events = [_event(passage, gate_code, method) for passage in passages]
    return record_events(session, batch=batch, events=events)


def annul_passage(
    session: Session, *, actor: Actor, gate_code: str, event_id: UUID, at: datetime
) -> dict[str, Any]:
    """Take back a passage that was keyed in; after fifteen minutes it waits for the commander's review."""
    annulment = replace(
        _event(Passage(cti=b"", direction="annulment", at=at), gate_code, "paper"),
        id=uuid5(NAMESPACE, f"annul|{event_id}"),
        cti=None,
        verdict="",
        annuls=event_id,
        override_reason="wrong_person",
        body_hash=hash_body(canonical({"annuls": str(event_id)}).encode()),
    )
    return record_events(session, batch=_batch(session, actor, gate_code, at), events=[annulment])[0]


def _event(passage: Passage, gate_code: str, method: str) -> SentEvent:
    minute = passage.at.astimezone(UTC).replace(second=0, microsecond=0)
    facts = {
        "method": method,
        "gate": gate_code,
        "cti": passage.cti.hex(),
        "direction": passage.direction,
        "occurred_at": minute.isoformat(),
    }
    return SentEvent(
        id=uuid5(NAMESPACE, "|".join(facts.values())),
        direction=passage.direction,
        said_at=minute,
        body_hash=hash_body(canonical(facts).encode()),
        seq=0,
        prev_hash="",
        method=method,
        pack_serial=0,
        digits=None,
        cti=passage.cti,
        entry_code=None,
        declared=None,
        verdict="accept",
        reasons=(),
        override_reason="",
        cause="",
        document_changed=False,
        annuls=None,
        officer=None,
        gate=None,
    )


def _batch(session: Session, actor: Actor, gate_code: str, at: datetime) -> Batch:
    own = or_(Gate.organisation_id == actor.organisation_id, Gate.post_id == actor.organisation_id)
    gate = session.scalars(select(Gate).where(Gate.code == gate_code, own)).first()
    place = reference_facts(session, day=local_day(at)).gate(gate_code)
    if gate is None or place is None or actor.user_id is None:
        raise NotFound("gate")
    facts = GateFacts(
        code=place.code,
        bit=place.bit,
        international=place.for_workers,
        hours=tuple((point.open_from, point.open_to) for point in place.points if point.for_workers),
    )
    desk = KnownDevice(
        id=None,
        name="",
        public_key=b"",
        revoked=False,
        gate=facts,
        gate_name=place.name_vi,
        country=place.country,
        crossing_point="",
        post_id=gate.post_id,
        key_serial=0,
        officer=_keying(actor, actor.user_id),
    )
    claims: dict[str | None, OfficerClaim] = {None: OfficerClaim(actor.user_id)}
    return Batch(device=desk, live=False, keys=current_key_list(session), at=at, offset=0, claims=claims)


def _keying(actor: Actor, user_id: UUID) -> OfficerOnShift:
    return OfficerOnShift(
        shift_id=NO_SHIFT,
        user_id=user_id,
        username=actor.username,
        name=actor.name,
        role=actor.role,
        organisation_id=actor.organisation_id,
        organisation_code=actor.organisation_code,
    )
