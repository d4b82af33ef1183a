"""The registers of employers and recruiters as a commune meets them: suggestions while typing, questions."""

from uuid import UUID

from flask import Blueprint, flash, g, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from borderreg.db import db, write
from borderreg.domain.access import Permission
from borderreg.domain.employers import RegisterKind
from borderreg.domain.errors import BadInput
from borderreg.domain.periods import local_day
from borderreg.services.places import reference_facts
from borderreg.services.register_acts import answer
from borderreg.services.register_picks import Pick, open_questions
from borderreg.services.register_picks import suggest as suggestions
from borderreg.web.forms.registers import AnswerForm
from borderreg.web.security import actor, requires
from borderreg.web.words import language, tag_of

bp = Blueprint("registers", __name__, url_prefix="/commune/registers")
LONGEST_TEXT = 120


@bp.get("/<any(employer, recruiter):kind>/suggestions")
@requires(Permission.LIST_EDIT)
def suggest(kind: str) -> ResponseReturnValue:
    """Offer names of a register for what is being typed; no person's data is in it."""
    text = request.args.get("q", "")[:LONGEST_TEXT]
    found = suggestions(db.session(), actor=actor(), kind=RegisterKind(kind), text=text, at=g.at)
    counties = {
        county.code: county.name(language())
        for county in reference_facts(db.session(), day=local_day(g.at)).counties
    }
    return jsonify(
        items=[
            {"name": pick.name, "note": _note(pick, counties), "county": counties.get(pick.county, "")}
            for pick in found
        ]
    )


def _note(pick: Pick, counties: dict[str, str]) -> str:
    parts = [pick.name_zh, pick.pinyin, counties.get(pick.county, pick.county)]
    if pick.status != "active":
        parts.append(str(tag_of("employer", pick.status).word))
    return " · ".join(part for part in parts if part)


@bp.route("/questions", methods=["GET", "POST"])
@requires(Permission.LIST_EDIT)
def questions() -> ResponseReturnValue:
    """Show what the province asks about names that the commune wrote, and take one answer."""
    form = AnswerForm()
    if form.validate_on_submit():
        kind, text = RegisterKind(form.kind.data), form.text.data or ""
        write(answer, actor=actor(), kind=kind, object_id=_asked_id(form), text=text, at=g.at)
        flash(_("Đã gửi câu trả lời cho Sở Ngoại vụ."), "success")
        return redirect(url_for("registers.questions"))
    asked = open_questions(db.session(), actor=actor())
    page = render_template("commune/register_questions.html", questions=asked, form=form)
    return page, 422 if form.errors else 200


def _asked_id(form: AnswerForm) -> UUID:
    try:
        return UUID(form.object_id.data or "")
    except ValueError as error:
        raise BadInput("object_id") from error
