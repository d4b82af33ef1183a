"""Closure notices of gates: commander and office add and end them; all who work with gates see them."""

from datetime import datetime, time
from typing import Any
from uuid import UUID

from flask import Blueprint, Flask, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField, SelectChoice, SelectField, StringField
from wtforms.validators import InputRequired, Length

from borderreg.db import db, write
from borderreg.domain.access import Permission
from borderreg.domain.errors import BadInput, Conflict
from borderreg.domain.periods import local_day
from borderreg.services.closures import (
    LONGEST_SOURCE,
    ClosureLine,
    add_closure,
    closure_notices,
    effect_of_closure,
    lift_closure,
    list_closures,
    own_gates,
)
from borderreg.web.components import LOCAL_ZONE
from borderreg.web.forms.acts import FILTERS
from borderreg.web.forms.fields import DAY_WORDS, DayField
from borderreg.web.forms.registers import SOURCE_WORDS
from borderreg.web.security import actor, requires
from borderreg.web.words import in_language, language

bp = Blueprint("closures", __name__, url_prefix="/closures")
HALF_HOURS = [f"{hour:02d}:{minute:02d}" for hour in range(24) for minute in (0, 30)]
CONFIRMED = "confirm"
SEEN_BY = frozenset({"commune_officer", "commune_chief", "gate_officer", "gate_commander", "foreign_affairs"})
STATES: dict[str, Any] = {"now": _l("Đang đóng"), "later": _l("Sắp đóng"), "past": _l("Đã hết")}


class ClosureForm(FlaskForm):
    """A notice, by the half-hour in Vietnam's time."""

    gate = SelectField(_l("Cửa khẩu"), [InputRequired(_l("Hãy chọn cửa khẩu."))])
    first_day = DayField(_l("Đóng từ ngày"), [InputRequired(DAY_WORDS)])
    first_time = SelectField(
        _l("Từ giờ"), [InputRequired(DAY_WORDS)], choices=[SelectChoice(text, text) for text in HALF_HOURS]
    )
    last_day = DayField(_l("Mở lại ngày"))
    last_time = SelectField(_l("Mở lại lúc"), choices=[SelectChoice(text, text) for text in HALF_HOURS])
    source_document = StringField(
        _l("Văn bản làm căn cứ"),
        [InputRequired(SOURCE_WORDS), Length(min=3, max=LONGEST_SOURCE, message=SOURCE_WORDS)],
        filters=FILTERS,
    )
    step = HiddenField()

    def instants(self) -> tuple[datetime, datetime | None]:
        """Return the first instant closed and the first open again, None for until further notice."""
        first = _instant(self.first_day, self.first_time)
        assert first is not None  # required
        return first, _instant(self.last_day, self.last_time)


def _instant(day: DayField, text: SelectField) -> datetime | None:
    if day.day is None:
        return None
    return datetime.combine(day.day, time.fromisoformat(text.data), tzinfo=LOCAL_ZONE)


def init_notices(app: Flask) -> None:
    """Give every page a way to show what is closed; it asks only when a template calls it."""
    app.context_processor(lambda: {"closures_now": _notices, "in_words": in_language})


def _notices() -> tuple[ClosureLine, ...]:
    person = g.get("actor")
    if person is None or person.role.value not in SEEN_BY:
        return ()
    return closure_notices(db.session(), at=g.at)


@bp.get("")
@requires(Permission.GATE_CLOSE)
def index() -> ResponseReturnValue:
    """List the notices of the gates that the person may close."""
    return _list_page(None)


def _list_page(problem: str | None) -> ResponseReturnValue:
    lines = list_closures(db.session(), actor=actor(), at=g.at)
    gates = [(gate.code, _name(gate)) for gate in own_gates(db.session(), actor=actor())]
    shown = {"lines": lines, "gates": gates, "problem": problem}
    page = render_template("gate/closures.html", at=g.at, STATES=STATES, **shown)
    return page, 422 if problem else 200


@bp.route("/new", methods=["GET", "POST"])
@requires(Permission.GATE_CLOSE)
def add() -> ResponseReturnValue:
    """Close a gate by a notice: whom it touches is shown before it is saved."""
    form = ClosureForm()
    gates = own_gates(db.session(), actor=actor())
    names = {gate.code: _name(gate) for gate in gates}
    form.gate.choices = [SelectChoice(code, name) for code, name in names.items()]
    if form.validate_on_submit():
        first, last = form.instants()
        if last is not None and last <= first:
            form.last_day.errors = [_("Giờ mở lại phải sau giờ đóng.")]
        elif form.step.data != CONFIRMED:
            return _preview(form, names[form.gate.data], first, last)
        else:
            write(
                add_closure,
                actor=actor(),
                gate_code=form.gate.data,
                starts_at=first,
                ends_at=last,
                source_document=form.source_document.data or "",
                at=g.at,
            )
            flash(_("Đã ghi thông báo đóng cửa khẩu. Các xã và cửa khẩu đều thấy."), "success")
            return redirect(url_for("closures.index"))
    elif request.method == "GET":
        form.first_day.fill(local_day(g.at))
        form.first_time.data = _next_half_hour(g.at)
    return render_template("gate/closure_form.html", form=form), 422 if form.errors else 200


def _preview(form: ClosureForm, gate: str, first: datetime, last: datetime | None) -> ResponseReturnValue:
    effect = effect_of_closure(
        db.session(), actor=actor(), gate_code=form.gate.data, starts_at=first, ends_at=last
    )
    sent = [
        (name, value) for name, value in request.form.items(multi=True) if name not in ("csrf_token", "step")
    ]
    return render_template(
        "gate/closure_preview.html", form=form, gate=gate, first=first, last=last, effect=effect, sent=sent
    )


@bp.post("/<uuid:closure_id>/end")
@requires(Permission.GATE_CLOSE)
def end(closure_id: UUID) -> ResponseReturnValue:
    """Open the gate again now."""
    try:
        write(lift_closure, actor=actor(), closure_id=closure_id, at=g.at)
    except (Conflict, BadInput):
        return _list_page(str(_("Thông báo này đã được kết thúc trước đó.")))
    flash(_("Cửa khẩu mở lại từ bây giờ."), "success")
    return redirect(url_for("closures.index"))


def _name(gate: Any) -> str:
    return str({"en": gate.name_en, "zh": gate.name_zh}.get(language()) or gate.name_vi)


def _next_half_hour(at: datetime) -> str:
    now = at.astimezone(LOCAL_ZONE)
    place = now.hour * 2 + (2 if now.minute >= 30 else 1)
    return HALF_HOURS[min(place, len(HALF_HOURS) - 1)]
