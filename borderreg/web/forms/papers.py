"""The form of one travel document, and why it ends."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import RadioField, SelectChoice, StringField
from wtforms.validators import InputRequired

from borderreg.domain.problems import Problem, ProblemCode
from borderreg.domain.travel_papers import ENDINGS, ISSUED, Ending
from borderreg.web.forms.rows import REQUIRED, ScannedForm
from borderreg.web.words import language

LANGUAGES = ("vi", "en", "zh")


class PaperForm(ScannedForm):
    """A travel document of one person."""

    document_number = StringField(_l("Số giấy tờ"), REQUIRED)
    document_issued = StringField(_l("Ngày cấp"))
    document_expires = StringField(_l("Ngày hết hạn"), REQUIRED)

    def cells(self) -> dict[str, object]:
        """Return what was typed, the day of issue with it."""
        return {**super().cells(), ISSUED: self.document_issued.data or ""}

    def place_of(self, item: Problem) -> str | None:
        """Return the field that a problem stands beside; the day of issue is no column."""
        return ISSUED if item.code is ProblemCode.DOCUMENT_ISSUED else super().place_of(item)


class EndingForm(FlaskForm):
    """Why a travel document ends; renewing has a form of its own."""

    reason = RadioField(_l("Vì sao"), [InputRequired(_l("Hãy chọn lý do."))])

    def offer(self) -> None:
        """Fill the choices in the reader's language."""
        reasons = [ending.value for ending in Ending if ending is not Ending.RENEWED]
        self.reason.choices = [SelectChoice(value, _capital(ending_words(value))) for value in reasons]


def ending_words(reason: str) -> str:
    """Return why a document ended, in the reader's language."""
    return ENDINGS[Ending(reason)][LANGUAGES.index(language())]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
