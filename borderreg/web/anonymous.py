"""Pages for people who stay unknown: no session is looked up, no line is logged, no file is spooled."""

from io import BytesIO
from typing import IO

from flask import Request, g, request

ANONYMOUS = frozenset({"load", "public", "public_tips", "public_debrief", "short_link"})
"""Blueprints of the public side."""


class QuietRequest(Request):
    """A request whose uploads stay in memory on anonymous pages: a temporary file would outlive them."""

    def _get_file_stream(
        self,
        total_content_length: int | None,
        content_type: str | None,
        filename: str | None = None,
        content_length: int | None = None,
    ) -> IO[bytes]:
        if self.blueprint in ANONYMOUS:
            return BytesIO()
        return super()._get_file_stream(total_content_length, content_type, filename, content_length)


def is_anonymous() -> bool:
    """Say whether this request is for a page of people who stay unknown."""
    return request.blueprint in ANONYMOUS


def spoken_language() -> str | None:
    """Return the language in the address of a public page, or None on other pages."""
    spoken: str | None = g.get("spoken")
    return spoken
