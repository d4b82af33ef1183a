"""What a pack says of stop marks: the private instruction of each marked code, for who scans that code."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from borderreg.crypto.code_bound import seal_to_code
from borderreg.ls1.wire import write_bytes
from borderreg.models import Entry, IssuedCode, StopMark
from borderreg.services.private_fields import unseal

AT_ONCE = 500


def sealed_instructions(session: Session, *, codes: Collection[bytes], at: datetime) -> dict[str, str]:
    """Return the sealed instruction by `cti` in hex for marked codes; two statements for each 500 of them."""
    found: dict[str, str] = {}
    wanted = sorted(codes)
    for first in range(0, len(wanted), AT_ONCE):
        some = wanted[first : first + AT_ONCE]
        query = (
            select(IssuedCode.cti, IssuedCode.digits, Entry.worker_id)
            .join(Entry, Entry.id == IssuedCode.entry_id)
            .where(IssuedCode.cti.in_(some))
        )
        rows = session.execute(query).all()
        said = _said(session, [row.worker_id for row in rows], at)
        for row in rows:
            texts = said.get(row.worker_id)
            if texts:
                found[row.cti.hex()] = write_bytes(seal_to_code("\n".join(texts), digits=row.digits))
    return found


def _said(session: Session, workers: Collection[object], at: datetime) -> dict[object, list[str]]:
    query = (
        select(StopMark)
        .where(StopMark.worker_id.in_(workers), StopMark.lifted_at.is_(None), StopMark.expires_at > at)
        .order_by(StopMark.created_at, StopMark.id)
    )
    said: dict[object, list[str]] = defaultdict(list)
    for stop in session.scalars(query):
        text = unseal(stop.instruction, place="stop_marks.instruction", row_id=stop.id)
        if text:
            said[stop.worker_id].append(text)
    return said
