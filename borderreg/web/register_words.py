"""Words for what stands in the history of a register: acts, names of facts, values."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l

from borderreg.domain.employers import SECTORS
from borderreg.web.components import local_date
from borderreg.web.words import in_language

ACT_WORDS: dict[str, Any] = {
    "proposed": _l("Xã ghi tên mới"),
    "added": _l("Thêm vào sổ"),
    "accepted": _l("Nhận vào sổ"),
    "edited": _l("Sửa thông tin"),
    "suspended": _l("Tạm dừng"),
    "lifted": _l("Cho hoạt động lại"),
    "asked": _l("Hỏi lại xã"),
    "answered": _l("Xã trả lời"),
    "merged": _l("Gộp vào mục khác"),
    "received": _l("Nhận mục được gộp"),
}
FACT_WORDS: dict[str, Any] = {
    "name_vi": _l("Tên tiếng Việt"),
    "name": _l("Tên"),
    "name_zh": _l("Tên tiếng Trung"),
    "pinyin": _l("Pinyin"),
    "credit_code": _l("Mã tín dụng"),
    "sector": _l("Ngành"),
    "county": _l("Huyện, thị"),
    "address": _l("Địa chỉ"),
    "contact_name": _l("Người liên hệ"),
    "contact_phone": _l("Điện thoại"),
    "phone": _l("Điện thoại"),
    "licence_number": _l("Số giấy phép"),
    "licence_from": _l("Giấy phép từ"),
    "licence_to": _l("Giấy phép đến"),
    "other_name": _l("Mục kia"),
    "entries": _l("Số dòng danh sách"),
    "question": _l("Câu hỏi"),
}
HIDDEN = frozenset({"other"})


def shown_fact(field: str, value: Any, counties: Mapping[str, str]) -> str:
    """Write a stored fact for a reader: names for codes, days as written here."""
    if value in (None, ""):
        return "–"
    if field == "county":
        return counties.get(value, str(value))
    if field == "sector":
        return in_language(SECTORS[value]) if value in SECTORS else str(value)
    if field.startswith("licence_") and field != "licence_number":
        return local_date(date.fromisoformat(value))
    return str(value)
