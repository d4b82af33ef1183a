"""Numbers and phones at rest: encrypted for their row and column, found by a keyed hash per purpose."""

from typing import Literal
from uuid import UUID

from borderreg.crypto import vault

Purpose = Literal["personal_id", "id_last4", "document_number", "phone", "search"]


def seal(text: str, *, place: str, row_id: UUID) -> bytes:
    """Encrypt a text for one column (`entries.personal_id`) of one row."""
    return vault().fields.encrypt(text, bound_to=f"{place}:{row_id}")


def seal_optional(text: str, *, place: str, row_id: UUID) -> bytes | None:
    """Encrypt a text, or return None when there is none."""
    return seal(text, place=place, row_id=row_id) if text else None


def unseal(stored: bytes | None, *, place: str, row_id: UUID) -> str:
    """Return the text of a column of a row; empty when nothing is stored, CannotDecrypt when it was moved."""
    return vault().fields.decrypt(stored, bound_to=f"{place}:{row_id}") if stored else ""


def find_hash(purpose: Purpose, value: str) -> bytes:
    """Return the keyed hash by which a stored number is found."""
    return vault().index.hash(purpose, value)
