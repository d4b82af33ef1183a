"""How busy the gates are, for everybody: counts by hour, the same page for all, kept for five minutes."""

from flask import g, render_template
from flask.typing import ResponseReturnValue

from borderreg.db import db
from borderreg.domain.periods import local_day
from borderreg.reports.load import GateLoad, gate_loads
from borderreg.services.places import reference_facts
from borderreg.web.public_base import cached, public_blueprint
from borderreg.web.security import public

bp = public_blueprint("load")


@bp.get("/gates/load", endpoint="public")
@public
def public_load() -> ResponseReturnValue:
    """Show the gates' load without the hours in which one or two people passed."""
    gates = tuple(gate.guarded() for gate in loads_now())
    return cached(render_template("public/load.html", gates=gates, at=g.at))


def loads_now() -> tuple[GateLoad, ...]:
    """Return the load of the gates that workers may leave by today."""
    places = reference_facts(db.session(), day=local_day(g.at))
    codes = [gate.code for gate in places.gates if gate.for_workers]
    return gate_loads(db.session(), gates=codes, at=g.at)
