"""Shift reports: received from the device that signed them, signed off by the commander."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from borderreg.domain.access import Actor, Permission, Role
from borderreg.domain.audit import AuditAction
from borderreg.domain.errors import BadInput, NotFound
from borderreg.models import Gate, ShiftReport, ShiftSignOff, User, new_id
from borderreg.services.audit import record
from borderreg.services.guard import require
from borderreg.services.known_devices import KnownDevice, officer_fits_gate

LONGEST_NOTE = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidReport:
    """A report as sent: `said` is its body, `body_hash` the SHA-256 of its RFC 8785 form."""

    id: UUID
    officer: UUID | None
    started_at: datetime
    ended_at: datetime
    offline: bool
    first_seq: int
    last_seq: int
    said: dict[str, Any]
    body_hash: bytes


def receive_report(session: Session, *, device: KnownDevice, report: SaidReport, at: datetime) -> str:
    """Append a report: `stored`, `duplicate` for the same once more, `conflict` for another under its id.

    A device names only officers of its own post; with any other name the report stands without one.
    """
    if report.ended_at < report.started_at:
        raise BadInput("a shift ends after it began", code="shift_times")
    known = session.get(ShiftReport, report.id)
    if known is not None:
        same = (known.device_id, known.body_hash) == (device.id, report.body_hash)
        return "duplicate" if same else "conflict"
    officer = _officer(session, device, report.officer)
    session.add(
        ShiftReport(
            id=report.id,
            device_id=device.id,
            officer_id=officer.id if officer else None,
            gate_code=device.gate.code,
            started_at=report.started_at,
            ended_at=report.ended_at,
            offline=report.offline,
            first_seq=report.first_seq,
            last_seq=report.last_seq,
            said=report.said,
            body_hash=report.body_hash,
            received_at=at,
        )
    )
    session.flush()
    record(
        session,
        actor=_sender(device, officer),
        action=AuditAction.SHIFT_REPORTED,
        object_type="shift_report",
        object_id=report.id,
        payload={"device": str(device.id), "gate": device.gate.code, "sha256": report.body_hash.hex()},
        at=at,
        organisation_id=device.post_id,
    )
    return "stored"


def _officer(session: Session, device: KnownDevice, user_id: UUID | None) -> User | None:
    if user_id is None or not officer_fits_gate(session, user_id=user_id, gate_code=device.gate.code):
        return None
    return session.get(User, user_id)


def _sender(device: KnownDevice, officer: User | None) -> Actor:
    user_id, username = (officer.id, officer.username) if officer else (None, "")
    return Actor(user_id, username, "", Role.GATE_OFFICER, device.post_id, "", "api")


def sign_off(session: Session, *, actor: Actor, report_id: UUID, note: str, at: datetime) -> None:
    """Put the commander's name under a report of the own post; NotFound for another's. Twice adds nothing."""
    require(actor, Permission.QUARANTINE_REVIEW)
    own = or_(Gate.organisation_id == actor.organisation_id, Gate.post_id == actor.organisation_id)
    query = select(ShiftReport).join(Gate, Gate.code == ShiftReport.gate_code)
    report = session.scalars(query.where(ShiftReport.id == report_id, own)).first()
    if report is None or actor.user_id is None:
        raise NotFound("shift report")
    session.execute(select(Gate.code).where(Gate.code == report.gate_code).with_for_update())
    signed = select(ShiftSignOff.id).where(
        ShiftSignOff.report_id == report_id, ShiftSignOff.signed_by == actor.user_id
    )
    if session.scalar(signed) is not None:
        return
    session.add(
        ShiftSignOff(
            id=new_id(),
            report_id=report_id,
            note=note.strip()[:LONGEST_NOTE],
            signed_by=actor.user_id,
            signed_at=at,
        )
    )
    record(
        session,
        actor=actor,
        action=AuditAction.SHIFT_SIGNED_OFF,
        object_type="shift_report",
        object_id=report_id,
        payload={"gate": report.gate_code, "sha256": report.body_hash.hex()},
        at=at,
    )
