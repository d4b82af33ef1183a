"""Forms of the victims' compartment."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField, RadioField, SelectChoice, SelectField, StringField, TextAreaField
from wtforms.validators import UUID, InputRequired, Length, Optional

from borderreg.domain.protection import LOOK_TEXTS, NOTE_TEXTS, OUTCOME_TEXTS, SOURCE_TEXTS
from borderreg.domain.reason_codes import Text
from borderreg.services.protection import LONGEST, SHORTEST
from borderreg.services.stop_marks import LONGEST_INSTRUCTION
from borderreg.web.forms.fields import DAY_WORDS, DayField, VersionField
from borderreg.web.words import in_language

_TEXT_WORDS = _l("Hãy ghi từ 3 đến 4.000 ký tự.")
_NAME_WORDS = _l("Hãy ghi họ và tên, từ 3 đến 200 ký tự.")


def _text() -> list[Any]:
    return [InputRequired(_TEXT_WORDS), Length(min=SHORTEST, max=LONGEST, message=_TEXT_WORDS)]


def _name() -> list[Any]:
    return [InputRequired(_NAME_WORDS), Length(min=SHORTEST, max=200, message=_NAME_WORDS)]


def _choices(texts: dict[Any, Text]) -> list[SelectChoice]:
    return [SelectChoice(code.value, in_language(text)) for code, text in texts.items()]


class CaseForm(FlaskForm):
    """A new case about one person."""

    case_id = HiddenField(validators=[InputRequired(), UUID()])
    worker = HiddenField(validators=[Optional(), UUID()])
    name = StringField(_l("Họ và tên người cần bảo hộ"), _name())
    source = RadioField(_l("Vì sao mở hồ sơ?"), [InputRequired(_l("Hãy chọn lý do mở hồ sơ."))], choices=[])
    summary = TextAreaField(_l("Chuyện gì đã xảy ra, ai cho biết, cần gì ngay"), _text())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.source.choices = _choices(SOURCE_TEXTS)


class LookForm(FlaskForm):
    """Why a case is looked at."""

    reason = RadioField(
        _l("Mở hồ sơ để làm gì?"), [InputRequired(_l("Hãy chọn mục đích mở hồ sơ."))], choices=[]
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reason.choices = _choices(LOOK_TEXTS)


class PersonForm(FlaskForm):
    """One more person of a case."""

    name = StringField(_l("Họ và tên"), _name())
    details = TextAreaField(_l("Tuổi, quê, quan hệ, điện thoại"), [Length(max=LONGEST, message=_TEXT_WORDS)])


class TaskForm(FlaskForm):
    """Something to do by a day."""

    text = StringField(_l("Việc cần làm"), _text())
    due_on = DayField(_l("Hạn"), [InputRequired(DAY_WORDS)])


class NoteForm(FlaskForm):
    """A contact made, or a note."""

    kind = SelectField(_l("Loại"), choices=[])
    text = TextAreaField(_l("Nội dung, người liên hệ, kết quả"), _text())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind.choices = _choices(NOTE_TEXTS)


class StopForm(FlaskForm):
    """A mark at the gates for a person of the register."""

    worker = SelectField(_l("Người"), choices=[])
    effect = RadioField(
        _l("Ở cửa khẩu, khi người này xuất cảnh"),
        [InputRequired(_l("Hãy chọn cách xử lý ở cửa khẩu."))],
        choices=[
            SelectChoice("check", _l("Gặp riêng và kiểm tra trước khi cho đi")),
            SelectChoice("refuse", _l("Chưa cho đi, báo ngay cán bộ bảo hộ")),
        ],
    )
    instruction = TextAreaField(
        _l("Hướng dẫn riêng cho cán bộ cửa khẩu"),
        [
            InputRequired(_l("Hãy ghi hướng dẫn cho cán bộ cửa khẩu, từ 3 đến 500 ký tự.")),
            Length(min=3, max=LONGEST_INSTRUCTION, message=_l("Hãy ghi từ 3 đến 500 ký tự.")),
        ],
    )
    until = DayField(_l("Đến hết ngày"), [InputRequired(DAY_WORDS)])


class OutcomeForm(FlaskForm):
    """How a case ended."""

    outcome = RadioField(_l("Kết quả"), [InputRequired(_l("Hãy chọn kết quả."))], choices=[])
    version = VersionField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.outcome.choices = _choices(OUTCOME_TEXTS)
