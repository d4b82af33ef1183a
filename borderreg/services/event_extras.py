"""What an event says beside its passage: its group, a list on paper, conditions let pass, unnamed returns."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from borderreg.crypto import vault
from borderreg.domain.audit import canonical
from borderreg.domain.events import SentEvent
from borderreg.domain.gate import GateFacts
from borderreg.domain.groups import CONDITIONS, OPENED
from borderreg.domain.return_matches import NobodyKind
from borderreg.models import GroupFact, UnnamedReturn, new_id, table_of
from borderreg.services.private_fields import seal

GROUPS = table_of(GroupFact)
UNNAMED = table_of(UnnamedReturn)


def gate_by_order(gate: GateFacts, sent: SentEvent) -> GateFacts:
    """Return the gate as its commander opened it for the shift: closed by notice, open by order."""
    return replace(gate, opened_by_order=True) if OPENED in sent.conditions else gate


def condition_flags(sent: SentEvent) -> list[str]:
    """Return the flags of the device's conditions that the commander let pass for the shift."""
    return [CONDITIONS[code] for code in sent.conditions if code in CONDITIONS]


def sealed_words(sent: SentEvent) -> bytes | None:
    """Return what was keyed in of a person or a paper, encrypted for its event; None when nothing was."""
    said: Mapping[str, Any] | None = sent.declared
    if sent.paper_said is not None:
        said = {"paper_list": dict(sent.paper_said)}
    elif said is None and sent.document:
        said = {"document": dict(sent.document)}
    if not said:
        return None
    return vault().fields.encrypt(canonical(said), bound_to=f"events.declared:{sent.id}")


def note_extras(session: Session, *, sent: SentEvent, values: Mapping[str, Any]) -> None:
    """Append what a stored event says of its group, and that it names nobody; nothing for most events."""
    group = sent.group
    if group is not None and group.said is not None:
        fact_id = new_id()
        words = seal(canonical(dict(group.said)), place="group_facts.said", row_id=fact_id)
        facts = {
            "id": fact_id,
            "group_id": group.id,
            "kind": group.kind.value,
            "event_id": sent.id,
            "direction": sent.direction,
            "said": words,
            "expected": group.expected,
            "present": group.present,
            "opened_at": _moved(group.opened_at, values),
            "closed_at": values["occurred_at"],
        }
        same = ("gate_code", "device_id", "officer_id", "local_day", "received_at")
        session.execute(insert(GROUPS), facts | {name: values[name] for name in same})
    if values["kind"] == "return" and values["worker_id"] is None and sent.paper_said is None:
        kind = NobodyKind.DECLARED if sent.declared else NobodyKind.UNREAD
        commune = str((sent.declared or {}).get("commune") or "")
        unnamed = {"event_id": sent.id, "kind": kind.value, "commune_code": commune}
        session.execute(
            insert(UNNAMED), unnamed | {name: values[name] for name in ("gate_code", "local_day")}
        )


def _moved(at: datetime | None, values: Mapping[str, Any]) -> datetime | None:
    """Return a device's other time under the same correction as the event's own."""
    return at + (values["occurred_at"] - values["said_at"]) if at is not None else None
