"""Texts of what the registers and the agreement say about a row: code → variant → language."""

# ruff: noqa: E501 (a text stays on one line)

from __future__ import annotations


def _say(vi: str, en: str, zh: str) -> dict[str, dict[str, str]]:
    return {"": {"vi": vi, "en": en, "zh": zh}}


REGISTER_TEXTS: dict[str, dict[str, dict[str, str]]] = {
    "recruiter_suspended": _say(
        "«{recruiter}» đang bị tạm dừng tuyển dụng, giới thiệu lao động. Hãy bỏ hoặc đổi bên giới thiệu, hoặc liên hệ Sở Ngoại vụ.",
        "The recruiter “{recruiter}” is suspended. Take it out, choose another or contact the foreign-affairs office.",
        "中介“{recruiter}”已被暂停业务。请删除或另选，或联系外事厅。",
    ),
    "recruiter_licence": _say(
        "Giấy phép của «{recruiter}» đã hết hạn ngày {expired}. Hãy hỏi giấy phép mới hoặc báo Sở Ngoại vụ.",
        "The licence of “{recruiter}” ended on {expired}. Ask for the new one or tell the foreign-affairs office.",
        "“{recruiter}”的许可证已于{expired}到期。请索取新证或告知外事厅。",
    ),
    "agreement_stay": _say(
        "Thời gian đi {days} ngày, dài hơn {longest} ngày theo «{agreement}».",
        "The period of {days} days is longer than the {longest} days of “{agreement}”.",
        "期限为{days}天，超过“{agreement}”规定的{longest}天。",
    ),
    "agreement_paper": _say(
        "Loại giấy tờ này không thuộc loại được chấp nhận theo «{agreement}».",
        "This kind of paper is not among those that “{agreement}” accepts.",
        "此类证件不在“{agreement}”认可的证件之列。",
    ),
    "agreement_sector": _say(
        "Ngành của đơn vị sử dụng lao động không thuộc các ngành trong «{agreement}».",
        "The employer's sector is not among those of “{agreement}”.",
        "用工单位的行业不在“{agreement}”规定的行业之列。",
    ),
}
