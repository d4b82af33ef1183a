"""Answers on return: kept in the compartment, counted for the province, a case when somebody needs help."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from borderreg.crypto import vault
from borderreg.db import insert_or_ignore
from borderreg.domain.debriefs import (
    ANSWER_TEXTS,
    HELP_QUESTION,
    HELP_YES,
    LONGEST_WORDS,
    QUESTION_TEXTS,
    Debrief,
    Question,
    month_of,
)
from borderreg.domain.errors import Refused
from borderreg.domain.periods import local_day
from borderreg.domain.protection import CaseSource
from borderreg.models import DebriefCount, Entry, IssuedCode, ProtectionDebrief, table_of
from borderreg.services.protection import open_text, seal_text
from borderreg.services.protection_intake import need_compartment, open_silently

WORDS, SLIP = "protection_debriefs.words", "protection_debriefs.slip"
UNKNOWN_PERSON = "Người vừa về, chưa cho biết tên"
FIRST_TASK = "Tìm cách liên hệ riêng với người đã trả lời phiếu hỏi khi về"


def give_debrief(session: Session, *, form_id: UUID, debrief: Debrief, at: datetime) -> None:
    """Keep somebody's answers; who needs help gets a case at once. The same form again changes nothing.

    Nothing is returned: whoever answered reads the same words in every case. An unknown code is kept as said.
    """
    need_compartment()
    if len(debrief.words) > LONGEST_WORDS:
        raise Refused(code="words")
    form_hash = vault().index.hash("debrief", str(form_id))
    known = select(ProtectionDebrief.id).where(ProtectionDebrief.form_hash == form_hash)
    if session.scalar(known) is not None:
        return
    name, worker_id = _person(session, debrief.cti)
    case_id = None
    if debrief.needs_help:
        case_id = open_silently(
            session,
            source=CaseSource.DEBRIEF,
            summary=_summary(debrief),
            name=name,
            first_task=FIRST_TASK,
            worker_id=worker_id,
            at=at,
        )
    session.add(_row(debrief, form_hash=form_hash, case_id=case_id, at=at))
    session.flush()
    _count(session, debrief, at)


def slip_of(row: ProtectionDebrief) -> bytes | None:
    """Return the code that somebody gave with the answers, or None."""
    text = open_text(row.slip, column=SLIP, row_id=row.id)
    return bytes.fromhex(text) if text else None


def person_of_slip(session: Session, *, cti: bytes | None) -> tuple[str, UUID | None]:
    """Return name and worker of a slip's code; an empty name when nobody has it."""
    if cti is None:
        return "", None
    query = (
        select(Entry.name, Entry.worker_id)
        .join(IssuedCode, IssuedCode.entry_id == Entry.id)
        .where(IssuedCode.cti == cti)
    )
    found = session.execute(query).one_or_none()
    return (found.name, found.worker_id) if found else ("", None)


def _person(session: Session, cti: bytes | None) -> tuple[str, UUID | None]:
    name, worker_id = person_of_slip(session, cti=cti)
    return name or UNKNOWN_PERSON, worker_id


def _row(debrief: Debrief, *, form_hash: bytes, case_id: UUID | None, at: datetime) -> ProtectionDebrief:
    row = ProtectionDebrief(
        id=uuid4(),
        form_hash=form_hash,
        answered_on=local_day(at),
        way=debrief.way.value,
        gate_code=debrief.gate_code,
        language=debrief.language,
        worries=debrief.worries,
        case_id=case_id,
        **{question.value: debrief.answers.get(question, "") for question in Question},
    )
    if debrief.words:
        row.words = seal_text(debrief.words, column=WORDS, row_id=row.id)
    if debrief.cti is not None:
        row.slip = seal_text(debrief.cti.hex(), column=SLIP, row_id=row.id)
    return row


def _count(session: Session, debrief: Debrief, at: datetime) -> None:
    month, table = month_of(local_day(at)), table_of(DebriefCount)
    for question, answer in sorted(debrief.answers.items()):
        key = {"month": month, "question": question.value, "answer": answer.value}
        session.execute(insert_or_ignore(session, table).values(**key, count=0))
        session.execute(
            update(DebriefCount)
            .where(*(table.c[name] == value for name, value in key.items()))
            .values(count=DebriefCount.count + 1)
            .execution_options(synchronize_session=False)
        )


def _summary(debrief: Debrief) -> str:
    """Write what somebody answered as the first lines of the case."""
    said = [f"{HELP_QUESTION.vi} {HELP_YES.vi}."]
    said += [f"{QUESTION_TEXTS[q].vi} {ANSWER_TEXTS[q][a].vi}." for q, a in sorted(debrief.answers.items())]
    if debrief.words:
        said.append(debrief.words)
    return "\n".join(said)
