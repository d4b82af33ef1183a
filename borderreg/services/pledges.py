"""Households and their yearly pledges: heads typed in once, signatures ticked in batches by hamlet."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from borderreg.db import insert_or_ignore
from borderreg.domain.access import Actor, Permission
from borderreg.domain.audit import AuditAction
from borderreg.domain.errors import BadInput, NotFound
from borderreg.domain.names import search_key, sort_key
from borderreg.domain.periods import local_day
from borderreg.domain.pledges import PledgeState, check_signed_day, read_households, state_in
from borderreg.models import Household, Pledge, WorkerRecord, new_id, table_of
from borderreg.services import audit
from borderreg.services.guard import require
from borderreg.services.list_core import visible

LONGEST_HAMLET = 60
HOUSEHOLDS = table_of(Household)
PLEDGES = table_of(Pledge)


@dataclass(frozen=True, slots=True)
class HamletPledges:
    """How a hamlet stands in a year."""

    hamlet: str
    households: int
    signed: int


@dataclass(frozen=True, slots=True)
class HouseholdPledge:
    """A household and its pledge of a year."""

    id: UUID
    head: str
    state: PledgeState
    signed_on: date | None


def hamlets(session: Session, *, actor: Actor, year: int) -> tuple[HamletPledges, ...]:
    """Return the commune's hamlets with households and pledges of a year, in Vietnamese order.

    Hamlets that only the register of workers knows stand there with nobody.
    """
    require(actor, Permission.MONTH_WRITE)
    own = Household.organisation_id == actor.organisation_id
    standing = (Pledge.household_id == Household.id) & (Pledge.year == year) & Pledge.taken_back_at.is_(None)
    query = (
        select(Household.hamlet, func.count(Household.id), func.count(Pledge.id))
        .outerjoin(Pledge, standing)
        .where(own, Household.removed_at.is_(None))
        .group_by(Household.hamlet)
    )
    found = {row[0]: HamletPledges(*row) for row in session.execute(query)}
    known = (
        select(WorkerRecord.hamlet)
        .distinct()
        .where(WorkerRecord.organisation_id == actor.organisation_id, WorkerRecord.hamlet != "")
    )
    for hamlet in session.scalars(known):
        found.setdefault(hamlet, HamletPledges(hamlet, 0, 0))
    return tuple(sorted(found.values(), key=lambda line: sort_key(line.hamlet)))


def households_of(session: Session, *, actor: Actor, hamlet: str, year: int) -> tuple[HouseholdPledge, ...]:
    """Return the households of a hamlet by name, each with its pledge of a year."""
    require(actor, Permission.MONTH_WRITE)
    query = select(Household).where(
        Household.organisation_id == actor.organisation_id,
        Household.hamlet == hamlet,
        Household.removed_at.is_(None),
    )
    rows = list(session.scalars(query))
    pledged = select(Pledge).where(
        Pledge.household_id.in_([row.id for row in rows]), Pledge.taken_back_at.is_(None)
    )
    years: dict[UUID, dict[int, date]] = defaultdict(dict)
    for pledge in session.scalars(pledged):
        years[pledge.household_id][pledge.year] = pledge.signed_on
    found = [
        HouseholdPledge(row.id, row.head, state_in(years[row.id], year=year), years[row.id].get(year))
        for row in rows
    ]
    return tuple(sorted(found, key=lambda line: sort_key(line.head)))


def add_households(session: Session, *, actor: Actor, hamlet: str, text: str, at: datetime) -> int:
    """Add heads of households, one a line, to a hamlet; known ones are left alone. Return how many."""
    require(actor, Permission.MONTH_WRITE)
    place = checked_hamlet(hamlet)
    rows = [
        {
            "id": new_id(),
            "organisation_id": actor.organisation_id,
            "hamlet": place,
            "head": head,
            "search_key": search_key(head),
            "created_at": at,
        }
        for head in read_households(text)
    ]
    before = _count(session, actor, place)
    back = update(Household).where(
        Household.organisation_id == actor.organisation_id,
        Household.hamlet == place,
        Household.search_key.in_([row["search_key"] for row in rows]),
    )
    session.execute(back.values(removed_at=None))
    session.execute(insert_or_ignore(session, HOUSEHOLDS), rows)
    added = _count(session, actor, place) - before
    _log(session, actor, AuditAction.HOUSEHOLDS_ADDED, {"added": added}, at)
    return added


def sign_pledges(
    session: Session,
    *,
    actor: Actor,
    hamlet: str,
    year: int,
    signed_on: date,
    household_ids: Collection[UUID],
    at: datetime,
) -> int:
    """Note that households signed on a day, and return for how many it is new.

    NotFound when a household is not of this hamlet of the commune.
    """
    require(actor, Permission.MONTH_WRITE)
    check_signed_day(signed_on, year=year, today=local_day(at))
    own = {line.id: line for line in households_of(session, actor=actor, hamlet=hamlet, year=year)}
    if set(household_ids) - own.keys():
        raise NotFound("household")
    new = [one for one in dict.fromkeys(household_ids) if own[one].state is not PledgeState.SIGNED]
    rows = [
        {
            "id": new_id(),
            "organisation_id": actor.organisation_id,
            "household_id": one,
            "year": year,
            "signed_on": signed_on,
            "recorded_by": actor.user_id,
            "recorded_at": at,
        }
        for one in new
    ]
    if rows:
        session.execute(insert_or_ignore(session, PLEDGES), rows)
        _log(session, actor, AuditAction.PLEDGES_SIGNED, {"year": year, "signed": len(rows)}, at)
    return len(rows)


def take_back(session: Session, *, actor: Actor, household_id: UUID, year: int, at: datetime) -> None:
    """Take a household's pledge of a year back: it was ticked by mistake. Twice is once."""
    require(actor, Permission.MONTH_WRITE)
    own = select(Household.id).where(
        Household.id == household_id, Household.organisation_id == actor.organisation_id
    )
    if session.scalar(own) is None:
        raise NotFound("household")
    session.execute(
        update(Pledge)
        .where(Pledge.household_id == household_id, Pledge.year == year, Pledge.taken_back_at.is_(None))
        .values(taken_back_at=at)
    )
    _log(session, actor, AuditAction.PLEDGES_TAKEN_BACK, {"year": year}, at)


def remove_household(session: Session, *, actor: Actor, household_id: UUID, at: datetime) -> None:
    """Take a household off its hamlet's list: moved away or typed wrongly; its pledges stay counted."""
    require(actor, Permission.MONTH_WRITE)
    household = session.get(Household, household_id, with_for_update=True)
    if household is None or household.organisation_id != actor.organisation_id:
        raise NotFound("household")
    if household.removed_at is None:
        household.removed_at = at
        _log(session, actor, AuditAction.LOG_REMOVED, {"book": "households"}, at)


def checked_hamlet(hamlet: str) -> str:
    """Return a hamlet's name fit to be kept; BadInput when it is empty or too long."""
    place = visible(hamlet)
    if not place or len(place) > LONGEST_HAMLET:
        raise BadInput("hamlet", code="hamlet")
    return place


def _count(session: Session, actor: Actor, hamlet: str) -> int:
    query = select(func.count()).where(
        Household.organisation_id == actor.organisation_id,
        Household.hamlet == hamlet,
        Household.removed_at.is_(None),
    )
    return session.scalar(query) or 0


def _log(
    session: Session, actor: Actor, action: AuditAction, payload: dict[str, object], at: datetime
) -> None:
    audit.record(
        session,
        actor=actor,
        action=action,
        object_type="pledges",
        object_id=actor.organisation_id,
        payload=payload,
        at=at,
    )
