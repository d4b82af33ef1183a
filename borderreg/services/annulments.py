"""Whether an event may be taken back: same gate, within 15 minutes for an officer, later by the commander."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from borderreg.domain.access import Permission
from borderreg.domain.events import ANNUL_WITHIN
from borderreg.models import Worker
from borderreg.services.journeys import EVENTS
from borderreg.services.known_devices import OfficerOnShift

TARGET = select(
    EVENTS.c.gate_code,
    EVENTS.c.kind,
    EVENTS.c.live,
    EVENTS.c.occurred_at,
    EVENTS.c.received_at,
    EVENTS.c.worker_id,
)


@dataclass(frozen=True, slots=True)
class Annulment:
    """What is known of the event to take back, and the stable code of why it may not be."""

    known: bool
    worker_id: UUID | None
    refusal: str | None


def weigh_annulment(
    session: Session, *, annuls: UUID | None, gate_code: str, officer: OfficerOnShift | None, at: datetime
) -> Annulment:
    """Look the event up, lock its worker, and say whether it may be taken back at an instant."""
    target = session.execute(TARGET.where(EVENTS.c.id == annuls)).first()
    if target is None:
        return Annulment(False, None, "annuls_unknown_event")
    if target.worker_id is not None:
        session.execute(select(Worker.id).where(Worker.id == target.worker_id).with_for_update())
    if target.kind == "annulment":
        return Annulment(True, target.worker_id, "annuls_an_annulment")
    if target.gate_code != gate_code:
        return Annulment(True, target.worker_id, "annuls_other_gate")
    # a queued annulment is measured against when its event happened, a live one by the server's clock
    since = target.received_at if officer is not None else target.occurred_at
    late = at - since > ANNUL_WITHIN
    by_commander = officer is not None and officer.actor().may(Permission.EVENT_ANNUL_ANY)
    return Annulment(True, target.worker_id, "annuls_too_late" if late and not by_commander else None)
