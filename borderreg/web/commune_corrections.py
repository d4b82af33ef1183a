"""A typo in a list handed in: the chief proposes beside the row, its writer agrees or says why not."""

from typing import Any
from uuid import UUID

from flask import flash, g, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from borderreg.db import db, write
from borderreg.domain.access import Permission
from borderreg.domain.columns import Column
from borderreg.domain.errors import BadInput, Conflict, NotFound, Refused
from borderreg.domain.list_rows import read_row
from borderreg.domain.lists import ListStatus
from borderreg.services import corrections
from borderreg.services.list_reading import ListPage, RowLine, read_list
from borderreg.services.row_reading import known_employers, open_row
from borderreg.web import drafts
from borderreg.web.commune_base import bp, reference, to_list, told, words_of
from borderreg.web.forms.acts import ReasonForm
from borderreg.web.forms.corrections import CorrectionForm
from borderreg.web.number_questions import ASKED, ask_about_number, is_settled, take_registered
from borderreg.web.security import actor, requires

ABOUT_NUMBER = ("duplicate_in_file", ASKED)


@bp.route("/lists/<uuid:list_id>/rows/<uuid:entry_id>/correct", methods=["GET", "POST"])
@requires(Permission.LIST_CERTIFY)
def correct_row(list_id: UUID, entry_id: UUID) -> ResponseReturnValue:
    """Propose other facts for a row of a list that waits; opening the row is logged."""
    page = read_list(db.session(), actor=actor(), list_id=list_id, at=g.at)
    row = next((line for line in page.rows if line.entry_id == entry_id), None)
    if row is None or page.head.status != ListStatus.SUBMITTED.value:
        raise NotFound("row")
    form = CorrectionForm()
    form.offer(reference().facts)
    if form.validate_on_submit():
        done = _propose(form, page, row)
        if done is not None:
            return done
    elif not drafts.restore_into(form) and request.method == "GET":
        form.fill(write(open_row, actor=actor(), list_id=list_id, entry_id=entry_id, at=g.at))
        form.version.data = page.head.version
    return _form_page(form, page, row)


def _propose(form: CorrectionForm, page: ListPage, row: RowLine) -> ResponseReturnValue | None:
    """Send the proposal; None with what stands in the way beside its field."""
    registers = reference()
    take_registered(form)
    draft = form.read(read_row, row=None, reference=registers.rows, at=registers.day)
    if draft is None:
        return None
    act: dict[str, Any] = {"list_id": page.head.id, "entry_id": row.entry_id, "draft": draft}
    try:
        write(
            corrections.propose_correction,
            actor=actor(),
            version=form.version.data or 0,
            note=form.note.data or "",
            same_person=is_settled(form),
            at=g.at,
            **act,
        )
    except Conflict as error:
        return told(page.head.id, error)
    except (BadInput, Refused) as error:
        field = Column.PERSONAL_ID if error.code in ABOUT_NUMBER else "note"
        form[field].errors = [words_of(error)]
        ask_about_number(form, error)
        return None
    flash(_("Đã gửi đề nghị sửa dòng %(row)s cho người lập danh sách.", row=row.row), "success")
    return to_list(page.head.id)


@bp.post("/lists/<uuid:list_id>/corrections/<uuid:correction_id>/agree")
@requires(Permission.LIST_SUBMIT)
def agree(list_id: UUID, correction_id: UUID) -> ResponseReturnValue:
    """Agree with one tap: the row is corrected in the name of the one who agrees."""
    words = _("Đã sửa dòng %(row)s theo đề nghị. Danh sách tiếp tục chờ xác nhận.")
    return _answer(corrections.agree_to_correction, list_id, words, correction_id=correction_id)


@bp.post("/lists/<uuid:list_id>/corrections/<uuid:correction_id>/decline")
@requires(Permission.LIST_SUBMIT)
def decline(list_id: UUID, correction_id: UUID) -> ResponseReturnValue:
    """Leave the row as it is, with a reason."""
    form = ReasonForm()
    if not form.validate_on_submit():
        read_list(db.session(), actor=actor(), list_id=list_id, at=g.at)
        flash(_("Hãy ghi lý do không đồng ý, từ 5 đến 500 ký tự."), "error")
        return to_list(list_id)
    words = _("Đã giữ nguyên dòng %(row)s và báo lý do cho lãnh đạo.")
    reason = form.reason.data or ""
    act = {"correction_id": correction_id, "reason": reason}
    return _answer(corrections.decline_correction, list_id, words, **act)


@bp.post("/lists/<uuid:list_id>/corrections/<uuid:correction_id>/take-back")
@requires(Permission.LIST_CERTIFY)
def take_back(list_id: UUID, correction_id: UUID) -> ResponseReturnValue:
    """Take a proposal back."""
    words = _("Đã rút lại đề nghị sửa.")
    return _answer(corrections.take_back_correction, list_id, words, correction_id=correction_id)


def _answer(use_case: Any, list_id: UUID, done: str, **act: Any) -> ResponseReturnValue:
    try:
        row = write(use_case, actor=actor(), list_id=list_id, at=g.at, **act)
    except (Conflict, Refused) as error:
        return told(list_id, error)
    flash(done % {"row": row} if "%(row)s" in done else done, "success")
    return to_list(list_id)


def _form_page(form: CorrectionForm, page: ListPage, row: RowLine) -> ResponseReturnValue:
    html = render_template(
        "commune/correct.html",
        form=form,
        list=page.head,
        row=row,
        counties=reference().facts.counties,
        employers=known_employers(db.session(), actor=actor()),
    )
    return html, 422 if form.errors else 200
