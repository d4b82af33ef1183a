"""Export the crossing log as it stands: one fact a line, without names."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from borderreg.domain.access import Actor, Permission
from borderreg.domain.audit import AuditAction
from borderreg.models import Event
from borderreg.services.audit import record
from borderreg.services.guard import require

PAGE = 2000
COLUMNS = (
    Event.id,
    Event.device_id,
    Event.seq,
    Event.gate_code,
    Event.kind,
    Event.direction,
    Event.cti,
    Event.occurred_at,
    Event.received_at,
    Event.method,
    Event.verdict,
    Event.reasons,
    Event.flags,
    Event.annuls_id,
)


def count_events(session: Session, *, actor: Actor, since: datetime | None) -> int:
    """Return how many lines the export will have."""
    require(actor, Permission.EVENT_EXPORT)
    query = select(func.count()).select_from(Event)
    return session.scalar(query.where(Event.received_at >= since) if since else query) or 0


def event_lines(session: Session, *, actor: Actor, since: datetime | None) -> Iterator[str]:
    """Yield the facts received since an instant as JSON lines, oldest received first."""
    require(actor, Permission.EVENT_EXPORT)
    query = select(*COLUMNS).order_by(Event.received_at, Event.id).execution_options(yield_per=PAGE)
    for row in session.execute(query.where(Event.received_at >= since) if since else query):
        yield json.dumps(_fact(row), ensure_ascii=False, separators=(",", ":")) + "\n"


def _fact(row: Any) -> dict[str, Any]:
    return {
        "id": str(row.id),
        "device": str(row.device_id) if row.device_id else None,
        "seq": row.seq,
        "gate": row.gate_code,
        "direction": row.direction,
        "kind": row.kind,
        "cti": row.cti.hex() if row.cti else None,
        "occurred_at": _zulu(row.occurred_at),
        "received_at": _zulu(row.received_at),
        "method": row.method,
        "verdict": row.verdict,
        "reasons": row.reasons,
        "flags": row.flags,
        "annuls": str(row.annuls_id) if row.annuls_id else None,
    }


def _zulu(at: datetime) -> str:
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def log_export(
    session: Session, *, actor: Actor, events: int, since: datetime | None, sha256: bytes, at: datetime
) -> None:
    """Note who took the crossing log out, and the hash of the file."""
    record(
        session,
        actor=actor,
        action=AuditAction.EVENTS_EXPORTED,
        object_type="events",
        object_id="all",
        payload={
            "events": events,
            "since": _zulu(since) if since else None,
            "sha256": sha256.hex(),
        },
        at=at,
    )
