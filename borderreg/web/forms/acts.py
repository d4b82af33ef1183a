"""Small forms of acts on a list: a title, a reason, a file, a print."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from borderreg.domain.likeness import OTHER, PRESETS
from borderreg.domain.search_terms import SHORTEST
from borderreg.services.list_core import LONGEST_REASON, SHORTEST_REASON, visible
from borderreg.services.lists import LONGEST_TITLE
from borderreg.services.papers import LONGEST_DOCUMENT_NUMBER
from borderreg.web.forms.fields import VersionField

REASON_WORDS: Any = _l("Hãy ghi lý do, từ 5 đến 500 ký tự.")


def shown(text: str | None) -> str:
    """Take what nobody can see out of a typed text."""
    return visible(text or "")


FILTERS = [shown]


class VersionForm(FlaskForm):
    """An act on a list that names the version on the screen."""

    version = VersionField(default=0)


class TitleForm(VersionForm):
    """The working title of a draft."""

    title = StringField(
        _l("Tên gọi của danh sách"),
        [
            InputRequired(_l("Hãy đặt tên gọi để dễ tìm.")),
            Length(max=LONGEST_TITLE, message=_l("Không quá 120 ký tự.")),
        ],
        filters=FILTERS,
    )


class NewListForm(FlaskForm):
    """A new draft; without a title it is called by its day."""

    title = StringField(
        _l("Tên gọi của danh sách"),
        [Length(max=LONGEST_TITLE, message=_l("Không quá 120 ký tự."))],
        filters=FILTERS,
    )
    then = StringField()


class ReasonForm(VersionForm):
    """An act with a reason that somebody will read."""

    reason = TextAreaField(
        _l("Lý do"),
        [
            InputRequired(REASON_WORDS),
            Length(min=SHORTEST_REASON, max=LONGEST_REASON, message=REASON_WORDS),
        ],
        filters=FILTERS,
        id="act-reason",  # a page may ask for the reason of a decision as well
    )


class DecisionForm(FlaskForm):
    """Likenesses that are settled with one reason."""

    everything = BooleanField(_l("Tất cả các trường hợp dưới đây"))
    keys = SelectMultipleField(
        _l("Các trường hợp"),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    preset = RadioField(_l("Vì sao?"), choices=list(PRESETS), default=OTHER)
    reason = TextAreaField(
        _l("Ghi thêm"), [Length(max=LONGEST_REASON, message=REASON_WORDS)], filters=FILTERS
    )

    def validate_reason(self, field: Any) -> None:
        """Ask for words where no preset reason says enough, and for some that say something."""
        text = field.data or ""
        if len(text) < SHORTEST_REASON and (text or self.preset.data == OTHER):
            raise ValidationError(REASON_WORDS)

    def chosen(self) -> list[str]:
        """Return the keys of the likenesses that are meant."""
        if self.everything.data:
            return [choice.value for choice in self.keys.choices]
        return list(self.keys.data or [])


class PrintForm(FlaskForm):
    """How to print a list."""

    document_number = StringField(
        _l("Số văn bản"),
        [Length(max=LONGEST_DOCUMENT_NUMBER, message=_l("Không quá 40 ký tự."))],
        filters=FILTERS,
    )
    slips = BooleanField(_l("In kèm phiếu phát cho từng người"))
    cards = BooleanField(_l("In kèm thẻ cỡ thẻ căn cước, 10 thẻ một tờ A4 để cắt"))


class ReprintForm(FlaskForm):
    """Print one person's paper again: the same code, counted."""

    person = SelectField(_l("Của ai"), validate_choice=False)
    paper = RadioField(
        _l("Giấy nào"),
        choices=[SelectChoice("slips", _l("Phiếu")), SelectChoice("cards", _l("Thẻ"))],
        default="slips",
    )


class SearchForm(FlaskForm):
    """What a person is looked for by."""

    text = StringField(
        _l("Tìm người"),
        [
            InputRequired(_l("Hãy nhập họ tên, bốn số cuối CCCD hoặc số điện thoại.")),
            Length(min=SHORTEST, max=100, message=_l("Gõ ít nhất 3 ký tự, nhiều nhất 100.")),
        ],
        filters=FILTERS,
    )
