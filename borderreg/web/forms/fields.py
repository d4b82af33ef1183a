"""Fields that several forms share."""

from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, StringField
from wtforms.validators import ValidationError

from borderreg.domain.dates import parse_date

DAY_WORDS: Any = _l("Hãy ghi ngày dạng ngày/tháng/năm, ví dụ 05/11/2026.")


class VersionField(IntegerField):
    """The version that was on the screen; what is no number is none, and so never the current one."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read ASCII digits, anything else as 0."""
        text = valuelist[0] if valuelist else ""
        self.data = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


class DayField(StringField):
    """A day as people write it; what was typed stays as it is, `day` is None for what cannot be read."""

    @property
    def day(self) -> date | None:
        """Return the day that was typed."""
        return parse_date((self.data or "").strip())

    def fill(self, day: date | None) -> None:
        """Show a day."""
        self.data = f"{day:%d/%m/%Y}" if day else ""

    def pre_validate(self, form: object) -> None:  # noqa: ARG002 (WTForms' own protocol)
        """Refuse what is no day, unless nothing was typed."""
        if (self.data or "").strip() and self.day is None:
            raise ValidationError(str(DAY_WORDS))
