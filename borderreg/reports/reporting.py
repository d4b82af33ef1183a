"""Who has reported: a commune's own duties for its first page, and the province's view of all communes."""

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, and_, exists, func, select
from sqlalchemy.orm import Session

from borderreg.domain.access import Actor, Permission
from borderreg.domain.errors import NotPermitted
from borderreg.domain.lists import ListKind
from borderreg.domain.month_words import FIGURES
from borderreg.domain.monthly import Calendar, ReportState, Window, state_of
from borderreg.domain.periods import end_of_day, local_day, start_of_day
from borderreg.models import (
    AssistanceRequest,
    MonthDraft,
    MonthReport,
    Organisation,
    OrganisationName,
    ReportAnswer,
    ReportReminder,
    ReportRequest,
    RequestedCommune,
    User,
    VisitUndo,
    WorkList,
)


@dataclass(frozen=True, slots=True)
class AskedReport:
    """A request of the province that waits for the commune's answer."""

    id: UUID
    title: str
    due_on: date
    reminded_at: datetime | None


@dataclass(frozen=True, slots=True)
class MonthDuty:
    """What the month asks of a commune now; `window` is the oldest that waits, else the running one."""

    window: Window
    state: ReportState
    days_left: int
    prepared: bool
    reminded_at: datetime | None
    requests: tuple[AskedReport, ...]
    answered_help: int
    waiting_help: int


def month_duty(session: Session, *, actor: Actor, calendar: Calendar, at: datetime) -> MonthDuty:
    """Return the commune's duties of the month for its first page: six statements whatever is stored."""
    if not actor.may(Permission.MONTH_WRITE):
        raise NotPermitted(Permission.MONTH_WRITE.value)
    day, own = local_day(at), actor.organisation_id
    running = calendar.of_day(day)
    before = calendar.before(running)
    sent = set(session.scalars(_sent(own, (before.month, running.month))))
    window = (
        before if before.month not in sent and _began(session, own) < end_of_day(before.last) else running
    )
    state = state_of(window, day=day, sent=window.month in sent)
    prepared = select(MonthDraft.prepared_at).where(
        MonthDraft.organisation_id == own, MonthDraft.period == window.month
    )
    reminded = reminders(session, about=[window.month], organisation_ids=[own])
    helped, waiting = _help(session, own)
    return MonthDuty(
        window=window,
        state=state,
        days_left=window.days_left(day),
        prepared=session.scalar(prepared) is not None,
        reminded_at=reminded.get((own, window.month)),
        requests=open_requests(session, organisation_id=own),
        answered_help=helped,
        waiting_help=waiting,
    )


def _sent(organisation_id: UUID, months: tuple[str, ...]) -> Select[str]:
    return select(MonthReport.period).where(
        MonthReport.organisation_id == organisation_id, MonthReport.period.in_(months)
    )


def _began(session: Session, organisation_id: UUID) -> datetime:
    first = select(func.min(User.created_at)).where(User.organisation_id == organisation_id)
    return session.scalar(first) or datetime.max.replace(tzinfo=start_of_day(date(2026, 1, 1)).tzinfo)


def _help(session: Session, organisation_id: UUID) -> tuple[int, int]:
    undone = exists().where(VisitUndo.visit_id == AssistanceRequest.visit_id)
    query = select(AssistanceRequest.handled_at).where(
        AssistanceRequest.organisation_id == organisation_id, ~undone
    )
    states = Counter(handled is not None for handled in session.scalars(query))
    return states[True], states[False]


def open_requests(session: Session, *, organisation_id: UUID) -> tuple[AskedReport, ...]:
    """Return the requests that a commune has not answered, first due first."""
    answered = exists().where(
        ReportAnswer.request_id == ReportRequest.id, ReportAnswer.organisation_id == organisation_id
    )
    query = (
        select(ReportRequest)
        .join(RequestedCommune, RequestedCommune.request_id == ReportRequest.id)
        .where(RequestedCommune.organisation_id == organisation_id)
        .where(ReportRequest.closed_at.is_(None), ~answered)
        .order_by(ReportRequest.due_on, ReportRequest.created_at)
    )
    rows = list(session.scalars(query))
    told = reminders(session, about=[str(row.id) for row in rows], organisation_ids=[organisation_id])
    return tuple(
        AskedReport(row.id, row.title, row.due_on, told.get((organisation_id, str(row.id)))) for row in rows
    )


def reminders(
    session: Session, *, about: list[str], organisation_ids: list[UUID] | None = None
) -> dict[tuple[UUID, str], datetime]:
    """Return when each commune was last reminded about each thing."""
    query = (
        select(ReportReminder.organisation_id, ReportReminder.about, func.max(ReportReminder.reminded_at))
        .where(ReportReminder.about.in_(about))
        .group_by(ReportReminder.organisation_id, ReportReminder.about)
    )
    if organisation_ids is not None:
        query = query.where(ReportReminder.organisation_id.in_(organisation_ids))
    return {(row[0], row[1]): row[2] for row in session.execute(query)}


