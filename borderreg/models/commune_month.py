"""What a commune follows by hand: visits, people known abroad, pledges, outreach, cases, job seekers."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from borderreg.domain.known_abroad import Ending
from borderreg.domain.outreach import CaseKind, Offer, OutreachKind
from borderreg.domain.visits import VisitKind, VisitResult
from borderreg.models.base import Base, HasId

Codes = type[VisitKind] | type[VisitResult] | type[Ending] | type[OutreachKind] | type[CaseKind] | type[Offer]


def _one_of(column: str, codes: Codes, *more: str) -> str:
    return f"{column} in ({','.join(repr(code) for code in (*(one.value for one in codes), *more))})"


class Visit(HasId, Base):
    """A visit or call to a family: what was learnt, appended; its id comes with the form: no doubles."""

    __tablename__ = "visits"
    __table_args__ = (
        CheckConstraint(_one_of("kind", VisitKind), name="kind"),
        CheckConstraint(_one_of("result", VisitResult), name="result"),
        CheckConstraint("(worker_id is null) <> (known_abroad_id is null)", name="about_one"),
        CheckConstraint("precision in ('','day','about')", name="precision"),
        Index("ix_visits_organisation_id_visited_on", "organisation_id", "visited_on"),
    )

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    worker_id: Mapped[UUID | None] = mapped_column(ForeignKey("workers.id"), index=True)
    known_abroad_id: Mapped[UUID | None] = mapped_column(ForeignKey("known_abroad.id"), index=True)
    kind: Mapped[str]
    result: Mapped[str]
    visited_on: Mapped[date]
    note: Mapped[bytes | None]
    returned_on: Mapped[date | None]
    precision: Mapped[str] = mapped_column(default="")
    event_id: Mapped[UUID | None] = mapped_column(ForeignKey("events.id"))
    recorded_by: Mapped[UUID | None]
    recorded_at: Mapped[datetime]


class VisitUndo(HasId, Base):
    """A visit taken back with a reason; the return that it recorded is annulled in the crossing log."""

    __tablename__ = "visit_undos"
    __table_args__ = (UniqueConstraint("visit_id"),)

    visit_id: Mapped[UUID] = mapped_column(ForeignKey("visits.id"))
    annulment_id: Mapped[UUID | None] = mapped_column(ForeignKey("events.id"))
    reason: Mapped[str]
    undone_by: Mapped[UUID | None]
    undone_at: Mapped[datetime]


class AssistanceRequest(HasId, Base):
    """A family asks for help: the commune hands it to the office, which sees it and handles it."""

    __tablename__ = "assistance_requests"
    __table_args__ = (UniqueConstraint("visit_id"),)

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"), index=True)
    visit_id: Mapped[UUID] = mapped_column(ForeignKey("visits.id"))
    asked_at: Mapped[datetime] = mapped_column(index=True)
    seen_at: Mapped[datetime | None]
    seen_by: Mapped[UUID | None]
    handled_at: Mapped[datetime | None]
    handled_by: Mapped[UUID | None]
    answer: Mapped[bytes | None]


class KnownAbroad(HasId, Base):
    """A person whom the commune knows to be abroad outside the lists: never part of the certified balance."""

    __tablename__ = "known_abroad"
    __table_args__ = (
        CheckConstraint("sex in ('M','F','')", name="sex"),
        CheckConstraint(_one_of("ending", Ending, ""), name="ending"),
        CheckConstraint("(ending = '') = (ended_on is null)", name="ended"),
        Index("ix_known_abroad_organisation_id_search_key", "organisation_id", "search_key"),
    )

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    name: Mapped[str]
    search_key: Mapped[str]
    birth_year: Mapped[int | None]
    sex: Mapped[str] = mapped_column(default="")
    hamlet: Mapped[str] = mapped_column(default="")
    country: Mapped[str] = mapped_column(ForeignKey("countries.code"))
    place: Mapped[str] = mapped_column(default="")
    since: Mapped[str] = mapped_column(default="")
    phone: Mapped[bytes | None]
    phone_hash: Mapped[bytes | None] = mapped_column(index=True)
    contact_name: Mapped[str] = mapped_column(default="")
    relation: Mapped[str] = mapped_column(default="")
    contact_phone: Mapped[bytes | None]
    contact_phone_hash: Mapped[bytes | None] = mapped_column(index=True)
    note: Mapped[bytes | None]
    ending: Mapped[str] = mapped_column(default="")
    ended_on: Mapped[date | None]
    ended_recorded_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column()
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    updated_by: Mapped[UUID | None]

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 (SQLAlchemy's own protocol)


class KnownAbroadChange(HasId, Base):
    """What a record of somebody known abroad said before a change; sealed, appended."""

    __tablename__ = "known_abroad_changes"

    known_abroad_id: Mapped[UUID] = mapped_column(ForeignKey("known_abroad.id"), index=True)
    act: Mapped[str]
    before: Mapped[bytes]
    changed_by: Mapped[UUID | None]
    changed_at: Mapped[datetime]


class Household(HasId, Base):
    """A household of a hamlet that signs a pledge each year."""

    __tablename__ = "households"
    __table_args__ = (UniqueConstraint("organisation_id", "hamlet", "search_key"),)

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    hamlet: Mapped[str]
    head: Mapped[str]
    search_key: Mapped[str]
    created_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]


class Pledge(HasId, Base):
    """A household's pledge of one year, on the day of signing; taken back when ticked by mistake."""

    __tablename__ = "pledges"
    __table_args__ = (
        Index(
            "uq_pledges_standing",
            "household_id",
            "year",
            unique=True,
            sqlite_where=text("taken_back_at is null"),
            postgresql_where=text("taken_back_at is null"),
        ),
        Index("ix_pledges_organisation_id_signed_on", "organisation_id", "signed_on"),
    )

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    household_id: Mapped[UUID] = mapped_column(ForeignKey("households.id"))
    year: Mapped[int]
    signed_on: Mapped[date]
    recorded_by: Mapped[UUID | None]
    recorded_at: Mapped[datetime]
    taken_back_at: Mapped[datetime | None]


