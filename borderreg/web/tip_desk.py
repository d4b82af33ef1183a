"""Tips and answers on return, as the compartment's people read them; for every other role nothing is here.

As with a case: a reason and a fresh password open one for half an hour, and every look is logged.
"""

import json
from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from borderreg.db import db, write
from borderreg.domain.access import Permission
from borderreg.domain.debriefs import ANSWER_TEXTS, Answer, Question
from borderreg.domain.errors import NotFound, Refused
from borderreg.domain.protection import LOOK_LASTS, LookReason
from borderreg.domain.tips import TOPIC_TEXTS, Topic
from borderreg.reports.protection import last_look
from borderreg.reports.tips import debrief_file, debrief_lines, tip_file, tip_lines, tip_picture, unread_tips
from borderreg.services import tip_desk
from borderreg.services.debriefs import person_of_slip
from borderreg.services.protection import open_bytes, open_text
from borderreg.services.public_retention import drop_outdated
from borderreg.services.tips import PICTURE
from borderreg.web.forms.protection import LookForm
from borderreg.web.forms.tips import AnswerForm, NameForm
from borderreg.web.security import actor, fresh, requires
from borderreg.web.words import in_language

bp = Blueprint("tips", __name__, url_prefix="/protection")


@bp.context_processor
def words() -> dict[str, Any]:
    """Give the pages the words of topics and answers."""
    return {
        "topic_word": lambda code: in_language(TOPIC_TEXTS[Topic(code)]),
        "answer_word": lambda question, code: (
            in_language(ANSWER_TEXTS[Question(question)][Answer(code)]) if code else "–"
        ),
    }


@bp.get("/tips")
@requires(Permission.CASE_READ)
def index() -> ResponseReturnValue:
    """List open tips, unread first, or closed ones."""
    closed = request.args.get("closed") == "1"
    outdated = drop_outdated(db.session(), actor=actor(), at=g.at, dry_run=True)
    lines = tip_lines(db.session(), closed=closed)
    return render_template("tips/index.html", lines=lines, closed=closed, outdated=outdated)


@bp.get("/debriefs")
@requires(Permission.CASE_READ)
def debriefs() -> ResponseReturnValue:
    """List the answers that somebody ought to look at, or the newest of all."""
    everything = request.args.get("all") == "1"
    lines = debrief_lines(db.session(), everything=everything)
    return render_template(
        "tips/debriefs.html", lines=lines, everything=everything, unread=unread_tips(db.session())
    )


@bp.get("/tips/<uuid:tip_id>")
@requires(Permission.CASE_READ)
def show_tip(tip_id: UUID) -> ResponseReturnValue:
    """Show a tip to whoever gave a reason within half an hour, and log the look; else ask for the reason."""
    if tip_file(db.session(), tip_id=tip_id) is None:
        raise NotFound("tip")
    reason = reason_given(tip_id)
    if reason is None:
        return _ask(LookForm(), url_for("tips.look_at_tip", tip_id=tip_id))
    write(tip_desk.log_tip_look, actor=actor(), tip_id=tip_id, reason=reason, at=g.at)
    return _tip_page(tip_id)


@bp.post("/tips/<uuid:tip_id>/look")
@requires(Permission.CASE_READ)
@fresh
def look_at_tip(tip_id: UUID) -> ResponseReturnValue:
    """Take the reason for reading a tip, with the password given again."""
    form = LookForm()
    if not form.validate_on_submit():
        return _ask(form, url_for("tips.look_at_tip", tip_id=tip_id))
    reason = LookReason(form.reason.data)
    write(tip_desk.log_tip_look, actor=actor(), tip_id=tip_id, reason=reason, at=g.at)
    return redirect(url_for("tips.show_tip", tip_id=tip_id))


@bp.get("/tips/<uuid:tip_id>/pictures/<uuid:picture_id>")
@requires(Permission.CASE_READ)
def show_picture(tip_id: UUID, picture_id: UUID) -> ResponseReturnValue:
    """Show a picture of a tip that somebody is reading."""
    picture = tip_picture(db.session(), tip_id=tip_id, picture_id=picture_id)
    if picture is None or reason_given(tip_id) is None:
        raise NotFound("picture")
    content = open_bytes(picture.content, column=PICTURE, row_id=picture.id)
    return Response(content, mimetype="image/jpeg")


@bp.post("/tips/<uuid:tip_id>/answer")
@requires(Permission.CASE_WRITE)
def answer(tip_id: UUID) -> ResponseReturnValue:
    """Write to whoever has the receipt."""
    form = AnswerForm(prefix="answer")
    if not form.validate_on_submit():
        return _tip_page(tip_id, answer=form)
    return _done(tip_id, tip_desk.answer_tip, _("Đã gửi trả lời."), text=form.text.data or "")


@bp.post("/tips/<uuid:tip_id>/close")
@requires(Permission.CASE_WRITE)
def close(tip_id: UUID) -> ResponseReturnValue:
    """Close a tip."""
    return _done(tip_id, tip_desk.close_tip, _("Đã khép tin báo. Người báo viết thêm thì tin mở lại."))


