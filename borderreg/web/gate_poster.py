"""The poster for the wall past a gate's lane, as PDF: printed by its commander or by the office."""

from flask import Blueprint, Response, g, url_for
from flask.typing import ResponseReturnValue

from borderreg.db import db
from borderreg.documents.paper import ContactPoint
from borderreg.documents.poster import PosterPaper, draw_poster
from borderreg.domain.access import Permission
from borderreg.domain.errors import NotFound
from borderreg.domain.periods import local_day
from borderreg.services.closures import own_gates
from borderreg.services.places import reference_facts
from borderreg.services.public_info import contact_points
from borderreg.web.security import actor, requires

bp = Blueprint("poster", __name__, url_prefix="/gate-poster")


@bp.get("/<gate_code>")
@requires(Permission.GATE_CLOSE)
def pdf(gate_code: str) -> ResponseReturnValue:
    """Draw the poster of one of the person's gates."""
    gates = {gate.code: gate for gate in own_gates(db.session(), actor=actor())}
    gate = gates.get(gate_code)
    if gate is None:
        raise NotFound("gate")
    settings = reference_facts(db.session(), day=local_day(g.at)).settings
    contacts = [ContactPoint(c.name.vi, c.name.zh, c.phone) for c in contact_points(settings)]
    if gate.phone:
        contacts.append(ContactPoint(f"Cửa khẩu {gate.name_vi}", gate.name_zh, gate.phone))
    link = url_for("short_link.short", _external=True)
    paper = PosterPaper(gate=f"{gate.name_vi} · {gate.name_zh}", link=link, contacts=contacts)
    response = Response(draw_poster(paper), mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="poster-{gate.code.lower()}.pdf"'
    return response
