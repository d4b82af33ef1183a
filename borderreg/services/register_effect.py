"""Say whom a suspension of an employer or a recruiter touches: lists with their people, and who is abroad."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import and_, case, func, or_, select
from sqlalchemy.orm import Session

from borderreg.domain.access import Actor, Permission
from borderreg.domain.employers import RegisterKind
from borderreg.domain.lists import EntryStatus, ListStatus
from borderreg.domain.periods import local_day
from borderreg.models import Entry, Journey, Organisation, OrganisationName, WorkList
from borderreg.services.guard import require
from borderreg.services.registers import REGISTERS, Register

OPEN = (ListStatus.DRAFT.value, ListStatus.RETURNED.value, ListStatus.SUBMITTED.value)


@dataclass(frozen=True, slots=True)
class AffectedList:
    """A list with people of an employer or recruiter: whose it is, where it stands, how many people."""

    organisation: str
    status: str
    list_no: str
    title: str
    people: int


@dataclass(frozen=True, slots=True)
class Effect:
    """Whom a suspension touches: rows not certified yet, people certified in force, people abroad now."""

    lists: tuple[AffectedList, ...]
    waiting: int
    in_force: int
    abroad: int


def effect_of(session: Session, *, actor: Actor, kind: RegisterKind, object_id: UUID, at: datetime) -> Effect:
    """Say whom a suspension of one of a register touches today: lists with counts and people abroad."""
    require(actor, Permission.EMPLOYER_READ)
    register, day = REGISTERS[kind], local_day(at)
    lists = tuple(_affected_lists(session, register, object_id, day))
    return Effect(
        lists=lists,
        waiting=sum(line.people for line in lists if line.status in OPEN),
        in_force=sum(line.people for line in lists if line.status not in OPEN),
        abroad=people_abroad(session, register, [object_id]).get(object_id, 0),
    )


def _affected_lists(
    session: Session, register: Register, object_id: UUID, day: date
) -> Sequence[AffectedList]:
    draft = and_(Entry.status == EntryStatus.DRAFT.value, WorkList.status.in_(OPEN))
    in_force = and_(Entry.status == EntryStatus.CERTIFIED.value, Entry.valid_to >= day)
    people = func.count(Entry.id).label("people")
    heads = (WorkList.id, WorkList.organisation_id, WorkList.status, WorkList.list_no, WorkList.title)
    query = (
        select(*heads, people)
        .join(Entry, Entry.list_id == WorkList.id)
        .where(register.link == object_id, or_(draft, in_force))
        .group_by(*heads)
        .order_by(case((WorkList.status.in_(OPEN), 0), else_=1), people.desc(), WorkList.id)
    )
    rows = session.execute(query).all()
    names = names_of_organisations(session, [row.organisation_id for row in rows], day)
    return [
        AffectedList(names.get(row.organisation_id, ""), row.status, row.list_no, row.title, int(row.people))
        for row in rows
    ]


def names_of_organisations(session: Session, ids: Sequence[UUID | None], day: date) -> dict[UUID | None, str]:
    """Return the Vietnamese names that organisations have on a day; one statement."""
    wanted = {organisation for organisation in ids if organisation is not None}
    query = (
        select(OrganisationName.organisation_id, OrganisationName.name)
        .join(Organisation, Organisation.id == OrganisationName.organisation_id)
        .where(OrganisationName.organisation_id.in_(wanted), OrganisationName.valid_from <= day)
        .order_by(OrganisationName.valid_from)
    )
    return {row.organisation_id: row.name for row in session.execute(query)} if wanted else {}


def people_abroad(session: Session, register: Register, ids: Sequence[UUID]) -> dict[UUID | None, int]:
    """Return how many people are abroad now by an entry of each one of a register; one statement."""
    query = (
        select(register.link.label("object"), func.count().label("people"))
        .select_from(Journey)
        .join(Entry, Entry.id == Journey.entry_id)
        .where(Journey.returned_event_id.is_(None), ~Journey.contradicted, register.link.in_(ids))
        .group_by(register.link)
    )
    return {row.object: int(row.people) for row in session.execute(query)}


def people_listed(
    session: Session, register: Register, ids: Sequence[UUID], day: date
) -> dict[UUID | None, int]:
    """Return how many people stand on lists that are not over with each one of a register; one statement."""
    query = (
        select(register.link.label("object"), func.count().label("people"))
        .where(register.link.in_(ids), Entry.status == EntryStatus.CERTIFIED.value, Entry.valid_to >= day)
        .group_by(register.link)
    )
    return {row.object: int(row.people) for row in session.execute(query)}
