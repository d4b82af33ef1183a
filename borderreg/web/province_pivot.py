"""Cross tables of the figures: choose rows, columns and a figure; keep the choice; take it out as a file."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import Response, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from borderreg.db import db, write
from borderreg.documents.figures_paper import as_pdf
from borderreg.documents.sheets import as_csv, as_xlsx
from borderreg.documents.tables import Cell, Column, ColumnKind, Table
from borderreg.domain.access import Permission
from borderreg.domain.errors import BadInput, BorderregError
from borderreg.domain.reasons import Text
from borderreg.reports import report_named, reports_for
from borderreg.reports.names import Names
from borderreg.reports.pivots import Pivot, pivot
from borderreg.reports.questions import Asked
from borderreg.reports.scope import scope_of
from borderreg.services.exports import record_export
from borderreg.services.saved_views import list_views, remove_view, save_view
from borderreg.web.asked import asked_period, filters_of, offered_periods
from borderreg.web.components import local_date, local_datetime
from borderreg.web.province import OFFERED, options_of
from borderreg.web.province_people import bp
from borderreg.web.security import actor, fresh, requires
from borderreg.web.words import in_language

__all__ = ["bp"]
MOST_COLUMNS = 30
MOST_ROWS = 300
NOT_KEPT = {
    "name": _l("Tên bảng phải có từ 1 đến 80 ký tự."),
    "too_many_views": _l("Đã lưu quá nhiều bảng; hãy bỏ bớt."),
}
TOTAL = Text("Tổng số", "Total", "合计")
FORMATS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
}


@dataclass(frozen=True, slots=True)
class Chosen:
    """A cross table and everything that its address says."""

    found: Pivot
    asked: Asked

    @property
    def parts(self) -> dict[str, str]:
        """Return the parts of the address, without anything personal."""
        found = self.found
        parts = {"report": found.question.slug, "rows": found.down.key, "measure": found.measure.key}
        if found.across is not None:
            parts["columns"] = found.across.key
        if found.question.has_period:
            parts["period"] = self.asked.period.slug
        return {**parts, **self.asked.where}

    def to(self, row: str | None, column: str | None = None) -> str:
        """Return the address of the rows behind a cell."""
        found = self.found
        where: dict[str, Any] = dict(self.asked.where)
        for dimension, key in ((found.down, row), (found.across, column)):
            if dimension is not None and key is not None:
                where[dimension.key] = key
        if found.question.has_period:
            where["period"] = self.asked.period.slug
        return url_for("province.rows", slug=found.question.slug, measure=found.measure.key, **where)


def _read() -> Chosen:
    question = report_named(request.args.get("report") or "crossings")
    where = filters_of(dimension.key for dimension in question.dimensions)
    scope = scope_of(actor(), permission=question.permission)
    asked = Asked(scope=scope, at=g.at, period=asked_period(), where=where)
    found = pivot(
        db.session(),
        question,
        asked=asked,
        measure=request.args.get("measure") or None,
        down=request.args.get("rows") or None,
        across=request.args.get("columns") or None,
    )
    return Chosen(found, asked)


@bp.get("/pivot")
@requires(Permission.FIGURES_READ)
def show_pivot() -> ResponseReturnValue:
    """Show a cross table; every cell opens its rows."""
    here = _read()
    names = Names(db.session(), here.asked.today)
    dimensions = {one.key: one for one in here.found.question.dimensions}
    offered = [key for key in OFFERED if key in dimensions]
    if not here.asked.scope.is_province:
        offered = [key for key in offered if key != "commune"]
    return render_template(
        "province/pivot.html",
        here=here,
        rows=here.found.rows[:MOST_ROWS],
        columns=here.found.columns[:MOST_COLUMNS],
        question=report_named(here.found.question.slug),
        questions=reports_for(actor()),
        periods=offered_periods(here.asked.today, here.asked.period),
        offers={key: options_of(names, key) for key in offered},
        views=list_views(db.session(), actor=actor()),
        may_open=actor().may(Permission.FIGURES_OPEN),
        may_export=actor().may(Permission.FIGURES_EXPORT),
    )


@bp.post("/pivot/export")
@requires(Permission.FIGURES_EXPORT)
@fresh
def export_pivot() -> ResponseReturnValue:
    """Hand out a cross table as a file, and log it."""
    here, kind = _read(), request.form.get("format", "")
    if kind not in FORMATS:
        raise BadInput("format", code="format")
    table = _table(here)
    rows = list(table.rows)
    write(
        record_export,
        actor=actor(),
        slug=here.found.question.slug,
        what="pivot",
        file_format=kind,
        rows=len(rows),
        where=here.asked.where,
        at=g.at,
    )
    body = _bytes(here, Table(table.title, table.columns, rows), kind)
    name = f"{here.found.question.slug}-{here.found.down.key}-{here.asked.today:%Y%m%d}.{kind}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(body, content_type=FORMATS[kind], headers=headers)


def _table(here: Chosen) -> Table:
    found = here.found
    title = f"{in_language(found.measure.label)} ({in_language(found.measure.unit)})"
    columns = [Column(found.down.key, in_language(found.down.label))]
    columns += [Column(key, in_language(name), ColumnKind.INTEGER) for key, name in found.columns]
    columns.append(Column("total", in_language(TOTAL), ColumnKind.INTEGER))
    lines: list[tuple[Cell, ...]] = []
    for key, name in (*found.rows, (None, TOTAL)):
        cells = [found.cell(key, column) for column, _name in found.columns]
        lines.append((in_language(name), *cells, found.cell(key)))
    return Table(title, tuple(columns), lines)


def _bytes(here: Chosen, table: Table, kind: str) -> bytes:
    if kind == "csv":
        return as_csv(table)
    if kind == "xlsx":
        return as_xlsx(table)
    found, period = here.found, here.asked.period
    days = f"{local_date(period.first)} – {local_date(period.last)}"
    under = days if found.question.has_period else local_datetime(here.asked.at)
    how = in_language(found.measure.how or found.question.about)
    return as_pdf(table, author="borderreg", under=under, notes=(how,))


@bp.post("/pivot/views")
@requires(Permission.FIGURES_READ)
def keep_view() -> ResponseReturnValue:
    """Keep the table of this address under a name, for oneself or for the organisation."""
    here = _read()
    shared = request.form.get("shared") == "yes"
    name = request.form.get("name", "")
    try:
        write(save_view, actor=actor(), name=name, address=here.parts, shared=shared, at=g.at)
    except BorderregError as error:
        flash(NOT_KEPT.get(error.code, NOT_KEPT["name"]), "error")
    else:
        flash(_("Đã lưu bảng."), "success")
    parts: dict[str, Any] = here.parts
    return redirect(url_for("province.show_pivot", **parts))


@bp.post("/pivot/views/<uuid:view_id>/remove")
@requires(Permission.FIGURES_READ)
def drop_view(view_id: UUID) -> ResponseReturnValue:
    """Remove one's own saved table."""
    write(remove_view, actor=actor(), view_id=view_id)
    flash(_("Đã bỏ bảng đã lưu."), "success")
    return redirect(url_for("province.show_pivot"))
