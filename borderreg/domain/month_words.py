"""The figures of a monthly report with their words: sections, labels, units, and how each is counted."""

from dataclasses import dataclass
from enum import StrEnum

from borderreg.domain.reasons import Text


class Nature(StrEnum):
    """Counted over the window, counted at its end, or typed by the commune."""

    FLOW = "flow"
    STOCK = "stock"
    TYPED = "typed"


@dataclass(frozen=True, slots=True)
class FigureWords:
    """One figure of the report."""

    section: str
    label: Text
    unit: Text
    nature: Nature = Nature.FLOW


_PEOPLE = Text("người", "people", "人")
_CROSSINGS = Text("lượt người", "crossings", "人次")
_TIMES = Text("lượt", "times", "次")
_HOUSEHOLDS = Text("hộ", "households", "户")
_STOCK, _TYPED = Nature.STOCK, Nature.TYPED

SECTIONS: dict[str, Text] = {
    "list": Text("Đăng ký, xác nhận danh sách", "Lists certified", "名单确认"),
    "crossing": Text("Xuất cảnh và về nước", "Departures and returns", "出境与返回"),
    "stay": Text("Cuối kỳ và lý do kết thúc", "At the end, and why stays ended", "期末与结束原因"),
    "family": Text("Thăm hỏi gia đình", "Families visited", "走访家庭"),
    "known": Text("Người ở nước ngoài ngoài danh sách", "Known abroad outside lists", "名单外在境外人员"),
    "pledge": Text("Cam kết của hộ gia đình", "Pledges of households", "家庭承诺书"),
    "outreach": Text("Tuyên truyền", "Outreach", "宣传"),
    "case": Text("Vụ việc phát hiện", "Cases found", "发现案件"),
    "job": Text("Nhu cầu việc làm", "People who seek work", "求职需求"),
}
FIGURES: dict[str, FigureWords] = {
    "lists": FigureWords(
        "list",
        Text("Danh sách đã xác nhận", "Lists certified", "已确认名单"),
        Text("danh sách", "lists", "份"),
    ),
    "listed": FigureWords("list", Text("Người được xác nhận", "People certified", "已确认人员"), _PEOPLE),
    "departures": FigureWords("crossing", Text("Xuất cảnh", "Departures", "出境"), _CROSSINGS),
    "departed": FigureWords("crossing", Text("Người xuất cảnh", "People departed", "出境人数"), _PEOPLE),
    "returns": FigureWords("crossing", Text("Về nước qua cửa khẩu", "Returns", "返回"), _CROSSINGS),
    "returned": FigureWords("crossing", Text("Người về nước", "People returned", "返回人数"), _PEOPLE),
    "learnt": FigureWords(
        "crossing", Text("Về, biết qua xác minh", "Home, learnt otherwise", "经核实已返回"), _PEOPLE
    ),
    "refused": FigureWords(
        "crossing", Text("Bị từ chối xuất cảnh", "Refused departures", "被拒绝出境"), _TIMES
    ),
    "abroad": FigureWords(
        "stay", Text("Đang ở nước ngoài cuối kỳ", "Abroad at the end", "期末境外"), _PEOPLE, _STOCK
    ),
    "overdue": FigureWords("stay", Text("Trong đó quá hạn", "Of these overdue", "其中逾期"), _PEOPLE, _STOCK),
    "completed": FigureWords(
        "stay", Text("Về do hết hạn công việc", "Work completed", "工作期满"), _PEOPLE, _TYPED
    ),
    "early": FigureWords("stay", Text("Về trước hạn", "Ended early", "提前结束"), _PEOPLE, _TYPED),
    "expelled": FigureWords("stay", Text("Bị trục xuất, trao trả", "Expelled", "被遣返"), _PEOPLE, _TYPED),
    "left_employer": FigureWords(
        "stay", Text("Bỏ nơi làm việc", "Left the employer", "离开用工单位"), _PEOPLE, _TYPED
    ),
    "missing": FigureWords("stay", Text("Mất liên lạc", "Missing", "失联"), _PEOPLE, _TYPED),
    "died": FigureWords("stay", Text("Chết", "Died", "死亡"), _PEOPLE, _TYPED),
    "visits": FigureWords("family", Text("Lượt đến nhà", "Visits", "上门走访"), _TIMES),
    "calls": FigureWords("family", Text("Lượt gọi điện", "Calls", "电话联系"), _TIMES),
    "families": FigureWords(
        "family", Text("Người được hỏi thăm", "People asked about", "了解情况的人员"), _PEOPLE
    ),
    "help_asked": FigureWords(
        "family", Text("Người cần giúp đỡ", "People who need help", "需要帮助"), _PEOPLE
    ),
    "known_abroad": FigureWords(
        "known", Text("Đang ở nước ngoài cuối kỳ", "Abroad at the end", "期末在境外"), _PEOPLE, _STOCK
    ),
    "known_new": FigureWords("known", Text("Mới biết trong kỳ", "New in the period", "本期新增"), _PEOPLE),
    "known_helped": FigureWords("known", Text("Được giúp đưa về", "Helped to return", "协助返回"), _PEOPLE),
    "known_returned": FigureWords("known", Text("Tự về", "Returned by themselves", "自行返回"), _PEOPLE),
    "pledges": FigureWords("pledge", Text("Hộ ký trong kỳ", "Signed in the period", "本期签订"), _HOUSEHOLDS),
    "pledged_year": FigureWords(
        "pledge", Text("Hộ đã ký trong năm", "Signed this year", "本年已签"), _HOUSEHOLDS, _STOCK
    ),
    "households": FigureWords("pledge", Text("Tổng số hộ", "All households", "总户数"), _HOUSEHOLDS, _STOCK),
    "sessions": FigureWords(
        "outreach", Text("Buổi tuyên truyền", "Sessions", "宣传会"), Text("buổi", "sessions", "场")
    ),
    "listeners": FigureWords("outreach", Text("Lượt người nghe", "Listeners", "听众"), _CROSSINGS),
    "leaflets": FigureWords(
        "outreach", Text("Tờ rơi đã phát", "Leaflets", "传单"), Text("tờ", "leaflets", "张")
    ),
    "broadcasts": FigureWords(
        "outreach",
        Text("Tin loa truyền thanh", "Loudspeaker items", "广播"),
        Text("lượt phát", "items", "次"),
    ),
    "cases": FigureWords("case", Text("Số vụ", "Cases", "案件"), Text("vụ", "cases", "起")),
    "case_persons": FigureWords(
        "case", Text("Số đối tượng", "Persons involved", "涉案人员"), Text("đối tượng", "persons", "人")
    ),
    "luring_posts": FigureWords(
        "case",
        Text("Trong đó tin, bài lôi kéo", "Of these luring posts", "其中诱骗信息"),
        Text("vụ", "cases", "起"),
    ),
    "seekers": FigureWords("job", Text("Người tìm việc", "People who seek work", "求职人员"), _PEOPLE),
    "offered": FigureWords(
        "job", Text("Được giới thiệu việc, học nghề", "Offered work or training", "已推荐"), _PEOPLE
    ),
}
TYPED = tuple(code for code, words in FIGURES.items() if words.nature is Nature.TYPED)


def figures_of(section: str) -> tuple[str, ...]:
    """Return the codes of a section, in the order of the report."""
    return tuple(code for code, words in FIGURES.items() if words.section == section)
