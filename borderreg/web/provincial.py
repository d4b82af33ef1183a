"""The province's periodic report: counted, frozen under a number, corrected, taken out as files."""

from collections.abc import Callable
from uuid import UUID

from flask import Blueprint, Response, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from borderreg.db import db, write
from borderreg.documents.report_files import report_docx, report_pdf, report_xlsx
from borderreg.domain.access import Permission
from borderreg.domain.errors import BadInput, Refused
from borderreg.domain.frozen_reports import TOTAL, ReportTable, read_content, tables_of
from borderreg.domain.periods import current_period, local_day
from borderreg.models import FrozenReport
from borderreg.reports.periodic import SLUG
from borderreg.services.provincial_reports import (
    count_report,
    freeze_report,
    frozen_by_id,
    list_frozen,
    record_report_file,
    recount_report,
    report_paper,
)
from borderreg.web.asked import asked_period, offered_periods
from borderreg.web.province import short_day
from borderreg.web.security import actor, fresh, requires
from borderreg.web.words import in_language

bp = Blueprint("provincial", __name__, url_prefix="/province/report")
MOST_DIFFERENCES = 100
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TYPES = {"pdf": "application/pdf", "docx": DOCX, "xlsx": XLSX}


@bp.context_processor
def words() -> dict[str, object]:
    """Give the templates the words of three-language texts."""
    return {
        "say": in_language,
        "most_differences": MOST_DIFFERENCES,
        "place_of": place_of,
        "short_day": short_day,
    }


@bp.get("")
@requires(Permission.REPORT_FREEZE)
def home() -> ResponseReturnValue:
    """List what was frozen and offer the periods; counting waits until one is chosen."""
    chosen = asked_period()
    return render_template(
        "province/provincial/home.html",
        reports=list_frozen(db.session(), actor=actor(), slug=SLUG),
        chosen=chosen,
        periods=offered_periods(local_day(g.at), chosen),
        running=current_period(local_day(g.at)),
    )


@bp.get("/count")
@requires(Permission.REPORT_FREEZE)
def count() -> ResponseReturnValue:
    """Count a period as things are known now, beside the version that stands."""
    counted = count_report(db.session(), actor=actor(), slug=SLUG, period=asked_period(), at=g.at)
    return render_template("province/provincial/count.html", counted=counted)


@bp.post("/freeze")
@requires(Permission.REPORT_FREEZE)
@fresh
def freeze() -> ResponseReturnValue:
    """Freeze a period's report under the next number."""
    period = asked_period()
    counted = count_report(db.session(), actor=actor(), slug=SLUG, period=period, at=g.at)
    reason = request.form.get("reason", "")
    try:
        made = write(freeze_report, actor=actor(), counted=counted, reason=reason, at=g.at)
    except BadInput as error:
        html = render_template(
            "province/provincial/count.html", counted=counted, reason=reason, problem=str(error)
        )
        return html, 422
    except Refused as error:
        flash(str(error), "warning")
        return redirect(url_for("provincial.count", period=period.slug))
    flash(_("Đã chốt báo cáo, bản số %(number)s.", number=made.number), "success")
    return redirect(url_for("provincial.show", frozen_id=made.id))


@bp.get("/<uuid:frozen_id>")
@requires(Permission.REPORT_FREEZE)
def show(frozen_id: UUID) -> ResponseReturnValue:
    """Show a frozen version with its hash; with `?again=1` count it again from the log of its time."""
    report = frozen_by_id(db.session(), actor=actor(), report_id=frozen_id)
    asked = "again" in request.args
    again = recount_report(db.session(), actor=actor(), report=report) if asked else None
    tables = tables_of(read_content(report.content))
    return render_template("province/provincial/frozen.html", report=report, tables=tables, again=again)


@bp.post("/<uuid:frozen_id>/file")
@requires(Permission.REPORT_FREEZE)
@fresh
def file(frozen_id: UUID) -> ResponseReturnValue:
    """Hand out a frozen version as PDF, DOCX or XLSX, and log it."""
    report = frozen_by_id(db.session(), actor=actor(), report_id=frozen_id)
    kind = request.form.get("format", "")
    if kind not in WRITERS:
        raise BadInput("format", code="format")
    body = WRITERS[kind](report)
    write(record_report_file, actor=actor(), report=report, file_format=kind, at=g.at)
    name = f"bao-cao-tinh-{report.period.replace('/', '-')}-{report.number}.{kind}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(body, content_type=TYPES[kind], headers=headers)


def _paper(draw: Callable[..., bytes]) -> Callable[[FrozenReport], bytes]:
    return lambda report: draw(report_paper(db.session(), actor=actor(), report=report))


WRITERS: dict[str, Callable[[FrozenReport], bytes]] = {
    "pdf": _paper(report_pdf),
    "docx": _paper(report_docx),
    "xlsx": lambda report: report_xlsx(tables_of(read_content(report.content))),
}


def place_of(tables: tuple[ReportTable, ...], table: str, row: str, measure: str) -> tuple[str, str, str]:
    """Return the names of a figure's table, line and column in the reader's language."""
    found = next((one for one in tables if one.key == table), None)
    if found is None:
        return table, row, measure
    labels = {one.key: one.label for one in found.rows}
    columns = {one.key: one.label for one in found.measures}
    line = _("Tổng số") if row == TOTAL else in_language(labels[row]) if row in labels else row
    title = f"{in_language(found.title)} – {in_language(found.by)}"
    return title, line, in_language(columns[measure]) if measure in columns else measure
