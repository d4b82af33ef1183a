"""The commune's people who are away: whom to ask about, and a visit or call recorded in two taps."""

from uuid import UUID

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from borderreg.db import db, write
from borderreg.domain.access import Permission
from borderreg.domain.errors import BadInput, BorderregError, Conflict, NotFound, Refused
from borderreg.domain.visits import KINDS, RESULTS, VisitKind, VisitResult, may_undo
from borderreg.reports.my_people import Tab, my_people, own_person, visits_of
from borderreg.services.assistance import list_requests, open_request
from borderreg.services.people_phones import Phones, read_phones
from borderreg.services.visits import VisitDraft, record_visit, undo_visit
from borderreg.web.components import Pager
from borderreg.web.forms.month import ReasonForm, VisitForm, today_text
from borderreg.web.month_base import HELP_WORDS, form_id, kind_word, words_of
from borderreg.web.query import asked_page
from borderreg.web.security import actor, requires
from borderreg.web.words import in_language

bp = Blueprint("commune_people", __name__, url_prefix="/commune/people")
PER_PAGE = 50
LONGEST_HAMLET = 120


@bp.context_processor
def words() -> dict[str, object]:
    """Give the templates the words of visits."""
    return {
        "kind_word": kind_word,
        "say": in_language,
        "visit_kinds": KINDS,
        "visit_results": RESULTS,
        "help_words": HELP_WORDS,
    }


@bp.get("")
@requires(Permission.PEOPLE_FOLLOW)
def people() -> ResponseReturnValue:
    """Show who is away, due or overdue, by tab and hamlet."""
    page, tab, hamlet = asked_page(), _tab(), request.args.get("hamlet", "")[:LONGEST_HAMLET]
    seen = my_people(
        db.session(), actor=actor(), at=g.at, tab=tab, hamlet=hamlet, page=page, per_page=PER_PAGE
    )
    return render_template(
        "commune/people/people.html",
        seen=seen,
        tabs=Tab,
        hamlet=hamlet,
        pager=Pager(page, PER_PAGE, seen.total),
    )


def _tab() -> Tab | None:
    text = request.args.get("tab", "")
    try:
        return Tab(text) if text else None
    except ValueError as error:
        raise BadInput("tab") from error


@bp.route("/<uuid:worker_id>", methods=["GET", "POST"])
@requires(Permission.PEOPLE_FOLLOW)
def visit(worker_id: UUID) -> ResponseReturnValue:
    """Show one person with the visits so far; a button records what was learnt."""
    form = VisitForm()
    if not form.validate_on_submit():
        return _visit_page(worker_id, form)
    try:
        draft = read_visit(form, worker_id=worker_id)
        write(record_visit, actor=actor(), draft=draft, at=g.at)
    except (BadInput, Refused, Conflict) as error:
        form.form_errors.append(words_of(error))
        return _visit_page(worker_id, form)
    flash(told_words(draft), "success")
    return redirect(url_for("commune_people.visit", worker_id=worker_id))


def read_visit(form: VisitForm, **about: UUID) -> VisitDraft:
    """Read the form of a visit; BadInput for a button that no page has."""
    try:
        kind, result = (form.told.data or "").split(":")
        return VisitDraft(
            id=form_id(form.visit_id.data),
            kind=VisitKind(kind),
            result=VisitResult(result),
            visited_on=form.visited_on.day,  # type: ignore[arg-type]  # a day, as just validated
            returned_on=form.returned_on.day,
            exact=bool(form.exact.data),
            note=form.note.data or "",
            **about,
        )
    except ValueError as error:
        raise BadInput("told", code="told") from error


def told_words(draft: VisitDraft) -> str:
    """Say what was recorded and what follows from it."""
    info = RESULTS[draft.result]
    if info.ends_stay:
        return str(_("Đã ghi: đã về nhà. Chuyến đi được khép lại với ngày về ghi theo lời gia đình."))
    if info.asks_help:
        return str(_("Đã ghi và chuyển đề nghị giúp đỡ lên Sở Ngoại vụ."))
    return str(_("Đã ghi: %(result)s.", result=in_language(info.label)))


def _visit_page(worker_id: UUID, form: VisitForm, phones: Phones | None = None) -> ResponseReturnValue:
    person = own_person(db.session(), actor=actor(), worker_id=worker_id, at=g.at)
    if person is None:
        raise NotFound("worker")
    prepare(form)
    visits = visits_of(db.session(), actor=actor(), worker_id=worker_id)
    html = render_template(
        "commune/people/visit.html",
        form=form,
        person=person,
        visits=visits,
        phones=phones,
        undoable=undoable(visits),
        undo_form=ReasonForm(formdata=None),
    )
    return html, 422 if form.errors else 200


def prepare(form: VisitForm) -> None:
    """Fill an empty form: its own id, and today."""
    form.visit_id.data = form.visit_id.data or str(form_id(None))
    form.visited_on.data = form.visited_on.data or today_text()


def undoable(visits: tuple) -> set[UUID]:  # type: ignore[type-arg]
    """Return the visits that this person may take back now."""
    any_ = actor().may(Permission.VISIT_UNDO_ANY)
    return {
        line.id
        for line in visits
        if not line.undone and may_undo(recorded_at=line.recorded_at, at=g.at, undoes_any=any_)
    }


@bp.post("/<uuid:worker_id>/phones")
@requires(Permission.PEOPLE_FOLLOW)
def phones(worker_id: UUID) -> ResponseReturnValue:
    """Show the phones and notes of a person; the look is logged."""
    found = write(read_phones, actor=actor(), worker_id=worker_id, at=g.at)
    return _visit_page(worker_id, VisitForm(formdata=None), found)


@bp.post("/visits/<uuid:visit_id>/undo")
@requires(Permission.PEOPLE_FOLLOW)
def undo(visit_id: UUID) -> ResponseReturnValue:
    """Take a visit back with a reason."""
    form = ReasonForm()
    back = request.form.get("back", "")
    try:
        write(undo_visit, actor=actor(), visit_id=visit_id, reason=form.reason.data or "", at=g.at)
    except NotFound:
        raise
    except BorderregError as error:
        flash(words_of(error), "error")
    else:
        flash(_("Đã huỷ lượt thăm hỏi. Nếu lượt đó ghi ngày về, chuyến đi mở lại như trước."), "success")
    try:
        return redirect(url_for("commune_people.visit", worker_id=UUID(back)))
    except ValueError:
        return redirect(url_for("commune_people.people"))


@bp.get("/help")
@requires(Permission.PEOPLE_FOLLOW)
def help_list() -> ResponseReturnValue:
    """List the calls for help of this commune with where each stands."""
    found = list_requests(db.session(), actor=actor(), at=g.at)
    return render_template("commune/people/help.html", found=found, opened=None)


@bp.get("/help/<uuid:help_id>")
@requires(Permission.PEOPLE_FOLLOW)
def help_answer(help_id: UUID) -> ResponseReturnValue:
    """Open one call for help with the office's answer; the look is logged."""
    opened = write(open_request, actor=actor(), request_id=help_id, at=g.at)
    return render_template("commune/people/help.html", found=None, opened=opened)
