"""Shift reports as the post reads them: what the device said beside what the log holds of its numbers."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from borderreg.domain.access import Actor, Permission
from borderreg.domain.errors import NotFound, NotPermitted
from borderreg.domain.events import read_time
from borderreg.domain.periods import HANOI
from borderreg.domain.reasons import Flag
from borderreg.domain.shift_figures import Difference, ShiftFigures, differences
from borderreg.models import Device, Event, Gate, ShiftReport, ShiftSignOff, User

DAYS = 31
KINDS = {"departure": "departures", "return": "returns", "attempt": "attempts", "annulment": "annulments"}


@dataclass(frozen=True, slots=True)
class PackAgeAt:
    """How old a pack was at an hour, in minutes; None without one."""

    at: datetime
    minutes: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedBy:
    """A commander's signature under a report."""

    name: str
    at: datetime
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportPage:
    """One shift: who, where, when; the device's figures, the server's, and what differs."""

    id: UUID
    officer: str
    device: str
    gate: str
    started_at: datetime
    ended_at: datetime
    offline: bool
    received_at: datetime
    body_hash: bytes
    raw: dict[str, Any]
    said: ShiftFigures
    found: ShiftFigures
    differences: tuple[Difference, ...]
    signatures: tuple[SignedBy, ...]

    @property
    def ages(self) -> list[PackAgeAt]:
        """Return how old the device's pack was at the start and at each full hour."""
        return [PackAgeAt(read_time(one["at"]), one["minutes"]) for one in self.raw.get("pack_ages", [])]


def list_shift_reports(session: Session, *, actor: Actor, until: date) -> tuple[ReportPage, ...]:
    """Return the reports of the post's gates of the 31 days up to a day, the latest first."""
    end = datetime.combine(until + timedelta(days=1), datetime.min.time(), tzinfo=HANOI)
    query = _own(actor).where(ShiftReport.ended_at < end, ShiftReport.ended_at >= end - timedelta(days=DAYS))
    rows = session.execute(query.order_by(ShiftReport.ended_at.desc(), ShiftReport.id)).all()
    return _pages(session, rows)


def read_shift_report(session: Session, *, actor: Actor, report_id: UUID) -> ReportPage:
    """Return one report of the post's gates; NotFound for another's."""
    pages = _pages(session, session.execute(_own(actor).where(ShiftReport.id == report_id)).all())
    if not pages:
        raise NotFound("shift report")
    return pages[0]


def _own(actor: Actor) -> Any:
    if not actor.may(Permission.GATE_READ):
        raise NotPermitted(Permission.GATE_READ)
    own = or_(Gate.organisation_id == actor.organisation_id, Gate.post_id == actor.organisation_id)
    return (
        select(ShiftReport, User.name, Device.name, Gate.name_vi)
        .join(Device, Device.id == ShiftReport.device_id)
        .join(Gate, Gate.code == ShiftReport.gate_code)
        .outerjoin(User, User.id == ShiftReport.officer_id)
        .where(own)
    )


def _pages(session: Session, rows: Sequence[Any]) -> tuple[ReportPage, ...]:
    ids = [report.id for report, *_ in rows]
    signed, found = _signatures(session, ids), _found(session, ids)
    return tuple(_page(row, found[row[0].id], tuple(signed.get(row[0].id, ()))) for row in rows)


def _page(row: Any, found: ShiftFigures, signatures: tuple[SignedBy, ...]) -> ReportPage:
    report, officer, device, gate = row
    said = ShiftFigures.said(report.said)
    return ReportPage(
        id=report.id,
        officer=officer or "",
        device=device,
        gate=gate,
        started_at=report.started_at,
        ended_at=report.ended_at,
        offline=report.offline,
        received_at=report.received_at,
        body_hash=report.body_hash,
        raw=report.said,
        said=said,
        found=found,
        differences=differences(said, found),
        signatures=signatures,
    )


def _signatures(session: Session, ids: list[UUID]) -> dict[UUID, list[SignedBy]]:
    query = (
        select(ShiftSignOff, User.name)
        .join(User, User.id == ShiftSignOff.signed_by)
        .where(ShiftSignOff.report_id.in_(ids))
        .order_by(ShiftSignOff.signed_at)
    )
    found: dict[UUID, list[SignedBy]] = {}
    for signature, name in session.execute(query):
        line = SignedBy(name=name, at=signature.signed_at, note=signature.note)
        found.setdefault(signature.report_id, []).append(line)
    return found


def _found(session: Session, ids: list[UUID]) -> dict[UUID, ShiftFigures]:
    """Count the events of each device's numbers from the shift's first to its last, in one statement."""
    query = (
        select(ShiftReport.id, ShiftReport.first_seq, ShiftReport.last_seq, Event.seq, Event.kind)
        .add_columns(Event.reasons, Event.flags)
        .outerjoin(
            Event,
            and_(
                Event.device_id == ShiftReport.device_id,
                Event.seq.between(ShiftReport.first_seq, ShiftReport.last_seq),
            ),
        )
        .where(ShiftReport.id.in_(ids))
    )
    counting = {report_id: _Counting() for report_id in ids}
    for row in session.execute(query):
        counting[row.id].take(row)
    return {report_id: counted.figures() for report_id, counted in counting.items()}


class _Counting:
    """The running count of one report's events."""

    def __init__(self) -> None:
        self.kinds: Counter[str] = Counter()
        self.reasons: Counter[str] = Counter()
        self.seen: set[int] = set()
        self.expected = self.contradictions = 0

    def take(self, row: Any) -> None:
        self.expected = max(row.last_seq - row.first_seq + 1, 0)
        if row.seq is None:
            return
        self.seen.add(row.seq)
        if row.kind in KINDS:
            self.kinds[KINDS[row.kind]] += 1
        if row.kind == "attempt":
            self.reasons.update(row.reasons)
        self.contradictions += Flag.CONTRADICTORY.value in row.flags

    def figures(self) -> ShiftFigures:
        return ShiftFigures(
            **self.kinds,
            contradictions=self.contradictions,
            missing=self.expected - len(self.seen),
            reasons=dict(self.reasons),
        )
