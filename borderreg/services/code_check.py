"""Verify a code at a desk: the rules of the gate on any gate and time, the person for gate staff only."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from borderreg.domain.access import Actor, Permission
from borderreg.domain.audit import AuditAction
from borderreg.domain.errors import NotFound
from borderreg.domain.gate import GateFacts
from borderreg.domain.passes import Person
from borderreg.domain.periods import local_day
from borderreg.ls1 import SealBroken, open_person, read_digits
from borderreg.services.audit import record
from borderreg.services.gate import Naming, verify_passage
from borderreg.services.key_use import current_key_list, seal_keys
from borderreg.services.places import reference_facts


@dataclass(frozen=True, slots=True)
class CodeChecked:
    """The class and reasons for a passage, the code's id, and the person where the actor may see one."""

    class_: str
    reasons: tuple[str, ...]
    cti: str | None
    person: Person | None


def check_code(
    session: Session,
    *,
    actor: Actor,
    digits: str,
    gate_code: str | None,
    direction: str,
    passing_at: datetime,
    at: datetime,
) -> CodeChecked:
    """Answer as a gate would at an instant; without a gate, as one that is open and on the list.

    A person is shown to gate staff only, and the read is logged. NotFound for an unknown gate.
    """
    keys = current_key_list(session)
    entry = read_digits(digits, at=passing_at, keys=keys).entry
    gate = _gate(session, gate_code, passing_at) if gate_code else _any_gate(entry.gates if entry else 1)
    naming = Naming(digits=digits)
    answer = verify_passage(session, naming=naming, gate=gate, keys=keys, direction=direction, at=passing_at)
    person = None
    if entry is not None and actor.may(Permission.EVENT_RECORD):
        person = _open(session, entry.seal_no, entry.sealed, entry.cti)
        _log(session, actor, entry.cti, answer.verdict.class_.value, at)
    return CodeChecked(
        class_=answer.verdict.class_.value,
        reasons=tuple(reason.value for reason in answer.verdict.reasons),
        cti=entry.cti.hex() if entry else None,
        person=person,
    )


def _gate(session: Session, code: str, at: datetime) -> GateFacts:
    for gate in reference_facts(session, day=local_day(at)).gates:
        if gate.code == code:
            hours = tuple((point.open_from, point.open_to) for point in gate.points if point.for_workers)
            return GateFacts(code=code, bit=gate.bit, international=gate.for_workers, hours=hours)
    raise NotFound("gate", code="gate_not_found")


def _any_gate(mask: int) -> GateFacts:
    """Return a gate about which nothing is wrong: the first of those that the code names."""
    return GateFacts(code="", bit=max((mask & -mask).bit_length() - 1, 0), international=True)


def _open(session: Session, number: int, sealed: bytes, cti: bytes) -> Person | None:
    key = seal_keys(session).get(number)
    try:
        return open_person(sealed, cti=cti, seal_key=key) if key else None
    except SealBroken:
        return None


def _log(session: Session, actor: Actor, cti: bytes, verdict: str, at: datetime) -> None:
    record(
        session,
        actor=actor,
        action=AuditAction.WORKER_READ,
        object_type="code",
        object_id=cti.hex(),
        payload={"purpose": "gate", "verdict": verdict},
        at=at,
    )
