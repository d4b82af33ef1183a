"""Pages for workers, families and others: how to go legally, gates, whom to call, rights, a slip's status."""

from flask import g, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, StringField
from wtforms.validators import InputRequired, NumberRange, ValidationError

from borderreg.db import db
from borderreg.domain.entry_codes import MAX_TYPED, parse_entry_code
from borderreg.domain.public_limits import PublicAct
from borderreg.domain.public_words import HOW_TO_GO, RIGHTS
from borderreg.domain.slip_status import ADVICE_TEXTS, STATUS_TEXTS
from borderreg.services.public_info import contact_book, gate_cards
from borderreg.services.slip_status import slip_status
from borderreg.web.public_base import PublicForm, cached, may_go_on, public_blueprint, too_many
from borderreg.web.security import public

bp = public_blueprint("public")
_CODE_WORDS = _l("Mã tra cứu có 14 chữ và số, in dưới mã vuông. Hãy xem lại từng ký tự.")
_YEAR_WORDS = _l("Hãy ghi năm sinh bằng bốn chữ số, ví dụ 1990.")


class SlipForm(PublicForm):
    """An entry code and a birth year."""

    code = StringField(_l("Mã tra cứu trên phiếu"), [InputRequired(_CODE_WORDS)])
    year = IntegerField(
        _l("Năm sinh của người có tên trên phiếu"),
        [InputRequired(_YEAR_WORDS), NumberRange(1900, 2100, _YEAR_WORDS)],
    )

    def validate_code(self, field: StringField) -> None:
        """Tell a slip of the hand at once: the last character checks the others."""
        if parse_entry_code((field.data or "")[: MAX_TYPED + 1]) is None:
            raise ValidationError(str(_CODE_WORDS))


@bp.get("")
@public
def home() -> ResponseReturnValue:
    """Show what there is."""
    return cached(render_template("public/home.html"))


@bp.get("/how")
@public
def how() -> ResponseReturnValue:
    """Say how to go legally, step by step."""
    return cached(render_template("public/how.html", steps=HOW_TO_GO))


@bp.get("/rights")
@public
def rights() -> ResponseReturnValue:
    """Say what nobody may take away."""
    return cached(render_template("public/rights.html", rights=RIGHTS))


@bp.get("/gates")
@public
def gates() -> ResponseReturnValue:
    """Show the gates with hours and notices."""
    cards = gate_cards(db.session(), at=g.at)
    return cached(render_template("public/gates.html", cards=cards, at=g.at))


@bp.get("/contacts")
@public
def contacts() -> ResponseReturnValue:
    """Show whom to call, by gate and commune."""
    return cached(render_template("public/contacts.html", book=contact_book(db.session(), at=g.at)))


@bp.route("/slip", methods=["GET", "POST"])
@public
def slip() -> ResponseReturnValue:
    """Say how a slip stands; code and year come by POST and are neither kept nor logged."""
    form = SlipForm()
    answer = None
    if request.method == "POST" and form.validate():
        code = str(parse_entry_code(form.code.data or ""))
        if not may_go_on(PublicAct.STATUS, code=code):
            return too_many()
        answer = slip_status(db.session(), code=form.code.data or "", birth_year=form.year.data or 0, at=g.at)
        form = SlipForm(formdata=None)
    texts = (STATUS_TEXTS[answer.status], ADVICE_TEXTS[answer.status]) if answer else None
    page = render_template("public/slip.html", form=form, answer=answer, texts=texts)
    return page, 422 if form.errors else 200
