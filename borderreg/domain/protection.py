"""Protection cases of possible victims: where they come from, how they end, what is noted (product.md).

Information on victims must not be disclosed (Law 53/2024/QH15, art. 3(10)): nothing here leaves the
compartment but the instruction of a stop mark, and that only to the gate where the person stands.
"""

from datetime import date, timedelta
from enum import StrEnum

from borderreg.domain.reason_codes import Text


class CaseSource(StrEnum):
    """What opened a case."""

    OVERDUE = "overdue"
    TIP = "tip"
    HAND_OVER = "hand_over"
    DEBRIEF = "debrief"
    ASSISTANCE = "assistance"
    BY_HAND = "by_hand"


class CaseOutcome(StrEnum):
    """How a case ended; none of them is a label of guilt."""

    RETURNED = "returned"
    LOCATED_WELL = "located_well"
    RESCUED = "rescued"
    DECLINED = "declined"
    HANDED_ON = "handed_on"
    UNFOUNDED = "unfounded"


class NoteKind(StrEnum):
    """What was done for the person, or whom one spoke to."""

    NOTE = "note"
    FAMILY = "family"
    CONSULATE = "consulate"
    CHONGZUO = "chongzuo"
    EMPLOYER = "employer"
    POLICE = "police"
    VICTIM_SUPPORT = "victim_support"


class LookReason(StrEnum):
    """Why a case is looked at; it is logged with every look."""

    WORK = "work"
    TASK_DUE = "task_due"
    FAMILY = "family"
    HAND_OVER = "hand_over"
    REVIEW = "review"


SOURCE_TEXTS: dict[CaseSource, Text] = {
    CaseSource.OVERDUE: Text("Quá hạn chưa về", "Overdue", "逾期未归"),
    CaseSource.TIP: Text("Tin báo", "A tip", "线索"),
    CaseSource.HAND_OVER: Text("Tiếp nhận trao trả", "A hand-over", "移交接收"),
    CaseSource.DEBRIEF: Text("Người về cho biết", "Told on return", "返回者告知"),
    CaseSource.ASSISTANCE: Text("Từ hồ sơ hỗ trợ", "From an assistance case", "由协助个案转来"),
    CaseSource.BY_HAND: Text("Cán bộ mở", "Opened by staff", "工作人员建立"),
}
OUTCOME_TEXTS: dict[CaseOutcome, Text] = {
    CaseOutcome.RETURNED: Text("Đã về nước an toàn", "Came home safely", "已安全回国"),
    CaseOutcome.LOCATED_WELL: Text("Đã liên lạc được, bình an", "Located and well", "已取得联系，平安"),
    CaseOutcome.RESCUED: Text("Đã được giải cứu", "Rescued", "已获救"),
    CaseOutcome.DECLINED: Text("Người đó không muốn hỗ trợ", "Declined help", "本人不需要帮助"),
    CaseOutcome.HANDED_ON: Text("Chuyển cơ quan có thẩm quyền", "Handed on", "移交主管机关"),
    CaseOutcome.UNFOUNDED: Text("Thông tin không đúng", "Not borne out", "情况不属实"),
}
NOTE_TEXTS: dict[NoteKind, Text] = {
    NoteKind.NOTE: Text("Ghi chép", "Note", "记录"),
    NoteKind.FAMILY: Text("Liên hệ gia đình", "Contact with the family", "联系家属"),
    NoteKind.CONSULATE: Text("Liên hệ Tổng lãnh sự quán", "Contact with the consulate", "联系总领事馆"),
    NoteKind.CHONGZUO: Text("Liên hệ phía Sùng Tả", "Contact with Chongzuo", "联系崇左方面"),
    NoteKind.EMPLOYER: Text("Liên hệ nơi làm việc", "Contact with the employer", "联系用工单位"),
    NoteKind.POLICE: Text("Liên hệ công an", "Contact with the police", "联系公安"),
    NoteKind.VICTIM_SUPPORT: Text("Chuyển hỗ trợ nạn nhân", "Referred to victim support", "转介受害人援助"),
}
LOOK_TEXTS: dict[LookReason, Text] = {
    LookReason.WORK: Text("Đang xử lý hồ sơ", "Working on the case", "正在办理"),
    LookReason.TASK_DUE: Text("Việc đến hạn", "A task is due", "任务到期"),
    LookReason.FAMILY: Text("Gia đình hỏi", "The family asks", "家属询问"),
    LookReason.HAND_OVER: Text("Bàn giao công việc", "Handing over the work", "工作交接"),
    LookReason.REVIEW: Text("Lãnh đạo kiểm tra", "Review by a superior", "领导检查"),
}
LOOK_LASTS = timedelta(minutes=30)
"""A reason given once is good for half an hour of work on the same case; each look is logged all the same."""
FIRST_TASK_DAYS = 2
"""A new case has a first task at once: to reach the family within two days."""


def case_code(*, year: int, number: int) -> str:
    """Return what people of the compartment call a case: `BH-2026-003`."""
    return f"BH-{year}-{number:03d}"


def first_task_due(opened: date) -> date:
    """Return the day by which the family is to be reached."""
    return opened + timedelta(days=FIRST_TASK_DAYS)