class _MonthRow(HasId):
    """What every line of the commune's log has: when it was, when it was written, and whether it stands."""

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"), index=True)
    held_on: Mapped[date]
    kind: Mapped[str]
    note: Mapped[str] = mapped_column(default="")
    recorded_by: Mapped[UUID | None]
    recorded_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]


class Outreach(_MonthRow, Base):
    """A session, leaflets handed out, or items over the loudspeaker."""

    __tablename__ = "outreach"
    __table_args__ = (
        CheckConstraint(_one_of("kind", OutreachKind), name="kind"),
        CheckConstraint("times >= 1 and listeners >= 0 and leaflets >= 0", name="counts"),
    )

    hamlet: Mapped[str] = mapped_column(default="")
    times: Mapped[int] = mapped_column(default=1)
    listeners: Mapped[int] = mapped_column(default=0)
    leaflets: Mapped[int] = mapped_column(default=0)


class FoundCase(_MonthRow, Base):
    """A case that the commune found, with how many persons; never a name (data on crimes is sensitive)."""

    __tablename__ = "found_cases"
    __table_args__ = (
        CheckConstraint(_one_of("kind", CaseKind), name="kind"),
        CheckConstraint("persons >= 0", name="persons"),
    )

    persons: Mapped[int] = mapped_column(default=0)
    handed_to: Mapped[str] = mapped_column(default="")


class JobSeeker(HasId, Base):
    """Somebody who seeks work, and what was offered."""

    __tablename__ = "job_seekers"
    __table_args__ = (
        CheckConstraint(_one_of("offer", Offer, ""), name="offer"),
        CheckConstraint("(offer = '') = (offered_on is null)", name="offered"),
    )

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"), index=True)
    name: Mapped[str]
    search_key: Mapped[str]
    birth_year: Mapped[int | None]
    hamlet: Mapped[str] = mapped_column(default="")
    phone: Mapped[bytes | None]
    wants: Mapped[str] = mapped_column(default="")
    registered_on: Mapped[date]
    offer: Mapped[str] = mapped_column(default="")
    offered: Mapped[str] = mapped_column(default="")
    offered_on: Mapped[date | None]
    offer_recorded_at: Mapped[datetime | None]
    recorded_by: Mapped[UUID | None]
    recorded_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]
