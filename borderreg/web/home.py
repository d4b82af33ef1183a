"""The root address: each role goes to its own first page."""

from flask import Blueprint, current_app, g, redirect, url_for
from flask.typing import ResponseReturnValue

from borderreg.web.navigation import home_endpoint
from borderreg.web.security import public

bp = Blueprint("home", __name__)


@bp.get("/")
@public
def index() -> ResponseReturnValue:
    """Lead to the role's page, or to the log-in."""
    if g.actor is None:
        return redirect(url_for("accounts.log_in"))
    endpoint = home_endpoint(g.actor.role)
    return redirect(url_for(endpoint if endpoint in current_app.view_functions else "accounts.own_account"))