@dataclass(frozen=True, slots=True)
class CommuneReporting:
    """One commune in a window: lists sent, report sent, reminded; `expected` once it uses the system."""

    organisation_id: UUID
    code: str
    name: str
    expected: bool
    lists: int
    state: ReportState
    report_id: UUID | None
    report_no: str
    correction: int
    sent_at: datetime | None
    on_time: bool
    reminded_at: datetime | None


def reporting(
    session: Session, *, actor: Actor, window: Window, at: datetime
) -> tuple[CommuneReporting, ...]:
    """Return every commune's lists and report of a window, by code; four statements."""
    if not actor.may(Permission.REPORTS_COLLECT):
        raise NotPermitted(Permission.REPORTS_COLLECT.value)
    day = local_day(at)
    latest = {row.organisation_id: row for row in latest_reports(session, month=window.month)}
    lists = _lists(session, window)
    told = reminders(session, about=[window.month])
    lines = []
    for row in session.execute(_communes(day)):
        report = latest.get(row.id)
        lines.append(
            CommuneReporting(
                organisation_id=row.id,
                code=row.code,
                name=row.name or row.code,
                expected=row.began is not None and row.began < end_of_day(window.last),
                lists=lists.get(row.id, 0),
                state=state_of(window, day=day, sent=report is not None),
                report_id=report.id if report else None,
                report_no=report.report_no if report else "",
                correction=report.correction if report else 0,
                sent_at=report.sent_at if report else None,
                on_time=report.on_time if report else False,
                reminded_at=told.get((row.id, window.month)),
            )
        )
    return tuple(lines)


def commune_names(session: Session, *, at: datetime) -> tuple[tuple[str, str], ...]:
    """Return (code, name) of every commune under its name of the day."""
    rows = session.execute(_communes(local_day(at)))
    return tuple((row.code, row.name or row.code) for row in rows)


def latest_reports(session: Session, *, month: str) -> tuple[MonthReport, ...]:
    """Return the standing report of each commune for a window: the original or its last correction."""
    query = select(MonthReport).where(MonthReport.period == month).order_by(MonthReport.correction)
    standing = {report.organisation_id: report for report in session.scalars(query)}
    return tuple(standing.values())


def _communes(day: date) -> Select[Any]:
    began = (
        select(func.min(User.created_at))
        .where(User.organisation_id == Organisation.id)
        .correlate(Organisation)
        .scalar_subquery()
    )
    named = and_(
        OrganisationName.organisation_id == Organisation.id,
        OrganisationName.valid_from <= day,
        OrganisationName.valid_to.is_(None) | (OrganisationName.valid_to >= day),
    )
    query: Any = (
        select(Organisation.id, Organisation.code, OrganisationName.name, began.label("began"))
        .outerjoin(OrganisationName, named)
        .where(Organisation.kind == "commune")
        .order_by(Organisation.code)
    )
    return query  # type: ignore[no-any-return]


def _lists(session: Session, window: Window) -> dict[UUID, int]:
    query = (
        select(WorkList.organisation_id, func.count())
        .where(
            WorkList.certified_at >= start_of_day(window.first),
            WorkList.certified_at < end_of_day(window.last),
            WorkList.kind != ListKind.WITHDRAWAL.value,
        )
        .group_by(WorkList.organisation_id)
    )
    return {row[0]: row[1] for row in session.execute(query)}


@dataclass(frozen=True, slots=True)
class Compiled:
    """The standing reports of a window side by side, and their sums."""

    communes: tuple[tuple[CommuneReporting, Mapping[str, int]], ...]
    totals: dict[str, int]
    missing: int


def compiled(session: Session, *, actor: Actor, window: Window, at: datetime) -> Compiled:
    """Add up what the communes reported for a window: frozen figures only."""
    lines = {line.organisation_id: line for line in reporting(session, actor=actor, window=window, at=at)}
    found = []
    totals: Counter[str] = Counter()
    for report in latest_reports(session, month=window.month):
        figures = figures_in(report)
        totals.update(figures)
        if report.organisation_id in lines:
            found.append((lines[report.organisation_id], figures))
    found.sort(key=lambda pair: pair[0].code)
    missing = sum(line.expected and line.report_id is None for line in lines.values())
    return Compiled(tuple(found), {code: totals[code] for code in FIGURES}, missing)


def figures_in(report: MonthReport | Row[Any]) -> dict[str, int]:
    """Return the figures of a frozen report: counted, typed, and what it carries late from before."""
    content = json.loads(report.content)
    figures: Counter[str] = Counter(content["figures"])
    figures.update(content["typed"])
    figures.update(content["late"])
    return {code: figures[code] for code in FIGURES}