@bp.post("/tips/<uuid:tip_id>/case")
@requires(Permission.CASE_WRITE)
def case_from_tip(tip_id: UUID) -> ResponseReturnValue:
    """Open a case from a tip."""
    form = NameForm(prefix="case")
    if not form.validate_on_submit():
        return _tip_page(tip_id, case=form)
    facts = {"tip_id": tip_id, "name": form.name.data or "", "first_task": _("Kiểm tra tin báo")}
    return _to_case(tip_desk.case_from_tip, **facts)


@bp.get("/debriefs/<uuid:debrief_id>")
@requires(Permission.CASE_READ)
def show_debrief(debrief_id: UUID) -> ResponseReturnValue:
    """Show somebody's answers to whoever gave a reason within half an hour; else ask for the reason."""
    if debrief_file(db.session(), debrief_id=debrief_id) is None:
        raise NotFound("debrief")
    reason = reason_given(debrief_id)
    if reason is None:
        return _ask(LookForm(), url_for("tips.look_at_debrief", debrief_id=debrief_id))
    write(tip_desk.log_debrief_look, actor=actor(), debrief_id=debrief_id, reason=reason, at=g.at)
    return _debrief_page(debrief_id)


@bp.post("/debriefs/<uuid:debrief_id>/look")
@requires(Permission.CASE_READ)
@fresh
def look_at_debrief(debrief_id: UUID) -> ResponseReturnValue:
    """Take the reason for reading somebody's answers, with the password given again."""
    form = LookForm()
    if not form.validate_on_submit():
        return _ask(form, url_for("tips.look_at_debrief", debrief_id=debrief_id))
    reason = LookReason(form.reason.data)
    write(tip_desk.log_debrief_look, actor=actor(), debrief_id=debrief_id, reason=reason, at=g.at)
    return redirect(url_for("tips.show_debrief", debrief_id=debrief_id))


@bp.post("/debriefs/<uuid:debrief_id>/case")
@requires(Permission.CASE_WRITE)
def case_from_debrief(debrief_id: UUID) -> ResponseReturnValue:
    """Open a case about somebody who did not call for help."""
    form = NameForm(prefix="case")
    if not form.validate_on_submit():
        return _debrief_page(debrief_id, form)
    facts = {
        "debrief_id": debrief_id,
        "name": form.name.data or "",
        "first_task": _("Kiểm tra câu trả lời khi về"),
    }
    return _to_case(tip_desk.case_from_debrief, **facts)


@bp.post("/tips/outdated")
@requires(Permission.CASE_WRITE)
@fresh
def drop() -> ResponseReturnValue:
    """Delete what is past its time."""
    gone = write(drop_outdated, actor=actor(), at=g.at, dry_run=False)
    flash(
        _(
            "Đã xoá %(tips)s tin báo và %(answers)s câu trả lời quá hạn lưu.",
            tips=gone.tips,
            answers=gone.debriefs,
        ),
        "success",
    )
    return redirect(url_for("tips.index"))


def reason_given(subject: UUID) -> LookReason | None:
    """Return the reason of the person's last look within half an hour."""
    who = actor().user_id or subject
    payload = last_look(db.session(), case_id=subject, actor_id=who, since=g.at - LOOK_LASTS)
    return LookReason(json.loads(payload)["reason"]) if payload else None


def _ask(form: LookForm, address: str) -> ResponseReturnValue:
    page = render_template("tips/look.html", form=form, address=address)
    return page, 422 if form.errors else 200


def _tip_page(tip_id: UUID, **forms: Any) -> ResponseReturnValue:
    file = tip_file(db.session(), tip_id=tip_id)
    if file is None or reason_given(tip_id) is None:
        raise NotFound("tip")
    empty = {
        "answer": AnswerForm(formdata=None, prefix="answer"),
        "case": NameForm(formdata=None, prefix="case"),
    }
    return render_template("tips/tip.html", file=file, forms=empty | forms), 422 if forms else 200


def _debrief_page(debrief_id: UUID, form: NameForm | None = None) -> ResponseReturnValue:
    line = debrief_file(db.session(), debrief_id=debrief_id)
    if line is None or reason_given(debrief_id) is None:
        raise NotFound("debrief")
    slip = open_text(line.slip.stored, column=line.slip.column, row_id=line.slip.row_id)
    name, worker_id = person_of_slip(db.session(), cti=bytes.fromhex(slip) if slip else None)
    shown = form or NameForm(formdata=None, prefix="case")
    if form is None:
        shown.name.data = name
    page = render_template("tips/debrief.html", line=line, name=name, worker_id=worker_id, form=shown)
    return page, 422 if form else 200


def _done(tip_id: UUID, use_case: Callable[..., Any], said: str, **facts: Any) -> ResponseReturnValue:
    write(use_case, actor=actor(), tip_id=tip_id, at=g.at, **facts)
    flash(said, "success")
    return redirect(url_for("tips.show_tip", tip_id=tip_id))


def _to_case(use_case: Callable[..., UUID], **facts: Any) -> ResponseReturnValue:
    try:
        case_id = write(use_case, actor=actor(), at=g.at, **facts)
    except Refused as error:
        raise NotFound from error
    flash(_("Đã mở hồ sơ. Việc đầu tiên: liên hệ gia đình trong hai ngày."), "success")
    return redirect(url_for("protection.show_case", case_id=case_id))
