"""What the pages of the commune's month share: words of refusals, tags, the forms' own ids."""

from typing import Any
from uuid import UUID

from flask import Response
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from borderreg.domain.errors import BadInput, BorderregError
from borderreg.domain.known_abroad import ENDINGS, Ending
from borderreg.domain.outreach import CASES, OFFERS, OUTREACH, CaseKind, Offer, OutreachKind
from borderreg.domain.reasons import REASONS, Reason, Text
from borderreg.domain.visits import KINDS, RESULTS, VisitKind, VisitResult
from borderreg.models import new_id
from borderreg.web.words import in_language

# code of the services → what to tell the person
REFUSALS: dict[str, Any] = {
    "conflict": _l("Người khác vừa sửa phần này. Chưa có gì bị ghi đè: hãy xem lại rồi làm tiếp."),
    "visit_day": _l("Ngày thăm hỏi phải trong 60 ngày gần đây, không ở tương lai."),
    "return_day": _l("Ngày về phải từ ngày đi đến hôm nay."),
    "not_away": _l("Người này đã được ghi là về rồi. Không cần ghi nữa."),
    "undo_too_late": _l("Đã quá 15 phút. Chỉ lãnh đạo đơn vị huỷ được."),
    "note": _l("Ghi chú không quá 500 ký tự."),
    "reason": _l("Hãy ghi lý do, từ 5 đến 500 ký tự."),
    "name": _l("Hãy ghi họ và tên."),
    "phone": _l("Số điện thoại chưa đúng."),
    "contact_phone": _l("Số điện thoại người nhà chưa đúng."),
    "ended_on": _l("Ngày không được ở tương lai."),
    "households": _l("Có dòng không phải tên người hoặc quá dài. Mỗi dòng một chủ hộ, nhiều nhất 500 dòng."),
    "hamlet": _l("Hãy ghi tên thôn, khối."),
    "signed_on": _l("Ngày ký phải trong năm cam kết, không ở tương lai."),
    "outreach_count": _l("Hãy ghi số lượng: buổi có số người nghe, tờ rơi có số tờ, loa có số lượt phát."),
    "log_day": _l("Ngày phải trong bốn tháng gần đây, không ở tương lai."),
    "persons": _l("Số đối tượng chưa đúng."),
    "text_too_long": _l("Nội dung dài quá 200 ký tự."),
    "typed": _l("Các số phải là số nguyên không âm."),
    "remarks": _l("Phần kiến nghị không quá 2000 ký tự."),
    "too_early": _l("Chưa đến lúc gửi: chỉ gửi được từ 5 ngày trước hạn."),
    "previous_missing": _l("Báo cáo kỳ trước chưa gửi. Hãy gửi kỳ trước rồi gửi kỳ này."),
    "nothing_changed": _l("Không có gì khác với báo cáo đã gửi nên không cần đính chính."),
    "title": _l("Tên báo cáo từ 3 đến 150 ký tự."),
    "due_on": _l("Hạn phải từ hôm nay đến một năm sau."),
    "communes": _l("Hãy chọn ít nhất một xã, phường."),
    "columns": _l("Bảng cần từ 1 đến 12 cột, tên cột không trùng nhau."),
    "too_many_rows": _l("Nhiều nhất 300 dòng."),
    "no_rows": _l("Bảng chưa có dòng nào. Nếu không có số liệu, hãy ghi một dòng “không có”."),
    "answered": _l("Báo cáo này đã gửi rồi."),
    "request_closed": _l("Yêu cầu này đã kết thúc."),
}
STATE_TONES = {"sent": "good", "late": "attention", "open": "progress", "running": "neutral"}
STATE_SHAPES = {"sent": "tick", "late": "clock", "open": "half", "running": "ring"}
STATE_WORDS: dict[str, Any] = {
    "sent": _l("Đã gửi"),
    "late": _l("Chậm"),
    "open": _l("Đến lúc gửi"),
    "running": _l("Đang trong kỳ"),
}
HELP_WORDS: dict[str, tuple[Any, str, str]] = {
    "asked": (_l("Chờ Sở xem"), "attention", "clock"),
    "seen": (_l("Sở đã xem"), "progress", "half"),
    "handled": (_l("Đã có trả lời"), "good", "tick"),
}


def words_of(error: BorderregError) -> str:
    """Return what to tell the person about a refusal."""
    return str(REFUSALS.get(error.code) or _("Việc này chưa làm được."))


def form_id(text: str | None) -> UUID:
    """Return the id that came with a form, a new one for a form that is shown first; BadInput for others."""
    if not text:
        return new_id()
    try:
        return UUID(text)
    except ValueError as error:
        raise BadInput("form id") from error


def kind_word(code: str) -> str:
    """Return the words of a stored kind, result, offer or ending; a code that nobody knows shows itself."""
    return in_language(WORDS[code]) if code in WORDS else code


WORDS: dict[str, Text] = {
    **{reason.value: REASONS[reason].label for reason in Reason},
    **{ending.value: ENDINGS[ending] for ending in Ending},
    **{offer.value: OFFERS[offer] for offer in Offer},
    **{case.value: CASES[case] for case in CaseKind},
    **{one.value: OUTREACH[one] for one in OutreachKind},
    **{result.value: RESULTS[result].label for result in VisitResult},
    **{kind.value: KINDS[kind] for kind in VisitKind},
}


def pdf(data: bytes, name: str) -> Response:
    """Answer with a PDF that the browser shows and does not keep."""
    response = Response(data, mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    response.headers["Cache-Control"] = "no-store"
    return response
