"""People known abroad outside the lists: the commune's own register, searched by POST, numbers on demand."""

from typing import Any
from uuid import UUID

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms import SelectChoice

from borderreg.db import db, write
from borderreg.domain.access import Permission
from borderreg.domain.errors import BadInput, Conflict, Refused
from borderreg.domain.known_abroad import Ending, read_since, show_since
from borderreg.domain.periods import local_day
from borderreg.reports.my_people import visits_of
from borderreg.reports.names import Names
from borderreg.services import known_abroad
from borderreg.services.known_abroad import KnownDraft, KnownFile
from borderreg.services.visits import record_visit
from borderreg.web import drafts
from borderreg.web.commune_people import bp, prepare, read_visit, told_words, undoable
from borderreg.web.forms.acts import SearchForm
from borderreg.web.forms.month import EndingForm, KnownForm, ReasonForm, VisitForm, today_text
from borderreg.web.month_base import form_id, words_of
from borderreg.web.security import actor, requires
from borderreg.web.words import in_language

__all__ = ["bp"]
PLAIN = (
    "name",
    "sex",
    "hamlet",
    "country",
    "place",
    "phone",
    "contact_name",
    "relation",
    "contact_phone",
    "note",
)


@bp.app_template_filter("since")
def since_text(stored: str) -> str:
    """Write since when somebody is abroad, as it is known."""
    return show_since(stored)


@bp.route("/known", methods=["GET", "POST"])
@requires(Permission.PEOPLE_FOLLOW)
def known() -> ResponseReturnValue:
    """List the people known abroad, those who came back, or those found by a search (sent by POST)."""
    form, found = SearchForm(), None
    ended = request.args.get("ended") == "1"
    if form.validate_on_submit():
        found = write(known_abroad.search_known, actor=actor(), text=form.text.data or "", at=g.at)
    shown = known_abroad.list_known(db.session(), actor=actor(), ended=ended) if found is None else found
    html = render_template(
        "commune/people/known.html",
        form=form,
        people=shown,
        searched=found is not None,
        ended=ended,
        country=_country,
    )
    return html, 422 if form.errors else 200


@bp.route("/known/new", methods=["GET", "POST"])
@requires(Permission.PEOPLE_FOLLOW)
def add_known() -> ResponseReturnValue:
    """Note somebody who is abroad outside the lists."""
    form = _form()
    if form.validate_on_submit():
        known_id = form_id(form.known_id.data)
        try:
            write(known_abroad.add_known, actor=actor(), known_id=known_id, draft=_read(form), at=g.at)
        except (BadInput, Conflict) as error:
            _show(form, error)
        else:
            flash(_("Đã ghi."), "success")
            return redirect(url_for("commune_people.show_known", known_id=known_id))
    else:
        drafts.restore_into(form)
    form.known_id.data = form.known_id.data or str(form_id(None))
    html = render_template("commune/people/known_form.html", form=form, known=None)
    return html, 422 if form.errors else 200


@bp.route("/known/<uuid:known_id>", methods=["GET", "POST"])
@requires(Permission.PEOPLE_FOLLOW)
def show_known(known_id: UUID) -> ResponseReturnValue:
    """Show a person without numbers, with visits; a button records what was learnt."""
    form = VisitForm()
    if form.validate_on_submit():
        try:
            draft = read_visit(form, known_abroad_id=known_id)
            write(record_visit, actor=actor(), draft=draft, at=g.at)
        except (BadInput, Refused, Conflict) as error:
            form.form_errors.append(words_of(error))
        else:
            flash(told_words(draft), "success")
            return redirect(url_for("commune_people.show_known", known_id=known_id))
    return _page(known_id, form)


def _page(known_id: UUID, form: VisitForm, file: KnownFile | None = None) -> ResponseReturnValue:
    session = db.session()
    person = known_abroad.own_known(session, actor=actor(), known_id=known_id)
    prepare(form)
    visits = visits_of(session, actor=actor(), known_abroad_id=known_id)
    ending = EndingForm(formdata=None)
    ending.ended_on.data = today_text()
    html = render_template(
        "commune/people/known_one.html",
        form=form,
        person=person,
        file=file,
        visits=visits,
        undoable=undoable(visits),
        undo_form=ReasonForm(formdata=None),
        ending=ending,
        changes=known_abroad.changes_of(session, actor=actor(), known_id=known_id),
        country=_country,
    )
    return html, 422 if form.errors else 200


