"""Tips from outside: leave one, read the answers by its receipt, write again; the sender stays unknown."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import ScalarSelect, func, select
from sqlalchemy.orm import Session

from borderreg.crypto import vault
from borderreg.domain.errors import Refused
from borderreg.domain.periods import local_day
from borderreg.domain.tips import (
    LONGEST,
    MOST_PICTURES,
    RECEIPT_DIGITS,
    SHORTEST,
    Sender,
    Topic,
    read_receipt,
)
from borderreg.models import ProtectionTip, ProtectionTipMessage, ProtectionTipPicture
from borderreg.services.protection import open_text, seal_bytes, seal_text
from borderreg.services.protection_intake import need_compartment

TEXT, PICTURE = "protection_tip_messages.text", "protection_tip_pictures.content"
NO_TIP = UUID(int=0)


@dataclass(frozen=True, slots=True)
class TipMessage:
    """A message as its reader sees it: by staff or not, in clear, on a day."""

    by_staff: bool
    text: str
    said_on: date
    pictures: int


@dataclass(frozen=True, slots=True)
class TipTalk:
    """What somebody with the receipt may read."""

    topic: Topic
    received_on: date
    closed: bool
    messages: tuple[TipMessage, ...]


def leave_tip(
    session: Session,
    *,
    form_id: UUID,
    topic: Topic,
    text: str,
    pictures: Sequence[bytes],
    language: str,
    at: datetime,
) -> str:
    """Keep a tip and return its receipt of 16 digits; the same form again gives the same receipt.

    `form_id` is the page's own random number; the receipt is made of it under a key, and only its keyed
    hash is stored. Pictures come cleaned. Refused `text` or `pictures`; Unavailable without the key.
    """
    need_compartment()
    receipt = _receipt_of(form_id)
    stored = _hash_of(receipt)
    if session.scalar(select(ProtectionTip.id).where(ProtectionTip.receipt_hash == stored)) is not None:
        return receipt
    day = local_day(at)
    tip = ProtectionTip(
        receipt_hash=stored,
        topic=topic.value,
        language=language,
        received_on=day,
        last_on=day,
        unread=True,
        closed_on=None,
        case_id=None,
    )
    session.add(tip)
    session.flush()
    append_message(session, tip=tip, sender=Sender.INFORMANT, text=text, pictures=pictures, day=day)
    return receipt


def read_tip(session: Session, *, receipt: str) -> TipTalk | None:
    """Return the talk of a receipt, or None; as many statements for an unknown receipt as for a known one."""
    digits = read_receipt(receipt) or ""
    found = session.scalars(
        select(ProtectionTip).where(ProtectionTip.receipt_hash == _hash_of(digits))
    ).one_or_none()
    tip_id = found.id if found else NO_TIP
    messages = session.execute(
        select(ProtectionTipMessage, _pictures_of())
        .where(ProtectionTipMessage.tip_id == tip_id)
        .order_by(ProtectionTipMessage.seq)
    ).all()
    if found is None:
        return None
    shown = tuple(
        TipMessage(
            by_staff=message.sender == Sender.STAFF,
            text=open_text(message.text, column=TEXT, row_id=message.id),
            said_on=message.said_on,
            pictures=pictures,
        )
        for message, pictures in messages
    )
    return TipTalk(Topic(found.topic), found.received_on, found.closed_on is not None, shown)


def write_again(
    session: Session, *, receipt: str, form_id: UUID, text: str, pictures: Sequence[bytes], at: datetime
) -> bool:
    """Add a message to a tip, opening it again; False for an unknown receipt; a repeat adds nothing."""
    digits = read_receipt(receipt) or ""
    query = select(ProtectionTip).where(ProtectionTip.receipt_hash == _hash_of(digits)).with_for_update()
    tip = session.scalars(query).one_or_none()
    if tip is None:
        return False
    message_id = UUID(bytes=vault().index.hash("tip_message", f"{tip.id}:{form_id}")[:16], version=4)
    if session.get(ProtectionTipMessage, message_id) is None:
        append_message(
            session,
            tip=tip,
            sender=Sender.INFORMANT,
            text=text,
            pictures=pictures,
            day=local_day(at),
            message_id=message_id,
        )
        tip.closed_on, tip.unread = None, True
    return True


def append_message(
    session: Session,
    *,
    tip: ProtectionTip,
    sender: Sender,
    text: str,
    day: date,
    pictures: Sequence[bytes] = (),
    said_by: UUID | None = None,
    message_id: UUID | None = None,
) -> None:
    """Append a sealed message to a tip that the caller has locked; Refused `text` or `pictures`."""
    text = text.strip()
    if not SHORTEST <= len(text) <= LONGEST:
        raise Refused(code="text")
    if len(pictures) > MOST_PICTURES:
        raise Refused(code="pictures")
    last = session.scalar(
        select(func.max(ProtectionTipMessage.seq)).where(ProtectionTipMessage.tip_id == tip.id)
    )
    message = ProtectionTipMessage(
        tip_id=tip.id, seq=(last or 0) + 1, sender=sender.value, said_by=said_by, text=b"", said_on=day
    )
    message.id = message_id or uuid4()
    message.text = seal_text(text, column=TEXT, row_id=message.id)
    session.add(message)
    session.flush()
    for place, content in enumerate(pictures):
        picture = ProtectionTipPicture(message_id=message.id, place=place, content=b"")
        picture.id = uuid4()
        picture.content = seal_bytes(content, column=PICTURE, row_id=picture.id)
        session.add(picture)
    tip.last_on = max(tip.last_on, day)
    session.flush()


def _pictures_of() -> ScalarSelect[int]:
    return (
        select(func.count())
        .where(ProtectionTipPicture.message_id == ProtectionTipMessage.id)
        .scalar_subquery()
    )


def _receipt_of(form_id: UUID) -> str:
    number = int.from_bytes(vault().index.hash("tip_receipt", str(form_id)))
    return f"{number % 10**RECEIPT_DIGITS:0{RECEIPT_DIGITS}d}"


def _hash_of(receipt: str) -> bytes:
    return vault().index.hash("tip", receipt)
