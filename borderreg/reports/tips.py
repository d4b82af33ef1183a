"""Tips and answers on return as the compartment's own pages show them; part of no other report or count."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from borderreg.models import (
    ProtectionCase,
    ProtectionDebrief,
    ProtectionTip,
    ProtectionTipMessage,
    ProtectionTipPicture,
    User,
)
from borderreg.reports.protection import Sealed

MOST = 200


@dataclass(frozen=True, slots=True)
class TipLine:
    """A tip among others."""

    id: UUID
    topic: str
    language: str
    received_on: date
    last_on: date
    unread: bool
    closed_on: date | None
    case_id: UUID | None
    case_code: str


@dataclass(frozen=True, slots=True)
class TipMessageLine:
    """A message of a tip with its pictures' ids; `by` is the member of staff, empty for the informant."""

    by_staff: bool
    by: str
    text: Sealed
    said_on: date
    pictures: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class TipFile:
    """A tip with its talk."""

    line: TipLine
    messages: tuple[TipMessageLine, ...]


@dataclass(frozen=True, slots=True)
class DebriefLine:
    """Somebody's answers on return; `slip` is the slip's code, if one was given."""

    id: UUID
    answered_on: date
    way: str
    gate_code: str
    language: str
    answers: dict[str, str]
    words: Sealed
    slip: Sealed
    case_id: UUID | None
    case_code: str


def tip_lines(session: Session, *, closed: bool) -> tuple[TipLine, ...]:
    """Return open tips, unread first, or closed ones; at most 200."""
    state = ProtectionTip.closed_on.is_not(None) if closed else ProtectionTip.closed_on.is_(None)
    return _tips(session, state)


def tip_file(session: Session, *, tip_id: UUID) -> TipFile | None:
    """Return a tip with its messages, or None; the caller logs the look."""
    lines = _tips(session, ProtectionTip.id == tip_id)
    if not lines:
        return None
    pictures: dict[UUID, list[UUID]] = {}
    for picture in session.execute(
        select(ProtectionTipPicture.id, ProtectionTipPicture.message_id)
        .join(ProtectionTipMessage, ProtectionTipMessage.id == ProtectionTipPicture.message_id)
        .where(ProtectionTipMessage.tip_id == tip_id)
        .order_by(ProtectionTipPicture.place)
    ):
        pictures.setdefault(picture.message_id, []).append(picture.id)
    rows = session.execute(
        select(ProtectionTipMessage, User.name)
        .outerjoin(User, User.id == ProtectionTipMessage.said_by)
        .where(ProtectionTipMessage.tip_id == tip_id)
        .order_by(ProtectionTipMessage.seq)
    )
    messages = tuple(
        TipMessageLine(
            by_staff=row.sender == "staff",
            by=name or "",
            text=Sealed(row.text, "protection_tip_messages.text", row.id),
            said_on=row.said_on,
            pictures=tuple(pictures.get(row.id, ())),
        )
        for row, name in rows
    )
    return TipFile(lines[0], messages)


def tip_picture(session: Session, *, tip_id: UUID, picture_id: UUID) -> ProtectionTipPicture | None:
    """Return a sealed picture of a tip, or None."""
    query = (
        select(ProtectionTipPicture)
        .join(ProtectionTipMessage, ProtectionTipMessage.id == ProtectionTipPicture.message_id)
        .where(ProtectionTipPicture.id == picture_id, ProtectionTipMessage.tip_id == tip_id)
    )
    return session.scalars(query).one_or_none()


def unread_tips(session: Session) -> int:
    """Count the tips that nobody of the compartment has opened since their last message."""
    return session.scalar(select(func.count()).where(ProtectionTip.unread.is_(True))) or 0


def debrief_lines(session: Session, *, everything: bool = False) -> tuple[DebriefLine, ...]:
    """Return the newest answers that somebody ought to look at, or all of them; at most 200."""
    conditions = () if everything else (ProtectionDebrief.worries.is_(True),)
    return _debriefs(session, *conditions)


def debrief_file(session: Session, *, debrief_id: UUID) -> DebriefLine | None:
    """Return one person's answers, or None; the caller logs the look."""
    found = _debriefs(session, ProtectionDebrief.id == debrief_id)
    return found[0] if found else None


def _tips(session: Session, *conditions: ColumnElement[bool]) -> tuple[TipLine, ...]:
    query = (
        select(ProtectionTip, ProtectionCase.code)
        .outerjoin(ProtectionCase, ProtectionCase.id == ProtectionTip.case_id)
        .where(*conditions)
        .order_by(ProtectionTip.unread.desc(), ProtectionTip.last_on.desc(), ProtectionTip.id)
        .limit(MOST)
    )
    return tuple(
        TipLine(
            row.id,
            row.topic,
            row.language,
            row.received_on,
            row.last_on,
            row.unread,
            row.closed_on,
            row.case_id,
            code or "",
        )
        for row, code in session.execute(query)
    )


def _debriefs(session: Session, *conditions: ColumnElement[bool]) -> tuple[DebriefLine, ...]:
    query = (
        select(ProtectionDebrief, ProtectionCase.code)
        .outerjoin(ProtectionCase, ProtectionCase.id == ProtectionDebrief.case_id)
        .where(*conditions)
        .order_by(ProtectionDebrief.answered_on.desc(), ProtectionDebrief.id)
        .limit(MOST)
    )
    return tuple(
        DebriefLine(
            id=row.id,
            answered_on=row.answered_on,
            way=row.way,
            gate_code=row.gate_code,
            language=row.language,
            answers={"paid": row.paid, "papers": row.papers, "free": row.free},
            words=Sealed(row.words, "protection_debriefs.words", row.id),
            slip=Sealed(row.slip, "protection_debriefs.slip", row.id),
            case_id=row.case_id,
            case_code=code or "",
        )
        for row, code in session.execute(query)
    )
