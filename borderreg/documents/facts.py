"""From frozen facts to a printed row: the same for the paper and for whoever compares both."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from borderreg.documents import words
from borderreg.documents.paper import PaperRow
from borderreg.domain.entry_codes import format_entry_code


@dataclass(frozen=True, slots=True)
class FactWords:
    """What the codes in frozen facts were called when it was certified; gates in the order of their bits."""

    home: str  # "xã Đồng Đăng"
    document_types: Mapping[str, str]
    counties: Mapping[str, str]
    gates: Mapping[int, str]

    def document(self) -> dict[str, Any]:
        """Return the words as JSON for the export."""
        return {
            "home": self.home,
            "document_types": dict(self.document_types),
            "counties": dict(self.counties),
            "gates": {str(bit): name for bit, name in self.gates.items()},
        }

    @classmethod
    def read(cls, document: object) -> FactWords | None:
        """Read the words of an export; None for anything that is not of this shape."""
        if not isinstance(document, dict):
            return None
        home, parts = document.get("home"), [document.get(name) for name in _PARTS]
        if not isinstance(home, str) or not all(_is_texts(part) for part in parts):
            return None
        kinds, counties, gates = (part or {} for part in parts)
        if not all(bit.isascii() and bit.isdigit() and len(bit) < 3 for bit in gates):
            return None
        named = {int(bit): name for bit, name in gates.items()}
        return cls(home, kinds, counties, dict(sorted(named.items())))


_PARTS = ("document_types", "counties", "gates")


def _is_texts(part: object) -> bool:
    return isinstance(part, dict) and all(isinstance(side, str) for pair in part.items() for side in pair)


def row_of(facts: Mapping[str, Any], said: FactWords, *, digits: str | None = None) -> PaperRow:
    """Return the printed row of frozen facts."""
    code = bytes.fromhex(facts["cti"])
    mask = facts["gates"]
    contact = (facts["contact_name"], words.phone(facts["contact_phone"]))
    return PaperRow(
        row=facts["row"],
        name=facts["name"],
        birth=facts["birth"],
        sex=facts["sex"],
        personal_id=facts["personal_id"],
        residence=", ".join(part for part in (facts["hamlet"], said.home) if part),
        document_type=said.document_types.get(facts["document_type"], facts["document_type"]),
        document_number=facts["document_number"],
        document_expires=facts["document_expires"],
        employer=facts["employer"],
        county=said.counties.get(facts["county"], facts["county"]),
        valid_from=facts["valid_from"],
        valid_to=facts["valid_to"],
        job=facts["job"],
        phone=words.phone(facts["phone"]),
        contact=" ".join(part for part in contact if part),
        gates=tuple(name for bit, name in said.gates.items() if mask >> bit & 1),
        reason=facts.get("reason", ""),
        entry_code=format_entry_code(code) if code else None,
        digits=digits,
    )
