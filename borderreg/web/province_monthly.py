"""Who has reported: communes without a list or a report, reminders, sent reports, the table of all."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from borderreg.db import db, write
from borderreg.documents.sheets import as_csv, as_xlsx
from borderreg.documents.tables import Cell, Column, ColumnKind, Table
from borderreg.domain.access import Permission
from borderreg.domain.errors import BadInput, NotFound
from borderreg.domain.month_words import FIGURES, SECTIONS, figures_of
from borderreg.domain.monthly import Window, content_hash
from borderreg.domain.periods import local_day
from borderreg.models import MonthReport
from borderreg.reports.reporting import CommuneReporting, compiled, reporting
from borderreg.services.assistance import count_open
from borderreg.services.month_papers import report_pdf
from borderreg.services.monthly_reports import (
    calendar_of,
    named_window,
    report_content,
    reports_of,
    sent_report,
)
from borderreg.services.report_requests import record_table_export, remind
from borderreg.web.month_base import HELP_WORDS, STATE_SHAPES, STATE_TONES, STATE_WORDS, kind_word, pdf
from borderreg.web.security import actor, fresh, requires
from borderreg.web.words import in_language

bp = Blueprint("province_monthly", __name__, url_prefix="/province/monthly")
OFFERED = 12
FILES = {
    "csv": (as_csv, "text/csv; charset=utf-8"),
    "xlsx": (as_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}


@bp.context_processor
def words() -> dict[str, object]:
    """Give the templates the words of reports."""
    return {
        "say": in_language,
        "kind_word": kind_word,
        "FIGURES": FIGURES,
        "SECTIONS": SECTIONS,
        "figures_of": figures_of,
        "state_words": STATE_WORDS,
        "state_tones": STATE_TONES,
        "state_shapes": STATE_SHAPES,
        "help_words": HELP_WORDS,
    }


def _window() -> Window:
    """Return the window of `?month=`; without it the one that is due or was last due."""
    month = request.values.get("month", "")
    if month:
        return named_window(db.session(), month)
    day = local_day(g.at)
    calendar = calendar_of(db.session())
    running = calendar.of_day(day)
    return running if running.may_be_sent(day) else calendar.before(running)


def _offered() -> list[Window]:
    calendar = calendar_of(db.session())
    windows = [calendar.of_day(local_day(g.at))]
    while len(windows) < OFFERED:
        windows.append(calendar.before(windows[-1]))
    return windows


@bp.get("")
@requires(Permission.REPORTS_COLLECT)
def home() -> ResponseReturnValue:
    """Show which communes sent a list and their report, and which did not."""
    window = _window()
    lines = reporting(db.session(), actor=actor(), window=window, at=g.at)
    show = request.args.get("show", "")
    chosen = SHOWN.get(show, SHOWN[""])
    return render_template(
        "province/monthly/home.html",
        window=window,
        windows=_offered(),
        lines=[line for line in lines if chosen(line)],
        counts={key: sum(map(test, lines)) for key, test in SHOWN.items()},
        show=show,
        late=window.is_late(local_day(g.at)),
        may_help=count_open(db.session(), actor=actor()),
    )


def _missing(line: CommuneReporting) -> bool:
    return line.expected and line.report_id is None


SHOWN: dict[str, Callable[[CommuneReporting], bool]] = {
    "": lambda line: line.expected or line.report_id is not None,
    "missing": _missing,
    "sent": lambda line: line.report_id is not None,
    "no_list": lambda line: line.expected and line.lists == 0,
    "outside": lambda line: not line.expected and line.report_id is None,
}


@bp.post("/remind")
@requires(Permission.REPORTS_COLLECT)
def remind_communes() -> ResponseReturnValue:
    """Remind communes that have not sent the report of a window: chosen ones, or all of them."""
    window = _window()
    lines = reporting(db.session(), actor=actor(), window=window, at=g.at)
    missing = {line.organisation_id for line in lines if _missing(line)}
    try:
        chosen = {UUID(one) for one in request.form.getlist("commune")}
    except ValueError as error:
        raise BadInput("commune") from error
    whom = missing if "all" in request.form else missing & chosen
    told = write(remind, actor=actor(), about=window.month, organisation_ids=sorted(whom), at=g.at)
    if told:
        flash(ngettext("Đã nhắc 1 xã, phường.", "Đã nhắc %(num)s xã, phường.", told), "success")
    else:
        flash(_("Không nhắc ai: chưa chọn, hoặc đã nhắc trong 12 giờ qua."), "warning")
    return redirect(url_for("province_monthly.home", month=window.month))


@bp.get("/table")
@requires(Permission.REPORTS_COLLECT)
def table() -> ResponseReturnValue:
    """Show the communes' frozen figures of a window side by side, with their sums."""
    window = _window()
    answer = compiled(db.session(), actor=actor(), window=window, at=g.at)
    return render_template("province/monthly/table.html", window=window, windows=_offered(), answer=answer)


@bp.post("/export")
@requires(Permission.REPORTS_COLLECT)
@fresh
def export() -> ResponseReturnValue:
    """Hand out the table of a window as a file, and log it."""
    window, kind = _window(), request.form.get("format", "xlsx")
    if kind not in FILES:
        raise BadInput("format", code="format")
    answer = compiled(db.session(), actor=actor(), window=window, at=g.at)
    columns = (
        Column("code", _("Mã")),
        Column("commune", _("Xã, phường")),
        Column("number", _("Số báo cáo")),
        *(Column(code, in_language(words.label), ColumnKind.INTEGER) for code, words in FIGURES.items()),
    )
    rows: list[tuple[Cell, ...]] = [
        (line.code, line.name, line.report_no, *(figures[code] for code in FIGURES))
        for line, figures in answer.communes
    ]
    rows.append(("", _("Tổng số"), "", *(answer.totals[code] for code in FIGURES)))
    facts: dict[str, Any] = {"about": window.month, "file_format": kind, "rows": len(rows)}
    write(record_table_export, actor=actor(), at=g.at, **facts)
    return file_answer(
        Table(_("Báo cáo tháng %(month)s", month=window.month), columns, rows),
        kind,
        f"bao-cao-{window.month}",
    )


def file_answer(table: Table, kind: str, name: str) -> Response:
    """Answer with a table as a file."""
    writer, content_type = FILES[kind]
    headers = {"Content-Disposition": f'attachment; filename="{name}.{kind}"', "Cache-Control": "no-store"}
    return Response(writer(table), content_type=content_type, headers=headers)


@bp.get("/reports/<uuid:report_id>")
@requires(Permission.REPORTS_COLLECT)
def report(report_id: UUID) -> ResponseReturnValue:
    """Show a frozen report of a commune with its corrections, and verify its hash."""
    found = _report(report_id)
    versions = reports_of(db.session(), organisation_id=found.organisation_id, month=found.period)
    return render_template(
        "province/monthly/report.html",
        report=found,
        content=report_content(found),
        versions=versions,
        whole=content_hash(found.content) == found.content_hash,
    )


@bp.get("/reports/<uuid:report_id>/paper")
@requires(Permission.REPORTS_COLLECT)
def paper(report_id: UUID) -> ResponseReturnValue:
    """Print a frozen report of a commune."""
    found = _report(report_id)
    return pdf(report_pdf(db.session(), report=found), f"bao-cao-{found.period}.pdf")


def _report(report_id: UUID) -> MonthReport:
    found = sent_report(db.session(), actor=actor(), report_id=report_id)
    if found is None:
        raise NotFound("report")
    return found
