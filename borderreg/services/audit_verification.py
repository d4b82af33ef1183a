"""Verify every chain of the audit log, and log that it was done where the log still can be trusted."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from borderreg.domain.access import Actor, Permission
from borderreg.domain.audit import AuditAction
from borderreg.models import Organisation
from borderreg.services.audit import record, verify
from borderreg.services.guard import require


@dataclass(frozen=True, slots=True)
class FirstBad:
    """The first record that does not hold: whose chain, and its number there."""

    organisation: str
    seq: int


@dataclass(frozen=True, slots=True)
class Verified:
    """The result over all organisations."""

    organisations: int
    records: int
    first_bad: FirstBad | None


def check_chains(session: Session, *, actor: Actor) -> Verified:
    """Check every chain without writing anything."""
    require(actor, Permission.AUDIT_VERIFY)
    codes = {row.id: row.code for row in session.execute(select(Organisation.id, Organisation.code))}
    checks = verify(session)
    bad = sorted(
        (codes.get(check.organisation_id, str(check.organisation_id)), check.first_bad)
        for check in checks
        if check.first_bad is not None
    )
    first = FirstBad(*bad[0]) if bad else None
    return Verified(len(checks), sum(check.records for check in checks), first)


def log_verification(session: Session, *, actor: Actor, verified: Verified, at: datetime) -> None:
    """Note that somebody verified the log; a broken log is left as it was found."""
    if verified.first_bad is None:
        record(
            session,
            actor=actor,
            action=AuditAction.AUDIT_VERIFIED,
            object_type="audit",
            object_id="all",
            payload={"records": verified.records, "broken": []},
            at=at,
        )
