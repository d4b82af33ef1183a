"""What the public page says about a slip: one word from the entry's state and dates, nothing of the person.

Stop marks and protection cases say nothing here: a mark is seen only at the gate where the person stands.
"""

from datetime import date
from enum import StrEnum

from borderreg.domain.lists import EntryStatus
from borderreg.domain.reason_codes import Text


class SlipStatus(StrEnum):
    """How a slip stands on a day."""

    VALID = "valid"
    NOT_YET = "not_yet"
    EXPIRED = "expired"
    REPLACED = "replaced"
    ENDED = "ended"
    PAUSED = "paused"
    NOT_FOUND = "not_found"


_BY_STATE: dict[EntryStatus, SlipStatus] = {
    EntryStatus.WITHDRAWN: SlipStatus.ENDED,
    EntryStatus.REVOKED: SlipStatus.ENDED,
    EntryStatus.SUPERSEDED: SlipStatus.REPLACED,
    EntryStatus.SUSPENDED: SlipStatus.PAUSED,
}
STATUS_TEXTS: dict[SlipStatus, Text] = {
    SlipStatus.VALID: Text("Phiếu đang có hiệu lực", "The slip is in force", "凭条有效"),
    SlipStatus.NOT_YET: Text(
        "Phiếu chưa đến ngày có hiệu lực", "The slip is not in force yet", "凭条尚未生效"
    ),
    SlipStatus.EXPIRED: Text("Phiếu đã hết hạn", "The slip has expired", "凭条已过期"),
    SlipStatus.REPLACED: Text(
        "Phiếu đã được thay bằng phiếu mới", "A newer slip replaces this one", "凭条已被新凭条取代"
    ),
    SlipStatus.ENDED: Text("Phiếu không còn hiệu lực", "The slip is no longer in force", "凭条已失效"),
    SlipStatus.PAUSED: Text("Phiếu đang tạm dừng", "The slip is suspended", "凭条已暂停"),
    SlipStatus.NOT_FOUND: Text(
        "Không có phiếu nào với mã và năm sinh này",
        "There is no slip with this code and birth year",
        "没有与此查询码和出生年份相符的凭条",
    ),
}
ADVICE_TEXTS: dict[SlipStatus, Text] = {
    SlipStatus.VALID: Text(
        "Mang phiếu cùng hộ chiếu hoặc giấy thông hành khi đi và khi về.",
        "Carry it with your passport or border pass, going and coming back.",
        "出境和回国时请随身携带凭条和护照或边境通行证。",
    ),
    SlipStatus.NOT_YET: Text(
        "Chưa đi được bằng phiếu này. Hãy đợi đến ngày ghi trên phiếu.",
        "You cannot leave with it yet. Wait for the day printed on it.",
        "目前还不能凭此凭条出境，请等到凭条上的日期。",
    ),
    SlipStatus.EXPIRED: Text(
        "Muốn đi tiếp, hãy đăng ký lại với Công an xã, phường. Đang ở nước ngoài vẫn về được bình thường.",
        "To go again, register with the commune police. If you are abroad, you can still come home as usual.",
        "如需再次出境，请到乡（坊）公安重新登记。如果您在国外，仍可正常回国。",
    ),
    SlipStatus.REPLACED: Text(
        "Hãy dùng phiếu mới nhất. Không có phiếu mới thì hỏi Công an xã, phường.",
        "Use the newest slip. If you have none, ask the commune police.",
        "请使用最新的凭条。如果没有，请询问乡（坊）公安。",
    ),
    SlipStatus.ENDED: Text(
        "Hãy hỏi Công an xã, phường nơi cấp. Đang ở nước ngoài vẫn về được bình thường.",
        "Ask the commune police that issued it. If you are abroad, you can still come home as usual.",
        "请询问签发的乡（坊）公安。如果您在国外，仍可正常回国。",
    ),
    SlipStatus.PAUSED: Text(
        "Hãy hỏi Công an xã, phường trước khi ra cửa khẩu.",
        "Ask the commune police before you go to the gate.",
        "前往口岸之前，请先询问乡（坊）公安。",
    ),
    SlipStatus.NOT_FOUND: Text(
        "Hãy xem lại từng ký tự của mã tra cứu và năm sinh. Vẫn không được thì hỏi Công an xã, phường.",
        "Check each character of the code and the birth year. If it still fails, ask the commune police.",
        "请核对查询码的每个字符和出生年份。仍然不行请询问乡（坊）公安。",
    ),
}


def status_on(
    day: date, *, entry: EntryStatus, replaced: bool, valid_from: date, valid_to: date
) -> SlipStatus:
    """Return how a slip stands on a day; `replaced`: its code was, though its entry may still count."""
    if replaced:
        return SlipStatus.REPLACED
    if entry is not EntryStatus.CERTIFIED:
        return _BY_STATE.get(entry, SlipStatus.NOT_FOUND)
    if day < valid_from:
        return SlipStatus.NOT_YET
    return SlipStatus.EXPIRED if day > valid_to else SlipStatus.VALID
