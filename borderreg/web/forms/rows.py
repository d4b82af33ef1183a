"""The form of a row and of a person: fields named after the columns, checked by the domain's own reader."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    HiddenField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.widgets import CheckboxInput, ListWidget

from borderreg.domain.columns import Column
from borderreg.domain.dates import full_day
from borderreg.domain.form_rules import check_form
from borderreg.domain.list_facts import RowReference
from borderreg.domain.places import ReferenceFacts
from borderreg.domain.problems import Problem
from borderreg.services.list_core import visible
from borderreg.web.forms.fields import VersionField
from borderreg.web.words import language

SEXES = [SelectChoice("Nữ", _l("Nữ")), SelectChoice("Nam", _l("Nam"))]

TYPED_DAYS = (Column.DOCUMENT_EXPIRES.value, Column.VALID_FROM.value, Column.VALID_TO.value)
RENAMED, REGISTERED = "renamed", "registered"
SAME = [
    SelectChoice(RENAMED, _l("Cùng một người: sửa tên trong sổ theo tên vừa nhập")),
    SelectChoice(REGISTERED, _l("Cùng một người: giữ tên và ngày sinh trong sổ")),
]


class _Required:
    """Mark a field as required for the reader; the domain decides what is missing."""

    field_flags = {"required": True}  # noqa: RUF012 (WTForms' own protocol)

    def __call__(self, form: object, field: object) -> None:
        """Accept anything: the domain's reader names what is missing."""


REQUIRED = [_Required()]


class ScannedForm(FlaskForm):
    """A form with columns of a list, filled by hand or by a scan; `mrz` is never shown again, never kept."""

    mrz = TextAreaField(_l("Hai dòng mã hộ chiếu"))
    document_type = SelectField(_l("Loại giấy tờ"), validate_choice=False)
    then = HiddenField()
    focus = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.noticed: list[str] = []

    def offer(self, facts: ReferenceFacts) -> None:
        """Fill the choices from the registers of the day."""
        kinds = [SelectChoice(kind.name_vi, _named(kind)) for kind in facts.document_types]
        self.document_type.choices = [SelectChoice("", str(_l("Chọn loại giấy tờ"))), *kinds]

    def cells(self) -> dict[str, object]:
        """Return what was typed, by column, as the domain reads it; days of six digits in full."""
        for name in TYPED_DAYS:
            if name in self:
                self[name].data = full_day(self[name].data or "")
        return {name: self[name].data or "" for name in self.columns()}

    def columns(self) -> tuple[str, ...]:
        """Return the names of the fields that are columns of a list."""
        return tuple(column.value for column in Column if column.value in self)

    def take(self, name: str) -> str:
        """Return what a reader typed into a field and forget it: no page, draft or log may hold it."""
        field = self[name]
        text = str(field.data or "")
        field.data, field.raw_data = "", []
        return text

    def notice(self, problems: Iterable[Problem]) -> None:
        """Put warnings beside their fields and above the form, where nobody overlooks them."""
        found = tuple(problems)
        self.show(found)
        self.noticed += [item.text_on_form(language()) for item in found]

    def fill(self, cells: Mapping[str, object]) -> None:
        """Show stored facts in the form."""
        for name in self.columns():
            self[name].data = cells.get(name) or ""

    def show(self, problems: Iterable[Problem]) -> None:
        """Put each error beside its field, and each warning as its hint; hidden characters are not shown."""
        for name in self.columns():
            if isinstance(self[name].data, str):
                self[name].data = visible(self[name].data)
        for item in problems:
            text, place = item.text_on_form(language()), self.place_of(item)
            if place is None:
                self.form_errors.append(text)
            elif item.is_error:
                self[place].errors = [*self[place].errors, text]
            else:
                self[place].description = text

    def place_of(self, item: Problem) -> str | None:
        """Return the field that a problem stands beside, None for the form as a whole."""
        return item.column if item.column is not None and item.column in self else None


class PersonForm(ScannedForm):
    """A person of the register; like `mrz`, `card` is never shown again and never kept."""

    card = StringField(_l("Quét thẻ căn cước"))
    name = StringField(_l("Họ và tên"), REQUIRED)
    birth = StringField(_l("Ngày sinh"), REQUIRED)
    sex = RadioField(_l("Giới tính"), REQUIRED, choices=SEXES, validate_choice=False)
    personal_id = StringField(_l("Số CCCD"), REQUIRED)
    hamlet = StringField(_l("Thôn, khối"))
    phone = StringField(_l("Điện thoại"))
    contact_name = StringField(_l("Người liên hệ"))
    contact_phone = StringField(_l("Điện thoại liên hệ"))
    document_number = StringField(_l("Số giấy tờ"))
    document_expires = StringField(_l("Ngày hết hạn"))
    version = VersionField(default=0)
    was = HiddenField()

    def read(self, reader: Any, *, reference: RowReference, at: date, **kwargs: Any) -> Any:
        """Read the form with a reader of the domain, show its problems, return the draft or None."""
        draft, problems = reader(self.cells(), reference=reference, at=at, **kwargs)
        slips = check_form(self.cells(), types=reference.document_types, at=at)
        self.show((*problems, *slips))
        return None if slips else draft


class RowForm(PersonForm):
    """A row of a list: a person, the travel document, the work and the period."""

    document_type = SelectField(_l("Loại giấy tờ"), REQUIRED, validate_choice=False)
    document_number = StringField(_l("Số giấy tờ"), REQUIRED)
    document_expires = StringField(_l("Ngày hết hạn"), REQUIRED)
    employer = StringField(_l("Đơn vị sử dụng lao động"), REQUIRED)
    county = StringField(_l("Huyện, thị"), REQUIRED)
    job = StringField(_l("Công việc"))
    valid_from = StringField(_l("Từ ngày"), REQUIRED)
    valid_to = StringField(_l("Đến ngày"), REQUIRED)
    gates = SelectMultipleField(
        _l("Cửa khẩu"),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        validate_choice=False,
    )
    recruiter = StringField(_l("Bên tuyển dụng, giới thiệu"))
    same_person = RadioField(
        _l("Số này đang là của người khác trong sổ"), choices=SAME, validate_choice=False
    )
    asked = HiddenField()

    def offer(self, facts: ReferenceFacts) -> None:
        """Fill the choices from the registers of the day; only international gates open to people."""
        super().offer(facts)
        usual = [gate for gate in facts.gates if gate.for_workers]
        self.gates.choices = [SelectChoice(gate.code, gate.name(language())) for gate in usual]

    def cells(self) -> dict[str, object]:
        """Return what was typed; several gates as one cell."""
        chosen: Sequence[str] = self.gates.data or ()
        return {**super().cells(), Column.GATES.value: ", ".join(chosen)}

    def fill(self, cells: Mapping[str, object]) -> None:
        """Show stored facts in the form."""
        super().fill(cells)
        self.gates.data = [code for code in str(cells.get(Column.GATES) or "").split(", ") if code]


def _named(kind: Any) -> str:
    return str({"en": kind.name_en, "zh": kind.name_zh}.get(language()) or kind.name_vi)
