"""The words, tones and shapes that screens give to stored codes: tables, never branches in a template."""

from dataclasses import dataclass
from typing import Any

from flask_babel import get_locale
from flask_babel import lazy_gettext as _l

from borderreg.domain.reasons import CLASS_TEXTS, FLAGS, REASONS, Flag, Reason, Text, VerdictClass


@dataclass(frozen=True, slots=True)
class Tag:
    """How a stored code looks: its word, the tone of its colour, and a shape for those who see no colour."""

    word: Any  # a lazy string: its language is known only while a page is rendered
    tone: str
    shape: str


# kind of code → code → tag; overdue asks for help, so it is never red (product.md, Overdue means help)
TAGS: dict[str, dict[str, Tag]] = {
    "list": {
        "draft": Tag(_l("Bản nháp"), "neutral", "ring"),
        "submitted": Tag(_l("Chờ xác nhận"), "progress", "half"),
        "returned": Tag(_l("Trả lại để hoàn thiện"), "attention", "turn"),
        "certified": Tag(_l("Đã xác nhận"), "good", "tick"),
        "in_force": Tag(_l("Đang có hiệu lực"), "good", "tick"),
        "expired": Tag(_l("Hết hiệu lực"), "neutral", "dash"),
        "revoked": Tag(_l("Đã thu hồi"), "bad", "bar"),
        "discarded": Tag(_l("Đã bỏ"), "neutral", "dash"),
    },
    "list_kind": {
        "original": Tag(_l("Danh sách"), "neutral", "disc"),
        "supplement": Tag(_l("Danh sách bổ sung"), "progress", "plus"),
        "withdrawal": Tag(_l("Rút tên"), "attention", "dash"),
    },
    "entry": {
        "draft": Tag(_l("Bản nháp"), "neutral", "ring"),
        "removed": Tag(_l("Đã bỏ khỏi bản nháp"), "neutral", "dash"),
        "certified": Tag(_l("Đã xác nhận"), "good", "tick"),
        "withdrawn": Tag(_l("Đã rút tên"), "neutral", "dash"),
        "revoked": Tag(_l("Đã thu hồi"), "bad", "bar"),
        "superseded": Tag(_l("Đã thay thế"), "neutral", "turn"),
        "suspended": Tag(_l("Tạm dừng"), "attention", "pause"),
    },
    "correction": {
        "accepted": Tag(_l("Đã đồng ý"), "good", "tick"),
        "declined": Tag(_l("Không đồng ý"), "attention", "bar"),
        "taken_back": Tag(_l("Đã rút lại"), "neutral", "turn"),
        "lapsed": Tag(_l("Không còn hiệu lực"), "neutral", "dash"),
        "waiting": Tag(_l("Chờ đồng ý sửa"), "progress", "half"),
    },
    "post": {
        "coming": Tag(_l("Sắp tới"), "progress", "clock"),
        "now": Tag(_l("Đang thay"), "good", "tick"),
        "done": Tag(_l("Đã bàn giao"), "good", "tick"),
        "over": Tag(_l("Đã kết thúc"), "neutral", "dash"),
    },
    "print": {
        "draft": Tag(_l("Bản nháp"), "neutral", "ring"),
        "table": Tag(_l("Danh sách và phụ lục mã"), "neutral", "disc"),
        "slips": Tag(_l("Phiếu"), "neutral", "disc"),
        "cards": Tag(_l("Thẻ"), "neutral", "disc"),
    },
    "journey": {
        "never_left": Tag(_l("Chưa xuất cảnh"), "neutral", "ring"),
        "home": Tag(_l("Đã về"), "good", "tick"),
        "returned": Tag(_l("Đã về"), "good", "tick"),
        "abroad": Tag(_l("Đang ở nước ngoài"), "away", "arrow"),
        "overdue": Tag(_l("Quá hạn"), "attention", "clock"),
        "contradictory": Tag(_l("Dữ liệu chưa khớp"), "attention", "question"),
    },
    "paper": {
        "valid": Tag(_l("Còn hạn"), "good", "tick"),
        "short": Tag(_l("Còn dưới 6 tháng"), "attention", "clock"),
        "expired": Tag(_l("Đã hết hạn"), "bad", "bar"),
        "ended": Tag(_l("Đã kết thúc"), "neutral", "dash"),
    },
    "employer": {
        "proposed": Tag(_l("Mới đề xuất"), "progress", "ring"),
        "active": Tag(_l("Đang hoạt động"), "good", "tick"),
        "suspended": Tag(_l("Tạm dừng"), "attention", "pause"),
        "suspended_later": Tag(_l("Sắp tạm dừng"), "attention", "clock"),
        "merged": Tag(_l("Đã gộp"), "neutral", "dash"),
    },
    "key": {
        "active": Tag(_l("Đang dùng"), "good", "tick"),
        "retired": Tag(_l("Thôi dùng"), "neutral", "dash"),
        "revoked": Tag(_l("Đã thu hồi"), "bad", "bar"),
    },
    "gate": {
        "open": Tag(_l("Đang mở"), "good", "tick"),
        "closed": Tag(_l("Đang đóng"), "neutral", "bar"),
    },
    "device": {
        "active": Tag(_l("Đang dùng"), "good", "tick"),
        "invited": Tag(_l("Chờ ghép"), "progress", "half"),
        "revoked": Tag(_l("Đã thu hồi"), "bad", "bar"),
    },
    "user": {
        "active": Tag(_l("Đang hoạt động"), "good", "tick"),
        "disabled": Tag(_l("Đã khoá"), "neutral", "bar"),
    },
    "severity": {
        "error": Tag(_l("Phải sửa"), "bad", "bar"),
        "warning": Tag(_l("Lưu ý"), "attention", "question"),
    },
    "event": {
        "departure": Tag(_l("Xuất cảnh"), "away", "arrow"),
        "return": Tag(_l("Nhập cảnh (về)"), "good", "turn"),
        "paper_departure": Tag(_l("Xuất cảnh theo danh sách giấy"), "away", "arrow"),
        "paper_return": Tag(_l("Về theo danh sách giấy"), "good", "turn"),
        "learnt": Tag(_l("Về, biết qua xác minh"), "good", "turn"),
        "attempt": Tag(_l("Lượt bị từ chối"), "bad", "bar"),
        "annulment": Tag(_l("Huỷ lượt"), "neutral", "dash"),
        "hand_over": Tag(_l("Tiếp nhận trao trả"), "progress", "turn"),
    },
}

