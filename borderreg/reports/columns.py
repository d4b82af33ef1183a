"""Pieces of SQL that the sources share: an entry's facts as text keys, and which events count."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, Text, and_, case, cast, exists, func, literal, or_, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from borderreg.domain.reasons import Flag
from borderreg.models import Employer, Entry, Event, Organisation, QuarantineReview, WorkList
from borderreg.reports.questions import UNKNOWN

Column = ColumnElement[Any] | InstrumentedAttribute[Any]


def known(column: Column) -> ColumnElement[Any]:
    """Return a text column with the key UNKNOWN in the place of nothing."""
    return func.coalesce(func.nullif(column, ""), UNKNOWN)


def employer_name() -> ColumnElement[Any]:
    """Return what an employer is called in the register now, else as the list says; figures follow merges.

    The query joins `Employer` to its entries by `Entry.employer_id`, outer.
    """
    return func.coalesce(Employer.name_vi, Entry.employer)


def entry_columns() -> tuple[ColumnElement[Any], ...]:
    """Return the facts of an entry that a row may show: name and birth year, never a number."""
    return (
        Entry.organisation_id.label("organisation_id"),
        known(Organisation.code).label("commune"),
        func.coalesce(Entry.name, "").label("name"),
        func.coalesce(Entry.search_key, "").label("search_key"),
        func.substr(Entry.birth, 1, 4).label("birth_year"),
        WorkList.list_no.label("list_no"),
        Entry.row.label("list_row_number"),
        known(employer_name()).label("employer"),
        known(Entry.county).label("county"),
    )


def join_entry(query: Select[Any], *, entry_id: Column) -> Select[Any]:
    """Join an entry, its commune and its list where there is one: an unread code has none."""
    return (
        query.outerjoin(Entry, Entry.id == entry_id)
        .outerjoin(Organisation, Organisation.id == Entry.organisation_id)
        .outerjoin(WorkList, WorkList.id == Entry.list_id)
        .outerjoin(Employer, Employer.id == Entry.employer_id)
    )


def has_flag(flags: Column, flag: Flag) -> ColumnElement[bool]:
    """Say whether a stored list of flags holds a flag; the same words on both databases."""
    return cast(flags, Text).like(f'%"{flag.value}"%')


def let_in(event: type[Event], *, known_at: datetime | None = None) -> ColumnElement[bool]:
    """Leave out an event in quarantine that no person has let in, now or as it was known at an instant."""
    accepted = exists().where(QuarantineReview.event_id == event.id, QuarantineReview.accepted)
    if known_at is not None:
        accepted = accepted.where(QuarantineReview.reviewed_at <= known_at)
    return or_(~has_flag(event.flags, Flag.QUARANTINED), accepted)


def not_annulled(event: type[Event], *, known_at: datetime | None = None) -> ColumnElement[bool]:
    """Leave out an event that a valid annulment takes back; one out of time has the flag `would_refuse`.

    With an instant: an annulment that was known then.
    """
    annulment = aliased(Event)
    valid = and_(
        annulment.annuls_id == event.id,
        annulment.kind == "annulment",
        ~has_flag(annulment.flags, Flag.WOULD_REFUSE),
        let_in(annulment, known_at=known_at),
    )
    if known_at is not None:
        valid = and_(valid, annulment.received_at <= known_at)
    return ~exists(select(literal(1)).select_from(annulment).where(valid))


def first_reason(event: type[Event]) -> ColumnElement[Any]:
    """Return the main reason of an attempt: the first that was named, by the officer or by the server."""
    return func.coalesce(event.reasons[0].as_string(), event.server_reasons[0].as_string(), UNKNOWN)


def one_if(condition: ColumnElement[bool]) -> ColumnElement[Any]:
    """Return 1 where a condition holds and nothing elsewhere, to be counted."""
    return case((condition, 1))
