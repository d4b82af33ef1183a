"""Whether an event may be taken back: same gate, within 15 minutes for an officer, later by the commander.

The minutes are the server's: from receiving the event to receiving its annulment. No device's clock counts.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from borderreg.domain.access import Permission
from borderreg.domain.events import ANNUL_WITHIN
from borderreg.models import Worker
from borderreg.reports.facts import EVENTS
from borderreg.services.known_devices import OfficerOnShift

TARGET = select(EVENTS.c.gate_code, EVENTS.c.kind, EVENTS.c.received_at, EVENTS.c.worker_id)


@dataclass(frozen=True, slots=True)
class Annulment:
    """Whose event it takes back, the stable code of why it may not, whether the commander must confirm."""

    worker_id: UUID | None
    refusal: str | None = None
    held: bool = False


def weigh_annulment(
    session: Session,
    *,
    annuls: UUID | None,
    gate_code: str,
    live: bool,
    officer: OfficerOnShift | None,
    at: datetime,
) -> Annulment:
    """Look the event up, lock its worker, and say whether it may be taken back at the server's time.

    A live annulment is refused; a queued one is stored: flagged when it can never count, held for the gate's
    commander when it came too late or before the event that it names.
    """
    target = session.execute(TARGET.where(EVENTS.c.id == annuls)).first()
    if target is None:
        return Annulment(None, "annuls_unknown_event") if live else Annulment(None, held=True)
    if target.worker_id is not None:
        session.execute(select(Worker.id).where(Worker.id == target.worker_id).with_for_update())
    if target.kind == "annulment":
        return Annulment(target.worker_id, "annuls_an_annulment")
    if target.gate_code != gate_code:
        return Annulment(target.worker_id, "annuls_other_gate")
    late = at - target.received_at > ANNUL_WITHIN
    if not live:
        return Annulment(target.worker_id, held=late)
    by_commander = officer is not None and officer.actor().may(Permission.EVENT_ANNUL_ANY)
    return Annulment(target.worker_id, "annuls_too_late" if late and not by_commander else None)
