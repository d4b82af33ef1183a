"""A commune's month full of names that occur nowhere else: visits, books, a report, a request."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Engine, select

from borderreg.db import read_on, write_on
from borderreg.domain.access import Actor, Role
from borderreg.domain.ad_hoc import AskedColumn, CellKind
from borderreg.domain.outreach import OutreachKind
from borderreg.domain.periods import parse_period
from borderreg.domain.visits import VisitKind, VisitResult
from borderreg.models import AssistanceRequest, Household, new_id
from borderreg.services import known_abroad, outreach, pledges
from borderreg.services.monthly_reports import send_report
from borderreg.services.provincial_reports import ReportNow, count_report, freeze_report
from borderreg.services.report_requests import make_request
from borderreg.services.visits import VisitDraft, record_visit
from tests.communes import AT, Desk, make_actor

MONTH = "2026-11"
DAY = date(2026, 11, 20)


def count_in(engine: Engine, office: Actor) -> ReportNow:
    """Count the province's report of the month."""
    with read_on(engine) as session:
        return count_report(session, actor=office, slug="province", period=parse_period(MONTH), at=AT)


def plant_month(
    engine: Engine, desk: Desk, *, code: str, worker: UUID, mark: str, phone: str
) -> dict[str, Any]:
    """Fill a commune's books and return the objects by what an address calls them."""
    visit = VisitDraft(
        id=new_id(),
        kind=VisitKind.CALL,
        result=VisitResult.NEEDS_HELP,
        visited_on=DAY,
        worker_id=worker,
        note=mark,
    )
    desk.write(record_visit, draft=visit)
    known = known_abroad.KnownDraft(name=f"Đặng Thị {mark}", country="CN", contact_phone=f"{phone}123")
    known_id = desk.write(known_abroad.add_known, known_id=new_id(), draft=known)
    session = {"kind": OutreachKind.SESSION, "held_on": DAY, "listeners": 30, "note": f"Họp thôn {mark}"}
    line = desk.write(outreach.log_outreach, line_id=new_id(), **session)
    seeker = outreach.SeekerDraft(name=f"Lý Văn {mark}", registered_on=DAY, phone=f"{phone}123")
    seeker_id = desk.write(outreach.register_seeker, line_id=new_id(), draft=seeker)
    desk.write(pledges.add_households, hamlet="Khu Ga", text=f"Vi Thị {mark}")
    office = make_actor(engine, f"hoi.{code}", Role.FOREIGN_AFFAIRS, "SNGV")
    request = write_on(
        engine,
        make_request,
        actor=office,
        request_id=new_id(),
        title="Rà soát mùa mía",
        text="",
        columns=(AskedColumn("Số người", CellKind.NUMBER),),
        due_on=date(2026, 12, 1),
        communes=[code],
        at=AT,
    )
    report = desk.write(send_report, actor=desk.chief, month=MONTH, version=0)
    now = count_in(engine, office)
    frozen = write_on(engine, freeze_report, actor=office, counted=now, reason="Số liệu về muộn", at=AT)
    with read_on(engine) as session_:
        helped = session_.scalars(
            select(AssistanceRequest.id).where(AssistanceRequest.visit_id == visit.id)
        ).one()
        household = session_.scalars(
            select(Household.id).where(Household.organisation_id == desk.officer.organisation_id)
        ).one()
    return {
        "visit_id": visit.id,
        "help_id": helped,
        "known_id": known_id,
        "line_id": line,
        "seeker": seeker_id,
        "household_id": household,
        "request_id": request,
        "report_id": report.id,
        "frozen_id": frozen.id,
        "month": MONTH,
        "figure": "sessions",
        "book": "outreach",
    }
