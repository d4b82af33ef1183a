"""Tips of the public (thông tin, phản ánh): what about, how long, the receipt, how long they are kept.

A tip carries no address, agent, cookie, exact time, file name or metadata (security.md, invariant 7):
only days.
"""

import re
from datetime import timedelta
from enum import StrEnum

from borderreg.domain.reason_codes import Text

RECEIPT_DIGITS = 16
SHORTEST, LONGEST = 10, 4000
MOST_PICTURES = 3
LONGEST_PICTURE = 8 * 1024 * 1024
"""Bytes of one picture as it is sent."""
KEPT_AFTER_LAST = timedelta(days=365)
"""A tip that became no case goes a year after its last message; one that became a case stays with it."""
_SPACES = re.compile(r"[\s\-\u00a0]+")


class Topic(StrEnum):
    """What a tip is about, in the words of a person who needs or sees something."""

    UNPAID = "unpaid"
    PAPERS_KEPT = "papers_kept"
    NOT_FREE = "not_free"
    LURED = "lured"
    MISSING = "missing"
    BROKER = "broker"
    OFFICER = "officer"
    OTHER = "other"


class Sender(StrEnum):
    """Who wrote a message of a tip."""

    INFORMANT = "informant"
    STAFF = "staff"


TOPIC_TEXTS: dict[Topic, Text] = {
    Topic.UNPAID: Text("Không được trả lương", "Wages are not paid", "被拖欠工资"),
    Topic.PAPERS_KEPT: Text("Bị giữ giấy tờ", "Papers are kept", "证件被扣留"),
    Topic.NOT_FREE: Text("Bị ép làm, bị giữ người", "Forced to work or locked in", "被强迫劳动或被限制自由"),
    Topic.LURED: Text(
        "Bị dụ dỗ, lừa bán, lừa đảo trên mạng", "Lured, sold, or cheated online", "被诱骗、拐卖、网络诈骗"
    ),
    Topic.MISSING: Text("Người nhà mất liên lạc", "A relative cannot be reached", "亲属失去联系"),
    Topic.BROKER: Text(
        "Môi giới, đưa người đi trái phép", "Brokers, people taken over illegally", "非法中介、组织偷渡"
    ),
    Topic.OFFICER: Text(
        "Cán bộ gây khó, đòi tiền", "An official makes trouble or asks for money", "工作人员刁难、索要钱财"
    ),
    Topic.OTHER: Text("Việc khác", "Something else", "其他"),
}


def read_receipt(text: str) -> str | None:
    """Return the 16 digits of a typed receipt, spaces and hyphens forgiven; None when it is none."""
    digits = _SPACES.sub("", text[:64])
    return digits if len(digits) == RECEIPT_DIGITS and digits.isascii() and digits.isdigit() else None


def show_receipt(digits: str) -> str:
    """Write a receipt in groups of four, to be copied by hand."""
    return " ".join(digits[start : start + 4] for start in range(0, RECEIPT_DIGITS, 4))
