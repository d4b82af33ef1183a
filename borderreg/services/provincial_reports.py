"""The province's periodic reports: counted, frozen under a number, corrected, and counted again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from borderreg.documents.paper import PaperHeader, Signature
from borderreg.documents.report_files import ProvincePaper
from borderreg.domain.access import Actor, Permission
from borderreg.domain.audit import AuditAction
from borderreg.domain.errors import NotFound, Refused
from borderreg.domain.frozen_reports import (
    FrozenDifference,
    ReportTable,
    content_of,
    frozen_differences,
    period_of,
    read_content,
    recounted,
    sealed,
    tables_of,
)
from borderreg.domain.periods import Period, local_day
from borderreg.models import FrozenReport, new_id
from borderreg.reports.periodic import freezable, periodic_tables
from borderreg.services import audit
from borderreg.services.guard import require
from borderreg.services.list_core import checked_reason
from borderreg.services.places import organisation_named

OFFICE = "SNGV"
RECIPIENTS = ("UBND tỉnh Lạng Sơn", "Cục Lãnh sự, Bộ Ngoại giao", "Lưu: VT")


@dataclass(frozen=True, slots=True)
class ReportNow:
    """A report as its figures stand now, and what a frozen version of it says otherwise."""

    slug: str
    period: Period
    known_at: datetime
    tables: tuple[ReportTable, ...]
    content: dict[str, Any]
    digest: bytes
    versions: tuple[FrozenReport, ...]
    changed: tuple[FrozenDifference, ...]

    @property
    def standing(self) -> FrozenReport | None:
        """Return the version that stands: the first or its latest correction."""
        return self.versions[-1] if self.versions else None


@dataclass(frozen=True, slots=True)
class Recount:
    """A frozen version counted again from the log as it was known then."""

    report: FrozenReport
    digest: bytes
    differences: tuple[FrozenDifference, ...]

    @property
    def holds(self) -> bool:
        """Say whether the same hash came out."""
        return self.digest == self.report.content_hash


def count_report(session: Session, *, actor: Actor, slug: str, period: Period, at: datetime) -> ReportNow:
    """Count a report as things are known now; NotFound for one that cannot be frozen or has not begun."""
    require(actor, Permission.REPORT_FREEZE)
    if not freezable(slug) or period.first > local_day(at):
        raise NotFound(slug)
    tables = periodic_tables(session, slug=slug, period=period, known_at=at)
    versions = frozen_versions(session, actor=actor, slug=slug, period=period)
    content = content_of(slug, period, tables)
    changed: tuple[FrozenDifference, ...] = ()
    if versions:
        changed = frozen_differences(tables_of(read_content(versions[-1].content)), tables)
    return ReportNow(slug, period, at, tables, content, sealed(content)[1], versions, changed)


def freeze_report(
    session: Session, *, actor: Actor, counted: ReportNow, reason: str = "", at: datetime
) -> FrozenReport:
    """Keep a counted report under the next number; a correction needs a reason.

    Refused `nothing_changed` for a correction that says the same; a second call with the same figures is one.
    """
    require(actor, Permission.REPORT_FREEZE)
    versions = frozen_versions(session, actor=actor, slug=counted.slug, period=counted.period)
    if versions:
        before = tables_of(read_content(versions[-1].content))
        if not frozen_differences(before, counted.tables):
            raise Refused("Số liệu không đổi so với bản đã chốt.", code="nothing_changed")
    text, digest = sealed(counted.content)
    report = FrozenReport(
        id=new_id(),
        slug=counted.slug,
        period=counted.period.slug,
        first_day=counted.period.first,
        last_day=counted.period.last,
        number=len(versions),
        known_at=counted.known_at,
        content=text,
        content_hash=digest,
        reason=checked_reason(reason) if versions else "",
        frozen_by=actor.user_id,
        frozen_at=at,
    )
    session.add(report)
    session.flush()
    audit.record(
        session,
        actor=actor,
        action=AuditAction.REPORT_FROZEN,
        object_type="report",
        object_id=f"{counted.slug} {counted.period.slug}",
        payload={"number": report.number, "hash": digest.hex()},
        at=at,
    )
    return report


def frozen_versions(session: Session, *, actor: Actor, slug: str, period: Period) -> tuple[FrozenReport, ...]:
    """Return the versions of a report of a period, the first one first."""
    require(actor, Permission.REPORT_FREEZE)
    query = select(FrozenReport).where(FrozenReport.slug == slug, FrozenReport.period == period.slug)
    return tuple(session.scalars(query.order_by(FrozenReport.number)))


def list_frozen(session: Session, *, actor: Actor, slug: str) -> tuple[FrozenReport, ...]:
    """Return every frozen version of a report, the newest period first."""
    require(actor, Permission.REPORT_FREEZE)
    query = select(FrozenReport).where(FrozenReport.slug == slug)
    return tuple(session.scalars(query.order_by(FrozenReport.last_day.desc(), FrozenReport.number.desc())))


def frozen_report(session: Session, *, actor: Actor, slug: str, period: Period, number: int) -> FrozenReport:
    """Return one frozen version; NotFound when there is none of that number."""
    for report in frozen_versions(session, actor=actor, slug=slug, period=period):
        if report.number == number:
            return report
    raise NotFound(f"{slug} {period.slug} {number}")


def frozen_by_id(session: Session, *, actor: Actor, report_id: UUID) -> FrozenReport:
    """Return a frozen version by its id; NotFound when there is none."""
    require(actor, Permission.REPORT_FREEZE)
    report = session.get(FrozenReport, report_id)
    if report is None:
        raise NotFound(str(report_id))
    return report


def recount_report(session: Session, *, actor: Actor, report: FrozenReport) -> Recount:
    """Count a frozen version again from the log as it was known then: the same hash, or what differs."""
    require(actor, Permission.REPORT_FREEZE)
    content = read_content(report.content)
    tables = periodic_tables(session, slug=report.slug, period=period_of(content), known_at=report.known_at)
    return _recount(report, content, tables)


def _recount(report: FrozenReport, content: dict[str, Any], tables: Sequence[ReportTable]) -> Recount:
    again = recounted(content, tables)
    return Recount(report, sealed(again)[1], frozen_differences(tables_of(content), tables_of(again)))


def record_report_file(
    session: Session, *, actor: Actor, report: FrozenReport, file_format: str, at: datetime
) -> None:
    """Write who took which version of a report out as a file."""
    require(actor, Permission.REPORT_FREEZE)
    audit.record(
        session,
        actor=actor,
        action=AuditAction.REPORTS_EXPORTED,
        object_type="report",
        object_id=f"{report.slug} {report.period}",
        payload={"number": report.number, "format": file_format},
        at=at,
    )


def report_paper(session: Session, *, actor: Actor, report: FrozenReport) -> ProvincePaper:
    """Return a frozen version as a paper of the office, under its name of the day on which it was frozen."""
    require(actor, Permission.REPORT_FREEZE)
    day = local_day(report.frozen_at)
    organisation = organisation_named(session, code=OFFICE, day=day)
    header = PaperHeader(
        parent_body=organisation.parent_body,
        issuing_body=organisation.name,
        place=organisation.place,
        recipients=RECIPIENTS,
    )
    return ProvincePaper(
        header=header,
        signature=Signature(position=organisation.position, name=""),
        on=day,
        first=report.first_day,
        last=report.last_day,
        number=report.number,
        reason=report.reason,
        content_hash=report.content_hash,
        tables=tables_of(read_content(report.content)),
    )
