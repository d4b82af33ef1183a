"""The chief's acts: decide likenesses, certify, return, withdraw, revoke; grave ones ask who it is again."""

from typing import Any
from uuid import UUID

from flask import flash, g, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from borderreg.db import db, write
from borderreg.domain.access import Permission
from borderreg.domain.errors import BorderregError, Conflict, NotFound, Refused
from borderreg.services import list_changes, lists
from borderreg.services.certification import certify_list as certify
from borderreg.services.duplicates import decide_duplicates
from borderreg.web.commune_base import bp, to_list, told
from borderreg.web.commune_lists import list_page
from borderreg.web.decisions import offer_decisions
from borderreg.web.forms.acts import DecisionForm, ReasonForm, VersionForm
from borderreg.web.list_view import view_of
from borderreg.web.security import actor, fresh, requires
from borderreg.web.step_up import confirming


@bp.post("/lists/<uuid:list_id>/decide")
@requires(Permission.LIST_EDIT)
def decide(list_id: UUID) -> ResponseReturnValue:
    """Settle the likenesses that were ticked, with one reason."""
    form = DecisionForm()
    view = view_of(list_id)
    offer_decisions(form, view.review, view.names)
    valid, keys = form.validate_on_submit(), form.chosen()
    if not keys:
        form.keys.errors = [_("Hãy chọn ít nhất một trường hợp.")]
    if not valid or not keys:
        return list_page(list_id, decision=form)
    act: dict[str, Any] = {"keys": keys, "preset": form.preset.data, "reason": form.reason.data or ""}
    try:
        done = write(decide_duplicates, actor=actor(), list_id=list_id, at=g.at, **act)
    except Conflict as error:
        return told(list_id, error)
    flash(_("Đã ghi quyết định cho %(count)s trường hợp.", count=done), "success")
    return to_list(list_id)


@bp.post("/lists/<uuid:list_id>/certify")
@requires(Permission.LIST_CERTIFY)
@confirming
def certify_list(list_id: UUID, confirmed: bytes | None) -> ResponseReturnValue:
    """Certify a submitted list; a refusal shows every blocker beside its row."""
    act: dict[str, Any] = {"version": VersionForm().version.data or 0, "confirmed": confirmed}
    try:
        done = write(certify, actor=actor(), list_id=list_id, at=g.at, **act)
    except (Conflict, Refused) as error:
        return list_page(list_id, refusal=error)
    flash(
        _(
            "Đã xác nhận danh sách số %(number)s gồm %(count)s người.",
            number=done.list_no,
            count=done.entries,
        ),
        "success",
    )
    return to_list(list_id)


@bp.post("/lists/<uuid:list_id>/return")
@requires(Permission.LIST_RETURN)
def return_list(list_id: UUID) -> ResponseReturnValue:
    """Send a list back for completion with the reason."""
    form = ReasonForm()
    if not form.validate_on_submit():
        return list_page(list_id, reason=form)
    act: dict[str, Any] = {"version": form.version.data or 0, "reason": form.reason.data or ""}
    try:
        write(lists.return_list, actor=actor(), list_id=list_id, at=g.at, **act)
    except (Conflict, Refused) as error:
        return told(list_id, error)
    flash(_("Đã trả lại danh sách để hoàn thiện."), "success")
    return to_list(list_id)


@bp.post("/lists/<uuid:list_id>/supplement")
@requires(Permission.LIST_EDIT)
def supplement(list_id: UUID) -> ResponseReturnValue:
    """Open a draft that adds people to a certified list."""
    try:
        draft_id = write(list_changes.create_supplement, actor=actor(), list_id=list_id, at=g.at)
    except Refused as error:
        return told(list_id, error)
    flash(_("Đã mở bản nháp danh sách bổ sung."), "success")
    return to_list(draft_id)


@bp.route("/lists/<uuid:list_id>/rows/<uuid:entry_id>/withdraw", methods=["GET", "POST"])
@requires(Permission.LIST_WITHDRAW)
@fresh
def withdraw(list_id: UUID, entry_id: UUID) -> ResponseReturnValue:
    """Show whom a withdrawal touches, and take the person off with a reason."""
    form = ReasonForm()
    view = view_of(list_id)
    row = next((line for line in view.page.rows if line.entry_id == entry_id), None)
    if row is None or not view.in_force:
        raise NotFound("row")
    refusal: BorderregError | None = None
    if form.validate_on_submit():
        try:
            reason = form.reason.data or ""
            done = write(
                list_changes.withdraw_entry, actor=actor(), entry_id=entry_id, reason=reason, at=g.at
            )
        except (Conflict, Refused) as error:
            refusal = error
        else:
            flash(
                _("Đã rút tên %(name)s bằng danh sách số %(number)s.", name=row.name, number=done.list_no),
                "success",
            )
            return to_list(list_id)
    if refusal is not None:
        return told(list_id, refusal)
    effect = list_changes.effect_of(db.session(), actor=actor(), list_id=list_id, entry_id=entry_id, at=g.at)
    page = render_template("commune/withdraw.html", form=form, list=view.page.head, row=row, effect=effect)
    return page, 422 if form.errors else 200


@bp.route("/lists/<uuid:list_id>/revoke", methods=["GET", "POST"])
@requires(Permission.LIST_REVOKE)
@fresh
def revoke(list_id: UUID) -> ResponseReturnValue:
    """Show whom revoking a list touches, and revoke it with a reason."""
    form = ReasonForm()
    view = view_of(list_id)
    if not view.in_force:
        raise NotFound("list")
    if form.validate_on_submit():
        act: dict[str, Any] = {"version": form.version.data or 0, "reason": form.reason.data or ""}
        try:
            ended = write(list_changes.revoke_list, actor=actor(), list_id=list_id, at=g.at, **act)
        except (Conflict, Refused) as error:
            return told(list_id, error)
        flash(_("Đã thu hồi danh sách; %(count)s người không còn hiệu lực.", count=ended), "success")
        return to_list(list_id)
    effect = list_changes.effect_of(db.session(), actor=actor(), list_id=list_id, at=g.at)
    page = render_template("commune/revoke.html", form=form, list=view.page.head, view=view, effect=effect)
    return page, 422 if form.errors else 200
