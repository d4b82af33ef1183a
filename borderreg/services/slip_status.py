"""How a slip stands, for whoever has its code and knows the birth year; nothing of the person leaves here."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from borderreg.domain.entry_codes import parse_entry_code
from borderreg.domain.lists import EntryStatus
from borderreg.domain.periods import local_day
from borderreg.domain.slip_status import SlipStatus, status_on
from borderreg.models import Entry, IssuedCode

NO_CODE = bytes(8)


@dataclass(frozen=True, slots=True)
class SlipAnswer:
    """A slip's status, and its first and last day when it counts on some day."""

    status: SlipStatus
    valid_from: date | None = None
    valid_to: date | None = None


NOT_FOUND = SlipAnswer(SlipStatus.NOT_FOUND)


def slip_status(session: Session, *, code: str, birth_year: int, at: datetime) -> SlipAnswer:
    """Answer for a typed entry code and a birth year; one statement, whatever of the two is wrong."""
    cti = parse_entry_code(code) or NO_CODE
    query = (
        select(
            Entry.status,
            Entry.birth,
            Entry.valid_from,
            Entry.valid_to,
            IssuedCode.superseded_by.is_not(None).label("replaced"),
        )
        .join(IssuedCode, IssuedCode.entry_id == Entry.id)
        .where(IssuedCode.cti == cti)
    )
    found = session.execute(query).one_or_none()
    if found is None or found.birth[:4] != f"{birth_year:04d}":
        return NOT_FOUND
    status = status_on(
        local_day(at),
        entry=EntryStatus(found.status),
        replaced=bool(found.replaced),
        valid_from=found.valid_from,
        valid_to=found.valid_to,
    )
    if status is SlipStatus.NOT_FOUND:
        return NOT_FOUND
    dated = status in (SlipStatus.VALID, SlipStatus.NOT_YET, SlipStatus.EXPIRED)
    return SlipAnswer(status, found.valid_from, found.valid_to) if dated else SlipAnswer(status)
