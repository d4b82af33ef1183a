"""Note that figures or the rows behind them left the system as a file."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from borderreg.domain.access import Actor, Permission
from borderreg.domain.audit import AuditAction
from borderreg.services.audit import record
from borderreg.services.guard import require

PERSONAL = frozenset({"employer"})
"""Filters whose value is free text: the log notes that they were set, not what they said."""


def record_export(
    session: Session,
    *,
    actor: Actor,
    slug: str,
    what: str,
    file_format: str,
    rows: int,
    where: Mapping[str, str],
    at: datetime,
) -> None:
    """Write who took which report out, as figures or rows, how many lines, and with which filters."""
    require(actor, Permission.FIGURES_EXPORT)
    filters = {key: "…" if key in PERSONAL else value for key, value in where.items()}
    record(
        session,
        actor=actor,
        action=AuditAction.FIGURES_EXPORTED,
        object_type="report",
        object_id=slug,
        payload={"what": what, "format": file_format, "rows": rows, "filters": filters},
        at=at,
    )