# role → word shown beside the person's name; product.md, Who uses it
ROLE_WORDS: dict[str, Any] = {
    "commune_officer": _l("Cán bộ công an cấp xã"),
    "commune_chief": _l("Trưởng công an cấp xã"),
    "gate_officer": _l("Cán bộ cửa khẩu"),
    "gate_commander": _l("Chỉ huy cửa khẩu"),
    "foreign_affairs": _l("Sở Ngoại vụ"),
    "protection": _l("Cán bộ bảo hộ"),
    "admin": _l("Quản trị hệ thống"),
    "auditor": _l("Kiểm tra nhật ký"),
    "operator": _l("Vận hành máy chủ"),
}

SEX_WORDS: dict[str, Any] = {"female": _l("Nữ"), "male": _l("Nam"), "f": _l("Nữ"), "m": _l("Nam")}


def tag_of(kind: str, code: str) -> Tag:
    """Return how a stored code looks; an unknown code shows itself, so that it is seen and mended."""
    return TAGS.get(kind, {}).get(code) or Tag(code, "neutral", "ring")


def in_language(text: Text) -> str:
    """Choose the wording of the reader's language; Vietnamese is the source."""
    return str(getattr(text, language(), text.vi))


def language() -> str:
    """Return the reader's language: vi, en or zh."""
    locale = get_locale()
    return str(locale.language) if locale else "vi"


def verdict_of(class_: str, direction: str | None = None) -> tuple[str, str]:
    """Return the class to show and its word; a return is never shown as refused (it is always logged)."""
    shown = "check" if direction == "return" and class_ == "refuse" else str(class_)
    return shown, in_language(CLASS_TEXTS[VerdictClass(shown)])


def reason_of(code: str) -> dict[str, str]:
    """Return what a screen says of a reason: label and solution for the reader, the sentence in vi and zh."""
    info = REASONS[Reason(code)]
    return {
        "label": in_language(info.label),
        "say_vi": info.text_vi,
        "say_zh": info.text_zh,
        "solution": in_language(info.solution),
    }


def flag_of(code: str) -> str:
    """Return the short text of a flag in the reader's language."""
    return in_language(FLAGS[Flag(code)])
