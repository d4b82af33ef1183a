"""One row of a draft: typed, corrected, taken out, put back."""

from collections.abc import Mapping
from typing import Any, cast
from uuid import UUID

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from borderreg.db import db, write
from borderreg.domain.access import Permission
from borderreg.domain.columns import Column
from borderreg.domain.errors import BorderregError, Conflict, NotFound, Refused
from borderreg.domain.list_facts import RowDraft
from borderreg.domain.list_rows import read_row
from borderreg.services import lists
from borderreg.services.list_reading import ListPage, read_list
from borderreg.services.people import WorkerFile
from borderreg.services.row_reading import known_employers, last_work, open_row
from borderreg.web import drafts
from borderreg.web.commune_base import bp, reference, to_list, told, words_of
from borderreg.web.forms.acts import VersionForm
from borderreg.web.forms.rows import RowForm
from borderreg.web.list_view import EDITABLE
from borderreg.web.number_questions import ask_about_number, is_settled, take_registered
from borderreg.web.scans import next_card, read_scans, with_camera
from borderreg.web.security import actor, requires
from borderreg.web.side_by_side import conflict_page, is_untouched, remember

NEXT = ("next", "enter")  # the button, and Enter in any field of a new row


@bp.route("/lists/<uuid:list_id>/rows/new", methods=["GET", "POST"])
@requires(Permission.LIST_EDIT)
def add_row(list_id: UUID) -> ResponseReturnValue:
    """Add a person to a draft; the work is taken over from the row before."""
    page, form = _open_page(list_id), _form()
    if form.validate_on_submit():
        card = next_card(form)
        if card or not _scanned(form, page):
            saved = _add(form, list_id)
            if saved and not card:
                return _onward(form, list_id)
            if saved:
                return _form_page(*_begin_with(card, list_id), None)
            if card:
                form.noticed.append(_("Dòng này chưa lưu được. Hãy sửa, bấm Lưu rồi quét lại thẻ vừa rồi."))
    elif request.method == "GET" and not drafts.restore_into(form):
        form.fill(last_work(db.session(), actor=actor(), list_id=list_id, at=g.at))
    return _form_page(form, page, None)


def _add(form: RowForm, list_id: UUID) -> bool:
    """Add what the form holds and say so; false with what stands in the way in the form."""
    draft, same = _draft(form), is_settled(form)
    saved = draft and _try(form, lists.add_row, list_id=list_id, draft=draft, same_person=same)
    if draft and saved:
        words = _("Đã thêm %(name)s vào danh sách, dòng %(row)s.", name=draft.name, row=saved.row)
        flash(words, "success")
    return bool(saved)


def _begin_with(card: str, list_id: UUID) -> tuple[RowForm, ListPage]:
    """Return the next row's form, filled from the card that was scanned while the row before was complete."""
    page, form = _open_page(list_id), RowForm(formdata=None)
    form.offer(reference().facts)
    form.fill(last_work(db.session(), actor=actor(), list_id=list_id, at=g.at))
    form.card.data = card
    _scanned(form, page)
    return form, page


@bp.route("/lists/<uuid:list_id>/rows/<uuid:entry_id>", methods=["GET", "POST"])
@requires(Permission.LIST_EDIT)
def edit_row(list_id: UUID, entry_id: UUID) -> ResponseReturnValue:
    """Correct a row of a draft; opening it is logged."""
    page = _open_page(list_id)
    row = next((line for line in page.rows if line.entry_id == entry_id), None)
    if row is None:
        raise NotFound("row")
    form = _form()
    if form.validate_on_submit():
        draft, same = _draft(form), is_settled(form)
        theirs = _changed_meanwhile(form, list_id, entry_id) if draft else None
        if theirs is not None:
            title = _("Dòng %(row)s: %(name)s", row=row.row, name=row.name)
            back = url_for("commune.show_list", list_id=list_id)
            return conflict_page(form, theirs, version=page.head.version, title=title, back=back)
        version = form.version.data or 0
        act = {"list_id": list_id, "entry_id": entry_id, "version": version, "draft": draft}
        saved = draft and _try(form, lists.edit_row, same_person=same, **act)
        if saved:
            flash(_("Đã lưu dòng %(row)s.", row=saved.row), "success")
            return to_list(list_id)
    elif request.method == "GET" and not drafts.restore_into(form):
        cells = write(open_row, actor=actor(), list_id=list_id, entry_id=entry_id, at=g.at)
        form.fill(cells)
        remember(form, cells)
        form.version.data = page.head.version
    return _form_page(form, page, row)


