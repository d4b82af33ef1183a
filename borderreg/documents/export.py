"""The self-verifying export of a certified list: frozen facts, codes and keys in one canonical JSON file.

It is written beside the PDF and attached inside it; `documents.verification` reads it without a database.

```
{ format, list, number, kind, commune, certified_by, certified_at, content_hash,
  entries: [{row, cti, valid_from, valid_to, …}], head_digits, entry_digits: [in the order of the rows],
  key_list: {signed by the root}, words: {what codes in the facts were called}, root_public }
```
Words are not signed: they serve to compare a printed sheet with the facts, whose codes are.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import rfc8785

from borderreg.domain.content import content_hash
from borderreg.domain.lists import ListKind

FORMAT = "borderreg/list/1"
# What binds a code to its row (whole number, hex, ISO dates), and the kind of a list to its content: only the
# facts are hashed, so a withdrawal has to say in them why, and an original list has to bring its codes.
REQUIRED_FACTS = ("row", "cti", "valid_from", "valid_to")
WITHDRAWAL_FACTS = (*REQUIRED_FACTS, "reason")


@dataclass(frozen=True, slots=True, kw_only=True)
class CertifiedList:
    """A certified list as it was frozen; `entries` are exactly the facts that were hashed."""

    list_id: str
    number: str  # as printed and as in the codes: "05/DS-CAX"
    kind: ListKind
    commune: str  # code of five digits
    certified_by: str  # name and position as printed
    certified_at: datetime
    entries: Sequence[Mapping[str, object]]
    head_digits: str
    entry_digits: Sequence[str]  # in the order of the rows; none on a withdrawal
    key_list: Mapping[str, Any]
    root_public: bytes
    words: Mapping[str, Any] | None = None  # what codes in the facts were called: `facts.FactWords.document`


def build_export(certified: CertifiedList) -> bytes:
    """Return the export as canonical JSON (RFC 8785), UTF-8.

    Raises ValueError when a row lacks a fact that binds its code, or when rows and codes do not pair up.
    """
    _check(certified)
    document: dict[str, Any] = {
        "format": FORMAT,
        "list": certified.list_id,
        "number": certified.number,
        "kind": str(certified.kind),
        "commune": certified.commune,
        "certified_by": certified.certified_by,
        "certified_at": certified.certified_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "content_hash": content_hash(certified.entries).hex(),
        "entries": [dict(entry) for entry in certified.entries],
        "head_digits": certified.head_digits,
        "entry_digits": list(certified.entry_digits),
        "key_list": dict(certified.key_list),
        **({"words": dict(certified.words)} if certified.words else {}),
        "root_public": base64.urlsafe_b64encode(certified.root_public).rstrip(b"=").decode(),
    }
    canonical: bytes = rfc8785.dumps(document)
    return canonical


def _check(certified: CertifiedList) -> None:
    for entry in certified.entries:
        missing = [name for name in required_facts(certified.kind) if name not in entry]
        if missing:
            raise ValueError(f"a frozen entry needs {', '.join(missing)}")
    expected = 0 if certified.kind is ListKind.WITHDRAWAL else len(certified.entries)
    if len(certified.entry_digits) != expected:
        raise ValueError(f"{expected} codes expected, {len(certified.entry_digits)} given")


def required_facts(kind: str) -> tuple[str, ...]:
    """Return the facts that every entry of a list of this kind must hold."""
    return WITHDRAWAL_FACTS if kind == ListKind.WITHDRAWAL else REQUIRED_FACTS
