"""Trips and hand-overs of a day at a post's gates: what was said of them, and what the log counts."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from borderreg.domain.access import Actor, Permission
from borderreg.domain.entry_codes import format_entry_code
from borderreg.domain.groups import GroupKind
from borderreg.domain.journeys import CROSSINGS
from borderreg.models import Event, Gate, GroupFact, User
from borderreg.reports.columns import let_in, not_annulled
from borderreg.services.guard import require
from borderreg.services.private_fields import unseal

AT_MOST = 200


@dataclass(frozen=True, slots=True)
class GroupLine:
    """A group as it was closed last; `crossed` counts its crossings in the log, annulled ones left out."""

    group_id: UUID
    kind: GroupKind
    direction: str
    gate_code: str
    closed_at: datetime
    opened_at: datetime | None
    officer: str
    label: str
    leader: str
    lists: tuple[str, ...]
    expected: int | None
    crossed: int
    absent: tuple[str, ...]

    @property
    def missing(self) -> int | None:
        """Return how many of those expected did not cross, None when nobody was expected."""
        return None if self.expected is None else max(0, self.expected - self.crossed)


def list_groups(session: Session, *, actor: Actor, day: date) -> tuple[GroupLine, ...]:
    """Return the groups of a day at the gates of the actor's post, the newest first; two statements."""
    require(actor, Permission.GATE_READ)
    own = or_(Gate.organisation_id == actor.organisation_id, Gate.post_id == actor.organisation_id)
    newest = (
        select(GroupFact.group_id, func.max(GroupFact.received_at).label("received_at"))
        .group_by(GroupFact.group_id)
        .subquery()
    )
    query = (
        select(GroupFact, User.name)
        .join(Gate, Gate.code == GroupFact.gate_code)
        .join(
            newest,
            and_(newest.c.group_id == GroupFact.group_id, newest.c.received_at == GroupFact.received_at),
        )
        .outerjoin(User, User.id == GroupFact.officer_id)
        .where(own, GroupFact.local_day == day)
        .order_by(GroupFact.closed_at.desc(), GroupFact.id.desc())
        .limit(AT_MOST)
    )
    rows = session.execute(query).all()
    crossed = _crossed(session, [fact.group_id for fact, _ in rows])
    return tuple(_line(fact, officer, crossed.get(fact.group_id, 0)) for fact, officer in rows)


def _crossed(session: Session, groups: list[UUID]) -> dict[UUID, int]:
    query = (
        select(Event.group_id, func.count())
        .where(Event.group_id.in_(groups), Event.kind.in_(CROSSINGS), let_in(Event), not_annulled(Event))
        .group_by(Event.group_id)
    )
    return {group: number for group, number in session.execute(query) if group is not None}


def _line(fact: GroupFact, officer: str | None, crossed: int) -> GroupLine:
    said = json.loads(unseal(fact.said, place="group_facts.said", row_id=fact.id))
    record = said.get("record", "")
    return GroupLine(
        group_id=fact.group_id,
        kind=GroupKind(fact.kind),
        direction=fact.direction,
        gate_code=fact.gate_code,
        closed_at=fact.closed_at,
        opened_at=fact.opened_at,
        officer=officer or "",
        label=said.get("plate") or said.get("giver", ""),
        leader=said.get("leader", ""),
        lists=tuple(one["list"] for one in said.get("lists", ())) or ((record,) if record else ()),
        expected=fact.expected,
        crossed=crossed,
        absent=tuple(format_entry_code(bytes.fromhex(code)) for code in said.get("absent", ())),
    )
