"""How busy the gates are, for everybody: counts by hour, the same page for all, kept for five minutes."""

from datetime import datetime

from flask import g, render_template
from flask.typing import ResponseReturnValue

from borderreg.db import db
from borderreg.domain.periods import local_day
from borderreg.reports.load import GateLoad, gate_loads
from borderreg.services.places import reference_facts
from borderreg.web.public_base import cached, public_blueprint
from borderreg.web.security import public

bp = public_blueprint("load")
EVERY_MINUTES = 5


@bp.get("/gates/load", endpoint="public")
@public
def public_load() -> ResponseReturnValue:
    """Show the load without the hours of few people, as of a five-minute mark: nobody sees one pass."""
    mark = g.at.replace(minute=g.at.minute - g.at.minute % EVERY_MINUTES, second=0, microsecond=0)
    gates = tuple(gate.guarded() for gate in loads_at(mark))
    return cached(render_template("public/load.html", gates=gates, at=mark))


def loads_at(at: datetime) -> tuple[GateLoad, ...]:
    """Return the load at an instant of the gates that workers may leave by today."""
    places = reference_facts(db.session(), day=local_day(g.at))
    codes = [gate.code for gate in places.gates if gate.for_workers]
    return gate_loads(db.session(), gates=codes, at=at)
