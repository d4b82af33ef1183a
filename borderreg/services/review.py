"""Look at a whole list as it would be certified now: every blocker and warning beside its row."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from borderreg.domain.access import Actor, Permission
from borderreg.domain.agreements import AgreementFacts, agreement_on, check_agreement
from borderreg.domain.blockers import Likeness, RowFacts, find_blockers, find_warnings
from borderreg.domain.columns import Column
from borderreg.domain.dates import BirthDate
from borderreg.domain.list_rows import read_row
from borderreg.domain.lists import EntryStatus, ListStatus
from borderreg.domain.names import match_key
from borderreg.domain.problems import Problem, ProblemCode, at_row, problem
from borderreg.models import Entry, WorkList
from borderreg.services.agreements import agreements
from borderreg.services.guard import require
from borderreg.services.likeness import Candidate, Found, find_likenesses
from borderreg.services.list_core import own_list
from borderreg.services.list_reference import ListReference, list_reference
from borderreg.services.private_fields import find_hash, unseal
from borderreg.services.suspensions import RegisterFacts, register_facts
from borderreg.services.travel_documents import find_ended

OPEN = frozenset({ListStatus.DRAFT, ListStatus.RETURNED, ListStatus.SUBMITTED})


@dataclass(frozen=True, slots=True)
class Review:
    """What a list looks like to the one who is to certify it; problems carry the row of the list."""

    blockers: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()
    likenesses: tuple[tuple[UUID, Likeness], ...] = ()

    def beside(self, row: int) -> tuple[Problem, ...]:
        """Return the problems of one row, blockers first."""
        return tuple(item for item in (*self.blockers, *self.warnings) if item.row == row)


def review_list(session: Session, *, actor: Actor, list_id: UUID, at: datetime) -> Review:
    """Check a list of the actor's commune that is not certified yet; an empty review for any other status."""
    require(actor, Permission.LIST_READ)
    work_list = own_list(session, actor=actor, list_id=list_id)
    if ListStatus(work_list.status) not in OPEN:
        return Review()
    entries = draft_entries(session, list_id=list_id)
    reference = list_reference(session, commune=actor.organisation_code, at=at)
    return review_entries(session, work_list=work_list, entries=entries, reference=reference)


def blockers(session: Session, *, actor: Actor, list_id: UUID, at: datetime) -> tuple[Problem, ...]:
    """Return everything that keeps a list from being certified now."""
    return review_list(session, actor=actor, list_id=list_id, at=at).blockers


def draft_entries(session: Session, *, list_id: UUID) -> list[Entry]:
    """Return the rows of a list that are not certified yet, in order."""
    query = select(Entry).where(Entry.list_id == list_id, Entry.status == EntryStatus.DRAFT.value)
    return list(session.scalars(query.order_by(Entry.row)))


def review_entries(
    session: Session, *, work_list: WorkList, entries: Sequence[Entry], reference: ListReference
) -> Review:
    """Check rows by the registers of the day; a constant number of statements."""
    day = reference.day
    likenesses = find_likenesses(
        session, work_list=work_list, rows=[_candidate(entry) for entry in entries], day=day
    )
    noted = (_shared_years(entries), _ended_papers(session, work_list, entries))
    registers = _Registers(register_facts(session, entries=entries, day=day), agreements(session))
    facts = tuple(_row_facts(entry, reference, likenesses, registers, noted) for entry in entries)
    pairs = tuple((entry.id, item) for entry in entries for item in likenesses.get(entry.id, ()))
    return Review(blockers=find_blockers(facts), warnings=find_warnings(facts), likenesses=pairs)


@dataclass(frozen=True, slots=True)
class _Registers:
    """What the province keeps that a row is held against: employers, recruiters, the agreement."""

    facts: RegisterFacts
    agreements: tuple[AgreementFacts, ...]


def _row_facts(
    entry: Entry,
    reference: ListReference,
    likenesses: Found,
    registers: _Registers,
    noted: tuple[dict[UUID, Problem], ...],
) -> RowFacts:
    cells = cells_of(entry, reference=reference)
    _, problems = read_row(cells, row=entry.row, reference=reference.rows, at=reference.day)
    also = (*(found[entry.id] for found in noted if entry.id in found), *_by_registers(entry, registers))
    return RowFacts(
        row=entry.row,
        employer=entry.employer,
        employer_suspended=entry.employer_id in registers.facts.suspended,
        recruiter=entry.recruiter,
        recruiter_suspended=entry.recruiter_id in registers.facts.suspended,
        problems=(*problems, *also),
        likenesses=likenesses.get(entry.id, ()),
    )


