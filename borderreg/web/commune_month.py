"""The commune's month: what is due, the report prepared and sent, its rows, its papers."""

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from borderreg.db import db, write
from borderreg.domain.access import Permission
from borderreg.domain.errors import BadInput, BorderregError, NotFound, NotPermitted
from borderreg.domain.month_words import FIGURES, SECTIONS, TYPED, figures_of
from borderreg.domain.monthly import state_of
from borderreg.domain.periods import local_day
from borderreg.models import MonthReport
from borderreg.reports.month_figures import month_rows
from borderreg.reports.reporting import month_duty
from borderreg.services.month_papers import report_pdf, village_pdf
from borderreg.services.monthly_reports import (
    MonthPage,
    calendar_of,
    read_month,
    report_content,
    reports_of,
    save_draft,
    send_report,
)
from borderreg.web.month_base import (
    STATE_SHAPES,
    STATE_TONES,
    STATE_WORDS,
    kind_word,
    pdf,
    words_of,
)
from borderreg.web.security import actor, fresh, requires
from borderreg.web.words import in_language

bp = Blueprint("commune_month", __name__, url_prefix="/commune/month")
WINDOWS = 6
LARGEST_NUMBER = 6


@bp.context_processor
def words() -> dict[str, object]:
    """Give the templates the words of the month."""
    return {
        "say": in_language,
        "kind_word": kind_word,
        "FIGURES": FIGURES,
        "SECTIONS": SECTIONS,
        "figures_of": figures_of,
        "figure_name": figure_name,
        "state_words": STATE_WORDS,
        "state_tones": STATE_TONES,
        "state_shapes": STATE_SHAPES,
    }


def figure_name(code: str) -> str:
    """Return the words of a figure; one that is carried late says so."""
    plain = code.removeprefix("late:")
    name = in_language(FIGURES[plain].label) if plain in FIGURES else plain
    return _("%(figure)s (kỳ trước chuyển sang)", figure=name) if plain != code else name


@bp.get("")
@requires(Permission.MONTH_WRITE)
def home() -> ResponseReturnValue:
    """Show what the month asks for, the books, and the windows with their reports."""
    session, day = db.session(), local_day(g.at)
    calendar = calendar_of(session)
    duty = month_duty(session, actor=actor(), calendar=calendar, at=g.at)
    windows = [calendar.of_day(day)]
    while len(windows) < WINDOWS:
        windows.append(calendar.before(windows[-1]))
    lines = []
    for window in windows:
        reports = reports_of(session, organisation_id=actor().organisation_id, month=window.month)
        state = state_of(window, day=day, sent=bool(reports))
        lines.append({"window": window, "report": reports[-1] if reports else None, "state": state})
    return render_template("commune/month/home.html", duty=duty, lines=lines)


@bp.route("/<month>", methods=["GET", "POST"])
@requires(Permission.MONTH_WRITE)
def report(month: str) -> ResponseReturnValue:
    """Show a window's figures; keep what is added by hand."""
    page = read_month(db.session(), actor=actor(), month=month, at=g.at)
    if request.method == "GET":
        return _report_page(page)
    try:
        write(
            save_draft,
            actor=actor(),
            month=month,
            version=_number("version"),
            typed={code: _number(code) for code in TYPED},
            remarks=request.form.get("remarks", ""),
            ready="ready" in request.form,
            at=g.at,
        )
    except BorderregError as error:
        return _report_page(page, error=words_of(error)), 422
    if "ready" in request.form:
        flash(_("Đã lưu và báo lãnh đạo: báo cáo sẵn sàng gửi."), "success")
    else:
        flash(_("Đã lưu."), "success")
    return redirect(url_for("commune_month.report", month=month))


def _number(name: str) -> int:
    """Read a whole number of this form; nothing is 0, anything else is refused by the rules."""
    text = request.form.get(name, "").replace(".", "").strip()
    if not text:
        return 0
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LARGEST_NUMBER else -1


def _report_page(page: MonthPage, error: str = "") -> str:
    typed = {code: request.form.get(code, "") for code in TYPED} if error else page.typed
    return render_template(
        "commune/month/report.html",
        page=page,
        typed=typed,
        remarks=request.form.get("remarks", "") if error else page.remarks,
        error=error,
        may_send=actor().may(Permission.MONTH_SEND),
        early=not page.window.may_be_sent(local_day(g.at)),
        days=page.window.days_left(local_day(g.at)),
        content=report_content(page.sent) if page.sent else None,
    )


@bp.post("/<month>/send")
@requires(Permission.MONTH_SEND)
@fresh
def send(month: str) -> ResponseReturnValue:
    """Freeze the report and send it to the province, or send a numbered correction."""
    try:
        facts: dict[str, Any] = {
            "month": month,
            "version": _number("version"),
            "reason": request.form.get("reason", ""),
        }
        sent: MonthReport = write(send_report, actor=actor(), at=g.at, **facts)
    except (NotFound, NotPermitted):
        raise
    except BorderregError as error:
        flash(words_of(error), "error")
    else:
        flash(_("Đã gửi báo cáo số %(number)s lên tỉnh.", number=sent.report_no), "success")
    return redirect(url_for("commune_month.report", month=month))


@bp.get("/<month>/rows/<figure>")
@requires(Permission.MONTH_WRITE)
def rows(month: str, figure: str) -> ResponseReturnValue:
    """Show the rows behind a figure, or those that it carries late."""
    page = read_month(db.session(), actor=actor(), month=month, at=g.at)
    late = request.args.get("late") == "1"
    if late and page.since is None:
        raise NotFound("late")
    found = month_rows(
        db.session(),
        code=figure,
        organisation_id=actor().organisation_id,
        first=page.window.first,
        last=page.window.last,
        at=g.at,
        late_since=page.since if late else None,
    )
    counts = page.counts.late if late else page.counts.main
    return render_template(
        "commune/month/rows.html",
        page=page,
        figure=figure,
        late=late,
        found=found,
        count=counts.get(figure, 0),
    )


@bp.get("/<month>/paper")
@requires(Permission.MONTH_WRITE)
def paper(month: str) -> ResponseReturnValue:
    """Print the report as it was sent last."""
    reports = reports_of(db.session(), organisation_id=actor().organisation_id, month=month)
    if not reports:
        raise NotFound("report")
    return pdf(report_pdf(db.session(), report=reports[-1]), f"bao-cao-{month}.pdf")


@bp.get("/<month>/village")
@requires(Permission.MONTH_WRITE)
def village(month: str) -> ResponseReturnValue:
    """Print the sheet for the village meeting: numbers that point at nobody, messages, contact points."""
    page = read_month(db.session(), actor=actor(), month=month, at=g.at)
    return pdf(village_pdf(db.session(), actor=actor(), page=page, at=g.at), f"hop-thon-{month}.pdf")


def asked_line(text: str) -> UUID:
    """Read an id of a form; BadInput for anything else."""
    try:
        return UUID(text)
    except ValueError as error:
        raise BadInput("line") from error
