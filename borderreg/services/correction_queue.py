"""Which lists wait because their chief proposed a correction: for the first page of the commune."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from borderreg.domain.access import Actor, Permission
from borderreg.models import Correction, CorrectionAnswer, WorkList
from borderreg.services.guard import require
from borderreg.services.work_queue import Waiting, WaitingList


def corrections_waiting(session: Session, *, actor: Actor) -> Waiting:
    """Return the proposals that wait for somebody of the actor's commune, and their lists; one statement."""
    require(actor, Permission.LIST_SUBMIT)
    proposals = func.count(Correction.id)
    query = (
        select(WorkList, proposals.label("proposals"), func.min(Correction.proposed_at).label("since"))
        .join(Correction, Correction.list_id == WorkList.id)
        .outerjoin(CorrectionAnswer, CorrectionAnswer.correction_id == Correction.id)
        .where(
            WorkList.organisation_id == actor.organisation_id,
            CorrectionAnswer.correction_id.is_(None),
            Correction.proposed_by != actor.user_id,
        )
        .group_by(WorkList.id)
        .order_by(func.min(Correction.proposed_at))
    )
    lines = [
        (row.proposals, WaitingList(row.WorkList.id, row.WorkList.title, "", row.proposals, since=row.since))
        for row in session.execute(query)
    ]
    return Waiting(
        sum(count for count, _ in lines),
        since=min((line.since for _, line in lines if line.since), default=None),
        lists=tuple(line for _, line in lines),
    )
