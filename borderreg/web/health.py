"""Is the server alive and does its database answer? For a proxy or a watchdog; tells nothing else."""

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue

from borderreg.db import db
from borderreg.web.security import public

bp = Blueprint("health", __name__)


@bp.get("/healthz")
@public
def healthz() -> ResponseReturnValue:
    """Answer 200 when a transaction can begin on the database, else 503."""
    db.session.connection()
    return jsonify(status="ok")
