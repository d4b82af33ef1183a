"""Pledges by hamlet: heads of households typed in, signatures ticked in a batch, papers to print."""

from typing import Any
from uuid import UUID

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from borderreg.db import db, write
from borderreg.domain.access import Permission
from borderreg.domain.errors import BadInput, NotFound
from borderreg.domain.periods import local_day
from borderreg.domain.pledges import pledge_year
from borderreg.services import pledges as book
from borderreg.services.month_papers import pledges_pdf
from borderreg.web.commune_books import asked_number, back_to
from borderreg.web.commune_month import bp
from borderreg.web.forms.month import HouseholdsForm, SignedForm, today_text
from borderreg.web.month_base import pdf, words_of
from borderreg.web.security import actor, requires

__all__ = ["bp"]
BLANKS = 10
YEARS = range(2020, 2100)


def _year() -> int:
    year = asked_number("year", pledge_year(local_day(g.at)))
    if year not in YEARS:
        raise BadInput("year")
    return year


def _hamlet() -> str:
    return book.checked_hamlet(request.values.get("name", ""))


@bp.route("/pledges", methods=["GET", "POST"])
@requires(Permission.MONTH_WRITE)
def pledges() -> ResponseReturnValue:
    """Show the hamlets with how many have pledged; add heads of households."""
    form, year = HouseholdsForm(), _year()
    if form.validate_on_submit():
        try:
            facts: dict[str, Any] = {"hamlet": form.hamlet.data or "", "text": form.heads.data or ""}
            added = write(book.add_households, actor=actor(), at=g.at, **facts)
        except BadInput as error:
            form.heads.errors = [words_of(error)]
        else:
            flash(ngettext("Đã thêm 1 hộ.", "Đã thêm %(num)s hộ.", added), "success")
            return back_to(form.hamlet.data or "", year)
    hamlets = book.hamlets(db.session(), actor=actor(), year=year)
    html = render_template(
        "commune/month/pledges.html", form=form, year=year, this_year=local_day(g.at).year, hamlets=hamlets
    )
    return html, 422 if form.errors else 200


@bp.route("/pledges/hamlet", methods=["GET", "POST"])
@requires(Permission.MONTH_WRITE)
def hamlet() -> ResponseReturnValue:
    """Show the households of a hamlet with boxes to tick; keep the day on which the ticked ones signed."""
    name, year, form = _hamlet(), _year(), SignedForm()
    if form.validate_on_submit():
        try:
            ticked = [UUID(one) for one in request.form.getlist("household")]
        except ValueError as error:
            raise BadInput("household") from error
        try:
            facts: dict[str, Any] = {"hamlet": name, "year": year, "signed_on": form.signed_on.day}
            signed = write(book.sign_pledges, actor=actor(), household_ids=ticked, at=g.at, **facts)
        except BadInput as error:
            form.signed_on.errors = [words_of(error)]
        else:
            flash(ngettext("Đã ghi 1 hộ ký.", "Đã ghi %(num)s hộ ký.", signed), "success")
            return back_to(name, year)
    form.signed_on.data = form.signed_on.data or today_text()
    lines = book.households_of(db.session(), actor=actor(), hamlet=name, year=year)
    html = render_template("commune/month/hamlet.html", form=form, name=name, year=year, lines=lines)
    return html, 422 if form.errors else 200


@bp.post("/pledges/<uuid:household_id>")
@requires(Permission.MONTH_WRITE)
def household(household_id: UUID) -> ResponseReturnValue:
    """Take a tick back, or take a household off the list."""
    year, name = _year(), request.form.get("name", "")
    if request.form.get("act") == "remove":
        write(book.remove_household, actor=actor(), household_id=household_id, at=g.at)
        flash(_("Đã bỏ hộ khỏi danh sách của thôn, khối."), "success")
    else:
        write(book.take_back, actor=actor(), household_id=household_id, year=year, at=g.at)
        flash(_("Đã bỏ dấu ký của hộ này."), "success")
    return back_to(name, year) if name else redirect(url_for("commune_month.pledges"))


@bp.get("/pledges/print")
@requires(Permission.MONTH_WRITE)
def print_pledges() -> ResponseReturnValue:
    """Print pledges: blank, with names, or the hamlet's list to sign."""
    facts: dict[str, Any] = {
        "hamlet": request.args.get("name", ""),
        "kind": request.args.get("kind", "blank"),
    }
    blanks = asked_number("blanks", BLANKS)
    data = pledges_pdf(db.session(), actor=actor(), year=_year(), blanks=blanks, at=g.at, **facts)
    if not data:
        raise NotFound("pledges")
    return pdf(data, "cam-ket.pdf")