@bp.post("/known/<uuid:known_id>/phones")
@requires(Permission.PEOPLE_FOLLOW)
def known_phones(known_id: UUID) -> ResponseReturnValue:
    """Show the phones and the note; the look is logged."""
    file = write(known_abroad.open_known, actor=actor(), known_id=known_id, at=g.at)
    return _page(known_id, VisitForm(formdata=None), file)


@bp.route("/known/<uuid:known_id>/edit", methods=["GET", "POST"])
@requires(Permission.PEOPLE_FOLLOW)
def edit_known(known_id: UUID) -> ResponseReturnValue:
    """Correct a record; opening it is logged, what it said before is kept."""
    form = _form()
    if form.validate_on_submit():
        facts: dict[str, Any] = {
            "known_id": known_id,
            "version": form.version.data or 0,
            "draft": _read(form),
        }
        try:
            write(known_abroad.edit_known, actor=actor(), at=g.at, **facts)
        except (BadInput, Conflict) as error:
            _show(form, error)
        else:
            flash(_("Đã lưu."), "success")
            return redirect(url_for("commune_people.show_known", known_id=known_id))
    person = known_abroad.own_known(db.session(), actor=actor(), known_id=known_id)
    if not drafts.restore_into(form) and request.method == "GET":
        _fill(form, write(known_abroad.open_known, actor=actor(), known_id=known_id, at=g.at))
    html = render_template("commune/people/known_form.html", form=form, known=person)
    return html, 422 if form.errors else 200


@bp.post("/known/<uuid:known_id>/end")
@requires(Permission.PEOPLE_FOLLOW)
def end_known(known_id: UUID) -> ResponseReturnValue:
    """Say how somebody's stay ended, or open it again."""
    if request.form.get("reopen"):
        write(known_abroad.reopen, actor=actor(), known_id=known_id, at=g.at)
        return redirect(url_for("commune_people.show_known", known_id=known_id))
    form = EndingForm()
    known_abroad.own_known(db.session(), actor=actor(), known_id=known_id)
    if form.validate_on_submit():
        facts: dict[str, Any] = {"ending": Ending(form.ending.data), "day": form.ended_on.day}
        try:
            write(known_abroad.end_stay, actor=actor(), known_id=known_id, at=g.at, **facts)
        except BadInput as error:
            flash(words_of(error), "error")
        else:
            flash(_("Đã ghi kết quả."), "success")
    else:
        flash(_("Hãy chọn kết quả và ghi ngày."), "error")
    return redirect(url_for("commune_people.show_known", known_id=known_id))


def _form() -> KnownForm:
    form = KnownForm()
    names = Names(db.session(), local_day(g.at)).register("country")
    abroad = [(code, in_language(text)) for code, text in names.items() if code != "VN"]
    ordered = sorted(abroad, key=lambda pair: pair[0] != "CN")
    form.country.choices = [SelectChoice(code, name) for code, name in ordered]
    return form


def _country(code: str) -> str:
    return in_language(Names(db.session(), local_day(g.at)).of("country", code))


def _read(form: KnownForm) -> KnownDraft:
    since = read_since(form.since.data or "", today=local_day(g.at)) or ""
    plain = {name: form[name].data or "" for name in PLAIN}
    return KnownDraft(birth_year=form.born, since=since, **plain)


def _fill(form: KnownForm, file: KnownFile) -> None:
    for name in PLAIN:
        form[name].data = getattr(file, name)
    form.since.data = show_since(file.since)
    form.birth_year.data = str(file.birth_year or "")
    form.version.data = file.version


def _show(form: KnownForm, error: BadInput | Conflict) -> None:
    """Put a refusal beside its field, or above the form."""
    if error.code in form:
        form[error.code].errors = [words_of(error)]
    else:
        form.form_errors.append(words_of(error))
