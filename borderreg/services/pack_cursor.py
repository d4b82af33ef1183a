"""Where one pack ends and the next begins, so that no change committed late is left out (ADR 0014).

On PostgreSQL a cursor keeps the oldest transaction that was still running: everything from there on is sent
again. On SQLite writers come one after the other, so the last number seen is enough.
"""

import base64
import binascii
import json
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime

from sqlalchemy import ColumnElement, Select, delete, func, select, text
from sqlalchemy.orm import Session

from borderreg.domain.packs import CURSOR_LASTS
from borderreg.models import PackChange

VERSION = 1
HORIZON = text(
    "SELECT (SELECT system_identifier FROM pg_control_system()) AS cluster,"
    " CAST(CAST(pg_snapshot_xmin(pg_current_snapshot()) AS text) AS bigint) AS horizon"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cursor:
    """A place in the log of changes: what was visible when a pack was made.

    `horizon`: changes of transactions from this one on may not have been visible; `tip` and `tip_at`: the
    newest change that was; `cluster`: whose transaction numbers these are; `horizon_day`: the last day whose
    dates the pack had looked at.
    """

    cluster: str
    horizon: int
    tip: int
    tip_at: str
    horizon_day: date
    issued_at: datetime

    def to_text(self) -> str:
        """Write the cursor as a device keeps it: opaque, it names nobody."""
        facts = asdict(self) | {"v": VERSION}
        facts |= {"horizon_day": self.horizon_day.isoformat(), "issued_at": self.issued_at.isoformat()}
        return base64.urlsafe_b64encode(json.dumps(facts).encode()).rstrip(b"=").decode()

    @classmethod
    def from_text(cls, text_: str) -> "Cursor | None":
        """Read what `to_text` wrote; None for anything else, and a full pack follows."""
        try:
            facts = json.loads(base64.urlsafe_b64decode(text_ + "=" * (-len(text_) % 4)))
            if facts.pop("v") != VERSION:
                return None
            facts["horizon_day"] = date.fromisoformat(facts["horizon_day"])
            facts["issued_at"] = datetime.fromisoformat(facts["issued_at"]).astimezone(UTC)
            cursor = cls(**facts)
        except (ValueError, TypeError, KeyError, AttributeError, binascii.Error):
            return None
        return cursor if type(cursor.horizon) is int and type(cursor.tip) is int else None


def cursor_now(session: Session, *, horizon_day: date, at: datetime) -> Cursor:
    """Return the cursor of this session's transaction; asked before the rows are read."""
    cluster, horizon = "sqlite", 0
    if session.get_bind().dialect.name == "postgresql":
        found = session.execute(HORIZON).one()
        cluster, horizon = str(found.cluster), found.horizon
    newest = session.execute(
        select(PackChange.id, PackChange.noted_at).order_by(PackChange.id.desc()).limit(1)
    ).first()
    return Cursor(
        cluster=cluster,
        horizon=horizon,
        tip=newest.id if newest else 0,
        tip_at=newest.noted_at.isoformat() if newest else "",
        horizon_day=horizon_day,
        issued_at=at,
    )


def is_usable(session: Session, *, since: Cursor, now: Cursor) -> bool:
    """Say whether a delta from a cursor is complete: young, of this database, its tip still in the log."""
    if since.cluster != now.cluster or not now.issued_at - CURSOR_LASTS < since.issued_at <= now.issued_at:
        return False
    if since.horizon > now.horizon:
        return False
    if since.tip == 0:
        first = session.scalar(select(func.min(PackChange.id)))
        return first is None or first == 1
    noted = session.scalar(select(PackChange.noted_at).where(PackChange.id == since.tip))
    return noted is not None and noted.isoformat() == since.tip_at


def changed_workers(since: Cursor) -> Select[*tuple[object, ...]]:
    """Select the workers whose rows may differ from those of the pack that a cursor ended."""
    newer: ColumnElement[bool] = PackChange.id > since.tip
    if since.cluster != "sqlite":
        newer = PackChange.transaction_id >= since.horizon
    return select(PackChange.worker_id).where(newer)


def forget_old_changes(session: Session, *, at: datetime) -> None:
    """Delete changes that no usable cursor needs; the newest stays, as the tip of later cursors."""
    newest = select(func.max(PackChange.id)).scalar_subquery()
    old = PackChange.noted_at < at - 2 * CURSOR_LASTS
    session.execute(delete(PackChange).where(old, PackChange.id < newest))
