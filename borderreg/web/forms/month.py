"""Forms of the commune's month: visits, people known abroad, pledges, the log, the report, requests."""

from typing import Any

from flask import g
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError

from borderreg.domain.known_abroad import ENDINGS, read_birth_year, read_since
from borderreg.domain.outreach import CASES, MOST, OFFERS, OUTREACH
from borderreg.domain.periods import local_day
from borderreg.services.known_abroad import LONGEST, LONGEST_NOTE
from borderreg.web.forms.acts import FILTERS, ReasonForm
from borderreg.web.forms.fields import DAY_WORDS, DayField, VersionField
from borderreg.web.words import in_language

__all__ = ["ReasonForm"]

TOO_LONG: Any = _l("Dài quá.")


SEXES = [SelectChoice("", _l("Chưa rõ")), SelectChoice("F", _l("Nữ")), SelectChoice("M", _l("Nam"))]


def today_text() -> str:
    """Return today as a form shows it."""
    return f"{local_day(g.at):%d/%m/%Y}"


def _choices(words: Any, *, empty: Any = None) -> list[SelectChoice]:
    first = [SelectChoice("", str(empty))] if empty is not None else []
    return first + [SelectChoice(code.value, in_language(text)) for code, text in words.items()]


class VisitForm(FlaskForm):
    """A visit or call; the button that sends it says how the family was asked and what was learnt."""

    visit_id = HiddenField()
    told = StringField()
    visited_on = DayField(_l("Ngày thăm hỏi"), [InputRequired(DAY_WORDS)])
    returned_on = DayField(_l("Nếu đã về: ngày về (khoảng)"), [Optional()])
    exact = BooleanField(_l("Biết chính xác ngày về"))
    note = TextAreaField(
        _l("Ghi chú"), [Length(max=500, message=_l("Không quá 500 ký tự."))], filters=FILTERS
    )


class KnownForm(FlaskForm):
    """A person known abroad outside the lists."""

    name = StringField(
        _l("Họ và tên"),
        [InputRequired(_l("Hãy ghi họ và tên.")), Length(max=LONGEST, message=TOO_LONG)],
        filters=FILTERS,
    )
    birth_year = StringField(_l("Năm sinh"))
    sex = SelectField(_l("Giới tính"), choices=SEXES)
    hamlet = StringField(_l("Thôn, khối"), [Length(max=LONGEST, message=TOO_LONG)], filters=FILTERS)
    country = SelectField(_l("Đang ở nước"), [InputRequired(_l("Hãy chọn nước."))])
    place = StringField(_l("Nơi ở, làm việc"), [Length(max=LONGEST, message=TOO_LONG)], filters=FILTERS)
    since = StringField(_l("Từ khi nào"))
    phone = StringField(_l("Điện thoại của người đó"))
    contact_name = StringField(
        _l("Người nhà liên hệ"), [Length(max=LONGEST, message=TOO_LONG)], filters=FILTERS
    )
    relation = StringField(_l("Quan hệ"), [Length(max=LONGEST, message=TOO_LONG)], filters=FILTERS)
    contact_phone = StringField(_l("Điện thoại người nhà"))
    note = TextAreaField(_l("Ghi chú"), [Length(max=LONGEST_NOTE, message=TOO_LONG)], filters=FILTERS)
    known_id = HiddenField()
    version = VersionField(default=0)

    def validate_since(self, field: StringField) -> None:
        """Accept a day, a month, a year, or nothing."""
        if read_since(field.data or "", today=local_day(g.at)) is None:
            raise ValidationError(_("Hãy ghi ngày, tháng hoặc năm, ví dụ 05/03/2025, 03/2025 hoặc 2025."))

    def validate_birth_year(self, field: StringField) -> None:
        """Accept a year or nothing."""
        if (field.data or "").strip() and self.born is None:
            raise ValidationError(_("Hãy ghi năm sinh bốn chữ số."))

    @property
    def born(self) -> int | None:
        """Return the year of birth."""
        return read_birth_year(self.birth_year.data or "", today=local_day(g.at))


class EndingForm(FlaskForm):
    """How a stay outside the lists ended."""

    ending = RadioField(_l("Kết quả"), [InputRequired(_l("Hãy chọn kết quả."))])
    ended_on = DayField(_l("Ngày"), [InputRequired(DAY_WORDS)])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ending.choices = _choices(ENDINGS)


