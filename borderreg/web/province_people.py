"""People as the office sees them: search, one record opened for a purpose, contradictions to clear up."""

from uuid import UUID

from flask import flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from borderreg.db import db, write
from borderreg.domain.access import Permission
from borderreg.domain.errors import NotFound
from borderreg.reports.asking import rows_behind
from borderreg.reports.contradictions import CONTRADICTIONS, open_task
from borderreg.reports.history import worker_history
from borderreg.reports.questions import Asked
from borderreg.reports.scope import scope_of
from borderreg.services.journeys import close_contradiction
from borderreg.services.people import read_worker
from borderreg.services.search import search_people
from borderreg.web.asked import asked_period
from borderreg.web.components import Pager
from borderreg.web.province import PER_PAGE, bp
from borderreg.web.province_forms import OutcomeForm, PurposeForm
from borderreg.web.query import asked_page
from borderreg.web.search import PeopleForm
from borderreg.web.security import actor, requires

__all__ = ["bp"]


@bp.route("/search", methods=["GET", "POST"])
@requires(Permission.WORKER_READ)
def search() -> ResponseReturnValue:
    """Find people by name without accents or by number; each search is logged."""
    form = PeopleForm()
    if not form.validate_on_submit():
        return render_template("province/search.html", form=form, found=None), 422 if form.errors else 200
    found = write(search_people, actor=actor(), text=form.text.data or "", at=g.at)
    return render_template("province/search.html", form=form, found=found)


@bp.route("/workers/<uuid:worker_id>", methods=["GET", "POST"])
@requires(Permission.WORKER_READ)
def worker(worker_id: UUID) -> ResponseReturnValue:
    """Show a worker's lists and crossings masked; with a purpose, the full record, and log who read it."""
    form = PurposeForm()
    history = worker_history(db.session(), actor=actor(), worker_id=worker_id, at=g.at)
    if not form.validate_on_submit():
        page = render_template("province/worker.html", form=form, history=history, file=None)
        return page, 422 if form.errors else 200
    purpose = form.written()
    file = write(read_worker, actor=actor(), worker_id=worker_id, purpose=purpose, at=g.at)
    return render_template("province/worker.html", form=form, history=history, file=file)


@bp.get("/contradictions")
@requires(Permission.FIGURES_OPEN)
def contradictions() -> ResponseReturnValue:
    """List the open tasks about departures of people who were already abroad."""
    page = asked_page()
    asked = Asked(scope=scope_of(actor(), permission=Permission.FIGURES_OPEN), at=g.at, period=asked_period())
    found = rows_behind(db.session(), CONTRADICTIONS, asked=asked, page=page, per_page=PER_PAGE)
    pager = Pager(page, PER_PAGE, found.total)
    may_close = actor().may(Permission.CONTRADICTION_CLOSE)
    return render_template("province/contradictions.html", found=found, pager=pager, may_close=may_close)


@bp.route("/contradictions/<uuid:event_id>", methods=["GET", "POST"])
@requires(Permission.CONTRADICTION_CLOSE)
def contradiction(event_id: UUID) -> ResponseReturnValue:
    """Show one task with the worker's crossings and close it with an outcome."""
    worker_id = open_task(db.session(), event_id=event_id)
    if worker_id is None:
        raise NotFound("contradiction")
    form = OutcomeForm()
    if form.validate_on_submit():
        write(close_contradiction, actor=actor(), event_id=event_id, outcome=form.outcome.data or "", at=g.at)
        flash(_("Đã ghi kết quả làm rõ. Các lượt đã ghi giữ nguyên."), "success")
        return redirect(url_for("province.contradictions"))
    history = worker_history(db.session(), actor=actor(), worker_id=worker_id, at=g.at)
    page = render_template("province/contradiction.html", form=form, history=history, event_id=event_id)
    return page, 422 if form.errors else 200
