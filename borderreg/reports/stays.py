"""Who was still at work at the end of a day, as it was known at an instant: folded from the log itself.

The projection knows only the present; a frozen report is counted again from the facts of its own time.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select, union_all
from sqlalchemy.orm import Session

from borderreg.domain.journeys import WorkerState
from borderreg.domain.periods import end_of_day
from borderreg.models import Entry, EntryChange, Event, Journey, Organisation, QuarantineReview, WorkList
from borderreg.reports.away import BANDS, LAST_BAND, open_on
from borderreg.reports.questions import UNKNOWN
from borderreg.reports.recount import folds

CHUNK = 1000
INSTANT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Stay:
    """Somebody abroad at the end of a day: where from, where, and the band of days overdue, None in time."""

    worker_id: UUID
    state: str
    country: str
    commune: str
    county: str
    band: str | None


def stays(session: Session, *, day: date, known_at: datetime) -> tuple[Stay, ...]:
    """Return everybody abroad at the end of a day as it was known at an instant.

    Only the log of those is folded who may have been: abroad then as it is known now, or with news since.
    """
    until = min(end_of_day(day) - INSTANT, known_at)
    some = _candidates(session, day=day, known_at=known_at)
    away = {
        worker: folded.open
        for worker, folded in folds(session, until=until, known_at=known_at, workers=some)
        if folded.open is not None
    }
    left_with = {one.departed.entry for one in away.values() if one.departed.entry}
    entries = dict(_entries(session, left_with))
    last_days = _last_days(session, set(away), day=day, known_at=known_at)
    found = []
    for worker, journey in away.items():
        entry = entries.get(journey.departed.entry) if journey.departed.entry else None
        ends = [last for last in (entry.valid_to if entry else None, last_days.get(worker)) if last]
        found.append(
            Stay(
                worker_id=worker,
                state=WorkerState.CONTRADICTORY if journey.contradicted else WorkerState.ABROAD,
                country=journey.departed.country or UNKNOWN,
                commune=entry.commune if entry else UNKNOWN,
                county=(entry.county if entry else "") or UNKNOWN,
                band=band_of(max(ends), day) if ends else None,
            )
        )
    return tuple(found)


def _candidates(session: Session, *, day: date, known_at: datetime) -> Select[Any]:
    reviewed = select(Event.worker_id).join(QuarantineReview, QuarantineReview.event_id == Event.id)
    found = union_all(
        select(Journey.worker_id.label("worker_id")).where(open_on(session, day)),
        select(Event.worker_id).where(Event.received_at > known_at, Event.worker_id.is_not(None)),
        reviewed.where(QuarantineReview.reviewed_at > known_at, Event.worker_id.is_not(None)),
    ).subquery()
    return select(found.c.worker_id)


def counts_by(found: tuple[Stay, ...], key: str) -> Counter[str]:
    """Count stays by one of their facts; None is left out."""
    return Counter(value for stay in found if (value := getattr(stay, key)) is not None)


def band_of(last_day: date, day: date) -> str | None:
    """Return the band of days overdue as of a day, None for somebody who is listed for that day."""
    late = (day - last_day).days
    if late <= 0:
        return None
    return next((key for key, days in BANDS if late <= days), LAST_BAND)


def _chunks(ids: set[UUID]) -> Iterator[list[UUID]]:
    ordered = sorted(ids)
    return (ordered[start : start + CHUNK] for start in range(0, len(ordered), CHUNK))


def _entries(session: Session, ids: set[UUID]) -> Iterator[tuple[UUID, Any]]:
    for some in _chunks(ids):
        query = (
            select(Entry.id, Entry.county, Entry.valid_to, Organisation.code.label("commune"))
            .join(Organisation, Organisation.id == Entry.organisation_id)
            .where(Entry.id.in_(some))
        )
        yield from ((row.id, row) for row in session.execute(query))


def _last_days(session: Session, workers: set[UUID], *, day: date, known_at: datetime) -> dict[UUID, date]:
    """Return the last day of the certified entries that had begun and not been taken away by then."""
    taken = (
        select(EntryChange.id)
        .where(EntryChange.entry_id == Entry.id, EntryChange.changed_at <= known_at)
        .exists()
    )
    last: dict[UUID, date] = {}
    for some in _chunks(workers):
        query = (
            select(Entry.worker_id, Entry.valid_to)
            .join(WorkList, WorkList.id == Entry.list_id)
            .where(Entry.worker_id.in_(some), Entry.valid_from <= day, ~taken)
            .where(WorkList.certified_at.is_not(None), WorkList.certified_at <= known_at)
        )
        for row in session.execute(query):
            last[row.worker_id] = max(row.valid_to, last.get(row.worker_id, row.valid_to))
    return last
