"""Events as the facts that journeys are folded from: the one reading that services and reports share."""

from collections.abc import Container
from typing import Any
from uuid import UUID

from borderreg.domain.journeys import Fact, takes_part
from borderreg.models import Event, table_of

EVENTS = table_of(Event)
FACT_COLUMNS = (
    EVENTS.c.id,
    EVENTS.c.kind,
    EVENTS.c.occurred_at,
    EVENTS.c.gate_code,
    EVENTS.c.country,
    EVENTS.c.device_id,
    EVENTS.c.seq,
    EVENTS.c.entry_id,
    EVENTS.c.live,
    EVENTS.c.annuls_id,
    EVENTS.c.flags,
    EVENTS.c.worker_id,
)


def fact_of(row: Any, *, reviewed: Container[UUID] = frozenset()) -> Fact:
    """Read a row of FACT_COLUMNS; `reviewed` are the held events that a person has let in."""
    return Fact(
        id=row.id,
        kind=row.kind,
        occurred_at=row.occurred_at,
        gate=row.gate_code,
        country=row.country,
        device=row.device_id,
        seq=row.seq,
        entry=row.entry_id,
        live=row.live,
        annuls=row.annuls_id,
        counts=takes_part(kind=row.kind, flags=row.flags, let_in=row.id in reviewed),
    )
