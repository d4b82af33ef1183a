"""How a person may clear up a departure of somebody who was already recorded as abroad."""

from borderreg.domain.reasons import Text

# outcome → its words; `late_event` is the log's own (a late event solved it) and never a person's choice
OUTCOMES: dict[str, Text] = {
    "return_not_recorded": Text(
        "Đã về nhưng lượt về không được ghi",
        "The person had come home; the return was not recorded",
        "本人曾返回，但未登记返回",
    ),
    "scanned_twice": Text(
        "Cùng một người, quét hai lần", "The same person, scanned twice", "同一人被扫码两次"
    ),
    "wrong_person": Text("Quét nhầm mã của người khác", "Another person's code was scanned", "误扫他人的码"),
    "found_abroad": Text(
        "Đã liên hệ, người này đang ở nước ngoài",
        "Contacted: the person is abroad",
        "已联系，本人在境外",
    ),
    "found_home": Text(
        "Đã liên hệ, người này đang ở nhà", "Contacted: the person is at home", "已联系，本人在家"
    ),
    "handed_to_protection": Text(
        "Chuyển tổ bảo hộ công dân", "Handed to citizen protection", "移交公民保护组"
    ),
}
