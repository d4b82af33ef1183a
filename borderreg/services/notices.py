"""Tell a commune what another one did about a person of its lists: only commune, list number and dates."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, func, or_, select, update
from sqlalchemy.orm import Session, aliased

from borderreg.db import insert_or_ignore
from borderreg.domain.access import Actor, Permission
from borderreg.domain.errors import NotFound
from borderreg.domain.lists import EntryStatus
from borderreg.domain.periods import local_day
from borderreg.models import CommuneNotice, Entry, OrganisationName, WorkList, new_id, table_of
from borderreg.services.guard import require

NOTICES = table_of(CommuneNotice)
DECIDED, SUPERSEDED = "decided", "superseded"


@dataclass(frozen=True, slots=True)
class Telling:
    """What is to be told: about the older entry `told_of`, because of the entry `other`; `preset` is why."""

    kind: str
    told_of: UUID
    other: UUID
    preset: str = ""


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """A notice as the commune that is told reads it; `other_list_no` is empty until the list is certified.

    `reopened`: the entry was closed, and the departure that closed it has been annulled.
    """

    id: UUID
    kind: str
    list_id: UUID
    list_no: str
    row: int
    worker_id: UUID
    name: str
    other_commune: str
    other_list_no: str
    dropped: bool
    reopened: bool
    valid_from: date
    valid_to: date
    preset: str
    created_at: datetime
    seen_at: datetime | None


def tell_communes(session: Session, *, tellings: Sequence[Telling], at: datetime) -> int:
    """Leave a notice with the commune of each older entry; the own commune and a repetition are no news."""
    if not tellings:
        return 0
    ids = {telling.told_of for telling in tellings} | {telling.other for telling in tellings}
    query = select(Entry.id, Entry.organisation_id, Entry.valid_from, Entry.valid_to)
    entries = {row.id: row for row in session.execute(query.where(Entry.id.in_(ids)))}
    told = [
        {
            "id": new_id(),
            "organisation_id": entries[telling.told_of].organisation_id,
            "kind": telling.kind,
            "entry_id": telling.told_of,
            "other_entry_id": telling.other,
            "other_organisation_id": entries[telling.other].organisation_id,
            "valid_from": entries[telling.other].valid_from,
            "valid_to": entries[telling.other].valid_to,
            "preset": telling.preset,
            "created_at": at,
        }
        for telling in tellings
        if entries[telling.told_of].organisation_id != entries[telling.other].organisation_id
    ]
    if told:
        session.execute(insert_or_ignore(session, NOTICES), told)
    return len(told)


def tell_again(session: Session, *, entries: Sequence[UUID], at: datetime) -> None:
    """Show the notices about closed entries as new: what they say has changed since somebody read them."""
    if entries:
        told = (NOTICES.c.entry_id.in_(entries)) & (NOTICES.c.kind == SUPERSEDED)
        session.execute(update(NOTICES).where(told).values(created_at=at, seen_at=None, seen_by=None))


def read_notices(
    session: Session, *, actor: Actor, at: datetime, only_new: bool = True, page: int = 1, per_page: int = 50
) -> tuple[NoticeLine, ...]:
    """Return the notices of the actor's commune, newest first; without `only_new` the seen ones, too."""
    require(actor, Permission.LIST_READ)
    query = _lines(local_day(at)).where(*_of(actor, only_new))
    ordered = query.order_by(CommuneNotice.created_at.desc(), CommuneNotice.id.desc())
    return tuple(_line(row) for row in session.execute(ordered.limit(per_page).offset((page - 1) * per_page)))


def count_notices(session: Session, *, actor: Actor, only_new: bool = True) -> int:
    """Return how many notices the actor's commune has (not seen yet)."""
    require(actor, Permission.LIST_READ)
    query = select(func.count()).select_from(CommuneNotice).where(*_of(actor, only_new))
    return session.scalar(query) or 0


def mark_seen(session: Session, *, actor: Actor, notice_id: UUID, at: datetime) -> None:
    """Remember who took note of a notice, and when first; NotFound for another commune's."""
    require(actor, Permission.LIST_EDIT)
    own = (NOTICES.c.id == notice_id) & (NOTICES.c.organisation_id == actor.organisation_id)
    if session.scalar(select(NOTICES.c.id).where(own)) is None:
        raise NotFound("notice")
    values = {"seen_at": at, "seen_by": actor.user_id}
    session.execute(update(NOTICES).where(own, NOTICES.c.seen_at.is_(None)).values(values))


def _of(actor: Actor, only_new: bool) -> list[Any]:
    own = CommuneNotice.organisation_id == actor.organisation_id
    return [own, CommuneNotice.seen_at.is_(None)] if only_new else [own]


def _lines(day: date) -> Select[Any]:
    other, other_list = aliased(Entry), aliased(WorkList)
    called = and_(
        OrganisationName.organisation_id == CommuneNotice.other_organisation_id,
        OrganisationName.valid_from <= day,
        or_(OrganisationName.valid_to.is_(None), OrganisationName.valid_to >= day),
    )
    query: Select[Any] = (
        select(CommuneNotice, Entry.list_id, WorkList.list_no, Entry.row, Entry.worker_id, Entry.name)
        .add_columns(Entry.status)
        .add_columns(OrganisationName.name.label("commune"))
        .add_columns(other_list.list_no.label("other_list_no"), other.status.label("other_status"))
        .add_columns(other_list.status.label("other_list_status"))
        .join(Entry, Entry.id == CommuneNotice.entry_id)
        .join(WorkList, WorkList.id == Entry.list_id)
        .join(other, other.id == CommuneNotice.other_entry_id)
        .join(other_list, other_list.id == other.list_id)
        .outerjoin(OrganisationName, called)
    )
    return query


def _line(row: Any) -> NoticeLine:
    notice: CommuneNotice = row.CommuneNotice
    gone = row.other_status == EntryStatus.REMOVED.value or row.other_list_status == "discarded"
    return NoticeLine(
        id=notice.id,
        kind=notice.kind,
        list_id=row.list_id,
        list_no=row.list_no,
        row=row.row,
        worker_id=row.worker_id,
        name=row.name,
        other_commune=row.commune or "",
        other_list_no=row.other_list_no,
        dropped=gone,
        reopened=notice.kind == SUPERSEDED and row.status != EntryStatus.SUPERSEDED.value,
        valid_from=notice.valid_from,
        valid_to=notice.valid_to,
        preset=notice.preset,
        created_at=notice.created_at,
        seen_at=notice.seen_at,
    )
