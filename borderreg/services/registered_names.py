"""What a commune's register calls the person of a number: a row must not rename somebody else by mistake."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from borderreg.domain.access import Actor, Permission
from borderreg.domain.columns import Column
from borderreg.domain.dates import BirthDate
from borderreg.domain.errors import Refused
from borderreg.domain.list_facts import RowDraft
from borderreg.domain.other_person import NamedPerson, is_other_person
from borderreg.domain.problems import Problem, ProblemCode, problem
from borderreg.models import Worker, WorkerRecord
from borderreg.services.guard import require
from borderreg.services.people_store import pages
from borderreg.services.private_fields import find_hash


def registered_people(
    session: Session, *, organisation_id: UUID, numbers: Sequence[str]
) -> Mapping[str, NamedPerson]:
    """Return what the organisation's register knows of each number, in one statement for 500 of them."""
    found: dict[str, NamedPerson] = {}
    for page in pages(list(dict.fromkeys(numbers))):
        hashes = {find_hash("personal_id", number): number for number in page}
        query = (
            select(Worker.personal_id_hash, WorkerRecord.name, WorkerRecord.birth)
            .join(WorkerRecord, WorkerRecord.worker_id == Worker.id)
            .where(WorkerRecord.organisation_id == organisation_id, Worker.personal_id_hash.in_(list(hashes)))
        )
        for row in session.execute(query):
            found[hashes[row.personal_id_hash]] = NamedPerson(row.name, row.birth)
    return found


def find_other_people(
    session: Session, *, organisation_id: UUID, drafts: Sequence[tuple[int, RowDraft]]
) -> dict[int, Problem]:
    """Return, by sheet row, `number_of_other` where the register has the number under quite another name."""
    known = registered_people(
        session, organisation_id=organisation_id, numbers=[draft.personal_id for _, draft in drafts]
    )
    found: dict[int, Problem] = {}
    for row, draft in drafts:
        person = known.get(draft.personal_id)
        if person is not None and is_other_person(NamedPerson(draft.name, str(draft.birth)), person):
            birth = BirthDate.from_text(person.birth).display()
            code, column = ProblemCode.NUMBER_OF_OTHER, Column.PERSONAL_ID
            found[row] = replace(problem(code, column=column, name=person.name, birth=birth), row=row)
    return found


def person_of_number(session: Session, *, actor: Actor, personal_id: str) -> NamedPerson | None:
    """Return whom the register of the actor's commune has under a number; None when it has nobody."""
    require(actor, Permission.LIST_EDIT)
    known = registered_people(session, organisation_id=actor.organisation_id, numbers=[personal_id])
    return known.get(personal_id)


def refuse_other_person(session: Session, *, organisation_id: UUID, draft: RowDraft) -> None:
    """Refuse, with code `number_of_other`, a row whose number the register has under quite another name."""
    found = find_other_people(session, organisation_id=organisation_id, drafts=[(0, draft)])
    if found:
        item = replace(found[0], row=None)
        raise Refused(item.message, problems=[item], code="number_of_other")


def is_same_person(session: Session, *, organisation_id: UUID, personal_id: str, draft: RowDraft) -> bool:
    """Tell whether the register's person of a number may be the one of this row, by name and birth."""
    known = registered_people(session, organisation_id=organisation_id, numbers=[personal_id]).get(
        personal_id
    )
    return known is not None and not is_other_person(NamedPerson(draft.name, str(draft.birth)), known)
