"""A team that goes again: tick who goes this time, give the new period, and a new draft is there."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from borderreg.db import db, write
from borderreg.domain.access import Permission
from borderreg.domain.errors import BorderregError, Conflict, Refused
from borderreg.models import new_id
from borderreg.services import named_teams
from borderreg.services.teams import TeamPage, Trip, copy_team, read_team
from borderreg.web import drafts
from borderreg.web.commune_base import bp, told, words_of
from borderreg.web.forms.teams import TeamForm, TeamNameForm
from borderreg.web.security import actor, requires


@bp.route("/lists/<uuid:list_id>/team", methods=["GET", "POST"])
@requires(Permission.LIST_EDIT)
def team(list_id: UUID) -> ResponseReturnValue:
    """Choose who of a certified list goes again, and make a new draft of them."""
    try:
        page = read_team(db.session(), actor=actor(), list_id=list_id, at=g.at)
    except Conflict as error:
        return told(list_id, error)
    return _choose(page, copy_team, {"list_id": list_id})


@bp.get("/teams")
@requires(Permission.LIST_EDIT)
def teams() -> ResponseReturnValue:
    """List the commune's teams: when each went last, and a draft of it that is under way."""
    found = named_teams.list_teams(db.session(), actor=actor())
    return render_template("commune/teams.html", teams=found)


@bp.route("/teams/<uuid:team_id>", methods=["GET", "POST"])
@requires(Permission.LIST_EDIT)
def named_team(team_id: UUID) -> ResponseReturnValue:
    """Choose who of a kept team goes this time, and make a new draft of them."""
    try:
        page = named_teams.read_named_team(db.session(), actor=actor(), team_id=team_id, at=g.at)
    except Refused as error:
        return _to_teams(error)
    return _choose(page, named_teams.copy_named_team, {"team_id": team_id})


@bp.post("/lists/<uuid:list_id>/team/name")
@requires(Permission.LIST_EDIT)
def save_team(list_id: UUID) -> ResponseReturnValue:
    """Keep the people of a certified list as a team with a name."""
    name = TeamNameForm().name.data or ""
    try:
        team_id = write(named_teams.save_team, actor=actor(), name=name, list_id=list_id, at=g.at)
    except Conflict as error:
        return told(list_id, error)
    except BorderregError as error:
        if error.code not in TEAM_REFUSALS:
            raise
        flash(words_of(error), "error")
        return redirect(url_for("commune.team", list_id=list_id))
    flash(_("Đã lưu tổ. Lần sau chỉ cần chọn tổ này ở trang đầu."), "success")
    return redirect(url_for("commune.named_team", team_id=team_id))


@bp.post("/teams/<uuid:team_id>/rename")
@requires(Permission.LIST_EDIT)
def rename_team(team_id: UUID) -> ResponseReturnValue:
    """Give a team another name."""
    name = TeamNameForm().name.data or ""
    return _act(named_teams.rename_team, _("Đã đổi tên tổ."), team_id=team_id, name=name)


@bp.post("/teams/<uuid:team_id>/archive")
@requires(Permission.LIST_EDIT)
def archive_team(team_id: UUID) -> ResponseReturnValue:
    """Put a team away; it can be taken out again on the same page."""
    return _act(named_teams.archive_team, _("Đã cất tổ. Có thể lấy lại ở cuối trang này."), team_id=team_id)


@bp.post("/teams/<uuid:team_id>/restore")
@requires(Permission.LIST_EDIT)
def restore_team(team_id: UUID) -> ResponseReturnValue:
    """Take a team out again."""
    return _act(named_teams.restore_team, _("Đã lấy lại tổ."), team_id=team_id)


TEAM_REFUSALS = ("team_name", "team_name_taken", "list_has_team", "team_never_went")


def _act(use_case: Any, done: str, **act: Any) -> ResponseReturnValue:
    try:
        write(use_case, actor=actor(), at=g.at, **act)
    except BorderregError as error:
        if error.code not in TEAM_REFUSALS:
            raise
        return _to_teams(error)
    flash(done, "success")
    return redirect(url_for("commune.teams"))


def _to_teams(error: BorderregError) -> ResponseReturnValue:
    flash(words_of(error), "error")
    return redirect(url_for("commune.teams"))


def _choose(page: TeamPage, copy: Callable[..., Any], whose: dict[str, UUID]) -> ResponseReturnValue:
    """Show who may go, or make the draft of those who were ticked."""
    form = TeamForm()
    known = {member.entry_id for member in page.members}
    chosen = [entry_id for entry_id in _ids(request.form.getlist("who")) if entry_id in known]
    nobody = request.method == "POST" and not chosen
    if request.method == "POST" and form.check() and not nobody:
        return _copied(form, copy, {**whose, "chosen": chosen})
    if request.method == "GET":
        chosen = [member.entry_id for member in page.members if member.usual]
        _fill(form, page)
    naming = TeamNameForm(formdata=None, name=page.title)
    html = render_template(
        "commune/team.html", form=form, team=page, chosen=set(chosen), nobody=nobody, naming=naming
    )
    return html, 422 if form.errors or nobody else 200


def _copied(form: TeamForm, copy: Callable[..., Any], act: dict[str, Any]) -> ResponseReturnValue:
    trip = Trip(form.valid_from.data or "", form.valid_to.data or "", form.title.data or "")
    key = next(iter(_ids([form.key.data or ""])), new_id())
    try:
        done = write(copy, actor=actor(), trip=trip, key=key, at=g.at, **act)
    except Conflict as error:
        return _to_teams(error)
    words = ngettext(
        "Đã đưa %(num)s người vào bản nháp mới.", "Đã đưa %(num)s người vào bản nháp mới.", done.people
    )
    flash(words, "success" if done.people else "warning")
    return redirect(url_for("commune.show_list", list_id=done.list_id))


def _fill(form: TeamForm, page: TeamPage) -> None:
    if not drafts.restore_into(form):
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
