"""The compartment's own log: each act and each look, chained like the audit log, read by nobody else."""

import os
from collections.abc import Mapping
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from borderreg.db import insert_or_ignore
from borderreg.domain.access import Actor
from borderreg.domain.audit import GENESIS, ChainRecord, canonical, commitment_of, first_bad, leaf_of
from borderreg.models import ProtectionHead, ProtectionRecord, table_of

ONLY = 1


def locked_head(session: Session) -> ProtectionHead:
    """Return the head of the log, locked until the commit; it also keeps the numbers of cases apart."""
    query = select(ProtectionHead).where(ProtectionHead.id == ONLY).with_for_update()
    head = session.scalars(query).one_or_none()
    if head is None:
        empty = insert_or_ignore(session, table_of(ProtectionHead))
        session.execute(empty.values(id=ONLY, length=0, leaf=GENESIS))
        head = session.scalars(query).one()
    return head


def note_act(
    session: Session, *, actor: Actor, case_id: UUID, act: str, at: datetime, **facts: object
) -> None:
    """Append one act or look on a case to the compartment's log."""
    head = locked_head(session)
    seq, salt = head.length + 1, os.urandom(16)
    text = canonical({**facts, **_columns(at, actor.user_id, act, case_id), "via": actor.via})
    commitment = commitment_of(text, salt)
    leaf = leaf_of(seq, head.leaf, commitment)
    session.add(
        ProtectionRecord(
            seq=seq,
            case_id=case_id,
            at=at,
            actor_id=actor.user_id,
            act=act,
            payload=text,
            salt=salt,
            prev=head.leaf,
            commitment=commitment,
            leaf=leaf,
        )
    )
    head.length, head.leaf = seq, leaf
    session.flush()


def verify_log(session: Session) -> tuple[int, int | None]:
    """Return how many records the log has and the number of the first one that does not hold, or None."""
    head = session.get(ProtectionHead, ONLY)
    if head is None:
        return 0, None
    rows = session.scalars(
        select(ProtectionRecord).order_by(ProtectionRecord.seq).execution_options(yield_per=1000)
    )
    chain = (_chained(row) for row in rows)
    return head.length, first_bad(chain, count=head.length, head=head.leaf)


def _chained(row: ProtectionRecord) -> ChainRecord:
    facts: Mapping[str, str | None] = _columns(row.at, row.actor_id, row.act, row.case_id)
    return ChainRecord(
        seq=row.seq,
        facts=facts,
        payload=row.payload,
        salt=row.salt,
        prev=row.prev,
        commitment=row.commitment,
        leaf=row.leaf,
    )


def _columns(at: datetime, actor_id: UUID | None, act: str, case_id: UUID) -> dict[str, str | None]:
    return {"at": at.astimezone(UTC).isoformat(), "actor": str(actor_id), "act": act, "case": str(case_id)}
