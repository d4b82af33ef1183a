"""People known to be abroad outside the lists: added, corrected, their stay ended; nothing old is lost.

They are the commune's own and no part of the certified balance. Phones are sealed, names have a search key.
"""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from borderreg.domain.access import Actor, Permission
from borderreg.domain.audit import AuditAction, canonical
from borderreg.domain.errors import BadInput, Conflict, NotFound
from borderreg.domain.known_abroad import Ending
from borderreg.domain.names import has_letter, normalise_name, search_key
from borderreg.domain.people import normalise_phone
from borderreg.domain.periods import local_day
from borderreg.models import KnownAbroad, KnownAbroadChange, new_id
from borderreg.services import audit
from borderreg.services.guard import require
from borderreg.services.list_core import visible
from borderreg.services.private_fields import find_hash, seal, seal_optional, unseal

LONGEST = 120
LONGEST_NOTE = 500
SHOWN = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownDraft:
    """A person as typed; `since` is ISO text of its own precision, phones are as written by hand."""

    name: str
    country: str
    birth_year: int | None = None
    sex: str = ""
    hamlet: str = ""
    place: str = ""
    since: str = ""
    phone: str = ""
    contact_name: str = ""
    relation: str = ""
    contact_phone: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownFile(KnownDraft):
    """A record opened, numbers in clear: only for a page whose reading is logged."""

    id: UUID
    version: int
    ending: str
    ended_on: date | None
    updated_at: datetime


def add_known(session: Session, *, actor: Actor, known_id: UUID, draft: KnownDraft, at: datetime) -> UUID:
    """Add a person; the id comes with the form, so that sending it twice adds one."""
    require(actor, Permission.PEOPLE_FOLLOW)
    there = session.get(KnownAbroad, known_id)
    if there is not None:
        if there.organisation_id != actor.organisation_id:
            raise Conflict("known_abroad")
        return known_id
    known = KnownAbroad(id=known_id, organisation_id=actor.organisation_id, created_at=at)
    _fill(known, draft, actor, at)
    session.add(known)
    session.flush()
    _log(session, actor, AuditAction.KNOWN_ABROAD_WRITTEN, known_id, {"act": "added"}, at)
    return known_id


def edit_known(
    session: Session, *, actor: Actor, known_id: UUID, version: int, draft: KnownDraft, at: datetime
) -> None:
    """Correct a record; what it said before is kept. Conflict when somebody changed it after `version`."""
    require(actor, Permission.PEOPLE_FOLLOW)
    known = own_known(session, actor=actor, known_id=known_id, lock=True)
    if known.version != version:
        raise Conflict("known_abroad")
    _keep_before(session, actor, known, "edited", at)
    _fill(known, draft, actor, at)
    _log(session, actor, AuditAction.KNOWN_ABROAD_WRITTEN, known_id, {"act": "edited"}, at)


def end_stay(
    session: Session, *, actor: Actor, known_id: UUID, ending: Ending, day: date, at: datetime
) -> None:
    """Say how somebody's stay ended and on which day; BadInput `ended_on` for a day ahead."""
    require(actor, Permission.PEOPLE_FOLLOW)
    known = own_known(session, actor=actor, known_id=known_id, lock=True)
    if day > local_day(at):
        raise BadInput("ended on", code="ended_on")
    _keep_before(session, actor, known, "ended", at)
    known.ending, known.ended_on, known.ended_recorded_at = ending.value, day, at
    known.updated_at, known.updated_by = at, actor.user_id
    _log(session, actor, AuditAction.KNOWN_ABROAD_WRITTEN, known_id, {"act": ending.value}, at)


def end_by_visit(session: Session, *, actor: Actor, known_id: UUID, day: date | None, at: datetime) -> None:
    """Note that somebody is home again, as learnt at a visit; an ended stay stays as it is."""
    known = own_known(session, actor=actor, known_id=known_id, lock=True)
    if not known.ending:
        day = day or local_day(at)
        end_stay(session, actor=actor, known_id=known_id, ending=Ending.RETURNED, day=day, at=at)


def reopen(session: Session, *, actor: Actor, known_id: UUID, at: datetime) -> None:
    """Take the end of a stay back."""
    require(actor, Permission.PEOPLE_FOLLOW)
    known = own_known(session, actor=actor, known_id=known_id, lock=True)
    if known.ending:
        _keep_before(session, actor, known, "reopened", at)
        known.ending, known.ended_on, known.ended_recorded_at = "", None, None
        known.updated_at, known.updated_by = at, actor.user_id
        _log(session, actor, AuditAction.KNOWN_ABROAD_WRITTEN, known_id, {"act": "reopened"}, at)


def reopen_by_undo(session: Session, *, actor: Actor, known_id: UUID, at: datetime) -> None:
    """Reopen a stay that a visit had ended, when the visit is taken back."""
    known = own_known(session, actor=actor, known_id=known_id, lock=True)
    if known.ending == Ending.RETURNED.value:
        reopen(session, actor=actor, known_id=known_id, at=at)


def open_known(session: Session, *, actor: Actor, known_id: UUID, at: datetime) -> KnownFile:
    """Open a record with its phones and note, and log who read it."""
    require(actor, Permission.PEOPLE_FOLLOW)
    known = own_known(session, actor=actor, known_id=known_id)
    _log(session, actor, AuditAction.KNOWN_ABROAD_READ, known_id, {}, at)
    return _file(known)


