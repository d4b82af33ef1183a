"""Forms of the compartment about tips and answers on return."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from borderreg.domain.tips import LONGEST, SHORTEST

_TEXT_WORDS = _l("Hãy viết từ 10 đến 4.000 ký tự.")
_NAME_WORDS = _l("Hãy ghi họ và tên hoặc mô tả, từ 3 đến 200 ký tự.")


class AnswerForm(FlaskForm):
    """An answer to whoever has the receipt."""

    text = TextAreaField(
        _l("Trả lời"),
        [InputRequired(_TEXT_WORDS), Length(min=SHORTEST, max=LONGEST, message=_TEXT_WORDS)],
    )


class NameForm(FlaskForm):
    """Whom a new case is about."""

    name = StringField(
        _l("Người cần bảo hộ (tên hoặc mô tả)"),
        [InputRequired(_NAME_WORDS), Length(min=3, max=200, message=_NAME_WORDS)],
    )
