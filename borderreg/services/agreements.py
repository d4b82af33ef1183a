"""The agreement as a dated record that the province keeps and the rules read by day."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from borderreg.domain.agreements import AgreementFacts
from borderreg.models import Agreement


def agreements(session: Session) -> tuple[AgreementFacts, ...]:
    """Return every record of the agreement, the newest first; one statement."""
    query = select(Agreement).order_by(Agreement.valid_from.desc())
    return tuple(
        AgreementFacts(
            name_vi=row.name_vi,
            name_zh=row.name_zh,
            valid_from=row.valid_from,
            valid_to=row.valid_to,
            longest_stay_days=row.longest_stay_days,
            sectors=tuple(row.sectors),
            papers=tuple(row.papers),
            source_document=row.source_document,
        )
        for row in session.scalars(query)
    )
