"""Trips and hand-overs of a day, for the gate's people at a desk."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from borderreg.db import db
from borderreg.domain.access import Permission
from borderreg.services.gate_groups import list_groups
from borderreg.web.query import asked_day
from borderreg.web.security import actor, requires

bp = Blueprint("gate_groups", __name__, url_prefix="/gate/groups")


@bp.get("")
@requires(Permission.GATE_READ)
def index() -> ResponseReturnValue:
    """Show the groups of a day: who led them, how many crossed, how many did not."""
    day = asked_day()
    groups = list_groups(db.session(), actor=actor(), day=day)
    return render_template("gate/groups.html", groups=groups, day=day)
