"""Forms of the account pages; the words of a refused password by the rule's code."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField, PasswordField, StringField
from wtforms.validators import EqualTo, InputRequired, Length

from borderreg.domain.passkeys import LONGEST_NAME

# code of services.passwords → what to do
PASSWORD_PROBLEMS: dict[str, Any] = {
    "password_short": _l("Mật khẩu cần ít nhất 15 ký tự. Một câu dài dễ nhớ là tốt nhất."),
    "password_long": _l("Mật khẩu dài quá 200 ký tự."),
    "password_common": _l("Mật khẩu này nhiều người dùng nên dễ đoán. Hãy chọn mật khẩu khác."),
    "password_username": _l("Mật khẩu không được giống tên đăng nhập."),
}


class LogInForm(FlaskForm):
    """User name and password."""

    username = StringField(
        _l("Tên đăng nhập"), [InputRequired(_l("Hãy nhập tên đăng nhập.")), Length(max=200)]
    )
    password = PasswordField(_l("Mật khẩu"), [InputRequired(_l("Hãy nhập mật khẩu.")), Length(max=500)])


class PasswordForm(FlaskForm):
    """The current password and the new one, twice."""

    current_password = PasswordField(
        _l("Mật khẩu hiện tại"), [InputRequired(_l("Hãy nhập mật khẩu hiện tại.")), Length(max=500)]
    )
    new_password = PasswordField(
        _l("Mật khẩu mới"), [InputRequired(_l("Hãy nhập mật khẩu mới.")), Length(max=500)]
    )
    repeated = PasswordField(
        _l("Nhập lại mật khẩu mới"),
        [
            InputRequired(_l("Hãy nhập lại mật khẩu mới.")),
            EqualTo("new_password", _l("Hai lần nhập mật khẩu mới không giống nhau.")),
        ],
    )


class NewPasskeyForm(FlaskForm):
    """A passkey's name, and what the browser made."""

    name = StringField(
        _l("Tên của khoá"),
        [
            InputRequired(_l("Hãy đặt tên, không quá 60 ký tự.")),
            Length(max=LONGEST_NAME, message=_l("Hãy đặt tên, không quá 60 ký tự.")),
        ],
    )
    passkey_answer = HiddenField(
        validators=[
            InputRequired(_l("Trình duyệt chưa tạo khoá truy cập. Hãy bấm nút rồi làm theo hướng dẫn."))
        ]
    )


class StepUpForm(FlaskForm):
    """The password once more, before a grave act."""

    step_up_password = PasswordField(
        _l("Mật khẩu của bạn"), [InputRequired(_l("Hãy nhập mật khẩu.")), Length(max=500)]
    )
