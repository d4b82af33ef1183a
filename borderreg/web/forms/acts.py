"""Small forms of acts on a list: a title, a reason, a file, a print."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

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


class ReasonForm(VersionForm):
    """An act with a reason that somebody will read."""

    reason = TextAreaField(
        _l("Lý do"),
        [
            InputRequired(REASON_WORDS),
            Length(min=SHORTEST_REASON, max=LONGEST_REASON, message=REASON_WORDS),
        ],
        filters=FILTERS,
    )


class DecisionForm(FlaskForm):
    """Likenesses that are settled with one reason."""

    everything = BooleanField(_l("Tất cả các trường hợp dưới đây"))
    keys = SelectMultipleField(
        _l("Các trường hợp"),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    reason = TextAreaField(
        _l("Lý do quyết định"),
        [
            InputRequired(REASON_WORDS),
            Length(min=SHORTEST_REASON, max=LONGEST_REASON, message=REASON_WORDS),
        ],
        filters=FILTERS,
    )

    def chosen(self) -> list[str]:
        """Return the keys of the likenesses that are meant."""
        if self.everything.data:
            return [choice.value for choice in self.keys.choices]
        return list(self.keys.data or [])


class ImportForm(FlaskForm):
    """A workbook to import."""

    file = FileField(_l("Tệp danh sách (.xlsx hoặc .csv)"), [FileRequired(_l("Hãy chọn tệp danh sách."))])


class PrintForm(FlaskForm):
    """How to print a list."""

    document_number = StringField(
        _l("Số văn bản"),
        [Length(max=LONGEST_DOCUMENT_NUMBER, message=_l("Không quá 40 ký tự."))],
        filters=FILTERS,
    )
    slips = BooleanField(_l("In kèm phiếu phát cho từng người"))


class SearchForm(FlaskForm):
    """What a person is looked for by."""

    text = StringField(
        _l("Tìm người"),
        [
            InputRequired(_l("Hãy nhập họ tên, bốn số cuối CCCD hoặc số điện thoại.")),
            Length(min=2, max=80, message=_l("Hãy nhập từ 2 đến 80 ký tự.")),
        ],
        filters=FILTERS,
    )
