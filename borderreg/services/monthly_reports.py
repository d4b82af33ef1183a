"""The commune's monthly report: prepared from the registers, sent by the chief, frozen, corrected."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from borderreg.domain.access import Actor, Permission
from borderreg.domain.audit import AuditAction
from borderreg.domain.errors import BadInput, Conflict, NotFound, Refused
from borderreg.domain.month_words import TYPED
from borderreg.domain.monthly import (
    LONGEST_REMARKS,
    Calendar,
    Difference,
    ReportState,
    Window,
    differences,
    freeze,
    state_of,
)
from borderreg.domain.periods import end_of_day, local_day
from borderreg.models import MonthDraft, MonthReport, Organisation, Setting, User, new_id
from borderreg.reports.month_figures import Counts, month_counts
from borderreg.services import audit
from borderreg.services.guard import require
from borderreg.services.list_core import checked_reason, visible
from borderreg.services.places import organisation_named
from borderreg.services.signatories import signatory_of

FORMAT = 1
LARGEST = 100_000


@dataclass(frozen=True, slots=True)
class MonthPage:
    """Everything about one window of a commune: its figures now, what was typed, what was sent."""

    window: Window
    state: ReportState
    counts: Counts
    since: datetime | None
    typed: dict[str, int]
    remarks: str
    version: int
    prepared_at: datetime | None
    reports: tuple[MonthReport, ...]
    changed: tuple[Difference, ...]
    remarks_changed: bool

    @property
    def sent(self) -> MonthReport | None:
        """Return the report that stands: the original or its latest correction."""
        return self.reports[-1] if self.reports else None


def calendar_of(session: Session) -> Calendar:
    """Return the installation's calendar of reports."""
    names = ("report_first_day", "report_due_day")
    rows = session.execute(select(Setting.name, Setting.value).where(Setting.name.in_(names)))
    found: dict[str, Any] = {row.name: row.value for row in rows}
    return Calendar(first_day=int(found.get(names[0], 15)), due_day=int(found.get(names[1], 15)))


def named_window(session: Session, month: str) -> Window:
    """Return the window that ends in a month `2026-11`; NotFound for anything else."""
    try:
        return calendar_of(session).window(month)
    except ValueError as error:
        raise NotFound("month") from error


def joined_by(session: Session, *, organisation_id: UUID, window: Window) -> bool:
    """Say whether a commune used the system before a window ended, so that its report is expected."""
    first = select(func.min(User.created_at)).where(User.organisation_id == organisation_id)
    began = session.scalar(first)
    return began is not None and began < end_of_day(window.last)


def read_month(session: Session, *, actor: Actor, month: str, at: datetime) -> MonthPage:
    """Return a window of the actor's commune with its figures as they stand now."""
    require(actor, Permission.MONTH_WRITE)
    window = named_window(session, month)
    if window.first > local_day(at):
        raise NotFound("month")
    own = actor.organisation_id
    draft = _draft(session, own, month)
    reports = reports_of(session, organisation_id=own, month=month)
    since = _content(reports[-1]).get("since") if reports else None
    moment = datetime.fromisoformat(since) if since else _sent_before(session, own, window)
    counts = month_counts(
        session, organisation_id=own, first=window.first, last=window.last, at=at, since=moment
    )
    typed = dict(draft.typed) if draft else {}
    remarks = draft.remarks if draft else ""
    return MonthPage(
        window=window,
        state=state_of(window, day=local_day(at), sent=bool(reports)),
        counts=counts,
        since=moment,
        typed=typed,
        remarks=remarks,
        version=draft.version if draft else 0,
        prepared_at=draft.prepared_at if draft else None,
        reports=reports,
        changed=_changed(reports[-1], counts, typed) if reports else (),
        remarks_changed=bool(reports) and _content(reports[-1])["remarks"] != remarks,
    )


def reports_of(session: Session, *, organisation_id: UUID, month: str) -> tuple[MonthReport, ...]:
    """Return the report of a window and its corrections, oldest first."""
    query = select(MonthReport).where(
        MonthReport.organisation_id == organisation_id, MonthReport.period == month
    )
    return tuple(session.scalars(query.order_by(MonthReport.correction)))


def save_draft(
    session: Session,
    *,
    actor: Actor,
    month: str,
    version: int,
    typed: Mapping[str, int],
    remarks: str,
    ready: bool,
    at: datetime,
) -> None:
    """Keep what the commune adds by hand; `ready` tells the chief that it may be sent.

    Conflict when somebody saved after `version`; BadInput for a number or remarks out of bounds.
    """
    require(actor, Permission.MONTH_WRITE)
    window = named_window(session, month)
    kept = {code: typed.get(code, 0) for code in TYPED}
    text = "\n".join(visible(line) for line in remarks.strip().splitlines())
    if any(not 0 <= count <= LARGEST for count in kept.values()):
        raise BadInput("typed", code="typed")
    if len(text) > LONGEST_REMARKS:
        raise BadInput("remarks", code="remarks")
    draft = _draft(session, actor.organisation_id, month)
    if (draft.version if draft else 0) != version:
        raise Conflict("month")
    if draft is None:
        draft = MonthDraft(id=new_id(), organisation_id=actor.organisation_id, period=window.month)
        session.add(draft)
    draft.typed, draft.remarks = kept, text
    draft.updated_by, draft.updated_at = actor.user_id, at
    if ready:
        draft.prepared_by, draft.prepared_at = actor.user_id, at
        _log(session, actor, AuditAction.MONTH_PREPARED, month, {}, at)


