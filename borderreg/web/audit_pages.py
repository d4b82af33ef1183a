"""The auditor's pages: the chains, one chain's records of a day, and the verification; nothing is changed."""

from flask import Blueprint, g, render_template, request
from flask.typing import ResponseReturnValue

from borderreg.db import db, write
from borderreg.domain.access import Permission
from borderreg.domain.audit import AuditAction
from borderreg.reports import audit_log
from borderreg.services import audit
from borderreg.web.components import Pager
from borderreg.web.query import asked_day, asked_page
from borderreg.web.security import actor, requires

bp = Blueprint("audit", __name__, url_prefix="/audit")

PER_PAGE = 100


@bp.get("")
@requires(Permission.AUDIT_READ)
def home() -> ResponseReturnValue:
    """List the organisations' chains."""
    return render_template("audit/home.html", chains=audit_log.chains(db.session(), actor=actor()))


@bp.get("/records/<code>")
@requires(Permission.AUDIT_READ)
def records(code: str) -> ResponseReturnValue:
    """Show one organisation's records of a day."""
    day, page = asked_day(), asked_page()
    found = audit_log.records_of(
        db.session(), actor=actor(), organisation_code=code, day=day, page=page, per_page=PER_PAGE
    )
    return render_template(
        "audit/records.html", found=found, day=day, pager=Pager(page, PER_PAGE, found.total)
    )


@bp.route("/verify", methods=["GET", "POST"], endpoint="verify")
@requires(Permission.AUDIT_VERIFY)
def verify_chains() -> ResponseReturnValue:
    """Explain the verification; when asked for, check every chain and log that it was done."""
    names = {chain.organisation_id: chain for chain in audit_log.chains(db.session(), actor=actor())}
    if request.method == "GET":
        return render_template("audit/verify.html", checks=None, names=names)
    checks = audit.verify(db.session())
    bad = [str(check.organisation_id) for check in checks if check.first_bad is not None]
    write(
        audit.record,
        actor=actor(),
        action=AuditAction.AUDIT_VERIFIED,
        object_type="audit",
        object_id="all",
        payload={"records": sum(check.records for check in checks), "broken": bad},
        at=g.at,
    )
    return render_template("audit/verify.html", checks=checks, names=names)
