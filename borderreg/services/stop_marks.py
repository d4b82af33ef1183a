"""Stop marks: a private instruction for the gate where the person stands, set by a protection case."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from borderreg.domain.access import Actor, Permission
from borderreg.domain.errors import NotFound, Refused
from borderreg.domain.reasons import VerdictClass
from borderreg.models import ProtectionPerson, ProtectionStop, StopMark, Worker, new_id
from borderreg.services.guard import require
from borderreg.services.private_fields import seal, unseal
from borderreg.services.protection import open_case_of
from borderreg.services.protection_log import note_act

EFFECTS = (VerdictClass.CHECK, VerdictClass.REFUSE)
LONGEST_STOP = timedelta(days=180)
LONGEST_INSTRUCTION = 500


def set_stop(
    session: Session,
    *,
    actor: Actor,
    case_id: UUID,
    worker_id: UUID,
    effect: VerdictClass,
    instruction: str,
    expires_at: datetime,
    at: datetime,
) -> UUID:
    """Set a mark on a person of the case: the gate checks or refuses a departure and reads the instruction.

    It never touches a return. Refused `expiry` unless it ends within 180 days, `instruction` when empty.
    """
    case = open_case_of(session, actor=actor, case_id=case_id)
    about = select(ProtectionPerson.id).where(
        ProtectionPerson.case_id == case.id, ProtectionPerson.worker_id == worker_id
    )
    if session.scalars(about).first() is None:
        raise NotFound("person")
    if effect not in EFFECTS:
        raise Refused("Lưu ý chỉ có thể là kiểm tra hoặc dừng.", code="effect")
    if not at < expires_at <= at + LONGEST_STOP:
        raise Refused("Lưu ý phải có ngày hết hạn, trong vòng 180 ngày.", code="expiry")
    text = instruction.strip()
    if not 3 <= len(text) <= LONGEST_INSTRUCTION:
        raise Refused("Hãy ghi hướng dẫn cho cán bộ cửa khẩu, từ 3 đến 500 ký tự.", code="instruction")
    session.get_one(Worker, worker_id, with_for_update=True)  # no scan of this person is being decided
    stop_id = new_id()
    session.add(
        StopMark(
            id=stop_id,
            worker_id=worker_id,
            effect=effect.value,
            instruction=seal(text, place="stop_marks.instruction", row_id=stop_id),
            created_by=actor.user_id,
            created_at=at,
            expires_at=expires_at,
        )
    )
    session.flush()
    session.add(ProtectionStop(stop_id=stop_id, case_id=case.id))
    note_act(
        session, actor=actor, case_id=case.id, act="stop_set", at=at, stop=str(stop_id), effect=effect.value
    )
    return stop_id


def lift_stop(session: Session, *, actor: Actor, case_id: UUID, stop_id: UUID, at: datetime) -> None:
    """Lift a mark that this case has set; again changes nothing."""
    require(actor, Permission.CASE_WRITE)
    named = session.get(ProtectionStop, stop_id)
    stop = session.get(StopMark, stop_id, with_for_update=True)
    if named is None or named.case_id != case_id or stop is None:
        raise NotFound("stop_mark")
    if stop.lifted_at is None:
        stop.lifted_at = at
        note_act(session, actor=actor, case_id=case_id, act="stop_lifted", at=at, stop=str(stop_id))


def instructions(session: Session, *, stop_ids: tuple[UUID, ...]) -> tuple[str, ...]:
    """Return what the gate's officer is told to do, oldest mark first; no statement without a mark."""
    if not stop_ids:
        return ()
    query = select(StopMark).where(StopMark.id.in_(stop_ids)).order_by(StopMark.created_at, StopMark.id)
    return tuple(
        unseal(stop.instruction, place="stop_marks.instruction", row_id=stop.id)
        for stop in session.scalars(query)
    )
