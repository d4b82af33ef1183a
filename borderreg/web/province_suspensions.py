"""Acts of the province on one of a register: suspend, lift, merge, ask; each shows first whom it touches."""

from typing import Any
from uuid import UUID

from flask import flash, g, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms import SelectChoice

from borderreg.db import db, write
from borderreg.domain.access import Permission
from borderreg.domain.errors import BadInput, Conflict, NotFound
from borderreg.domain.periods import local_day
from borderreg.services import register_acts
from borderreg.services.register_effect import effect_of
from borderreg.services.register_reading import RegisterLine, list_registered
from borderreg.web.forms.registers import LiftForm, MergeForm, QuestionForm, SuspendForm
from borderreg.web.province_employers import LONGEST_TEXT, ONE, REGISTERS, bp, page_of, to_page, words_of
from borderreg.web.security import actor, requires

__all__ = ["bp"]
OFFERED = 10


@bp.route(f"{ONE}/suspend", methods=["GET", "POST"])
@requires(Permission.EMPLOYER_WRITE)
def suspend(register: str, object_id: UUID) -> ResponseReturnValue:
    """Show whom a suspension touches, and suspend with reason and source document."""
    form = SuspendForm()
    if form.validate_on_submit():
        act = {
            "first": form.first.day or local_day(g.at),
            "last": form.last.day,
            "reason": form.reason.data or "",
            "source_document": form.source_document.data or "",
        }
        if _done(form, register, object_id, register_acts.suspend, act):
            flash(_("Đã tạm dừng. Danh sách chưa xác nhận có đơn vị này sẽ không xác nhận được."), "success")
            return to_page(register, object_id)
    elif request.method == "GET":
        form.first.fill(local_day(g.at))
    return _act_page("suspend", form, register, object_id)


@bp.route(f"{ONE}/lift", methods=["GET", "POST"])
@requires(Permission.EMPLOYER_WRITE)
def lift(register: str, object_id: UUID) -> ResponseReturnValue:
    """Show whom the end of a suspension touches, and lift it."""
    form = LiftForm()
    if form.validate_on_submit():
        act = {"reason": form.reason.data or "", "source_document": form.source_document.data or ""}
        if _done(form, register, object_id, register_acts.lift, act):
            flash(_("Đã cho hoạt động lại."), "success")
            return to_page(register, object_id)
    return _act_page("lift", form, register, object_id)


@bp.route(f"{ONE}/ask", methods=["GET", "POST"])
@requires(Permission.EMPLOYER_WRITE)
def ask(register: str, object_id: UUID) -> ResponseReturnValue:
    """Send a question to the commune that proposed a name."""
    form = QuestionForm()
    if form.validate_on_submit():
        act = {"question": form.question.data or ""}
        if _done(form, register, object_id, register_acts.ask, act):
            flash(_("Đã gửi câu hỏi cho công an xã. Việc xác nhận danh sách không phải chờ."), "success")
            return to_page(register, object_id)
    return _act_page("ask", form, register, object_id)


@bp.route(f"{ONE}/merge", methods=["GET", "POST"])
@requires(Permission.EMPLOYER_WRITE)
def merge(register: str, object_id: UUID) -> ResponseReturnValue:
    """Choose which one of the register this is, and merge."""
    form = MergeForm()
    offered = _offered(register, object_id)
    form.into.choices = [SelectChoice(str(line.id), line.name) for line in offered]
    if form.validate_on_submit():
        act = {"into": _target(form)}
        if _done(form, register, object_id, register_acts.merge, act):
            flash(_("Đã gộp. Danh sách và số liệu theo mục được giữ lại."), "success")
            return to_page(register, act["into"])
    text = request.args.get("q", "").strip()[:LONGEST_TEXT]
    return _act_page("merge", form, register, object_id, offered=offered, text=text)


def _offered(register: str, object_id: UUID) -> list[RegisterLine]:
    """Offer those that look alike, then what is searched for."""
    text = request.args.get("q", "").strip()[:LONGEST_TEXT]
    kind = REGISTERS[register].kind
    found = list_registered(
        db.session(), actor=actor(), kind=kind, text=text, per_page=OFFERED, at=g.at
    ).lines
    lines = {line.id: line for line in (*page_of(register, object_id).similar, *(found if text else ()))}
    lines.pop(object_id, None)
    return list(lines.values())


def _target(form: MergeForm) -> UUID:
    try:
        return UUID(form.into.data or "")
    except ValueError as error:
        raise NotFound("register") from error


def _done(form: Any, register: str, object_id: UUID, use_case: Any, act: dict[str, Any]) -> bool:
    """Do an act; what stands in the way is shown in the form, which keeps everything typed."""
    kind, version = REGISTERS[register].kind, form.version.data or 0
    try:
        write(use_case, actor=actor(), kind=kind, object_id=object_id, version=version, at=g.at, **act)
    except (Conflict, BadInput) as error:
        form.form_errors.append(words_of(error))
        return False
    return True


def _act_page(name: str, form: Any, register: str, object_id: UUID, **more: object) -> ResponseReturnValue:
    one = page_of(register, object_id)
    form.version.data = one.version
    page = render_template(
        f"province/employers/{name}.html",
        form=form,
        register=register,
        one=one,
        effect=effect_of(db.session(), actor=actor(), kind=one.kind, object_id=object_id, at=g.at),
        today=local_day(g.at),
        **more,
    )
    return page, 422 if form.errors else 200
