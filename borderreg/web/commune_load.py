"""The commune's page on how busy the gates are: when to send a group, and what it will meet now."""

from flask import g, render_template
from flask.typing import ResponseReturnValue

from borderreg.domain.access import Permission
from borderreg.web.commune_base import bp
from borderreg.web.load import loads_at
from borderreg.web.security import requires


@bp.get("/gates")
@requires(Permission.LIST_READ)
def gate_load() -> ResponseReturnValue:
    """Show each gate's last hour, the wait to expect and the hours of the last weeks."""
    return render_template("commune/load.html", gates=loads_at(g.at), at=g.at)
