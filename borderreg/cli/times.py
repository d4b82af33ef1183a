"""Times as they are typed on the command line."""

from datetime import UTC, datetime

import click

from borderreg.domain.periods import HANOI


class Instant(click.ParamType[datetime]):
    """An ISO 8601 time; without a zone it is local time in Vietnam, a bare day is its beginning."""

    name = "time"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """Read a time or fail with the usual message."""
        if isinstance(value, datetime):
            return value
        try:
            at = datetime.fromisoformat(str(value))
            return (at if at.tzinfo else at.replace(tzinfo=HANOI)).astimezone(UTC)
        except (ValueError, OverflowError):
            self.fail(f"{value!r} không phải thời điểm theo ISO 8601.", param, ctx)


INSTANT = Instant()
