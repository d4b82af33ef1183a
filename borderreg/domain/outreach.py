"""What a commune logs of its month: outreach, cases found, work offered; kinds as tables with their words."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from borderreg.domain.errors import BadInput
from borderreg.domain.reasons import Text

MOST = 100_000
OLDEST = timedelta(days=120)


class OutreachKind(StrEnum):
    """How people were told."""

    SESSION = "session"
    LEAFLETS = "leaflets"
    LOUDSPEAKER = "loudspeaker"


class CaseKind(StrEnum):
    """What was found; cases and persons are counted, never named."""

    ILLEGAL_EXIT = "illegal_exit"
    BROKER = "broker"
    LURING_POST = "luring_post"
    TRAFFICKING = "trafficking"
    OTHER = "other"


class Offer(StrEnum):
    """What somebody who seeks work was offered."""

    LOCAL = "local"
    ELSEWHERE = "elsewhere"
    ABROAD = "abroad"
    TRAINING = "training"


OUTREACH: dict[OutreachKind, Text] = {
    OutreachKind.SESSION: Text("Buổi tuyên truyền", "Information session", "宣传会"),
    OutreachKind.LEAFLETS: Text("Phát tờ rơi", "Leaflets handed out", "发放传单"),
    OutreachKind.LOUDSPEAKER: Text("Tin trên loa truyền thanh", "Loudspeaker item", "广播"),
}
CASES: dict[CaseKind, Text] = {
    CaseKind.ILLEGAL_EXIT: Text("Xuất cảnh trái phép", "Illegal exit", "非法出境"),
    CaseKind.BROKER: Text("Môi giới, tổ chức đưa người đi", "Brokers and organisers", "中介、组织偷渡"),
    CaseKind.LURING_POST: Text("Tin, bài lôi kéo trên mạng", "Luring posts", "网上诱骗信息"),
    CaseKind.TRAFFICKING: Text("Dấu hiệu mua bán người", "Signs of trafficking", "疑似人口贩运"),
    CaseKind.OTHER: Text("Việc khác", "Other", "其他"),
}
OFFERS: dict[Offer, Text] = {
    Offer.LOCAL: Text("Việc làm tại địa phương", "Work nearby", "本地工作"),
    Offer.ELSEWHERE: Text("Việc làm tỉnh khác", "Work in another province", "外省工作"),
    Offer.ABROAD: Text("Đi làm theo danh sách", "Going abroad by a list", "按名单出境务工"),
    Offer.TRAINING: Text("Học nghề", "Training", "职业培训"),
}


@dataclass(frozen=True, slots=True)
class OutreachCounts:
    """How often, how many listened, how many leaflets."""

    times: int
    listeners: int
    leaflets: int


def read_outreach(kind: OutreachKind, *, times: int, listeners: int, leaflets: int) -> OutreachCounts:
    """Keep the counts that a kind has; BadInput `outreach_count` when the one that matters is missing.

    A session has listeners and may hand out leaflets; leaflets have leaflets; a loudspeaker only times.
    """
    counts = {
        OutreachKind.SESSION: OutreachCounts(times, listeners, leaflets),
        OutreachKind.LEAFLETS: OutreachCounts(1, 0, leaflets),
        OutreachKind.LOUDSPEAKER: OutreachCounts(times, 0, 0),
    }[kind]
    needed = {OutreachKind.SESSION: listeners, OutreachKind.LEAFLETS: leaflets}.get(kind, times)
    if needed < 1 or counts.times < 1 or max(times, listeners, leaflets) > MOST:
        raise BadInput("outreach", code="outreach_count")
    return counts


def check_day(day: date, *, today: date) -> None:
    """Refuse a day ahead or so long ago that no report would carry it."""
    if not today - OLDEST <= day <= today:
        raise BadInput("day", code="log_day")
