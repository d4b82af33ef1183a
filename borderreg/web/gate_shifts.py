"""Shift reports at a desk: what phones counted beside the log, printed, signed off; one's own gate PIN."""

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import PasswordField
from wtforms.validators import EqualTo, InputRequired

from borderreg.db import db, write
from borderreg.domain.access import Permission
from borderreg.domain.errors import Refused
from borderreg.domain.reasons import REASONS, Reason
from borderreg.reports.shift_reports import DAYS, ReportPage, list_shift_reports, read_shift_report
from borderreg.services.gate_pins import has_pin, prepare_pin, set_pin
from borderreg.services.shift_reports import LONGEST_NOTE, sign_off
from borderreg.web.query import asked_day
from borderreg.web.security import actor, requires
from borderreg.web.step_up import fresh
from borderreg.web.words import in_language

bp = Blueprint("shifts", __name__, url_prefix="/gate/shifts")

FIGURES: tuple[tuple[str, Any], ...] = (
    ("departures", _l("Lượt xuất cảnh")),
    ("returns", _l("Lượt về")),
    ("attempts", _l("Lượt bị từ chối")),
    ("annulments", _l("Lượt huỷ")),
    ("contradictions", _l("Dữ liệu chưa khớp")),
    ("missing", _l("Chưa tới máy chủ")),
)
PIN_PROBLEMS: dict[str, Any] = {
    "pin_form": _l("Mã PIN gồm 6 đến 12 chữ số."),
    "pin_weak": _l("Mã PIN này quá dễ đoán. Hãy chọn các chữ số không theo dãy và không lặp."),
}


class PinForm(FlaskForm):
    """A new gate PIN, typed twice."""

    pin = PasswordField(_l("Mã PIN mới"), [InputRequired(PIN_PROBLEMS["pin_form"])])
    again = PasswordField(
        _l("Gõ lại mã PIN"),
        [
            InputRequired(_l("Hai lần gõ không giống nhau.")),
            EqualTo("pin", _l("Hai lần gõ không giống nhau.")),
        ],
    )


@bp.get("")
@requires(Permission.GATE_READ)
def index() -> ResponseReturnValue:
    """List the reports of the post's gates, the latest first."""
    until = asked_day()
    reports = list_shift_reports(db.session(), actor=actor(), until=until)
    return render_template("gate/shifts/index.html", reports=reports, until=until, days=DAYS)


@bp.get("/<uuid:shift_id>")
@requires(Permission.GATE_READ)
def show(shift_id: UUID) -> ResponseReturnValue:
    """Show one report, fit to be printed."""
    report = read_shift_report(db.session(), actor=actor(), report_id=shift_id)
    return render_template(
        "gate/shifts/show.html",
        report=report,
        FIGURES=FIGURES,
        reasons=_reasons(report),
        longest=LONGEST_NOTE,
        may_sign=actor().may(Permission.QUARANTINE_REVIEW),
    )


@bp.post("/<uuid:shift_id>/sign")
@requires(Permission.QUARANTINE_REVIEW)
def sign(shift_id: UUID) -> ResponseReturnValue:
    """Put the commander's name under a report."""
    note = request.form.get("note", "")
    write(sign_off, actor=actor(), report_id=shift_id, note=note, at=g.at)
    flash(_("Đã ký báo cáo ca trực."), "success")
    return redirect(url_for("shifts.show", shift_id=shift_id))


@bp.route("/pin", methods=["GET", "POST"])
@requires(Permission.EVENT_RECORD)
@fresh
def choose_pin() -> ResponseReturnValue:
    """Set one's own gate PIN, after the password."""
    form = PinForm()
    if form.validate_on_submit():
        try:
            kept = prepare_pin(form.pin.data or "")
        except Refused as refused:
            form.pin.errors = [str(PIN_PROBLEMS[refused.code])]
        else:
            write(set_pin, actor=actor(), kept=kept, at=g.at)
            flash(_("Đã đặt mã PIN. Các máy quét nhận mã mới cùng gói dữ liệu sau."), "success")
            return redirect(url_for("gate.home"))
    user_id = actor().user_id
    known = user_id is not None and has_pin(db.session(), user_id=user_id)
    return render_template("gate/shifts/pin.html", form=form, known=known), 422 if form.errors else 200


def _reasons(report: ReportPage) -> list[tuple[str, int, int]]:
    """Return each reason of an attempt in words, with what the phone and the log counted."""
    codes = sorted({*report.said.reasons, *report.found.reasons})
    return [
        (_word(code), report.said.reasons.get(code, 0), report.found.reasons.get(code, 0)) for code in codes
    ]


def _word(code: str) -> str:
    return in_language(REASONS[Reason(code)].label) if code in set(Reason) else code
