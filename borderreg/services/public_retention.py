"""What the public told goes when its purpose ends; what became a case goes with the case."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, delete, func, select
from sqlalchemy.orm import Session

from borderreg.domain.access import Actor, Permission
from borderreg.domain.debriefs import KEPT_FOR
from borderreg.domain.periods import local_day
from borderreg.domain.tips import KEPT_AFTER_LAST
from borderreg.models import ProtectionDebrief, ProtectionTip, ProtectionTipMessage, ProtectionTipPicture
from borderreg.services.guard import require
from borderreg.services.protection_intake import NOBODY
from borderreg.services.protection_log import note_act


@dataclass(frozen=True, slots=True)
class Outdated:
    """How much is past its time."""

    tips: int
    debriefs: int


def drop_outdated(session: Session, *, actor: Actor, at: datetime, dry_run: bool) -> Outdated:
    """Delete tips and answers that became no case and are past their time; with `dry_run` only count them.

    Monthly counts stay. Deleting again finds nothing; the compartment's log says what was deleted.
    """
    require(actor, Permission.CASE_WRITE)
    day = local_day(at)
    tips = select(ProtectionTip.id).where(
        ProtectionTip.case_id.is_(None), ProtectionTip.last_on < day - KEPT_AFTER_LAST
    )
    debriefs = select(ProtectionDebrief.id).where(
        ProtectionDebrief.case_id.is_(None), ProtectionDebrief.answered_on < day - KEPT_FOR
    )
    found = Outdated(_count(session, tips), _count(session, debriefs))
    if not dry_run and found != Outdated(0, 0):
        messages = select(ProtectionTipMessage.id).where(ProtectionTipMessage.tip_id.in_(tips))
        for statement in (
            delete(ProtectionTipPicture).where(ProtectionTipPicture.message_id.in_(messages)),
            delete(ProtectionTipMessage).where(ProtectionTipMessage.tip_id.in_(tips)),
            delete(ProtectionTip).where(ProtectionTip.id.in_(tips)),
            delete(ProtectionDebrief).where(ProtectionDebrief.id.in_(debriefs)),
        ):
            session.execute(statement.execution_options(synchronize_session=False))
        gone = {"tips": found.tips, "debriefs": found.debriefs}
        note_act(session, actor=actor, case_id=NOBODY, act="dropped", at=at, gone=gone)
    return found


def _count(session: Session, ids: Select[UUID]) -> int:
    return session.scalar(select(func.count()).select_from(ids.subquery())) or 0
