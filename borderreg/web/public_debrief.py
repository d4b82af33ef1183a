"""The questions on return: on one's own telephone or at a kiosk past the lane; always the same thanks."""

from typing import Any
from uuid import uuid4

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, SelectChoice, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from borderreg.db import db, write
from borderreg.domain.debriefs import (
    ANSWER_TEXTS,
    HELP_NO,
    HELP_QUESTION,
    HELP_YES,
    LONGEST_WORDS,
    QUESTION_TEXTS,
    Answer,
    Debrief,
    Question,
    Way,
)
from borderreg.domain.entry_codes import MAX_TYPED, parse_entry_code
from borderreg.domain.errors import NotFound
from borderreg.domain.periods import local_day
from borderreg.domain.public_limits import PublicAct
from borderreg.services.debriefs import give_debrief
from borderreg.services.places import reference_facts
from borderreg.services.public_info import contact_points
from borderreg.web.public_base import PublicForm, form_number, may_go_on, public_blueprint, too_many
from borderreg.web.security import public
from borderreg.web.words import in_language, language

bp = public_blueprint("public_debrief")
short_bp = Blueprint("short_link", __name__)
_CODE_WORDS = _l("Mã tra cứu có 14 chữ và số. Nếu không nhớ, hãy để trống ô này.")


class DebriefForm(PublicForm):
    """Four questions, none of which must be answered but the last; a slip's code if one likes."""

    form_id = HiddenField()
    paid = RadioField(choices=[], validators=[Optional()])
    papers = RadioField(choices=[], validators=[Optional()])
    free = RadioField(choices=[], validators=[Optional()])
    help = RadioField(choices=[], validators=[InputRequired(_l("Hãy chọn một câu trả lời."))])
    words = TextAreaField(
        _l("Bạn muốn nói thêm gì? Cách liên hệ với bạn an toàn nhất là gì?"),
        [Length(max=LONGEST_WORDS, message=_l("Hãy viết không quá 1.000 ký tự."))],
        filters=[lambda text: text.strip() if text else text],
    )
    code = StringField(_l("Mã tra cứu trên phiếu"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for question in Question:
            field = self[question.value]
            field.label.text = in_language(QUESTION_TEXTS[question])
            field.choices = [
                SelectChoice(answer.value, in_language(text))
                for answer, text in ANSWER_TEXTS[question].items()
            ]
        self.help.label.text = in_language(HELP_QUESTION)
        self.help.choices = [
            SelectChoice(code, in_language(text)) for code, text in (("no", HELP_NO), ("yes", HELP_YES))
        ]

    def validate_code(self, field: StringField) -> None:
        """Tell a slip of the hand at once; whether anybody has the code is never said."""
        typed = (field.data or "").strip()
        if typed and parse_entry_code(typed[: MAX_TYPED + 1]) is None:
            raise ValidationError(str(_CODE_WORDS))

    def debrief(self, *, way: Way, gate_code: str) -> Debrief:
        """Return what was answered."""
        answers = {q: Answer(self[q.value].data) for q in Question if self[q.value].data}
        return Debrief(
            answers=answers,
            needs_help=self.help.data == "yes",
            words=self.words.data or "",
            cti=parse_entry_code(self.code.data or ""),
            way=way,
            gate_code=gate_code,
            language=language(),
        )


@short_bp.get("/r")
@public
def short() -> ResponseReturnValue:
    """Lead from the short address on slips and posters to the questions."""
    return redirect(url_for("public_debrief.ask", language="vi"))


@bp.route("/return", methods=["GET", "POST"])
@public
def ask() -> ResponseReturnValue:
    """Ask on somebody's own telephone."""
    return _asked(Way.PHONE, "")


@bp.route("/kiosk/<gate_code>", methods=["GET", "POST"])
@public
def kiosk(gate_code: str) -> ResponseReturnValue:
    """Ask at a kiosk past the lane of a gate: large, no way out, back to the start after a minute."""
    if reference_facts(db.session(), day=local_day(g.at)).gate(gate_code) is None:
        raise NotFound("gate")
    return _asked(Way.KIOSK, gate_code)


def _asked(way: Way, gate_code: str) -> ResponseReturnValue:
    form = DebriefForm()
    start = url_for("public_debrief.kiosk", gate_code=gate_code, language="vi") if gate_code else ""
    if request.method == "POST" and form.validate():
        if not may_go_on(PublicAct.DEBRIEF):
            return too_many()
        debrief = form.debrief(way=way, gate_code=gate_code)
        write(give_debrief, form_id=form_number(form.form_id.data), debrief=debrief, at=g.at)
        settings = reference_facts(db.session(), day=local_day(g.at)).settings
        return render_template("public/thanks.html", contacts=contact_points(settings), kiosk_start=start)
    form.form_id.data = form.form_id.data or str(uuid4())
    page = render_template("public/debrief.html", form=form, kiosk_start=start)
    return page, 422 if form.errors else 200