def search_known(session: Session, *, actor: Actor, text: str, at: datetime) -> tuple[KnownAbroad, ...]:
    """Find people by part of a name without accents, or by a whole phone number; the search is logged."""
    require(actor, Permission.PEOPLE_FOLLOW)
    query: Select[Any] = _own(actor)
    phone = normalise_phone(text)
    if phone:
        found = find_hash("phone", phone)
        query = query.where(or_(KnownAbroad.phone_hash == found, KnownAbroad.contact_phone_hash == found))
    else:
        for word in search_key(text).split():
            query = query.where(KnownAbroad.search_key.contains(word, autoescape=True))
    rows = tuple(session.scalars(query.order_by(KnownAbroad.search_key).limit(SHOWN)))
    action = AuditAction.KNOWN_ABROAD_SEARCHED
    _log(session, actor, action, actor.organisation_id, {"found": len(rows)}, at)
    return rows


def list_known(session: Session, *, actor: Actor, ended: bool) -> tuple[KnownAbroad, ...]:
    """List the commune's people who are still abroad, or those whose stay ended, last changed first."""
    require(actor, Permission.PEOPLE_FOLLOW)
    query = _own(actor).where(KnownAbroad.ending != "" if ended else KnownAbroad.ending == "")
    return tuple(session.scalars(query.order_by(KnownAbroad.updated_at.desc(), KnownAbroad.id).limit(500)))


def changes_of(session: Session, *, actor: Actor, known_id: UUID) -> tuple[KnownAbroadChange, ...]:
    """Return the changes of a record, newest first; what they hold stays sealed."""
    own_known(session, actor=actor, known_id=known_id)
    query = select(KnownAbroadChange).where(KnownAbroadChange.known_abroad_id == known_id)
    return tuple(session.scalars(query.order_by(KnownAbroadChange.changed_at.desc())))


def own_known(session: Session, *, actor: Actor, known_id: UUID, lock: bool = False) -> KnownAbroad:
    """Return a record of the actor's commune; NotFound for any other."""
    require(actor, Permission.PEOPLE_FOLLOW)
    query: Select[Any] = _own(actor).where(KnownAbroad.id == known_id)
    found: KnownAbroad | None = session.scalars(query.with_for_update() if lock else query).first()
    if found is None:
        raise NotFound("known_abroad")
    return found


def _own(actor: Actor) -> Select[KnownAbroad]:
    return select(KnownAbroad).where(KnownAbroad.organisation_id == actor.organisation_id)


def _fill(known: KnownAbroad, draft: KnownDraft, actor: Actor, at: datetime) -> None:
    name = normalise_name(visible(draft.name))
    if not has_letter(name) or len(name) > LONGEST:
        raise BadInput("name", code="name")
    known.name, known.search_key = name, search_key(name)
    known.birth_year, known.sex, known.country, known.since = (
        draft.birth_year,
        draft.sex,
        draft.country,
        draft.since,
    )
    for column in ("hamlet", "place", "contact_name", "relation"):
        setattr(known, column, visible(getattr(draft, column))[:LONGEST])
    known.phone, known.phone_hash = _phone(known.id, "phone", draft.phone)
    known.contact_phone, known.contact_phone_hash = _phone(known.id, "contact_phone", draft.contact_phone)
    known.note = seal_optional(visible(draft.note)[:LONGEST_NOTE], place="known_abroad.note", row_id=known.id)
    known.updated_at, known.updated_by = at, actor.user_id


def _phone(known_id: UUID, column: str, typed: str) -> tuple[bytes | None, bytes | None]:
    if not typed.strip():
        return None, None
    number = normalise_phone(typed)
    if number is None:
        raise BadInput("phone", code=column)
    return seal(number, place=f"known_abroad.{column}", row_id=known_id), find_hash("phone", number)


def _file(known: KnownAbroad) -> KnownFile:
    clear: dict[str, Any] = {
        column: unseal(getattr(known, column), place=f"known_abroad.{column}", row_id=known.id)
        for column in ("phone", "contact_phone", "note")
    }
    plain = ("id", "version", "name", "country", "birth_year", "sex", "hamlet", "place", "since")
    more = ("contact_name", "relation", "ending", "ended_on", "updated_at")
    return KnownFile(**clear, **{column: getattr(known, column) for column in (*plain, *more)})


def _keep_before(session: Session, actor: Actor, known: KnownAbroad, act: str, at: datetime) -> None:
    change_id = new_id()
    said = {name: None if value is None else str(value) for name, value in asdict(_file(known)).items()}
    before = seal(canonical(said), place="known_abroad_changes.before", row_id=change_id)
    session.add(
        KnownAbroadChange(
            id=change_id,
            known_abroad_id=known.id,
            act=act,
            before=before,
            changed_by=actor.user_id,
            changed_at=at,
        )
    )


def _log(
    session: Session,
    actor: Actor,
    action: AuditAction,
    known_id: UUID,
    payload: dict[str, object],
    at: datetime,
) -> None:
    audit.record(
        session,
        actor=actor,
        action=action,
        object_type="known_abroad",
        object_id=known_id,
        payload=payload,
        at=at,
    )
