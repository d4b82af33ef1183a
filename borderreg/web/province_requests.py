"""Ad-hoc reports on the province's side: ask with a table, see who answered, remind, take the answers out."""

from typing import Any
from uuid import UUID

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from borderreg.db import db, write
from borderreg.documents.tables import Cell, Column, ColumnKind, Table
from borderreg.domain.access import Permission
from borderreg.domain.ad_hoc import KIND_WORDS, MOST_COLUMNS, AskedColumn, CellKind, read_columns
from borderreg.domain.ad_hoc import Cell as Typed
from borderreg.domain.dates import parse_date
from borderreg.domain.errors import BadInput, BorderregError
from borderreg.reports.reporting import commune_names
from borderreg.reports.requested import RequestAnswers, list_all_requests, request_answers
from borderreg.services.assistance import handle_request, list_requests, open_request
from borderreg.services.report_requests import (
    answer_rows,
    close_request,
    make_request,
    record_table_export,
    remind,
)
from borderreg.web import drafts
from borderreg.web.forms.month import AnswerForm, RequestForm
from borderreg.web.month_base import form_id, words_of
from borderreg.web.province_monthly import FILES, bp, file_answer
from borderreg.web.security import actor, fresh, requires
from borderreg.web.words import in_language

__all__ = ["bp"]
KINDS = {CellKind.TEXT: ColumnKind.TEXT, CellKind.NUMBER: ColumnKind.INTEGER, CellKind.DATE: ColumnKind.DATE}
SHOWN_COLUMNS = 6


@bp.get("/requests")
@requires(Permission.REPORTS_COLLECT)
def requests() -> ResponseReturnValue:
    """List the requests with how many communes have answered."""
    found = list_all_requests(db.session(), actor=actor())
    return render_template("province/monthly/requests.html", found=found)


@bp.route("/requests/new", methods=["GET", "POST"])
@requires(Permission.REPORTS_COLLECT)
def new_request() -> ResponseReturnValue:
    """Ask communes for an ad-hoc report with its own table and deadline."""
    form = RequestForm()
    typed = list(zip(request.form.getlist("label"), request.form.getlist("kind"), strict=False))
    chosen = request.form.getlist("commune")
    communes = commune_names(db.session(), at=g.at)
    if form.validate_on_submit():
        try:
            columns = read_columns(typed)
            codes = [code for code, _name in communes] if "all" in request.form else chosen
            facts: dict[str, Any] = {
                "title": form.title.data or "",
                "text": form.text.data or "",
                "due_on": form.due_on.day,
            }
            asked = form_id(form.request_id.data)
            write(
                make_request,
                actor=actor(),
                request_id=asked,
                columns=columns,
                communes=codes,
                at=g.at,
                **facts,
            )
        except BadInput as error:
            _show(form, error)
        else:
            flash(
                ngettext(
                    "Đã gửi yêu cầu tới 1 xã, phường.", "Đã gửi yêu cầu tới %(num)s xã, phường.", len(codes)
                ),
                "success",
            )
            return redirect(url_for("province_monthly.show_request", request_id=asked))
    else:
        drafts.restore_into(form)
    form.request_id.data = form.request_id.data or str(form_id(None))
    html = render_template(
        "province/monthly/request_form.html",
        form=form,
        columns=typed + [("", "text")] * (min(SHOWN_COLUMNS, MOST_COLUMNS) - len(typed)),
        kinds=[(kind.value, in_language(text)) for kind, text in KIND_WORDS.items()],
        communes=communes,
        chosen=set(chosen),
        everybody="all" in request.form or request.method == "GET",
    )
    return html, 422 if form.errors else 200


def _show(form: RequestForm, error: BadInput) -> None:
    if error.code in form:
        form[error.code].errors = [words_of(error)]
    else:
        form.form_errors.append(words_of(error))


@bp.get("/requests/<uuid:request_id>")
@requires(Permission.REPORTS_COLLECT)
def show_request(request_id: UUID) -> ResponseReturnValue:
    """Show who has answered a request and who has not."""
    found = request_answers(db.session(), actor=actor(), request_id=request_id, at=g.at)
    return render_template("province/monthly/request.html", found=found)


