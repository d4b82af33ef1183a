"""The content hash of a list: what exactly was certified, in bytes that every reader can make again.

The bytes are canonical JSON (RFC 8785) restricted to what a frozen entry needs: text, whole numbers, null,
lists and mappings of these. Text is brought to NFC first: a copy in another normal form has the same hash.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Mapping, Sequence

LARGEST_INTEGER = 2**53 - 1  # the largest that every JSON reader keeps exactly (RFC 7493, 2.2)
_NAME = re.compile(r"[a-z][a-z0-9_]*", re.ASCII)


def content_hash(entries: Sequence[Mapping[str, object]]) -> bytes:
    """Return the SHA-256 (32 bytes) over the frozen entries, in the order of their rows.

    Raises TypeError for a value that is not text, a whole number, null, a list or a mapping, and ValueError
    for a number beyond 2**53, for text that is not Unicode and for a field name other than lower snake case.
    """
    return hashlib.sha256(canonical(list(entries))).digest()


def canonical(value: object) -> bytes:
    """Return canonical JSON as UTF-8: sorted names, no white space, shortest escapes, NFC text."""
    text = json.dumps(_plain(value), ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return text.encode("utf-8")  # UnicodeEncodeError is a ValueError: a lone surrogate is no text


def _plain(value: object) -> object:
    if value is None:
        return None
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, int) and not isinstance(value, bool):
        return _whole_number(value)
    if isinstance(value, Mapping):
        return {_field_name(name): _plain(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    raise TypeError(f"a certified fact is text, a whole number or null, not {type(value).__name__}")


def _whole_number(value: int) -> int:
    if abs(value) > LARGEST_INTEGER:
        raise ValueError("a certified number is at most 2**53 - 1")
    return int(value)


def _field_name(name: object) -> str:
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        raise ValueError(f"a field name is lower snake case, not {name!r}")
    return name
