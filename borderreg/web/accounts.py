"""Logging in and out, one's own password, sessions and language."""

import math
from typing import Any
from uuid import UUID

from flask import (
    Blueprint,
    Response,
    flash,
    g,
    make_response,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from borderreg.db import db, write
from borderreg.domain.access import Permission
from borderreg.domain.errors import Refused
from borderreg.services import accounts, passkey_keeping, sessions
from borderreg.services import own_account as own_account_of
from borderreg.web import drafts, step_up
from borderreg.web.account_forms import PASSWORD_PROBLEMS, LogInForm, PasswordForm, StepUpForm
from borderreg.web.browser_session import give_cookie, take_cookie
from borderreg.web.languages import give_language
from borderreg.web.proofs import password_refusal, prove, refusal
from borderreg.web.security import actor, public, requires, safe_next

bp = Blueprint("accounts", __name__)


@bp.route("/log-in", methods=["GET", "POST"])
@public
def log_in() -> ResponseReturnValue:
    """Ask for name and password; every failure gives the same words."""
    form = LogInForm()
    if request.method == "GET" and g.actor is not None:
        return redirect(after_log_in())
    if form.validate_on_submit():
        proof = prove(form.username.data or "", form.password.data or "")
        opened = write(accounts.log_in, proof=proof, at=g.at)
        if opened is not None:
            end_session_before()
            drafts.announce(opened.actor)
            response = make_response(redirect(after_log_in()))
            return give_cookie(give_language(response, opened.language), opened.token)
        return log_in_page(form, refusal(proof), status=429 if proof.wait else 422, wait=proof.wait)
    return log_in_page(form, None, status=422 if form.errors else 200)


def end_session_before() -> None:
    """End the session that this browser had, if any: a log-in always begins a new one."""
    session.pop("_flashes", None)
    if g.session is not None:
        write(sessions.end_session, actor=g.actor, session_id=g.session.id, at=g.at)


def log_in_page(form: LogInForm, problem: str | None, *, status: int, wait: float = 0) -> ResponseReturnValue:
    """Show the log-in with what stands in the way; `wait`: the seconds until the next try."""
    if problem:
        form.form_errors.append(problem)
    page = render_template("accounts/log_in.html", form=form, expired=request.args.get("expired") == "1")
    response = Response(page, status)
    if wait:
        response.headers["Retry-After"] = str(math.ceil(wait))
    return response


def after_log_in() -> str:
    """Return where to go after the log-in: the page that was asked for, or the first one."""
    return safe_next(request.args.get("next")) or url_for("home.index")


@bp.post("/log-out")
@public
def log_out() -> ResponseReturnValue:
    """End this session on the server and in the browser."""
    if g.session is not None:
        write(sessions.end_session, actor=g.actor, session_id=g.session.id, at=g.at)
    session.clear()
    return take_cookie(make_response(redirect(url_for("accounts.log_in"))))


@bp.post("/language")
@public
def set_language() -> ResponseReturnValue:
    """Change the language of all pages and come back."""
    language = request.form.get("language", "")
    if g.actor is not None:
        write(accounts.set_language, actor=g.actor, language=language)
    target = safe_next(request.form.get("next")) or url_for("home.index")
    return give_language(make_response(redirect(target)), language)


@bp.get("/account")
@requires(Permission.ACCOUNT_OWN)
def own_account() -> ResponseReturnValue:
    """Show one's own account and the browsers that are logged in."""
    asked: dict[str, Any] = {"actor": actor(), "at": g.at}
    return render_template(
        "accounts/own_account.html",
        sessions=sessions.own_sessions(db.session(), **asked),
        current=g.session.id,
        passkeys=passkey_keeping.own_passkeys(db.session(), actor=actor()),
        log_ins=own_account_of.recent_log_ins(db.session(), **asked),
        failed=own_account_of.failed_log_ins(db.session(), **asked),
    )


@bp.post("/account/sessions/<uuid:session_id>/end")
@requires(Permission.ACCOUNT_OWN)
def end_session(session_id: UUID) -> ResponseReturnValue:
    """Log out another browser of one's own."""
    write(sessions.end_session, actor=actor(), session_id=session_id, at=g.at)
    flash(_("Đã kết thúc phiên đăng nhập đó."), "success")
    return redirect(url_for("accounts.own_account"))


@bp.route("/account/confirm", methods=["GET", "POST"])
@requires(Permission.ACCOUNT_OWN)
def confirm() -> ResponseReturnValue:
    """Ask for the password again, then go on to the page that wanted it."""
    form = StepUpForm()
    if request.method == "POST" and step_up.confirmed(form):
        return redirect(after_log_in())
    return step_up.question(form, fields=[])


@bp.route("/account/password", methods=["GET", "POST"])
@requires(Permission.ACCOUNT_OWN)
def change_password() -> ResponseReturnValue:
    """Set a new password; the first one must be changed before anything else."""
    form = PasswordForm()
    if form.validate_on_submit():
        token = _set_password(form)
        if token is not None:
            flash(_("Đã đổi mật khẩu. Các phiên đăng nhập khác đã kết thúc."), "success")
            return give_cookie(make_response(redirect(url_for("home.index"))), token)
    page = render_template("accounts/change_password.html", form=form, first=g.session.must_change_password)
    return page, 422 if form.errors else 200


def _set_password(form: PasswordForm) -> str | None:
    """Try to change the password; None with the problem beside its field."""
    new = form.new_password.data or ""
    try:
        prepared = accounts.prepare_password(new, username=actor().username)
    except Refused as error:
        form.new_password.errors = [str(PASSWORD_PROBLEMS[error.code])]
        return None
    proof = prove(actor().username, form.current_password.data or "")
    token = write(accounts.change_password, actor=actor(), proof=proof, password_hash=prepared, at=g.at)
    if token is None:
        form.current_password.errors = [password_refusal(proof)]
    return token
