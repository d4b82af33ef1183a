"""Figures for the office and the communes: the first page, the reports, and the rows behind every figure."""

from datetime import date

from flask import Blueprint, Response, g, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import format_date

from borderreg.db import db, write
from borderreg.documents.sheets import as_csv, as_xlsx
from borderreg.documents.tables import Table
from borderreg.domain.access import Permission
from borderreg.domain.documents_ import DOCUMENT_TYPES
from borderreg.domain.errors import BadInput
from borderreg.domain.periods import local_day
from borderreg.domain.reasons import Text
from borderreg.reports import reports_for
from borderreg.reports.asking import figures, rows_behind
from borderreg.reports.balance import difference
from borderreg.reports.compared import compared
from borderreg.reports.entries import BALANCE
from borderreg.reports.names import Names
from borderreg.reports.overview import DIMENSIONS, overview
from borderreg.services.exports import record_export
from borderreg.web.asked import Address, asked_period, filters_of, offered_periods, read_address
from borderreg.web.components import Pager, local_date, local_number
from borderreg.web.province_overview import MOST_ROWS, Front, chosen_texts
from borderreg.web.province_tables import cell, figures_table, rows_table
from borderreg.web.query import asked_page
from borderreg.web.security import actor, fresh, requires
from borderreg.web.words import in_language, language

bp = Blueprint("province", __name__, url_prefix="/province")