class HouseholdsForm(FlaskForm):
    """Heads of households of a hamlet, one a line."""

    hamlet = StringField(
        _l("Thôn, khối"),
        [InputRequired(_l("Hãy ghi tên thôn, khối.")), Length(max=60, message=TOO_LONG)],
        filters=FILTERS,
    )
    heads = TextAreaField(
        _l("Chủ hộ, mỗi dòng một người"), [InputRequired(_l("Hãy ghi ít nhất một chủ hộ."))]
    )


class SignedForm(FlaskForm):
    """The day on which ticked households signed."""

    signed_on = DayField(_l("Ngày ký"), [InputRequired(DAY_WORDS)])


class _LogForm(FlaskForm):
    line_id = HiddenField()
    held_on = DayField(_l("Ngày"), [InputRequired(DAY_WORDS)])


class OutreachForm(_LogForm):
    """A session, leaflets, loudspeaker items."""

    kind = RadioField(_l("Việc"), [InputRequired(_l("Hãy chọn việc."))])
    hamlet = StringField(_l("Thôn, khối"), [Length(max=60, message=TOO_LONG)], filters=FILTERS)
    times = IntegerField(_l("Số buổi, số lượt phát"), [Optional(), NumberRange(1, MOST)], default=1)
    listeners = IntegerField(_l("Số lượt người nghe"), [Optional(), NumberRange(0, MOST)])
    leaflets = IntegerField(_l("Số tờ rơi"), [Optional(), NumberRange(0, MOST)])
    note = StringField(_l("Nội dung"), [Length(max=200, message=TOO_LONG)], filters=FILTERS)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind.choices = _choices(OUTREACH)


class CaseForm(_LogForm):
    """A case found; never a name."""

    kind = RadioField(_l("Loại việc"), [InputRequired(_l("Hãy chọn loại việc."))])
    persons = IntegerField(
        _l("Số đối tượng"), [InputRequired(_l("Hãy ghi số đối tượng, 0 nếu chưa rõ.")), NumberRange(0, MOST)]
    )
    handed_to = StringField(_l("Đã chuyển cho"), [Length(max=120, message=TOO_LONG)], filters=FILTERS)
    note = StringField(_l("Ghi chú"), [Length(max=200, message=TOO_LONG)], filters=FILTERS)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind.choices = _choices(CASES)


class SeekerForm(_LogForm):
    """Somebody who seeks work."""

    name = StringField(
        _l("Họ và tên"),
        [InputRequired(_l("Hãy ghi họ và tên.")), Length(max=120, message=TOO_LONG)],
        filters=FILTERS,
    )
    birth_year = StringField(_l("Năm sinh"))
    hamlet = StringField(_l("Thôn, khối"), [Length(max=60, message=TOO_LONG)], filters=FILTERS)
    phone = StringField(_l("Điện thoại"))
    wants = StringField(_l("Muốn làm việc gì, ở đâu"), [Length(max=200, message=TOO_LONG)], filters=FILTERS)


class OfferForm(FlaskForm):
    """What somebody who seeks work was offered."""

    offer = SelectField(_l("Đã giới thiệu"), [InputRequired(_l("Hãy chọn."))])
    offered = StringField(_l("Nơi, việc"), [Length(max=200, message=TOO_LONG)], filters=FILTERS)
    offered_on = DayField(_l("Ngày"), [InputRequired(DAY_WORDS)])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer.choices = _choices(OFFERS, empty=_l("Chọn"))


class RequestForm(FlaskForm):
    """A request of the province: what is asked, until when."""

    title = StringField(
        _l("Tên báo cáo"),
        [InputRequired(_l("Hãy đặt tên.")), Length(min=3, max=150, message=_l("Từ 3 đến 150 ký tự."))],
        filters=FILTERS,
    )
    text = TextAreaField(_l("Nội dung yêu cầu"), [Length(max=2000, message=_l("Không quá 2000 ký tự."))])
    due_on = DayField(_l("Gửi trước hết ngày"), [InputRequired(DAY_WORDS)])
    request_id = HiddenField()


class AnswerForm(FlaskForm):
    """What the office answers to a call for help."""

    answer = TextAreaField(
        _l("Kết quả, trả lời cho xã"),
        [InputRequired(_l("Hãy ghi kết quả.")), Length(min=5, max=500, message=_l("Từ 5 đến 500 ký tự."))],
        filters=FILTERS,
    )
