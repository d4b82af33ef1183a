"""The victims' compartment: its list, opening a case, looking at one for a reason.

For every other role these addresses do not exist: 404, whatever the address (security.md, invariant 6).
"""

import json
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from borderreg.db import db, write
from borderreg.domain.access import Permission
from borderreg.domain.errors import NotFound
from borderreg.domain.protection import (
    LOOK_LASTS,
    LOOK_TEXTS,
    NOTE_TEXTS,
    OUTCOME_TEXTS,
    SOURCE_TEXTS,
    CaseSource,
    LookReason,
)
from borderreg.models import new_id
from borderreg.reports.history import worker_history
from borderreg.reports.protection import Sealed, case_file, case_lines, last_look
from borderreg.services import protection
from borderreg.services.private_fields import unseal
from borderreg.services.protection_log import verify_log
from borderreg.web.forms.protection import (
    CaseForm,
    LookForm,
    NoteForm,
    OutcomeForm,
    PersonForm,
    StopForm,
    TaskForm,
)
from borderreg.web.security import actor, fresh, requires
from borderreg.web.words import in_language

bp = Blueprint("protection", __name__, url_prefix="/protection")
WORDS: dict[str, dict[Any, Any]] = {
    "source": SOURCE_TEXTS,
    "outcome": OUTCOME_TEXTS,
    "note": NOTE_TEXTS,
    "look": LOOK_TEXTS,
}


@bp.app_template_filter("opened")
def opened(text: Sealed | None) -> str:
    """Return a text of the compartment in clear."""
    return protection.open_text(text.stored, column=text.column, row_id=text.row_id) if text else ""


@bp.context_processor
def words() -> dict[str, Any]:
    """Give the pages the words of the compartment's codes."""
    return {"case_word": lambda kind, code: in_language(WORDS[kind][code]) if code in WORDS[kind] else code}


@bp.get("")
@requires(Permission.CASE_READ)
def home() -> ResponseReturnValue:
    """List the open cases by their next task, or the closed ones."""
    closed = request.args.get("closed") == "1"
    lines = case_lines(db.session(), closed=closed)
    records, first_bad = verify_log(db.session())
    return render_template(
        "protection/home.html", lines=lines, closed=closed, records=records, first_bad=first_bad
    )


@bp.route("/new", methods=["GET", "POST"])
@requires(Permission.CASE_WRITE)
def new_case() -> ResponseReturnValue:
    """Open a case; about a worker of the register when the page came from one."""
    form = CaseForm()
    if form.validate_on_submit():
        case_id = write(
            protection.open_case,
            actor=actor(),
            case_id=UUID(str(form.case_id.data)),
            source=CaseSource(form.source.data),
            summary=form.summary.data or "",
            name=form.name.data or "",
            worker_id=UUID(form.worker.data) if form.worker.data else None,
            first_task=_("Liên hệ gia đình"),
            at=g.at,
        )
        flash(_("Đã mở hồ sơ. Việc đầu tiên: liên hệ gia đình trong hai ngày."), "success")
        return redirect(url_for("protection.show_case", case_id=case_id))
    if request.method == "GET":
        _prefill(form)
    return render_template("protection/new.html", form=form), 422 if form.errors else 200


def _prefill(form: CaseForm) -> None:
    form.case_id.data = str(new_id())
    asked = request.args.get("worker", type=UUID)
    if asked is not None:
        history = worker_history(db.session(), actor=actor(), worker_id=asked, at=g.at)
        form.worker.data = str(asked)
        form.name.data = history.entries[0].name if history.entries else ""


@bp.get("/cases/<uuid:case_id>")
@requires(Permission.CASE_READ)
def show_case(case_id: UUID) -> ResponseReturnValue:
    """Show a case to whoever gave a reason within half an hour, and log the look; else ask for the reason."""
    if case_file(db.session(), case_id=case_id) is None:
        raise NotFound("case")
    reason = _reason_given(case_id)
    if reason is None:
        return render_template("protection/look.html", form=LookForm(), case_id=case_id)
    write(protection.log_look, actor=actor(), case_id=case_id, reason=reason, at=g.at)
    return case_page(case_id)


@bp.post("/cases/<uuid:case_id>/look")
@requires(Permission.CASE_READ)
@fresh
def look(case_id: UUID) -> ResponseReturnValue:
    """Take the reason for looking, with the password given again."""
    form = LookForm()
    if case_file(db.session(), case_id=case_id) is None:
        raise NotFound("case")
    if not form.validate_on_submit():
        return render_template("protection/look.html", form=form, case_id=case_id), 422
    write(protection.log_look, actor=actor(), case_id=case_id, reason=LookReason(form.reason.data), at=g.at)
    return redirect(url_for("protection.show_case", case_id=case_id))


def _reason_given(case_id: UUID) -> LookReason | None:
    """Return the reason of the person's last look within half an hour; who opened the case works on it."""
    payload = last_look(
        db.session(), case_id=case_id, actor_id=actor().user_id or case_id, since=g.at - LOOK_LASTS
    )
    return None if payload is None else LookReason(json.loads(payload).get("reason", LookReason.WORK.value))


def case_page(case_id: UUID, **forms: Any) -> ResponseReturnValue:
    """Render a case; a form with errors takes the place of its empty one."""
    file = case_file(db.session(), case_id=case_id)
    if file is None:
        raise NotFound("case")
    shown: dict[str, Any] = {
        "person": PersonForm(formdata=None, prefix="person"),
        "task": TaskForm(formdata=None, prefix="task"),
        "note": NoteForm(formdata=None, prefix="note"),
        "stop": StopForm(formdata=None, prefix="stop"),
        "outcome": OutcomeForm(formdata=None, prefix="outcome"),
    } | forms
    offer_people(shown["stop"], file.people)
    page = render_template(
        "protection/case.html", file=file, forms=shown, instruction_of=_instruction, today=g.at
    )
    return page, 422 if forms else 200


def offer_people(form: StopForm, people: Any) -> None:
    """Offer the people of the case whom the register knows."""
    form.worker.choices = [
        (str(person.worker_id), opened(person.name)) for person in people if person.worker_id
    ]


def _instruction(stop: Any) -> str:
    return unseal(stop.instruction, place="stop_marks.instruction", row_id=stop.id)
