"""The paper fall-back at a desk: find a list, print it with day boxes, key a sheet in with its true times."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from borderreg.db import db, write
from borderreg.documents.gate_sheet import print_gate_sheet
from borderreg.domain.access import Permission
from borderreg.domain.errors import BadInput
from borderreg.domain.paper_sheets import DIRECTIONS, Mark, SheetProblem, read_sheet
from borderreg.domain.periods import local_day
from borderreg.services import devices, paper_shift
from borderreg.services.paper_shift import Sheet
from borderreg.web.query import WRITTEN_DAY, asked_day
from borderreg.web.security import actor, requires

bp = Blueprint("paper", __name__, url_prefix="/gate/paper")

PROBLEMS: dict[str, Any] = {
    "time": _l("Giờ không đọc được. Hãy viết như 7:05 hoặc 0705."),
    "time_missing": _l("Chưa có giờ: hãy ghi giờ ở ô này hoặc giờ đầu tiên ở trên."),
    "future": _l("Giờ này chưa tới. Hãy xem lại ngày và giờ."),
    "too_old": _l("Ngày này quá 60 ngày trước. Hãy xem lại ngày."),
    "nothing": _l("Chưa đánh dấu ai."),
}
WAYS = {"departure": _l("Đi"), "return": _l("Về")}


@dataclass(frozen=True, slots=True)
class Typed:
    """What a form said: the gate, the day, the first times, the boxes."""

    gate: str
    day: date
    first: dict[str, str]
    marks: tuple[Mark, ...]

    def mark(self, row: str, direction: str) -> Mark:
        """Return the box of a row, empty when it was not sent."""
        found = (mark for mark in self.marks if (mark.row, mark.direction) == (row, direction))
        return next(found, Mark(row, direction, ticked=False, time=""))


@bp.route("", methods=["GET", "POST"])
@requires(Permission.EVENT_RECORD)
def index() -> ResponseReturnValue:
    """Find a certified list by its number or by an entry code of it."""
    text = request.form.get("text", "").strip()[:40]
    found = paper_shift.find_lists(db.session(), actor=actor(), text=text) if text else ()
    searched = request.method == "POST"
    return render_template(
        "gate/paper/index.html", text=text, found=found, searched=searched, today=local_day(g.at)
    )


@bp.route("/<uuid:list_id>", methods=["GET", "POST"])
@requires(Permission.EVENT_RECORD)
def sheet(list_id: UUID) -> ResponseReturnValue:
    """Show a list to be keyed in, or record what was ticked."""
    gates = devices.gates_of(db.session(), actor=actor())
    codes = [gate.code for gate in gates]
    typed = _typed(codes)
    opened = write(
        paper_shift.open_sheet,
        actor=actor(),
        list_id=list_id,
        gate_codes=[typed.gate] if typed.gate in codes else codes,
        day=typed.day,
        at=g.at,
    )
    if request.method == "GET" or "show" in request.form:
        return _page(opened, gates, typed)
    passages, problems = read_sheet(typed.marks, day=typed.day, first_times=typed.first, now=g.at)
    if not passages and not problems:
        problems = (SheetProblem("nothing"),)
    if problems:
        return _page(opened, gates, typed, problems), 422
    facts: dict[str, Any] = {"list_id": list_id, "gate_code": typed.gate, "passages": passages}
    answers = write(paper_shift.key_sheet, actor=actor(), at=g.at, **facts)
    names = {row.cti.hex(): row for row in opened.rows}
    return render_template(
        "gate/paper/keyed.html",
        sheet=opened,
        answers=list(zip(sorted(passages, key=lambda one: one.at), answers, strict=True)),
        rows={row.id: row for row in names.values()},
        WAYS=WAYS,
        typed=typed,
    )


@bp.post("/<uuid:list_id>/print")
@requires(Permission.EVENT_RECORD)
def print_sheet(list_id: UUID) -> ResponseReturnValue:
    """Give the list with a box for each day and way as PDF."""
    days = request.form.get("days", "7")
    if not days.isascii() or not days.isdigit():
        raise BadInput("days")
    job = write(
        paper_shift.print_sheet,
        actor=actor(),
        list_id=list_id,
        first_day=local_day(g.at),
        days=int(days[:2]),
        at=g.at,
    )
    response = Response(print_gate_sheet(job).pdf, mimetype="application/pdf")
    response.headers["Content-Disposition"] = 'attachment; filename="danh-sach-o-theo-ngay.pdf"'
    response.headers["Cache-Control"] = "no-store"
    return response


@bp.post("/take-back")
@requires(Permission.EVENT_RECORD)
def take_back() -> ResponseReturnValue:
    """Take back a passage that was keyed in by mistake."""
    try:
        event_id = UUID(request.form.get("event", ""))
    except ValueError as error:
        raise BadInput("event") from error
    answer = write(paper_shift.take_back, actor=actor(), event_id=event_id, at=g.at)
    held = "quarantined" in answer.get("flags", [])
    flash(_("Đã ghi lượt huỷ; chỉ huy xem xét rồi mới tính.") if held else _("Đã huỷ lượt."), "success")
    return redirect(url_for("paper.index"))


def _typed(codes: list[str]) -> Typed:
    """Read the form; a new one begins with the post's first gate and today."""
    gate = request.form.get("gate", codes[0] if codes else "")
    first = {way: request.form.get(f"first-{way}", "")[:8] for way in DIRECTIONS}
    rows = dict.fromkeys(name[2:] for name in request.form if name[:2] in ("d-", "r-", "D-", "R-"))
    marks = [
        Mark(
            row,
            way,
            ticked=f"{way[0]}-{row}" in request.form,
            time=request.form.get(f"{way[0].upper()}-{row}", "")[:8],
        )
        for row in rows
        for way in DIRECTIONS
    ]
    return Typed(gate, _day(request.form.get("day", "")) or asked_day(), first, tuple(marks))


def _day(text: str) -> date | None:
    """Read the day of a sheet; BadInput for what is none, None when nothing was sent."""
    if not text.strip():
        return None
    written = WRITTEN_DAY.fullmatch(text.strip())
    try:
        return date(*map(int, reversed(written.groups()))) if written else date.fromisoformat(text.strip())
    except ValueError as error:
        raise BadInput("day") from error


def _page(opened: Sheet, gates: Any, typed: Typed, problems: tuple[SheetProblem, ...] = ()) -> str:
    by_box = {(problem.row, problem.direction): PROBLEMS[problem.code] for problem in problems}
    return render_template(
        "gate/paper/sheet.html", sheet=opened, gates=gates, typed=typed, problems=by_box, WAYS=WAYS
    )
