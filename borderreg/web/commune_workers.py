"""The commune's register of people: search, register, correct; numbers masked until a record is opened."""

from typing import Any
from uuid import UUID

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from borderreg.db import db, write
from borderreg.domain.access import Permission
from borderreg.domain.columns import Column
from borderreg.domain.dates import BirthDate
from borderreg.domain.errors import Conflict, Refused
from borderreg.domain.person_rows import PersonDraft, read_person
from borderreg.services import people
from borderreg.services.people import WorkerFile
from borderreg.services.people_search import count_workers, list_workers, show_worker
from borderreg.services.search import search_workers
from borderreg.services.travel_documents import list_papers
from borderreg.web import drafts
from borderreg.web.commune_base import bp, reference, words_of
from borderreg.web.components import Pager
from borderreg.web.forms.acts import SearchForm
from borderreg.web.forms.papers import ending_words
from borderreg.web.forms.rows import PersonForm
from borderreg.web.query import asked_page
from borderreg.web.scans import read_scans, with_camera
from borderreg.web.security import actor, requires
from borderreg.web.side_by_side import conflict_page, remember

PER_PAGE = 50


@bp.route("/workers", methods=["GET", "POST"])
@requires(Permission.WORKER_WRITE)
def workers() -> ResponseReturnValue:
    """Search the commune's register, or leaf through it; a search is a POST: no name in an address."""
    form = SearchForm()
    found, pager = None, None
    if form.validate_on_submit():
        found = write(search_workers, actor=actor(), text=form.text.data or "", at=g.at)
    else:
        page = asked_page()
        total = count_workers(db.session(), actor=actor())
        pager = Pager(page, PER_PAGE, total)
        listed = list_workers(db.session(), actor=actor(), at=g.at, page=page, per_page=PER_PAGE)
    shown = found if found is not None else listed
    html = render_template(
        "commune/workers.html", form=form, workers=shown, pager=pager, searched=found is not None
    )
    return html, 422 if form.errors else 200


@bp.route("/workers/new", methods=["GET", "POST"])
@requires(Permission.WORKER_WRITE)
def add_worker() -> ResponseReturnValue:
    """Register a person; a card of somebody who is in the register leads to the record."""
    form = _form()
    found = form.validate_on_submit() and read_scans(form, registers=reference())
    if isinstance(found, WorkerFile):
        flash(_("%(name)s đã có trong sổ.", name=found.name), "success")
        return redirect(url_for("commune.worker", worker_id=found.worker_id))
    worker_id = _register(form) if request.method == "POST" and not found else None
    if worker_id is not None:
        flash(_("Đã thêm %(name)s vào sổ.", name=form.name.data), "success")
        return redirect(url_for("commune.worker", worker_id=worker_id))
    drafts.restore_into(form)
    html = render_template("commune/worker_form.html", form=form, worker=None)
    return with_camera(html, 422 if form.errors else 200)


def _register(form: PersonForm) -> UUID | None:
    person = _person(form)
    if person is None:
        return None
    try:
        worker_id: UUID = write(people.register_worker, actor=actor(), person=person, at=g.at)
    except Refused as error:
        form[Column.PERSONAL_ID].errors = [words_of(error)]
        return None
    return worker_id


@bp.get("/workers/<uuid:worker_id>")
@requires(Permission.WORKER_WRITE)
def worker(worker_id: UUID) -> ResponseReturnValue:
    """Show a person masked, with the travel documents and the lists of this commune that hold the person."""
    page = show_worker(db.session(), actor=actor(), worker_id=worker_id, at=g.at)
    papers = list_papers(db.session(), actor=actor(), worker_id=worker_id, at=g.at)
    return render_template(
        "commune/worker.html",
        worker=page.worker,
        entries=page.entries,
        papers=papers,
        ending_words=ending_words,
    )


@bp.route("/workers/<uuid:worker_id>/edit", methods=["GET", "POST"])
@requires(Permission.WORKER_WRITE)
def edit_worker(worker_id: UUID) -> ResponseReturnValue:
    """Correct a person's record; opening it is logged."""
    form = _form()
    shown = show_worker(db.session(), actor=actor(), worker_id=worker_id, at=g.at)
    if form.validate_on_submit():
        person = _person(form)
        if person is not None:
            version = form.version.data or 0
            try:
                act: dict[str, Any] = {"worker_id": worker_id, "version": version, "person": person}
                saved = write(people.update_worker, actor=actor(), at=g.at, **act)
            except Refused as error:
                form[Column.PERSONAL_ID].errors = [words_of(error)]
            except Conflict:
                file, back = _opened(worker_id), url_for("commune.worker", worker_id=worker_id)
                title = shown.worker.name
                return conflict_page(form, _cells(file), version=file.version, title=title, back=back)
            else:
                flash(_("Đã lưu hồ sơ."), "success")
                return redirect(url_for("commune.worker", worker_id=saved))
    elif not drafts.restore_into(form) and request.method == "GET":
        _fill(form, _opened(worker_id))
    html = render_template("commune/worker_form.html", form=form, worker=shown.worker)
    return html, 422 if form.errors else 200


def _opened(worker_id: UUID) -> WorkerFile:
    file: WorkerFile = write(
        people.read_worker, actor=actor(), worker_id=worker_id, purpose="edit_record", at=g.at
    )
    return file


def _form() -> PersonForm:
    form = PersonForm()
    form.offer(reference().facts)
    return form


def _person(form: PersonForm) -> PersonDraft | None:
    registers = reference()
    person: PersonDraft | None = form.read(read_person, reference=registers.rows, at=registers.day)
    return person


def _fill(form: PersonForm, file: WorkerFile) -> None:
    """Show a record in its form; its papers are renewed and corrected on the person's page."""
    form.fill(_cells(file))
    remember(form, _cells(file))
    form.version.data = file.version


def _cells(file: WorkerFile) -> dict[str, object]:
    return {
        Column.NAME: file.name,
        Column.BIRTH: BirthDate.from_text(file.birth).display(),
        Column.SEX: "Nam" if file.sex == "M" else "Nữ",
        Column.PERSONAL_ID: file.personal_id,
        Column.HAMLET: file.hamlet,
        Column.PHONE: file.phone,
        Column.CONTACT_NAME: file.contact_name,
        Column.CONTACT_PHONE: file.contact_phone,
    }
