"""A worker's travel documents on pages: add, renew, correct, end; each opened number is logged."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from borderreg.db import db, write
from borderreg.domain.access import Permission
from borderreg.domain.columns import Column
from borderreg.domain.errors import Conflict, NotFound, Refused
from borderreg.domain.travel_papers import ISSUED, Ending, PaperDraft, read_paper
from borderreg.services import travel_documents
from borderreg.services.people_search import WorkerFound, show_worker
from borderreg.services.travel_documents import PaperLine, list_papers
from borderreg.web import drafts
from borderreg.web.commune_base import bp, reference
from borderreg.web.forms.papers import EndingForm, PaperForm
from borderreg.web.scans import read_lines
from borderreg.web.security import actor, requires
from borderreg.web.words import language

DOCUMENT = "/workers/<uuid:worker_id>/documents/<uuid:document_id>"

# code of the services → what to tell the person
REFUSED: dict[str, Any] = {
    "document_known": _l("Giấy tờ này đã có trong hồ sơ của người này."),
    "other_type": _l("Giấy tờ mới phải cùng loại với giấy tờ cũ. Loại khác thì thêm giấy tờ mới."),
    "document_ended": _l("Giấy tờ này đã kết thúc nên không sửa được nữa."),
}


@bp.route("/workers/<uuid:worker_id>/documents/new", methods=["GET", "POST"])
@requires(Permission.WORKER_WRITE)
def add_document(worker_id: UUID) -> ResponseReturnValue:
    """Add a travel document to a person."""
    worker = _worker(worker_id)
    form = _form()
    saved = _save(form, worker, travel_documents.add_paper, _("Đã thêm giấy tờ."))
    if saved is None and request.method == "GET":
        drafts.restore_into(form)
    return saved or _page(form, worker, _("Thêm giấy tờ"))


@bp.route(f"{DOCUMENT}/renew", methods=["GET", "POST"])
@requires(Permission.WORKER_WRITE)
def renew_document(worker_id: UUID, document_id: UUID) -> ResponseReturnValue:
    """Put a new document in the place of one that holds; the old one ends today and stays on record."""
    worker, old = _worker(worker_id), _paper(worker_id, document_id)
    form = _form()
    done = _("Đã đổi sang giấy tờ mới; giấy tờ cũ kết thúc hôm nay.")
    saved = _save(form, worker, travel_documents.renew_paper, done, document_id=document_id)
    if saved is None and request.method == "GET" and not drafts.restore_into(form):
        form.document_type.data = _type_name(old.type)
    return saved or _page(form, worker, _("Đổi giấy tờ mới"), old)


@bp.route(DOCUMENT, methods=["GET", "POST"])
@requires(Permission.WORKER_WRITE)
def edit_document(worker_id: UUID, document_id: UUID) -> ResponseReturnValue:
    """Correct what was typed wrongly of a document; opening it is logged."""
    worker, old = _worker(worker_id), _paper(worker_id, document_id)
    form = _form()
    done = _("Đã sửa giấy tờ.")
    saved = _save(form, worker, travel_documents.correct_paper, done, document_id=document_id)
    if saved is None and request.method == "GET" and not drafts.restore_into(form):
        place = {"worker_id": worker_id, "document_id": document_id}
        _fill(form, write(travel_documents.open_paper, actor=actor(), at=g.at, **place))
    return saved or _page(form, worker, _("Sửa giấy tờ"), old)


@bp.route(f"{DOCUMENT}/end", methods=["GET", "POST"])
@requires(Permission.WORKER_WRITE)
def end_document(worker_id: UUID, document_id: UUID) -> ResponseReturnValue:
    """End a document that is lost, damaged, withdrawn or was recorded by mistake."""
    worker, old = _worker(worker_id), _paper(worker_id, document_id)
    form = EndingForm()
    form.offer()
    if form.validate_on_submit():
        place = {"worker_id": worker_id, "document_id": document_id}
        write(travel_documents.end_paper, actor=actor(), reason=Ending(form.reason.data), at=g.at, **place)
        flash(_("Giấy tờ đã kết thúc; nó vẫn còn trong hồ sơ."), "success")
        return redirect(_back(worker_id))
    html = render_template("commune/document_end.html", form=form, worker=worker, old=old)
    return html, 422 if form.errors else 200


def _worker(worker_id: UUID) -> WorkerFound:
    return show_worker(db.session(), actor=actor(), worker_id=worker_id, at=g.at).worker


def _paper(worker_id: UUID, document_id: UUID) -> PaperLine:
    """Return a document that holds; what has ended changes no more."""
    papers = list_papers(db.session(), actor=actor(), worker_id=worker_id, at=g.at)
    paper = next((paper for paper in papers if paper.document_id == document_id), None)
    if paper is None:
        raise NotFound("document")
    if paper.ended_on is not None:
        raise Conflict(str(REFUSED["document_ended"]), code="document_ended")
    return paper


def _form() -> PaperForm:
    form = PaperForm()
    form.offer(reference().facts)
    return form


def _save(
    form: PaperForm, worker: WorkerFound, use_case: Callable[..., Any], done: str, **place: UUID
) -> ResponseReturnValue | None:
    """Save what was typed and go back to the person; None when the form is to be shown."""
    registers = reference()
    if not form.validate_on_submit() or read_lines(form, worker=worker, registers=registers):
        return None
    draft, problems = read_paper(form.cells(), reference=registers.rows, at=registers.day)
    form.show(problems)
    if draft is None:
        return None
    try:
        write(use_case, actor=actor(), worker_id=worker.worker_id, draft=draft, at=g.at, **place)
    except (Refused, Conflict) as error:
        form.document_number.errors = [str(REFUSED.get(error.code) or error.message)]
        return None
    flash(done, "success")
    for item in problems:
        flash(item.text_on_form(language()), "warning")
    return redirect(_back(worker.worker_id))


def _back(worker_id: UUID) -> str:
    return url_for("commune.worker", worker_id=worker_id)


def _type_name(code: str) -> str:
    kinds = reference().facts.document_types
    return next((kind.name_vi for kind in kinds if kind.code == code), "")


def _fill(form: PaperForm, draft: PaperDraft) -> None:
    form.fill(
        {
            Column.DOCUMENT_TYPE: _type_name(draft.type),
            Column.DOCUMENT_NUMBER: draft.number,
            Column.DOCUMENT_EXPIRES: f"{draft.expires:%d/%m/%Y}",
        }
    )
    form[ISSUED].data = f"{draft.issued:%d/%m/%Y}" if draft.issued else ""


def _page(
    form: PaperForm, worker: WorkerFound, title: str, old: PaperLine | None = None
) -> ResponseReturnValue:
    html = render_template("commune/document.html", form=form, worker=worker, old=old, title=title)
    return html, 422 if form.errors else 200
