"""Check a certified list now against what was certified: the hash of its facts and every signature again."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from borderreg.domain.access import Actor, Permission
from borderreg.domain.content import content_hash
from borderreg.domain.errors import Conflict
from borderreg.domain.keys import KeyList
from borderreg.domain.lists import ListKind
from borderreg.domain.passes import EntryPayload, fit_name
from borderreg.domain.people import last4
from borderreg.domain.reasons import Reason
from borderreg.ls1 import SealBroken, open_person, read_digits
from borderreg.models import Entry, IssuedCode, WorkList
from borderreg.services.frozen import Facts, stored_facts
from borderreg.services.guard import require
from borderreg.services.key_use import current_key_list, seal_keys
from borderreg.services.list_core import own_list

DATES_DO_NOT_MATTER = {Reason.NOT_YET_VALID, Reason.EXPIRED}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as it was certified; `row` where one row is meant, `reasons` of its code."""

    code: str
    row: int | None = None
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class SelfCheck:
    """The answer of one moment: rows and codes looked at, and what differs; `ok` when nothing does."""

    at: datetime
    rows: int
    codes: int
    findings: tuple[Finding, ...]

    @property
    def ok(self) -> bool:
        """Say whether everything is as it was certified."""
        return not self.findings


def check_certified(session: Session, *, actor: Actor, list_id: UUID, at: datetime) -> SelfCheck:
    """Recompute the content hash, read the list's code and every person's code with the published keys.

    Keys count as of the day of certifying; one revoked since then is named. Nothing of a person leaves this
    function. Conflict for a list that was never certified.
    """
    require(actor, Permission.LIST_READ)
    work_list = own_list(session, actor=actor, list_id=list_id)
    if work_list.certified_at is None or work_list.content_hash is None:
        raise Conflict("Danh sách này chưa được xác nhận.", code="not_certified")
    facts = stored_facts(session, work_list=work_list)
    keys, certified = current_key_list(session), work_list.certified_at
    codes = _codes(session, work_list)
    found = [*_head_findings(work_list, facts, actor.organisation_code, keys, certified)]
    if work_list.kind != ListKind.WITHDRAWAL.value:
        seals = seal_keys(session)
        for row in facts:
            found += _row_findings(row, codes.get(str(row["cti"]), ""), work_list, keys, seals, certified)
    return SelfCheck(at, len(facts), len(codes), tuple(found))


def _codes(session: Session, work_list: WorkList) -> dict[str, str]:
    query = select(IssuedCode.cti, IssuedCode.digits).join(Entry, Entry.cti == IssuedCode.cti)
    rows = session.execute(query.where(Entry.list_id == work_list.id))
    return {row.cti.hex(): row.digits for row in rows}


def _head_findings(
    work_list: WorkList, facts: list[dict[str, object]], commune: str, keys: KeyList, at: datetime
) -> Iterator[Finding]:
    """Compare the stored facts with the hash, and the hash with the signed code of the list."""
    if content_hash(facts) != work_list.content_hash:
        yield Finding("content_changed")
    reading = read_digits(work_list.head_digits or "", at=at, keys=keys, expect="head")
    reasons = _that_matter(reading.reasons)
    if reading.head is None or reading.key is None or reasons:
        yield Finding("head_signature", reasons=reasons)
        return
    head = reading.head
    if (head.list_no, head.entries, head.content_hash) != (
        work_list.list_no,
        len(facts),
        work_list.content_hash,
    ):
        yield Finding("head_says_other")
    if reading.key.commune != commune:
        yield Finding("signed_elsewhere")


def _row_findings(
    row: Facts,
    digits: str,
    work_list: WorkList,
    keys: KeyList,
    seals: dict[int, bytes],
    at: datetime,
) -> Iterator[Finding]:
    """Compare one row with its own signed code: dates, gates, and the sealed person."""
    number = int(str(row["row"]))
    reading = read_digits(digits, at=at, keys=keys)
    reasons = _that_matter(reading.reasons)
    if reading.entry is None or reasons:
        yield Finding("row_signature", number, reasons)
        return
    entry = reading.entry
    if not _same_authorisation(entry, row, work_list.list_no) or not _same_person(entry, row, seals):
        yield Finding("row_says_other", number)


def _same_authorisation(entry: EntryPayload, row: Facts, list_no: str) -> bool:
    return (
        entry.list_no == list_no
        and entry.row == row["row"]
        and entry.cti.hex() == row["cti"]
        and entry.gates == row["gates"]
        and entry.valid_from.isoformat() == row["valid_from"]
        and entry.valid_to.isoformat() == row["valid_to"]
    )


def _same_person(entry: EntryPayload, row: Facts, seals: dict[int, bytes]) -> bool:
    try:
        person = open_person(entry.sealed, cti=entry.cti, seal_key=seals[entry.seal_no])
    except (SealBroken, KeyError):
        return False
    said = (fit_name(str(row["name"])), row["birth"], row["sex"], last4(str(row["personal_id"])))
    return (person.name, person.birth, person.sex, person.id_last4) == said


def _that_matter(reasons: tuple[Reason, ...]) -> tuple[Reason, ...]:
    return tuple(reason for reason in reasons if reason not in DATES_DO_NOT_MATTER)
