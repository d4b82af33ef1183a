"""A visit or a call to the family: what may be learnt, when a return learnt there happened, who may undo it.

A return learnt at a visit closes the journey with an approximate date and is counted apart (gate-protocol,
rule 6); taking it back follows the gate's rule 7: within 15 minutes the officer, later the chief.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from borderreg.domain.errors import BadInput, Refused
from borderreg.domain.events import ANNUL_WITHIN
from borderreg.domain.periods import HANOI, local_day
from borderreg.domain.reasons import Text

VERIFIED = "verified"
LEARNT_METHODS = (VERIFIED, "inferred")
"""How a return is known that no gate saw: learnt at a visit, or inferred when somebody leaves again."""
LONGEST_NOTE = 500
OLDEST_VISIT = timedelta(days=60)


class VisitKind(StrEnum):
    """How the family was asked."""

    VISIT = "visit"
    CALL = "call"


class VisitResult(StrEnum):
    """What was learnt."""

    WORKING = "working"
    COMING = "coming"
    RETURNED = "returned"
    NO_CONTACT = "no_contact"
    NEEDS_HELP = "needs_help"


@dataclass(frozen=True, slots=True)
class ResultInfo:
    """The words of a result, and what follows from it."""

    label: Text
    ends_stay: bool = False
    asks_help: bool = False


KINDS: dict[VisitKind, Text] = {
    VisitKind.VISIT: Text("Đến nhà", "Visit", "上门"),
    VisitKind.CALL: Text("Gọi điện", "Call", "电话"),
}
RESULTS: dict[VisitResult, ResultInfo] = {
    VisitResult.WORKING: ResultInfo(Text("Vẫn đang làm việc", "Still working", "仍在工作")),
    VisitResult.COMING: ResultInfo(Text("Sắp về", "Coming home soon", "即将返回")),
    VisitResult.RETURNED: ResultInfo(Text("Đã về nhà", "Back home", "已回家"), ends_stay=True),
    VisitResult.NO_CONTACT: ResultInfo(Text("Chưa liên lạc được", "No contact yet", "暂时联系不上")),
    VisitResult.NEEDS_HELP: ResultInfo(Text("Cần giúp đỡ", "Needs help", "需要帮助"), asks_help=True),
}


def check_visit_day(day: date, *, today: date) -> None:
    """Refuse a visit in the future or more than 60 days ago."""
    if not today - OLDEST_VISIT <= day <= today:
        raise BadInput("visit day", code="visit_day")


def return_moment(day: date, *, departed_at: datetime, at: datetime) -> datetime:
    """Return the instant that stands for an approximate day of return: noon, after the departure, not ahead.

    Refused `return_day` for a day before the departure or after today.
    """
    if not local_day(departed_at) <= day <= local_day(at) or departed_at >= at:
        raise Refused("return day", code="return_day")
    noon = datetime.combine(day, time(12), tzinfo=HANOI)
    return min(at, max(noon, departed_at + timedelta(minutes=1)))


def may_undo(*, recorded_at: datetime, at: datetime, undoes_any: bool) -> bool:
    """Say whether a visit may be taken back: for 15 minutes by who may record, later by the chief."""
    return undoes_any or at - recorded_at <= ANNUL_WITHIN
