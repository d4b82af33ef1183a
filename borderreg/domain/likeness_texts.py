"""Texts of likenesses that only ask for a look: variant → language; who is alike, and what to compare.

`{other}` names a person of the own register; of another commune's entry only list and dates are said.
"""

# ruff: noqa: E501 (a text stays on one line)

from __future__ import annotations

_Text = dict[str, str]


def _own(vi: str, en: str, zh: str) -> _Text:
    """Say by what somebody of the own commune is alike, and what to do."""
    return {
        "vi": f"{vi} {{other}}. Hãy đối chiếu giấy tờ: có phải một người?",
        "en": f"{en} {{other}}. Compare the papers: is it one person?",
        "zh": f"{zh}{{other}}。请核对证件：是否为同一人？",
    }


def _elsewhere(vi: str, en: str, zh: str) -> _Text:
    """Say by what an entry of another commune is alike: only its list and dates."""
    return {
        "vi": f"{vi} danh sách {{list}} ({{valid_from}} – {{valid_to}}). Hãy hỏi lại người này và đối chiếu giấy tờ.",
        "en": f"{en} list {{list}} ({{valid_from}} – {{valid_to}}). Ask the person and compare the papers.",
        "zh": f"{zh}名单{{list}}（{{valid_from}} – {{valid_to}}）。请询问本人并核对证件。",
    }


LIKENESS_TEXTS: dict[str, dict[str, _Text]] = {
    "similar_person": {
        "": _own(
            "Cùng ngày sinh và họ tên gần giống",
            "Same birth date and nearly the same name as",
            "出生日期相同、姓名相近：",
        ),
        "accents": _own(
            "Cùng ngày sinh, họ tên chỉ khác dấu với",
            "Same birth date, and the name differs by accents only from",
            "出生日期相同，姓名仅声调符号不同：",
        ),
        "order": _own(
            "Cùng ngày sinh, họ tên đảo thứ tự các tiếng so với",
            "Same birth date, and the name's syllables stand in another order than those of",
            "出生日期相同，姓名音节次序不同：",
        ),
        "middle": _own(
            "Cùng ngày sinh, họ tên chỉ thiếu hoặc thừa chữ đệm so với",
            "Same birth date, and the name differs by a middle name only from",
            "出生日期相同，姓名仅中间字不同：",
        ),
        "letter": _own(
            "Cùng ngày sinh, họ tên chỉ khác một chữ cái so với",
            "Same birth date, and the name differs by one letter from",
            "出生日期相同，姓名仅差一个字母：",
        ),
        "year": _own(
            "Cùng họ tên và năm sinh (một bên chỉ ghi năm) với",
            "Same name and birth year (one of them is a year only) as",
            "姓名和出生年份相同（一方仅有年份）：",
        ),
        "swapped": _own(
            "Cùng họ tên, ngày và tháng sinh ghi đảo nhau với",
            "Same name, with day and month of birth swapped, as",
            "姓名相同，出生日与月颠倒：",
        ),
        "document": _own(
            "Cùng số giấy tờ xuất nhập cảnh với",
            "Same travel document number as",
            "出入境证件号码相同：",
        ),
        "phone": _own("Cùng số điện thoại với", "Same phone number as", "电话号码相同："),
        "elsewhere": _elsewhere(
            "Cùng họ tên và ngày sinh với một người, số CCCD khác, trong",
            "Same name and birth date, with another personal id, as somebody on",
            "同名同生日但身份证号不同，见",
        ),
        "document_elsewhere": _elsewhere(
            "Số giấy tờ xuất nhập cảnh này đang đứng tên người khác trong",
            "This travel document number belongs to somebody else on",
            "该出入境证件号码属于另一人，见",
        ),
        "phone_elsewhere": _elsewhere(
            "Số điện thoại này cũng là của một người khác trong",
            "This phone number is also that of somebody else on",
            "该电话号码也属于另一人，见",
        ),
    },
}