def _by_registers(entry: Entry, registers: _Registers) -> tuple[Problem, ...]:
    """Warn of a licence that has ended and of what is beyond the agreement of the first day."""
    ended = registers.facts.ended(entry.recruiter_id)
    code, column = ProblemCode.RECRUITER_LICENCE, Column.RECRUITER
    facts = {"recruiter": entry.recruiter, "expired": f"{ended:%d/%m/%Y}"} if ended else {}
    licence = (problem(code, column=column, **facts),) if ended else ()
    beyond = check_agreement(
        agreement_on(registers.agreements, entry.valid_from),
        valid_from=entry.valid_from,
        valid_to=entry.valid_to,
        document_type=entry.document_type,
        sector=registers.facts.sector(entry.employer_id),
    )
    return at_row((*licence, *beyond), row=entry.row)


def cells_of(entry: Entry, *, reference: ListReference) -> dict[str, object]:
    """Return an entry as the cells of a form, numbers in clear: only to check it or to edit it."""
    facts = reference.facts
    kind = next((kind for kind in facts.document_types if kind.code == entry.document_type), None)
    county = facts.county(entry.county)
    return {
        Column.NAME: entry.name,
        Column.BIRTH: BirthDate.from_text(entry.birth).display(),
        Column.SEX: "Nam" if entry.sex == "M" else "Nữ",
        Column.PERSONAL_ID: unseal(entry.personal_id, place="entries.personal_id", row_id=entry.id),
        Column.HAMLET: entry.hamlet,
        Column.PHONE: unseal(entry.phone, place="entries.phone", row_id=entry.id),
        Column.CONTACT_NAME: entry.contact_name,
        Column.CONTACT_PHONE: unseal(entry.contact_phone, place="entries.contact_phone", row_id=entry.id),
        Column.DOCUMENT_TYPE: kind.name_vi if kind else entry.document_type,
        Column.DOCUMENT_NUMBER: unseal(
            entry.document_number, place="entries.document_number", row_id=entry.id
        ),
        Column.DOCUMENT_EXPIRES: f"{entry.document_expires:%d/%m/%Y}",
        Column.EMPLOYER: entry.employer,
        Column.COUNTY: county.vi if county else entry.county,
        Column.JOB: entry.job,
        Column.VALID_FROM: f"{entry.valid_from:%d/%m/%Y}",
        Column.VALID_TO: f"{entry.valid_to:%d/%m/%Y}",
        Column.GATES: ", ".join(gate.code for gate in facts.gates_in(entry.gates)),
        Column.RECRUITER: entry.recruiter,
    }


def _candidate(entry: Entry) -> Candidate:
    phone = unseal(entry.phone, place="entries.phone", row_id=entry.id)
    return Candidate(
        entry_id=entry.id,
        row=entry.row,
        worker_id=entry.worker_id,
        name=entry.name,
        birth=entry.birth,
        valid_from=entry.valid_from,
        valid_to=entry.valid_to,
        document_hash=entry.document_number_hash,
        phone_hash=find_hash("phone", phone) if phone else None,
    )


def _ended_papers(session: Session, work_list: WorkList, entries: Sequence[Entry]) -> dict[UUID, Problem]:
    """Stop beside rows whose paper was lost, renewed or withdrawn: it is not valid on any day of exit."""
    return find_ended(session, organisation_id=work_list.organisation_id, entries=entries)


def _shared_years(entries: Sequence[Entry]) -> dict[UUID, Problem]:
    """Warn beside rows that share name and birth year but not the full date."""
    groups: defaultdict[tuple[str, str], list[Entry]] = defaultdict(list)
    for entry in entries:
        groups[match_key(entry.name), entry.birth[:4]].append(entry)
    found = {}
    for (_, year), group in groups.items():
        for entry in group:
            others = [
                other
                for other in group
                if other.id != entry.id and (other.birth != entry.birth or len(entry.birth) == len(year))
            ]
            if others:
                code, column = ProblemCode.SAME_NAME_AND_BIRTH, Column.NAME
                item = problem(code, column=column, variant="year", other_row=others[0].row, year=year)
                found[entry.id] = replace(item, row=entry.row)
    return found