PER_PAGE = 50
GROUPS_PER_PAGE = 100
LONGEST_EXPORT = 100_000
BARS = 12
YEAR = len("1990")
PAPERS = {kind.code: Text(kind.name_vi, kind.name_en, kind.name_zh) for kind in DOCUMENT_TYPES}
OFFERED = ("commune", "gate", "county", "sector", "sex", "age", "permit")
FRONT_FILTERS = ("gate", "commune", "county", "sector", "sex", "age", "permit")
FILES = {
    "csv": (as_csv, "text/csv; charset=utf-8"),
    "xlsx": (as_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}


def short_day(day: date) -> str:
    """Write a day without its year, as the reader's language does."""
    return str(format_date(day, "MM-dd" if language() == "zh" else "dd/MM"))


@bp.context_processor
def words() -> dict[str, object]:
    """Give the templates of this audience the words of three-language texts."""
    return {
        "say": in_language,
        "row_cell": cell,
        "short_day_of": lambda key: short_day(date.fromisoformat(key)),
        "signed": lambda number: f"+{local_number(number)}" if number > 0 else local_number(number),
        "short_day": short_day,
        "day_text": lambda key: local_date(date.fromisoformat(key)),
        "birth_text": lambda text: local_date(date.fromisoformat(text)) if len(text) > YEAR else text,
        "paper_name": lambda code: in_language(PAPERS[code]) if code in PAPERS else code,
    }


@bp.get("")
@requires(Permission.FIGURES_READ)
def home() -> ResponseReturnValue:
    """Show who is away, overdue, crossed today, and how fresh that is."""
    today = local_day(g.at)
    where = filters_of(dimension.key for dimension in DIMENSIONS)
    by = request.args.get("by") or DIMENSIONS[0].key
    seen = overview(db.session(), actor=actor(), at=g.at, period=asked_period(), by=by, where=where)
    front = Front(seen, where, actor().may(Permission.FIGURES_OPEN))
    names = Names(db.session(), today)
    keys = [key for key in FRONT_FILTERS if key != "commune" or seen.scope.is_province]
    return render_template(
        "province/home.html",
        seen=seen,
        front=front,
        series=front.series(today),
        periods=offered_periods(today, seen.period),
        dimensions=DIMENSIONS,
        labels={dimension.key: dimension.label for dimension in DIMENSIONS},
        offers={key: options_of(names, key) for key in keys},
        chosen=chosen_texts(front, names),
        most_rows=MOST_ROWS,
    )


@bp.get("/figures")
@requires(Permission.FIGURES_READ)
def list_reports() -> ResponseReturnValue:
    """List the reports that the person may run."""
    return render_template("province/reports.html", questions=reports_for(actor()))


@bp.get("/figures/<slug>")
@requires(Permission.FIGURES_READ)
def report(slug: str) -> ResponseReturnValue:
    """Show a report's figures by one dimension; each opens its rows."""
    here = read_address(slug, permission=Permission.FIGURES_READ)
    found = compared(db.session(), here.question, asked=here.asked, by=here.by.key)
    answer = found.now
    page = asked_page()
    shown = answer.rows[(page - 1) * GROUPS_PER_PAGE : page * GROUPS_PER_PAGE]
    return render_template(
        "province/report.html",
        here=here,
        answer=answer,
        found=found,
        shown=shown,
        bars=answer.rows[:BARS],
        pager=Pager(page, GROUPS_PER_PAGE, len(answer.rows)),
        difference=difference(db.session(), asked=here.asked) if here.question is BALANCE else None,
        may_open=actor().may(Permission.FIGURES_OPEN),
        may_export=actor().may(Permission.FIGURES_EXPORT),
        **_offers(here),
    )


@bp.get("/figures/<slug>/rows")
@requires(Permission.FIGURES_OPEN)
def rows(slug: str) -> ResponseReturnValue:
    """Show the rows that a figure counts, masked and paged."""
    here = read_address(slug, permission=Permission.FIGURES_OPEN)
    page = asked_page()
    found = rows_behind(
        db.session(), here.question, asked=here.asked, measure=here.measure.key, page=page, per_page=PER_PAGE
    )
    return render_template(
        "province/rows.html",
        here=here,
        found=found,
        pager=Pager(page, PER_PAGE, found.total),
        may_export=actor().may(Permission.FIGURES_EXPORT),
        **_offers(here),
    )


def _offers(here: Address) -> dict[str, object]:
    """Return what the filters of a report offer, and what is chosen now."""
    names = Names(db.session(), here.asked.today)
    keys = [dimension.key for dimension in here.question.dimensions if dimension.key in OFFERED]
    if not here.asked.scope.is_province:
        keys = [key for key in keys if key != "commune"]
    offers = {key: options_of(names, key) for key in keys}
    chosen = [(here.question.dimension(key), names.of(key, value)) for key, value in here.asked.where.items()]
    return {
        "offers": offers,
        "chosen": chosen,
        "periods": offered_periods(here.asked.today, here.asked.period),
    }


def options_of(names: Names, key: str) -> list[tuple[str, str]]:
    """Return what a filter of a dimension offers: keys with their names in the reader's language."""
    found = [(code, in_language(text)) for code, text in names.register(key).items()]
    return [option for option in found if not (key == "county" and option[0].isdigit())]


@bp.post("/figures/<slug>/export")
@requires(Permission.FIGURES_EXPORT)
@fresh
def export(slug: str) -> ResponseReturnValue:
    """Hand out a report or the rows behind a figure as a file, and log it."""
    here = read_address(slug, permission=Permission.FIGURES_EXPORT)
    what, file_format = request.form.get("what", "figures"), request.form.get("format", "csv")
    if file_format not in FILES or what not in ("figures", "rows"):
        raise BadInput("format", code="format")
    table = _table(here, what)
    lines = list(table.rows)
    write(
        record_export,
        actor=actor(),
        slug=slug,
        what=what,
        file_format=file_format,
        rows=len(lines),
        where=here.asked.where,
        at=g.at,
    )
    writer, content_type = FILES[file_format]
    body = writer(Table(table.title, table.columns, lines))
    part = here.by.key if what == "figures" else here.measure.key
    name = f"{slug}-{part}-{here.asked.today:%Y%m%d}.{file_format}"
    return Response(
        body, content_type=content_type, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


def _table(here: Address, what: str) -> Table:
    if what == "figures":
        return figures_table(figures(db.session(), here.question, asked=here.asked, by=here.by.key))
    found = rows_behind(
        db.session(), here.question, asked=here.asked, measure=here.measure.key, per_page=LONGEST_EXPORT
    )
    return rows_table(found)
