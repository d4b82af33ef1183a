"""Write the audit log in the transaction of the act, and verify its chains."""

import os
from collections.abc import Generator, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, bindparam, cast, func, insert, literal, select, update
from sqlalchemy.orm import Session

from borderreg.db import insert_or_ignore
from borderreg.domain.access import Actor
from borderreg.domain.audit import (
    GENESIS,
    AuditAction,
    ChainRecord,
    canonical,
    commitment_of,
    first_bad,
    leaf_of,
)
from borderreg.models import AuditHead, AuditRecord, table_of
from borderreg.prepared import Prepared

RECORDS = table_of(AuditRecord)
HEADS = table_of(AuditHead)
PAGE = 2000
INSERT_RECORD = Prepared(insert(RECORDS), columns=RECORDS.c.keys())
LOCKED_HEAD = Prepared(
    select(HEADS.c.length, HEADS.c.leaf)
    .where(HEADS.c.organisation_id == bindparam("organisation"))
    .with_for_update()
)
MOVE_HEAD = Prepared(
    update(HEADS).where(HEADS.c.organisation_id == bindparam("organisation")), columns=["length", "leaf"]
)


def _append_and_move() -> Prepared:
    """Return the one statement of PostgreSQL that locks a head, moves it and appends the record.

    The head is moved to what was read under its lock; the leaf is `domain.audit.leaf_of` in SQL.
    """
    own = HEADS.c.organisation_id == bindparam("organisation_id")
    head = select(HEADS.c.length, HEADS.c.leaf).where(own).with_for_update().cte("head")
    seq = cast(head.c.length, BigInteger) + 1
    commitment = bindparam("commitment", type_=RECORDS.c.commitment.type)
    joined = literal(b"\0").op("||")(func.int8send(seq)).op("||")(head.c.leaf).op("||")(commitment)
    moved = (
        update(HEADS)
        .where(own)
        .values(length=seq, leaf=func.sha256(joined))
        .returning(HEADS.c.length.label("seq"), head.c.leaf.label("prev"), HEADS.c.leaf)
        .cte("moved")
    )
    given: dict[str, Any] = {
        name: bindparam(name, type_=RECORDS.c[name].type)
        for name in RECORDS.columns.keys()  # noqa: SIM118 (columns)
    }
    given |= {"seq": moved.c.seq, "prev": moved.c.prev, "leaf": moved.c.leaf}
    appended = insert(RECORDS).from_select(list(given), select(*given.values()).select_from(moved))
    return Prepared(appended.returning(RECORDS.c.seq))


APPEND = _append_and_move()


@dataclass(frozen=True, slots=True)
class ChainCheck:
    """The result of verifying one organisation's chain."""

    organisation_id: UUID
    records: int
    first_bad: int | None


def record(
    session: Session,
    *,
    actor: Actor,
    action: AuditAction,
    object_type: str,
    object_id: object,
    payload: Mapping[str, object],
    at: datetime,
    organisation_id: UUID | None = None,
) -> int:
    """Append one act to the chain of the actor's (or the given) organisation; return its number.

    The head of the chain stays locked until the commit: record last. One statement on PostgreSQL, three on
    SQLite: lock the head, append the record, move the head.
    """
    salt = os.urandom(16)
    facts = _facts(at, actor.user_id, action, object_type, object_id)
    text = canonical({**payload, **facts, **_way_in(actor)})
    values = {
        "organisation_id": organisation_id or actor.organisation_id,
        "at": at,
        "actor_id": actor.user_id,
        "action": action.value,
        "object_type": object_type,
        "object_id": str(object_id),
        "payload": text,
        "salt": salt,
        "commitment": commitment_of(text, salt),
    }
    if session.get_bind().dialect.name == "postgresql":
        return _append_at_once(session, values)
    return _append(session, values)


def _append(session: Session, values: dict[str, Any]) -> int:
    organisation = values["organisation_id"]
    count, prev = _locked_head(session, organisation)
    seq, leaf = count + 1, leaf_of(count + 1, prev, values["commitment"])
    INSERT_RECORD.run(session, values | {"seq": seq, "prev": prev, "leaf": leaf})
    MOVE_HEAD.run(session, {"organisation": organisation, "length": seq, "leaf": leaf})
    return seq


def _append_at_once(session: Session, values: dict[str, Any]) -> int:
    """Append to a chain where the database computes the leaf: its head is locked for one statement less."""
    appended = APPEND.rows(session, values)
    if not appended:
        _begin_chain(session, values["organisation_id"])
        appended = APPEND.rows(session, values)
    return int(appended[0].seq)


def _way_in(actor: Actor) -> dict[str, str]:
    way = {"via": actor.via, "role": actor.role.value}
    return way | {"system_user": actor.system_user} if actor.system_user else way


def _locked_head(session: Session, organisation: UUID) -> tuple[int, bytes]:
    wanted = {"organisation": organisation}
    heads = LOCKED_HEAD.rows(session, wanted)
    if not heads:
        _begin_chain(session, organisation)
        heads = LOCKED_HEAD.rows(session, wanted)
    return heads[0].length, heads[0].leaf


def _begin_chain(session: Session, organisation: UUID) -> None:
    head = insert_or_ignore(session, HEADS).values(organisation_id=organisation, length=0, leaf=GENESIS)
    session.execute(head)


def _facts(
    at: datetime, actor_id: UUID | None, action: str, object_type: str, object_id: object
) -> dict[str, str | None]:
    return {
        "at": at.astimezone(UTC).isoformat(),
        "actor": str(actor_id) if actor_id else None,
        "action": str(action),
        "object_type": object_type,
        "object_id": str(object_id),
    }


def _chain(session: Session, organisation: UUID) -> Generator[ChainRecord, None, None]:
    query = (
        select(RECORDS)
        .where(RECORDS.c.organisation_id == organisation)
        .order_by(RECORDS.c.seq)
        .execution_options(yield_per=PAGE)
    )
    with session.execute(query) as rows:
        for row in rows:
            facts = _facts(row.at, row.actor_id, row.action, row.object_type, row.object_id)
            yield ChainRecord(row.seq, facts, row.payload, row.salt, row.prev, row.commitment, row.leaf)


def verify(session: Session) -> tuple[ChainCheck, ...]:
    """Check every organisation's chain against its head; a chain without a head is broken at its start."""
    heads = {row.organisation_id: row for row in session.execute(select(HEADS))}
    with_records = set(session.scalars(select(RECORDS.c.organisation_id).distinct()))
    checks = []
    for organisation in sorted(heads.keys() | with_records):
        head = heads.get(organisation)
        count, leaf = (head.length, head.leaf) if head else (0, GENESIS)
        with closing(_chain(session, organisation)) as chain:
            bad = first_bad(chain, count=count, head=leaf)
        checks.append(ChainCheck(organisation, count, bad))
    return tuple(checks)
