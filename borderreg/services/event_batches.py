"""One batch of a device with everything it needs around it: keys, officers, gates; then the log."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from borderreg.domain.errors import BorderregError, Unavailable
from borderreg.domain.events import SentEvent
from borderreg.domain.gate import GateFacts
from borderreg.domain.keys import KeyList
from borderreg.domain.periods import local_day
from borderreg.services.event_log import Batch, record_events
from borderreg.services.key_use import current_key_list
from borderreg.services.known_devices import KnownDevice
from borderreg.services.officers import OfficerClaim, weigh_claims
from borderreg.services.places import reference_facts


def receive_events(
    session: Session,
    *,
    device: KnownDevice,
    live: bool,
    events: Sequence[SentEvent],
    offset: int,
    at: datetime,
) -> list[dict[str, Any]]:
    """Record a batch of readable events; return one answer for each, in order."""
    officer = device.officer
    if live:
        claims: dict[str | None, OfficerClaim] = {None: OfficerClaim(officer.user_id if officer else None)}
    else:
        claims = weigh_claims(session, device=device, names=[event.officer for event in events])
    elsewhere = {event.gate for event in events if event.gate and event.gate != device.gate.code}
    batch = Batch(
        device=device,
        live=live,
        keys=_keys(session, device),
        at=at,
        offset=offset,
        claims=claims,
        gates=_gates(session, elsewhere, at) if elsewhere else {},
    )
    return record_events(session, batch=batch, events=events)


def _keys(session: Session, device: KnownDevice) -> KeyList:
    """Return the key list; one that cannot be read is the server's trouble: devices keep and come again."""
    try:
        return current_key_list(session, serial=device.key_serial or None)
    except BorderregError as error:
        raise Unavailable("key list") from error


def _gates(session: Session, codes: set[str], at: datetime) -> dict[str | None, tuple[GateFacts, str]]:
    """Return the facts of other gates that queued events name; an unknown gate stays the device's own."""
    return {
        gate.code: (
            GateFacts(
                code=gate.code,
                bit=gate.bit,
                international=gate.for_workers,
                hours=tuple((point.open_from, point.open_to) for point in gate.points if point.for_workers),
            ),
            gate.country,
        )
        for gate in reference_facts(session, day=local_day(at)).gates
        if gate.code in codes
    }
