"""Texts of what a scanned card or passport page can turn out to be: code → variant → language."""

# ruff: noqa: E501 (a text stays on one line)

from __future__ import annotations

_OFF_VI = "Hãy tắt bộ gõ tiếng Việt (Unikey, EVKey…) rồi quét lại."
_OFF_EN = "Switch the Vietnamese input method off (Unikey, EVKey…) and scan again."
_OFF_ZH = "请关闭越南语输入法（Unikey、EVKey等）后重新扫描。"


def _say(vi: str, en: str, zh: str) -> dict[str, str]:
    return {"vi": vi, "en": en, "zh": zh}


SCAN_TEXTS: dict[str, dict[str, dict[str, str]]] = {
    "card_unreadable": {
        "": _say(
            "Đây không phải nội dung mã QR của thẻ căn cước. Hãy quét mã ở mặt trước thẻ, hoặc gõ các ô bên dưới.",
            "This is not what an identity card's QR code says. Scan the code on the card's front, or type the fields below.",
            "这不是身份证二维码的内容。请扫描证件正面的二维码，或手工填写下列各栏。",
        ),
        "empty": _say(
            "Chưa quét thẻ. Hãy đặt con trỏ vào ô này rồi quét mã QR của thẻ.",
            "No card was scanned. Put the cursor here and scan the card's QR code.",
            "尚未扫描证件。请将光标置于此栏后扫描证件二维码。",
        ),
        "cut": _say(
            "Mã QR của thẻ bị đọc thiếu. Hãy quét lại, giữ thẻ yên đến khi máy quét kêu.",
            "The card's QR code was read only in part. Scan again and hold the card still until the scanner beeps.",
            "证件二维码读取不完整。请重新扫描，保持证件不动直至提示音响起。",
        ),
        "input_method": _say(
            f"Bộ gõ tiếng Việt đã làm sai nội dung thẻ. {_OFF_VI}",
            f"The Vietnamese input method has changed what the scanner typed. {_OFF_EN}",
            f"越南语输入法改动了扫描内容。{_OFF_ZH}",
        ),
        "passport": _say(
            "Đây là hai dòng mã của hộ chiếu. Hãy đọc vào ô «Hai dòng mã hộ chiếu».",
            "These are a passport's two lines of code. Read them into “Passport code lines”.",
            "这是护照的机读码。请读入“护照机读码”一栏。",
        ),
    },
    "card_name": {
        "": _say(
            f"Máy quét làm mất dấu trong họ tên nên ô này để trống. {_OFF_VI} Hoặc gõ họ tên như trên thẻ.",
            f"The scanner lost the name's accents, so this field is left empty. {_OFF_EN} Or type the name as on the card.",
            f"扫描枪丢失了姓名的声调符号，此栏留空。{_OFF_ZH}或按证件手工填写姓名。",
        ),
        "restored": _say(
            "Họ tên đã được khôi phục từ kiểu gõ của máy quét. Hãy đối chiếu với thẻ.",
            "The name was restored from the scanner's way of typing. Compare it with the card.",
            "姓名由扫描枪输入方式还原而来。请与证件核对。",
        ),
        "register": _say(
            "Sổ của xã ghi tên người này là «{value}». Hãy đối chiếu với thẻ.",
            "The commune's register calls this person “{value}”. Compare the card.",
            "本乡登记册中此人姓名为“{value}”。请核对证件。",
        ),
    },
    "card_birth": {
        "": _say(
            "Ngày sinh trên mã của thẻ không đọc được. Hãy gõ ngày sinh như trên thẻ.",
            "The birth date in the card's code cannot be read. Type it as on the card.",
            "无法读取证件码中的出生日期。请按证件填写。",
        ),
        "register": _say(
            "Sổ của xã ghi ngày sinh {value}. Hãy đối chiếu với thẻ.",
            "The commune's register says born {value}. Compare the card.",
            "本乡登记册中的出生日期为{value}。请核对证件。",
        ),
    },
    "mrz_unreadable": {
        "": _say(
            "Không đọc được hai dòng mã hộ chiếu: cần 2 dòng, mỗi dòng 44 ký tự. Hãy đọc lại hoặc gõ số và hạn ở trên.",
            "The passport's code lines cannot be read: 2 lines of 44 characters are needed. Read again, or type number and expiry above.",
            "无法读取护照机读码：应为2行，每行44个字符。请重新读取，或在上方填写号码和有效期。",
        ),
        "input_method": _say(
            f"Bộ gõ tiếng Việt đã làm sai hai dòng mã. {_OFF_VI}",
            f"The Vietnamese input method has changed the code lines. {_OFF_EN}",
            f"越南语输入法改动了机读码。{_OFF_ZH}",
        ),
        "check_digit": _say(
            "Chữ số kiểm tra của «{part}» không khớp. Hãy so từng ký tự với hộ chiếu, hoặc đọc lại.",
            "The check digit of “{part}” does not fit. Compare each character with the passport, or read again.",
            "“{part}”的校验位不符。请逐字与护照核对，或重新读取。",
        ),
        "date": _say(
            "«{part}» trong hai dòng mã không phải là ngày. Hãy so với hộ chiếu.",
            "“{part}” in the code lines is no date. Compare the passport.",
            "机读码中的“{part}”不是有效日期。请与护照核对。",
        ),
    },
    "mrz_differs": {
        "": _say(
            "{column} trên hộ chiếu ({value}) khác với ở đây. Hãy kiểm tra có đúng hộ chiếu của người này không.",
            "{column} in the passport ({value}) differs from the one here. Make sure that it is this person's passport.",
            "护照上的{column}（{value}）与此处不同。请核实是否为本人护照。",
        ),
        "personal_id": _say(
            "Số định danh trên hộ chiếu (…{value}) khác số trên thẻ. Hãy kiểm tra có đúng hộ chiếu của người này không.",
            "The personal id in the passport (…{value}) differs from the card's. Make sure that it is this person's passport.",
            "护照上的身份证号（…{value}）与证件不同。请核实是否为本人护照。",
        ),
        "issuer": _say(
            "Hộ chiếu do {value} cấp, không phải Việt Nam. Hãy đối chiếu với hộ chiếu.",
            "The passport was issued by {value}, not by Viet Nam. Compare the passport.",
            "该护照由{value}签发，而非越南。请核对护照。",
        ),
    },
    "name_digits": {
        "": _say(
            "«{column}» có chữ số. Hãy ghi đúng họ, chữ đệm và tên như trên giấy tờ.",
            "“{column}” holds digits. Write the name as it stands on the paper.",
            "“{column}”含有数字。请按证件填写姓名。",
        ),
    },
    "phone_format": {
        "": _say(
            "«{column}» chưa đúng: số Việt Nam có 10 chữ số (0912 345 678), số Trung Quốc ghi +86 và 11 chữ số. Chỉ ghi một số.",
            "“{column}” is not right: a Vietnamese number has 10 digits (0912 345 678), a Chinese one is +86 and 11 digits. Give one number only.",
            "“{column}”不正确：越南号码为10位（0912 345 678），中国号码为+86加11位。仅填写一个号码。",
        ),
    },
    "document_ended": {
        "": _say(
            "Giấy tờ này đã kết thúc ngày {day} ({reason}). Hãy dùng giấy tờ khác.",
            "This paper ended on {day} ({reason}). Use another one.",
            "该证件已于{day}终止（{reason}）。请使用其他证件。",
        ),
        "known": _say(
            "Giấy tờ này đã có trong hồ sơ của người này.",
            "This paper is in the person's record already.",
            "该证件已在此人档案中。",
        ),
    },
    "document_term": {
        "": _say(
            "Ngày hết hạn {expires} xa hơn thời hạn của {type} ({years} năm). Hãy đối chiếu với giấy tờ.",
            "The expiry {expires} is further away than a {type} lasts ({years} years). Compare the paper.",
            "有效期{expires}超过{type}的最长期限（{years}年）。请核对证件。",
        ),
    },
    "document_issued": {
        "": _say(
            "Ngày cấp {issued} phải trước ngày hết hạn và không ở tương lai. Hãy đối chiếu với giấy tờ.",
            "The day of issue {issued} must lie before the expiry and not in the future. Compare the paper.",
            "签发日期{issued}须早于有效期且不得晚于今天。请核对证件。",
        ),
        "unreadable": _say(
            "Ngày cấp «{value}» không đọc được. Hãy ghi ngày/tháng/năm, ví dụ 05/02/2024, hoặc bỏ trống.",
            "The day of issue “{value}” cannot be read. Write day/month/year, such as 05/02/2024, or nothing.",
            "无法识别签发日期“{value}”。请按 日/月/年 填写，例如 05/02/2024，或留空。",
        ),
    },
}

ON_FORM: dict[str, dict[str, str]] = {
    "personal_id_format": _say(
        "Số CCCD phải có đúng 12 chữ số; bạn đã nhập {count}. Hãy nhìn thẻ và gõ lại đủ 12 chữ số.",
        "The personal id has exactly 12 digits; you entered {count}. Look at the card and type all 12 again.",
        "身份证号须为12位数字；您输入了{count}位。请对照证件重新输入。",
    ),
    "formula": _say(
        "«{column}» không được bắt đầu bằng dấu =, +, - hoặc @. Hãy xoá dấu đó.",
        "“{column}” must not begin with =, +, - or @. Delete that sign.",
        "“{column}”不得以 =、+、- 或 @ 开头。请删除该符号。",
    ),
    "control_characters": _say(
        "«{column}» có ký tự ẩn ({character}), đã bỏ. Hãy xem lại ô này rồi bấm Lưu.",
        "“{column}” held a hidden character ({character}), now removed. Look at the field and save again.",
        "“{column}”曾含隐藏字符（{character}），现已删除。请检查此栏后再保存。",
    ),
}
"""What a person at a form is told where the usual text speaks of a workbook's cell."""