def send_report(
    session: Session, *, actor: Actor, month: str, version: int, reason: str = "", at: datetime
) -> MonthReport:
    """Freeze the window's figures under a number and a hash and send them; again with a reason: a correction.

    Refused `too_early`, `previous_missing` (reports go out in order), `nothing_changed` for a correction
    without a difference; Conflict when what was typed changed after `version`.
    """
    require(actor, Permission.MONTH_SEND)
    session.execute(select(Organisation.id).where(Organisation.id == actor.organisation_id).with_for_update())
    page = read_month(session, actor=actor, month=month, at=at)
    if page.version != version:
        raise Conflict("month")
    _check_order(session, actor, page, at)
    text = checked_reason(reason) if page.sent else ""
    number = _next_number(session, actor.organisation_id, local_day(at).year)
    content = _contents(session, actor, page, number, text, at)
    frozen, digest = freeze(content)
    report = MonthReport(
        id=new_id(),
        organisation_id=actor.organisation_id,
        period=month,
        first_day=page.window.first,
        last_day=page.window.last,
        correction=len(page.reports),
        year=local_day(at).year,
        number=number,
        report_no=str(content["number"]),
        content=frozen,
        content_hash=digest,
        reason=text,
        sent_by=actor.user_id,
        sent_at=at,
        signed_as=str(content["signed_as"]),
        on_time=page.window.days_left(local_day(at)) >= 0,
    )
    session.add(report)
    session.flush()
    _log(
        session, actor, AuditAction.MONTH_SENT, month, {"number": report.report_no, "hash": digest.hex()}, at
    )
    return report


def sent_report(session: Session, *, actor: Actor, report_id: UUID) -> MonthReport | None:
    """Return any commune's frozen report for the province; None when there is none of that id."""
    require(actor, Permission.REPORTS_COLLECT)
    return session.get(MonthReport, report_id)


def report_content(report: MonthReport) -> dict[str, Any]:
    """Return what a frozen report says."""
    return _content(report)


def _content(report: MonthReport) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(report.content)
    return content


def _changed(report: MonthReport, counts: Counts, typed: Mapping[str, int]) -> tuple[Difference, ...]:
    content = _content(report)
    before = {**content["figures"], **content["typed"], **_prefixed(content["late"])}
    after = {**counts.main, **{code: typed.get(code, 0) for code in TYPED}, **_prefixed(counts.late)}
    return differences(before, after)


def _prefixed(late: Mapping[str, int]) -> dict[str, int]:
    return {f"late:{code}": count for code, count in late.items()}


def _check_order(session: Session, actor: Actor, page: MonthPage, at: datetime) -> None:
    if page.sent is not None:
        if not page.changed and not page.remarks_changed:
            raise Refused("nothing changed", code="nothing_changed")
        return
    if not page.window.may_be_sent(local_day(at)):
        raise Refused("too early", code="too_early")
    before = calendar_of(session).before(page.window)
    expected = joined_by(session, organisation_id=actor.organisation_id, window=before)
    if expected and not reports_of(session, organisation_id=actor.organisation_id, month=before.month):
        raise Refused("previous missing", code="previous_missing")


def _contents(
    session: Session, actor: Actor, page: MonthPage, number: int, reason: str, at: datetime
) -> dict[str, object]:
    day = local_day(at)
    organisation = organisation_named(session, code=actor.organisation_code, day=day)
    assert actor.user_id is not None
    signatory = signatory_of(session, user_id=actor.user_id, organisation=organisation, day=day)
    symbol = organisation.symbol.replace("DS", "BC", 1) or "BC"
    return {
        "format": FORMAT,
        "commune": actor.organisation_code,
        "name": organisation.name,
        "month": page.window.month,
        "first": page.window.first.isoformat(),
        "last": page.window.last.isoformat(),
        "since": page.since.isoformat() if page.since else None,
        "until": at.isoformat(),
        "number": f"{number:02d}/{symbol}",
        "correction": len(page.reports),
        "reason": reason,
        "figures": page.counts.main,
        "late": page.counts.late,
        "typed": {code: page.typed.get(code, 0) for code in TYPED},
        "remarks": page.remarks,
        "sent_by": signatory.name,
        "signed_as": signatory.signs_as.value,
        "own_position": signatory.own_position,
    }


def _draft(session: Session, organisation_id: UUID, month: str) -> MonthDraft | None:
    query = select(MonthDraft).where(
        MonthDraft.organisation_id == organisation_id, MonthDraft.period == month
    )
    return session.scalars(query).first()


def _sent_before(session: Session, organisation_id: UUID, window: Window) -> datetime | None:
    query = select(func.max(MonthReport.sent_at)).where(
        MonthReport.organisation_id == organisation_id, MonthReport.last_day < window.first
    )
    return session.scalar(query)


def _next_number(session: Session, organisation_id: UUID, year: int) -> int:
    query = select(func.max(MonthReport.number)).where(
        MonthReport.organisation_id == organisation_id, MonthReport.year == year
    )
    return (session.scalar(query) or 0) + 1


def _log(
    session: Session,
    actor: Actor,
    action: AuditAction,
    month: str,
    payload: dict[str, object],
    at: datetime,
) -> None:
    audit.record(
        session, actor=actor, action=action, object_type="month", object_id=month, payload=payload, at=at
    )
