"""Papers of a list: the PDF, never kept by the browser, and the export that proves itself."""

from uuid import UUID

from flask import Response, flash, g, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from borderreg.db import db, write
from borderreg.domain.access import Permission
from borderreg.domain.errors import BadInput, Refused
from borderreg.services import papers
from borderreg.services.list_reading import read_list
from borderreg.web.commune_base import bp, to_list, told
from borderreg.web.forms.acts import PrintForm, ReprintForm
from borderreg.web.security import actor, requires


@bp.post("/lists/<uuid:list_id>/print")
@requires(Permission.LIST_PRINT)
def print_list(list_id: UUID) -> ResponseReturnValue:
    """Print a list: counted and logged, drawn outside of any transaction."""
    form = PrintForm()
    if not form.validate_on_submit():
        flash(_("Số văn bản không quá 40 ký tự."), "error")
        return to_list(list_id)
    try:
        job = write(
            papers.prepare_print,
            actor=actor(),
            list_id=list_id,
            slips=bool(form.slips.data),
            cards=bool(form.cards.data),
            document_number=form.document_number.data,
            at=g.at,
        )
    except (BadInput, Refused) as error:
        return told(list_id, error)
    return _file(
        papers.draw(job, short_link=_short_link()).pdf,
        "application/pdf",
        f'inline; filename="{job.filename}"',
    )


@bp.post("/lists/<uuid:list_id>/reprint")
@requires(Permission.LIST_PRINT)
def reprint(list_id: UUID) -> ResponseReturnValue:
    """Print one person's slip or card again: the same code, counted and numbered."""
    form = ReprintForm()
    valid, entry_id = form.validate_on_submit(), _uuid(form.person.data)
    if not valid or entry_id is None:
        read_list(db.session(), actor=actor(), list_id=list_id, at=g.at)
        flash(_("Hãy chọn người và loại giấy cần in lại."), "error")
        return to_list(list_id)
    cards = form.paper.data == "cards"
    try:
        job = write(
            papers.prepare_print,
            actor=actor(),
            list_id=list_id,
            entry_id=entry_id,
            slips=not cards,
            cards=cards,
            at=g.at,
        )
    except Refused as error:
        return told(list_id, error)
    return _file(
        papers.draw(job, short_link=_short_link()).pdf,
        "application/pdf",
        f'inline; filename="{job.filename}"',
    )


def _short_link() -> str:
    """Return the address of the questions on return as people type it."""
    return url_for("short_link.short", _external=True).split("//", 1)[-1]


def _uuid(text: str | None) -> UUID | None:
    try:
        return UUID(text or "")
    except ValueError:
        return None


@bp.post("/lists/<uuid:list_id>/export")
@requires(Permission.LIST_PRINT)
def export_list(list_id: UUID) -> ResponseReturnValue:
    """Give the certified list as the document that verifies itself."""
    try:
        data = write(papers.export_list, actor=actor(), list_id=list_id, at=g.at)
    except Refused as error:
        return told(list_id, error)
    return _file(data, "application/json", 'attachment; filename="danh-sach.json"')


def _file(data: bytes, kind: str, disposition: str) -> Response:
    response = Response(data, mimetype=kind)
    response.headers["Content-Disposition"] = disposition
    response.headers["Cache-Control"] = "no-store"
    return response
