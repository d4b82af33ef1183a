"""How often the public pages may be asked: one table; what exceeds it waits, nobody is told why.

Many people share one address (a phone company's, a gate's own network), so addresses get generous numbers; a
slip's code gets few, because only a birth year stands between it and its status.
"""

from dataclasses import dataclass
from enum import StrEnum


class PublicAct(StrEnum):
    """What is counted."""

    STATUS = "status"
    TIP = "tip"
    FOLLOW = "follow"
    DEBRIEF = "debrief"
    PASSKEY = "passkey"


class By(StrEnum):
    """What it is counted by."""

    ADDRESS = "address"
    CODE = "code"
    SITE = "site"


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `most` times within `seconds`."""

    by: By
    most: int
    seconds: int


LIMITS: dict[PublicAct, tuple[Limit, ...]] = {
    PublicAct.STATUS: (
        Limit(By.ADDRESS, 30, 600),
        Limit(By.CODE, 6, 3600),
        Limit(By.CODE, 12, 86400),
        Limit(By.SITE, 3000, 600),
    ),
    PublicAct.TIP: (Limit(By.ADDRESS, 10, 3600), Limit(By.SITE, 200, 3600)),
    PublicAct.FOLLOW: (Limit(By.ADDRESS, 30, 600), Limit(By.SITE, 1000, 600)),
    PublicAct.DEBRIEF: (Limit(By.ADDRESS, 120, 600), Limit(By.SITE, 3000, 3600)),
    PublicAct.PASSKEY: (Limit(By.ADDRESS, 120, 600), Limit(By.SITE, 3000, 600)),  # each question is stored
}
