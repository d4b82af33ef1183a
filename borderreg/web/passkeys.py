"""Passkeys: logging in with one, adding and removing one, and the questions that a browser answers with one.

The questions are JSON for passkey-answer.mjs and passkey-add.mjs; the answers come back in ordinary forms.
"""

from typing import Any
from uuid import UUID

from flask import (
    Blueprint,
    Response,
    flash,
    g,
    jsonify,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from borderreg.db import db, write
from borderreg.domain.access import Permission
from borderreg.domain.errors import Conflict, Refused
from borderreg.domain.passkeys import PasskeyRefusal
from borderreg.domain.public_limits import PublicAct
from borderreg.services import passkey_use, passkeys
from borderreg.services.passkey_keeping import own_passkey, own_passkeys, remove_passkey
from borderreg.web import drafts, passkey_site
from borderreg.web.account_forms import LogInForm, NewPasskeyForm
from borderreg.web.accounts import after_log_in, end_session_before, log_in_page
from borderreg.web.browser_session import give_cookie
from borderreg.web.commune_base import words_of
from borderreg.web.forms.acts import VersionForm
from borderreg.web.languages import give_language
from borderreg.web.proofs import wait_seconds
from borderreg.web.public_base import may_go_on
from borderreg.web.security import actor, fresh, public, requires

bp = Blueprint("passkeys", __name__)
NOT_MADE: Any = _l("Chưa tạo được khoá truy cập. Hãy thử lại.")
# why a passkey was not added → what to do; every other reason says only that it did not work
NOT_ADDED: dict[PasskeyRefusal, Any] = {
    PasskeyRefusal.CHALLENGE: _l("Đã quá 5 phút hoặc trang đã mở lại. Hãy tạo khoá truy cập lần nữa."),
    PasskeyRefusal.KNOWN_ALREADY: _l("Khoá truy cập này đã có trong hệ thống."),
    PasskeyRefusal.TOO_MANY: _l("Mỗi người có nhiều nhất 10 khoá truy cập. Hãy gỡ khoá không dùng nữa."),
    PasskeyRefusal.NAME: _l("Hãy đặt tên, không quá 60 ký tự."),
}


@bp.app_context_processor
def _passkeys_in_pages() -> dict[str, Any]:
    """Tell pages whether this address and this person can use a passkey."""
    return {
        "passkeys_here": passkey_site.find_site,
        "passkey_address": passkey_site.wrong_address,
        "may_confirm_with_passkey": passkey_site.may_confirm,
    }


def _asked() -> dict[str, Any]:
    return {"party": passkey_site.site(), "bound_to": passkey_site.browser(), "at": g.at}


def _told(error: Refused | Conflict) -> ResponseReturnValue:
    """Say in a question's answer why there is none."""
    return jsonify(said=words_of(error)), 409 if isinstance(error, Conflict) else 422


@bp.post("/log-in/passkey/question")
@public
def ask_to_log_in() -> ResponseReturnValue:
    """Ask the browser for a passkey of this site, whoever it belongs to; not without end for an address."""
    if not may_go_on(PublicAct.PASSKEY):
        words = _("Trang này vừa được dùng nhiều lần. Hãy đợi khoảng mười phút rồi thử lại.")
        return jsonify(said=str(words)), 429
    try:
        return jsonify(write(passkey_use.ask_to_log_in, **_asked()))
    except Refused as error:
        return _told(error)


@bp.post("/log-in/passkey")
@public
def log_in() -> ResponseReturnValue:
    """Log in with a passkey; every failure gives the same words."""
    answer = request.form.get(passkey_site.FIELD, "")
    attempt = passkey_use.weigh_attempt(
        db.session(), answer=answer, address=request.remote_addr or "", at=g.at
    )
    opened = write(passkey_use.log_in_with_passkey, attempt=attempt, answer=answer, **_asked())
    if opened is None:
        words = wait_seconds(attempt.wait) if attempt.wait else _not_logged_in()
        status = 429 if attempt.wait else 422
        return log_in_page(LogInForm(formdata=None), words, status=status, wait=attempt.wait)
    end_session_before()
    drafts.announce(opened.actor)
    response: Response = make_response(redirect(after_log_in()))
    return give_cookie(give_language(response, opened.language), opened.token)


def _not_logged_in() -> str:
    return str(_("Không đăng nhập được bằng khoá truy cập. Hãy thử lại, hoặc dùng mật khẩu."))


@bp.post("/account/confirm/question")
@requires(Permission.ACCOUNT_OWN)
def ask_to_confirm() -> ResponseReturnValue:
    """Ask the browser for a passkey of this person before a grave act."""
    try:
        return jsonify(write(passkey_use.ask_to_confirm, actor=actor(), **_asked()))
    except Refused as error:
        return _told(error)


@bp.post("/commune/lists/<uuid:list_id>/certify/question")
@requires(Permission.LIST_CERTIFY)
def ask_to_certify(list_id: UUID) -> ResponseReturnValue:
    """Ask the browser for a passkey that confirms this list as it stands on the screen."""
    version = VersionForm().version.data or 0
    act: dict[str, Any] = {"actor": actor(), "list_id": list_id, "version": version}
    try:
        return jsonify(write(passkey_use.ask_to_certify, **act, **_asked()))
    except (Refused, Conflict) as error:
        return _told(error)


@bp.post("/account/passkeys/question")
@requires(Permission.ACCOUNT_OWN)
def ask_to_add() -> ResponseReturnValue:
    """Ask the browser to make a passkey, soon after the person has shown who it is."""
    if not g.session.is_fresh(g.at):
        return jsonify(said=str(_("Đã quá 5 phút. Hãy tải lại trang này rồi thử lại."))), 422
    try:
        return jsonify(write(passkeys.ask_to_add, actor=actor(), **_asked()))
    except Refused as error:
        return _told(error)


@bp.route("/account/passkeys/new", methods=["GET", "POST"])
@requires(Permission.ACCOUNT_OWN)
@fresh
def add() -> ResponseReturnValue:
    """Make a passkey on this device and keep it under a name."""
    form = NewPasskeyForm()
    if request.method == "GET":
        form.name.data = _(
            "Khoá truy cập %(number)s", number=len(own_passkeys(db.session(), actor=actor())) + 1
        )
    if form.validate_on_submit():
        answer, name = form.passkey_answer.data or "", form.name.data or ""
        done = write(passkeys.add_passkey, actor=actor(), name=name, answer=answer, **_asked())
        if done.refused is None:
            flash(
                _("Đã thêm khoá truy cập. Lần sau bạn có thể đăng nhập và xác nhận bằng khoá này."), "success"
            )
            return redirect(url_for("accounts.own_account"))
        form.form_errors.append(str(NOT_ADDED.get(done.refused, NOT_MADE)))
    return render_template("accounts/passkey_new.html", form=form), 422 if form.errors else 200


@bp.route("/account/passkeys/<uuid:passkey_id>/remove", methods=["GET", "POST"])
@requires(Permission.ACCOUNT_OWN)
@fresh
def remove(passkey_id: UUID) -> ResponseReturnValue:
    """Say what removing a passkey means, and remove it."""
    passkey = own_passkey(db.session(), actor=actor(), passkey_id=passkey_id)
    if request.method == "POST":
        write(remove_passkey, actor=actor(), passkey_id=passkey_id, at=g.at)
        flash(_("Đã gỡ khoá truy cập “%(name)s”.", name=passkey.name), "success")
        return redirect(url_for("accounts.own_account"))
    return render_template("accounts/passkey_remove.html", passkey=passkey)
