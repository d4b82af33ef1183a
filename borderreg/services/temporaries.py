"""What is kept only for a while, and goes by itself: workbooks under repair, forms typed half, old sessions.

None of it is a record: what was saved, certified, recorded or logged stays.
"""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from borderreg.models import FormDraft, ImportGrid, PasskeyChallenge, UserSession
from borderreg.services import form_drafts, import_grids, sessions


@dataclass(frozen=True, slots=True)
class Outlived:
    """How much has outlived its time, by kind."""

    workbooks: int
    drafts: int
    sessions: int
    challenges: int

    @property
    def total(self) -> int:
        """Return how much it is together."""
        return sum(asdict(self).values())


def count_outlived(session: Session, *, at: datetime) -> Outlived:
    """Count what a purge would delete now; nothing is changed."""
    return Outlived(
        workbooks=_count(session, ImportGrid, *import_grids.over(at)),
        drafts=_count(session, FormDraft, *_old_drafts(at)),
        sessions=_count(session, UserSession, *_old_sessions(at)),
        challenges=_count(session, PasskeyChallenge, PasskeyChallenge.expires_at <= at),
    )


def purge_outlived(session: Session, *, at: datetime) -> Outlived:
    """Delete what has outlived its time and return how much; safe at any moment and any number of times."""
    found = count_outlived(session, at=at)
    if found.total:
        import_grids.purge_grids(session, at=at)
        session.execute(delete(FormDraft).where(*_old_drafts(at)))
        session.execute(delete(UserSession).where(*_old_sessions(at)))
        session.execute(delete(PasskeyChallenge).where(PasskeyChallenge.expires_at <= at))
    return found


def _old_drafts(at: datetime) -> list[Any]:
    return [FormDraft.saved_at < at - form_drafts.KEPT_FOR]


def _old_sessions(at: datetime) -> list[Any]:
    return [UserSession.expires_at < at - sessions.KEPT_FOR]


def _count(session: Session, model: Any, *tests: Any) -> int:
    return session.scalar(select(func.count()).select_from(model).where(*tests)) or 0
