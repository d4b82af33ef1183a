"""What is held at the post's gates: the commander lets an event in or leaves it out, with a reason."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Flask, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from borderreg.db import db, write
from borderreg.domain.access import Permission
from borderreg.domain.errors import BadInput, Conflict, Refused
from borderreg.domain.reasons import FLAGS, Flag
from borderreg.reports.held_events import AT_MOST, HeldEvent, count_held, held_events
from borderreg.services.quarantine import LONGEST_REASON, leave_out, let_in
from borderreg.web.security import actor, requires
from borderreg.web.words import in_language

bp = Blueprint("quarantine", __name__, url_prefix="/gate/quarantine")

PROBLEMS: dict[str, Any] = {
    "reason_needed": _l("Hãy ghi lý do không tính lượt này."),
    "already_decided": _l("Lượt này đã có người xem xét."),
    "annuls_unknown_event": _l("Máy chủ chưa nhận được lượt cần huỷ. Hãy chờ máy gửi dữ liệu rồi xem lại."),
    "annuls_other_gate": _l("Lượt cần huỷ ghi ở cửa khẩu khác, chỉ nơi đó huỷ được."),
    "annuls_an_annulment": _l("Lượt này không huỷ được lượt nào."),
    "no_choice": _l("Hãy chọn một lượt và bấm “Cho tính” hoặc “Không tính”."),
}
STATUSES = {BadInput: 400, Conflict: 409, Refused: 422}


def init_held(app: Flask) -> None:
    """Give the gate's pages the number of held events; it is asked only when a template calls it."""
    app.context_processor(lambda: {"held_now": _held_now})


def _held_now() -> int:
    person = g.get("actor")
    if person is None or not person.may(Permission.QUARANTINE_REVIEW):
        return 0
    return count_held(db.session(), actor=person)


@bp.get("")
@requires(Permission.QUARANTINE_REVIEW)
def index() -> ResponseReturnValue:
    """Show what waits."""
    return _page()


@bp.post("/decide")
@requires(Permission.QUARANTINE_REVIEW)
def decide() -> ResponseReturnValue:
    """Let one event in or leave it out."""
    reason = request.form.get("reason", "").strip()[:LONGEST_REASON]
    chosen = {"let_in": let_in, "leave_out": leave_out}.get(request.form.get("outcome", ""))
    event_id = _uuid(request.form.get("event", ""))
    if chosen is None or event_id is None:
        return _page("no_choice"), 400
    try:
        write(chosen, actor=actor(), event_id=event_id, reason=reason, at=g.at)
    except (BadInput, Conflict, Refused) as error:
        return _page(error.code, str(event_id)), STATUSES[type(error)]
    done = _("Đã cho tính lượt này.") if chosen is let_in else _("Đã để lượt này ngoài số liệu.")
    flash(done, "success")
    return redirect(url_for("quarantine.index"))


def _page(problem: str = "", about: str = "") -> str:
    waiting = held_events(db.session(), actor=actor())
    return render_template(
        "gate/quarantine.html",
        events=waiting,
        words={event.id: _why(event) for event in waiting},
        at_most=AT_MOST,
        longest=LONGEST_REASON,
        problem=PROBLEMS.get(problem, problem),
        about=about,
    )


def _why(event: HeldEvent) -> list[str]:
    """Return in words what is doubtful about an event, in the reader's language."""
    known = [Flag(code) for code in event.flags if code in set(Flag)]
    return [in_language(FLAGS[flag]) for flag in known if flag is not Flag.QUARANTINED]


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
