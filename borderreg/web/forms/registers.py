"""Forms of the registers of employers and recruiters; the rules are in domain/employers.py."""

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField, RadioField, SelectChoice, SelectField, StringField, TextAreaField
from wtforms.validators import AnyOf, InputRequired, Length, Optional

from borderreg.domain.credit_codes import normalise_credit_code
from borderreg.domain.employers import SECTORS, EmployerFacts, Flaw, RecruiterFacts, RegisterKind
from borderreg.domain.names import normalise_text
from borderreg.domain.places import ReferenceFacts
from borderreg.services.list_core import LONGEST_REASON, SHORTEST_REASON
from borderreg.services.register_acts import LONGEST_SOURCE
from borderreg.web.forms.acts import FILTERS, REASON_WORDS
from borderreg.web.forms.fields import DAY_WORDS, DayField, VersionField
from borderreg.web.words import in_language, language

# code of a flaw → what to do
FLAWS: dict[str, Any] = {
    "missing": _l("Hãy ghi tên, có ít nhất một chữ cái."),
    "too_long": _l("Nội dung quá dài. Hãy ghi ngắn lại."),
    "hidden": _l("Có ký tự ẩn. Hãy xoá ô này và gõ lại."),
    "phone": _l("Số điện thoại chỉ gồm chữ số, dấu cách và dấu +."),
    "not_chinese": _l("Tên tiếng Trung phải có chữ Hán. Tên phiên âm ghi ở ô pinyin."),
    "not_pinyin": _l("Pinyin viết bằng chữ La-tinh, không có chữ Hán."),
    "credit_code_length": _l("Mã tín dụng xã hội thống nhất có đúng 18 ký tự."),
    "credit_code_characters": _l("Mã tín dụng chỉ gồm chữ số và chữ hoa, không có I, O, S, V, Z."),
    "credit_code_check": _l("Mã tín dụng sai ký tự kiểm tra. Hãy đối chiếu với giấy phép kinh doanh."),
    "unknown": _l("Hãy chọn trong danh mục."),
    "reversed": _l("Ngày cuối trước ngày đầu. Hãy sửa lại."),
    "name_taken": _l("Tên hoặc mã này đã có trong sổ. Hãy mở mục đã có, hoặc gộp hai mục."),
}
SOURCE_WORDS: Any = _l("Hãy ghi văn bản làm căn cứ, từ 3 đến 200 ký tự.")


def normalised(text: str | None) -> str:
    """Join spaces and bring letters to one form; hidden characters stay, so that the domain names them."""
    return normalise_text(text or "")


CLEAN = [normalised]


class FactsForm(FlaskForm):
    """What both registers share: the version, since when the facts hold, by which document."""

    version = VersionField(default=0)
    since = DayField(_l("Áp dụng từ ngày"), [InputRequired(DAY_WORDS)])
    source_document = StringField(
        _l("Văn bản làm căn cứ"), [Length(max=LONGEST_SOURCE, message=SOURCE_WORDS)], filters=FILTERS
    )

    def show(self, flaws: Iterable[Flaw]) -> None:
        """Put each flaw beside its field."""
        for flaw in flaws:
            field = self[flaw.field]
            field.errors = [*field.errors, str(FLAWS[flaw.code])]


class EmployerForm(FactsForm):
    """An employer of the register."""

    name_vi = StringField(_l("Tên tiếng Việt"), [InputRequired(FLAWS["missing"])], filters=CLEAN)
    name_zh = StringField(_l("Tên tiếng Trung"), filters=CLEAN)
    pinyin = StringField(_l("Pinyin"), filters=CLEAN)
    credit_code = StringField(_l("Mã tín dụng xã hội thống nhất"), filters=CLEAN)
    sector = SelectField(_l("Ngành"), validate_choice=False)
    county = SelectField(_l("Huyện, thị"), validate_choice=False)
    address = StringField(_l("Địa chỉ"), filters=CLEAN)
    contact_name = StringField(_l("Người liên hệ của đơn vị"), filters=CLEAN)
    contact_phone = StringField(_l("Điện thoại của đơn vị"), filters=CLEAN)

    def offer(self, registers: ReferenceFacts) -> None:
        """Fill the choices from the registers of the day."""
        counties = [SelectChoice(county.code, county.name(language())) for county in registers.counties]
        sectors = [SelectChoice(code, in_language(text)) for code, text in SECTORS.items()]
        nothing = str(_l("Chưa rõ"))
        self.county.choices = [SelectChoice("", nothing), *counties]
        self.sector.choices = [SelectChoice("", nothing), *sectors]

    def facts(self) -> EmployerFacts:
        """Return what was typed."""
        texts = {name: self[name].data or "" for name in EmployerFacts.__slots__}
        return EmployerFacts(**{**texts, "credit_code": normalise_credit_code(texts["credit_code"])})

    def fill(self, facts: EmployerFacts) -> None:
        """Show stored facts."""
        for name in EmployerFacts.__slots__:
            self[name].data = getattr(facts, name)


