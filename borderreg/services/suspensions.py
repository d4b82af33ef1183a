"""Who of the employers and recruiters of some rows is suspended on a day, and whose licence has ended."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.orm import Session

from borderreg.domain.employers import Standing, licence_expired, suspended_on
from borderreg.models import Employer, Entry, Recruiter
from borderreg.services.people_store import pages


@dataclass(frozen=True, slots=True)
class RegisterFacts:
    """What the registers say about the rows of a list on one day, by id."""

    suspended: frozenset[UUID] = frozenset()
    licence_ended: dict[UUID, date] | None = None
    sectors: dict[UUID, str] | None = None

    def ended(self, recruiter_id: UUID | None) -> date | None:
        """Return when a recruiter's licence ended, None while it is valid or unknown."""
        return (self.licence_ended or {}).get(recruiter_id) if recruiter_id else None

    def sector(self, employer_id: UUID | None) -> str:
        """Return an employer's sector, an empty text when the register does not know it."""
        return (self.sectors or {}).get(employer_id, "") if employer_id else ""


def register_facts(session: Session, *, entries: Iterable[Entry], day: date) -> RegisterFacts:
    """Read the employers and recruiters of rows; two statements for a page of them."""
    rows = list(entries)
    suspended: set[UUID] = set()
    sectors: dict[UUID, str] = {}
    ended: dict[UUID, date] = {}
    for page in pages(sorted({row.employer_id for row in rows if row.employer_id})):
        for employer in session.execute(_standings(Employer, Employer.sector, page)):
            sectors[employer.id] = employer.sector
            suspended |= {employer.id} if _is_suspended(employer, day) else set()
    for page in pages(sorted({row.recruiter_id for row in rows if row.recruiter_id})):
        for recruiter in session.execute(_standings(Recruiter, Recruiter.licence_to, page)):
            suspended |= {recruiter.id} if _is_suspended(recruiter, day) else set()
            if licence_expired(recruiter.licence_to, day=day):
                ended[recruiter.id] = recruiter.licence_to
    return RegisterFacts(frozenset(suspended), ended, sectors)


def recruiter_suspended(day: Any) -> ColumnElement[bool]:
    """Return the condition that the recruiter of an entry is suspended on a day, for a SELECT of entries."""
    return exists(
        select(Recruiter.id).where(
            Recruiter.id == Entry.recruiter_id,
            Recruiter.status == Standing.SUSPENDED.value,
            or_(Recruiter.suspended_from.is_(None), Recruiter.suspended_from <= day),
            or_(Recruiter.suspended_to.is_(None), Recruiter.suspended_to >= day),
        )
    ).correlate(Entry)


def _standings(model: Any, more: Any, page: Any) -> Any:
    columns = (model.id, model.status, model.suspended_from, model.suspended_to, more)
    return select(*columns).where(model.id.in_(page))


def _is_suspended(row: Any, day: date) -> bool:
    return suspended_on(row.status, first=row.suspended_from, last=row.suspended_to, day=day)
