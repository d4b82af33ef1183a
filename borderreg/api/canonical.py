"""The canonical form of an event as sent (RFC 8785): what its chain and "the same body" are made of."""

import json
from typing import Any

import rfc8785

LARGEST = 2**53 - 1
_write = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


def canonical_form(event: dict[str, Any]) -> bytes:
    """Return the RFC 8785 bytes of a JSON object; ValueError or RecursionError when it has none.

    Python's own encoder writes the same for text, whole numbers and ASCII names, ten times faster.
    """
    if _is_plain(event):
        return _write(event).encode()
    return bytes(rfc8785.dumps(event))


def _is_plain(value: Any) -> bool:
    kind = type(value)
    if kind is str or kind is bool or value is None:
        return True
    if kind is int:
        return -LARGEST <= value <= LARGEST  # type: ignore[no-any-return]
    if kind is dict:
        return all(key.isascii() and _is_plain(inner) for key, inner in value.items())
    return kind is list and all(map(_is_plain, value))
