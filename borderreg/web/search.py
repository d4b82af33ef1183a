"""One search box for whoever may see people: answers while typing, and a page of results without JavaScript.

Texts travel in the body of a POST, never in an address; each answer is a logged read of personal data.
"""

from typing import Any
from uuid import UUID

from flask import Blueprint, g, jsonify, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import InputRequired, Length

from borderreg.db import write
from borderreg.domain.access import Permission, Role
from borderreg.domain.dates import BirthDate
from borderreg.domain.search_terms import SHORTEST, SearchKind
from borderreg.services.people_search import WorkerFound
from borderreg.services.search import Found, ListFound, search_people
from borderreg.web.components import local_date
from borderreg.web.security import actor, requires
from borderreg.web.words import tag_of

bp = Blueprint("search", __name__)
SUGGESTED = 8
LONGEST = 100
IN_COMMUNE = frozenset({Role.COMMUNE_OFFICER, Role.COMMUNE_CHIEF})
TOO_SHORT: Any = _l("Gõ ít nhất 3 ký tự, nhiều nhất 100.")


class PeopleForm(FlaskForm):
    """What to look for."""

    text = StringField(
        _l("Tìm người hoặc danh sách"),
        [
            InputRequired(_l("Hãy nhập họ tên, bốn số cuối CCCD, điện thoại, giấy tờ hoặc số danh sách.")),
            Length(min=SHORTEST, max=LONGEST, message=TOO_SHORT),
        ],
    )


@bp.app_context_processor
def _may_search() -> dict[str, Any]:
    """Tell every page whether this person has the search box, and how a person's page is reached."""
    session = g.get("session")
    ready = session is not None and not session.must_change_password
    may = ready and session.actor.may(Permission.WORKER_READ)
    return {"may_search": bool(may), "worker_page": worker_page}


def worker_page(worker_id: UUID) -> str:
    """Return the address of a person's page for this role."""
    endpoint = "commune.worker" if actor().role in IN_COMMUNE else "province.worker"
    return str(url_for(endpoint, worker_id=worker_id))


@bp.route("/search", methods=["GET", "POST"])
@requires(Permission.WORKER_READ)
def people() -> ResponseReturnValue:
    """Show everything that a text finds, best first; the search is logged."""
    form = PeopleForm()
    if not form.validate_on_submit():
        return render_template("search/people.html", form=form, found=None), 422 if form.errors else 200
    found = write(search_people, actor=actor(), text=form.text.data or "", at=g.at)
    return render_template("search/people.html", form=form, found=found)


@bp.post("/search/suggestions")
@requires(Permission.WORKER_READ)
def suggestions() -> ResponseReturnValue:
    """Answer the first few while somebody types: lines with a link, and what to say about them."""
    form = PeopleForm()
    if not form.validate():
        return jsonify(items=[], said=str(TOO_SHORT)), 422
    found = write(search_people, actor=actor(), text=form.text.data or "", at=g.at, limit=SUGGESTED)
    items = [*(_list_item(line) for line in found.lists), *(_item(line) for line in found.people)]
    return jsonify(items=items, said=_said(found))


def _said(found: Found) -> str:
    if found.kind is SearchKind.TOO_SHORT:
        return str(TOO_SHORT)
    if not found.people and not found.lists:
        return str(_("Không tìm thấy ai. Thử ít chữ hơn, hoặc bốn số cuối CCCD."))
    if found.more:
        return str(
            _("%(count)s người đầu tiên. Bấm Enter để xem thêm, hoặc gõ thêm.", count=len(found.people))
        )
    count = len(found.people)
    return str(ngettext("%(num)s người.", "%(num)s người.", count))


def _list_item(line: ListFound) -> dict[str, str]:
    certified = _("xác nhận ngày %(day)s", day=local_date(line.certified_on))
    return {
        "href": url_for("commune.show_list", list_id=line.list_id),
        "name": _("Danh sách số %(number)s", number=line.list_no),
        "note": " · ".join(part for part in (line.title, certified) if part),
    }


def _item(line: WorkerFound) -> dict[str, str]:
    if actor().role in IN_COMMUNE:
        place, born = line.hamlet, BirthDate.from_text(line.birth).display()
    else:
        place, born = line.commune, line.birth[:4]
    state = _("Trong nước") if line.state == "home" else tag_of("journey", line.state).word
    birth = _("sinh %(birth)s", birth=born)
    facts = (birth, f"CCCD …{line.id_last4}", place, str(state))
    return {
        "href": worker_page(line.worker_id),
        "name": line.name,
        "note": " · ".join(part for part in facts if part),
    }