class RecruiterForm(FactsForm):
    """A recruiter of the register."""

    name = StringField(_l("Tên tổ chức, cá nhân"), [InputRequired(FLAWS["missing"])], filters=CLEAN)
    licence_number = StringField(_l("Số giấy phép"), filters=CLEAN)
    licence_from = DayField(_l("Giấy phép có giá trị từ"))
    licence_to = DayField(_l("Giấy phép có giá trị đến"))
    address = StringField(_l("Địa chỉ"), filters=CLEAN)
    phone = StringField(_l("Điện thoại"), filters=CLEAN)

    def offer(self, registers: ReferenceFacts) -> None:
        """Nothing to choose from."""

    def facts(self) -> RecruiterFacts:
        """Return what was typed."""
        texts = {name: self[name].data or "" for name in ("name", "licence_number", "address", "phone")}
        return RecruiterFacts(**texts, licence_from=self.licence_from.day, licence_to=self.licence_to.day)

    def fill(self, facts: RecruiterFacts) -> None:
        """Show stored facts."""
        for name in ("name", "licence_number", "address", "phone"):
            self[name].data = getattr(facts, name)
        self.licence_from.fill(facts.licence_from)
        self.licence_to.fill(facts.licence_to)


class _ReasonForm(FlaskForm):
    version = VersionField(default=0)
    reason = TextAreaField(
        _l("Lý do"),
        [InputRequired(REASON_WORDS), Length(min=SHORTEST_REASON, max=LONGEST_REASON, message=REASON_WORDS)],
        filters=FILTERS,
    )
    source_document = StringField(
        _l("Văn bản làm căn cứ"),
        [InputRequired(SOURCE_WORDS), Length(min=3, max=LONGEST_SOURCE, message=SOURCE_WORDS)],
        filters=FILTERS,
    )
    step = HiddenField()


class SuspendForm(_ReasonForm):
    """A suspension: from when, until when, why, by which document."""

    first = DayField(_l("Tạm dừng từ ngày"), [InputRequired(DAY_WORDS)])
    last = DayField(_l("Đến hết ngày"), [Optional()])


class LiftForm(_ReasonForm):
    """The end of a suspension."""


class QuestionForm(FlaskForm):
    """A question to the commune that proposed a name."""

    version = VersionField(default=0)
    question = TextAreaField(
        _l("Câu hỏi cho công an xã"),
        [InputRequired(REASON_WORDS), Length(min=SHORTEST_REASON, max=LONGEST_REASON, message=REASON_WORDS)],
        filters=FILTERS,
    )


class MergeForm(FlaskForm):
    """Which one of the register a proposed one is."""

    version = VersionField(default=0)
    into = RadioField(_l("Gộp vào"), [InputRequired(_l("Hãy chọn một mục."))], validate_choice=False)
    step = HiddenField()


class AnswerForm(FlaskForm):
    """A commune's answer to the province."""

    kind = HiddenField(validators=[AnyOf([kind.value for kind in RegisterKind])])
    object_id = HiddenField()
    text = TextAreaField(
        _l("Trả lời"),
        [InputRequired(REASON_WORDS), Length(min=SHORTEST_REASON, max=LONGEST_REASON, message=REASON_WORDS)],
        filters=FILTERS,
    )
