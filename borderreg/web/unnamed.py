"""Returns that name nobody: the commander and the commune that was declared say whose they are."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import Blueprint, Flask, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from borderreg.db import db, write
from borderreg.domain.access import Permission
from borderreg.domain.audit import AuditAction
from borderreg.domain.errors import BadInput, Conflict
from borderreg.services.audit import record
from borderreg.services.return_matches import LONGEST_REASON, match_return, set_aside, take_back
from borderreg.services.unnamed_returns import (
    AT_MOST,
    candidates,
    count_waiting,
    show_unnamed,
    unnamed_returns,
)
from borderreg.web.security import actor, requires

bp = Blueprint("unnamed", __name__, url_prefix="/returns/unnamed")

LONGEST_TEXT = 80
PROBLEMS: dict[str, Any] = {
    "reason_needed": _l("Hãy ghi lý do."),
    "already_decided": _l("Lượt này đã có người quyết định."),
    "no_choice": _l("Hãy chọn một lượt."),
}
ACTS = {"aside": set_aside, "take_back": take_back}


def init_unnamed(app: Flask) -> None:
    """Give the first pages the number of returns that wait; it is asked only when a template calls it."""
    app.context_processor(lambda: {"unnamed_now": _unnamed_now})


def _unnamed_now() -> int:
    person = g.get("actor")
    if person is None or not person.may(Permission.RETURN_MATCH):
        return 0
    return count_waiting(db.session(), actor=person)


@bp.get("")
@requires(Permission.RETURN_MATCH)
def index() -> ResponseReturnValue:
    """Show what waits, or with `decided` what was decided; the read is logged."""
    return _page()


@bp.post("/look")
@requires(Permission.RETURN_MATCH)
def look() -> ResponseReturnValue:
    """Show one return and who it may be, by what was declared or by a text that was asked for."""
    event_id = _uuid(request.form.get("event", ""))
    line = show_unnamed(db.session(), actor=actor(), event_id=event_id) if event_id else None
    if event_id is None or line is None:
        return _page("no_choice"), 400
    text = request.form.get("text", "").strip()[:LONGEST_TEXT]
    found = candidates(db.session(), actor=actor(), event_id=event_id, text=text)
    _log(event_id, workers=[str(one.worker_id) for one in found])
    return render_template("gate/unnamed_one.html", line=line, found=found, text=text, longest=LONGEST_REASON)


@bp.post("/decide")
@requires(Permission.RETURN_MATCH)
def decide() -> ResponseReturnValue:
    """Say whose a return is, that it is nobody's on a list, or take the decision back."""
    event_id, entry_id = _uuid(request.form.get("event", "")), _uuid(request.form.get("entry", ""))
    outcome = request.form.get("outcome", "")
    matching = outcome == "match" and entry_id is not None
    if event_id is None or not (matching or outcome in ACTS):
        return _page("no_choice"), 400
    reason = request.form.get("reason", "")[:LONGEST_REASON]
    same = {"actor": actor(), "event_id": event_id, "reason": reason, "at": g.at}
    try:
        closed = _decided(outcome, entry_id, **same)
    except BadInput as error:
        return _page(error.code), 400
    except Conflict as error:
        return _page(error.code), 409
    flash(_said(outcome, closed=closed is not None), "success")
    return redirect(url_for("unnamed.index"))


def _decided(outcome: str, entry_id: UUID | None, **same: Any) -> UUID | None:
    """Decide, and return the event that closes a journey, if one was open."""
    if entry_id is not None and outcome == "match":
        return write(match_return, entry_id=entry_id, **same)
    write(ACTS[outcome], **same)
    return None


def _said(outcome: str, *, closed: bool) -> str:
    if outcome == "match":
        text = _("Đã ghép. Chuyến đi của người này được khép lại.") if closed else _("Đã ghép.")
    else:
        aside = outcome == "aside"
        text = _("Đã ghi: không có trong danh sách nào.") if aside else _("Đã mở lại lượt này.")
    return str(text)


def _page(problem: str = "") -> str:
    decided = request.args.get("decided") == "1"
    lines = unnamed_returns(db.session(), actor=actor(), decided=decided)
    if lines:
        _log("unnamed", events=[str(line.event_id) for line in lines])
    return render_template(
        "gate/unnamed.html",
        lines=lines,
        decided=decided,
        at_most=AT_MOST,
        longest=LONGEST_REASON,
        problem=PROBLEMS.get(problem, problem),
    )


def _log(object_id: UUID | str, **shown: Sequence[str]) -> None:
    """Log who was shown: names that were declared, and people of the lists beside them."""
    write(
        record,
        actor=actor(),
        action=AuditAction.WORKER_SEARCHED,
        object_type="unnamed_return",
        object_id=object_id,
        payload={"purpose": "match", **{name: list(ids) for name, ids in shown.items()}},
        at=g.at,
    )


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
