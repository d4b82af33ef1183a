"""Ways into the compartment that nobody of the staff walks: a case opens without a word to anybody else."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from borderreg.domain.access import Actor, Role
from borderreg.domain.errors import Unavailable
from borderreg.domain.protection import CaseSource
from borderreg.services import protection

NOBODY = UUID(int=0)
"""Who opened a case that nobody of the staff opened."""
COMPARTMENT = Actor(NOBODY, "", "", Role.PROTECTION, NOBODY, "BAOHO", via="public")


def open_silently(
    session: Session,
    *,
    source: CaseSource,
    summary: str,
    name: str,
    first_task: str,
    at: datetime,
    worker_id: UUID | None = None,
) -> UUID:
    """Open a case that nobody of the staff opens; only the compartment's own log says so."""
    return protection.open_case(
        session,
        actor=COMPARTMENT,
        source=source,
        summary=summary,
        name=name,
        first_task=first_task,
        worker_id=worker_id,
        at=at,
    )


def need_compartment() -> None:
    """Let through when the compartment has its key; Unavailable `no_compartment` otherwise."""
    if not protection.can_seal():
        raise Unavailable(code="no_compartment")
