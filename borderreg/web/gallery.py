"""The gallery of components at `/_components`: every macro with an example, in development only."""

from datetime import UTC, date, datetime
from typing import Any

from flask import Blueprint, render_template
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import (
    BooleanField,
    DateField,
    PasswordField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired
from wtforms.widgets import CheckboxInput, ListWidget

from borderreg.web.components import Pager
from borderreg.web.security import public

bp = Blueprint("gallery", __name__)

PEOPLE: list[dict[str, Any]] = [
    {"number": 1, "name": "Nông Thị Mùi", "birth": date(1987, 9, 24), "sex": "female", "last_four": "4821",
     "commune": "Xã Cao Lộc", "state": "abroad", "code": "7K3M-9QXP-2D5H-4X", "due": date(2026, 12, 30)},
    {"number": 2, "name": "Vi Văn Páo", "birth": "1979", "sex": "male", "last_four": "0093",
     "commune": "Xã Hoàng Văn Thụ", "state": "overdue", "code": "4QHD-Z81N-W6TC-0R",
     "due": date(2026, 11, 2)},
    {"number": 3, "name": "Triệu Mùi Phấy", "birth": date(1996, 1, 5), "sex": "female", "last_four": "7718",
     "commune": "Xã Mẫu Sơn", "state": "home", "code": "9B2E-XK07-PF3S-8M", "due": None},
    {"number": 4, "name": "Hoàng Văn Đức Thuận Nguyên", "birth": date(2001, 12, 30), "sex": "male",
     "last_four": "5540", "commune": "Phường Lương Văn Tri", "state": "contradictory",
     "code": "1ZT6-MH4V-QA92-J5", "due": date(2027, 3, 14)},
]  # fmt: skip

PERSON_COLUMNS: list[dict[str, Any]] = [
    {"key": "name", "label": "Họ và tên", "sortable": True},
    {"key": "birth", "label": "Ngày sinh", "kind": "date", "sortable": True},
    {"key": "commune", "label": "Nơi thường trú", "sortable": True},
    {"key": "code", "label": "Mã tra cứu", "kind": "code"},
    {"key": "due", "label": "Ngày phải về", "kind": "date", "sortable": True},
    {"key": "state", "label": "Tình trạng", "kind": "custom"},
]

COMMUNE_FIGURES = (
    ("Xã Cao Lộc", 1284, 1101, 183),
    ("Phường Lương Văn Tri", 942, 940, 2),
    ("Xã Hoàng Văn Thụ", 377, 360, 17),
)

PROBLEMS = (
    {"row": 7, "column": "Số định danh", "text": "Số định danh phải có 12 chữ số; ở đây có 11.",
     "severity": "error", "href": "#row-7"},
    {"row": 12, "column": "Ngày sinh", "text": "Người này chưa đủ 18 tuổi vào ngày xuất cảnh.",
     "severity": "error"},
    {"row": 19, "column": "Giấy tờ", "text": "Hộ chiếu còn hạn dưới sáu tháng.", "severity": "warning"},
)  # fmt: skip

DAYS = [f"{day:02d}/11" for day in range(1, 15)]
LINES = [
    ("Xuất cảnh", [120, 98, 143, 210, 188, 176, 90, 132, 141, 155, 203, 197, 88, 121]),
    ("Nhập cảnh (về)", [80, 102, 97, 120, 144, 190, 160, 99, 101, 122, 131, 150, 171, 143]),
]


def choices(**labels: str) -> list[SelectChoice]:
    """Build the choices of a field from code=label."""
    return [SelectChoice(code, label) for code, label in labels.items()]


class ExampleForm(FlaskForm):
    """One field of every kind that forms use."""

    name = StringField("Họ và tên", [InputRequired()], description="Viết như trên giấy tờ, có dấu")
    personal_id = StringField("Số định danh cá nhân", [InputRequired()])
    birth_date = DateField("Ngày sinh", [InputRequired()], format="%d/%m/%Y")
    sex = RadioField("Giới tính", [InputRequired()], choices=choices(female="Nữ", male="Nam"))
    commune = SelectField(
        "Nơi thường trú",
        [InputRequired()],
        choices=[SelectChoice("", "Chọn một xã"), *choices(cao_loc="Xã Cao Lộc")],
    )
    gates = SelectMultipleField(
        "Cửa khẩu",
        [InputRequired()],
        choices=choices(huu_nghi="Hữu Nghị", dong_dang="Ga Đồng Đăng", chi_ma="Chi Ma"),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    note = TextAreaField("Ghi chú")
    file = FileField("Tệp danh sách", description="Dạng .xlsx hoặc .csv")
    password = PasswordField("Mật khẩu", [InputRequired()])
    agreed = BooleanField("Đã đối chiếu với giấy tờ gốc", [InputRequired()])


def example_form() -> ExampleForm:
    """Build the example form as it comes back with one mistake."""
    form = ExampleForm(
        data={"name": "Nông Thị Mùi", "personal_id": "02018700482", "birth_date": date(1987, 9, 24)}
    )
    form.personal_id.errors = ["Số định danh phải có 12 chữ số; ở đây có 11."]
    form.gates.errors = ["Chọn ít nhất một cửa khẩu."]
    return form


@bp.get("/_components")
@public
def show_components() -> str:
    """Show every component with an example."""
    return render_template(
        "components/gallery.html",
        title=_("Các thành phần giao diện"),
        people=PEOPLE,
        person_columns=PERSON_COLUMNS,
        commune_figures=COMMUNE_FIGURES,
        problems=PROBLEMS,
        days=DAYS,
        lines=LINES,
        pager=Pager(page=4, per_page=50, total=1284),
        form=example_form(),
        moment=datetime(2026, 11, 22, 1, 5, tzinfo=UTC),
    )