def _changed_meanwhile(form: RowForm, list_id: UUID, entry_id: UUID) -> Mapping[str, object] | None:
    """Return the row as somebody else wrote it while this form was open; None when nobody touched it.

    A list changes with each of its rows: another row that was saved meanwhile is no conflict of this one.
    """
    newest = read_list(db.session(), actor=actor(), list_id=list_id, at=g.at).head.version
    if form.version.data == newest:
        return None
    theirs = write(open_row, actor=actor(), list_id=list_id, entry_id=entry_id, at=g.at)
    if is_untouched(form, theirs):
        form.version.data = newest
        return None
    return cast("Mapping[str, object]", theirs)


@bp.post("/lists/<uuid:list_id>/rows/<uuid:entry_id>/remove")
@requires(Permission.LIST_EDIT)
def remove_row(list_id: UUID, entry_id: UUID) -> ResponseReturnValue:
    """Take a person out of a draft; the page of the list offers to put the person back."""
    version = VersionForm().version.data or 0
    act = {"list_id": list_id, "entry_id": entry_id, "version": version}
    return _act(lists.remove_row, _("Đã bỏ dòng %(row)s. Có thể đưa lại ở cuối trang."), act)


@bp.post("/lists/<uuid:list_id>/rows/<uuid:entry_id>/restore")
@requires(Permission.LIST_EDIT)
def restore_row(list_id: UUID, entry_id: UUID) -> ResponseReturnValue:
    """Put a removed person back."""
    act = {"list_id": list_id, "entry_id": entry_id}
    return _act(lists.restore_row, _("Đã đưa lại dòng %(row)s vào danh sách."), act)


def _act(use_case: Any, done: str, act: dict[str, Any]) -> ResponseReturnValue:
    try:
        saved = write(use_case, actor=actor(), at=g.at, **act)
    except (Conflict, Refused) as error:
        return told(act["list_id"], error)
    flash(done % {"row": saved.row}, "success")
    return to_list(act["list_id"])


def _open_page(list_id: UUID) -> ListPage:
    page = read_list(db.session(), actor=actor(), list_id=list_id, at=g.at)
    if page.head.status not in EDITABLE:
        raise Conflict("not editable", code="not_editable")
    return page


def _form() -> RowForm:
    form = RowForm()
    form.offer(reference().facts)
    return form


def _scanned(form: RowForm, page: ListPage) -> bool:
    """Fill the form from a card or passport; somebody who is in the list already is named at once."""
    usual = page.rows[-1].document_type if page.rows else ""
    found = read_scans(form, registers=reference(), usual_type=usual)
    if isinstance(found, WorkerFile):
        twice = next((row.row for row in page.rows if row.worker_id == found.worker_id), None)
        if twice is not None:
            form.personal_id.errors = [_("Người này đã có trong danh sách, dòng %(row)s.", row=twice)]
    return bool(found)


def _draft(form: RowForm) -> RowDraft | None:
    registers = reference()
    take_registered(form)
    draft: RowDraft | None = form.read(read_row, row=None, reference=registers.rows, at=registers.day)
    return draft


def _try(form: RowForm, use_case: Any, **kwargs: Any) -> Any:
    """Save the row; what stands in the way is shown in the form, which keeps everything typed."""
    try:
        return write(use_case, actor=actor(), at=g.at, **kwargs)
    except Refused as error:
        form[Column.PERSONAL_ID].errors = [words_of(error)]
        ask_about_number(form, error)
    except Conflict as error:
        form.form_errors.append(_kept(error))
        newest = read_list(db.session(), actor=actor(), list_id=kwargs["list_id"], at=g.at)
        form.version.data = newest.head.version
    return None


def _kept(error: BorderregError) -> str:
    if error.code != "conflict":
        return words_of(error)
    return str(
        _(
            "Danh sách vừa được người khác sửa. Những gì bạn gõ vẫn còn dưới đây, chưa được ghi: "
            "hãy xem lại danh sách rồi bấm Lưu lần nữa nếu vẫn đúng."
        )
    )


def _onward(form: RowForm, list_id: UUID) -> ResponseReturnValue:
    if form.then.data in NEXT:
        return redirect(url_for("commune.add_row", list_id=list_id))
    return to_list(list_id)


def _form_page(form: RowForm, page: ListPage, row: Any) -> ResponseReturnValue:
    registers = reference().facts
    html = render_template(
        "commune/row.html",
        form=form,
        list=page.head,
        row=row,
        counties=registers.counties,
        employers=known_employers(db.session(), actor=actor()),
    )
    return with_camera(html, 422 if form.errors else 200)
