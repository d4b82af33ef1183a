"""The crossing log: a device's batch appended, decided, folded and logged in one transaction."""

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, bindparam, insert, select, union_all
from sqlalchemy.orm import Session

from borderreg.domain.access import Actor, Role
from borderreg.domain.audit import AuditAction
from borderreg.domain.events import SentEvent, corrected, is_uncertain
from borderreg.domain.gate import GateFacts, Verdict
from borderreg.domain.journeys import Fact, Folded, fold, takes_part
from borderreg.domain.keys import KeyList
from borderreg.domain.periods import local_day
from borderreg.domain.reasons import Flag, VerdictClass
from borderreg.models import EventConflict, new_id
from borderreg.prepared import Prepared
from borderreg.reports.facts import EVENTS, FACT_COLUMNS, fact_of
from borderreg.services.annulments import Annulment, weigh_annulment
from borderreg.services.audit import record
from borderreg.services.event_extras import condition_flags, gate_by_order, note_extras, sealed_words
from borderreg.services.gate import Identified, Naming, decide_passage, identify
from borderreg.services.journeys import facts_of_worker, project, reviewed_events
from borderreg.services.known_devices import KnownDevice
from borderreg.services.officers import OfficerClaim
from borderreg.services.supersession import close_older, settle_entries

KNOWN_COLUMNS: tuple[ColumnElement[Any], ...] = (
    *FACT_COLUMNS,
    EVENTS.c.body_hash,
    EVENTS.c.said_at,
    EVENTS.c.received_at,
    EVENTS.c.answer,
)
KNOWN_EVENTS = Prepared(
    union_all(
        *facts_of_worker(*KNOWN_COLUMNS),
        select(*KNOWN_COLUMNS).where(EVENTS.c.id == bindparam("id")),
        select(*KNOWN_COLUMNS).where(EVENTS.c.annuls_id == bindparam("id")),
        select(*KNOWN_COLUMNS).where(
            EVENTS.c.device_id == bindparam("device"), EVENTS.c.seq == bindparam("seq")
        ),
    )
)
INSERT_EVENT = Prepared(insert(EVENTS), columns=EVENTS.c.keys())
NOBODY = UUID(int=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """What every event of one call shares; `at` is the server's time, `offset` in whole seconds."""

    device: KnownDevice
    live: bool
    keys: KeyList
    at: datetime
    offset: int
    claims: Mapping[str | None, OfficerClaim] = field(default_factory=dict)
    gates: Mapping[str | None, tuple[GateFacts, str]] = field(default_factory=dict)

    def occurred(self, sent: SentEvent) -> datetime:
        """Return when an event happened: now for a live one, the corrected device time for a queued one."""
        return self.at if self.live else corrected(sent.said_at, offset_seconds=self.offset)

    def gate_of(self, sent: SentEvent) -> tuple[GateFacts, str]:
        """Return the gate where a queued event says it happened, else the device's own; with the country."""
        return self.gates.get(sent.gate) or (self.device.gate, self.device.country)

    def is_elsewhere(self, sent: SentEvent) -> bool:
        """Say whether a queued event names another gate than the one its device was enrolled for."""
        return not self.live and sent.gate is not None and sent.gate != self.device.gate.code

    def claim_of(self, sent: SentEvent) -> OfficerClaim:
        """Return who recorded an event, as far as it can be known."""
        return self.claims[None if self.live else sent.officer]


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the log already holds around one event."""

    same_id: Any
    previous: Any
    facts: tuple[Fact, ...]


def record_events(session: Session, *, batch: Batch, events: Sequence[SentEvent]) -> list[dict[str, Any]]:
    """Append events and return an answer for each; one audit record covers the call."""
    answers = [_record(session, batch, sent) for sent in events]
    stored = [answer for answer in answers if answer["result"] in ("stored", "conflict")]
    if stored:
        _audit(session, batch, stored)
    return answers


def _record(session: Session, batch: Batch, sent: SentEvent) -> dict[str, Any]:
    if sent.direction == "annulment":
        return _record_annulment(session, batch, sent)
    at = batch.occurred(sent)
    gate, country = batch.gate_of(sent)
    gate = gate_by_order(gate, sent)
    naming = Naming(digits=sent.digits, cti=sent.cti, entry_code=sent.entry_code)
    identified = identify(session, naming=naming, keys=batch.keys, at=at, lock=True)
    worker_id = identified.line.worker_id if identified.line else None
    known = _known(session, batch, sent, worker_id)
    if known.same_id is not None:
        return _answer_again(session, batch, sent, known.same_id)
    before = fold(known.facts)
    verdict = decide_passage(
        identified=identified,
        past=_past_at(known.facts, before, batch, at),
        gate=gate,
        direction=sent.direction,
        at=at,
        document_changed=sent.shows_valid_paper(local_day(at)),
        paper=sent.paper,
    )
    kind, shown, reasons = _outcome(batch, sent, verdict)
    flags = _flags(batch, sent, verdict, known, at)
    values = _values(batch, sent, identified, at, gate, country) | {
        "kind": kind,
        "verdict": shown,
        "reasons": reasons,
        "server_verdict": verdict.class_.value,
        "server_reasons": [reason.value for reason in verdict.reasons],
        "flags": flags,
    }
    answer = _append(session, batch, values, known, before)
    note_extras(session, sent=sent, values=values)
    left = kind == "departure" and takes_part(kind=kind, flags=flags)
    if left and identified.line and identified.line.has_older:
        post, entry_id = batch.device.post_id, identified.line.entry_id
        close_older(session, entry_id=entry_id, actor=_actor(batch), organisation_id=post, at=batch.at)
    return answer


def _known(session: Session, batch: Batch, sent: SentEvent, worker_id: UUID | None) -> Known:
    named = {"worker": worker_id or NOBODY, "id": sent.id, "device": batch.device.id, "seq": sent.seq - 1}
    rows = KNOWN_EVENTS.rows(session, named)
    reviewed = reviewed_events(session, rows=rows)
    facts = {
        row.id: fact_of(row, reviewed=reviewed)
        for row in rows
        if row.annuls_id is not None or (worker_id is not None and row.worker_id == worker_id)
    }
    return Known(
        same_id=next((row for row in rows if row.id == sent.id), None),
        previous=next(
            (row for row in rows if row.device_id == batch.device.id and row.seq == sent.seq - 1), None
        ),
        facts=tuple(facts.values()),
    )


def _past_at(facts: tuple[Fact, ...], whole: Folded, batch: Batch, at: datetime) -> Folded:
    """Return the fold as it stood when a late event happened; the whole one for a live event."""
    return whole if batch.live else fold(fact for fact in facts if fact.occurred_at <= at)


def _answer_again(session: Session, batch: Batch, sent: SentEvent, row: Any) -> dict[str, Any]:
    if row.device_id == batch.device.id and row.body_hash == sent.body_hash:
        return {**row.answer, "result": "duplicate"}
    session.add(
        EventConflict(
            id=new_id(),
            event_id=sent.id,
            device_id=batch.device.id,
            body_hash=sent.body_hash,
            received_at=batch.at,
        )
    )
    return {"id": str(sent.id), "result": "conflict"}


PASSES = frozenset({VerdictClass.ACCEPT.value})


def _outcome(batch: Batch, sent: SentEvent, verdict: Verdict) -> tuple[str, str, list[str]]:
    """Return kind, verdict and reasons: the server decides live events, the officer decided queued ones."""
    if batch.live:
        shown, reasons = verdict.class_.value, [reason.value for reason in verdict.reasons]
    else:
        shown, reasons = sent.verdict, list(sent.reasons)
    if sent.direction == "return":
        return "return", shown, reasons
    overridden = shown == VerdictClass.CHECK.value and bool(sent.override_reason)
    return ("departure" if shown in PASSES or overridden else "attempt"), shown, reasons


def _flags(batch: Batch, sent: SentEvent, verdict: Verdict, known: Known, at: datetime) -> list[str]:
    flags = [flag.value for flag in verdict.flags] + condition_flags(sent)
    if sent.declared is not None:
        flags.append(Flag.DECLARED_IDENTITY.value)
    if not batch.live:
        flags.append(Flag.DECIDED_OFFLINE.value)
        if sent.direction == "departure" and verdict.class_ in (VerdictClass.REFUSE, VerdictClass.UNREADABLE):
            flags.append(Flag.WOULD_REFUSE.value)
    return flags + _record_flags(batch, sent, known, at)


def _record_flags(batch: Batch, sent: SentEvent, known: Known, at: datetime) -> list[str]:
    """Return what is remarkable about the record itself: its chain, its clock, who sent it."""
    flags = []
    if not _continues(sent, known.previous):
        flags.append(Flag.SEQUENCE_GAP.value)
    previous_said = known.previous.said_at if known.previous is not None else None
    if not batch.live and is_uncertain(
        occurred_at=at, received_at=batch.at, previous_said=previous_said, said_at=sent.said_at
    ):
        flags.append(Flag.TIME_UNCERTAIN.value)
    claim = batch.claim_of(sent)
    flags += [flag.value for flag in claim.flags]
    if batch.is_elsewhere(sent) and Flag.OFFICER_UNVERIFIED not in claim.flags:
        flags.append(Flag.OFFICER_UNVERIFIED.value)
    if batch.device.revoked and Flag.QUARANTINED not in claim.flags:
        flags.append(Flag.QUARANTINED.value)
    return flags


def _continues(sent: SentEvent, previous: Any) -> bool:
    if previous is None:
        return sent.seq <= 1 and not sent.prev_hash
    expected = base64.urlsafe_b64encode(previous.body_hash).rstrip(b"=").decode()
    return sent.prev_hash.rstrip("=") == expected


def _values(
    batch: Batch, sent: SentEvent, identified: Identified, at: datetime, gate: GateFacts, country: str
) -> dict[str, Any]:
    line = identified.line
    return {
        "id": sent.id,
        "province_code": "20",
        "device_id": batch.device.id,
        "seq": sent.seq,
        "prev_hash": sent.prev_hash,
        "body_hash": sent.body_hash,
        "officer_id": batch.claim_of(sent).user_id,
        "gate_code": gate.code,
        "crossing_point": sent.crossing_point or _own_lane(batch, gate),
        "direction": sent.direction,
        "country": country,
        "cti": identified.cti,
        "entry_id": line.entry_id if line else None,
        "worker_id": line.worker_id if line else None,
        "declared": sealed_words(sent),
        "occurred_at": at,
        "said_at": sent.said_at,
        "received_at": batch.at,
        "local_day": local_day(at),
        "clock_offset": batch.offset,
        "pack_serial": sent.pack_serial,
        "method": sent.method,
        "live": batch.live,
        "override_reason": sent.override_reason,
        "cause": sent.cause,
        "annuls_id": sent.annuls,
        "group_id": sent.group.id if sent.group else None,
    }


def _own_lane(batch: Batch, gate: GateFacts) -> str:
    """Return the first open lane of the device's own gate; of another gate none is known."""
    return batch.device.crossing_point if gate.code == batch.device.gate.code else ""


def _append(
    session: Session, batch: Batch, values: dict[str, Any], known: Known, before: Folded
) -> dict[str, Any]:
    """Insert the event, fold it in at its place and keep the answer that a repetition will get."""
    fact = Fact(
        id=values["id"],
        kind=values["kind"],
        occurred_at=values["occurred_at"],
        gate=values["gate_code"],
        country=values["country"],
        device=values["device_id"],
        seq=values["seq"],
        entry=values["entry_id"],
        live=values["live"],
        annuls=values["annuls_id"],
        counts=takes_part(kind=values["kind"], flags=values["flags"]),
    )
    worker_id = values["worker_id"]
    after = fold((*known.facts, fact)) if worker_id is not None else before
    found = after.flags.get(fact.id)
    if found is not None and found.value not in values["flags"]:
        values["flags"] = [*values["flags"], found.value]
    values["answer"] = _answer(values, after, live=batch.live, known_worker=worker_id is not None)
    INSERT_EVENT.run(session, values)
    if worker_id is not None:
        project(session, worker_id=worker_id, before=before, after=after, at=batch.at)
    return dict(values["answer"])


def _answer(values: dict[str, Any], after: Folded, *, live: bool, known_worker: bool) -> dict[str, Any]:
    answer = {
        "id": str(values["id"]),
        "result": "stored",
        "verdict": values["verdict"],
        "reasons": values["reasons"],
        "flags": values["flags"],
    }
    if known_worker:
        answer["journey"] = journey_view(after)
    if not live:
        answer["server_verdict"] = values["server_verdict"]
        answer["server_reasons"] = values["server_reasons"]
    return answer


def journey_view(folded: Folded) -> dict[str, Any]:
    """Return the journey as the API shows it: state, and abroad also the country and since when."""
    view: dict[str, Any] = {"state": folded.state.value}
    if folded.open is not None and folded.since is not None:
        gate = folded.open.departed.gate
        view |= {"country": folded.country, "since": folded.since.isoformat(), "gate": gate}
    return view


def _record_annulment(session: Session, batch: Batch, sent: SentEvent) -> dict[str, Any]:
    # an event is taken back at its own gate: where the device was enrolled, whatever gate the event names
    gate, country = batch.device.gate, batch.device.country
    at = batch.occurred(sent)
    officer = batch.device.officer if batch.live else None
    annulment: Annulment = weigh_annulment(
        session, annuls=sent.annuls, gate_code=gate.code, live=batch.live, officer=officer, at=batch.at
    )
    known = _known(session, batch, sent, annulment.worker_id)
    if known.same_id is not None:
        return _answer_again(session, batch, sent, known.same_id)
    if batch.live and annulment.refusal:
        return {"id": str(sent.id), "result": "invalid", "code": annulment.refusal}
    flags = _record_flags(batch, sent, known, at)
    if annulment.refusal:
        flags.append(Flag.WOULD_REFUSE.value)
    if annulment.held and Flag.QUARANTINED.value not in flags:
        flags.append(Flag.QUARANTINED.value)
    nobody = Identified(reading=None, cti=None, line=None)
    values = _values(batch, sent, nobody, at, gate, country) | {
        "kind": "annulment",
        "worker_id": annulment.worker_id,
        "verdict": "",
        "reasons": [],
        "server_verdict": "",
        "server_reasons": [],
        "flags": flags,
    }
    answer = _append(session, batch, values, known, fold(known.facts))
    if annulment.worker_id is not None:
        post, worker_id = batch.device.post_id, annulment.worker_id
        settle_entries(session, worker_id=worker_id, actor=_actor(batch), organisation_id=post, at=batch.at)
    return answer


def _actor(batch: Batch) -> Actor:
    officer = batch.device.officer
    if officer is not None:
        return officer.actor()
    return Actor(None, "", "", Role.GATE_OFFICER, batch.device.post_id, "", "api")


def _audit(session: Session, batch: Batch, answers: Sequence[Mapping[str, Any]]) -> None:
    record(
        session,
        actor=_actor(batch),
        action=AuditAction.EVENT_RECORDED,
        object_type="device",
        object_id=batch.device.id or batch.device.gate.code,
        payload={
            "live": batch.live,
            "events": [[answer["id"], answer["result"], answer.get("verdict", "")] for answer in answers],
        },
        at=batch.at,
        organisation_id=batch.device.post_id,
    )
