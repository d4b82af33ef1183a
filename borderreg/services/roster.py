"""The roster behind the gate: entries found by code, typed code, document or name, as frozen facts."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Row,
    Select,
    String,
    and_,
    bindparam,
    cast,
    false,
    join,
    or_,
    select,
    true,
)
from sqlalchemy.orm import Session

from borderreg.domain.employers import suspended_on
from borderreg.domain.gate import EntryFacts
from borderreg.domain.lists import EntryStatus
from borderreg.domain.names import search_key
from borderreg.domain.people import is_personal_id, last4
from borderreg.domain.reasons import VerdictClass
from borderreg.models import (
    County,
    DocumentType,
    Employer,
    Entry,
    IssuedCode,
    Organisation,
    StopMark,
    Worker,
    WorkList,
    table_of,
)
from borderreg.prepared import Prepared
from borderreg.services.private_fields import find_hash, unseal
from borderreg.services.supersession import has_older
from borderreg.services.suspensions import recruiter_suspended

FOUND_AT_MOST = 20
QUERY_AT_LEAST = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterLine:
    """An entry of the roster: what decides, and what an officer compares (still encrypted).

    What is compared stays empty when only a decision was asked for.
    """

    entry_id: UUID
    worker_id: UUID
    organisation_id: UUID
    cti: bytes
    facts: EntryFacts
    stop: VerdictClass | None
    stop_ids: tuple[UUID, ...]
    name: str = ""
    sex: str = ""
    commune: str = ""
    employer: str = ""
    list_year_number: str = ""
    country: str = ""
    personal_id: bytes = b""
    document_number: bytes = b""
    has_older: bool = False


_DECIDING = (
    Entry.id,
    Entry.worker_id,
    Entry.organisation_id,
    Entry.status,
    Entry.row,
    Entry.birth,
    Entry.valid_from,
    Entry.valid_to,
    Entry.gates,
    Entry.document_type,
    Entry.document_expires,
    Entry.cti.label("live_cti"),
    WorkList.list_no,
    County.on_border.label("county_on_border"),
    DocumentType.border_zone_only,
    Employer.status.label("employer_status"),
    Employer.suspended_from,
    Employer.suspended_to,
    recruiter_suspended(bindparam("day")).label("recruiter_suspended"),
    StopMark.id.label("stop_id"),
    StopMark.effect,
)
_COMPARED = (
    Entry.name,
    Entry.sex,
    Entry.document_number,
    Entry.personal_id,
    Entry.employer,
    Entry.country,
    WorkList.year,
    WorkList.number,
    Organisation.code.label("commune"),
)


def _in_force(model: type[County] | type[DocumentType]) -> ColumnElement[bool]:
    return and_(
        model.valid_from <= bindparam("day"),
        or_(model.valid_to.is_(None), model.valid_to >= bindparam("day")),
    )


def _lines(*columns: Any, start: Any = Entry, compared: bool = True) -> Select[*tuple[Any, ...]]:
    """Select entries with all that decides; what picks the entry out stands first in the joins.

    PostgreSQL plans at most eight joins freely: picked out by the ninth, it read the whole register.
    """
    query = (
        select(*_DECIDING, *(_COMPARED if compared else ()), *columns)
        .select_from(start)
        .join(WorkList, WorkList.id == Entry.list_id)
        .join(Worker, Worker.id == Entry.worker_id)
        .outerjoin(County, and_(County.code == Entry.county, _in_force(County)))
        .outerjoin(DocumentType, and_(DocumentType.code == Entry.document_type, _in_force(DocumentType)))
        .outerjoin(Employer, Employer.id == Entry.employer_id)
        .outerjoin(
            StopMark,
            and_(
                StopMark.worker_id == Entry.worker_id,
                StopMark.lifted_at.is_(None),
                StopMark.expires_at > bindparam("at"),
            ),
        )
    )
    return query.join(Organisation, Organisation.id == Entry.organisation_id) if compared else query


def _by_code(*columns: Any, compared: bool) -> Select[*tuple[Any, ...]]:
    issued = join(table_of(IssuedCode), table_of(Entry), IssuedCode.entry_id == Entry.id)
    lines = _lines(IssuedCode.superseded_by, *columns, start=issued, compared=compared)
    return lines.where(IssuedCode.cti == bindparam("cti"))


BY_CODE = Prepared(_by_code(compared=True))
BY_CODE_LOCKED = Prepared(_by_code(has_older().label("has_older"), compared=False).with_for_update(of=Worker))
BY_NUMBER = (
    _lines()
    .where(
        Entry.cti.is_not(None),
        or_(
            Entry.document_number_hash == bindparam("document_hash"),
            Worker.personal_id_hash == bindparam("personal_id_hash"),
        ),
    )
    .order_by(
        (Entry.status == EntryStatus.CERTIFIED.value).desc(),
        (Entry.valid_to >= bindparam("day")).desc(),
        Entry.valid_from.desc(),
        Entry.created_at.desc(),
    )
)


def find_by_code(
    session: Session, *, cti: bytes, at: datetime, day: date, lock: bool = False
) -> RosterLine | None:
    """Return the entry that a code was issued for.

    With `lock` its worker stays locked until the commit, and nothing to compare is fetched.
    """
    statement = BY_CODE_LOCKED if lock else BY_CODE
    rows = statement.rows(session, {"cti": cti, "at": at, "day": day})
    if not rows:
        return None
    line = _line(rows, day=day, superseded=rows[0].superseded_by is not None)
    return replace(line, has_older=bool(rows[0].has_older)) if lock else line


def find_by_list(
    session: Session, *, list_id: UUID, after: int, at_most: int, at: datetime, day: date
) -> tuple[RosterLine, ...]:
    """Return the issued entries of a list in the order of its rows, from the row `after` on."""
    rows_shown = (
        select(Entry.row)
        .where(Entry.list_id == list_id, Entry.cti.is_not(None), Entry.row > after)
        .order_by(Entry.row)
        .limit(at_most)
    )
    query = (
        _lines(IssuedCode.superseded_by)
        .outerjoin(IssuedCode, IssuedCode.cti == Entry.cti)
        .where(Entry.list_id == list_id, Entry.cti.is_not(None), Entry.row.in_(rows_shown))
        .order_by(Entry.row)
    )
    found: dict[UUID, list[Any]] = {}
    for row in session.execute(query, {"at": at, "day": day}):
        found.setdefault(row.id, []).append(row)
    return tuple(
        _line(rows, day=day, superseded=rows[0].superseded_by is not None) for rows in found.values()
    )


def find_by_number(session: Session, *, text: str, at: datetime, day: date) -> RosterLine | None:
    """Return the best entry for a travel document's or identity card's number: the newest in force."""
    number = "".join(text.split()).upper()
    parameters = {
        "document_hash": find_hash("document_number", number),
        "personal_id_hash": find_hash("personal_id", number) if is_personal_id(number) else b"",
        "at": at,
        "day": day,
    }
    rows = session.execute(BY_NUMBER, parameters).all()
    same = [row for row in rows if rows and row.id == rows[0].id]
    return _line(same, day=day) if same else None


def search(session: Session, *, text: str, at: datetime, day: date) -> tuple[RosterLine, ...]:
    """Return up to 20 entries in force by name without accents, last four digits or list number."""
    words = search_key(text).split()
    condition = and_(
        true() if words else false(), *(Entry.search_key.contains(word, autoescape=True) for word in words)
    )
    digits = "".join(text.split())
    if len(digits) == 4 and digits.isascii() and digits.isdigit():
        condition = Entry.id_last4_hash == find_hash("id_last4", digits)
    elif "/" in digits:
        number, _, year = digits.partition("/")
        condition = and_(
            cast(WorkList.number, String) == (number.lstrip("0") or "0"), cast(WorkList.year, String) == year
        )
    query = (
        _lines()
        .where(Entry.status == EntryStatus.CERTIFIED.value, Entry.valid_to >= bindparam("day"), condition)
        .order_by(Entry.search_key, Entry.id)
        .limit(FOUND_AT_MOST * 2)
    )
    lines: dict[UUID, list[Any]] = {}
    for row in session.execute(query, {"at": at, "day": day}):
        lines.setdefault(row.id, []).append(row)
    return tuple(_line(rows, day=day) for rows in list(lines.values())[:FOUND_AT_MOST])


def _line(rows: Sequence[Row[*tuple[Any, ...]]], *, day: date, superseded: bool = False) -> RosterLine:
    """Put one entry's rows together: one row for each of the worker's live stop marks."""
    row = rows[0]
    effects = [VerdictClass(line.effect) for line in rows if line.stop_id is not None]
    return RosterLine(
        entry_id=row.id,
        worker_id=row.worker_id,
        organisation_id=row.organisation_id,
        cti=row.live_cti or b"",
        facts=EntryFacts(
            status=EntryStatus(row.status),
            list_no=row.list_no,
            row=row.row,
            birth=row.birth,
            valid_from=row.valid_from,
            valid_to=row.valid_to,
            gates=row.gates,
            document_type=row.document_type,
            document_expires=row.document_expires,
            border_zone_only=bool(row.border_zone_only),
            county_on_border=row.county_on_border is not False,
            superseded=superseded,
            employer_suspended=bool(row.recruiter_suspended)
            or suspended_on(row.employer_status, first=row.suspended_from, last=row.suspended_to, day=day),
        ),
        stop=_worst(effects),
        stop_ids=tuple(line.stop_id for line in rows if line.stop_id is not None),
        **(_compared(row) if hasattr(row, "personal_id") else {}),
    )


def _compared(row: Any) -> dict[str, Any]:
    return {
        "name": row.name,
        "sex": row.sex,
        "commune": row.commune,
        "employer": row.employer,
        "list_year_number": f"{row.number:02d}/{row.year}" if row.number else "",
        "country": row.country,
        "personal_id": row.personal_id,
        "document_number": row.document_number,
    }


def _worst(effects: list[VerdictClass]) -> VerdictClass | None:
    if not effects:
        return None
    return VerdictClass.REFUSE if VerdictClass.REFUSE in effects else VerdictClass.CHECK


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonToCompare:
    """What an officer compares with the person and the papers: never the full personal number."""

    name: str
    birth: str
    sex: str
    id_last4: str
    commune: str
    list_no: str
    row: int
    employer: str
    valid_from: date
    valid_to: date
    document_type: str
    document_number: str
    document_expires: date


def reveal(line: RosterLine) -> PersonToCompare:
    """Open the encrypted facts of a line for the officer; the caller logs the read."""
    number = unseal(line.personal_id, place="entries.personal_id", row_id=line.entry_id)
    return PersonToCompare(
        name=line.name,
        birth=line.facts.birth,
        sex=line.sex,
        id_last4=last4(number),
        commune=line.commune,
        list_no=line.list_year_number,
        row=line.facts.row,
        employer=line.employer,
        valid_from=line.facts.valid_from,
        valid_to=line.facts.valid_to,
        document_type=line.facts.document_type,
        document_number=unseal(line.document_number, place="entries.document_number", row_id=line.entry_id),
        document_expires=line.facts.document_expires,
    )
