"""Group mode: everybody on one list, with what the gate would say of each (gate-protocol.md, Lane work)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from borderreg.domain.gate import GateFacts, Verdict
from borderreg.domain.journeys import Folded
from borderreg.domain.keys import KeyList
from borderreg.domain.lists import ListStatus
from borderreg.domain.passes import HeadPayload, parse_entry_code
from borderreg.domain.periods import local_day
from borderreg.ls1 import read_digits
from borderreg.models import Entry, WorkList
from borderreg.reports.recount import folds
from borderreg.services.gate import Identified, decide_passage
from borderreg.services.roster import RosterLine, find_by_list

ROWS_AT_MOST = 500
ISSUED = (ListStatus.CERTIFIED.value, ListStatus.REVOKED.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardingRow:
    """One person of the list and the verdict on a passage now, decided as if named by the entry code."""

    line: RosterLine
    past: Folded
    verdict: Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Boarding:
    """A certified list as a gate opens it; `more_after` is the last row shown when there are further ones."""

    list_id: UUID
    list_no: str
    status: str
    entries: int
    rows: tuple[BoardingRow, ...]
    more_after: int | None


def open_boarding(
    session: Session, *, code: str, gate: GateFacts, keys: KeyList, direction: str, after: int, at: datetime
) -> Boarding | None:
    """Return the list that a head code, an entry code or a cti belongs to; None when it names no issued list.

    At most 500 rows from the row `after` on; the number of statements does not grow with the list.
    """
    work_list = _named(session, code, keys=keys, at=at)
    if work_list is None or work_list.status not in ISSUED:
        return None
    lines = find_by_list(
        session, list_id=work_list.id, after=after, at_most=ROWS_AT_MOST + 1, at=at, day=local_day(at)
    )
    shown = lines[:ROWS_AT_MOST]
    pasts = _pasts(session, [line.worker_id for line in shown])
    return Boarding(
        list_id=work_list.id,
        list_no=work_list.list_no,
        status=work_list.status,
        entries=session.scalar(select(func.count(Entry.id)).where(Entry.list_id == work_list.id)) or 0,
        rows=tuple(_row(line, pasts, gate, direction, at) for line in shown),
        more_after=shown[-1].facts.row if len(lines) > len(shown) else None,
    )


def _named(session: Session, code: str, *, keys: KeyList, at: datetime) -> WorkList | None:
    """Find the list; a head code counts only under its signature, and names the content that it signed."""
    query = select(WorkList)
    text = code.strip()
    if text.isdecimal() and len(text) > 16:
        payload = read_digits(text, at=at, keys=keys, expect="head").payload
        if not isinstance(payload, HeadPayload):
            return None
        query = query.where(
            WorkList.content_hash == payload.content_hash, WorkList.list_no == payload.list_no
        )
    else:
        cti = _cti(text)
        if cti is None:
            return None
        query = query.join(Entry, Entry.list_id == WorkList.id).where(Entry.cti == cti)
    return session.scalars(query).first()


def _cti(text: str) -> bytes | None:
    try:
        return bytes.fromhex(text) if len(text) == 16 else parse_entry_code(text)
    except ValueError:
        return None


def _pasts(session: Session, workers: Sequence[UUID]) -> dict[UUID, Folded]:
    chosen = select(Entry.worker_id).where(Entry.worker_id.in_(workers))
    return dict(folds(session, workers=chosen)) if workers else {}


def _row(
    line: RosterLine, pasts: dict[UUID, Folded], gate: GateFacts, direction: str, at: datetime
) -> BoardingRow:
    past = pasts.get(line.worker_id, Folded())
    identified = Identified(reading=None, cti=line.cti, line=line)
    verdict = decide_passage(identified=identified, past=past, gate=gate, direction=direction, at=at)
    return BoardingRow(line=line, past=past, verdict=verdict)
