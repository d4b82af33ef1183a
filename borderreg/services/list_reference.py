"""What the rows of one commune's list are checked against on a day."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from borderreg.domain.half_years import half_year_of
from borderreg.domain.list_facts import LONGEST_PERIOD, RowReference
from borderreg.domain.periods import local_day
from borderreg.domain.places import ReferenceFacts
from borderreg.services.places import reference_facts


@dataclass(frozen=True, slots=True)
class ListReference:
    """The registers on a day and the part of them that a row of this commune is checked against."""

    facts: ReferenceFacts
    rows: RowReference
    day: date


def list_reference(session: Session, *, commune: str, at: datetime) -> ListReference:
    """Read the registers for a commune (five digits); a code signed now must end before its key does."""
    day = local_day(at)
    facts = reference_facts(session, day=day)
    place = facts.commune(commune)
    longest = facts.settings.get("longest_stay_days")
    rows = RowReference(
        commune=place.name if place else commune,
        commune_on_border=bool(place and place.on_border),
        counties=facts.counties,
        gates=facts.gate_facts,
        document_types=facts.document_types,
        longest_period=longest if isinstance(longest, int) else LONGEST_PERIOD,
        latest_end=local_day(half_year_of(at).not_after) - timedelta(days=1),
    )
    return ListReference(facts=facts, rows=rows, day=day)
