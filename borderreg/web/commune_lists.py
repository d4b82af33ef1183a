"""Lists of the commune: all of them, one of them, and its life before it is certified."""

from typing import Any
from uuid import UUID

from flask import Response, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms import SelectChoice

from borderreg.db import db, write
from borderreg.documents.template import list_template
from borderreg.domain.access import Permission
from borderreg.domain.errors import BorderregError, Conflict, Refused
from borderreg.domain.lists import EntryStatus
from borderreg.services import lists
from borderreg.services.list_index import find_lists
from borderreg.web import drafts
from borderreg.web.commune_base import bp, reference, to_list, told, words_of
from borderreg.web.components import Pager, local_date
from borderreg.web.decisions import decided_lines, offer_decisions
from borderreg.web.forms.acts import (
    DecisionForm,
    NewListForm,
    PrintForm,
    ReasonForm,
    ReprintForm,
    TitleForm,
    VersionForm,
)
from borderreg.web.list_filters import asked_lists
from borderreg.web.list_view import ListView, blocker_lines, view_of
from borderreg.web.query import asked_page
from borderreg.web.security import actor, requires

LISTS_ON_A_PAGE = 25
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@bp.route("/lists", methods=["GET", "POST"], endpoint="lists")
@requires(Permission.LIST_READ)
def all_lists() -> ResponseReturnValue:
    """List the commune's lists; open a new draft."""
    form = NewListForm()
    if form.validate_on_submit():
        title = form.title.data or _("Đợt %(day)s", day=local_date(g.at))
        list_id = write(lists.create_list, actor=actor(), title=title, at=g.at)
        if form.then.data == "rows":
            return redirect(url_for("commune.add_row", list_id=list_id))
        return to_list(list_id)
    drafts.restore_into(form)
    wanted, number = asked_lists(), asked_page()
    found = find_lists(
        db.session(), actor=actor(), wanted=wanted, at=g.at, page=number, per_page=LISTS_ON_A_PAGE
    )
    pager = Pager(number, LISTS_ON_A_PAGE, found.total)
    page = render_template("commune/lists.html", form=form, found=found, wanted=wanted, pager=pager)
    return page, 422 if form.errors else 200


@bp.get("/lists/<uuid:list_id>")
@requires(Permission.LIST_READ)
def show_list(list_id: UUID) -> ResponseReturnValue:
    """Show a list with its rows and what is to be done."""
    return list_page(list_id, check="check" in request.args)


def list_page(
    list_id: UUID,
    *,
    refusal: BorderregError | None = None,
    decision: DecisionForm | None = None,
    reason: ReasonForm | None = None,
    check: bool = False,
) -> ResponseReturnValue:
    """Show a list, after a refusal with the reason for it and the status that fits."""
    view = view_of(list_id, check=check)
    if decision is None:
        decision = DecisionForm(formdata=None)
    offer_decisions(decision, view.review, view.names)
    page = render_template(
        "commune/list.html",
        view=view,
        list=view.page.head,
        refusal=words_of(refusal) if refusal else None,
        problems=blocker_lines(view),
        decision=decision,
        decided=() if view.waiting else decided_lines(list_id),
        reason=reason or ReasonForm(formdata=None),
        printing=PrintForm(formdata=None, document_number=view.page.document_number),
        again=_reprint_form(view),
    )
    wrong = refusal is not None or decision.errors or (reason is not None and reason.errors)
    status = 409 if isinstance(refusal, Conflict) else 422
    return page, status if wrong else 200


def _reprint_form(view: ListView) -> ReprintForm:
    """Offer the people whose paper may be printed again."""
    form = ReprintForm(formdata=None)
    live = [row for row in view.page.rows if row.status is EntryStatus.CERTIFIED]
    form.person.choices = [SelectChoice(str(row.entry_id), f"{row.row}. {row.name}") for row in live]
    return form


@bp.post("/lists/<uuid:list_id>/title")
@requires(Permission.LIST_EDIT)
def rename_list(list_id: UUID) -> ResponseReturnValue:
    """Give a draft another working title."""
    form = TitleForm()
    if not form.validate_on_submit():
        flash(_("Hãy đặt tên gọi để dễ tìm."), "error")
        return to_list(list_id)
    act = {"version": form.version.data or 0, "title": form.title.data or ""}
    return _act(list_id, lists.rename_list, _("Đã đổi tên gọi."), **act)


@bp.post("/lists/<uuid:list_id>/submit")
@requires(Permission.LIST_SUBMIT)
def submit_list(list_id: UUID) -> ResponseReturnValue:
    """Hand a draft to the chief."""
    version = VersionForm().version.data or 0
    return _act(list_id, lists.submit_list, _("Đã gửi danh sách cho lãnh đạo xác nhận."), version=version)


@bp.post("/lists/<uuid:list_id>/discard")
@requires(Permission.LIST_EDIT)
def discard_list(list_id: UUID) -> ResponseReturnValue:
    """Put a draft away."""
    version = VersionForm().version.data or 0
    words = _("Đã bỏ bản nháp. Vẫn khôi phục được ở trang này.")
    return _act(list_id, lists.discard_list, words, version=version)


@bp.post("/lists/<uuid:list_id>/restore")
@requires(Permission.LIST_EDIT)
def restore_list(list_id: UUID) -> ResponseReturnValue:
    """Bring a discarded draft back."""
    return _act(list_id, lists.restore_list, _("Đã khôi phục bản nháp."))


def _act(list_id: UUID, use_case: Any, done: str, **kwargs: Any) -> ResponseReturnValue:
    """Do one act on a list and come back to it, with what was done or what stands in the way."""
    try:
        write(use_case, actor=actor(), list_id=list_id, at=g.at, **kwargs)
    except (Conflict, Refused) as error:
        return told(list_id, error)
    flash(done, "success")
    return to_list(list_id)


@bp.get("/template.xlsx")
@requires(Permission.LIST_EDIT)
def template() -> ResponseReturnValue:
    """Give the workbook to fill in, with the choices of today."""
    facts = reference().facts
    data = list_template(
        document_types=[kind.name_vi for kind in facts.document_types],
        counties=[county.vi for county in facts.counties],
        gates=[gate.name_vi for gate in facts.gates if gate.for_workers],
    )
    response = Response(data, mimetype=XLSX)
    response.headers["Content-Disposition"] = 'attachment; filename="mau-danh-sach.xlsx"'
    return response
