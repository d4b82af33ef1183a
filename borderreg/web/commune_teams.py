"""A team that goes again: tick who goes this time, give the new period, and a new draft is there."""

from typing import Any
from uuid import UUID

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_wtf import FlaskForm
from wtforms import HiddenField, StringField
from wtforms.validators import InputRequired, Length

from borderreg.db import db, write
from borderreg.domain.access import Permission
from borderreg.domain.dates import parse_date
from borderreg.domain.errors import Conflict
from borderreg.models import new_id
from borderreg.services.lists import LONGEST_TITLE
from borderreg.services.teams import TeamPage, copy_team, read_team
from borderreg.web import drafts
from borderreg.web.commune_base import bp, told
from borderreg.web.forms.acts import FILTERS
from borderreg.web.security import actor, requires

DAY = [InputRequired(_l("Hãy ghi ngày/tháng/năm.")), Length(max=20)]


class TeamForm(FlaskForm):
    """Who goes, and when; `key` makes two sendings of one form one draft."""

    title = StringField(_l("Tên gọi của danh sách"), [Length(max=LONGEST_TITLE)], filters=FILTERS)
    valid_from = StringField(_l("Từ ngày"), DAY)
    valid_to = StringField(_l("Đến ngày"), DAY)
    key = HiddenField()

    def check(self) -> bool:
        """Say what is wrong with the period before anybody is copied; the rules of rows say the rest."""
        if not self.validate_on_submit():
            return False
        first, last = parse_date(self.valid_from.data), parse_date(self.valid_to.data)
        for field, day in ((self.valid_from, first), (self.valid_to, last)):
            if day is None:
                field.errors = [_("Không đọc được ngày này. Hãy ghi ngày/tháng/năm.")]
        if first and last and last < first:
            self.valid_to.errors = [_("Ngày cuối phải sau ngày đầu.")]
        return not self.errors


@bp.route("/lists/<uuid:list_id>/team", methods=["GET", "POST"])
@requires(Permission.LIST_EDIT)
def team(list_id: UUID) -> ResponseReturnValue:
    """Choose who of a certified list goes again, and make a new draft of them."""
    try:
        page = read_team(db.session(), actor=actor(), list_id=list_id, at=g.at)
    except Conflict as error:
        return told(list_id, error)
    form = TeamForm()
    known = {member.entry_id for member in page.members}
    chosen = [entry_id for entry_id in _ids(request.form.getlist("who")) if entry_id in known]
    nobody = request.method == "POST" and not chosen
    if request.method == "POST" and form.check() and not nobody:
        return _copied(form, list_id, chosen)
    if request.method == "GET":
        chosen = [member.entry_id for member in page.members if member.usual]
        _fill(form, page)
    html = render_template("commune/team.html", form=form, team=page, chosen=set(chosen), nobody=nobody)
    return html, 422 if form.errors or nobody else 200


def _copied(form: TeamForm, list_id: UUID, chosen: list[UUID]) -> ResponseReturnValue:
    act: dict[str, Any] = {
        "list_id": list_id,
        "chosen": chosen,
        "valid_from": form.valid_from.data or "",
        "valid_to": form.valid_to.data or "",
        "title": form.title.data or "",
        "key": _key(form.key.data),
    }
    done = write(copy_team, actor=actor(), at=g.at, **act)
    words = ngettext(
        "Đã đưa %(num)s người vào bản nháp mới.", "Đã đưa %(num)s người vào bản nháp mới.", done.people
    )
    flash(words, "success" if done.people else "warning")
    return redirect(url_for("commune.show_list", list_id=done.list_id))


def _fill(form: TeamForm, page: TeamPage) -> None:
    drafts_there = drafts.restore_into(form)
    if not drafts_there:
        form.title.data = page.title
        form.valid_from.data = f"{page.valid_from:%d/%m/%Y}"
        form.valid_to.data = f"{page.valid_to:%d/%m/%Y}"
    form.key.data = str(new_id())


def _ids(texts: list[str]) -> list[UUID]:
    found = []
    for text in texts:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found


def _key(text: str | None) -> UUID:
    return next(iter(_ids([text or ""])), new_id())
