"""The commune's pages: what waits to be done; the other pages register themselves on the same blueprint."""

from flask import g, render_template
from flask.typing import ResponseReturnValue

from borderreg.db import db
from borderreg.domain.access import Permission
from borderreg.domain.periods import local_day
from borderreg.services.list_reading import list_lists
from borderreg.services.presence import away_of
from borderreg.web import (
    commune_chief,
    commune_import,
    commune_lists,
    commune_papers,
    commune_rows,
    commune_workers,
)
from borderreg.web.commune_base import bp
from borderreg.web.security import actor, requires

__all__ = [
    "bp",
    "commune_chief",
    "commune_import",
    "commune_lists",
    "commune_papers",
    "commune_rows",
    "commune_workers",
]


@bp.get("")
@requires(Permission.LIST_READ)
def home() -> ResponseReturnValue:
    """Show what waits for this person, what is in force, and who is away."""
    found = list_lists(db.session(), actor=actor(), at=g.at)
    day = local_day(g.at)
    away = away_of(db.session(), organisation_id=actor().organisation_id, day=day)
    by_status = {
        status: [line for line in found if line.status == status]
        for status in ("draft", "returned", "submitted", "in_force")
    }
    ending = [line for line in by_status["in_force"] if line.ends_soon(day)]
    return render_template(
        "commune/home.html",
        lists=by_status,
        ending=ending,
        away=away,
        chief=actor().may(Permission.LIST_CERTIFY),
    )
