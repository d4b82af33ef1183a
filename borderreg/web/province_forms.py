"""Forms of the office's pages: why a record is opened, and how a contradiction was cleared up."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import RadioField, SelectChoice, StringField
from wtforms.validators import InputRequired, Length

from borderreg.domain.contradictions import OUTCOMES
from borderreg.web.words import in_language

# purpose that goes into the audit log → its words
PURPOSES: dict[str, Any] = {
    "support": _l("Hỗ trợ người lao động"),
    "family": _l("Gia đình nhờ tìm, hỏi thăm"),
    "overdue": _l("Người quá hạn: liên hệ và giúp về nước"),
    "verification": _l("Đối chiếu, làm rõ dữ liệu"),
    "talks": _l("Phối hợp với phía Trung Quốc"),
    "person": _l("Chính người lao động yêu cầu"),
}


class PurposeForm(FlaskForm):
    """Why a full record is opened; the answer stays in the log."""

    purpose = RadioField(
        _l("Mở hồ sơ để làm gì?"),
        [InputRequired(_l("Hãy chọn mục đích mở hồ sơ."))],
        choices=[SelectChoice(code, words) for code, words in PURPOSES.items()],
    )
    reference = StringField(
        _l("Số văn bản hoặc số phiếu yêu cầu"), [Length(max=60, message=_l("Dài quá 60 ký tự."))]
    )

    def written(self) -> str:
        """Return the purpose as it goes into the log."""
        reference = " ".join((self.reference.data or "").split())
        return f"{self.purpose.data}: {reference}" if reference else str(self.purpose.data)


class OutcomeForm(FlaskForm):
    """How a contradiction was cleared up."""

    outcome = RadioField(_l("Kết quả làm rõ"), [InputRequired(_l("Hãy chọn kết quả làm rõ."))], choices=[])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.outcome.choices = [SelectChoice(code, in_language(text)) for code, text in OUTCOMES.items()]
