"""Errors as a tree; each is mapped to an HTTP status and a CLI exit code in one place.

BorderregError
├── NotFound            unknown, or another organisation's: 404, exit 3
├── NotPermitted        the role lacks the permission: 403, exit 3
├── Conflict            somebody else changed it first: 409, exit 1
├── Refused             a rule says no; carries problems: 422, exit 1
├── BadInput            cannot be read: 400, exit 2
└── Unavailable         the database cannot answer now: 503, exit 4
"""

from collections.abc import Sequence
from typing import Any


class BorderregError(Exception):
    """Base of every expected error; `code` is stable, the text is for a person."""

    code = "error"

    def __init__(self, message: str = "", *, code: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        if code is not None:
            self.code = code


class NotFound(BorderregError):
    """The object is unknown or belongs to another organisation; nobody can tell which."""

    code = "not_found"


class NotPermitted(BorderregError):
    """The actor's role lacks the permission."""

    code = "not_permitted"


class Conflict(BorderregError):
    """Somebody else changed the object first; nothing was written."""

    code = "conflict"


class Refused(BorderregError):
    """A rule of the domain refuses the act; all problems are carried at once."""

    code = "refused"

    def __init__(self, message: str = "", *, problems: Sequence[Any] = (), code: str | None = None) -> None:
        super().__init__(message, code=code)
        self.problems = tuple(problems)


class BadInput(BorderregError):
    """The input cannot be read at all."""

    code = "bad_input"


class Unavailable(BorderregError):
    """The database cannot be reached or is too busy; try again."""

    code = "unavailable"
