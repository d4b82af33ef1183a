"""The form of a user, and the words of what the service refuses, by code."""

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, SelectField, StringField
from wtforms.validators import InputRequired, Length

from borderreg.domain.access import ORGANISATION_KIND
from borderreg.services.places import OrganisationFacts
from borderreg.services.users import LONGEST_NAME
from borderreg.web.words import ROLE_WORDS

# code of services.users → (field, what to do)
USER_PROBLEMS: dict[str, tuple[str, Any]] = {
    "username_not_valid": (
        "username",
        _l("Tên đăng nhập gồm 2–40 chữ thường không dấu, số, dấu chấm hoặc gạch; ví dụ: mui.nongthi."),
    ),
    "username_taken": ("username", _l("Tên đăng nhập này đã có người dùng. Hãy chọn tên khác.")),
    "name_not_valid": ("name", _l("Hãy ghi họ và tên, không quá 120 ký tự, không có ký tự điều khiển.")),
    "role_unknown": ("role", _l("Hãy chọn một vai trò trong danh mục.")),
    "role_not_of_organisation": ("role", _l("Vai trò này không thuộc loại đơn vị đã chọn.")),
    "organisation_not_found": ("organisation", _l("Hãy chọn một đơn vị trong danh mục.")),
    "user_is_self": ("username", _l("Bạn không thể tự khoá tài khoản của mình.")),
    "last_administrator": ("username", _l("Đây là quản trị viên cuối cùng, không thể khoá.")),
}


class UserForm(FlaskForm):
    """A new user."""

    name = StringField(_l("Họ và tên"), [InputRequired(_l("Hãy nhập họ và tên.")), Length(max=LONGEST_NAME)])
    username = StringField(
        _l("Tên đăng nhập"), [InputRequired(_l("Hãy nhập tên đăng nhập.")), Length(max=40)]
    )
    organisation = SelectField(_l("Đơn vị"), [InputRequired(_l("Hãy chọn đơn vị."))])
    role = SelectField(_l("Vai trò"), [InputRequired(_l("Hãy chọn vai trò."))])
    is_deputy = BooleanField(_l("Là cấp phó (ký thay trưởng công an)"))

    def offer(self, organisations: Iterable[OrganisationFacts]) -> None:
        """Fill the choices with the organisations of today and the roles."""
        self.organisation.choices = [
            ("", str(_l("Chọn đơn vị"))),
            *((facts.code, f"{facts.name} ({facts.code})") for facts in organisations),
        ]
        self.role.choices = [
            ("", str(_l("Chọn vai trò"))),
            *((role.value, str(ROLE_WORDS[role.value])) for role in ORGANISATION_KIND),
        ]
