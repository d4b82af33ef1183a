"""Decide likenesses with a reason; a decision is a fact: it stays, and both communes are told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from borderreg.domain.access import Actor, Permission
from borderreg.domain.audit import AuditAction
from borderreg.domain.blockers import Likeness
from borderreg.domain.errors import BadInput, Conflict, NotFound
from borderreg.domain.likeness import OTHER, PRESETS, LikenessKind
from borderreg.domain.lists import EntryStatus, ListStatus
from borderreg.domain.problems import Problem, ProblemCode
from borderreg.models import DuplicateDecision, Entry, User, WorkList, new_id
from borderreg.services.guard import require
from borderreg.services.list_core import checked_reason, log, own_list, touch
from borderreg.services.notices import DECIDED, Telling, tell_communes
from borderreg.services.review import OPEN, review_list

NAMING = frozenset({"other", "other_en", "other_zh"})
"""What a likeness says of the other person's name is not kept: the log of decisions outlives a record."""


@dataclass(frozen=True, slots=True)
class DecisionLine:
    """A decision as the list's page shows it; `earlier` when it was taken on another list and still holds."""

    row: int
    name: str
    problem: Problem | None
    preset: str
    reason: str
    decided_by: str
    decided_at: datetime
    earlier: bool


def decide_duplicates(
    session: Session,
    *,
    actor: Actor,
    list_id: UUID,
    keys: Sequence[str],
    reason: str = "",
    preset: str = OTHER,
    at: datetime,
) -> int:
    """Settle likenesses of a list with one reason; return how many. Decisions stay.

    A preset reason says enough by itself, `other` needs words. NotFound for a key that the list does not have
    now; the commune of an entry that is named is told.
    """
    require(actor, Permission.LIST_EDIT)
    work_list = own_list(session, actor=actor, list_id=list_id, lock=True)
    if ListStatus(work_list.status) not in OPEN:
        raise Conflict("Danh sách này không còn chờ quyết định.", code="wrong_status")
    if preset not in PRESETS:
        raise BadInput("Hãy chọn lý do.", code="reason")
    text = checked_reason(reason) if preset == OTHER or reason.strip() else ""
    review = review_list(session, actor=actor, list_id=list_id, at=at)
    open_ones = {item.key: (entry, item) for entry, item in reversed(review.likenesses) if item.is_open}
    if not keys or any(key not in open_ones for key in keys):
        raise NotFound("likeness")
    tellings = []
    for key in dict.fromkeys(keys):
        entry_id, likeness = open_ones[key]
        session.add(_decision(actor, entry_id, likeness, preset, text, at))
        payload: dict[str, object] = {"entry": str(entry_id), "likeness": key, "preset": preset}
        log(session, actor, AuditAction.DUPLICATE_DECIDED, list_id, payload, at)
        if likeness.other_entry is not None:
            tellings.append(Telling(DECIDED, likeness.other_entry, entry_id, preset))
    session.flush()
    tell_communes(session, tellings=tellings, at=at)
    touch(session, work_list, at)
    return len(set(keys))


def _decision(
    actor: Actor, entry_id: UUID, likeness: Likeness, preset: str, reason: str, at: datetime
) -> DuplicateDecision:
    item = likeness.problem
    params = {name: value for name, value in item.params.items() if name not in NAMING}
    return DuplicateDecision(
        id=new_id(),
        entry_id=entry_id,
        likeness=likeness.key,
        other_entry_id=likeness.other_entry,
        other_worker_id=likeness.other_worker,
        preset=preset,
        reason=reason,
        said={"code": item.code.value, "column": item.column, "variant": item.variant, "params": params},
        decided_by=actor.user_id,
        decided_at=at,
    )


def decisions_of_list(session: Session, *, actor: Actor, list_id: UUID) -> tuple[DecisionLine, ...]:
    """Return what was decided about the people of a list, in the order of its rows.

    Earlier decisions of the commune about the same people are shown with it: they were not asked again.
    """
    require(actor, Permission.LIST_READ)
    work_list = own_list(session, actor=actor, list_id=list_id)
    rows = _rows_of(session, list_id)
    query = (
        select(DuplicateDecision, Entry.list_id, Entry.worker_id, User.name)
        .join(Entry, Entry.id == DuplicateDecision.entry_id)
        .outerjoin(User, User.id == DuplicateDecision.decided_by)
        .where(
            Entry.organisation_id == actor.organisation_id,
            or_(Entry.worker_id.in_(list(rows)), DuplicateDecision.other_worker_id.in_(list(rows))),
        )
        .order_by(DuplicateDecision.decided_at)
    )
    lines = [_line(row, rows, work_list) for row in session.execute(query) if _holds(row, work_list)]
    return tuple(sorted(lines, key=lambda line: line.row))


def _rows_of(session: Session, list_id: UUID) -> dict[UUID, Any]:
    query = select(Entry.worker_id, Entry.row, Entry.name).where(
        Entry.list_id == list_id, Entry.status != EntryStatus.REMOVED.value
    )
    return {row.worker_id: row for row in session.execute(query)}


def _holds(row: Any, work_list: WorkList) -> bool:
    """Say whether a decision belongs to the list: taken on it, or on two people before its number."""
    decision: DuplicateDecision = row.DuplicateDecision
    if row.list_id == work_list.id:
        return True
    if decision.likeness.startswith(f"{LikenessKind.NUMBER}:"):
        return False
    return work_list.certified_at is None or decision.decided_at <= work_list.certified_at


def _line(row: Any, rows: dict[UUID, Any], work_list: WorkList) -> DecisionLine:
    decision: DuplicateDecision = row.DuplicateDecision
    place = rows.get(row.worker_id) or rows[decision.other_worker_id or row.worker_id]
    return DecisionLine(
        row=place.row,
        name=place.name,
        problem=_said(decision, place.row),
        preset=decision.preset or OTHER,
        reason=decision.reason,
        decided_by=row.name or "",
        decided_at=decision.decided_at,
        earlier=row.list_id != work_list.id,
    )


def _said(decision: DuplicateDecision, row: int) -> Problem | None:
    """Return the likeness as it was shown, without the other person's name."""
    said = decision.said
    if not said:
        return None
    somebody = {"other": "người kia", "other_en": "the other person", "other_zh": "另一人"}
    return Problem(
        code=ProblemCode(said["code"]),
        row=row,
        column=said["column"],
        params={**somebody, **said["params"]},
        variant=said["variant"],
    )