@bp.post("/requests/<uuid:request_id>/remind")
@requires(Permission.REPORTS_COLLECT)
def remind_request(request_id: UUID) -> ResponseReturnValue:
    """Remind every commune that has not answered."""
    found = request_answers(db.session(), actor=actor(), request_id=request_id, at=g.at)
    waiting = [line.organisation_id for line in found.communes if line.answer is None]
    told = 0
    if not found.closed:
        told = write(remind, actor=actor(), about=str(request_id), organisation_ids=waiting, at=g.at)
    if told:
        flash(ngettext("Đã nhắc 1 xã, phường.", "Đã nhắc %(num)s xã, phường.", told), "success")
    else:
        flash(_("Không nhắc ai: đã trả lời đủ, đã kết thúc, hoặc đã nhắc trong 12 giờ qua."), "warning")
    return redirect(url_for("province_monthly.show_request", request_id=request_id))


@bp.post("/requests/<uuid:request_id>/close")
@requires(Permission.REPORTS_COLLECT)
def close(request_id: UUID) -> ResponseReturnValue:
    """Stop waiting for answers."""
    write(close_request, actor=actor(), request_id=request_id, at=g.at)
    flash(_("Đã kết thúc yêu cầu. Các báo cáo đã gửi giữ nguyên."), "success")
    return redirect(url_for("province_monthly.show_request", request_id=request_id))


@bp.post("/requests/<uuid:request_id>/export")
@requires(Permission.REPORTS_COLLECT)
@fresh
def export_request(request_id: UUID) -> ResponseReturnValue:
    """Hand out all answers as one table, commune by commune, and log it."""
    kind = request.form.get("format", "xlsx")
    if kind not in FILES:
        raise BadInput("format", code="format")
    found = request_answers(db.session(), actor=actor(), request_id=request_id, at=g.at)
    table = _answers_table(found)
    rows = list(table.rows)
    facts: dict[str, Any] = {"about": str(request_id), "file_format": kind, "rows": len(rows)}
    write(record_table_export, actor=actor(), at=g.at, **facts)
    return file_answer(Table(table.title, table.columns, rows), kind, "bao-cao-dot-xuat")


def _answers_table(found: RequestAnswers) -> Table:
    columns = (
        Column("code", _("Mã")),
        Column("commune", _("Xã, phường")),
        *(Column(f"c{n}", column.label, KINDS[column.kind]) for n, column in enumerate(found.columns)),
    )
    rows = [
        (line.code, line.name, *(_cell(c, cell) for c, cell in zip(found.columns, row, strict=True)))
        for line in found.communes
        if line.answer is not None
        for row in answer_rows(line.answer)
    ]
    return Table(found.title, columns, rows)


def _cell(column: AskedColumn, cell: Typed) -> Cell:
    return parse_date(cell) if column.kind is CellKind.DATE else cell


@bp.get("/help")
@requires(Permission.ASSISTANCE_HANDLE)
def help_list() -> ResponseReturnValue:
    """List the calls for help that communes have handed on, open ones first."""
    found = list_requests(db.session(), actor=actor(), at=g.at)
    return render_template("province/monthly/help.html", found=found)


@bp.route("/help/<uuid:help_id>", methods=["GET", "POST"])
@requires(Permission.ASSISTANCE_HANDLE)
def help_one(help_id: UUID) -> ResponseReturnValue:
    """Open a call for help (logged; the commune sees that it was seen) and answer it."""
    form = AnswerForm()
    if form.validate_on_submit():
        try:
            facts: dict[str, Any] = {"request_id": help_id, "answer": form.answer.data or ""}
            write(handle_request, actor=actor(), at=g.at, **facts)
        except BorderregError as error:
            if error.code == "not_found":
                raise
            form.answer.errors = [words_of(error)]
        else:
            flash(_("Đã ghi kết quả. Xã sẽ thấy câu trả lời này."), "success")
            return redirect(url_for("province_monthly.help_list"))
    opened = write(open_request, actor=actor(), request_id=help_id, at=g.at)
    html = render_template("province/monthly/help_one.html", form=form, opened=opened)
    return html, 422 if form.errors else 200
