"""Forms that keep themselves while they are typed: a script sends their fields, a button throws them away."""

from flask import Blueprint, flash, g, jsonify, redirect
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from borderreg.domain.access import Permission
from borderreg.web import drafts
from borderreg.web.components import local_time
from borderreg.web.security import requires

bp = Blueprint("drafts", __name__, url_prefix="/drafts")


@bp.post("")
@requires(Permission.ACCOUNT_OWN)
def save_draft() -> ResponseReturnValue:
    """Keep the fields of the form that `draft_form` names, and say when."""
    drafts.keep_sent()
    return jsonify(words=_("Đã lưu nháp lúc %(time)s", time=local_time(g.at)))


@bp.post("/discard")
@requires(Permission.ACCOUNT_OWN)
def discard_draft() -> ResponseReturnValue:
    """Throw a draft away and show its form as it is stored."""
    address = drafts.discard()
    flash(_("Đã bỏ bản nháp. Dưới đây là dữ liệu đã lưu."), "success")
    return redirect(address)
