"""What the compartment's people do with tips and answers on return; each look and act is in their own log."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from borderreg.domain.access import Actor, Permission
from borderreg.domain.debriefs import ANSWER_TEXTS, QUESTION_TEXTS, Answer, Question
from borderreg.domain.errors import NotFound, Refused
from borderreg.domain.periods import local_day
from borderreg.domain.protection import CaseSource, LookReason
from borderreg.domain.tips import TOPIC_TEXTS, Sender, Topic
from borderreg.models import ProtectionDebrief, ProtectionTip, ProtectionTipMessage
from borderreg.services.debriefs import WORDS, person_of_slip, slip_of
from borderreg.services.guard import require
from borderreg.services.protection import open_case, open_text
from borderreg.services.protection_log import note_act
from borderreg.services.tips import TEXT, append_message


def log_tip_look(session: Session, *, actor: Actor, tip_id: UUID, reason: LookReason, at: datetime) -> None:
    """Log that somebody of the compartment reads a tip, and why; it is read from then on."""
    require(actor, Permission.CASE_READ)
    tip = _tip(session, tip_id)
    tip.unread = False
    note_act(session, actor=actor, case_id=tip.id, act="looked", at=at, reason=reason.value, of="tip")


def log_debrief_look(
    session: Session, *, actor: Actor, debrief_id: UUID, reason: LookReason, at: datetime
) -> None:
    """Log that somebody of the compartment reads a person's answers, and why."""
    require(actor, Permission.CASE_READ)
    row = _debrief(session, debrief_id)
    note_act(session, actor=actor, case_id=row.id, act="looked", at=at, reason=reason.value, of="debrief")


def answer_tip(session: Session, *, actor: Actor, tip_id: UUID, text: str, at: datetime) -> None:
    """Write to whoever has the receipt; Refused `text` when it is too short or long."""
    require(actor, Permission.CASE_WRITE)
    tip = _tip(session, tip_id)
    day = local_day(at)
    append_message(session, tip=tip, sender=Sender.STAFF, text=text, day=day, said_by=actor.user_id)
    note_act(session, actor=actor, case_id=tip.id, act="answered", at=at, of="tip")


def close_tip(session: Session, *, actor: Actor, tip_id: UUID, at: datetime) -> None:
    """Close a tip; another message from outside opens it again; closing again changes nothing."""
    require(actor, Permission.CASE_WRITE)
    tip = _tip(session, tip_id)
    if tip.closed_on is None:
        tip.closed_on, tip.unread = local_day(at), False
        note_act(session, actor=actor, case_id=tip.id, act="closed", at=at, of="tip")


def case_from_tip(
    session: Session, *, actor: Actor, tip_id: UUID, name: str, first_task: str, at: datetime
) -> UUID:
    """Open a case from a tip with its first message as the summary; the same tip gives the same case."""
    require(actor, Permission.CASE_WRITE)
    tip = _tip(session, tip_id)
    if tip.case_id is None:
        first = session.scalars(
            select(ProtectionTipMessage)
            .where(ProtectionTipMessage.tip_id == tip.id)
            .order_by(ProtectionTipMessage.seq)
            .limit(1)
        ).one()
        said = open_text(first.text, column=TEXT, row_id=first.id)
        tip.case_id = open_case(
            session,
            actor=actor,
            source=CaseSource.TIP,
            summary=f"{TOPIC_TEXTS[Topic(tip.topic)].vi}. {said}"[:4000],
            name=name,
            first_task=first_task,
            at=at,
        )
        note_act(session, actor=actor, case_id=tip.id, act="case_opened", at=at, of="tip")
    return tip.case_id


def case_from_debrief(
    session: Session, *, actor: Actor, debrief_id: UUID, name: str, first_task: str, at: datetime
) -> UUID:
    """Open a case from somebody's answers, though they did not call for help; again gives the same case.

    `name` counts when the slip's code names nobody; Refused `text` when neither does.
    """
    require(actor, Permission.CASE_WRITE)
    row = _debrief(session, debrief_id)
    if row.case_id is None:
        known, worker_id = person_of_slip(session, cti=slip_of(row))
        row.case_id = open_case(
            session,
            actor=actor,
            source=CaseSource.DEBRIEF,
            summary=_said(row),
            name=known or name,
            first_task=first_task,
            worker_id=worker_id,
            at=at,
        )
        note_act(session, actor=actor, case_id=row.id, act="case_opened", at=at, of="debrief")
    return row.case_id


def _said(row: ProtectionDebrief) -> str:
    answers = {question: getattr(row, question.value) for question in Question}
    lines = [f"{QUESTION_TEXTS[q].vi} {ANSWER_TEXTS[q][Answer(a)].vi}." for q, a in answers.items() if a]
    words = open_text(row.words, column=WORDS, row_id=row.id)
    if not lines and not words:
        raise Refused(code="text")
    return "\n".join([*lines, *([words] if words else [])])


def _tip(session: Session, tip_id: UUID) -> ProtectionTip:
    tip = session.get(ProtectionTip, tip_id, with_for_update=True)
    if tip is None:
        raise NotFound("tip")
    return tip


def _debrief(session: Session, debrief_id: UUID) -> ProtectionDebrief:
    row = session.get(ProtectionDebrief, debrief_id, with_for_update=True)
    if row is None:
        raise NotFound("debrief")
    return row
