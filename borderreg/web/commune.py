"""The commune's pages: what waits to be done; the other pages register themselves on the same blueprint."""

from flask import g, render_template
from flask.typing import ResponseReturnValue

from borderreg.db import db
from borderreg.domain.access import Permission
from borderreg.domain.periods import local_day
from borderreg.reports.expiring_documents import SOON_DAYS, expiring_documents
from borderreg.services.named_teams import usual_teams
from borderreg.services.presence import away_of
from borderreg.web import (
    commune_chief,
    commune_corrections,
    commune_documents,
    commune_grid,
    commune_import,
    commune_lists,
    commune_load,
    commune_notices,
    commune_papers,
    commune_rows,
    commune_teams,
    commune_workers,
)
from borderreg.web.commune_base import bp
from borderreg.web.duties import due_now
from borderreg.web.security import actor, requires

__all__ = [
    "bp",
    "commune_chief",
    "commune_corrections",
    "commune_documents",
    "commune_grid",
    "commune_import",
    "commune_lists",
    "commune_load",
    "commune_notices",
    "commune_papers",
    "commune_rows",
    "commune_teams",
    "commune_workers",
]


@bp.get("")
@requires(Permission.LIST_READ)
def home() -> ResponseReturnValue:
    """Show what waits for this person, with counts and ages, and who is away."""
    work, duties = due_now(db.session(), actor=actor(), at=g.at)
    away = away_of(db.session(), organisation_id=actor().organisation_id, day=local_day(g.at))
    teams = usual_teams(db.session(), actor=actor())
    return render_template("commune/home.html", duties=duties, in_force=work.in_force, away=away, teams=teams)


@bp.get("/papers")
@requires(Permission.LIST_READ)
def expiring() -> ResponseReturnValue:
    """List the people whose travel document ends soon while it is needed, the most urgent first."""
    people = expiring_documents(db.session(), organisation_id=actor().organisation_id, at=g.at)
    return render_template("commune/expiring.html", people=people, days=SOON_DAYS)
