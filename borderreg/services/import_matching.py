"""The same person in another upload: by number, then by name and birth; so that a corrected file updates."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from borderreg.domain.columns import Column
from borderreg.domain.dates import parse_birth
from borderreg.domain.grid_rows import GridRow
from borderreg.domain.list_facts import RowDraft
from borderreg.domain.lists import EDITABLE, EntryStatus
from borderreg.domain.names import match_key
from borderreg.models import Entry, ImportGrid, ImportRow, Worker, WorkList
from borderreg.services.import_cells import HEADER, seal_json, unseal_json, unseal_row
from borderreg.services.people_store import pages
from borderreg.services.private_fields import find_hash, unseal

LIKE_DIGITS = 10
"""Of twelve: a number that agrees in so many places with the earlier one is the same number corrected."""


@dataclass(frozen=True, slots=True)
class Offer:
    """An open draft that holds people of the file already, and how many of them."""

    list_id: UUID
    title: str
    people: int


def keys_of(row: GridRow) -> frozenset[tuple[object, ...]]:
    """Return by what a row is known again: its number, its name and birth, its place and name."""
    number = "".join(row.shows(Column.PERSONAL_ID).split())
    name, birth = match_key(row.shows(Column.NAME)), parse_birth(row.cells.get(Column.BIRTH.value))
    found: set[tuple[object, ...]] = set()
    if number:
        found.add(("number", number))
    if name:
        found.add(("place", row.row, name))
        if birth is not None:
            found.add(("person", name, str(birth)))
    return frozenset(found)


def drop_superseded(session: Session, *, grid: ImportGrid, rows: Iterable[GridRow], at: datetime) -> int:
    """Take rows out of older grids of the same list whose people came again, and return how many."""
    if grid.list_id is None:
        return 0
    again = set().union(*(keys_of(row) for row in rows))
    query = select(ImportGrid).where(
        ImportGrid.list_id == grid.list_id,
        ImportGrid.id != grid.id,
        ImportGrid.status == "ready",
        ImportGrid.created_at <= grid.created_at,
    )
    dropped = 0
    for older in session.scalars(query.with_for_update()):
        stored = select(ImportRow).where(ImportRow.grid_id == older.id)
        left = list(session.scalars(stored))
        gone = [
            item.id
            for item in left
            if keys_of(unseal_row(item.content, row_id=item.id, row=item.row, version=item.version)) & again
        ]
        for page in pages(gone):
            session.execute(delete(ImportRow).where(ImportRow.id.in_(page)))
        if len(gone) == len(left):
            older.status, older.updated_at = "finished", at
        dropped += len(gone)
    return dropped


def note_findings(
    session: Session, *, grid: ImportGrid, rows: Sequence[GridRow], left_out: int | None
) -> None:
    """Keep beside the grid which open drafts hold its people, and the first row that was too many."""
    header = unseal_json(grid.header, place=HEADER, row_id=grid.id) or {}
    offers = [] if grid.list_id is not None else _open_drafts(session, grid.organisation_id, rows)
    header |= {"offers": [[str(list_id), people] for list_id, people in offers], "left_out": left_out}
    grid.header = seal_json(header, place=HEADER, row_id=grid.id)


def offers_for(session: Session, *, grid: ImportGrid) -> tuple[Offer, ...]:
    """Return the drafts, still open, that hold people of the file already; most people first."""
    header = unseal_json(grid.header, place=HEADER, row_id=grid.id) or {}
    counts = {UUID(list_id): people for list_id, people in header.get("offers", ())}
    if not counts:
        return ()
    query = select(WorkList.id, WorkList.title).where(
        WorkList.id.in_(counts),
        WorkList.organisation_id == grid.organisation_id,
        WorkList.status.in_([status.value for status in EDITABLE]),
    )
    found = [Offer(row.id, row.title, counts[row.id]) for row in session.execute(query)]
    return tuple(sorted(found, key=lambda offer: -offer.people))


def left_out_row(grid: ImportGrid) -> int | None:
    """Return the first row of the file that was too many, if any."""
    header = unseal_json(grid.header, place=HEADER, row_id=grid.id) or {}
    row: int | None = header.get("left_out")
    return row


def _open_drafts(session: Session, organisation_id: UUID, rows: Iterable[GridRow]) -> list[tuple[UUID, int]]:
    numbers = {row.draft.personal_id for row in rows if row.draft is not None}
    found: Counter[UUID] = Counter()
    for page in pages(sorted(numbers)):
        query = (
            select(Entry.list_id, func.count())
            .join(Worker, Worker.id == Entry.worker_id)
            .join(WorkList, WorkList.id == Entry.list_id)
            .where(
                Worker.personal_id_hash.in_([find_hash("personal_id", number) for number in page]),
                Entry.status == EntryStatus.DRAFT.value,
                WorkList.organisation_id == organisation_id,
                WorkList.status.in_([status.value for status in EDITABLE]),
            )
            .group_by(Entry.list_id)
        )
        for list_id, people in session.execute(query):
            found[list_id] += people
    return found.most_common()


def corrected_entries(
    session: Session,
    *,
    list_id: UUID,
    drafts: Sequence[tuple[int, RowDraft]],
    numbers: Iterable[str],
    before: datetime,
) -> dict[int, Entry]:
    """Return, by sheet row, the imported entry of the list whose number this row corrects.

    The same name and birth date came in an earlier file from the same row or with nearly the same number,
    was written `before` this file came, and that number does not occur in it (`numbers`). Two people of one
    name and birth both stay.
    """
    wanted = {(match_key(draft.name), str(draft.birth)) for _, draft in drafts}
    query = select(Entry).where(
        Entry.list_id == list_id,
        Entry.status == EntryStatus.DRAFT.value,
        Entry.source_row.is_not(None),
        Entry.updated_at < before,
        Entry.birth.in_({birth for _, birth in wanted}),
    )
    came = set(numbers)
    entries: defaultdict[tuple[str, str], list[tuple[Entry, str]]] = defaultdict(list)
    for entry in session.scalars(query) if wanted else ():
        number = unseal(entry.personal_id, place="entries.personal_id", row_id=entry.id)
        if number not in came and (match_key(entry.name), entry.birth) in wanted:
            entries[match_key(entry.name), entry.birth].append((entry, number))
    found: dict[int, Entry] = {}
    for row, draft in drafts:
        alike = [
            entry
            for entry, number in entries.get((match_key(draft.name), str(draft.birth)), ())
            if entry.source_row == row or _like(number, draft.personal_id)
        ]
        if len(alike) == 1 and alike[0].id not in {entry.id for entry in found.values()}:
            found[row] = alike[0]
    return found


def _like(one: str, other: str) -> bool:
    return sum(a == b for a, b in zip(one, other, strict=False)) >= LIKE_DIGITS
