"""The form of a reference register, made from its table of fields; the rules are in the domain."""

from collections.abc import Iterable
from datetime import date, time
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    Field,
    HiddenField,
    IntegerField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
)
from wtforms.validators import InputRequired, Length, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from borderreg.domain.employers import Flaw
from borderreg.domain.reference_registers import Field as Fact
from borderreg.domain.reference_registers import Kind
from borderreg.services.register_acts import LONGEST_SOURCE
from borderreg.web.forms.acts import FILTERS
from borderreg.web.forms.fields import DAY_WORDS, DayField
from borderreg.web.forms.registers import CLEAN, FLAWS, SOURCE_WORDS
from borderreg.web.forms.rows import REQUIRED
from borderreg.web.words import in_language

WORDS: dict[str, Any] = {
    **FLAWS,
    "needed": _l("Hãy điền ô này."),
    "number": _l("Hãy ghi một số nguyên dương."),
    "code": _l("Mã chỉ gồm chữ không dấu, chữ số, gạch và dấu chấm."),
    "pattern": _l("Biểu thức này không đọc được."),
    "time": _l("Hãy ghi giờ và phút, ví dụ 07:30."),
    "too_early": _l("Đã có thay đổi từ ngày này hoặc muộn hơn. Hãy ghi ngày sau đó."),
    "ended": _l("Mục này đã hết hiệu lực trước ngày đó."),
    "name_taken": _l("Mã này đã có. Hãy sửa mục đã có."),
}
TIME_WORDS = WORDS["time"]


class TimeTextField(StringField):
    """A time of day typed as 07:30; `clock` is None when empty."""

    clock: time | None = None

    def pre_validate(self, form: object) -> None:  # noqa: ARG002 (WTForms' own protocol)
        """Read what was typed."""
        text = (self.data or "").strip().replace("h", ":").replace("g", ":")
        try:
            self.clock = time.fromisoformat(text.zfill(5)) if text else None
        except ValueError as error:
            raise ValidationError(TIME_WORDS) from error


class ReferenceForm(FlaskForm):
    """A change of a register: its fields are added from the table; since when, by which document."""

    since = DayField(_l("Áp dụng từ ngày"), [InputRequired(DAY_WORDS)])
    source_document = StringField(
        _l("Văn bản làm căn cứ"),
        [InputRequired(SOURCE_WORDS), Length(min=3, max=LONGEST_SOURCE, message=SOURCE_WORDS)],
        filters=FILTERS,
    )
    step = HiddenField()

    def values(self, facts: Iterable[Fact]) -> dict[str, Any]:
        """Return what was typed by field, days and times read."""
        return {fact.name: _typed(self[fact.name], fact.kind) for fact in facts}

    def fill(self, values: dict[str, Any]) -> None:
        """Show stored values."""
        for name, value in values.items():
            if isinstance(value, time):
                self[name].data = f"{value:%H:%M}"
            elif isinstance(value, date):
                self[name].fill(value)
            else:
                self[name].data = value

    def show(self, flaws: Iterable[Flaw]) -> None:
        """Put each flaw beside its field."""
        for flaw in flaws:
            field = self[flaw.field]
            field.errors = [*field.errors, str(WORDS[flaw.code])]


def reference_form(facts: Iterable[Fact]) -> ReferenceForm:
    """Make the form of some fields of a register."""
    fields = {fact.name: _field(fact) for fact in facts}
    made: ReferenceForm = type("RegisterForm", (ReferenceForm,), fields)()
    return made


def _field(fact: Fact) -> Any:
    label, needed = in_language(fact.label), REQUIRED if fact.required else []
    if fact.kind is Kind.YES_NO:
        return BooleanField(label)
    if fact.kind is Kind.NUMBER:
        return IntegerField(label, [Optional(), *needed])
    if fact.kind is Kind.DAY:
        return DayField(label, needed)
    if fact.kind is Kind.TIME:
        return TimeTextField(label, needed)
    if fact.choices is not None:
        choices = [SelectChoice(code, in_language(text)) for code, text in fact.choices.items()]
        if fact.kind is Kind.CHOICE:
            return SelectField(label, needed, choices=choices)
        widgets = {"widget": ListWidget(prefix_label=False), "option_widget": CheckboxInput()}
        return SelectMultipleField(label, needed, choices=choices, **widgets)
    return StringField(label, needed, filters=CLEAN)


def _typed(field: Field, kind: Kind) -> Any:
    if isinstance(field, DayField):
        return field.day
    if isinstance(field, TimeTextField):
        return field.clock
    return tuple(field.data or ()) if kind is Kind.CHOICES else field.data
