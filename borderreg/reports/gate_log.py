"""The log of a post's gates on one day: what was recorded, by code and not by name, newest first."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Select, case, func, or_, select
from sqlalchemy.orm import Session

from borderreg.domain.access import Actor, Permission
from borderreg.domain.entry_codes import format_entry_code
from borderreg.domain.errors import NotPermitted
from borderreg.domain.visits import VERIFIED
from borderreg.models import Device, Event, Gate, User
from borderreg.reports.counted import on_paper


@dataclass(frozen=True, slots=True)
class GateLogRow:
    """One event as the gate's own people see it; the worker is only a code."""

    id: UUID
    at: datetime
    gate_code: str
    kind: str
    direction: str
    verdict: str
    reasons: tuple[str, ...]
    flags: tuple[str, ...]
    entry_code: str
    device: str
    officer: str
    annuls: bool
    cause: str = ""


@dataclass(frozen=True, slots=True)
class GateLog:
    """A page of the day's events, and how many of each kind and gate, by paper lists apart."""

    day: date
    gates: tuple[tuple[str, str], ...]  # code, name
    rows: tuple[GateLogRow, ...]
    total: int
    counts: dict[tuple[str, str], int]  # (gate, kind) → events

    def count(self, kind: str) -> int:
        """Return the events of a kind at all gates."""
        return sum(number for (_, of_kind), number in self.counts.items() if of_kind == kind)


def gate_log(session: Session, *, actor: Actor, day: date, page: int = 1, per_page: int = 50) -> GateLog:
    """Return a day's events at the gates of the actor's post; four statements whatever their number."""
    if not actor.may(Permission.GATE_READ):
        raise NotPermitted(Permission.GATE_READ)
    gates = tuple((row.code, row.name_vi) for row in session.scalars(_gates_of(actor)))
    codes = [code for code, _ in gates]
    counts = _counts(session, codes, day)
    query = (
        select(Event, Device.name, User.name)
        .outerjoin(Device, Device.id == Event.device_id)
        .outerjoin(User, User.id == Event.officer_id)
        .where(Event.gate_code.in_(codes), Event.local_day == day, Event.method != VERIFIED)
        .order_by(Event.occurred_at.desc(), Event.id.desc())
        .limit(per_page)
        .offset((page - 1) * per_page)
    )
    rows = tuple(_row(event, device, officer) for event, device, officer in session.execute(query))
    return GateLog(day, gates, rows, sum(counts.values()), counts)


def _gates_of(actor: Actor) -> Select[Gate]:
    own = actor.organisation_id
    return select(Gate).where(or_(Gate.organisation_id == own, Gate.post_id == own)).order_by(Gate.bit)


def _counts(session: Session, codes: list[str], day: date) -> Counter[tuple[str, str]]:
    kind = case(*on_paper(), else_=Event.kind)
    query = (
        select(Event.gate_code, kind, func.count())
        .where(Event.gate_code.in_(codes), Event.local_day == day, Event.method != VERIFIED)
        .group_by(Event.gate_code, kind)
    )
    return Counter({(gate, of_kind): number for gate, of_kind, number in session.execute(query)})


def _row(event: Event, device: str | None, officer: str | None) -> GateLogRow:
    return GateLogRow(
        id=event.id,
        at=event.occurred_at,
        gate_code=event.gate_code,
        kind=event.kind,
        direction=event.direction,
        verdict=event.verdict,
        reasons=tuple(event.reasons),
        flags=tuple(event.flags),
        entry_code=format_entry_code(event.cti) if event.cti else "",
        device=device or "",
        officer=officer or "",
        annuls=event.annuls_id is not None,
        cause=event.cause,
    )
