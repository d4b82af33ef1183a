"""What is done in a protection case: people, tasks, contacts, marks at the gates, its end."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import flash, g, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from borderreg.db import db, write
from borderreg.domain.access import Permission
from borderreg.domain.errors import Conflict, NotFound, Refused
from borderreg.domain.periods import end_of_day
from borderreg.domain.protection import CaseOutcome, NoteKind
from borderreg.domain.reasons import VerdictClass
from borderreg.reports.protection import case_file
from borderreg.services import protection, stop_marks
from borderreg.web.forms.protection import NoteForm, OutcomeForm, PersonForm, StopForm, TaskForm
from borderreg.web.protection import bp, case_page, offer_people
from borderreg.web.security import actor, fresh, requires

__all__ = ["bp"]


@bp.post("/cases/<uuid:case_id>/people")
@requires(Permission.CASE_WRITE)
def add_person(case_id: UUID) -> ResponseReturnValue:
    """Add a person by declaration."""
    form = PersonForm(prefix="person")
    if not form.validate_on_submit():
        return case_page(case_id, person=form)
    name, details = form.name.data or "", form.details.data or ""
    return _done(case_id, protection.add_person, _("Đã thêm người."), name=name, details=details)


@bp.post("/cases/<uuid:case_id>/tasks")
@requires(Permission.CASE_WRITE)
def add_task(case_id: UUID) -> ResponseReturnValue:
    """Plan a task."""
    form = TaskForm(prefix="task")
    if not form.validate_on_submit() or form.due_on.day is None:
        return case_page(case_id, task=form)
    facts = {"text": form.text.data or "", "due_on": form.due_on.day}
    return _done(case_id, protection.add_task, _("Đã thêm việc cần làm."), **facts)


@bp.post("/cases/<uuid:case_id>/tasks/<uuid:task_id>/done")
@requires(Permission.CASE_WRITE)
def finish_task(case_id: UUID, task_id: UUID) -> ResponseReturnValue:
    """Mark a task as done."""
    return _done(case_id, protection.finish_task, _("Đã ghi việc này là xong."), task_id=task_id)


@bp.post("/cases/<uuid:case_id>/notes")
@requires(Permission.CASE_WRITE)
def add_note(case_id: UUID) -> ResponseReturnValue:
    """Append a contact or note."""
    form = NoteForm(prefix="note")
    if not form.validate_on_submit():
        return case_page(case_id, note=form)
    facts = {"kind": NoteKind(form.kind.data), "text": form.text.data or ""}
    return _done(case_id, protection.add_note, _("Đã ghi vào hồ sơ."), **facts)


@bp.post("/cases/<uuid:case_id>/stops")
@requires(Permission.CASE_WRITE)
@fresh
def set_stop(case_id: UUID) -> ResponseReturnValue:
    """Set a mark at the gates for a person of the case."""
    form = StopForm(prefix="stop")
    file = case_file(db.session(), case_id=case_id)
    if file is None:
        raise NotFound("case")
    offer_people(form, file.people)
    if not form.validate_on_submit() or form.until.day is None:
        return case_page(case_id, stop=form)
    return _done(
        case_id,
        stop_marks.set_stop,
        _("Đã đặt lưu ý tại cửa khẩu. Lượt về không bị ảnh hưởng."),
        worker_id=UUID(form.worker.data),
        effect=VerdictClass(form.effect.data),
        instruction=form.instruction.data or "",
        expires_at=end_of_day(form.until.day),
    )


@bp.post("/cases/<uuid:case_id>/stops/<uuid:stop_id>/lift")
@requires(Permission.CASE_WRITE)
def lift_stop(case_id: UUID, stop_id: UUID) -> ResponseReturnValue:
    """Lift a mark that the case has set."""
    return _done(case_id, stop_marks.lift_stop, _("Đã gỡ lưu ý tại cửa khẩu."), stop_id=stop_id)


@bp.post("/cases/<uuid:case_id>/close")
@requires(Permission.CASE_WRITE)
def close_case(case_id: UUID) -> ResponseReturnValue:
    """Close a case with its outcome."""
    form = OutcomeForm(prefix="outcome")
    if not form.validate_on_submit():
        return case_page(case_id, outcome=form)
    facts = {"version": form.version.data or 0, "outcome": CaseOutcome(form.outcome.data)}
    return _done(case_id, protection.close_case, _("Đã khép hồ sơ."), **facts)


@bp.post("/cases/<uuid:case_id>/reopen")
@requires(Permission.CASE_WRITE)
def reopen_case(case_id: UUID) -> ResponseReturnValue:
    """Open a closed case again."""
    return _done(case_id, protection.reopen_case, _("Đã mở lại hồ sơ."))


def _done(case_id: UUID, use_case: Callable[..., Any], words: str, **facts: Any) -> ResponseReturnValue:
    """Run an act on a case, say what became of it, and go back to the case."""
    try:
        write(use_case, actor=actor(), case_id=case_id, at=g.at, **facts)
        flash(words, "success")
    except Conflict:
        flash(_("Hồ sơ vừa được đồng nghiệp sửa. Hãy xem lại rồi làm tiếp."), "error")
    except Refused as error:
        flash(error.message, "error")
    return redirect(url_for("protection.show_case", case_id=case_id))
