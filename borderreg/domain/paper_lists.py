"""A list on paper of a commune outside the system, keyed in at the gate and counted apart."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from borderreg.domain.dates import BirthDate


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperList:
    """What was keyed in: who certified which list when, and the worker's own papers.

    `birth` is a day or a year as it is stored elsewhere.
    """

    unit: str
    number: str
    issued_on: date
    name: str
    birth: str
    document_type: str
    document_number: str
    document_expires: date
    personal_id: str = ""

    @classmethod
    def read(cls, said: Mapping[str, Any]) -> "PaperList":
        """Read the member `paper_list` of an event; ValueError for a day that is none or an empty text."""
        document = said["document"]
        texts = (said["unit"], said["number"], said["name"], document["number"])
        if not all(text.strip() for text in texts):
            raise ValueError("an empty text")
        BirthDate.from_text(said["birth"])
        return cls(
            unit=said["unit"],
            number=said["number"],
            issued_on=date.fromisoformat(said["date"]),
            name=said["name"],
            birth=said["birth"],
            document_type=document["type"],
            document_number=document["number"],
            document_expires=date.fromisoformat(document["expires"]),
            personal_id=said.get("personal_id") or "",
        )
