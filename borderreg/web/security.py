"""Who may call which page: a view says `@requires(Permission.X)` or `@public`; without either, nobody may.

`g.at` is the time of the request, `g.actor` the person (None when logged out), `g.session` the log-in.
"""

from collections.abc import Callable
from itertools import chain
from typing import Any, TypeVar, cast
from urllib.parse import urlsplit

from flask import Flask, Response, current_app, g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from borderreg.db import write
from borderreg.domain.access import HIDDEN, Actor, Permission
from borderreg.domain.errors import NotFound, NotPermitted
from borderreg.services.accounts import record_refusal
from borderreg.services.sessions import ActiveSession
from borderreg.web import drafts
from borderreg.web.anonymous import is_anonymous
from borderreg.web.browser_session import load_session
from borderreg.web.step_up import fresh

__all__ = ["access_of", "actor", "fresh", "init_security", "public", "requires", "rescue_form", "safe_next"]

View = TypeVar("View", bound=Callable[..., Any])
ACCESS = "borderreg_access"
PUBLIC = "public"
API = "api"
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
LOG_INS = frozenset({"accounts.log_in", "passkeys.log_in"})
BEFORE_PASSWORD_CHANGE = frozenset({"accounts.change_password"})


def requires(permission: Permission) -> Callable[[View], View]:
    """Declare the permission that a view asks for; put it right under the route."""

    def declare(view: View) -> View:
        setattr(view, ACCESS, permission)
        return view

    return declare


def public(view: View) -> View:
    """Declare that anybody may call a view."""
    setattr(view, ACCESS, PUBLIC)
    return view


def access_of(view: Callable[..., Any]) -> Permission | str | None:
    """Return what a view declared: a permission, PUBLIC, or None when it forgot."""
    return cast("Permission | str | None", getattr(view, ACCESS, None))


def actor() -> Actor:
    """Return the person acting in this request; only for views that require a permission."""
    if g.actor is None:
        raise NotPermitted
    return cast(Actor, g.actor)


def safe_next(target: str | None) -> str | None:
    """Return a local path to come back to, or None when the target leads anywhere else."""
    if not target or not target.startswith("/") or target.startswith(("//", "/\\")) or "\\" in target:
        return None
    if any(ord(character) < 0x20 or ord(character) == 0x7F for character in target):
        return None
    parts = urlsplit(target)
    return None if parts.scheme or parts.netloc else target


def init_security(app: Flask) -> None:
    """Put the check in front of every request and declare the static files public."""
    public(app.view_functions["static"])
    app.before_request(_enforce)
    app.after_request(drafts.forget_saved)


def _enforce() -> ResponseReturnValue | None:
    """Let the request pass, send it to the log-in, or refuse it; deny by default."""
    g.actor = g.session = None
    if request.blueprint != API and _has_nul():
        return Response("400 Bad Request\n", 400, mimetype="text/plain")
    if request.endpoint is None or request.blueprint == API:
        return None  # unknown address, or the devices' API with tokens of its own
    expected = access_of(current_app.view_functions[request.endpoint])
    found = None if request.endpoint == "static" or is_anonymous() else load_session()
    if expected is None:
        raise NotPermitted(request.endpoint)
    if expected is PUBLIC:
        return None
    if g.actor is None:
        return _to_log_in(found)
    if g.session.must_change_password and request.endpoint not in BEFORE_PASSWORD_CHANGE:
        return redirect(url_for("accounts.change_password"))
    if not g.actor.may(Permission(expected)):
        write(record_refusal, actor=g.actor, endpoint=request.endpoint, permission=str(expected), at=g.at)
        raise NotFound if expected in HIDDEN else NotPermitted(str(expected))
    return None


def _has_nul() -> bool:
    """Say whether an address or a form holds a NUL: nobody types one, and PostgreSQL cannot keep it."""
    said = (request.path, *chain(*request.args.items(multi=True)), *chain(*request.form.items(multi=True)))
    return any("\0" in text for text in said)


def rescue_form() -> ResponseReturnValue | None:
    """Keep a form of ours whose anti-forgery token is gone (log-out in another tab) and show it again.

    Only for what the browser itself calls a request from our own pages; anything else stays refused.
    """
    if request.headers.get("Sec-Fetch-Site") != "same-origin" or request.endpoint is None:
        return None
    if request.endpoint in LOG_INS:
        return redirect(url_for("accounts.log_in", next=safe_next(request.args.get("next"))))
    g.actor = g.session = None
    expired = load_session()
    if expired is not None:
        return _to_log_in(expired)
    back = drafts.way_back()
    if g.actor is None or back is None:
        return None
    drafts.keep(g.actor)
    drafts.announce(g.actor)
    return redirect(back)


def _to_log_in(expired: ActiveSession | None) -> ResponseReturnValue:
    """Send to the log-in; a form sent by an expired session is kept for its writer."""
    if request.method not in SAFE_METHODS and expired is not None:
        drafts.keep(expired.actor)
    return redirect(url_for("accounts.log_in", next=drafts.way_back(), expired=1 if expired else None))
