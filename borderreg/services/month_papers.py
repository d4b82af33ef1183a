"""Papers of the commune's month: facts taken out of the database, drawn by documents/month_papers."""

import json
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from borderreg.documents.month_papers import (
    PledgePaper,
    ReportPaper,
    VillagePaper,
    draw_pledge_list,
    draw_pledges,
    draw_report,
    draw_village,
)
from borderreg.documents.paper import ContactPoint, PaperHeader, Signature
from borderreg.domain.access import Actor, Permission
from borderreg.domain.errors import BadInput
from borderreg.domain.month_words import FIGURES
from borderreg.domain.monthly import LEAST_PUBLIC, for_public
from borderreg.domain.periods import local_day
from borderreg.models import MonthReport, Organisation, Setting
from borderreg.services.guard import require
from borderreg.services.monthly_reports import MonthPage, report_content
from borderreg.services.places import OrganisationFacts, organisation_named
from borderreg.services.pledges import households_of

RECIPIENTS = ("Sở Ngoại vụ tỉnh Lạng Sơn", "Lưu: VT")
PUBLIC_FIGURES = ("listed", "departed", "returned", "abroad", "pledges", "sessions", "listeners", "offered")
MOST_BLANKS = 50


def report_pdf(session: Session, *, report: MonthReport) -> bytes:
    """Draw a frozen report as it was sent, with the names and positions of that day."""
    content = report_content(report)
    code = session.get_one(Organisation, report.organisation_id).code
    organisation = organisation_named(session, code=code, day=local_day(report.sent_at))
    return draw_report(
        ReportPaper(
            header=_header(organisation, RECIPIENTS),
            number=report.report_no,
            sent_on=local_day(report.sent_at),
            first=report.first_day,
            last=report.last_day,
            correction=report.correction,
            reason=report.reason,
            counts={**content["figures"], **content["typed"]},
            late=content["late"],
            remarks=content["remarks"],
            signature=Signature(
                organisation.position, content["sent_by"], content.get("own_position") or None
            ),
            prefix=content["signed_as"],
            content_hash=report.content_hash,
        )
    )


def village_pdf(session: Session, *, actor: Actor, page: MonthPage, at: datetime) -> bytes:
    """Draw the sheet for the village meeting: no name, nobody overdue, small numbers hidden."""
    require(actor, Permission.MONTH_WRITE)
    organisation = organisation_named(session, code=actor.organisation_code, day=local_day(at))
    contacts = session.scalar(select(Setting.value).where(Setting.name == "contact_points")) or ()
    if isinstance(contacts, str):
        contacts = json.loads(contacts)
    return draw_village(
        VillagePaper(
            header=_header(organisation, ()),
            day=local_day(at),
            first=page.window.first,
            last=min(page.window.last, local_day(at)),
            numbers=[_public(code, page.counts.main[code]) for code in PUBLIC_FIGURES],
            contacts=[ContactPoint(one["vi"], one["zh"], one["phone"]) for one in contacts],
            own_contact=organisation.phone,
        )
    )


def pledges_pdf(
    session: Session, *, actor: Actor, hamlet: str, year: int, kind: str, blanks: int, at: datetime
) -> bytes:
    """Draw pledges: `blank` pages, `named` pages for who has not signed yet, or the `list` to sign."""
    require(actor, Permission.MONTH_WRITE)
    organisation = organisation_named(session, code=actor.organisation_code, day=local_day(at))
    lines = households_of(session, actor=actor, hamlet=hamlet, year=year) if hamlet else ()
    if kind not in ("blank", "named", "list") or not 1 <= blanks <= MOST_BLANKS:
        raise BadInput("kind", code="kind")
    unsigned = [line.head for line in lines if line.signed_on is None]
    heads = {
        "blank": [""] * blanks,
        "named": unsigned or [""],
        "list": [line.head for line in lines] or [""] * 20,
    }
    paper = PledgePaper(
        header=_header(organisation, ()),
        hamlet=hamlet,
        year=year,
        heads=heads[kind],
        signed={line.head: _written(line.signed_on) for line in lines if line.signed_on},
    )
    return draw_pledge_list(paper) if kind == "list" else draw_pledges(paper)


def _written(day: date) -> str:
    return f"{day:%d/%m/%Y}"


def _public(code: str, count: int) -> tuple[str, str]:
    shown = for_public(count)
    unit = FIGURES[code].unit.vi
    return FIGURES[code].label.vi, f"dưới {LEAST_PUBLIC} {unit}" if shown is None else f"{shown} {unit}"


def _header(organisation: OrganisationFacts, recipients: tuple[str, ...]) -> PaperHeader:
    return PaperHeader(
        parent_body=organisation.parent_body,
        issuing_body=organisation.name,
        place=organisation.place,
        recipients=recipients,
    )
